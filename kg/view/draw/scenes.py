"""A graph as a scene: which layout it gets, and of which statements."""

from __future__ import annotations

from kg.errors import KgError
from kg.model import Graph
from kg.view.draw.choice import said_near
from kg.view.draw.countries import by_country
from kg.view.draw.lanes import lanes
from kg.view.draw.matrix import matrix
from kg.view.draw.scene import Scene
from kg.view.draw.story.strip import story
from kg.view.draw.values import Layout, View

_NETWORKS = frozenset({"dot", "mermaid"})
"""Formats in which only a network is drawn."""


def layout_of(graph: Graph, form: str, view: View) -> Layout:
    """The requested layout, by default the story for one article and the matrix for several."""
    return view.layout or (Layout.NETWORK if form in _NETWORKS else _usual(graph))


def scene_of(graph: Graph, view: View) -> Scene:
    """The scene of a graph; ``KgError`` for a name that it lacks, and for a network, which Graphviz lays out."""
    said = said_near(graph, view)
    if view.by_country:
        graph = by_country(graph).graph
        wanted = {one.id for one in said}
        said = tuple(one for one in graph.statements if one.id in wanted)
    match view.layout or _usual(graph):
        case Layout.STORY:
            return story(graph, said, view)
        case Layout.MATRIX:
            return matrix(graph, said, view)
        case Layout.LANES:
            return lanes(graph, said, view)
        case Layout.NETWORK:
            raise KgError("a network is no scene", hint="kg.view.draw.picture")


def _usual(graph: Graph) -> Layout:
    return Layout.STORY if len(graph.articles) == 1 else Layout.MATRIX
