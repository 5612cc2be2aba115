"""GraphML and GEXF: entities and events as nodes, an edge for each statement, link and role."""

from __future__ import annotations

from pathlib import Path

from kg.convert.marks import HEAD
from kg.convert.values import FileFormat, Style
from kg.model import Graph


def _graphml(graph: Graph, style: Style) -> bytes:
    from kg.convert.network import whole_network
    from kg.graph.files import graphml

    return graphml(whole_network(graph, style.vocabulary))


def _gexf(graph: Graph, style: Style) -> bytes:
    from kg.convert.network import whole_network
    from kg.graph.files import gexf

    return gexf(whole_network(graph, style.vocabulary))


def _is_graphml(path: Path) -> bool:
    """The keys of GraphML stand before the graph."""
    with path.open("rb") as file:
        keys, graph, _ = file.read(HEAD).partition(b"<graph ")
    return bool(graph) and b"<graphml " in keys and b'<key id="iri" for="node" attr.name="iri"' in keys


def _is_gexf(path: Path) -> bool:
    """The attributes of GEXF stand before the nodes."""
    with path.open("rb") as file:
        attributes, nodes, _ = file.read(HEAD).partition(b"<nodes>")
    return bool(nodes) and attributes.startswith(b"<gexf ") and b'title="iri" type="string"' in attributes


FORMATS = (
    FileFormat(
        name="graphml",
        description="GraphML: a network, for yEd, Cytoscape, igraph, networkx",
        content=_graphml,
        recognizes=_is_graphml,
    ),
    FileFormat(
        name="gexf",
        description="GEXF: a network, for Gephi",
        content=_gexf,
        recognizes=_is_gexf,
    ),
)
