"""Cooperation and conflict between states as signed edges, their balance in triads, their change over time.

The scale is that of PLOVER's four classes of event types: 2 for material cooperation, 1 for cooperation in words, -1
for conflict in words, -2 for material conflict. Only facts count: a threat that was not made is no conflict.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from kg.facts.plover import SCALE, event_type, plover_code
from kg.facts.selection import time_of
from kg.facts.states import states
from kg.model import Graph, NodeId, Statement


@dataclass(frozen=True, slots=True)
class SignedAct:
    """A statement as an act of one state towards another, with its place on the scale."""

    source: NodeId
    target: NodeId
    score: int
    period: str
    """The year of its beginning, "" where it has no date."""
    statement: str


@dataclass(frozen=True, slots=True)
class SignedTie:
    """Two states and all acts between them; ``score`` is the mean, from -2 to 2."""

    states: tuple[NodeId, NodeId]
    score: float
    acts: tuple[SignedAct, ...]

    @property
    def sign(self) -> int:
        """1 for cooperation, -1 for conflict, 0 for neither."""
        return (self.score > 0) - (self.score < 0)


@dataclass(frozen=True, slots=True)
class Triad:
    """Three states that all have ties; balanced if the product of the signs is positive (Cartwright, Harary 1956)."""

    states: tuple[NodeId, NodeId, NodeId]
    signs: tuple[int, int, int]
    """Of the first and second, the first and third, the second and third."""
    statements: tuple[str, ...] = ()
    """Those of the three ties, in the same order."""

    @property
    def balanced(self) -> bool:
        """Whether a friend's friend is a friend, and an enemy's enemy too."""
        first, second, third = self.signs
        return first * second * third > 0


def acts(
    graph: Graph, plover: Mapping[str, str], state: Callable[[NodeId, Statement], NodeId | None] | None = None
) -> tuple[SignedAct, ...]:
    """All facts between two states with a place on the scale; ``plover`` is the code of each relation.

    ``state`` is the state that an end of a statement is or acts for, if not that which the graph tells.
    """
    known = states(graph)
    return tuple(_acts(graph, state or (lambda node, _: known.get(node)), plover))


def _acts(
    graph: Graph, state: Callable[[NodeId, Statement], NodeId | None], plover: Mapping[str, str]
) -> Iterator[SignedAct]:
    for said in graph.statements:
        source, target = state(said.subject, said), state(said.object, said)
        code = event_type(plover_code(plover.get(said.relation, ""), said.factuality, negated=said.negated))
        if said.is_fact and source and target and source != target and code in SCALE:
            time = time_of(graph, said)
            period = str(time.start.year) if time and time.start else ""
            yield SignedAct(source, target, SCALE[code], period, said.id)


def ties(found: Iterable[SignedAct]) -> tuple[SignedTie, ...]:
    """The acts by pair of states, either direction; those with most acts first."""
    pairs: dict[tuple[NodeId, NodeId], list[SignedAct]] = defaultdict(list)
    for act in found:
        first, second = sorted((act.source, act.target))
        pairs[first, second].append(act)
    made = (_tie(pair, some) for pair, some in pairs.items())
    return tuple(sorted(made, key=lambda tie: (-len(tie.acts), tie.states)))


def triads(found: Iterable[SignedTie]) -> tuple[Triad, ...]:
    """All triples of states in which each pair has a tie that is not neutral."""
    signed = {tie.states: tie for tie in found if tie.sign}
    tied = sorted({state for pair in signed for state in pair})
    return tuple(
        _triad((a, b, c), (signed[a, b], signed[a, c], signed[b, c]))
        for a, b, c in combinations(tied, 3)
        if {(a, b), (a, c), (b, c)} <= signed.keys()
    )


def _triad(states_of_it: tuple[NodeId, NodeId, NodeId], found: tuple[SignedTie, SignedTie, SignedTie]) -> Triad:
    first, second, third = (tie.sign for tie in found)
    return Triad(states_of_it, (first, second, third), tuple(act.statement for tie in found for act in tie.acts))


def by_period(tie: SignedTie) -> tuple[tuple[str, SignedTie], ...]:
    """The tie over time: each year with the tie that its acts make; undated acts are left out."""
    found: dict[str, list[SignedAct]] = defaultdict(list)
    for act in tie.acts:
        if act.period:
            found[act.period].append(act)
    return tuple((year, _tie(tie.states, some)) for year, some in sorted(found.items()))


def _tie(states_of_it: tuple[NodeId, NodeId], some: Sequence[SignedAct]) -> SignedTie:
    return SignedTie(states_of_it, round(sum(act.score for act in some) / len(some), 2), tuple(some))
