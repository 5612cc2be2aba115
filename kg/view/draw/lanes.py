"""Swimlanes: a lane per actor with its most important acts over the years, from many articles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kg.facts.selection import Counted, is_dated
from kg.model import Graph, NodeId, Statement
from kg.view.draw.axis import SLOT, Axis, rounded
from kg.view.draw.cards import Card, is_named, together
from kg.view.draw.days import day, span
from kg.view.draw.look import NONE, families
from kg.view.draw.scene import Box, Group, Line, Scene, Shape, Words, width, wrapped
from kg.view.draw.sheet import (
    LINE,
    MARGIN,
    NAME,
    SMALL,
    TEXT,
    WIDE,
    Ink,
    credit_of,
    flowing,
    heading,
    mixed,
    notes,
    titles_of,
)
from kg.view.draw.story.choosing import WEIGHTS, Weighed, beginning, weighed
from kg.view.draw.values import View

_LABELS = 128.0
_LEFT = MARGIN + _LABELS
_MOST_HIGH = 5
_SIGN = 9.0
_TOLD = 3
"""Acts of a lane that are told in words."""
_MOST_LINES = 2
"""Lines of one of them."""
_PAD = 7.0
FAINT = 0.3
_NOTHING = "No act of an actor is told with a day."
_MEANING = (
    "Above a lane's line: at the time that the text tells. Below it: no time told, so at the day of the article. "
    "Hollow: planned, expected, wanted, possible, denied, or claimed by a source."
)


@dataclass(frozen=True, slots=True)
class _Mark:
    """An act, and where its place on the axis begins; acts of one place stand over each other."""

    card: Card
    when: date
    x: float
    is_told: bool
    weight: float


@dataclass(frozen=True, slots=True)
class _ActLines:
    """An act of a lane in lines of words."""

    mark: _Mark
    lines: tuple[str, ...]


@dataclass(frozen=True)
class _Lane:
    """The acts of an actor: by slot, those with a time of their own and those at the day of their article."""

    actor: NodeId
    name: tuple[str, ...]
    told: Mapping[float, tuple[_Mark, ...]]
    dated: Mapping[float, tuple[_Mark, ...]]
    words: tuple[_ActLines, ...]

    @property
    def above(self) -> float:
        """How high its marks stand."""
        return _high(self.told)

    @property
    def height(self) -> float:
        """From its top to its bottom."""
        marks = max(self.above + _high(self.dated) + 4, LINE * len(self.name))
        return marks + LINE * sum(len(one.lines) for one in self.words) + 2 * _PAD


def lanes(graph: Graph, said: Iterable[Statement], view: View) -> Scene:
    """The lanes of those who act most; ``view.actors`` is how many at most, 0 for all."""
    ink = Ink.of(view.theme)
    title, under = titles_of(graph, "Which country did what when" if view.by_country else "Who did what when")
    parts, y = heading(title, [under], ink)
    every = weighed(graph, said)
    marks, axis = _marks(graph, every)
    found = _lanes(graph, marks, view.actors)
    foot = [_counts(found, marks, every), credit_of(graph, view.credit)]
    if axis is None:
        drawn, y = notes([_NOTHING, *foot], y, ink)
        return Scene(WIDE, y + MARGIN, ink.colours.ground, title, _NOTHING, parts + drawn)
    bands, end = _bands(found, axis, y + LINE + 8, ink)
    header = _header(axis, y, ink)
    signs, y = flowing(_samples(found, ink), end + 4, ink, WIDE)
    below, y = notes([_MEANING, _broken(axis), *foot], y, ink)
    told = _description(graph, found)
    return Scene(WIDE, y + MARGIN, ink.colours.ground, title, told, (*parts, *bands, *header, *signs, *below))


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
    axis = Axis.of((when for when, _, _ in found), _LEFT, WIDE - MARGIN)
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
    return tuple(_lane(graph, actor, by_actor[actor]) for actor in shown)


def _lane(graph: Graph, actor: NodeId, marks: Sequence[_Mark]) -> _Lane:
    name = wrapped(graph.label(actor), NAME, _LABELS - 8, 2, is_bold=True)
    best = sorted((mark for mark in marks if mark.weight >= WEIGHTS["least"]), key=lambda mark: -mark.weight)
    words: dict[object, _Mark] = {}
    for mark in best:
        words.setdefault(beginning(mark.card), mark)
    kept = sorted(list(words.values())[:_TOLD], key=lambda mark: mark.when)
    told = tuple(map(_act_lines, kept))
    return _Lane(actor, name, _by_slot(marks, is_told=True), _by_slot(marks, is_told=False), told)


def _by_slot(marks: Iterable[_Mark], *, is_told: bool) -> Mapping[float, tuple[_Mark, ...]]:
    found: defaultdict[float, list[_Mark]] = defaultdict(list)
    for mark in marks:
        if mark.is_told is is_told:
            found[mark.x].append(mark)
    return {slot: tuple(sorted(some, key=lambda mark: -mark.weight)) for slot, some in found.items()}


def _high(slots: Mapping[float, Sequence[_Mark]]) -> float:
    most = max((len(some) for some in slots.values()), default=0)
    return SLOT * min(most, _MOST_HIGH) + LINE * (1 + max(_rows(slots).values(), default=-1))


def _rows(slots: Mapping[float, Sequence[_Mark]]) -> Mapping[float, int]:
    """The row of each number of acts that have no room, so that none lies on another."""
    ends: list[float] = []
    found: dict[float, int] = {}
    for slot in sorted(slot for slot, marks in slots.items() if len(marks) > _MOST_HIGH):
        more, left = _more(slots[slot]), _left(slot, slots[slot])
        row = next((row for row, end in enumerate(ends) if end < left), len(ends))
        ends[row : row + 1] = [left + width(more, SMALL) + 4]
        found[slot] = row
    return found


def _more(marks: Sequence[_Mark]) -> str:
    return f"+{len(marks) - _MOST_HIGH}"


def _left(x: float, marks: Sequence[_Mark]) -> float:
    """Where the number of those without room begins."""
    return min(x, WIDE - MARGIN - width(_more(marks), SMALL))


def _header(axis: Axis, y: float, ink: Ink) -> Iterator[Shape]:
    """The round dates over the lanes, and where the axis is broken."""
    taken = 0.0
    for x, label in axis.ticks():
        wide = width(label, SMALL, is_bold=True)
        left = min(x, WIDE - MARGIN - wide)
        if left >= taken:
            taken = left + wide + 6
            yield Words(left, y + LINE, label, SMALL, ink.colours.ink, is_bold=True)
            yield Line(((x, y + LINE + 3), (x, y + LINE + 7)), ink.colours.line)
    for before, behind in axis.breaks:
        middle = (before.right + behind.left + SLOT) / 2
        for x in (middle - 3, middle + 3):
            yield Line(((x - 3, y + LINE + 4), (x + 3, y + 4)), ink.colours.ink)


def _broken(axis: Axis) -> str:
    """What is left out of a broken axis."""
    gaps = [f"between {rounded(before.last)} and {rounded(behind.first)}" for before, behind in axis.breaks]
    return f"The axis is broken at //: nothing {' nor '.join(gaps)}." if gaps else ""


def _bands(found: Sequence[_Lane], axis: Axis, y: float, ink: Ink) -> tuple[tuple[Shape, ...], float]:
    parts: list[Shape] = []
    for place, lane in enumerate(found):
        if place % 2 == 0:
            parts.append(Box(MARGIN - 6, y, WIDE - 2 * MARGIN + 12, lane.height, ink.colours.band))
        parts += _band(lane, axis, y, ink)
        y += lane.height
    return tuple(parts), y


def _band(lane: _Lane, axis: Axis, y: float, ink: Ink) -> Iterator[Shape]:
    for number, line in enumerate(lane.name):
        yield Words(MARGIN, y + _PAD + LINE * (number + 1) - 3, line, NAME, ink.colours.ink, is_bold=True)
    middle = y + _PAD + lane.above + 2
    top = y + lane.height - _PAD - LINE * sum(len(one.lines) for one in lane.words)
    for x, _ in axis.ticks():
        yield Line(((x, y), (x, top - 2)), mixed(ink.colours.line, ink.colours.ground, FAINT))
    for part in axis.stretches:
        yield Line(((part.left, middle), (part.right + SLOT, middle)), ink.colours.line)
    for slots, way in ((lane.told, -1), (lane.dated, 1)):
        rows = _rows(slots)
        for slot, marks in slots.items():
            yield from _column(marks, slot, rows.get(slot, 0), (middle, way), ink)
    for one in lane.words:
        yield _words(one, top, ink)
        top += LINE * len(one.lines)


def _column(marks: Sequence[_Mark], x: float, row: int, place: tuple[float, int], ink: Ink) -> Iterator[Shape]:
    """The marks of one slot away from the lane's line, the weightiest nearest; how many more there are, if any."""
    middle, way = place
    for number, mark in enumerate(marks[:_MOST_HIGH]):
        y = middle + 2 + SLOT * number if way > 0 else middle - 2 - _SIGN - SLOT * number
        colour = ink.family(mark.card.family)
        fill = colour if mark.card.is_fact else ink.colours.ground
        sign = mark.card.family.figure(x, y, _SIGN, fill=fill, stroke=colour)
        yield Group((sign,), "mark", f"{_when(mark)}: {mark.card.text}", mark.card.said)
    if len(marks) > _MOST_HIGH:
        y = middle + way * (SLOT * _MOST_HIGH + 3 + LINE * row) + (SMALL if way > 0 else 0)
        yield Words(_left(x, marks), y, _more(marks), SMALL, ink.colours.ink)


def _act_lines(mark: _Mark) -> _ActLines:
    """An act in words: when, what, how firmly."""
    what = mark.card.text + (f" ({mark.card.firmness})" if mark.card.firmness else "")
    return _ActLines(mark, wrapped(what, TEXT, WIDE - MARGIN - _LEFT, _MOST_LINES))


def _words(one: _ActLines, y: float, ink: Ink) -> Group:
    when = Words(MARGIN, y + LINE - 3, _when(one.mark), SMALL, ink.colours.quiet)
    what = (
        Words(_LEFT, y + LINE * number - 3, line, TEXT, ink.colours.ink) for number, line in enumerate(one.lines, 1)
    )
    return Group((when, *what), "said", one.mark.card.quote, one.mark.card.said)


def _when(mark: _Mark) -> str:
    return span(mark.card.time) if mark.is_told else f"article of {day(mark.when)}"


def _samples(found: Sequence[_Lane], ink: Ink) -> Iterator[tuple[Shape, str]]:
    marks = [mark for lane in found for slots in (lane.told, lane.dated) for some in slots.values() for mark in some]
    used = {mark.card.family.name for mark in marks}
    for family in (*families().values(), NONE):
        if family.name in used:
            yield family.figure(0, 0, _SIGN, fill=ink.family(family)), family.label


def _counts(found: Sequence[_Lane], marks: Sequence[_Mark], every: Weighed) -> str:
    """How much of the graph is shown; acts that have no day, nor has their article, are not among those counted."""
    shown = {lane.actor for lane in found}
    acts = sum(mark.card.actor in shown for mark in marks)
    actors = {mark.card.actor for mark in marks}
    return (
        f"{acts} of {len(marks)} acts, {len(shown)} of {len(actors)} actors, of {Counted(every.mains)}. "
        "Drawn by newsgraph."
    )


def _description(graph: Graph, found: Sequence[_Lane]) -> str:
    told = []
    for lane in found:
        acts = "; ".join(f"{_when(one.mark)}: {one.mark.card.text}" for one in lane.words)
        told.append(f"{graph.label(lane.actor)}: {acts}.")
    return " ".join(told)
