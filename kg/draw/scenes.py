"""A graph as a scene: which layout it gets, and of which statements."""

from __future__ import annotations

from kg.draw.choice import said_near
from kg.draw.countries import by_country
from kg.draw.scene import Scene
from kg.draw.story.strip import story
from kg.draw.values import Layout, View
from kg.errors import KgError
from kg.model import Graph

_NETWORKS = frozenset({"dot", "mermaid", "html"})
"""Formats that are networks unless asked otherwise; the page has its network beside the article."""


def layout_of(graph: Graph, form: str, view: View) -> Layout:
    """What was asked for, else the story of one article, and the network of several."""
    if view.layout is not None:
        return view.layout
    return Layout.STORY if form not in _NETWORKS and len(graph.articles) == 1 else Layout.NETWORK


def scene_of(graph: Graph, view: View, layout: Layout = Layout.STORY) -> Scene:
    """The scene of a graph in the layout of the view, else in ``layout``; ``KgError`` for a name that it lacks."""
    said = said_near(graph, view)
    if view.by_country:
        graph = by_country(graph).graph
        wanted = {one.id for one in said}
        said = tuple(one for one in graph.statements if one.id in wanted)
    match view.layout or layout:
        case Layout.STORY:
            return story(graph, said, view)
        case other:
            raise KgError(f"{other} is no scene")
