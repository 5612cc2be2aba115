"""A network as GraphML and GEXF, for Gephi, yEd, Cytoscape, igraph."""

from __future__ import annotations

import io
import re

import networkx as nx

from kg.graph.projection import EdgeData, Network

_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CLOCK = re.compile(r' lastmodifieddate="[^"]*"')


def graphml(network: Network) -> bytes:
    """The network as GraphML; the id of an edge is its statement."""
    written = io.BytesIO()
    nx.write_graphml_xml(_clean(network), written, named_key_ids=True)
    return written.getvalue()


def gexf(network: Network) -> bytes:
    """The network as GEXF 1.2; dated edges live from their start to their end. No clock is written."""
    text = "\n".join(nx.generate_gexf(_clean(network)))
    return (_CLOCK.sub("", text, count=1) + "\n").encode()


def _clean(network: Network) -> Network:
    """The network without the characters that XML cannot have."""
    found: Network = nx.MultiDiGraph()
    for name, data in network.nodes(data=True):
        found.add_node(name, **_cleaned(data))
    for source, target, key, data in network.edges(keys=True, data=True):
        found.add_edge(source, target, key, **_cleaned(data))
    return found


def _cleaned(data: EdgeData) -> EdgeData:
    return {name: _NOT_IN_XML.sub("\ufffd", value) if isinstance(value, str) else value for name, value in data.items()}
