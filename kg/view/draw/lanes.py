"""Swimlanes: a lane per actor with its most important acts over the years, from many articles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kg.facts.selection import Counted, is_dated
from kg.model import Graph, NodeId, Statement
from kg.view.draw.cards import Card, is_named, together
from kg.view.draw.days import day, span
from kg.view.draw.look import NONE, families
from kg.view.draw.scene import Box, Group, Line, Scene, Shape, Words, clipped, width, wrapped
from kg.view.draw.sheet import LINE, MARGIN, NAME, SMALL, TEXT, WIDE, Ink, credit_of, flowing, heading, notes, titles_of
from kg.view.draw.story.choosing import WEIGHTS, Weighed, beginning, weighed
from kg.view.draw.values import View

_LABELS = 112.0
_SLOT = 11.0
"""How wide a place on the axis is; acts of one place stand over each other."""
_MOST_HIGH = 5
_SIGN = 9.0
_TOLD = 3
"""Acts of a lane that are told in words."""
_TICKS = 5
_PAD = 7.0
_NOTHING = "No act of an actor is told with a day."
_MEANING = (
    "Above a lane's line: at the time that the text tells. Below it: no time told, so at the day of the article. "
    "Hollow: planned, expected, wanted, possible, denied, or claimed by a source."
)


@dataclass(frozen=True, slots=True)
class _Mark:
    """An act at its place on the axis, the slots counted from the left."""

    card: Card
    when: date
    slot: int
    is_told: bool
    weight: float


@dataclass(frozen=True, slots=True)
class _Axis:
    """The days from the first act to the last, over the width of the lanes."""

    first: date
    last: date

    @property
    def slots(self) -> int:
        return int((WIDE - 2 * MARGIN - _LABELS) / _SLOT)

    def slot(self, when: date) -> int:
        whole = max((self.last - self.first).days, 1)
        return min(int((when - self.first).days / whole * self.slots), self.slots - 1)

    def left(self, slot: int) -> float:
        return MARGIN + _LABELS + slot * _SLOT

    def ticks(self) -> Iterator[tuple[float, str]]:
        """Days at equal distances, as years where they are far apart."""
        whole = (self.last - self.first).days
        for number in range(_TICKS):
            when = self.first + timedelta(round(whole * number / (_TICKS - 1)))
            x = MARGIN + _LABELS + (WIDE - 2 * MARGIN - _LABELS) * number / (_TICKS - 1)
            yield x, str(when.year) if whole > _TICKS * 366 else day(when)


@dataclass(frozen=True)
class _Lane:
    """The acts of an actor: by slot, those with a time of their own and those at the day of their article."""

    actor: NodeId
    name: tuple[str, ...]
    told: Mapping[int, tuple[_Mark, ...]]
    dated: Mapping[int, tuple[_Mark, ...]]
    words: tuple[_Mark, ...]

    @property
    def above(self) -> float:
        """How high its marks stand."""
        return _high(self.told)

    @property
    def height(self) -> float:
        """From its top to its bottom."""
        marks = max(self.above + _high(self.dated) + 4, LINE * len(self.name))
        return marks + LINE * len(self.words) + 2 * _PAD


def lanes(graph: Graph, said: Iterable[Statement], view: View) -> Scene:
    """The lanes of those who act most; ``view.actors`` is how many at most, 0 for all."""
    ink = Ink.of(view.theme)
    title, under = titles_of(graph, "Who did what when")
    parts, y = heading(title, [under], ink)
    every = weighed(graph, said)
    marks = _marks(graph, every)
    found = _lanes(graph, marks, view.actors)
    foot = [_counts(found, marks, every), credit_of(graph, view.credit)]
    if not marks:
        drawn, y = notes([_NOTHING, *foot], y, ink)
        return Scene(WIDE, y + MARGIN, ink.colours.ground, title, _NOTHING, parts + drawn)
    axis, y = _header(_axis(marks), y, ink)
    bands, y = _bands(found, _axis(marks), y, ink)
    signs, y = flowing(_samples(found, ink), y, ink, WIDE)
    below, y = notes([_MEANING, *foot], y, ink)
    told = _description(graph, found)
    return Scene(WIDE, y + MARGIN, ink.colours.ground, title, told, parts + axis + bands + signs + below)


def _marks(graph: Graph, every: Weighed) -> tuple[_Mark, ...]:
    """The acts that have a day, by time."""
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
        return ()
    axis = _Axis(min(when for when, _, _ in found), max(when for when, _, _ in found))
    marks = [_Mark(one, when, axis.slot(when), is_told, every.weights[one.said[0]]) for when, is_told, one in found]
    return tuple(sorted(marks, key=lambda mark: (mark.when, mark.card.place, mark.card.said)))


def _axis(marks: Sequence[_Mark]) -> _Axis:
    return _Axis(marks[0].when, marks[-1].when)


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
    return _Lane(actor, name, _by_slot(marks, is_told=True), _by_slot(marks, is_told=False), tuple(kept))


def _by_slot(marks: Iterable[_Mark], *, is_told: bool) -> Mapping[int, tuple[_Mark, ...]]:
    found: defaultdict[int, list[_Mark]] = defaultdict(list)
    for mark in marks:
        if mark.is_told is is_told:
            found[mark.slot].append(mark)
    return {slot: tuple(sorted(some, key=lambda mark: -mark.weight)) for slot, some in found.items()}


def _high(slots: Mapping[int, Sequence[_Mark]]) -> float:
    most = max((len(some) for some in slots.values()), default=0)
    return _SLOT * min(most, _MOST_HIGH) + (LINE if most > _MOST_HIGH else 0)


def _header(axis: _Axis, y: float, ink: Ink) -> tuple[tuple[Shape, ...], float]:
    parts: list[Shape] = []
    ticks = list(axis.ticks())
    for number, (x, label) in enumerate(ticks):
        anchor = "start" if number == 0 else "end" if number == len(ticks) - 1 else "middle"
        parts.append(Words(x, y + LINE, label, SMALL, ink.colours.ink, is_bold=True, anchor=anchor))
        parts.append(Line(((x, y + LINE + 3), (x, y + LINE + 7)), ink.colours.line))
    return tuple(parts), y + LINE + 8


def _bands(found: Sequence[_Lane], axis: _Axis, y: float, ink: Ink) -> tuple[tuple[Shape, ...], float]:
    parts: list[Shape] = []
    for place, lane in enumerate(found):
        if place % 2 == 0:
            parts.append(Box(MARGIN - 6, y, WIDE - 2 * MARGIN + 12, lane.height, ink.colours.band))
        parts += _band(lane, axis, y, ink)
        y += lane.height
    return tuple(parts), y + 4


def _band(lane: _Lane, axis: _Axis, y: float, ink: Ink) -> Iterator[Shape]:
    for number, line in enumerate(lane.name):
        yield Words(MARGIN, y + _PAD + LINE * (number + 1) - 3, line, NAME, ink.colours.ink, is_bold=True)
    middle = y + _PAD + lane.above + 2
    yield Line(((MARGIN + _LABELS, middle), (WIDE - MARGIN, middle)), ink.colours.line)
    for slot, marks in lane.told.items():
        yield from _column(marks, axis.left(slot), middle, -1, ink)
    for slot, marks in lane.dated.items():
        yield from _column(marks, axis.left(slot), middle, 1, ink)
    top = y + lane.height - _PAD - LINE * len(lane.words)
    for number, mark in enumerate(lane.words):
        yield _words(mark, top + LINE * (number + 1) - 3, ink)


def _column(marks: Sequence[_Mark], x: float, middle: float, way: int, ink: Ink) -> Iterator[Shape]:
    """The marks of one slot away from the lane's line, the weightiest nearest; how many more there are, if any."""
    for number, mark in enumerate(marks[:_MOST_HIGH]):
        y = middle + 2 + _SLOT * number if way > 0 else middle - 2 - _SIGN - _SLOT * number
        colour = ink.family(mark.card.family)
        fill = colour if mark.card.is_fact else ink.colours.ground
        sign = mark.card.family.figure(x, y, _SIGN, fill=fill, stroke=colour)
        yield Group((sign,), "mark", f"{_when(mark)}: {mark.card.text}", mark.card.said)
    if len(marks) > _MOST_HIGH:
        y = middle + way * (_SLOT * _MOST_HIGH + 3) + (SMALL if way > 0 else 0)
        more = f"+{len(marks) - _MOST_HIGH}"
        at = min(x, WIDE - MARGIN - width(more, SMALL))
        yield Words(at, y, more, SMALL, ink.colours.ink)


def _words(mark: _Mark, y: float, ink: Ink) -> Group:
    """An act in one line: when, how firmly, what."""
    before = ", ".join(filter(None, [_when(mark), mark.card.firmness]))
    start = Words(MARGIN + _LABELS, y, before, SMALL, ink.colours.quiet)
    room = WIDE - MARGIN - start.x - start.width - 5
    told = Words(start.x + start.width + 5, y, clipped(mark.card.text, TEXT, room), TEXT, ink.colours.ink)
    return Group((start, told), "said", mark.card.quote, mark.card.said)


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
        acts = "; ".join(f"{_when(mark)}: {mark.card.text}" for mark in lane.words)
        told.append(f"{graph.label(lane.actor)}: {acts}.")
    return " ".join(told)
