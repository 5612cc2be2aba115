"""Why a statement is sure or unsure, as ``kg explain`` tells it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.cli.reasons import reasons
from kg.mapping.confidence import weights
from kg.model import Activity, Factuality, Graph, Statement
from kg.version import VERSION
from tests.graphs import trade_graph

OURS = frozenset({Activity(VERSION, "en_core_web_md-3.7.1+kg_parse-2")})
OTHERS = frozenset({Activity(VERSION, "en_core_web_md-3.7.1")})


def _first(*, activities: frozenset[Activity] = OURS) -> tuple[Graph, Statement]:
    graph = trade_graph()
    return graph, replace(
        next(one for one in graph.statements if one.subject == "canada"), activities=activities, rule="clause/active"
    )


def test_a_pronoun_that_nobody_is_known_for_makes_it_less_sure() -> None:
    graph, said = _first()
    label = graph.label(said.subject)
    found = reasons(graph, replace(said, subject_text=label))
    node = replace(graph.nodes[said.subject], label="they")  # type: ignore[arg-type]
    others = tuple(one for one in graph.entities if one.id != said.subject)
    opened = replace(graph, entities=(*others, node))  # type: ignore[arg-type]
    less = reasons(opened, replace(said, subject_text="they")).less
    assert any("pronoun" in one for one in less)
    assert not any("pronoun" in one for one in found.less)


def test_a_name_that_is_known_and_a_relation_of_the_ontology_make_it_surer() -> None:
    graph, said = _first()
    surer = reasons(graph, said).surer
    assert "its subject is a name that is known" in surer
    assert ("a relation of the ontology claims its words" in surer) == (not said.is_open)


def test_what_is_possible_is_less_sure() -> None:
    graph, said = _first()
    assert any("possible" in one for one in reasons(graph, replace(said, factuality=Factuality.POSSIBLE)).less)


@pytest.mark.parametrize(("confidence", "told"), [(0.97, "was sure"), (0.2, "was not sure")])
def test_what_the_words_do_not_explain_is_how_sure_the_parser_was(confidence: float, told: str) -> None:
    graph, said = _first()
    surer, less = reasons(graph, replace(said, confidence=confidence))
    assert any(told in one for one in (*surer, *less))


@pytest.mark.parametrize("confidence", [0.97, 0.2])
def test_of_the_parse_of_another_model_nothing_is_told(confidence: float) -> None:
    graph, said = _first(activities=OTHERS)
    surer, less = reasons(graph, replace(said, confidence=confidence))
    assert not any("parser" in one for one in (*surer, *less))


@pytest.mark.parametrize("activities", [frozenset[Activity](), frozenset({Activity("0.1.0", "m+kg_parse-1")})])
def test_of_what_another_version_made_nothing_is_told(activities: frozenset[Activity]) -> None:
    graph, said = _first(activities=activities)
    assert reasons(graph, said) == ((), ())


def test_the_parse_weighs_something() -> None:
    assert weights(parsed=True)["sound"] > 0
