"""Clusters by average linkage: what keeps two apart, and how often that is asked."""

from collections import Counter
from itertools import combinations

import pytest

from kg.corpus.clusters import Constraints, Pair, Rules, clustered, pair
from kg.corpus.links import Unit
from kg.model import ArticleId, NodeId

RULES = Rules(join=0.0, unknown=-1.0)


def units(count: int) -> list[Unit]:
    return [Unit(NodeId("berg"), ArticleId(f"{number:03}")) for number in range(count)]


@pytest.mark.parametrize("count", [10, 40])
def test_whether_two_units_are_apart_is_asked_once(count: int) -> None:
    some, asked = units(count), Counter[Pair]()

    def is_apart(one: Unit, other: Unit) -> bool:
        asked[pair(one, other)] += 1
        return (one == some[0]) != (other == some[0])

    found = clustered(some, dict.fromkeys(combinations(some, 2), 2.0), RULES, Constraints(apart=is_apart))
    assert sorted(len(members) for members, _ in found) == [1, count - 1]
    assert max(asked.values()) == 1


def test_what_is_apart_from_one_is_apart_from_all_that_it_joins() -> None:
    first, second, third = units(3)
    scores = {(first, second): 3.0, (second, third): 2.0, (first, third): 5.0}
    never = frozenset({(first, third)})
    found = clustered([third, first, second], scores, RULES, Constraints(never=never))
    assert [members for members, _ in found] == [(first, second), (third,)]


def test_a_decision_about_units_that_are_gone_joins_nothing() -> None:
    first, second, third = units(3)
    found = clustered([first, second], {}, RULES, Constraints(must=frozenset({(first, third), (first, second)})))
    assert [members for members, _ in found] == [(first, second)]


def test_an_answer_takes_no_other_pair_apart() -> None:
    one, other, third = units(3)
    limits = Constraints(must=frozenset({(other, third)}))
    found = clustered([one, other, third], {(one, other): 1.0}, Rules(0.0, -5.0), limits)
    assert [members for members, _ in found] == [(one, other, third)]


def test_an_answer_goes_before_what_the_scores_join_where_both_cannot_be() -> None:
    one, other, third = units(3)
    limits = Constraints(must=frozenset({(other, third)}), apart=lambda *both: both == (one, third))
    found = clustered([one, other, third], {(one, other): 1.0}, Rules(0.0, -5.0), limits)
    assert [members for members, _ in found] == [(one,), (other, third)]
