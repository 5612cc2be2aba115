"""LlamaIndex: a ``SimplePropertyGraphStore`` as it persists; tried with llama-index-core 0.14.25."""

from __future__ import annotations

import json

from kg.convert import FileFormat, Style, begins
from kg.foreign.retrieval import Node, Passage, Relationship, document, retrieval
from kg.model import Graph
from kg.model.json import Json


def _content(graph: Graph, style: Style) -> bytes:
    """Nodes go by their names, relations by triple; a node is taken for a passage that has no name."""
    found = retrieval(graph, style)
    edges = found.joined(style, lambda edge: (edge.source.id, edge.label, edge.target.id))
    nodes: dict[str, Json] = {
        one.name: {"name": one.name, "label": one.cls, "properties": one.properties | _source(one)}
        for one in found.nodes
    }
    relations: dict[str, Json] = {"_".join(_triple(edge)): _relation(edge) for edge in edges}
    return document(
        {
            "generator": "newsgraph",
            "nodes": nodes | {one.id: _chunk(one) for one in found.passages},
            "relations": relations,
            "triplets": [list(_triple(edge)) for edge in edges],
        }
    )


def _triple(edge: Relationship) -> tuple[str, str, str]:
    return edge.source.name, edge.label, edge.target.name


def _relation(edge: Relationship) -> Json:
    source, label, target = _triple(edge)
    return {"label": label, "source_id": source, "target_id": target, "properties": edge.properties | _source(edge)}


def _source(one: Node | Relationship) -> dict[str, Json]:
    return {"triplet_source_id": one.passages[0]} if one.passages else {}


def _chunk(passage: Passage) -> Json:
    """A passage with the TextNode that is made of it; "1" stands for where a node is from."""
    article = passage.article.id
    node: dict[str, Json] = {
        "id_": passage.id,
        "metadata": passage.properties,
        "relationships": {"1": {"node_id": article, "class_name": "RelatedNodeInfo"}},
        "class_name": "TextNode",
    }
    kept: dict[str, Json] = {"_node_content": json.dumps(node, ensure_ascii=False), "_node_type": "TextNode"}
    named: dict[str, Json] = dict.fromkeys(("document_id", "doc_id", "ref_doc_id"), article)
    properties = passage.properties | kept | named
    return {"id_": passage.id, "text": passage.text, "label": "text_chunk", "properties": properties}


FORMAT = FileFormat(
    name="llamaindex",
    description="LlamaIndex: a SimplePropertyGraphStore as it persists",
    content=_content,
    recognizes=begins(b'{\n "generator": "newsgraph",\n "nodes": {'),
)
