"""An axis of days with round dates, broken where nothing is told for long."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kg.view.draw.days import day, month
from kg.view.draw.scene import width
from kg.view.draw.sheet import SMALL

_OUTLIERS = 0.125
"""The share of all acts that may lie apart at an end."""
_APART = 0.2
"""How much of the time a gap before or behind them takes that is left out."""
_EMPTY = 0.5
"""The same of a gap anywhere."""
_FEWEST_DAYS = 45
_MOST_BREAKS = 2
_BREAK = 22.0
"""How wide a break is drawn."""
_NARROWEST = 77.0
"""How wide a stretch is at least: a date fits on it."""
SLOT = 11.0
"""How wide a place on the axis is; a stretch begins with one, and so does what lies in it."""
_ROOM = 18.0
"""Pixels behind a date at least."""
_MOST_DAYS = 200
"""Of a longer stretch no date is a day's."""
_DAYS = (1, 2, 7, 14)
_MONTHS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
_YEAR = 12


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days without a break between them, and where they are drawn."""

    first: date
    last: date
    left: float
    right: float

    def at(self, when: date) -> float:
        """Where a day is."""
        part = (when - self.first).days / max((self.last - self.first).days, 1)
        return self.left + (self.right - self.left) * part

    def place(self, when: date) -> float:
        """Where the place begins that a day is in."""
        return self.left + int((self.at(when) - self.left) / SLOT) * SLOT

    def ticks(self) -> Iterator[tuple[float, str]]:
        """The round dates that have room, the closest that are; of days without one the first."""
        if self.first == self.last:
            yield self.left, rounded(self.first)
            return
        wide = self.right - self.left + SLOT
        for found in map(list, _rounds(self.first, self.last)):
            needed = sum(width(label, SMALL, is_bold=True) + _ROOM for _, label in found)
            if found and needed <= wide:
                yield from ((self.at(when), label) for when, label in found)
                return
        yield self.at(self.first), day(self.first)


@dataclass(frozen=True, slots=True)
class Axis:
    """The stretches of an axis, in order of time."""

    stretches: tuple[Stretch, ...]

    @classmethod
    def of(cls, days: Iterable[date], left: float, right: float) -> Axis:
        """The axis of the days of acts, of which there is at least one; a day counts as often as it is given."""
        counts = Counter(days)
        parts = _parts(sorted(counts), counts)
        room = right - left - _BREAK * (len(parts) - 1) - _NARROWEST * len(parts)
        weights = [(some[-1] - some[0]).days and len(some) for some in parts]
        found, at = [], left
        for some, weight in zip(parts, weights, strict=True):
            wide = _NARROWEST + room * (weight / sum(weights) if any(weights) else 1 / len(parts))
            found.append(Stretch(some[0], some[-1], at, at + wide // SLOT * SLOT - SLOT))
            at = found[-1].right + SLOT + _BREAK
        return cls(tuple(found))

    def place(self, when: date) -> float:
        """Where the place begins that a day of one of the stretches is in."""
        return self.stretches[bisect_left([one.last for one in self.stretches], when)].place(when)

    def ticks(self) -> tuple[tuple[float, str], ...]:
        """The round dates."""
        return tuple(tick for one in self.stretches for tick in one.ticks())

    @property
    def breaks(self) -> tuple[tuple[Stretch, Stretch], ...]:
        """What lies before each break and behind it."""
        return tuple(zip(self.stretches, self.stretches[1:], strict=False))


def rounded(when: date) -> str:
    """A day, or the year or month that it begins, as times are told that are no more exact.

    >>> rounded(date(2018, 1, 1)), rounded(date(2018, 3, 1)), rounded(date(2018, 3, 2))
    ('2018', 'Mar 2018', '2 Mar 2018')
    """
    return day(when) if when.day > 1 else month(when) if when.month > 1 else str(when.year)


def _parts(days: Sequence[date], counts: Counter[date]) -> list[list[date]]:
    """The days in stretches: few at either end that lie far apart are one of their own, and so are two halves."""
    parts = [list(days)]
    for _ in range(_MOST_BREAKS):
        found = max(_breaks(parts, counts), default=None)
        if found is None:
            break
        _, place, number = found
        some = parts[place]
        parts[place : place + 1] = [some[:number], some[number:]]
    return parts


def _breaks(parts: Sequence[Sequence[date]], counts: Counter[date]) -> Iterator[tuple[int, int, int]]:
    """Gaps that may be left out: their days, the stretch that they are in, and how many of its days lie before."""
    whole = sum((some[-1] - some[0]).days for some in parts)
    for place, some in enumerate(parts):
        acts = [counts[one] for one in some]
        for number in range(1, len(some)):
            gap = (some[number] - some[number - 1]).days
            few = min(sum(acts[:number]), sum(acts[number:])) <= _OUTLIERS * sum(acts)
            if gap > max(_FEWEST_DAYS, whole * (_APART if few else _EMPTY)):
                yield gap, place, number


def _rounds(first: date, last: date) -> Iterator[Iterator[tuple[date, str]]]:
    """Sets of round dates from one day to another, the closest set first."""
    for step in _DAYS if (last - first).days < _MOST_DAYS else ():
        days = range(first.toordinal() + -first.toordinal() % step, last.toordinal() + 1, step)
        yield ((when, day(when)) for when in map(date.fromordinal, days))
    for months in _MONTHS:
        yield _firsts(first, last, months)


def _firsts(first: date, last: date, months: int) -> Iterator[tuple[date, str]]:
    """First days of months that are round, from one day to another."""
    begun = first.year * _YEAR + first.month - 1 + (first.day > 1)
    for number in range(begun + -begun % months, last.year * _YEAR + last.month, months):
        when = date(number // _YEAR, number % _YEAR + 1, 1)
        yield when, str(when.year) if months % _YEAR == 0 else month(when)
