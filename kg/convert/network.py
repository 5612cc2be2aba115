"""The whole graph as a network with IRIs, for GraphML, GEXF, Cypher, CSV and KGX."""

from __future__ import annotations

import re

from kg.graph import Network, Projection, to_networkx
from kg.model import Graph, NodeId
from kg.tables.rows import Vocabulary

_BREAKS = re.compile(r"[\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")


def whole_network(graph: Graph, vocabulary: Vocabulary) -> Network:
    """Statements, links and roles; ``iri`` of a node tells apart what two graphs call by one name."""
    network = to_networkx(graph, Projection(links=True, roles=True))
    for name in network:
        network.nodes[name]["iri"] = vocabulary.node(NodeId(name)) or ""
    return network


def one_line(cell: str) -> str:
    """The text of a table's cell: a tab or the end of a line in it becomes a space, for readers that split at them."""
    return _BREAKS.sub(" ", cell)
