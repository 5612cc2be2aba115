"""What is alike in two towns, and told of one: attacks, tolls, plans."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from kg.corpus import linked
from kg.corpus.happenings import Corpus, Stage
from kg.corpus.profiles import Scenes, towns
from kg.corpus.tolls import Toll, toll_of
from kg.model import Article, ArticleId, Event, Factuality, Graph, NodeId, Quantity, Role
from kg.model.merge import merged
from tests.corpus.joined import one_happening
from tests.corpus.made import Clause, told
from tests.graphs import entity

MONDAY = date(2026, 3, 2)
LIMA = "A bomb went off at a market in Lima. Police closed the market in Lima."
QUITO = "A bomb went off at a market in Quito. Police closed the market in Quito."


def corpus(*graphs: Graph) -> Corpus:
    graph = merged(graphs)
    return Corpus(graph, linked(graph))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A bomb went off in Lima.", {"lima"}),
        ("The Lima Stock Exchange was closed.", set()),
        ("Peru closed the border.", set()),
        ("Police in Quito and Lima said so.", {"lima", "quito"}),
    ],
)
def test_towns_are_named_by_themselves(text: str, expected: set[str]) -> None:
    assert towns(text) == expected


@pytest.mark.parametrize("title", ["", "Blast in Cusco", "Blast in Cusco. Ten hurt"])
def test_a_story_is_set_where_its_title_and_two_sentences_are(title: str) -> None:
    text = f"{title}\n\nA bomb went off. Police closed a market in Lima. One in Quito stayed open."
    (found,) = Scenes(Graph((Article(ArticleId("a"), text, (), title=title),))).of_article.values()
    assert sorted(found.here - {"cusco"}) == ["lima"]
    assert "quito" in found.named


@pytest.mark.parametrize(("where", "count"), [(LIMA, 1), (QUITO, 2), (f"{QUITO} It was like one in Lima.", 2), ("", 1)])
def test_alike_acts_in_two_towns_are_two(where: str, count: int) -> None:
    clause = Clause("peru", "condemned", "the bombing")
    found = corpus(told("a", MONDAY, clause, more=LIMA), told("b", MONDAY, clause, more=where))
    assert len(found.happenings) == count


def test_articles_that_name_both_towns_may_tell_of_one_thing() -> None:
    both = "A bomb went off in {}. The road from Lima to Quito is closed."
    clause = Clause("peru", "condemned", "the bombing")
    graphs = (told(town, MONDAY, clause, more=both.format(town)) for town in ("Lima", "Quito"))
    assert len(corpus(*graphs).happenings) == 1


@pytest.mark.parametrize(("days", "count"), [(6, 1), (20, 1), (50, 2)])
def test_a_plan_may_be_carried_out_weeks_later(days: int, count: int) -> None:
    plan = Clause("velox", "visited", "peru", firmness=Factuality.PLANNED)
    done = told("b", MONDAY + timedelta(days), Clause("velox", "visited", "peru"))
    assert len(corpus(told("a", MONDAY, plan), done).happenings) == count


def test_what_was_done_is_not_told_again_weeks_later() -> None:
    done = Clause("velox", "visited", "peru")
    assert len(corpus(told("a", MONDAY, done), told("b", MONDAY + timedelta(20), done)).happenings) == 2


def test_what_is_ruled_out_was_withdrawn_only_if_it_was_planned() -> None:
    plan = told("a", MONDAY, Clause("velox", "visited", "peru", firmness=Factuality.PLANNED))
    later = told("b", MONDAY + timedelta(1), Clause("velox", "visited", "peru", firmness=Factuality.PLANNED))
    refusal = replace(later, statements=tuple(replace(said, negated=True) for said in later.statements))
    assert one_happening(refusal).happenings[0].stage is Stage.RULED_OUT
    assert [one.stage for one in one_happening(plan, refusal).happenings[0].history] == [
        Stage.PLANNED,
        Stage.WITHDRAWN,
    ]


def test_a_plan_that_is_called_off_is_withdrawn() -> None:
    plan = told("a", MONDAY, Clause("velox", "bought", "peru", firmness=Factuality.PLANNED))
    found = one_happening(plan, told("b", MONDAY + timedelta(1), Clause("velox", "called off", "the purchase")))
    assert found.happenings[0].is_changed
    assert found.happenings[0].stage is Stage.WITHDRAWN


def event(cls: str, amount: Quantity, theme: str = "") -> Graph:
    roles = {Role("amount", amount.id), *([Role("theme", NodeId("thing"))] if theme else [])}
    things = (entity("thing", "Topic", theme),) if theme else ()
    return Graph(entities=things, events=(Event(NodeId("e"), cls, "x", frozenset(roles)),), quantities=(amount,))


FIVE = Quantity(NodeId("q"), "five", Decimal(5))


@pytest.mark.parametrize(
    ("graph", "expected"),
    [
        (event("ViolentCasualty", FIVE), Toll("killed", "people", Decimal(5))),
        (event("Injury", FIVE), Toll("injured", "people", Decimal(5))),
        (
            event("Casualty", Quantity(NodeId("q"), "9", None, "soldiers", Decimal(9))),
            Toll("killed", "soldiers", Decimal(9)),
        ),
        (
            event("Injury", Quantity(NodeId("q"), "none", Decimal(0), maximum=Decimal(3))),
            Toll("injured", "people", Decimal(0)),
        ),
        (event("Event", FIVE, "death toll from the attack"), Toll("killed", "people", Decimal(5), is_told_of=True)),
        (event("Event", FIVE, "price of bread"), None),
    ],
)
def test_the_toll_of_an_event(graph: Graph, expected: Toll | None) -> None:
    assert toll_of(graph, graph.events[0]) == expected


def test_a_call_with_one_person_is_no_call_with_another() -> None:
    calls = [Clause("karl-berg", "phoned", who) for who in ("ana-berg", "mykhailo-podoliak")]
    found = corpus(told("a", MONDAY, calls[0]), told("b", MONDAY, calls[1]))
    assert len(found.happenings) == 2


def test_what_two_bodies_do_is_not_denied_by_a_third() -> None:
    denial = Clause("velox", "attacked", "chile", firmness=Factuality.DENIED, source="ana-berg")
    graph = merged([told("a", MONDAY, Clause("velox", "attacked", "peru")), told("b", MONDAY, denial)])
    assert linked(graph).denials == ()


def test_what_one_country_does_is_not_what_another_does() -> None:
    acts = [Clause(state, "confirmed", "the first case") for state in ("peru", "chile")]
    assert len(corpus(told("a", MONDAY, acts[0]), told("b", MONDAY, acts[1])).happenings) == 2
