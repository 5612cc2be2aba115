"""Cross-graph event coreference among statements of the same subject, relation and object.

"Canada imposed a tariff on China" may be said of canola and of steel, of 2018 and of 2025: these are two happenings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kg.diff.names import EntityNames, folded
from kg.facts.selection import is_dated, time_of
from kg.facts.states import is_country
from kg.model import Entity, Event, Factuality, Graph, NodeId, Quantity, Statement

TELLING_APART = ("commodity", "place")
"""Roles by which two happenings of one kind between the same two are told apart."""
_AHEAD = frozenset({Factuality.PLANNED, Factuality.EXPECTED, Factuality.REQUESTED})
"""What is still to come when it is told; what is only possible may have been."""
_DONE_OR_NOT = frozenset({Factuality.ASSERTED, Factuality.DENIED})
StatementPair = tuple[tuple[Statement, ...], tuple[Statement, ...]]
"""What the first graph says, and what the second."""
_Traits = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Side:
    """The statements of one graph with the same subject, relation and object."""

    graph: Graph
    told: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class _Mention:
    """One happening as one graph has it."""

    side: int
    told: tuple[Statement, ...]
    traits: _Traits
    times: frozenset[tuple[date, date]]
    begins: date
    """The first day that a plan can be of; the first of all days for what is none."""
    ended: date
    """The last day of an act; the last of all days for what is none, or has no date."""

    def order(self) -> tuple[int, list[tuple[str, list[str]]], list[tuple[date, date]], int, str]:
        """Those who tell most first: what tells little joins them."""
        traits = [(role, sorted(fillers)) for role, fillers in sorted(self.traits.items())]
        known = sum(map(bool, self.traits.values())) + bool(self.times)
        return -known, traits, sorted(self.times), self.side, self.told[0].id


class _Happening:
    """Mentions that may be of one happening."""

    def __init__(self) -> None:
        self._told: dict[int, list[Statement]] = {}
        self._begins, self._ended = date.min, date.max
        self._fillers: dict[str, frozenset[str]] = dict.fromkeys(TELLING_APART, frozenset())
        self._times: frozenset[tuple[date, date]] = frozenset()

    def add(self, mention: _Mention) -> None:
        """Take a mention in."""
        self._told.setdefault(mention.side, []).extend(mention.told)
        self._fillers = {role: known | mention.traits[role] for role, known in self._fillers.items()}
        self._times |= mention.times
        self._begins, self._ended = max(self._begins, mention.begins), min(self._ended, mention.ended)

    def fits(self, mention: _Mention, roles: Iterable[str], *, timed: bool) -> bool:
        """Whether nothing tells a mention apart from those that it has."""
        if any(_are_apart(self._fillers[role], mention.traits[role]) for role in roles):
            return False
        if self._ended < mention.begins or mention.ended < self._begins:
            return False
        if not (timed and self._times and mention.times) or self._times & mention.times:
            return True
        return any((max(a[0], b[0]) <= min(a[1], b[1])) for a in self._times for b in mention.times)

    def fits_apart_from_time(self, other: _Happening, roles: Iterable[str]) -> bool:
        """Whether another happening may be this one at another time: no act was done before it was planned."""
        if self._ended < other._begins or other._ended < self._begins:
            return False
        return not any(_are_apart(self._fillers[role], other._fillers[role]) for role in roles)

    def told(self, side: int) -> tuple[Statement, ...]:
        """What one of the graphs says of it."""
        return tuple(sorted(self._told.get(side, ()), key=id_of))

    @property
    def sides(self) -> frozenset[int]:
        """Which graphs tell of it."""
        return frozenset(self._told)


def id_of(told: Statement) -> str:
    """The sorting key of a statement."""
    return told.id


def matched(first: Side, second: Side, names: EntityNames) -> Iterator[StatementPair]:
    """The statements of each event in the first graph and in the second; one may be empty."""
    mentions = sorted(_mentions(first, second, names), key=_Mention.order)
    roles = [role for role in TELLING_APART if _both(mention.side for mention in mentions if mention.traits[role])]
    timed = _both(mention.side for mention in mentions if mention.times)
    found: list[_Happening] = []
    for mention in mentions:
        fitting = [one for one in found if one.fits(mention, roles, timed=timed)]
        if not fitting:
            found.append(_Happening())
        happening = min(fitting, key=lambda one: -len(one.sides)) if fitting else found[-1]
        happening.add(mention)
    # What the graphs say of each; one that either tells of alone, at different times, may be one that was moved.
    yield from ((one.told(0), one.told(1)) for one in found if len(one.sides) > 1)
    lone = [[one for one in found if one.sides == {side}] for side in (0, 1)]
    if [len(some) for some in lone] == [1, 1]:
        ((before,), (after,)) = lone
        if before.fits_apart_from_time(after, roles) and _is_moved(before, after):
            yield before.told(0), after.told(1)
            return
    yield from ((one.told(0), one.told(1)) for some in lone for one in some)


def _both(sides: Iterable[int]) -> bool:
    """Whether both graphs tell: what one is silent about tells nothing apart."""
    return set(sides) == {0, 1}


def _is_moved(before: _Happening, after: _Happening) -> bool:
    """Whether another time is that of the same happening: a plan that was put off, a sentence that was dated anew.

    Two meetings that were held, in 2021 and in 2024, are two; that there was none in 2021 is not told of 2024.
    """
    sides = (before.told(0), after.told(1))
    factualities = {one.factuality for side in sides for one in side}
    if factualities - _DONE_OR_NOT:
        return not any(one.negated for side in sides for one in side)
    quotes = [{span.quote for one in side for span in one.evidence if span.quote} for side in sides]
    return len(factualities) == 1 and bool(quotes[0] & quotes[1])


def _mentions(first: Side, second: Side, names: EntityNames) -> Iterator[_Mention]:
    sides = (first, second)
    called = {role: common_fillers(sides, role, names) for role in TELLING_APART}
    for number, side in enumerate(sides):
        happenings: dict[NodeId, list[Statement]] = defaultdict(list)
        for said in side.told:
            happenings[said.event or said.id].append(said)
        for node, told in happenings.items():
            one = Side(side.graph, tuple(told))
            traits = {role: frozenset(known[node] for node in fillers(one, role)) for role, known in called.items()}
            times = _times(side.graph, node, told)
            yield _Mention(number, one.told, traits, times, _begins(one), _ended(one, times))


def _begins(side: Side) -> date:
    """When what is not done yet may begin: not before its own time, and a plan not before it was told."""
    if any(one.factuality in _DONE_OR_NOT for one in side.told):
        return date.min
    found: list[date] = []
    for told in side.told:
        time = time_of(side.graph, told)
        days = [time.start if time else None, day_told(side.graph, told) if told.factuality in _AHEAD else None]
        found.append(max(filter(None, days), default=date.min))
    return min(found, default=date.min)


def _ended(side: Side, times: frozenset[tuple[date, date]]) -> date:
    """When an act had ended."""
    is_act = any(one.factuality is Factuality.ASSERTED for one in side.told)
    return max((end for _, end in times), default=date.max) if is_act else date.max


def day_told(graph: Graph, told: Statement) -> date | None:
    """The earliest date of a statement, by itself or by its articles."""
    days = (graph.days[span.article] for span in told.evidence if span.article in graph.days)
    return told.claimed_on or min(days, default=None)


def are_told_apart(first: Side, second: Side, names: EntityNames) -> bool:
    """Whether two sides tell of other goods or places."""
    sides = (first, second)
    for role in TELLING_APART:
        called = common_fillers(sides, role, names)
        one, other = (frozenset(called[node] for node in fillers(side, role)) for side in sides)
        if _are_apart(one, other):
            return True
    return False


def common_fillers(sides: Sequence[Side], role: str, names: EntityNames) -> Mapping[NodeId, NodeId]:
    """What fills a role in the events of some statements, each with the name that all sides have for it."""
    found = {node: side.graph.nodes.get(node) for side in sides for node in fillers(side, role)}
    short = _without_origin(found.values()) if role == "commodity" else {}
    return {node: names[short.get(node, node)] for node in found}


def fillers(side: Side, role: str) -> frozenset[NodeId]:
    """What fills a role in the events of some statements; that an attack on Ukraine was in Ukraine tells nothing."""
    events = (side.graph.nodes.get(told.event) for told in side.told if told.event)
    roles = (one for event in events if isinstance(event, Event) for one in event.roles)
    found = frozenset(one.filler for one in roles if one.name == role)
    return frozenset(node for node in found if not (role == "place" and is_country(side.graph, node)))


def _without_origin(nodes: Iterable[Entity | Event | Quantity | None]) -> Mapping[NodeId, NodeId]:
    """For "Danish cheese" the "cheese" of which another article speaks, where both are goods of the same measure."""
    goods = sorted((node for node in nodes if isinstance(node, Entity)), key=repr)
    plain = {folded(one.label): one.id for one in goods if not one.country}
    found = ((one, *one.label.partition(" ")) for one in goods if one.country)
    return {
        one.id: plain[folded(rest)] for one, origin, _, rest in found if origin[:1].isupper() and folded(rest) in plain
    }


def _times(graph: Graph, node: NodeId, told: Iterable[Statement]) -> frozenset[tuple[date, date]]:
    event = graph.nodes.get(node)
    times = [*(one.time for one in told), event.time if isinstance(event, Event) else None]
    return frozenset((time.start or date.min, time.end or date.max) for time in times if is_dated(time))


def _are_apart(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other and not one & other)
