"""What parallel cases differ in: who acts upon whom, on what topic, what it befalls."""

from dataclasses import replace
from datetime import date

import pytest

from kg.corpus import linked
from kg.corpus.entity_pairs import are_apart as are_entities_apart
from kg.corpus.event_pairs import are_apart
from kg.corpus.links import EVENT, Unit
from kg.corpus.profiles import EventProfile, Matter, Profiles, matter_of
from kg.model import ArticleId, Entity, Event, Graph, Link, NodeId, Role
from kg.model.merge import merged
from tests.corpus.made import PEOPLE, Clause, told
from tests.graphs import entity

MONDAY, WEDNESDAY = date(2026, 3, 2), date(2026, 3, 4)
NAVY = Entity(NodeId("navy"), "PublicBody", "Navy", links=frozenset({Link("actsFor", NodeId("peru"))}))


def matter(**roles: Entity) -> Matter:
    event = Event(NodeId("event"), "Event", "event", frozenset(Role(name, one.id) for name, one in roles.items()))
    return matter_of(Graph(entities=(*PEOPLE.values(), NAVY, *roles.values()), events=(event,)), event)


def event_of(found: Matter, **names: str) -> EventProfile:
    fillers = {role: frozenset({NodeId(name)}) for role, name in names.items()}
    unit = Unit(NodeId("event"), ArticleId("a"))
    return EventProfile(unit, "Event", frozenset({"expel"}), fillers, matter=found)


def thing(label: str, cls: str = "Group") -> Entity:
    return entity(label.replace(" ", "-"), cls, label)


def happenings(*clauses: Clause) -> int:
    graph = merged(told(name, day, one) for name, day, one in zip("ab", (MONDAY, WEDNESDAY), clauses, strict=True))
    return sum(cluster.kind == EVENT for cluster in linked(graph).clusters)


def test_what_two_states_do_to_each_other_is_not_one() -> None:
    there, back = Clause("peru", "attacked", "chile"), Clause("chile", "attacked", "peru")
    assert happenings(there, there) == 1
    assert happenings(there, back) == 2


@pytest.mark.parametrize(
    ("one", "other", "is_apart"),
    [
        ({"agent": PEOPLE["peru"], "target": PEOPLE["chile"]}, {"agent": NAVY, "target": PEOPLE["chile"]}, False),
        ({"agent": PEOPLE["chile"], "target": PEOPLE["peru"]}, {"agent": NAVY, "target": PEOPLE["chile"]}, True),
        ({"party": PEOPLE["chile"]}, {"party": PEOPLE["peru"]}, False),
        ({"topic": thing("fish")}, {"topic": thing("steel")}, True),
        ({"topic": thing("fish")}, {"topic": thing("fish quotas")}, False),
        ({"topic": thing("fish")}, {"content": thing("steel")}, False),
        (
            {"agreement": thing("accord on fish", "Agreement")},
            {"agreement": thing("accord on steel", "Agreement")},
            True,
        ),
        ({"agreement": thing("accord on fish", "Agreement")}, {"agreement": thing("accord", "Agreement")}, False),
        ({"theme": thing("nurses")}, {"theme": thing("two cows")}, True),
        ({"theme": thing("nurses")}, {"theme": thing("two nurses")}, False),
        ({"theme": thing("samples from Iowa")}, {"theme": thing("samples from Ohio")}, True),
        ({"theme": thing("samples from Iowa")}, {"theme": thing("samples")}, False),
    ],
)
def test_parallel_cases_are_apart(one: dict[str, Entity], other: dict[str, Entity], *, is_apart: bool) -> None:
    assert are_apart(event_of(matter(**one)), event_of(matter(**other))) is is_apart


def test_what_befalls_others_by_another_word_may_be_one_where_a_name_is_shared() -> None:
    first, second = matter(patient=thing("nurses")), matter(patient=thing("workers"))
    assert are_apart(event_of(first, place="peru"), event_of(second, place="peru"))
    assert not are_apart(event_of(first, agent="peru"), event_of(second, agent="peru"))


@pytest.mark.parametrize(
    ("label", "is_apart"), [("accord on steel", True), ("accord on fish and crabs", False), ("accord", False)]
)
def test_agreements_on_other_topics_are_not_one(label: str, *, is_apart: bool) -> None:
    graphs = []
    for name, words in (("a", "accord on fish"), ("b", label)):
        one = thing(words, "Agreement")
        graph = told(name, MONDAY, Clause("peru", "signed", "chile"))
        said = tuple(replace(statement, object=one.id) for statement in graph.statements)
        graphs.append(replace(graph, entities=(*graph.entities, one), statements=said))
    first, second = (one for one in Profiles(merged(graphs)).entities if one.cls == "Agreement")
    assert are_entities_apart(first, second) is is_apart
