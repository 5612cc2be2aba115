"""Clusters of units by average linkage, with pairs that must and must not be joined.

The mean log-odds of all pairs between two clusters decides (UPGMA, Sokal and Michener 1958); a pair that was never
compared counts as one that is rather not the same. Ties go by the names of units, so that the order does not matter.
"""

import heapq
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from kg.corpus.links import Unit
from kg.lexicon import numbers

if TYPE_CHECKING:
    from _typeshed import SupportsRichComparison

BASE = "base"
Features = Mapping[str, float]
_TELLING = 3  # features that are named as what speaks for a link


@dataclass(frozen=True)
class Weights:
    """Weights of one kind of pairs, from which log-odds one is joined or doubtful; without comparison ``unknown``."""

    by_name: Mapping[str, float]
    join: float
    doubt: float
    unknown: float

    def log_odds(self, features: Features) -> float:
        """The log-odds that a pair is the same."""
        found = (value * self.by_name.get(name, 0.0) for name, value in sorted(features.items()))
        return round(self.by_name.get(BASE, 0.0) + math.fsum(found), 6)

    def reasons(self, features: Features) -> tuple[str, ...]:
        """The features that speak most for a pair, the strongest first."""
        weighed = [(value * self.by_name.get(name, 0.0), name) for name, value in features.items()]
        strong = sorted((one for one in weighed if one[0] > 0), key=lambda one: (-one[0], one[1]))
        return tuple(name for _, name in strong[:_TELLING])


@cache
def weights(kind: str) -> Weights:
    """The learned weights of a kind, "entity" or "event"."""
    rule = numbers("links", kind)
    return Weights(numbers("links", f"weights of {kind}"), *(rule[name] for name in ("join", "doubt", "unknown")))


def probability(log_odds: float) -> float:
    """The probability of log-odds, to four digits.

    >>> probability(0.0), probability(float("inf"))
    (0.5, 1.0)
    """
    return round(1 / (1 + math.exp(-max(-50.0, min(50.0, log_odds)))), 4)


Name = TypeVar("Name", bound="SupportsRichComparison")


def united(names: Iterable[Name], pairs: Iterable[tuple[Name, Name]]) -> list[list[Name]]:
    """The names in groups that the pairs connect, by union-find; all sorted.

    >>> united("abcd", [("a", "c"), ("d", "c")])
    [['a', 'c', 'd'], ['b']]
    """
    above = {name: name for name in names}

    def top(name: Name) -> Name:
        while above[name] != name:
            above[name] = above[above[name]]
            name = above[name]
        return name

    for one, other in pairs:
        first, second = sorted((top(one), top(other)))
        above[second] = first
    groups: defaultdict[Name, list[Name]] = defaultdict(list)
    for name in sorted(above):
        groups[top(name)].append(name)
    return [groups[name] for name in sorted(groups)]


Pair = tuple[Unit, Unit]
"""Two units in order."""


@dataclass(frozen=True)
class Constraints:
    """Pairs that a reader found to be one (``must``) or not (``never``), that are one for sure, that can never be one.

    ``never`` is stronger than ``must``, and both than all else.
    """

    must: frozenset[Pair] = frozenset()
    never: frozenset[Pair] = frozenset()
    sure: Sequence[Pair] = ()
    crowds: Mapping[Unit, Sequence[Unit]] = field(default_factory=dict)
    """Unit -> the units that its scores speak for, itself among them."""
    apart: Callable[[Unit, Unit], bool] = lambda _one, _other: False


def pair(one: Unit, other: Unit) -> Pair:
    """Two units as a pair."""
    return (one, other) if one <= other else (other, one)


def clustered(
    units: Iterable[Unit], scores: Mapping[Pair, float], rules: Weights, limits: Constraints
) -> list[tuple[tuple[Unit, ...], float]]:
    """The clusters with the least mean log-odds at which any was joined; infinity where nothing was.

    Pairs that must be one join what the scores made, so that an answer takes nothing apart; where what is known keeps
    those apart, they come before the scores.
    """
    known, first = set(units), set[Pair]()
    must = {one for one in limits.must - limits.never if known.issuperset(one)}
    one_each = [(unit, one) for unit, crowd in limits.crowds.items() for one in crowd if known.issuperset((unit, one))]
    while True:
        whole = _Clusters(scores, rules, limits)
        for group in united(known, [*one_each, *sorted(first)]):
            whole.add(group)
        for one, other in sorted(limits.sure):
            whole.join_sure(one, other)
        whole.join()
        for one, other in sorted(must):
            whole.join_sure(one, other)
        left = {(one, other) for one, other in must - first if whole.home[one] != whole.home[other]}
        if not left:
            return sorted((tuple(sorted(members)), whole.least[name]) for name, members in whole.members.items())
        first |= left


@dataclass
class _Clusters:
    """Clusters by the names of their first units."""

    scores: Mapping[Pair, float]
    rules: Weights
    limits: Constraints
    members: dict[Unit, list[Unit]] = field(default_factory=dict)
    least: dict[Unit, float] = field(default_factory=dict)
    home: dict[Unit, Unit] = field(default_factory=dict)
    totals: defaultdict[Unit, dict[Unit, tuple[float, int]]] = field(default_factory=lambda: defaultdict(dict))
    """Cluster -> other cluster -> sum and number of the scores between them."""
    kept: defaultdict[Unit, dict[Unit, bool]] = field(default_factory=lambda: defaultdict(dict))
    """Cluster -> other cluster -> whether something keeps them apart, as far as it was asked."""

    def add(self, group: list[Unit]) -> None:
        """A cluster to begin with; one that has what must not be together is taken apart again."""
        if any(map(set(group).issuperset, self.limits.never)):
            for unit in group:
                self.add([unit])
            return
        self.members[group[0]] = group
        self.least[group[0]] = math.inf
        self.home.update(dict.fromkeys(group, group[0]))

    def join_sure(self, one: Unit, other: Unit) -> None:
        """Join the clusters of two units, unless something keeps them apart."""
        first, second = sorted((self.home[one], self.home[other]))
        if first != second and not self._is_kept_apart(first, second):
            self._merge(first, second, math.inf)

    def join(self) -> None:
        """Join the best two clusters until none are good enough."""
        for (first, second), score in sorted(self.scores.items()):
            one, other = self.home[first], self.home[second]
            if one != other:
                number = self._spoken_for(first) * self._spoken_for(second)
                self._count(one, other, score * number, number)
        pairs = [(one, other) for one in self.totals for other in self.totals[one] if one < other]
        queue = [(-self._mean(*both), *both) for both in pairs]
        heapq.heapify(queue)
        while queue:
            score, one, other = heapq.heappop(queue)
            if one in self.members and other in self.members and -score == self._mean(one, other):
                if -score < self.rules.join:
                    break
                self._merge(one, other, -score)
                for both in (pair(one, third) for third in self.totals[one]):
                    heapq.heappush(queue, (-self._mean(*both), *both))

    def _spoken_for(self, unit: Unit) -> int:
        """For how many units of its cluster a unit speaks."""
        crowd = self.limits.crowds.get(unit)
        return sum(self.home[one] == self.home[unit] for one in crowd) if crowd else 1

    def _count(self, one: Unit, other: Unit, score: float, number: int) -> None:
        total, count = self.totals[one].get(other, (0.0, 0))
        self.totals[one][other] = self.totals[other][one] = (total + score, count + number)

    def _mean(self, one: Unit, other: Unit) -> float:
        """The mean log-odds between two clusters; minus infinity where something keeps them apart."""
        if self._is_kept_apart(one, other):
            return -math.inf
        total, count = self.totals[one].get(other, (0.0, 0))
        every = len(self.members[one]) * len(self.members[other])
        return round((total + self.rules.unknown * (every - count)) / every, 9)

    def _is_kept_apart(self, one: Unit, other: Unit) -> bool:
        """Whether a reader keeps two clusters apart, or what is known of them where no reader joined them."""
        if other not in self.kept[one]:
            self.kept[one][other] = self.kept[other][one] = any(
                both in self.limits.never or (both not in self.limits.must and self.limits.apart(*both))
                for both in (pair(first, second) for first in self.members[one] for second in self.members[other])
            )
        return self.kept[one][other]

    def _merge(self, one: Unit, other: Unit, score: float) -> None:
        # What is apart from one of both is apart from both.
        for third in sorted((self.kept[one].keys() | self.kept[other].keys()) - {one, other}):
            is_apart = self._is_kept_apart(one, third) or self._is_kept_apart(other, third)
            self.kept[one][third] = self.kept[third][one] = is_apart
        for third in self.kept.pop(other):
            del self.kept[third][other]
        self.home.update(dict.fromkeys(self.members[other], one))
        self.members[one] = sorted(self.members[one] + self.members.pop(other))
        self.least[one] = min(self.least[one], self.least.pop(other), score)
        for third, (total, count) in sorted(self.totals.pop(other, {}).items()):
            del self.totals[third][other]
            if third != one:
                self._count(one, third, total, count)
