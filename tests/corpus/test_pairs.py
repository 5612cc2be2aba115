"""Which nodes of two articles are compared at all."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from kg.corpus import Links, linked
from kg.corpus.clusters import Constraints, Rules, clustered
from kg.corpus.decisions import decided
from kg.corpus.entity_pairs import are_apart as apart
from kg.corpus.entity_pairs import compared, joined
from kg.corpus.event_pairs import EventPairs, are_apart, are_of_one
from kg.corpus.linking import Linking
from kg.corpus.links import EVENT, Unit
from kg.corpus.profiles import EntityProfile, EventProfile, Profiles
from kg.corpus.tolls import Toll
from kg.corpus.words import Documents
from kg.model import ArticleId, Factuality, Graph, NodeId
from kg.model.merge import merged
from tests.corpus.made import Clause, told

MONDAY = date(2026, 3, 2)
DENIED = Clause("peru", "attacked", "chile", firmness=Factuality.DENIED)
FAR = {
    "a": "Frost in April spoiled apples and pears of the northern orchards. Bees were late. Cider will cost more.",
    "b": "The opera reopens after renovation of its stage, with new curtains, singers and a cellist from Lisbon.",
}


def links(*graphs: Graph) -> Links:
    return linked(merged(graphs))


def happenings(found: Links) -> list[int]:
    """How many units each happening has."""
    return sorted(len(cluster.members) for cluster in found.clusters if cluster.kind == EVENT)


@pytest.mark.parametrize("name", ["b", "c", "d", "e", "f", "g"])
def test_events_are_compared_whatever_the_order_of_their_ids(name: str) -> None:
    clause = Clause("peru", "attacked", "chile")
    assert happenings(links(told("a", MONDAY, clause), told(name, MONDAY, clause))) == [2]
    assert len(links(told("a", MONDAY, clause), told(name, MONDAY, DENIED)).denials) == 1


def test_a_sentence_of_two_stories_is_not_one_happening() -> None:
    clause = Clause("karl-berg", "visited", "velox")
    stories = [told(name, None, clause, more=f"{more} " * 9) for name, more in FAR.items()]
    assert happenings(links(*stories)) == [1, 1]


def test_each_article_finds_its_own_copy_of_a_sentence() -> None:
    days = (MONDAY, date(2026, 5, 4))
    clause = Clause("karl-berg", "visited", "velox")
    graph = merged(told(f"{day}-{copy}", day, clause) for copy in "ab" for day in days)
    found = Linking(graph, decided(graph, ())).pairs_of_events.joined()
    assert {tuple(sorted(unit.article[:10] for unit in both)) for both in found} == {(str(day),) * 2 for day in days}


def test_a_thing_described_by_weak_words_alone_is_compared_with_nothing() -> None:
    found = [
        EntityProfile(Unit(NodeId(f"the-{name}"), ArticleId(name)), "Organization", frozenset(), head="the")
        for name in "ab"
    ]
    assert list(compared(found, lambda _one, _other: 0.5)) == []


def test_a_name_of_very_many_articles_is_one_and_meets_its_other_spelling() -> None:
    graphs = [told(f"a{number}", MONDAY, Clause("karl-berg", "visited", "peru")) for number in range(310)]
    graphs.append(told("b", MONDAY, Clause("k-berg", "visited", "peru")))
    profiles = Profiles(merged(graphs)).entities
    of_berg = [profile for profile in profiles if profile.unit.node in {"karl-berg", "k-berg"}]
    assert len(of_berg) == 311
    pairs = [(one.unit.node, other.unit.node) for one, other in compared(of_berg, lambda _one, _other: 0.5)]
    assert pairs == [("k-berg", "karl-berg")]
    assert len({unit for both in joined(of_berg) for unit in both}) == 310


def test_the_score_of_one_speaks_for_its_crowd() -> None:
    crowd = [Unit(NodeId("berg"), ArticleId(f"{number:03}")) for number in range(50)]
    other = Unit(NodeId("karl"), ArticleId("a"))
    limits = Constraints(sure=[(crowd[0], one) for one in crowd[1:]], crowds={crowd[0]: crowd})
    ((members, least),) = clustered([*crowd, other], {(crowd[0], other): 2.0}, Rules(0.0, -1.0), limits)
    assert (len(members), least) == (51, 2.0)


def test_of_very_many_names_with_one_word_those_that_are_near_are_compared() -> None:
    found = [
        EntityProfile(Unit(NodeId(f"union-{number}"), ArticleId("a")), "Organization", frozenset({("union", word)}))
        for number, word in enumerate(
            "".join(letters) for letters in product("abcdefghijklmnopqrst", "abcdefghijklmnop", "x")
        )
    ]
    assert len(found) == 320
    twins = [replace(found[200], unit=Unit(NodeId("a-twin"), ArticleId("b"))), *found]
    pairs = {(one.unit.node, other.unit.node) for one, other in compared(twins, lambda _one, _other: 0.0)}
    assert ("a-twin", "union-200") in pairs


@pytest.mark.parametrize(("people", "words", "count"), [("", "b", 0), ("peru", "b", 1), ("", "a", 1)])
def test_what_parallel_stories_tell_is_compared_where_they_share_a_name_or_words(
    people: str, words: str, count: int
) -> None:
    profiles = [
        EventProfile(
            Unit(NodeId(f"event-{article}"), ArticleId(article)),
            "Event",
            frozenset({"confirm"}),
            people=frozenset(map(NodeId, people.split())),
            counts=Counter(FAR[said].lower().split()),
        )
        for article, said in (("a", "a"), ("b", words))
    ]
    both = (ArticleId("a"), ArticleId("b"))
    pairs = EventPairs(profiles, Documents.of(FAR), {both: 0.6}, {both: 0.1})
    assert len([*pairs.compared()]) == count
    assert len([*replace(pairs, names={both: 0.5}).compared()]) == 1


@pytest.mark.parametrize(
    ("numbers", "names", "are_one"),
    [
        ((235, 589), 0.4, True),
        ((589, 235), 0.4, False),
        ((235, 589), 0.1, False),
        ((2, 3), 0.4, False),
    ],
)
def test_a_toll_that_rises_in_one_story_is_one(numbers: tuple[int, int], names: float, are_one: bool) -> None:
    tolls = [
        EventProfile(
            Unit(NodeId(f"toll-{article}"), ArticleId(article)),
            "Casualty",
            frozenset({"kill"}),
            told=date(2026, 3, day),
            toll=Toll("killed", "people", Decimal(number)),
        )
        for article, day, number in zip("ab", (2, 3), numbers, strict=True)
    ]
    both = (ArticleId("a"), ArticleId("b"))
    pairs = EventPairs(tolls, Documents.of(dict.fromkeys(both, FAR["a"])), {both: 0.6}, {both: names})
    assert bool([*pairs.joined()]) is are_one


def profile(article: str, *, is_act: bool = True, agent: str = "", people: str = "peru") -> EventProfile:
    fillers = {"target": frozenset({NodeId("peru")}), **({"agent": frozenset({NodeId(agent)})} if agent else {})}
    unit, named = Unit(NodeId("event"), ArticleId(article)), frozenset(map(NodeId, people.split()))
    return EventProfile(unit, "Event", frozenset({"visit"}), fillers, people=named, is_act=is_act)


@pytest.mark.parametrize(
    ("plan", "done", "is_apart"),
    [
        ({"agent": "velox"}, {"agent": "acme"}, True),
        ({"agent": "velox"}, {"agent": "velox"}, False),
        ({"agent": "velox"}, {}, False),
    ],
)
def test_a_plan_is_carried_out_by_its_own_agents(plan: dict[str, str], done: dict[str, str], *, is_apart: bool) -> None:
    assert are_apart(profile("a", is_act=False, **plan), profile("b", is_act=True, **done)) is is_apart


def test_what_one_tourist_never_did_does_not_deny_what_another_did() -> None:
    assert not are_of_one(profile("a"), profile("b"))
    assert are_of_one(profile("a", agent="velox"), profile("b", agent="velox"))
    assert are_of_one(profile("a", people="peru velox"), profile("b", people="peru velox"))


def test_two_offices_of_a_state_are_never_one() -> None:
    names = [("secretary", "of", "state"), ("secretary", "of", "the", "treasury")]
    first, second = (
        EntityProfile(Unit(NodeId("-".join(name))), "Office", frozenset({name, name[:1]}), country="USA")
        for name in names
    )
    assert apart(first, second)
