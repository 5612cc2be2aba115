"""neo4j-graphrag: a ``Neo4jGraph`` as JSON, for its ``Neo4jWriter``; tried with neo4j-graphrag 1.22.0."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kg.convert import FileFormat, Style, begins
from kg.foreign.retrieval import Retrieval, document, retrieval
from kg.model import Article, Graph
from kg.model.json import Json


def _content(graph: Graph, style: Style) -> bytes:
    """The lexical graph of articles and passages, and that of entities; it keeps one relationship of a type a pair."""
    found = retrieval(graph, style)
    edges = found.joined(style, lambda edge: (edge.source.id, edge.type, edge.target.id))
    nodes: list[Json] = [_node(node.id, node.cls, node.properties) for node in found.nodes]
    of_edges = (_relationship(edge.source.id, edge.type, edge.target.id, edge.properties) for edge in edges)
    return document(
        {"nodes": [*nodes, *_lexical_nodes(found)], "relationships": [*of_edges, *_lexical_relationships(found)]}
    )


def _lexical_nodes(found: Retrieval) -> Iterator[Json]:
    for article, passages in found.by_article():
        about = {name: passages[0].properties[name] for name in ("title", "date", "url")}
        yield _node(_document_id(article), "Document", about | {"newsgraph": article.id, "path": article.url})
        for number, one in enumerate(passages):
            yield _node(one.id, "Chunk", one.properties | {"id": one.id, "text": one.text, "index": number})


def _lexical_relationships(found: Retrieval) -> Iterator[Json]:
    for article, passages in found.by_article():
        yield from (_relationship(one.id, "FROM_DOCUMENT", _document_id(article), {}) for one in passages)
        yield from (_relationship(one.id, "NEXT_CHUNK", other.id, {}) for one, other in pairwise(passages))
    for node in found.nodes:
        yield from (_relationship(node.id, "FROM_CHUNK", passage, {}) for passage in node.passages)


def _document_id(article: Article) -> str:
    return f"article:{article.id}"


def _node(name: str, label: str, properties: dict[str, Json]) -> Json:
    return {"properties": properties, "id": name, "label": label}


def _relationship(source: str, kind: str, target: str, properties: dict[str, Json]) -> Json:
    return {"start_node_id": source, "type": kind, "end_node_id": target, "properties": properties}


FORMAT = FileFormat(
    name="neo4j-graphrag",
    description="neo4j-graphrag: a Neo4jGraph for its Neo4jWriter, as JSON",
    content=_content,
    recognizes=begins(b'{\n "nodes": [\n  {\n   "properties": {\n    "newsgraph": "'),
)
