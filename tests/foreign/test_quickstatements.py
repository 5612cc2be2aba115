"""QuickStatements: facts of named items, with the article and the end of what is over."""

from dataclasses import replace

import pytest

from kg.model import ArticleId, Entity, NodeId, TimeSpan
from kg.ontology.reading import wikidata_properties
from tests.foreign.deals import DAY, SINCE, YEARS, deal, said, written


def test_quickstatements_are_facts_of_two_items_with_their_article() -> None:
    lines: list[str] = []
    owns, born = written("quickstatements", deal(), lines).splitlines()
    assert owns.split("\t") == [
        "Q1", "P1830", "Q2", "S854", '"https://example.org/deal"', "S1476", "en:\"A 'deal'\"", "S577",
        "+2026-01-14T00:00:00Z/11", "S1683", 'en:"Velox Motors owns Berg Cars."',
        "/* newsgraph statement-owns (confidence 0.9) */",
    ]  # fmt: skip
    assert born.startswith("Q3\tP19\tQ2868\t")
    assert lines == [
        "statements left out that are no facts: planned, denied, claimed: 3",
        "facts left out of which an end has no item of Wikidata: 4",
        "facts left out whose relation is no property of Wikidata: 1",
    ]


MEMBER = ("ana", "memberOf", "berg")


@pytest.mark.parametrize(
    ("text", "time", "cells"),
    [
        ("Ana Ruiz is a member of Berg Cars.", None, ["Q3", "P463", "Q2"]),
        ("Ana Ruiz was a member of Berg Cars.", None, []),
        ("Ana Ruiz, former head of Berg Cars.", None, []),
        ("Ana Ruiz served Berg Cars.", None, []),
        (
            "Ana Ruiz was a member of Berg Cars from 2005 to 2021.",
            YEARS,
            ["Q3", "P463", "Q2", "P580", "+2005-00-00T00:00:00Z/9", "P582", "+2021-00-00T00:00:00Z/9"],
        ),
        ("Ana Ruiz was a member of Berg Cars on 3 March 2025.", DAY, []),
        ("Ana Ruiz is a member of Berg Cars since 2017.", SINCE, ["Q3", "P463", "Q2"]),
        (
            "Ana Ruiz was a member of Berg Cars until 3 March 2025.",
            replace(DAY, start=None),
            ["Q3", "P463", "Q2", "P582", "+2025-03-03T00:00:00Z/11"],
        ),
    ],
)
def test_what_is_over_goes_to_wikidata_with_its_end_or_not_at_all(
    text: str, time: TimeSpan | None, cells: list[str]
) -> None:
    lines: list[str] = []
    found = written("quickstatements", replace(deal(), statements=(said(text, MEMBER, "x", text, time=time),)), lines)
    assert found.partition("\tS854\t")[0].split("\t") == (cells or [""])
    assert ("facts left out that may be over, without their end: 1" in lines) == (not cells)


def test_two_statements_of_one_triple_are_one_line() -> None:
    text = "Ana Ruiz is a member of Berg Cars."
    one, other = (said(text, MEMBER, name, text) for name in ("a", "b"))
    (line,) = written("quickstatements", replace(deal(), statements=(one, other))).splitlines()
    assert line.endswith("/* newsgraph statement-a (confidence 0.9), statement-b (confidence 0.9) */")
    assert line.count("S854") == 1


@pytest.mark.parametrize("words", ["She", "the minister", "The company"])
def test_whom_the_text_does_not_name_does_not_go_to_wikidata(words: str) -> None:
    text = "Ana Ruiz is a member of Berg Cars."
    one = replace(said(text, MEMBER, "x", text), subject_text=words)
    lines: list[str] = []
    assert written("quickstatements", replace(deal(), statements=(one,)), lines) == ""
    assert lines == ["facts left out of which an end is not called by its name: 1"]


def test_a_second_article_is_a_second_reference() -> None:
    graph = deal()
    other = replace(graph.articles[0], id=ArticleId("other"), url="https://example.org/other")
    twice = tuple(
        replace(one, evidence=one.evidence | {replace(span, article=other.id) for span in one.evidence})
        for one in graph.statements
    )
    line = written("quickstatements", replace(graph, articles=(*graph.articles, other), statements=twice)).splitlines()[
        0
    ]
    assert '\t!S854\t"https://example.org/other"\t' in line


def test_without_an_address_nothing_goes_to_wikidata() -> None:
    graph = deal()
    lines: list[str] = []
    assert written("quickstatements", replace(graph, articles=(replace(graph.articles[0], url=""),)), lines) == ""
    assert lines[-1] == "facts left out of articles without an address: 2"


def test_a_property_of_wikidata_says_the_same_in_the_same_direction() -> None:
    properties = wikidata_properties()
    assert properties["heldOffice"] == "P39"
    assert not {"leads", "wonElection", "locatedIn"} & properties.keys()  # runs the other way; is one of several


def test_a_member_of_a_party_is_that_at_wikidata() -> None:
    graph = deal()
    party = Entity(NodeId("party"), "PoliticalParty", "Green Party", wikidata="Q9")
    text = "Ana Ruiz is a member of the Green Party."
    member = said(text, ("ana", "memberOf", "party"), "member", text)
    joined = replace(graph, entities=(*graph.entities, party), statements=(member,))
    assert written("quickstatements", joined).startswith("Q3\tP102\tQ9\t")
