"""One clause, one row: which statement is the main one, and what else the clause tells as details and roles."""

import pytest

from kg.frames.extractor import ClauseExtractor
from kg.model import Graph, Statement
from kg.pipeline.build import article_graph, known_entities, said_by_frames
from tests.cases import tried_on
from tests.reading import graph, read, sentence, tools

pytestmark = pytest.mark.model


def lines(found: Graph, *, details: bool) -> list[str]:
    told = [one for one in found.statements if (one.detail_of is not None) == details]
    return sorted(f"{found.label(one.subject)} | {one.relation_label} | {found.label(one.object)}" for one in told)


def mains(text: str) -> list[str]:
    return lines(graph(text), details=False)


@tried_on("text", "main", "detail")
def test_a_text_has_these_main_statements_and_details(text: str, main: list[str], detail: list[str]) -> None:
    assert (lines(read(__file__)[text], details=False), lines(read(__file__)[text], details=True)) == (main, detail)


def test_all_details_of_a_clause_name_its_main_statement() -> None:
    found = graph("The convoy carried rice to Chad through Mali.")
    (main,) = [one for one in found.statements if one.detail_of is None]
    assert {one.detail_of for one in found.statements if one != main} == {main.id}


def test_what_is_denied_beside_what_is_told_is_no_part_of_its_event() -> None:
    found = graph("The talks yielded a truce but not the release of the crew.")
    by_factuality = {one.factuality.value: one for one in found.statements if one.relation == "yield"}
    assert by_factuality["Denied"].event != by_factuality["Asserted"].event
    (event,) = [one for one in found.events if one.id == by_factuality["Asserted"].event]
    assert by_factuality["Denied"].object not in {role.filler for role in event.roles}


def article(text: str) -> tuple[Statement, ...]:
    reader, ontology = tools()
    ((read, doc),) = reader.read([sentence(text)])
    return article_graph(read, doc, ontology, known=known_entities(reader.gazetteer)).statements


def test_the_same_clause_told_twice_is_one_row_with_both_sentences() -> None:
    told = [
        one
        for one in article("Norway repaired the bridge. The crew left. Norway repaired the bridge.")
        if "repair" in one.relation
    ]
    assert len(told) == 1
    assert len(told[0].evidence) == 2


def test_another_place_makes_another_event() -> None:
    told = article("Norway repaired a bridge in Chad. The crew left. Norway repaired a bridge in Mali.")
    assert len({one.event for one in told if one.relation == "repair"}) == 2


@pytest.mark.parametrize("text", ["The ministers were hopeful."])
def test_a_clause_that_says_nothing_makes_no_row_and_is_counted(text: str) -> None:
    from kg.frames.summary import EMPTY

    reader, ontology = tools()
    ((read, doc),) = reader.read([sentence(text)])
    said = said_by_frames(read, doc, ontology, ClauseExtractor.of(ontology))
    relations = {one.relation for clause in said.pieces for piece in clause for one in piece.statements}
    assert not relations & {"be", "have"}
    assert [cause for cause, _ in said.empty] == [EMPTY]


@tried_on("text")
def test_a_clause_that_says_something_stays(text: str) -> None:
    assert mains(text)
