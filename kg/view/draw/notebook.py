"""A graph in a notebook: its page in a sandboxed frame without access to notebook or network."""

from __future__ import annotations

from html import escape

from kg.model import Graph
from kg.view.draw.page import page
from kg.view.draw.values import View

_HEIGHT = 640


def frame(graph: Graph, view: View = View(), *, name: str = "") -> str:  # noqa: B008 frozen
    """The page as a sandboxed ``iframe``; whatever stands in an article is an attribute's value, never markup."""
    sandbox = "allow-scripts allow-downloads"
    held = escape(page(graph, view))
    return (
        f'<iframe title="{escape(name or "A graph")}" sandbox="{sandbox}" width="100%" height="{_HEIGHT}" '
        f'srcdoc="{held}"></iframe>'
    )
