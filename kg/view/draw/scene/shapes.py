"""The shapes of a scene. Coordinates are in pixels from its upper left corner, y downwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.model import NodeId
from kg.view.draw.scene.letters import width

Point = tuple[float, float]
Dash = tuple[float, ...]
"""Lengths of marks and gaps in turn; empty for a line without gaps."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; an empty ``fill`` or ``stroke`` draws none."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    stroke: str = ""
    pen: float = 1
    dash: Dash = ()
    radius: float = 0


@dataclass(frozen=True, slots=True)
class Disc:
    """A circle about its middle."""

    x: float
    y: float
    radius: float
    fill: str = ""
    stroke: str = ""
    pen: float = 1


@dataclass(frozen=True, slots=True)
class Polygon:
    """A closed figure."""

    points: tuple[Point, ...]
    fill: str = ""
    stroke: str = ""
    pen: float = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points, straight between them."""

    points: tuple[Point, ...]
    stroke: str
    pen: float = 1
    dash: Dash = ()


@dataclass(frozen=True, slots=True)
class Words:
    """One line of words on its baseline; ``anchor`` is what of it stands at ``x``: start, middle or end.

    Words that are ``upright`` run upwards from ``x`` and ``y``.
    """

    x: float
    y: float
    text: str
    size: float
    colour: str
    is_bold: bool = False
    anchor: str = "start"
    upright: bool = False

    @property
    def width(self) -> float:
        """How wide it is."""
        return width(self.text, self.size, is_bold=self.is_bold)

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.x - {"start": 0.0, "middle": self.width / 2, "end": self.width}[self.anchor]


@dataclass(frozen=True, slots=True)
class Group:
    """Shapes of one object: ``name`` is its class, ``title`` its text for screen readers and tooltips.

    ``said`` are the statements that it stands for.
    """

    parts: tuple[Shape, ...]
    name: str = ""
    title: str = ""
    said: tuple[NodeId, ...] = ()


Shape = Box | Disc | Polygon | Line | Words | Group


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture: its size, its ground, its title and description, its parts from the back to the front."""

    width: float
    height: float
    ground: str
    title: str
    description: str
    parts: tuple[Shape, ...]

    def flat(self) -> Iterator[Box | Disc | Polygon | Line | Words]:
        """Every shape that is drawn, whatever group it is in."""
        yield from _flat(self.parts)

    def groups(self, name: str) -> Iterator[Group]:
        """The groups of a class."""
        yield from (part for part in self.parts if isinstance(part, Group) and part.name == name)


def _flat(parts: tuple[Shape, ...]) -> Iterator[Box | Disc | Polygon | Line | Words]:
    for part in parts:
        if isinstance(part, Group):
            yield from _flat(part.parts)
        else:
            yield part


def shifted(shape: Shape, x: float, y: float) -> Shape:
    """A shape moved by ``x`` and ``y``, with all that is in it."""
    match shape:
        case Group():
            return replace(shape, parts=tuple(shifted(part, x, y) for part in shape.parts))
        case Line() | Polygon():
            return replace(shape, points=tuple((a + x, b + y) for a, b in shape.points))
        case _:
            return replace(shape, x=shape.x + x, y=shape.y + y)
