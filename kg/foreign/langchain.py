"""LangChain: a ``GraphDocument`` a line, as JSON; tried with langchain-neo4j 0.11.0, langchain-community 0.4.2."""

from __future__ import annotations

import json
from collections.abc import Sequence

from kg.convert import FileFormat, Style, begins
from kg.foreign.retrieval import Node, Relationship, by_passage, retrieval
from kg.model import Graph
from kg.model.json import Json


def _content(graph: Graph, style: Style) -> bytes:
    """A line for each passage, with what it tells; a last one, without words, for what none tells.

    Stores keep one relationship of each type between two nodes.
    """
    found = retrieval(graph, style)
    edges = found.joined(style, lambda edge: (edge.source.id, edge.type, edge.target.id))
    nodes_in, edges_in = by_passage(found.nodes), by_passage(edges)
    lines = [
        _line(one.properties, one.text, nodes_in[one.id], edges_in[one.id])
        for one in found.passages
        if nodes_in[one.id] or edges_in[one.id]
    ]
    if nodes_in[""] or edges_in[""]:
        lines.append(_line({"newsgraph": ""}, "", nodes_in[""], edges_in[""]))
    return "".join(lines).encode()


def _line(about: dict[str, Json], text: str, nodes: Sequence[Node], edges: Sequence[Relationship]) -> str:
    told: dict[str, Json] = {
        "source": {"metadata": about, "page_content": text},
        "nodes": [_end(node) | {"properties": node.properties} for node in nodes],
        "relationships": [
            {"source": _end(edge.source), "target": _end(edge.target), "type": edge.type, "properties": edge.properties}
            for edge in edges
        ],
    }
    return json.dumps(told, ensure_ascii=False) + "\n"


def _end(node: Node) -> dict[str, Json]:
    return {"id": node.name, "type": node.cls}


FORMAT = FileFormat(
    name="langchain",
    description="LangChain: a GraphDocument a line, as JSON",
    content=_content,
    recognizes=begins(b'{"source": {"metadata": {"newsgraph": "'),
)
