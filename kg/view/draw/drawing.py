"""A picture as the bytes of a file, in any format."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from kg.errors import KgError
from kg.model import Graph
from kg.view.draw.answers import MOST_ASKED, answers
from kg.view.draw.choice import focused, picture, pictures, to_focus_on
from kg.view.draw.dot import dot
from kg.view.draw.mermaid import mermaid
from kg.view.draw.page import page, scene_page
from kg.view.draw.rendering import described, marked, rendered, width_of
from kg.view.draw.scene import Scene, svg
from kg.view.draw.scenes import layout_of, scene_of
from kg.view.draw.values import MOST_NODES, Direction, Layout, Picture, View

_SUFFIXES = {
    ".svg": "svg",
    ".png": "png",
    ".pdf": "pdf",
    ".dot": "dot",
    ".gv": "dot",
    ".mmd": "mermaid",
    ".mermaid": "mermaid",
    ".html": "html",
    ".htm": "html",
}
_TEXTS = frozenset({"dot", "mermaid"})
_WIDEST = 525.0
"""Points: 700 pixels, at which the smallest words are 11 pixels high."""
_TOPS = (MOST_NODES, 24, 20, 17, 14, 12, 10, 9, 8, 7, 6, 5, 4)
_WAYS = (Direction.RIGHT, Direction.DOWN)
_ENOUGH = 20
"""Nodes of a picture that is no small part of what there is."""
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
FORMS = tuple(dict.fromkeys(_SUFFIXES.values()))
"""The formats; ``html`` is made of a graph (``kg.view.draw.page``), the others of a picture."""


def form_of(name: str | PurePath) -> str:
    """The format of a file's suffix; ``KgError`` for one that is none of ours."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in _SUFFIXES:
        raise KgError(f"{name}: {suffix or 'no suffix'} is no format of pictures", hint=f"one of {', '.join(FORMS)}")
    return _SUFFIXES[suffix]


def drawn(graph: Graph, form: str, view: View = View()) -> bytes:  # noqa: B008 frozen
    """A graph as a file of any format, laid out as the view asks for (``layout_of``); a page has every layout."""
    if form == "html":
        asked = {"questions": answers(graph)} if len(graph.statements) <= MOST_ASKED else None
        return marked(page(graph, view, asked).encode(), form)
    if layout_of(graph, form, view) is not Layout.NETWORK:
        return scene_bytes(scene_of(graph, view), graph, form)
    return drawing(network(graph, form, view), form, view)


def network(graph: Graph, form: str, view: View = View()) -> Picture:  # noqa: B008 frozen
    """The network of a graph, of so many nodes that its words can be read at the width of a column.

    Where the view asks for another number of them, or has no room for a few, the picture says what to focus on.
    """
    if form in _TEXTS:
        return picture(graph, view)
    tops = _TOPS if view.top == MOST_NODES else (view.top,)
    found = (replace(one, direction=way) for one in pictures(graph, view, tops) for way in _WAYS)
    made = next((one for one in found if width_of(dot(one, view)) <= _WIDEST), None) or picture(
        graph, replace(view, top=tops[-1])
    )
    is_part = not made.left_out.is_nothing and len(made.nodes) < _ENOUGH
    if not is_part and width_of(dot(made, view)) <= _WIDEST:
        return made
    return replace(made, focuses=to_focus_on(made, focused(graph, view)))


def drawing(made: Picture, form: str, view: View = View()) -> bytes:  # noqa: B008 frozen
    """A network as a file of ``svg``, ``png``, ``pdf``, ``dot`` or ``mermaid``, with its mark."""
    return marked(_unmarked(made, form, view), form)


def scene_bytes(scene: Scene, graph: Graph, form: str) -> bytes:
    """A scene as a file of ``svg``, ``png``, ``pdf`` or ``html``, with its mark; ``graph`` has its sentences.

    ``KgError`` for a format that only a network is drawn in.
    """
    match form:
        case "svg":
            return marked((_XML + svg(scene)).encode(), form)
        case "png" | "pdf":
            from kg.view.draw.scene.pdf import pdf, png

            return marked((png if form == "png" else pdf)(scene), form)
        case "html":
            return marked(scene_page(scene, graph).encode(), form)
        case _:
            raise KgError(f"a {form} is drawn as a network alone", hint="--as network")


def _unmarked(made: Picture, form: str, view: View) -> bytes:
    match form:
        case "dot":
            return dot(made, view).encode()
        case "mermaid":
            return mermaid(made, view).encode()
        case "svg":
            return described(rendered(dot(made, view), form), made.title or "A graph", made.note)
        case "png" | "pdf":
            return rendered(dot(made, view), form)
        case _:
            raise KgError(f"{form!r} is no format of pictures", hint=f"one of {', '.join(FORMS)}")
