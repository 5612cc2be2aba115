"""A scene as SVG."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import escape

from kg.model import NodeId
from kg.view.draw.scene import Box, Disc, Group, Line, Point, Polygon, Scene, Shape, Words

FONT = "Arial, Helvetica, 'Liberation Sans', sans-serif"
_UNREADABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def svg(scene: Scene, linked: Callable[[NodeId], str] | None = None) -> str:
    """The scene as an SVG document; ``linked`` gives the address of a statement where groups are to be links.

    With links it is no image, which has none inside.

    Every line of words carries its width, so that a face that is wider than Arial is drawn closer and runs out of
    nothing (SVG 1.1, 10.5: textLength).
    """
    size = {"width": _number(scene.width), "height": _number(scene.height)}
    head = {
        "xmlns": "http://www.w3.org/2000/svg",
        "role": "" if linked else "img",
        **size,
        "viewBox": f"0 0 {size['width']} {size['height']}",
        "font-family": FONT,
    }
    lines = (
        f"<svg{_attributes(head)}>",
        f"<title>{_safe(scene.title)}</title>",
        f"<desc>{_safe(scene.description)}</desc>",
        f"<rect{_attributes({**size, 'fill': scene.ground})}/>",
        *(line for part in scene.parts for line in _part(part, linked)),
        "</svg>",
    )
    return "".join(f"{line}\n" for line in lines)


def _part(part: Shape, linked: Callable[[NodeId], str] | None) -> Iterator[str]:
    match part:
        case Group():
            yield f"<g{_attributes({'class': part.name, 'data-said': ' '.join(part.said)})}>"
            if part.title:
                yield f"<title>{_safe(part.title)}</title>"
            inner = (line for one in part.parts for line in _part(one, linked))
            if linked is not None and part.said:
                yield from (f"<a{_attributes({'href': linked(part.said[0])})}>", *inner, "</a>")
            else:
                yield from inner
            yield "</g>"
        case Words():
            yield _words(part)
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


def _words(words: Words) -> str:
    values = {
        "x": _number(words.x),
        "y": _number(words.y),
        "font-size": _number(words.size),
        "fill": words.colour,
        "font-weight": "bold" if words.is_bold else "",
        "text-anchor": "" if words.anchor == "start" else words.anchor,
        "transform": f"rotate(-90 {_number(words.x)} {_number(words.y)})" if words.upright else "",
        "textLength": _number(words.width),
        "lengthAdjust": "spacingAndGlyphs",
    }
    return f"<text{_attributes(values)}>{_safe(words.text)}</text>"


def _paint(fill: str, stroke: str, pen: float) -> dict[str, str]:
    return {"fill": fill or "none", "stroke": stroke, "stroke-width": _number(pen) if stroke and pen != 1 else ""}


def _dashed(dash: tuple[float, ...]) -> dict[str, str]:
    return {"stroke-dasharray": " ".join(map(_number, dash))}


def _points(points: tuple[Point, ...]) -> str:
    return " ".join(f"{_number(x)},{_number(y)}" for x, y in points)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _attributes(values: Mapping[str, str]) -> str:
    return "".join(f' {name}="{_safe(value)}"' for name, value in values.items() if value)


def _safe(text: str) -> str:
    return escape(_UNREADABLE.sub("\ufffd", text))
