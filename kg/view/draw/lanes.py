"""Swimlanes: a lane per actor with its most important acts over the years, from many articles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kg.facts.selection import Counted, is_dated
from kg.facts.status import sureness
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
        marks = max(self.above + _high(self.dated) + 4, LINE * len(self.name))
        return marks + LINE * sum(len(lines) for _, lines in self.words) + 2 * _PAD


def lanes(graph: Graph, said: Iterable[Statement], view: View) -> Scene:
    """The lanes of those who act most; ``view.actors`` is how many at most, 0 for all."""
    ink = Ink.of(view.theme)
    title, under = titles_of(graph, "Which country did what when" if view.by_country else "Who did what when")
    parts, y = heading(title, [under], ink)
    every = weighed(graph, said)
    marks, axis = _marks(graph, every)
    found = _lanes(graph, marks, view.actors)
    shown, actors = {lane.actor for lane in found}, {mark.card.actor for mark in marks}
    acts = [mark.card.statement for mark in marks if mark.card.actor in shown]  # those with a day, or an article's
    counts = f"{len(acts)} of {len(marks)} acts, {len(shown)} of {len(actors)} actors, of {Counted(every.mains)}"
    counted = " ".join(filter(None, [f"{counts}.", sureness(acts), "Drawn by newsgraph."]))
    foot = [counted, credit_of(graph, view.credit)]
    if axis is None:
        drawn, y = notes([_NOTHING, *foot], y, ink)
        return Scene(WIDE, y + MARGIN, ink.colours.ground, title, _NOTHING, parts + drawn)
    bands, top = list[Shape](), y + LINE + 8
    for place, lane in enumerate(found):
        if place % 2 == 0:
            bands.append(Box(MARGIN - 6, top, WIDE - 2 * MARGIN + 12, lane.height, ink.colours.band))
        bands += _band(lane, axis, top, ink)
        top += lane.height
    header = _header(axis, y, ink)
    used = {mark.card.family.name for mark in marks if mark.card.actor in shown}
    signs, y = flowing(
        [
            (family.figure(0, 0, _SIGN, fill=ink.family(family)), family.label)
            for family in (*families().values(), NONE)
            if family.name in used
        ],
        top + 4,
        ink,
        WIDE,
    )
    gaps = [f"between {rounded(before.last)} and {rounded(behind.first)}" for before, behind in axis.breaks]
    broken = f"The axis is broken at //: nothing {' nor '.join(gaps)}." if gaps else ""
    below, y = notes([_MEANING, broken, *foot], y, ink)
    told = (
        f"{graph.label(lane.actor)}: {'; '.join(f'{_when(mark)}: {mark.card.text}' for mark, _ in lane.words)}."
        for lane in found
    )
    drawn = (*parts, *bands, *header, *signs, *below)
    return Scene(WIDE, y + MARGIN, ink.colours.ground, title, " ".join(told), drawn)


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
    told = []
    for mark in sorted(list(words.values())[:_TOLD], key=lambda mark: mark.when):
        what = mark.card.text + (f" ({mark.card.firmness})" if mark.card.firmness else "")
        told.append((mark, wrapped(what, TEXT, WIDE - MARGIN - _LEFT, _MOST_LINES)))
    return _Lane(actor, name, _by_slot(marks, is_told=True), _by_slot(marks, is_told=False), tuple(told))


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


def _band(lane: _Lane, axis: Axis, y: float, ink: Ink) -> Iterator[Shape]:
    for number, line in enumerate(lane.name):
        yield Words(MARGIN, y + _PAD + LINE * (number + 1) - 3, line, NAME, ink.colours.ink, is_bold=True)
    middle = y + _PAD + lane.above + 2
    top = y + lane.height - _PAD - LINE * sum(len(lines) for _, lines in lane.words)
    for x, _ in axis.ticks():
        yield Line(((x, y), (x, top - 2)), mixed(ink.colours.line, ink.colours.ground, FAINT))
    for part in axis.stretches:
        yield Line(((part.left, middle), (part.right + SLOT, middle)), ink.colours.line)
    for slots, way in ((lane.told, -1), (lane.dated, 1)):
        rows = _rows(slots)
        for slot, marks in slots.items():
            yield from _column(marks, slot, rows.get(slot, 0), (middle, way), ink)
    for mark, lines in lane.words:
        when = Words(MARGIN, top + LINE - 3, _when(mark), SMALL, ink.colours.quiet)
        what = (Words(_LEFT, top + LINE * at - 3, line, TEXT, ink.colours.ink) for at, line in enumerate(lines, 1))
        yield Group((when, *what), "said", mark.card.quote, mark.card.said)
        top += LINE * len(lines)


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


def _when(mark: _Mark) -> str:
    return span(mark.card.time) if mark.is_told else f"article of {day(mark.when)}"
