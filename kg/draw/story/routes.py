"""The lines of a story: from an act to whom it is done to, and from an act to what answers it.

They run in the gutters right of each column and in the channels above each row, where no card stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.draw.scene import Disc, Group, Line, Polygon, Shape
from kg.draw.scene.shapes import Dash, Point

GUTTER = 26.0
CHANNEL = 14.0
_FIRST, _STEP = 6.0, 4.5  # of the tracks of a gutter, from the card's edge
_TRACKS = 4
_HEAD = 5.0
_DOT = 2.8


@dataclass(frozen=True, slots=True)
class Place:
    """A card in the picture: its edges, the number of its column, and the band of its row."""

    left: float
    top: float
    right: float
    bottom: float
    column: int
    row: int

    @property
    def middle(self) -> float:
        """Halfway down."""
        return (self.top + self.bottom) / 2


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
    leaving: Counter[Place] = field(default_factory=Counter)

    def to_row(self, start: Place, row: int, colour: str, dash: Dash, *, has_head: bool) -> Group:
        """From a card into the band of a row; with a dot instead of a head where both do it together."""
        x, y = self._track(start), self._leave(start)
        band = self.bands[row]
        down = row > start.row
        end = band.top + CHANNEL * 0.72 if down else band.bottom - CHANNEL * 0.4
        tip = _head((x, end), (0, 1 if down else -1), colour) if has_head else Disc(x, end, _DOT, colour)
        stop = end - (_HEAD if has_head else 0) * (1 if down else -1)
        return Group((Line(((start.right, y), (x, y), (x, stop)), colour, 1.3, dash), tip), "to")

    def to_card(self, start: Place, end: Place, colour: str) -> Group:
        """From an act to its answer."""
        x, y = self._track(start), self._leave(start)
        if end.column <= start.column:
            tip, way = (end.right, end.middle), -1
            turns = self._back(start, end, x) if end.column < start.column else [(x, tip[1])]
        else:
            tip, way = (end.left, end.middle), 1
            turns = self._onwards(start, end, x)
        points = ((start.right, y), (x, y), *turns, (tip[0] - way * _HEAD, tip[1]))
        return Group((Line(points, colour, 2), _head(tip, (way, 0), colour)), "answer")

    def _onwards(self, start: Place, end: Place, x: float) -> list[Point]:
        """Down or up the gutter, over the channel above the answer's row where columns lie between."""
        if end.column == start.column + 1:
            return [(x, end.middle)]
        channel = self._channel(end.row)
        before = end.left - GUTTER + self._next("gutter", end.column - 1)
        return [(x, channel), (before, channel), (before, end.middle)]

    def _back(self, start: Place, end: Place, x: float) -> list[Point]:
        del start
        channel = self._channel(end.row)
        before = end.right + self._next("gutter", end.column)
        return [(x, channel), (before, channel), (before, end.middle)]

    def _channel(self, row: int) -> float:
        return self.bands[row].top + 3 + (self.used["channel", row] % 3) * 3

    def _track(self, start: Place) -> float:
        return start.right + self._next("gutter", start.column)

    def _next(self, kind: str, number: int) -> float:
        track = self.used[kind, number] % _TRACKS
        self.used[kind, number] += 1
        return _FIRST + _STEP * track

    def _leave(self, start: Place) -> float:
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
