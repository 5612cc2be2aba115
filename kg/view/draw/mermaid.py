"""A picture as Mermaid, for Markdown pages that render it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Factuality
from kg.view.draw.look import class_looks, kind_shown, palette
from kg.view.draw.values import DrawnNode, Edge, Picture, Tone, View

_SHAPES = {
    "Country": ("[", "]"),
    "Government": ("[/", "\\]"),
    "PublicBody": ("[/", "\\]"),
    "Person": ("([", "])"),
    "Office": ("([", "])"),
    "InternationalOrganization": ("{{", "}}"),
    "Place": ("[\\", "/]"),
    "Commodity": ("[(", ")]"),
    "Topic": ("(", ")"),
    "Event": (">", "]"),
}
_OTHER = ("[", "]")
_REPORTED = "reported"
"""What a happening looks like that is not told as a fact."""
_UNSAFE = re.compile(r"[^\w .,;:!?'’“”()/%+–—·…-]")


def mermaid(picture: Picture, view: View = View()) -> str:  # noqa: B008 frozen
    """The picture as a Mermaid flowchart."""
    names = {node.id: f"n{number}" for number, node in enumerate(picture.nodes)}
    lines = (
        f"%% {_safe(picture.title)}",
        f"%% {_safe(picture.note)}",
        f"flowchart {(view.direction or picture.direction).value}",
        *(f"    {_node(node, names[node.id])}" for node in picture.nodes),
        *(f"    {names[edge.tail]} {_line(edge)} {names[edge.head]}" for edge in picture.edges),
        *(f"    {line}" for line in _styles(picture, view)),
    )
    return "".join(f"{line}\n" for line in lines)


def _node(node: DrawnNode, name: str) -> str:
    if node.is_act:
        (opening, closing), look = ("([", "])"), node.tone.value or "neutral"
        words = "<br>".join(map(_safe, filter(None, [node.label, node.firmness, node.detail])))
    else:
        look, words = kind_shown(node.kind), _safe(node.label)
        opening, closing = _SHAPES.get(look, _OTHER)
    return f'{name}{opening}"{words}"{closing}:::{look if node.is_fact else _REPORTED}'


def _line(edge: Edge) -> str:
    """Dots for what is no fact, thick for conflict, a cross at the end of what is negated; with words."""
    head = "" if not edge.has_head else "x" if edge.negated else ">"
    words = [word for one in (edge, *edge.bundled) for word in (one.label, one.firmness, one.detail)]
    if edge.role:
        arrow, words = "-.-", [edge.role]
    elif edge.is_claim or edge.factuality is not Factuality.ASSERTED:
        arrow = f"-.-{head}"
    else:
        arrow = f"=={head or '='}" if edge.tone is Tone.CONFLICT else f"--{head or '-'}"
    label = "<br>".join(map(_safe, filter(None, words)))
    return f'{arrow}|"{label}"|' if label else arrow


def _styles(picture: Picture, view: View) -> Iterator[str]:
    colours = palette(view.theme)
    kinds = {kind_shown(node.kind) for node in picture.nodes if not node.is_act and node.is_fact}
    for kind, look in class_looks().items():
        if kind in kinds:
            yield f"classDef {kind} fill:{look.fill(view.theme)},stroke:{colours.line},color:{colours.ink}"
    for tone in sorted({node.tone for node in picture.nodes if node.is_act and node.is_fact}):
        fill = colours.fill(tone, colours.ground)
        stroke = {Tone.CONFLICT: colours.conflict, Tone.COOPERATION: colours.cooperation}.get(tone, colours.line)
        yield f"classDef {tone.value or 'neutral'} fill:{fill},stroke:{stroke},color:{colours.ink}"
    if not all(node.is_fact for node in picture.nodes):
        dashes = "stroke-dasharray:4 3"
        yield f"classDef {_REPORTED} fill:{colours.ground},stroke:{colours.line},color:{colours.ink},{dashes}"


def _safe(text: str) -> str:
    """Text that Mermaid reads as text: whatever else is written as its number."""
    return _UNSAFE.sub(lambda found: f"#{ord(found[0])};", " ".join(text.split()))
