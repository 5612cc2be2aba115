"""The columns of a story: when acts were, from left to right, and what is still to come right of now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from kg.draw.cards import Card
from kg.draw.days import between, span
from kg.model import TimeSpan
from kg.selection import is_dated

MOST_COLUMNS = 4
UNDATED = "no date told"
AHEAD = "from now: planned, expected, possible, wanted"
_NEAR = 30  # days: what is less apart counts as near


@dataclass(frozen=True, slots=True)
class Column:
    """A stretch of time with its cards in the order of the text."""

    label: str
    cards: tuple[Card, ...]
    is_ahead: bool = False


def columns(cards: Sequence[Card], now: date | None, most: int = MOST_COLUMNS) -> tuple[Column, ...]:
    """The cards by time: dated ones, then those without a date, then what is ahead of ``now``; at most ``most``.

    Where there are more times than columns, the nearest to each other share one.
    """
    ahead = [one for one in cards if _is_ahead(one, now)]
    told = [one for one in cards if not _is_ahead(one, now)]
    undated = [one for one in told if not is_dated(one.time)]
    room = max(most - bool(ahead) - bool(undated), 1)
    dated = _dated([one for one in told if is_dated(one.time)], now, room)
    found = [Column(_label(some), tuple(some)) for some in dated]
    found += [Column(UNDATED, tuple(undated))] if undated else []
    found += [Column(AHEAD, tuple(ahead), is_ahead=True)] if ahead else []
    return tuple(found)


def _is_ahead(one: Card, now: date | None) -> bool:
    """Whether it is told as still to come and its time is not over, or its time is after the article."""
    starts, ends = (one.time.start, one.time.end) if one.time else (None, None)
    if now and starts and starts > now:
        return True
    return one.is_ahead and not (now and ends and ends < now)


def _dated(cards: Sequence[Card], now: date | None, room: int) -> list[list[Card]]:
    """Cards of the same time together, the nearest times together where there is no room for all.

    How near two times are is seen from the last of all: 2018 and 2024 are nearer than 2024 and this week.
    """
    times: dict[tuple[date, date], list[Card]] = {}
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


def _first(cards: Sequence[Card]) -> int:
    return max(_ends(one.time)[0] for one in cards).toordinal()


def _ends(time: TimeSpan | None) -> tuple[date, date]:
    """A time's first and last day; an open end is as near as the other."""
    start, end = (time.start, time.end) if time else (None, None)
    known = start or end or date.min
    return start or known, end or known


def _label(cards: Sequence[Card]) -> str:
    labels = dict.fromkeys(span(one.time) for one in cards)
    if len(labels) == 1:
        return next(iter(labels))
    ends = [_ends(one.time) for one in cards]
    first, last = min(start for start, _ in ends), max(end for _, end in ends)
    return f"{first.year}–{last.year}" if first.year != last.year else between(first, last)
