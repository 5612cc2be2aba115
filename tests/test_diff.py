"""What two graphs say differently: by meaning."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from kg.diff import Change, Kind, Meanings, diff
from kg.model import Event, Factuality, Graph, NodeId, Quantity, Role, Statement, TimeSpan
from tests.graphs import YEAR_2024, entity, evidence, graphs, statement, trade_graph

SENTENCE = evidence("Trade and Tensions")
NODES = (
    entity("canada", "Country", "Canada"),
    entity("government-of-canada", "Government", "Government of Canada", ("actsFor", "canada")),
    entity("china", "Country", "China"),
    entity("canola-1", "Commodity", "Canola"),
    entity("canola-2", "Commodity", "canola"),
)


def graph_of(*statements: Statement) -> Graph:
    return Graph() | Graph(entities=NODES, statements=statements)


def said(
    subject: str, relation: str, value: str, factuality: Factuality = Factuality.ASSERTED, *, source: str = ""
) -> Statement:
    return statement((subject, relation, value), SENTENCE, factuality, source=source)


def kinds(changes: tuple[Change, ...]) -> list[str]:
    return [change.kind.value for change in changes]


@given(graphs())
def test_a_graph_does_not_differ_from_itself(graph: Graph) -> None:
    assert diff(graph, graph) == ()


def test_new_and_gone() -> None:
    first, second = graph_of(said("canada", "visited", "china")), graph_of(said("china", "visited", "canada"))
    assert kinds(diff(first, second)) == ["new", "gone"]
    assert diff(first, second)[0].after[0].subject == "china"


def test_the_order_of_the_graphs_turns_new_into_gone() -> None:
    assert kinds(diff(graph_of(), trade_graph())) == ["new"] * 5
    assert kinds(diff(trade_graph(), graph_of())) == ["gone"] * 5


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (said("canada", "visited", "china"), said("government-of-canada", "visited", "china")),
        (said("china", "banned", "canola-1"), said("china", "banned", "canola-2")),
        (said("canada", "visited", "china"), replace(said("canada", "visited", "china"), id=NodeId("statement-other"))),
    ],
    ids=["a state and its government", "names in another case", "other ids"],
)
def test_what_means_the_same_is_no_difference(first: Statement, second: Statement) -> None:
    assert diff(graph_of(first), graph_of(second)) == ()


def test_relations_that_read_both_ways() -> None:
    first, second = graph_of(said("canada", "metWith", "china")), graph_of(said("china", "metWith", "canada"))
    assert diff(first, second, Meanings(symmetric=frozenset({"metWith"}))) == ()
    assert kinds(diff(first, second)) == ["new", "gone"]


def test_a_plan_that_is_done_has_changed() -> None:
    planned, done = (said("canada", "signed", "canola-1", one) for one in (Factuality.PLANNED, Factuality.ASSERTED))
    (change,) = diff(graph_of(planned), graph_of(done))
    assert (change.kind, change.details) == (Kind.CHANGED, ("planned → asserted",))


@pytest.mark.parametrize("turned", [False, True])
def test_asserted_against_denied_is_a_contradiction(turned: bool) -> None:
    yes, no = (graph_of(said("canada", "visited", "china", one)) for one in (Factuality.ASSERTED, Factuality.DENIED))
    (change,) = diff(no, yes) if turned else diff(yes, no)
    assert change.kind is Kind.CONTRADICTED


def test_planned_against_denied_is_none() -> None:
    plan, no = (graph_of(said("canada", "visited", "china", one)) for one in (Factuality.PLANNED, Factuality.DENIED))
    assert kinds(diff(plan, no)) == ["changed"]


def test_another_source_or_time_is_a_change() -> None:
    told = said("canada", "visited", "china")
    sourced = said("canada", "visited", "china", source="china")
    (change,) = diff(graph_of(told), graph_of(sourced))
    assert change.details == ("said by: the article → China",)
    later = TimeSpan(date(2025, 1, 1), date(2025, 1, 1))
    (change,) = diff(graph_of(replace(told, time=YEAR_2024)), graph_of(replace(told, time=later)))
    assert change.details == ("when: 2024-01-01 to 2024-12-31 → 2025-01-01 to 2025-01-01",)


def test_a_time_that_one_graph_does_not_tell_is_no_change() -> None:
    told = said("canada", "visited", "china")
    assert diff(graph_of(told), graph_of(replace(told, time=YEAR_2024))) == ()


def test_another_rate_is_a_change() -> None:
    def graph(rate: int) -> Graph:
        name = NodeId(f"quantity-{rate}")
        event = Event(NodeId("event-1"), "ImposeTariff", "tariff", frozenset({Role("rate", name)}))
        quantity = Quantity(name, f"{rate}%", Decimal(rate), "percent")
        told = replace(said("canada", "imposedTariffOn", "china"), event=NodeId("event-1"))
        return graph_of(told) | Graph(events=(event,), quantities=(quantity,))

    (change,) = diff(graph(25), graph(50))
    assert change.details == ("rate: 25% → 50%",)


def test_a_threat_made_good_is_fulfilled() -> None:
    meanings = Meanings(plover={"threatened": "THREATEN", "imposedTariffOn": "SANCTION-x", "praised": "SUPPORT"})
    threat = graph_of(said("canada", "threatened", "china"))
    both = (said("canada", "threatened", "china"), said("canada", "imposedTariffOn", "china"))
    (change,) = diff(threat, graph_of(*both), meanings)
    assert (change.kind, change.details) == (Kind.FULFILLED, ("threatened → imposedTariffOn",))
    praise = (said("canada", "threatened", "china"), said("canada", "praised", "china"))
    assert kinds(diff(threat, graph_of(*praise), meanings)) == ["new"]
    planned = (both[0], said("canada", "imposedTariffOn", "china", Factuality.PLANNED))
    assert kinds(diff(threat, graph_of(*planned), meanings)) == ["new"]
