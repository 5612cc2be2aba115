"""A picture as the bytes of a file, in any format."""

from __future__ import annotations

from pathlib import PurePath

from kg.errors import KgError
from kg.model import Graph
from kg.view.draw.answers import MOST_ASKED, answers
from kg.view.draw.choice import picture
from kg.view.draw.dot import dot
from kg.view.draw.mermaid import mermaid
from kg.view.draw.page import page, scene_page
from kg.view.draw.rendering import described, marked, rendered
from kg.view.draw.scene import Scene, svg
from kg.view.draw.scenes import layout_of, scene_of
from kg.view.draw.values import Layout, Picture, View

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
    return drawing(picture(graph, view), form, view)


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
