"""The rules that SHACL cannot say: each fault is found, and what is like it and sound passes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from kg.check.rules import rule_findings
from kg.model import Entity, Event, Evidence, Factuality, Graph, Link, NodeId, Precision, Role, Statement, TimeSpan
from kg.ontology import Ontology
from tests.graphs import entity, evidence, statement
from tests.sound import and_said, said_of_itself, sound


def rules_of(graph: Graph) -> set[str]:
    return {finding.rule for finding in rule_findings(graph, Ontology.load())}


def first(graph: Graph) -> NodeId:
    return next(told.id for told in graph.statements if told.relation == "imposedTariffOn")


def _wrong_quote(graph: Graph) -> Graph:
    told = graph.statements[0]
    (span,) = told.evidence
    wrong = Evidence(span.article, span.start + 1, span.end + 1, span.quote)
    return replace(graph, statements=(replace(told, evidence=frozenset({wrong})), *graph.statements[1:]))


def _other_text(graph: Graph) -> Graph:
    (article,) = graph.articles
    return replace(graph, articles=(replace(article, sha256="0" * 64),))


def _gap_between_blocks(graph: Graph) -> Graph:
    (article,) = graph.articles
    return replace(graph, articles=(replace(article, blocks=article.blocks[1:]),))


def _twins(graph: Graph) -> Graph:
    return graph | Graph(entities=(Entity(NodeId("kanada"), "Country", "Kanada", wikidata="Q16"),))


def _event_of_others(graph: Graph) -> Graph:
    told = next(one for one in graph.statements if one.relation == "signed")
    others = tuple(one for one in graph.statements if one != told)
    return replace(graph, statements=(*others, replace(told, event=graph.events[0].id)))


def _unknown_class(graph: Graph) -> Graph:
    return graph | Graph(entities=(entity("ship", "Goverment", "Ship"),))


def _unknown_relation(graph: Graph) -> Graph:
    return and_said(graph, statement(("canada", "imposedTarifOn", "china"), evidence("China responded")))


def _unknown_role(graph: Graph) -> Graph:
    event, *others = graph.events
    misspelt = replace(event, roles=event.roles | {Role("raet", NodeId("canada"))})
    return replace(graph, events=(misspelt, *others))


def _undescribed(graph: Graph) -> Graph:
    return and_said(graph, statement(("canada", "visited", "atlantis"), evidence("China responded")))


def _future(graph: Graph) -> Graph:
    later = TimeSpan(date(2026, 5, 1), date(2026, 5, 1))
    told = statement(("canada", "visited", "china"), evidence("China responded"), time=later)
    return and_said(graph, told)


def _planned_future(graph: Graph) -> Graph:
    later = TimeSpan(date(2026, 5, 1), date(2026, 5, 1))
    told = statement(("canada", "visited", "china"), evidence("China responded"), Factuality.PLANNED, time=later)
    return and_said(graph, told)


def _answer_before(graph: Graph) -> Graph:
    early = TimeSpan(date(2020, 1, 1), date(2020, 1, 1))
    return replace(graph, events=tuple(replace(one, time=one.time or early) for one in graph.events))


def _answers_itself(graph: Graph) -> Graph:
    roles = frozenset({Role("inResponseTo", NodeId("event-x"))})
    return graph | Graph(events=(Event(NodeId("event-x"), "Event", "x", roles),))


def _yes_and_no(graph: Graph) -> Graph:
    triple = ("canada", "visited", "china")
    both = tuple(
        statement(triple, evidence("China responded"), factuality)
        for factuality in (Factuality.ASSERTED, Factuality.DENIED)
    )
    return and_said(graph, *both)


def _first_with(graph: Graph, told: Statement) -> Graph:
    return replace(graph, statements=(told, *graph.statements[1:]))


def _other_subject(graph: Graph) -> Graph:
    return _first_with(graph, replace(graph.statements[0], subject_text="Zambia"))


def _other_object(graph: Graph) -> Graph:
    return _first_with(graph, replace(graph.statements[0], object_text="Zambia"))


def _other_predicate(graph: Graph) -> Graph:
    return _first_with(graph, replace(graph.statements[0], predicate_text="has never imposed"))


def _other_time(graph: Graph) -> Graph:
    year = TimeSpan(date(1999, 1, 1), date(1999, 12, 31), "in 1999", Precision.YEAR)
    return _first_with(graph, replace(graph.statements[0], time=year))


def _year_as_a_day(graph: Graph) -> Graph:
    told = next(one for one in graph.statements if one.time)
    return _first_with(graph, replace(told, time=replace(told.time or TimeSpan(), precision=Precision.DAY)))


def _day_as_a_year(graph: Graph) -> Graph:
    day = TimeSpan(date(2024, 3, 5), date(2024, 3, 5), precision=Precision.YEAR)
    return _first_with(graph, replace(graph.statements[0], time=day))


def _circle(graph: Graph) -> Graph:
    first = next(event for event in graph.events if event.id == "event-3f")
    roles = first.roles | {Role("inResponseTo", NodeId("event-9a"))}
    return replace(graph, events=(*(one for one in graph.events if one != first), replace(first, roles=roles)))


def _acts_for_itself(graph: Graph) -> Graph:
    office = Entity(NodeId("office"), "Office", "office", links=frozenset({Link("actsFor", NodeId("office"))}))
    return graph | Graph(entities=(office,))


FAULTS: list[tuple[Callable[[Graph], Graph], str]] = [
    (_wrong_quote, "words/quote"),
    (_other_text, "words/text"),
    (_gap_between_blocks, "words/blocks"),
    (_twins, "identity/twins"),
    (_unknown_class, "terms/class"),
    (_unknown_relation, "terms/relation"),
    (_unknown_role, "terms/role"),
    (_undescribed, "nodes/undescribed"),
    (_future, "time/future"),
    (_answer_before, "time/answer"),
    (_answers_itself, "time/answer"),
    (_yes_and_no, "voice/contradiction"),
    (said_of_itself, "ends/alike"),
    (_event_of_others, "ends/event"),
    (_other_subject, "words/part"),
    (_other_object, "words/part"),
    (_other_predicate, "words/part"),
    (_other_time, "words/part"),
    (_year_as_a_day, "time/precision"),
    (_day_as_a_year, "time/precision"),
    (_circle, "time/circle"),
    (_acts_for_itself, "ends/self"),
]


def test_a_sound_graph_breaks_no_rule() -> None:
    assert rules_of(sound()) == set()


@pytest.mark.parametrize(("broken", "rule"), FAULTS, ids=lambda value: getattr(value, "__name__", value))
def test_each_fault_is_found(broken: Callable[[Graph], Graph], rule: str) -> None:
    assert rules_of(broken(sound())) == {rule}


def test_a_plan_may_lie_in_the_future() -> None:
    assert rules_of(_planned_future(sound())) == set()


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("on January 1-31", date(2024, 1, 1), date(2024, 1, 31), Precision.DAY),
        ("March 23-25", date(2024, 3, 23), date(2024, 3, 25), Precision.DAY),
        ("in February 2024", date(2024, 2, 1), date(2024, 2, 29), Precision.MONTH),
        ("from 2018 to June 2020", date(2018, 1, 1), date(2020, 6, 30), Precision.YEAR),
        ("in the last quarter", date(2024, 10, 1), date(2024, 12, 31), Precision.QUARTER),
        ("since March 2024", date(2024, 3, 1), None, Precision.YEAR),
        ("earlier this year", date(2024, 1, 1), date(2024, 3, 5), Precision.APPROXIMATE),
    ],
)
def test_dates_that_are_as_wide_as_their_precision(
    text: str, start: date, end: date | None, precision: Precision
) -> None:
    event, *others = sound().events
    dated = replace(event, time=TimeSpan(start, end, text, precision))
    assert rules_of(replace(sound(), events=(dated, *others))) == set()


def test_words_that_are_withheld_are_not_looked_up() -> None:
    graph = _other_subject(sound())
    told = graph.statements[0]
    withheld = frozenset(replace(span, quote="") for span in told.evidence)
    assert rules_of(_first_with(graph, replace(told, evidence=withheld))) == set()


def test_a_predicate_may_leave_out_words_of_its_sentence() -> None:
    told = replace(sound().statements[0], predicate_text="relations when imposed")
    assert rules_of(_first_with(sound(), told)) == set()


def test_the_nearest_term_is_told() -> None:
    (finding,) = rule_findings(_unknown_relation(sound()), Ontology.load())
    assert finding.message == "the ontology has no relation kg:imposedTarifOn; nearest: kg:imposedTariffOn"
