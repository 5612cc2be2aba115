"""Scenes: shapes and text at fixed positions, in pixels from the upper left corner, y downwards."""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from importlib.resources import files
from textwrap import shorten

from kg.model import NodeId

ELLIPSIS = "…"
_STUCK = "\u00a0"
_OTHER = 640  # thousandths of the size: a letter that is in no table
_WIDE = 1000  # one of a script whose letters are squares
_EM = 1000
_BREAKS = "-–—/"  # after these a word may break

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
    """Shapes of one object: its class, its text for screen readers and tooltips, the statements that it stands for."""

    parts: "tuple[Shape, ...]"
    name: str = ""
    title: str = ""
    said: tuple[NodeId, ...] = ()


Drawn = Box | Disc | Polygon | Line | Words
Shape = Drawn | Group


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture: its size, its ground, its title and description, its parts from the back to the front."""

    width: float
    height: float
    ground: str
    title: str
    description: str
    parts: tuple[Shape, ...]

    def flat(self) -> Iterator[Drawn]:
        """Every shape that is drawn, whatever group it is in."""
        waiting = [*reversed(self.parts)]
        while waiting:
            part = waiting.pop()
            if isinstance(part, Group):
                waiting += reversed(part.parts)
            else:
                yield part

    def groups(self, name: str) -> Iterator[Group]:
        """The groups of a class."""
        yield from (part for part in self.parts if isinstance(part, Group) and part.name == name)


def shifted(shape: Shape, x: float, y: float) -> Shape:
    """A shape moved by ``x`` and ``y``, with all that is in it."""
    match shape:
        case Group():
            return replace(shape, parts=tuple(shifted(part, x, y) for part in shape.parts))
        case Line() | Polygon():
            return replace(shape, points=tuple((a + x, b + y) for a, b in shape.points))
        case _:
            return replace(shape, x=shape.x + x, y=shape.y + y)


def width(text: str, size: float, *, is_bold: bool = False) -> float:
    """The width of a text in the unit of ``size``.

    >>> round(width("Canada", 10), 2)
    35.02
    """
    widths = _widths("bold" if is_bold else "regular")

    def unlisted(letter: str) -> int:
        if unicodedata.combining(letter):
            return 0
        base = unicodedata.normalize("NFD", letter)[0]
        return widths.get(base) or (_WIDE if unicodedata.east_asian_width(letter) in "WF" else _OTHER)

    return sum(widths.get(letter) or unlisted(letter) for letter in text) * size / _EM


def wrapped(text: str, size: float, room: float, most: int = 99, *, is_bold: bool = False) -> tuple[str, ...]:
    """A text as lines that are at most ``room`` wide, at most ``most`` of them; what is cut is marked.

    >>> wrapped("Canada imposed a tariff", 10, 60, 2)
    ('Canada', 'imposed …')
    """
    text = text.replace(f" {ELLIPSIS}", f"{_STUCK}{ELLIPSIS}")  # which never stands on a line of its own
    broken = [""]
    for piece in _pieces(text, size, room, is_bold=is_bold):
        longer = broken[-1] + piece
        if not broken[-1] or width(longer.rstrip(), size, is_bold=is_bold) <= room:
            broken[-1] = longer
        else:
            broken.append(piece)
    lines = [line.rstrip() for line in broken if line.strip()] or [""]
    if len(lines) <= most:
        return tuple(lines)
    last = f"{lines[most - 1].rstrip()} {lines[most].strip()}"
    return (*lines[: most - 1], clipped(last, size, room, is_bold=is_bold, must=True))


def clipped(text: str, size: float, room: float, *, is_bold: bool = False, must: bool = False) -> str:
    """A text on one line, without the words that do not fit; ``must`` marks it as cut even where it does fit."""
    plain = " ".join(text.split())
    if not must and width(plain, size, is_bold=is_bold) <= room:
        return plain
    words, joints = plain.removesuffix(ELLIPSIS).split(), _tables()["joints"]["words"].split()
    while len(words) > 1 and width(f"{' '.join(words)} {ELLIPSIS}", size, is_bold=is_bold) > room:
        words.pop()
    while len(words) > 1 and words[-1].lower().strip(",;:") in joints:  # "relations with the" -> "relations"
        words.pop()
    kept = " ".join(words).rstrip(" ,;:")
    while kept and width(f"{kept} {ELLIPSIS}", size, is_bold=is_bold) > room:
        kept = kept[:-1].rstrip(" ,;:")
    return f"{kept} {ELLIPSIS}".lstrip()


def _pieces(text: str, size: float, room: float, *, is_bold: bool) -> Iterator[str]:
    """Words with the blank behind them; one that is wider than a line in parts that are not."""
    for word in filter(None, re.split(r"[ \t\n\r]+", text)):
        rest = f"{word} "
        while width(rest.rstrip(), size, is_bold=is_bold) > room:
            lengths = range(1, len(rest) + 1)
            too_long = next(
                (count for count in lengths if width(rest[:count], size, is_bold=is_bold) > room), lengths.stop
            )
            end = max(too_long - 1, 1)
            breaks = [rest.rfind(mark, 0, end) + 1 for mark in _BREAKS]
            end = max([found for found in breaks if found > 1], default=end)
            yield rest[:end]
            rest = rest[end:]
        yield rest


@cache
def _widths(face: str) -> Mapping[str, int]:
    return {letter: int(thousandths) for thousandths, letters in _tables()[face].items() for letter in letters}


@cache
def _tables() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("kg.view.draw") / "letters.toml").read_text(encoding="utf-8"))


_LONGEST_LABEL = 60
FONT = "Arial, Helvetica, 'Liberation Sans', Arimo, 'Nimbus Sans', 'DejaVu Sans Condensed', sans-serif"
_HIGH = "0.519"  # the letters of Arial by their size, which another face takes
UNREADABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def svg(scene: Scene, linked: Callable[[NodeId], str] | None = None) -> str:
    """The scene as an SVG document; ``linked`` gives the address of a statement where groups are to be links.

    With links it is no image, which has none inside. Words are plain text; an editor calls each group by what it is
    and its sentence.
    """
    size = {"width": _number(scene.width), "height": _number(scene.height)}
    head = {
        "xmlns": "http://www.w3.org/2000/svg",
        "xmlns:inkscape": "http://www.inkscape.org/namespaces/inkscape",
        "role": "" if linked else "img",
        **size,
        "viewBox": f"0 0 {size['width']} {size['height']}",
        "font-family": FONT,
        "font-size-adjust": _HIGH,
    }
    lines = (
        f"<svg{_attributes(head)}>",
        f"<title>{safe(scene.title)}</title>",
        f"<desc>{safe(scene.description)}</desc>",
        f"<rect{_attributes({**size, 'fill': scene.ground})}/>",
        *(line for part in scene.parts for line in _part(part, linked)),
        "</svg>",
    )
    return "".join(f"{line}\n" for line in lines)


def _part(part: Shape, linked: Callable[[NodeId], str] | None) -> Iterator[str]:
    match part:
        case Group():
            label = ": ".join(
                filter(None, (part.name, shorten(part.title, _LONGEST_LABEL, placeholder=f" {ELLIPSIS}")))
            )
            yield f"<g{_attributes({'class': part.name, 'data-said': ' '.join(part.said), 'inkscape:label': label})}>"
            if part.title:
                yield f"<title>{safe(part.title)}</title>"
            inner = (line for one in part.parts for line in _part(one, linked))
            if linked is not None and part.said:
                yield from (f"<a{_attributes({'href': linked(part.said[0])})}>", *inner, "</a>")
            else:
                yield from inner
            yield "</g>"
        case Words():
            values = {
                "x": _number(part.x),
                "y": _number(part.y),
                "font-size": _number(part.size),
                "fill": part.colour,
                "font-weight": "bold" if part.is_bold else "",
                "text-anchor": "" if part.anchor == "start" else part.anchor,
                "transform": f"rotate(-90 {_number(part.x)} {_number(part.y)})" if part.upright else "",
            }
            yield f"<text{_attributes(values)}>{safe(part.text)}</text>"
        case Box():
            place = {name: _number(getattr(part, name)) for name in ("x", "y", "width", "height")}
            place["rx"] = _number(part.radius) if part.radius else ""
            yield f"<rect{_attributes(place | _paint(part.fill, part.stroke, part.pen) | _dashed(part.dash))}/>"
        case Disc():
            place = {"cx": _number(part.x), "cy": _number(part.y), "r": _number(part.radius)}
            yield f"<circle{_attributes(place | _paint(part.fill, part.stroke, part.pen))}/>"
        case Polygon():
            figure = {"points": _points(part.points)} | _paint(part.fill, part.stroke, part.pen)
            yield f"<polygon{_attributes(figure)}/>"
        case Line():
            paint = _paint("", part.stroke, part.pen) | _dashed(part.dash)
            yield f"<polyline{_attributes({'points': _points(part.points)} | paint)}/>"


def _paint(fill: str, stroke: str, pen: float) -> dict[str, str]:
    return {"fill": fill or "none", "stroke": stroke, "stroke-width": _number(pen) if stroke and pen != 1 else ""}


def _dashed(dash: tuple[float, ...]) -> dict[str, str]:
    return {"stroke-dasharray": " ".join(map(_number, dash))}


def _points(points: tuple[Point, ...]) -> str:
    return " ".join(f"{_number(x)},{_number(y)}" for x, y in points)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _attributes(values: Mapping[str, str]) -> str:
    return "".join(f' {name}="{safe(value)}"' for name, value in values.items() if value)


def safe(text: str) -> str:
    """A text as markup has it; what no XML can say is replaced."""
    return escape(UNREADABLE.sub("\ufffd", text))
