"""Edge routing of a story: from acts to their targets, and from acts to what followed on them.

They run in the gutters right of each column and in the channels above each row, where no card stands; those of stacked
cards in the gutter beside them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.view.draw.scene import Disc, Group, Line, Polygon, Shape
from kg.view.draw.scene.shapes import Dash, Point

GUTTER = 28.0
CHANNEL = 12.0
_FIRST, _STEP = 6.0, 4.5  # of the tracks of a gutter, from the card's edge
_TRACKS = 4
_HEAD = 5.0
DOT = 2.8
_ENTRY = 0.37  # of the height of a card
_NAME = 8.0  # from the channel to the middle of the name of a row
_APART = 8.0  # two ends in one band
_ENDS = 3  # heights in a band, one after the other


@dataclass(frozen=True, slots=True)
class RoutePlace:
    """A card in the picture: its edges, the number of its column, and the band of its row."""

    left: float
    top: float
    right: float
    bottom: float
    column: int
    row: int

    @property
    def entry(self) -> float:
        """Where a line to the card ends: at no height at which one leaves it."""
        return self.top + (self.bottom - self.top) * _ENTRY


@dataclass(frozen=True, slots=True)
class Band:
    """The band of a row from top to bottom."""

    top: float
    bottom: float


@dataclass
class Routes:
    """Lays lines one by one; each gets a track of its own in its gutter as long as there are any."""

    bands: tuple[Band, ...]
    used: Counter[tuple[str, int]] = field(default_factory=Counter)
    leaving: Counter[RoutePlace] = field(default_factory=Counter)

    def to_row(self, start: RoutePlace, row: int, colour: str, dash: Dash, *, has_head: bool) -> Group:
        """From a card to the height of a row's name; with a dot instead of a head where both do it together."""
        x, y = self._track(start), self._leave(start)
        down = row > start.row
        end = self._end(row)
        tip = _head((x, end), (0, 1 if down else -1), colour) if has_head else Disc(x, end, DOT, colour)
        stop = end - (_HEAD if has_head else 0) * (1 if down else -1)
        return Group((Line(((start.right, y), (x, y), (x, stop)), colour, 1, dash), tip), "to")

    def to_card(self, start: RoutePlace, end: RoutePlace, colour: str) -> Group:
        """From an act to what followed on it."""
        x, y = self._track(start), self._leave(start)
        if end.column <= start.column:
            tip, way = (end.right, end.entry), -1
            turns = self._back(start, end, x) if end.column < start.column else [(x, tip[1])]
        else:
            tip, way = (end.left, end.entry), 1
            turns = self._onwards(start, end, x)
        points = ((start.right, y), (x, y), *turns, (tip[0] - way * _HEAD, tip[1]))
        return Group((Line(points, colour, 2), _head(tip, (way, 0), colour)), "answer")

    def beside(self, gutter: float, start: RoutePlace, end: RoutePlace, colour: str) -> Group:
        """From an act to what followed on it, where all cards stand at one gutter."""
        x, y = gutter + self._next("gutter", 0), self._leave(start)
        edge = start.right if start.right <= gutter else start.left
        tip, way = ((end.right, end.entry), -1) if end.right <= gutter else ((end.left, end.entry), 1)
        points = ((edge, y), (x, y), (x, end.entry), (tip[0] - way * _HEAD, end.entry))
        return Group((Line(points, colour, 2), _head(tip, (way, 0), colour)), "answer")

    def _onwards(self, start: RoutePlace, end: RoutePlace, x: float) -> list[Point]:
        """Down or up the gutter, over the channel above the answer's row where columns lie between."""
        if end.column == start.column + 1:
            return [(x, end.entry)]
        channel = self._channel(end.row)
        before = end.left - GUTTER + self._next("gutter", end.column - 1)
        return [(x, channel), (before, channel), (before, end.entry)]

    def _back(self, start: RoutePlace, end: RoutePlace, x: float) -> list[Point]:
        del start
        channel = self._channel(end.row)
        before = end.right + self._next("gutter", end.column)
        return [(x, channel), (before, channel), (before, end.entry)]

    def _channel(self, row: int) -> float:
        return self.bands[row].top + 3 + (self.used["channel", row] % 3) * 3

    def _end(self, row: int) -> float:
        """At which height a line into a band ends: no two that come one after the other at the same."""
        count = self.used["end", row] % _ENDS
        self.used["end", row] += 1
        return self.bands[row].top + CHANNEL + _NAME + _APART * count

    def _track(self, start: RoutePlace) -> float:
        return start.right + self._next("gutter", start.column)

    def _next(self, kind: str, number: int) -> float:
        track = self.used[kind, number] % _TRACKS
        self.used[kind, number] += 1
        return _FIRST + _STEP * track

    def _leave(self, start: RoutePlace) -> float:
        """Where on the edge of a card its next line begins: no two at the same height."""
        count = self.leaving[start]
        self.leaving[start] += 1
        steps: Iterator[float] = iter((0.5, 0.25, 0.75, 0.12, 0.88))
        part = next((step for place, step in enumerate(steps) if place == count), 0.5)
        return start.top + (start.bottom - start.top) * part


def _head(tip: Point, way: tuple[float, float], colour: str) -> Shape:
    """An arrow's head at its tip, pointing along ``way``."""
    (x, y), (dx, dy) = tip, way
    back = (x - dx * _HEAD * 1.3, y - dy * _HEAD * 1.3)
    side = (dy * _HEAD * 0.75, dx * _HEAD * 0.75)
    return Polygon((tip, (back[0] + side[0], back[1] + side[1]), (back[0] - side[0], back[1] - side[1])), colour)


def arrow(start: Point, end: Point, colour: str, pen: float = 1) -> Group:
    """A line to the right with its head, as in a legend."""
    return Group((Line((start, (end[0] - _HEAD, end[1])), colour, pen), _head(end, (1, 0), colour)))
