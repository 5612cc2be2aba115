"""What a relation promises: its ends are of its domain and range, or the statement stays in its own words."""

import pytest

from tests.cases import tried_on
from tests.reading import read, said

pytestmark = pytest.mark.model


@tried_on("sentence", "cls", "goods")
def test_goods_are_the_goods_of_a_measure_and_not_its_target(sentence: str, cls: str, goods: list[str]) -> None:
    graph = read(__file__)[sentence]
    (statement,) = [s for s in graph.statements if not s.is_open]
    assert statement.object == statement.event
    (event,) = [event for event in graph.events if event.cls == cls]
    roles = {(role.name, graph.label(role.filler)) for role in event.roles}
    assert {label for name, label in roles if name == "commodity"} == {*goods}
    assert "target" not in {name for name, _ in roles}


@tried_on("sentence", "first", "second")
def test_what_only_stands_near_is_no_end(sentence: str, first: str, second: str) -> None:
    graph = read(__file__)[sentence]
    typed = [(each.subject, each.relation, each.object) for each in said(graph) if not each.is_open]
    roles = [(role.name, graph.label(role.filler)) for event in graph.events for role in event.roles]
    assert not [triple for triple in typed if triple[0] == first and second in triple[1:]]
    assert (first, second) not in roles


@tried_on("sentence", "event")
def test_a_happening_is_told_where_its_ends_are_no_relations(sentence: str, event: str) -> None:
    graph = read(__file__)[sentence]
    assert all(statement.is_open for statement in graph.statements)
    assert event in {found.cls for found in graph.events}
