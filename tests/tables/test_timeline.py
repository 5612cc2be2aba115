"""What happened when, between whom."""

from dataclasses import replace
from datetime import date

import pytest

from kg.errors import KgError
from kg.facts.selection import Filter
from kg.model import Factuality, Graph, TimeSpan
from kg.tables.timeline import timeline
from tests.gold_graph import gold_graph
from tests.graphs import YEAR_2024, entity, evidence, statement, trade_graph

ANY = Filter()


def test_moments_come_in_the_order_of_time() -> None:
    times = [moment.time for moment in timeline(gold_graph("canada-china"), ANY) if moment.time]
    assert times
    assert times == sorted(times, key=lambda time: time.start or time.end or date.min)


def test_what_is_due_by_a_day_stands_at_that_day() -> None:
    span = evidence("China responded with tariffs on Canadian canola.")
    due = statement(("china", "lift", "tariffs"), span, is_open=True, time=TimeSpan(None, date(2026, 7, 1), "by July"))
    *_, last = timeline(trade_graph() | Graph(statements=(due,)), ANY)
    assert last.first.id == due.id


def test_undated_moments_come_last_and_when_asked_for() -> None:
    dated, all_moments = timeline(trade_graph(), ANY), timeline(trade_graph(), ANY, undated=True)
    assert len(dated) == 2
    assert len(all_moments) == 5
    assert all_moments[:2] == dated


def test_one_happening_is_one_moment_with_the_narrowest_time() -> None:
    told = next(one for one in trade_graph().statements if one.event == "event-3f")
    day = TimeSpan(date(2024, 10, 1), date(2024, 10, 1), "on October 1")
    again = replace(told, id=type(told.id)("statement-again"), time=day)
    moments = [one for one in timeline(trade_graph() | Graph(statements=(again,)), ANY) if len(one.statements) == 2]
    assert [moment.time for moment in moments] == [day]


def test_a_clause_in_its_own_words_is_one_moment() -> None:
    span = evidence("China responded with tariffs on Canadian canola.")
    clause = tuple(
        statement(ends, span, is_open=True, time=YEAR_2024)
        for ends in (("china", "respond", "canada"), ("china", "respond-with", "tariffs"), ("china", "react", "canada"))
    )
    moments = timeline(Graph(statements=clause) | trade_graph(), Filter(relation="respond-with"))
    assert len(moments) == 1
    found = [moment for moment in timeline(Graph(statements=clause) | trade_graph(), ANY) if moment.first.is_open]
    assert [(one.first.relation, len(one.statements)) for one in found] == [("react", 1), ("respond", 2)]


def test_a_fact_is_shown_before_a_claim() -> None:
    claim = statement(
        ("china", "imposedTariffOn", "canada"),
        evidence("Trade and Tensions"),
        event="event-3f",
        source="canadian-officials",
        time=YEAR_2024,
    )
    first, *_ = timeline(trade_graph() | Graph(statements=(claim,)), ANY)
    assert len(first.statements) == 2
    assert first.first.id == "statement-b2"


def test_between_two_states_counts_those_who_stand_for_them() -> None:
    moments = timeline(gold_graph("canada-china"), ANY, between=("Canada", "China"), undated=True)
    found = {told.id.rpartition("-")[2] for moment in moments for told in moment.statements}
    assert found >= {"f06", "f13", "f19", "f20", "f23", "f24", "f25", "f26", "f43"}
    assert not found & {"f05", "f09", "f12", "f17", "f39", "f44", "f47"}


def test_a_span_of_days_leaves_out_the_rest() -> None:
    wanted = Filter(since=date(2026, 1, 1))
    assert {moment.time.start for moment in timeline(gold_graph("canada-china"), wanted) if moment.time} == {
        date(2026, 1, 12)
    }


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(KgError, match="not in the graph"):
        timeline(trade_graph(), ANY, between=("Atlantis",))


def test_a_statement_whose_event_alone_is_dated_has_its_time() -> None:
    graph = trade_graph()
    told = tuple(replace(one, time=None) if one.id == "statement-b2" else one for one in graph.statements)
    undated = replace(graph, statements=told)
    for wanted in (ANY, Filter(since=date(2024, 6, 1), until=date(2024, 6, 1))):
        assert [moment.time for moment in timeline(undated, wanted)] == [YEAR_2024, YEAR_2024]


@pytest.mark.parametrize(
    ("factuality", "source", "found"),
    [
        (Factuality.ASSERTED, "", True),
        (Factuality.DENIED, "", False),
        (Factuality.PLANNED, "", False),
        (Factuality.ASSERTED, "china", False),
    ],
)
def test_only_who_holds_an_office_as_a_fact_stands_for_the_state(
    factuality: Factuality, source: str, *, found: bool
) -> None:
    office = entity("premier", "Office", "Premier", ("actsFor", "canada"))
    person = entity("jane-doe", "Person", "Jane Doe")
    span = evidence("Trade and Tensions")
    told = (
        statement(("jane-doe", "heldOffice", "premier"), span, factuality, source=source),
        statement(("jane-doe", "visited", "china"), span),
    )
    graph = trade_graph() | Graph(entities=(office, person), statements=told)
    moments = timeline(graph, Filter(relation="visited"), between=("Canada", "China"), undated=True)
    assert bool(moments) is found


def test_the_name_of_a_government_means_its_state_too() -> None:
    names = ("Canada", "Government of Canada")
    named = [timeline(trade_graph(), ANY, between=(one, "China"), undated=True) for one in names]
    assert named[0] == named[1]
    assert len(named[0]) == 2


def test_what_a_clause_tells_beside_its_main_statement_stands_under_it() -> None:
    span = evidence("China responded with tariffs on Canadian canola.")
    main = statement(("china", "respond-with", "tariffs"), span, is_open=True, event="event-main", time=YEAR_2024)
    more = statement(("china", "respond-in", "canada"), span, is_open=True, event="event-more", time=YEAR_2024)
    graph = trade_graph() | Graph(statements=(main, replace(more, detail_of=main.id)))
    (found,) = (one for one in timeline(graph, ANY) if main in one.statements)
    assert (found.first, len(found.statements)) == (main, 2)
