"""Swimlanes: a lane per actor with its most important acts over the years, from many articles."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kg.facts.selection import Counted, is_dated
from kg.facts.status import sureness
from kg.model import Graph, NodeId, Statement
from kg.view.draw import sheet
from kg.view.draw.cards import Card, is_named, together
from kg.view.draw.days import day, month, span
from kg.view.draw.scene import Box, Group, Line, Scene, Shape, Words, width, wrapped
from kg.view.draw.story.choosing import WEIGHTS, Weighed, beginning, weighed
from kg.view.draw.values import View

_OUTLIERS = 0.125  # the share of all acts that may lie apart at an end
_APART = 0.2  # how much of the time a gap before or behind them takes that is left out
_EMPTY = 0.5  # the same of a gap anywhere
_FEWEST_DAYS = 45
_MOST_BREAKS = 2
_BREAK = 22.0  # how wide a break is drawn
_NARROWEST = 77.0  # how wide a stretch is at least: a date fits on it
SLOT = 11.0
"""How wide a place on the axis is; a stretch begins with one, and so does what lies in it."""
_ROOM = 18.0  # pixels behind a date at least
_MOST_DAYS = 200  # of a longer stretch no date is a day's
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
        first, last, wide = self.first, self.last, self.right - self.left + SLOT
        rounds = []  # sets of round dates from one day to another, the closest set first
        for step in _DAYS if (last - first).days < _MOST_DAYS else ():
            days = range(first.toordinal() + -first.toordinal() % step, last.toordinal() + 1, step)
            rounds.append([(when, day(when)) for when in map(date.fromordinal, days)])
        begun = first.year * _YEAR + first.month - 1 + (first.day > 1)
        for step in _MONTHS:  # the first days of months that are round
            numbers = range(begun + -begun % step, last.year * _YEAR + last.month, step)
            firsts = [date(number // _YEAR, number % _YEAR + 1, 1) for number in numbers]
            rounds.append([(when, str(when.year) if step % _YEAR == 0 else month(when)) for when in firsts])
        for found in rounds:
            needed = sum(width(label, sheet.SMALL, is_bold=True) + _ROOM for _, label in found)
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
        parts = [sorted(counts)]
        for _ in range(_MOST_BREAKS):
            # Gaps that may be left out: their days, the stretch that they are in, and how many of its days lie before.
            # Few days at either end that lie far apart are a stretch of their own, and so are two halves.
            gaps, whole = [], sum((some[-1] - some[0]).days for some in parts)
            for place, some in enumerate(parts):
                acts = [counts[one] for one in some]
                for number in range(1, len(some)):
                    gap = (some[number] - some[number - 1]).days
                    few = min(sum(acts[:number]), sum(acts[number:])) <= _OUTLIERS * sum(acts)
                    if gap > max(_FEWEST_DAYS, whole * (_APART if few else _EMPTY)):
                        gaps.append((gap, place, number))
            if gaps:
                _, place, number = max(gaps)
                parts[place : place + 1] = [parts[place][:number], parts[place][number:]]
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


_LABELS = 128.0
_LEFT = sheet.MARGIN + _LABELS
_MOST_HIGH = 5
_SIGN = 9.0
_TOLD = 3  # acts of a lane that are told in words
_MOST_LINES = 2  # lines of one of them
_PAD = 7.0
FAINT = 0.3
_NOTHING = "No act of an actor is told with a day."
_MEANING = (
    "Above a lane's line: at the time that the text tells. Below it: no time told, so at the day of the article. "
    "Hollow: a lead, planned, expected, wanted, possible, denied, or claimed by a source."
)


@dataclass(frozen=True, slots=True)
class _Mark:
    """An act, and where its place on the axis begins; acts of one place stand over each other."""

    card: Card
    when: date
    x: float
    is_told: bool
    weight: float


@dataclass(frozen=True)
class _Lane:
    """The acts of an actor: by slot, those with a time of their own and those at the day of their article."""

    actor: NodeId
    name: tuple[str, ...]
    told: Mapping[float, tuple[_Mark, ...]]
    dated: Mapping[float, tuple[_Mark, ...]]
    words: tuple[tuple[_Mark, tuple[str, ...]], ...]
    """The acts that are told, in lines of words."""

    @property
    def above(self) -> float:
        """How high its marks stand."""
        return _high(self.told)

    @property
    def height(self) -> float:
        """From its top to its bottom."""
        marks = max(self.above + _high(self.dated) + 4, sheet.LINE * len(self.name))
        return marks + sheet.LINE * sum(len(lines) for _, lines in self.words) + 2 * _PAD


def lanes(graph: Graph, said: Iterable[Statement], view: View) -> Scene:
    """The lanes of those who act most; ``view.actors`` is how many at most, 0 for all."""
    ink = sheet.Ink.of(view.theme)
    title, under = sheet.titles_of(graph, "Which country did what when" if view.by_country else "Who did what when")
    parts, y = sheet.heading(title, [under], ink)
    every = weighed(graph, said)
    marks, axis = _marks(graph, every)
    found = _lanes(graph, marks, view.actors)
    shown, actors = {lane.actor for lane in found}, {mark.card.actor for mark in marks}
    acts = [mark.card.statement for mark in marks if mark.card.actor in shown]  # those with a day, or an article's
    counts = f"{len(acts)} of {len(marks)} acts, {len(shown)} of {len(actors)} actors, of {Counted(every.mains)}"
    counted = " ".join(filter(None, [f"{counts}.", sureness(acts), "Drawn by newsgraph."]))
    foot = [counted, sheet.credit_of(graph, view.credit)]
    if axis is None:
        drawn, y = sheet.notes([_NOTHING, *foot], y, ink)
        return Scene(sheet.WIDE, y + sheet.MARGIN, ink.colours.ground, title, _NOTHING, parts + drawn)
    bands, heading_end, top = list[Shape](), y, y + sheet.LINE + 8
    for place, lane in enumerate(found):
        if place % 2 == 0:
            bands.append(Box(sheet.MARGIN - 6, top, sheet.WIDE - 2 * sheet.MARGIN + 12, lane.height, ink.colours.band))
        bands += _band(lane, axis, top, ink)
        top += lane.height
    used = {mark.card.family.name for mark in marks if mark.card.actor in shown}
    signs, y = sheet.flowing(sheet.family_samples(used, ink, _SIGN), top + 4, ink, sheet.WIDE)
    gaps = [f"between {rounded(before.last)} and {rounded(behind.first)}" for before, behind in axis.breaks]
    broken = f"The axis is broken at //: nothing {' nor '.join(gaps)}." if gaps else ""
    below, y = sheet.notes([_MEANING, broken, *foot], y, ink)
    told = (
        f"{graph.label(lane.actor)}: {'; '.join(f'{_when(mark)}: {mark.card.text}' for mark, _ in lane.words)}."
        for lane in found
    )
    drawn = (*parts, *bands, *_header(axis, heading_end, ink), *signs, *below)
    return Scene(sheet.WIDE, y + sheet.MARGIN, ink.colours.ground, title, " ".join(told), drawn)


def _marks(graph: Graph, every: Weighed) -> tuple[tuple[_Mark, ...], Axis | None]:
    """The acts that have a day, by time, and their axis where there are any."""
    days = graph.days
    found: list[tuple[date, bool, Card]] = []
    for one in every.cards:
        if one.is_words:
            continue
        own = (one.time.start or one.time.end) if one.time and is_dated(one.time) else None
        when = own or days.get(one.place[0])
        if when:
            found.append((when, own is not None, one))
    if not found:
        return (), None
    axis = Axis.of((when for when, _, _ in found), _LEFT, sheet.WIDE - sheet.MARGIN)
    marks = [_Mark(one, when, axis.place(when), is_told, every.weights[one.said[0]]) for when, is_told, one in found]
    return tuple(sorted(marks, key=lambda mark: (mark.when, mark.card.place, mark.card.said))), axis


def _lanes(graph: Graph, marks: Sequence[_Mark], most: int) -> tuple[_Lane, ...]:
    """The lanes of those who act most, who are called by name before others."""
    count = Counter(mark.card.actor for mark in marks)
    actors = sorted(count, key=lambda one: (not is_named(graph, one), -count[one], graph.label(one), one))
    shown = together(graph, actors[: most or None])
    by_actor: defaultdict[NodeId, list[_Mark]] = defaultdict(list)
    for mark in marks:
        by_actor[mark.card.actor].append(mark)
    found = []
    for actor in shown:
        own = by_actor[actor]
        words: dict[object, _Mark] = {}
        for mark in sorted((one for one in own if one.weight >= WEIGHTS["least"]), key=lambda one: -one.weight):
            words.setdefault(beginning(mark.card), mark)
        told = []
        for mark in sorted(list(words.values())[:_TOLD], key=lambda one: one.when):
            what = mark.card.text + (f" ({mark.card.firmness})" if mark.card.firmness else "")
            told.append((mark, wrapped(what, sheet.TEXT, sheet.WIDE - sheet.MARGIN - _LEFT, _MOST_LINES)))
        name = wrapped(graph.label(actor), sheet.NAME, _LABELS - 8, 2, is_bold=True)
        found.append(_Lane(actor, name, _by_slot(own, is_told=True), _by_slot(own, is_told=False), tuple(told)))
    return tuple(found)


def _by_slot(marks: Iterable[_Mark], *, is_told: bool) -> Mapping[float, tuple[_Mark, ...]]:
    found: defaultdict[float, list[_Mark]] = defaultdict(list)
    for mark in marks:
        if mark.is_told is is_told:
            found[mark.x].append(mark)
    return {slot: tuple(sorted(some, key=lambda mark: -mark.weight)) for slot, some in found.items()}


def _high(slots: Mapping[float, Sequence[_Mark]]) -> float:
    most = max((len(some) for some in slots.values()), default=0)
    return SLOT * min(most, _MOST_HIGH) + sheet.LINE * (1 + max(_rows(slots).values(), default=-1))


def _rows(slots: Mapping[float, Sequence[_Mark]]) -> Mapping[float, int]:
    """The row of each number of acts that have no room, so that none lies on another."""
    ends: list[float] = []
    found: dict[float, int] = {}
    for slot in sorted(slot for slot, marks in slots.items() if len(marks) > _MOST_HIGH):
        more, left = _more(slots[slot]), _left(slot, slots[slot])
        row = next((row for row, end in enumerate(ends) if end < left), len(ends))
        ends[row : row + 1] = [left + width(more, sheet.SMALL) + 4]
        found[slot] = row
    return found


def _more(marks: Sequence[_Mark]) -> str:
    return f"+{len(marks) - _MOST_HIGH}"


def _left(x: float, marks: Sequence[_Mark]) -> float:
    """Where the number of those without room begins."""
    return min(x, sheet.WIDE - sheet.MARGIN - width(_more(marks), sheet.SMALL))


def _header(axis: Axis, y: float, ink: sheet.Ink) -> Iterator[Shape]:
    """The round dates over the lanes, and where the axis is broken."""
    taken = 0.0
    for x, label in axis.ticks():
        wide = width(label, sheet.SMALL, is_bold=True)
        left = min(x, sheet.WIDE - sheet.MARGIN - wide)
        if left >= taken:
            taken = left + wide + 6
            yield Words(left, y + sheet.LINE, label, sheet.SMALL, ink.colours.ink, is_bold=True)
            yield Line(((x, y + sheet.LINE + 3), (x, y + sheet.LINE + 7)), ink.colours.line)
    for before, behind in axis.breaks:
        middle = (before.right + behind.left + SLOT) / 2
        for x in (middle - 3, middle + 3):
            yield Line(((x - 3, y + sheet.LINE + 4), (x + 3, y + 4)), ink.colours.ink)


def _band(lane: _Lane, axis: Axis, y: float, ink: sheet.Ink) -> Iterator[Shape]:
    for number, line in enumerate(lane.name):
        yield Words(
            sheet.MARGIN, y + _PAD + sheet.LINE * (number + 1) - 3, line, sheet.NAME, ink.colours.ink, is_bold=True
        )
    middle = y + _PAD + lane.above + 2
    top = y + lane.height - _PAD - sheet.LINE * sum(len(lines) for _, lines in lane.words)
    for x, _ in axis.ticks():
        yield Line(((x, y), (x, top - 2)), sheet.mixed(ink.colours.line, ink.colours.ground, FAINT))
    for part in axis.stretches:
        yield Line(((part.left, middle), (part.right + SLOT, middle)), ink.colours.line)
    for slots, way in ((lane.told, -1), (lane.dated, 1)):
        rows = _rows(slots)
        for slot, marks in slots.items():
            yield from _column(marks, slot, rows.get(slot, 0), (middle, way), ink)
    for mark, lines in lane.words:
        when = Words(sheet.MARGIN, top + sheet.LINE - 3, _when(mark), sheet.SMALL, ink.colours.quiet)
        what = (
            Words(_LEFT, top + sheet.LINE * at - 3, line, sheet.TEXT, ink.colours.ink)
            for at, line in enumerate(lines, 1)
        )
        yield Group((when, *what), "said", mark.card.quote, mark.card.said)
        top += sheet.LINE * len(lines)


def _column(marks: Sequence[_Mark], x: float, row: int, place: tuple[float, int], ink: sheet.Ink) -> Iterator[Shape]:
    """The marks of one slot away from the lane's line, the weightiest nearest; how many more there are, if any."""
    middle, way = place
    for number, mark in enumerate(marks[:_MOST_HIGH]):
        y = middle + 2 + SLOT * number if way > 0 else middle - 2 - _SIGN - SLOT * number
        colour = ink.family(mark.card.family)
        fill = colour if mark.card.is_fact else ink.colours.ground
        sign = mark.card.family.figure(x, y, _SIGN, fill=fill, stroke=colour)
        yield Group((sign,), "mark", f"{_when(mark)}: {mark.card.text}", mark.card.said)
    if len(marks) > _MOST_HIGH:
        y = middle + way * (SLOT * _MOST_HIGH + 3 + sheet.LINE * row) + (sheet.SMALL if way > 0 else 0)
        yield Words(_left(x, marks), y, _more(marks), sheet.SMALL, ink.colours.ink)


def _when(mark: _Mark) -> str:
    return span(mark.card.time) if mark.is_told else f"article of {day(mark.when)}"
