"""What a statement is worth, and that the worthier of two is chosen where something is to be chosen."""

from dataclasses import replace
from pathlib import Path

import pytest

from kg.graph.paths import paths
from kg.model import Evidence, Graph, NodeId, Statement
from kg.tables.timeline import TimelineEntry
from kg.view.draw import View, picture
from tests.asking import asked
from tests.graphs import entity, evidence, statement

CANADA, CHINA = entity("canada", "Country", "Canada"), entity("china", "Country", "China")
PERU, KENYA = entity("peru", "Country", "Peru"), entity("kenya", "Country", "Kenya")
SENTENCE = evidence("China responded with tariffs on Canadian canola.")
OTHER = evidence("Carney is scheduled to sign several memoranda of understanding.")


def said(
    subject: str, relation: str, target: str, *, usefulness: float | None, place: Evidence = SENTENCE
) -> Statement:
    return replace(statement((subject, relation, target), place), usefulness=usefulness)


def test_it_is_confidence_times_usefulness_and_what_is_not_told_counts_half() -> None:
    plain = statement(("canada", "praised", "china"), SENTENCE)
    assert replace(plain, confidence=0.8, usefulness=0.5).worth == pytest.approx(0.4)
    assert replace(plain, confidence=0.8).worth == pytest.approx(0.4)
    assert replace(plain, confidence=0.8, usefulness=0.0).worth == 0


def test_of_a_moment_the_worthier_statement_is_shown_though_it_stands_later() -> None:
    dull, good = (
        said("canada", "praised", "china", usefulness=0.2),
        said("canada", "met", "china", usefulness=0.9, place=OTHER),
    )
    assert TimelineEntry(None, (dull, good)).first is good
    assert TimelineEntry(None, (dull, replace(good, usefulness=0.1))).first is dull


def test_a_picture_with_little_room_shows_the_worthier_act() -> None:
    graph = Graph(
        entities=(CANADA, CHINA, KENYA, PERU),
        statements=(
            said("canada", "praised", "china", usefulness=0.1),
            said("kenya", "praised", "peru", usefulness=0.9, place=OTHER),
        ),
    )
    shown = {node.label for node in picture(graph, View(top=2)).nodes}
    assert shown == {"Kenya", "Peru"}
    turned = replace(
        graph, statements=tuple(replace(one, usefulness=1 - (one.usefulness or 0)) for one in graph.statements)
    )
    assert {node.label for node in picture(turned, View(top=2)).nodes} == {"Canada", "China"}


def test_between_two_nodes_of_a_path_stands_the_worthier_fact() -> None:
    one, other = (said("canada", name, "china", usefulness=use) for name, use in (("praised", 0.2), ("warned", 0.9)))
    graph = Graph(entities=(CANADA, CHINA), statements=(one, other))
    ((step,),) = paths(graph, NodeId("canada"), NodeId("china"))
    assert step.statement == other.id


def test_what_is_said_about_somebody_comes_by_worth(tmp_path: Path) -> None:
    graph = Graph(
        entities=(CANADA, CHINA),
        statements=(
            said("canada", "accused", "china", usefulness=0.1),
            said("canada", "warned", "china", usefulness=0.9),
            said("canada", "praised", "china", usefulness=None),
        ),
    )
    rows = asked(graph, tmp_path, "about", who="Canada")
    assert [row["relation"] for row in rows] == ["warned", "praised", "accused"]
