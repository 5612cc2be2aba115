"""The columns of a story: acts by time from left to right, with the future right of now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from kg.facts.selection import is_dated
from kg.model import NodeId, TimeSpan
from kg.view.draw.cards import Card
from kg.view.draw.days import between, day, span

MOST_COLUMNS = 4
UNDATED = "no date told"
LATER = "later, no date told"
REPORTED = "reported"
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
class _Timed:
    """A card with the time by which it has its place, and how that is known where it is not its own."""

    card: Card
    time: TimeSpan | None
    mark: str = ""


def columns(
    cards: Sequence[Card], now: date | None, news: Mapping[NodeId, date] | None = None, most: int = MOST_COLUMNS
) -> tuple[Column, ...]:
    """The cards by time: dated ones, then those without a date, then what is ahead of ``now``; at most ``most``.

    Where there are more times than columns, the nearest to each other share one. What has no date stands with the act
    that it answers, or on the day on which it is reported: ``news`` has that of such cards by their first statement.
    """
    ahead = [one for one in cards if _is_ahead(one, now)]
    told = [one for one in cards if not _is_ahead(one, now)]
    timed = _timed(told, news or {})
    undated = [one.card for one in timed if one.time is None]
    room = max(most - bool(ahead) - bool(undated), 1)
    dated = _dated([one for one in timed if one.time is not None], now, room)
    found = [_column(some) for some in dated]
    found += [Column(UNDATED, tuple(undated))] if undated else []
    found += [Column(AHEAD, tuple(ahead), is_ahead=True)] if ahead else []
    return tuple(found)


def _timed(cards: Sequence[Card], news: Mapping[NodeId, date]) -> list[_Timed]:
    """The cards with their times; what answers a card that has one has its time."""
    found: dict[NodeId, _Timed] = {}
    for one in cards:
        day_of = news.get(one.said[0])
        if is_dated(one.time):
            found[one.said[0]] = _Timed(one, one.time)
        elif day_of is not None:
            found[one.said[0]] = _Timed(one, TimeSpan(day_of, day_of), f"{REPORTED} {day(day_of)}")
    left = [one for one in cards if one.said[0] not in found]
    while left:
        events = {each.card.event: each.time for each in found.values() if each.card.event}
        placed = [one for one in left if one.answers & events.keys()]
        if not placed:
            break
        for one in placed:
            latest = max((events[event] for event in one.answers & events.keys()), key=_ends)
            found[one.said[0]] = _Timed(one, latest, LATER)
        left = [one for one in left if one not in placed]
    return [found.get(one.said[0], _Timed(one, None)) for one in cards]


def _column(some: Sequence[_Timed]) -> Column:
    marks = {one.card.said[0]: one.mark for one in some if one.mark}
    known = {one.mark for one in some}
    label = next(iter(known)) if len(known) == 1 and known != {""} else _label(some)
    return Column(label, tuple(one.card for one in some), marks=marks)


def _is_ahead(one: Card, now: date | None) -> bool:
    """Whether it is told as still to come and its time is not over, or its time is after the article."""
    starts, ends = (one.time.start, one.time.end) if one.time else (None, None)
    if now and starts and starts > now:
        return True
    return one.is_ahead and not (now and ends and ends < now)


def _dated(cards: Sequence[_Timed], now: date | None, room: int) -> list[list[_Timed]]:
    """Cards of the same time together, the nearest times together where there is no room for all.

    How near two times are is seen from the last of all: 2018 and 2024 are nearer than 2024 and this week.
    """
    times: dict[tuple[date, date], list[_Timed]] = {}
    for one in cards:
        times.setdefault(_ends(one.time), []).append(one)
    groups = [times[key] for key in sorted(times)]
    last = max([now.toordinal()] if now else [], default=0)
    last = max([last, *(_first(group) for group in groups)])
    while len(groups) > room:
        ages = [last - _first(group) + _NEAR for group in groups]
        gaps = [older / younger for older, younger in pairwise(ages)]
        place = gaps.index(min(gaps))
        groups[place : place + 2] = [groups[place] + groups[place + 1]]
    return groups


def _first(cards: Sequence[_Timed]) -> int:
    return max(_ends(one.time)[0] for one in cards).toordinal()


def _ends(time: TimeSpan | None) -> tuple[date, date]:
    """A time's first and last day; an open end is as near as the other."""
    start, end = (time.start, time.end) if time else (None, None)
    known = start or end or date.min
    return start or known, end or known


def _label(cards: Sequence[_Timed]) -> str:
    labels = dict.fromkeys(span(one.time) for one in cards)
    if len(labels) == 1:
        return next(iter(labels))
    ends = [_ends(one.time) for one in cards]
    first, last = min(start for start, _ in ends), max(end for _, end in ends)
    return f"{first.year}–{last.year}" if first.year != last.year else between(first, last)
