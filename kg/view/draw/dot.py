"""A picture as DOT, the one model behind SVG, PNG, PDF and the page."""

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kg.model import Factuality
from kg.view.draw.look import (
    FONT,
    ClassLook,
    class_looks,
    families,
    family_named,
    kind_shown,
    look_of,
    page_table,
    palette,
)
from kg.view.draw.scene import UNREADABLE, safe
from kg.view.draw.values import Direction, DrawnNode, Edge, Picture, Theme, Tone, View

# Widths in characters, which Graphviz turns into the size of the box.
_NODE_WIDTH, _NODE_LINES = 14, 4
_EDGE_WIDTH, _EDGE_LINES = 15, 3
_NOTE_WIDTH, _TITLE_WIDTH = 90, 58
_NODE_SIZE, _EDGE_SIZE, SMALLEST = 10.0, 9.0, 8.25
"""Sizes of type in points; the smallest is 11 pixels."""
_TITLE_SIZE = 12
_KINDS_A_ROW = 7
_BELOW = {"labelloc": "b", "labeljust": "l", "peripheries": "0"}
_PENS = {Tone.CONFLICT: "2.2", Tone.COOPERATION: "1.8", Tone.NEUTRAL: "1"}
_HEADS = {Tone.CONFLICT: "normal", Tone.COOPERATION: "empty", Tone.NEUTRAL: "vee"}

DotAttributes = Mapping[str, str]


def dot(picture: Picture, view: View = View()) -> str:  # noqa: B008 frozen
    """The picture as DOT text, with title, note and legend; the same picture gives the same text."""
    view = replace(view, direction=view.direction or picture.direction)
    lines = (
        "digraph {",
        *preamble(view, picture.title, picture.note),
        "subgraph cluster_all {",
        f"graph [{_attributes({**_BELOW, 'label': _legend(picture, view.theme)})}]",
        *(node_line(node, view.theme) for node in picture.nodes),
        *(edge_line(edge, view.theme, f"e{number}") for number, edge in enumerate(picture.edges)),
        "}",
        "}",
    )
    return "".join(f"{line}\n" for line in lines)


def preamble(view: View, title: str = "", note: str = "") -> Iterator[str]:
    """What stands before the nodes: direction, fonts, the ground, title and note."""
    colours = palette(view.theme)
    graph = {
        "rankdir": (view.direction or Direction.RIGHT).value,
        "bgcolor": colours.ground,
        "fontname": FONT,
        "fontcolor": colours.ink,
        **page_table("graph"),
    }
    rows = [
        f'<TR><TD ALIGN="LEFT"><FONT POINT-SIZE="{_TITLE_SIZE}"><B>{safe(line)}</B></FONT></TD></TR>'
        for line in textwrap.wrap(title, _TITLE_WIDTH)
    ]
    rows += [
        f'<TR><TD ALIGN="LEFT">{_font(line, colours.quiet)}</TD></TR>' for line in textwrap.wrap(note, _NOTE_WIDTH)
    ]
    heading = f'<<TABLE BORDER="0" CELLSPACING="0" CELLPADDING="2">{"".join(rows)}</TABLE>>' if title or note else ""
    yield f"graph [{_attributes(graph)}{f' label={heading}' if heading else ''}]"
    node = {"fontname": FONT, "fontsize": f"{_NODE_SIZE:g}", "fontcolor": colours.ink, "color": colours.line}
    yield f"node [{_attributes(node)}]"
    yield f"edge [{_attributes({'fontname': FONT, 'fontsize': f'{_EDGE_SIZE:g}', 'arrowsize': '0.8'})}]"


def node_line(node: DrawnNode, theme: Theme) -> str:
    """One node as a line of DOT."""
    look, colours = look_of(node.kind), palette(theme)
    if node.is_act:
        drawn = {
            "id": f"node-{node.id}",
            "class": " ".join(filter(None, ["act", node.tone.name.lower(), node.family])),
            "shape": "box",
            "style": f"rounded,filled,{_style(node.factuality, is_claim=not node.is_fact)}",
            "color": family_named(node.family).colour(theme),
            "fillcolor": colours.fill(node.tone, colours.ground) if node.is_fact else colours.ground,
            "margin": "0.06,0.03",
            "height": "0.3",
            "tooltip": f"{node.label} {node.detail}".strip(),
            "label": _label(node, theme),
        }
    else:
        outline = "dotted" if node.factuality is Factuality.DENIED else "dashed"
        hollow = {} if node.is_fact else {"style": f"filled,{outline}", "fillcolor": colours.ground}
        lines = _lines(node.label, _NODE_WIDTH, _NODE_LINES)
        drawn = {
            "id": f"node-{node.id}",
            "class": kind_shown(node.kind),
            **_shape(look, theme),
            **hollow,
            "height": "0.34",
            "width": "0.5",
            "tooltip": f"{node.label} ({look.name}{'' if node.is_fact else ', not told as a fact'})",
            "label": _words(lines, colours.ink, is_bold=node.kind == "Country"),
        }
    return f"{_quoted(node.id)} [{_attributes(drawn)}]"


def edge_line(edge: Edge, theme: Theme, name: str) -> str:
    """One edge as a line of DOT; ``name`` becomes its id in an SVG; several families have the colour of none."""
    colours, parts = palette(theme), (edge, *edge.bundled)
    kind = "role" if edge.role else edge.tone.name.lower()
    family = family_named(edge.family).label if edge.family else ""
    more, called = ", ".join(filter(None, [edge.firmness, edge.detail, family])), edge.role or edge.label
    is_mixed = edge.role or len({one.family for one in parts}) > 1
    plain = {
        "id": name,
        "class": " ".join(filter(None, [kind, edge.factuality.value.lower(), edge.family])),
        "color": colours.line if is_mixed else family_named(edge.family).colour(theme),
        "tooltip": edge.sentence or (f"{called} ({more})" if more and called else called or more or " "),
    }
    if edge.role:
        label = _padded([_words([edge.role], colours.quiet, size=SMALLEST)], colours.ground)
        role = {"arrowhead": "none", "style": "dotted", "label": label}
        return f"{_quoted(edge.tail)} -> {_quoted(edge.head)} [{_attributes(plain | role)}]"

    def head(edges: Iterable[Edge]) -> str:
        first = next((one for one in edges if one.has_head), None)
        return "none" if first is None else "tee" if first.negated else _HEADS[first.tone]

    back = [one for one in parts if one.tail != edge.tail and one.has_head]
    drawn = plain | {
        "penwidth": max((_PENS[one.tone] for one in parts), key=float),
        "arrowhead": head(one for one in parts if one.tail == edge.tail),
        "arrowtail": head(back),
        "dir": "both" if back else "",
        "style": _style(edge.factuality, is_claim=edge.is_claim),
        "label": _label(edge, theme, colours.ground) if edge.label else "",
    }
    return f"{_quoted(edge.tail)} -> {_quoted(edge.head)} [{_attributes(drawn)}]"


def _shape(look: ClassLook, theme: Theme) -> DotAttributes:
    return {
        "shape": look.shape,
        "peripheries": "" if look.lines == 1 else str(look.lines),
        "style": look.style,
        "fillcolor": look.fill(theme),
        "margin": look.margin,
    }


def _label(part: DrawnNode | Edge, theme: Theme, ground: str = "") -> str:
    """What it is called and under it in small letters how firmly, when, who says so; the same of others along it."""
    rows: list[str] = []
    for one in (part, *(part.bundled if isinstance(part, Edge) else ())):
        top = _lines(f"{family_named(one.family).letter} {one.label}".strip(), _EDGE_WIDTH, _EDGE_LINES)
        rows.append(_words(top, palette(theme).ink, size=_EDGE_SIZE))
        if under := " · ".join(filter(None, [one.firmness, one.detail])):
            below = _lines(under, _EDGE_WIDTH + 4, _EDGE_LINES)
            rows.append(_words(below, palette(theme).quiet, size=SMALLEST))
    return _padded(rows, ground)


def _lines(text: str, width: int, most: int) -> list[str]:
    """A text broken into at most so many lines, what is cut marked; a blank for an empty one, which Graphviz wants."""
    return textwrap.wrap(" ".join(text.split()), width, max_lines=most, placeholder=" …") or [" "]


def _padded(rows: Iterable[str], ground: str) -> str:
    """Labels one under the other, on a ground of their own so that no line runs through them."""
    cells = "".join(f"<TR><TD>{row[1:-1]}</TD></TR>" for row in rows)
    colour = f' BGCOLOR="{ground}"' if ground else ""
    return f'<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="1"{colour}>{cells}</TABLE>>'


def _style(factuality: Factuality, *, is_claim: bool) -> str:
    if factuality is Factuality.ASSERTED and not is_claim:
        return "solid"
    return "dotted" if factuality is Factuality.DENIED else "dashed"


def legend_lines(theme: Theme) -> Iterator[tuple[str, str]]:
    """A sample of each class as a line of DOT, and under no class what the lines mean."""
    for kind, look in class_looks().items():
        sample = {
            **_shape(look, theme),
            "class": f"legend {kind}",
            "fontsize": f"{SMALLEST}",
            "height": "0.22",
            "width": "0.4",
            "label": look.name,
        }
        yield kind, f"{_quoted(f'legend {kind}')} [{_attributes(sample)}]"
    lines = page_table("lines")
    shown = (*(tone.name.lower() for tone in Tone), "dashed", "denied", "hollow", "plain")
    meanings = [*_family_meanings(set(families())), *(lines[name] for name in shown)]
    text = _words(meanings, palette(theme).quiet, size=SMALLEST, is_left=True)
    look_of_lines = {"shape": "box", "color": "transparent", "class": "legend", "label": text}
    yield "", f"{_quoted('legend lines')} [{_attributes(look_of_lines)}]"


def _legend(picture: Picture, theme: Theme) -> str:
    """The classes that are drawn, and what the lines mean that are, below all."""
    used = {kind_shown(node.kind) for node in picture.nodes if not node.is_act}
    looks = [look for kind, look in class_looks().items() if kind in used]
    lines = textwrap.wrap("; ".join(_line_meanings(picture)), _NOTE_WIDTH)
    colours = palette(theme)
    cells = [
        f'<TD BORDER="1" COLOR="{colours.line}" BGCOLOR="{look.fill(theme)}">{_font(look.name, colours.ink)}</TD>'
        for look in looks
    ]
    kinds = ("".join(cells[at : at + _KINDS_A_ROW]) for at in range(0, len(cells), _KINDS_A_ROW))
    rows = [f'<TABLE BORDER="0" CELLSPACING="4" CELLPADDING="2"><TR>{some}</TR></TABLE>' for some in kinds]
    rows += [_font(line, colours.quiet) for line in lines]
    rows = [f'<TR><TD ALIGN="LEFT">{row}</TD></TR>' for row in rows]
    return f'<<TABLE BORDER="0" CELLSPACING="0" CELLPADDING="2">{"".join(rows)}</TABLE>>' if rows else ""


def _font(text: str, colour: str) -> str:
    return f'<FONT POINT-SIZE="{SMALLEST}" COLOR="{colour}">{safe(text)}</FONT>'


def _family_meanings(names: set[str]) -> list[str]:
    return [f"{family.letter} {family.label}" for name, family in families().items() if name in names]


def _line_meanings(picture: Picture) -> list[str]:
    edges = [one for edge in picture.edges for one in (edge, *edge.bundled)]
    tones = {edge.tone for edge in edges if not edge.role}
    firm = {edge.factuality for edge in edges}
    lines = page_table("lines")
    dashed = [lines["claimed"]] if any(edge.is_claim for edge in edges) else []
    dashed += sorted({edge.firmness for edge in edges if edge.factuality is not Factuality.DENIED} - {""})
    found = _family_meanings({edge.family for edge in edges})
    found += [lines[tone.name.lower()] for tone in Tone if tone in tones]
    if any(not edge.has_head and not edge.role and edge.label for edge in edges):
        found.append(lines["mutual"])
    if dashed:
        found.append(f"dashed: {', '.join(dashed)}")
    if Factuality.DENIED in firm:
        found.append(lines["denied"])
    if not all(node.is_fact for node in picture.nodes):
        found.append(lines["hollow"])
    if any(edge.role for edge in picture.edges):
        found.append(lines["plain"])
    return found


def _words(lines: Iterable[str], colour: str, *, size: float = _NODE_SIZE, **look: bool) -> str:
    """Lines as an HTML-like label."""
    line_break = '<BR ALIGN="LEFT"/>' if look.get("is_left") else "<BR/>"
    text = line_break.join(map(safe, lines)) + (line_break if look.get("is_left") else "")
    text = f"<B>{text}</B>" if look.get("is_bold") else text
    return f'<<FONT POINT-SIZE="{size:g}" COLOR="{colour}">{text}</FONT>>'


def _attributes(values: DotAttributes) -> str:
    given = ((name, value) for name, value in values.items() if value or name == "id")
    return " ".join(
        f"{name}={value if value.startswith('<<') and value.endswith('>>') else _quoted(value)}"
        for name, value in given
    )


def _quoted(text: str) -> str:
    """A DOT string; no backslash is left that Graphviz would read as an escape."""
    plain = UNREADABLE.sub("\ufffd", text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{plain}"'


_REPORTED = "reported"  # what a happening looks like that is not told as a fact
_UNSAFE = re.compile(r"[^\w .,;:!?'’“”()/%+–—·…-]")


def mermaid(picture: Picture, view: View = View()) -> str:  # noqa: B008 frozen
    """The picture as a Mermaid flowchart."""
    names = {node.id: f"n{number}" for number, node in enumerate(picture.nodes)}
    nodes = []
    for node in picture.nodes:
        if node.is_act:
            (opening, closing), look = ("([", "])"), node.tone.name.lower()
            words = "<br>".join(map(_numbered, filter(None, [node.label, node.firmness, node.detail])))
        else:
            look, words = kind_shown(node.kind), _numbered(node.label)
            opening, closing = page_table("mermaid").get(look, "[ ]").split()
        look = look if node.is_fact else _REPORTED
        nodes.append(f'    {names[node.id]}{opening}"{words}"{closing}:::{look}')
    edges = []  # dots for what is no fact, thick for conflict, a cross at the end of what is negated; with words
    for edge in picture.edges:
        head = "" if not edge.has_head else "x" if edge.negated else ">"
        told = [word for one in (edge, *edge.bundled) for word in (one.label, one.firmness, one.detail)]
        if edge.role:
            arrow, told = "-.-", [edge.role]
        elif edge.is_claim or edge.factuality is not Factuality.ASSERTED:
            arrow = f"-.-{head}"
        else:
            arrow = f"=={head or '='}" if edge.tone is Tone.CONFLICT else f"--{head or '-'}"
        label = "<br>".join(map(_numbered, filter(None, told)))
        label = f'|"{label}"|' if label else ""
        edges.append(f"    {names[edge.tail]} {arrow}{label} {names[edge.head]}")
    lines = (
        f"%% {_numbered(picture.title)}",
        f"%% {_numbered(picture.note)}",
        f"flowchart {(view.direction or picture.direction).value}",
        *nodes,
        *edges,
        *(f"    {line}" for line in _mermaid_styles(picture, view)),
    )
    return "".join(f"{line}\n" for line in lines)


def _mermaid_styles(picture: Picture, view: View) -> Iterator[str]:
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


def _numbered(text: str) -> str:
    """Text that Mermaid reads as text: whatever else is written as its number."""
    return _UNSAFE.sub(lambda found: f"#{ord(found[0])};", " ".join(text.split()))
