"""The shapes of a scene as the operators of a PDF's content (ISO 32000-1, 8.5 and 9.4)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from kg.view.draw.scene.shapes import Box, Disc, Line, Point, Polygon, Scene, Words, width

_CURVE = 0.5523  # how far the handles of a quarter of a circle stand, of its radius
_ACCENTS = {
    "\u0306": "breve",
    "\u030c": "caron",
    "\u0328": "ogonek",
    "\u0307": "dotaccent",
    "\u030b": "hungarumlaut",
    "\u0304": "macron",
    "\u030a": "ring",
    "\u0301": "acute",
    "\u0300": "grave",
    "\u0302": "circumflex",
    "\u0303": "tilde",
    "\u0308": "dieresis",
    "\u0327": "cedilla",
    "\u0326": "cedilla",
}
_OTHERS = {"Ł": "Lslash", "ł": "lslash", "ı": "dotlessi", "−": "minus", "Đ": "Eth"}
GLYPHS = tuple(dict.fromkeys([*_ACCENTS.values(), *_OTHERS.values()]))
_CODES = {name: code for code, name in enumerate(GLYPHS, 1)}
"""Codes below the letters, given to glyphs that Windows-1252 does not have (ISO 32000-1, 9.6.6.1: Differences)."""
_SPACING = {
    "breve": "˘", "caron": "ˇ", "ogonek": "˛", "dotaccent": "˙", "hungarumlaut": "˝", "macron": "¯", "ring": "°",
    "acute": "´", "grave": "`", "circumflex": "ˆ", "tilde": "˜", "dieresis": "¨", "cedilla": "¸",
}  # fmt: skip
"""A letter that is as wide as the accent."""
_BELOW = frozenset({"ogonek", "cedilla"})
_BLANK = 32
_WITH_ACCENT = 2
_TALL = 0.2  # of the size: how much higher an accent stands over a capital


def operators(scene: Scene) -> Iterator[str]:
    """The operators that draw a scene, one unit to the pixel, the lower left corner at 0, 0."""
    tall = scene.height
    yield from _box(Box(0, 0, scene.width, scene.height, scene.ground), tall)
    for shape in scene.flat():
        match shape:
            case Box():
                yield from _box(shape, tall)
            case Disc():
                side = 2 * shape.radius
                ring = _rounded(shape.x - shape.radius, tall - shape.y - shape.radius, side, side, shape.radius)
                yield from _painted(ring, shape.fill, shape.stroke, shape.pen)
            case Polygon():
                yield from _painted(f"{_path(shape.points, tall)} h", shape.fill, shape.stroke, shape.pen)
            case Line():
                yield from _painted(_path(shape.points, tall), "", shape.stroke, shape.pen, shape.dash)
            case Words():
                yield from _words(shape, tall)


def text_string(text: str) -> str:
    """A text for the document's information, in UTF-16 (ISO 32000-1, 7.9.2.2)."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def _painted(path: str, fill: str, stroke: str, pen: float, dash: tuple[float, ...] = ()) -> Iterator[str]:
    """Colours, pen, the path, and that it is filled, drawn or both."""
    if fill:
        yield f"{_colour(fill)} rg"
    if stroke:
        yield f"{_colour(stroke)} RG {_n(pen)} w [{' '.join(map(_n, dash))}] 0 d"
    yield path
    yield {(True, True): "B", (True, False): "f", (False, True): "S"}.get((bool(fill), bool(stroke)), "n")


def _box(box: Box, tall: float) -> Iterator[str]:
    bottom = tall - box.y - box.height
    if box.radius:
        path = _rounded(box.x, bottom, box.width, box.height, box.radius)
    else:
        path = f"{_n(box.x)} {_n(bottom)} {_n(box.width)} {_n(box.height)} re"
    yield from _painted(path, box.fill, box.stroke, box.pen, box.dash)


def _rounded(x: float, y: float, wide: float, tall: float, radius: float) -> str:
    """A rectangle with round corners, from the lower left one against the clock."""
    right, top, handle = x + wide, y + tall, radius * (1 - _CURVE)
    corners = (
        ((right - radius, y), (right - handle, y), (right, y + handle), (right, y + radius)),
        ((right, top - radius), (right, top - handle), (right - handle, top), (right - radius, top)),
        ((x + radius, top), (x + handle, top), (x, top - handle), (x, top - radius)),
        ((x, y + radius), (x, y + handle), (x + handle, y), (x + radius, y)),
    )
    drawn = [f"{_pair((x + radius, y))} m"]
    for start, first, second, end in corners:
        drawn += [f"{_pair(start)} l", f"{_pair(first)} {_pair(second)} {_pair(end)} c"]
    return " ".join([*drawn, "h"])


def _path(points: tuple[Point, ...], tall: float) -> str:
    placed = [_pair((x, tall - y)) for x, y in points]
    return " ".join([f"{placed[0]} m", *(f"{one} l" for one in placed[1:])])


def _words(words: Words, tall: float) -> Iterator[str]:
    face = "B" if words.is_bold else "R"
    yield f"{_colour(words.colour)} rg"
    plain = "".join(_in_face(letter) for letter in words.text)
    start = words.left - words.x
    yield _shown(words, face, (start, 0), tall, plain)
    for letter in words.text:
        wide = width(letter, words.size, is_bold=words.is_bold)
        if mark := _accent(letter):
            rise = _TALL * words.size if letter.isupper() and mark not in _BELOW else 0
            shift = (wide - width(_SPACING[mark], words.size, is_bold=words.is_bold)) / 2
            yield _shown(words, face, (start + shift, rise), tall, chr(_CODES[mark]))
        start += wide


def _shown(words: Words, face: str, moved: Point, tall: float, text: str) -> str:
    """Text that stands ``moved`` along the line and above it from where the words are (ISO 32000-1, 9.4.2)."""
    along, above = moved
    x, y = (-above, along) if words.upright else (along, above)
    place = f"{_turn(words)} {_pair((words.x + x, tall - words.y + y))} Tm"
    escaped = "".join(
        f"\\{ord(letter):03o}" if letter in "()\\" or not letter.isascii() or ord(letter) < _BLANK else letter
        for letter in text
    )
    return f"BT /{face} {_n(words.size)} Tf {place} ({escaped}) Tj ET"


def _turn(words: Words) -> str:
    return "0 1 -1 0" if words.upright else "1 0 0 1"


def _in_face(letter: str) -> str:
    """A letter as the code that the faces have for it, as Latin-1: its base where they do not have it."""
    if letter in _OTHERS:
        return chr(_CODES[_OTHERS[letter]])
    for candidate in (letter, unicodedata.normalize("NFD", letter)[0]):
        try:
            return candidate.encode("cp1252").decode("latin-1")
        except UnicodeEncodeError:
            continue
    return "" if unicodedata.combining(letter) else "?"


def _accent(letter: str) -> str:
    """The accent that is drawn over a letter which the faces do not have."""
    parts = unicodedata.normalize("NFD", letter)
    if len(parts) < _WITH_ACCENT or letter in _OTHERS:
        return ""
    try:
        letter.encode("cp1252")
    except UnicodeEncodeError:
        return _ACCENTS.get(parts[1], "")
    return ""


def _colour(text: str) -> str:
    return " ".join(_n(int(text[place : place + 2], 16) / 255) for place in (1, 3, 5))


def _pair(point: Point) -> str:
    return f"{_n(point[0])} {_n(point[1])}"


def _n(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"
