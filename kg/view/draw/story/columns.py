"""The columns of a story: acts by time from left to right, with the future right of now."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from itertools import pairwise

from kg.facts.selection import is_dated, tense_of
from kg.model import Event, Factuality, Graph, NodeId, Role, TimeSpan
from kg.view.draw import days
from kg.view.draw.cards import Card
from kg.view.draw.days import day, span
from kg.view.draw.story.choosing import leads


@dataclass(frozen=True, order=True, slots=True)
class Sequel:
    """Two cards by their first statements, and in words how the second follows on the first: "in response"."""

    first: NodeId
    second: NodeId
    words: str


_ORDER = tomllib.loads((files("kg.view.draw.story") / "order.toml").read_text(encoding="utf-8"))
_KINDS: Mapping[str, tuple[str, bool]] = {
    role: (one["words"], one.get("is_turned", False)) for one in _ORDER["sequel"] for role in one["roles"]
}
"""By a role, in words how what has it follows on what it has, and whether it is the other way round."""
_LATER, _LATER_WORDS = frozenset(_ORDER["adverbs"]["later"]), str(_ORDER["adverbs"]["words"])


def sequels_of(graph: Graph, cards: Sequence[Card]) -> tuple[Sequel, ...]:
    """The sequels between cards, at most one between two: as happenings have them, else as their sentences tell."""
    found: dict[frozenset[NodeId], Sequel] = {}
    owners, roles, told = owners_of(graph, cards), roles_of(graph, cards), list[Sequel]()
    for one in cards:
        for role in roles[one.said[0]]:
            other = owners.get(role.filler, one)
            if role.name in _KINDS and other is not one:
                words, is_turned = _KINDS[role.name]
                ends = (one, other) if is_turned else (other, one)
                told.append(Sequel(ends[0].said[0], ends[1].said[0], words))
    # As in "Chad then left", right before the predicate, or first in the sentence: with the act before it.
    for first, second in pairwise(cards):
        predicate = second.statement.predicate_text
        before = second.quote.partition(predicate)[0].split() if predicate else []
        is_led = any(word.strip(",").casefold() in _LATER for word in (*before[:1], *before[-1:]))
        if is_led and first.is_fact and second.is_fact and first.place[0] == second.place[0]:
            told.append(Sequel(first.said[0], second.said[0], _LATER_WORDS))
    for sequel in told:
        found.setdefault(frozenset((sequel.first, sequel.second)), sequel)
    return tuple(sorted(found.values()))


def roles_of(graph: Graph, cards: Iterable[Card]) -> Mapping[NodeId, tuple[Role, ...]]:
    """The roles of the happenings that each card tells of, by its first statement."""
    events = {said.id: graph.nodes.get(said.event) for said in graph.statements if said.event}
    return {
        one.said[0]: tuple(
            role for said in one.said if isinstance(event := events.get(said), Event) for role in sorted(event.roles)
        )
        for one in cards
    }


def owners_of(graph: Graph, cards: Sequence[Card]) -> Mapping[NodeId, Card]:
    """The first card that tells of each happening."""
    events = {said.id: said.event for said in graph.statements}
    return {event: one for one in reversed(cards) for said in one.said if (event := events.get(said))}


def holds_now(one: Card) -> bool:
    """Whether its clause is in the present or the perfect, so that it holds or is done on the day of the article."""
    return tense_of(one.statement).startswith("present")


def is_before(one: Card) -> bool:
    """Whether its clause is in the past perfect, by no source, so that it was over when what is beside it was done."""
    return tense_of(one.statement) == "past perfect" and not one.speaker


UNDATED = "no date told"
LATER = "later, no date told"
EARLIER = "earlier, no date told"
AS_OF = "as of"
AHEAD = "from now: planned, expected, possible, wanted"
_NEAR = 30  # days: what is less apart counts as near


@dataclass(frozen=True, slots=True)
class Column:
    """A stretch of time with its cards in the order of the text."""

    label: str
    cards: tuple[Card, ...]
    is_ahead: bool = False
    marks: Mapping[NodeId, str] = field(default_factory=dict)
    """By a card's first statement how its place in time is known, where no date of its own tells it."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns, and the cards that have no place in time."""

    columns: tuple[Column, ...]
    undated: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class _Timed:
    """A card with the time by which it has its place, and how that is known where it is not its own."""

    card: Card
    time: TimeSpan
    mark: str = ""


def columns(graph: Graph, cards: Sequence[Card], sequels: Sequence[Sequel], most: int) -> Columns:
    """The cards by time, then what is ahead of the article's day; at most ``most`` columns.

    Where there are more times than columns, the nearest to each other share one. What has no date stands where the
    article's words bind it: with the act that it follows or is followed by; its mark says that no date is told.
    """
    now = max((article.date for article in graph.articles if article.date), default=None)
    ahead = [one for one in cards if _is_ahead(one, now)]
    told = [one for one in cards if not _is_ahead(one, now)]
    times = _Times(graph, told, now)
    times.place(sequels)
    timed = [times.found[one.said[0]] for one in told if one.said[0] in times.found]
    found = [_column(some) for some in _dated(timed, now, max(most - bool(ahead), 1))]
    found += [Column(AHEAD, tuple(ahead), is_ahead=True)] if ahead else []
    return Columns(tuple(found), tuple(one for one in told if one.said[0] not in times.found))


def _is_ahead(one: Card, now: date | None) -> bool:
    """Whether it is told as still to come and its time is not over, or its time is after the article."""
    starts, ends = (one.time.start, one.time.end) if one.time else (None, None)
    if now and starts and starts > now:
        return True
    return one.is_ahead and not (now and ends and ends < now)


class _Times:
    """Finds times of cards: their own first, then those of others by what binds them."""

    def __init__(self, graph: Graph, cards: Sequence[Card], now: date | None) -> None:
        self.found: dict[NodeId, _Timed] = {}
        self._cards, self._now, self._leads = cards, now, leads(graph)
        self._told_of = {name: {role.filler for role in roles} for name, roles in roles_of(graph, cards).items()}
        self._owners = owners_of(graph, cards)
        self._events = {
            one.id: one.time
            for one in graph.events
            if is_dated(one.time) and not (now and _ends(one.time)[0] > now)  # what is over
        }
        for one in cards:
            if is_dated(one.time):
                self._add(one, one.time)
            elif now is not None and holds_now(one):
                self._add(one, TimeSpan(now, now), f"{AS_OF} {day(now)}")

    def place(self, sequels: Sequence[Sequel]) -> None:
        """Give times to those without: by sequels as long as one helps, then by each weaker bond in turn."""
        self._follow(sequels)
        for bond in (self._by_happening, self._by_lead):
            for one in self._left():
                time = bond(one)
                if time is not None:
                    self._add(one, time, EARLIER if is_before(one) else UNDATED)
            self._follow(sequels)

    def _add(self, one: Card, time: TimeSpan, mark: str = "") -> None:
        self.found[one.said[0]] = _Timed(one, time, mark)

    def _left(self) -> list[Card]:
        return [one for one in self._cards if one.said[0] not in self.found]

    def _follow(self, sequels: Sequence[Sequel]) -> None:
        """What is bound to cards that have times stands with the latest that it follows, else the first behind it."""

        def times(names: Iterable[NodeId]) -> list[TimeSpan]:
            return [self.found[name].time for name in names if name in self.found]

        is_new = True
        while is_new:
            is_new = False
            for one in self._left():
                name = one.said[0]
                before = times(each.first for each in sequels if each.second == name)
                behind = times(each.second for each in sequels if each.first == name)
                if before:
                    self._add(one, max(before, key=_ends), LATER)
                elif behind:
                    self._add(one, min(behind, key=_ends), EARLIER)
                is_new = is_new or bool(before or behind)

    def _by_happening(self, one: Card) -> TimeSpan | None:
        """The time of what it is told of: "The visit ended", of a visit that has a date."""
        for event in sorted(self._told_of[one.said[0]]):
            owner = self._owners.get(event)
            timed = self.found.get(owner.said[0]) if owner else None
            time = timed.time if timed else self._events.get(event)
            if time is not None:
                return time
        return None

    def _by_lead(self, one: Card) -> TimeSpan | None:
        """The day of the article, of what its first sentence tells as done with no time beside it: that is the news."""
        is_lead = one.place == self._leads.get(one.place[0]) and one.factuality is Factuality.ASSERTED
        is_alone = not any(timed.card.place == one.place for timed in self.found.values())
        return TimeSpan(self._now, self._now) if self._now and is_lead and is_alone and not is_before(one) else None


def _column(some: Sequence[_Timed]) -> Column:
    """Cards that share a column, under the one mark of all, else under their times."""
    marks = {one.card.said[0]: one.mark for one in some if one.mark}
    known, labels = {one.mark for one in some}, list(dict.fromkeys(span(one.time) for one in some))
    if len(known) == 1 and not known & {"", UNDATED, LATER, EARLIER}:
        labels = list(known)
    if len(labels) > 1:
        ends = [_ends(one.time) for one in some]
        first, last = min(start for start, _ in ends), max(end for _, end in ends)
        labels = [f"{first.year}–{last.year}" if first.year != last.year else days.between(first, last)]
    return Column(labels[0], tuple(one.card for one in some), marks=marks)


def _dated(cards: Sequence[_Timed], now: date | None, room: int) -> list[list[_Timed]]:
    """Cards of the same time together, the nearest times together where there is no room for all.

    How near two times are is seen from the last of all: 2018 and 2024 are nearer than 2024 and this week.
    """
    times: dict[tuple[date, date], list[_Timed]] = {}
    for one in cards:
        times.setdefault(_ends(one.time), []).append(one)
    groups = [times[key] for key in sorted(times)]
    last = max([*map(_first, groups), *([now.toordinal()] if now else [])], default=0)
    while len(groups) > room:
        ages = [last - _first(group) + _NEAR for group in groups]
        gaps = [older / younger for older, younger in pairwise(ages)]
        place = gaps.index(min(gaps))
        groups[place : place + 2] = [groups[place] + groups[place + 1]]
    turns = {EARLIER: -1, LATER: 1}
    return [
        sorted(group, key=lambda one: (_ends(one.time), turns.get(one.mark, 0), one.card.place, one.card.said[0]))
        for group in groups
    ]


def _first(cards: Sequence[_Timed]) -> int:
    return max(_ends(one.time)[0] for one in cards).toordinal()


def _ends(time: TimeSpan | None) -> tuple[date, date]:
    """A time's first and last day; an open end is as near as the other."""
    start, end = (time.start, time.end) if time else (None, None)
    known = start or end or date.min
    return start or known, end or known
