"""LightRAG: the argument of ``LightRAG.ainsert_custom_kg`` as JSON; tried with lightrag-hku 1.5.7."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kg.convert import FileFormat, Style, begins
from kg.foreign.retrieval import Node, Passage, Relationship, document, retrieval
from kg.model import Graph
from kg.model.json import Json


def _content(graph: Graph, style: Style) -> bytes:
    """Chunks go by their words, relations by their ends without direction; nothing is related to itself.

    A node and a relation have one chunk.
    """
    found = retrieval(graph, style)
    first: dict[str, Passage] = {}
    chunks = {one.id: first.setdefault(one.text.strip(), one) for one in found.passages}
    # The words with the id: there is no field for it.
    cited = replace(
        found, edges=tuple(replace(edge, texts=(f"{edge.description} [{edge.ids[0]}]",)) for edge in found.edges)
    )
    pairs = cited.joined(style, lambda edge: frozenset({edge.source.id, edge.target.id}))
    loops = {edge.source.id: edge for edge in pairs if edge.source == edge.target}
    related = [edge for edge in pairs if edge.source != edge.target]
    places = [*(node.passages for node in found.nodes), *(edge.passages for edge in related)]
    style.count(len(found.passages) - len(first), "passages with the words of another, which stands for them")
    style.count(len(loops), "relations of a node with itself, told in its description alone")
    style.count(
        sum(len(names) > 1 for names in places),
        "entities and relations told in several passages, of which the first is kept",
    )
    return document(
        {
            "generator": "newsgraph",
            "chunks": [_chunk(one, number) for number, one in enumerate(first.values())],
            "entities": [_entity(node, loops.get(node.id)) | _source(node, chunks) for node in found.nodes],
            "relationships": [_relationship(edge) | _source(edge, chunks) for edge in related],
        }
    )


def _chunk(passage: Passage, number: int) -> dict[str, Json]:
    article = passage.article.id
    return {"content": passage.text, "source_id": passage.id, "file_path": article, "chunk_order_index": number}


def _entity(node: Node, loop: Relationship | None) -> dict[str, Json]:
    lines = (node.description, *(loop.texts if loop else ()), f"[{node.id}]")
    return {"entity_name": node.name, "entity_type": node.cls, "description": "\n".join(lines)}


def _relationship(edge: Relationship) -> dict[str, Json]:
    return {
        "src_id": edge.source.name,
        "tgt_id": edge.target.name,
        "description": edge.description,
        "keywords": edge.label,
        "weight": edge.weight,
    }


def _source(one: Node | Relationship, chunks: Mapping[str, Passage]) -> dict[str, Json]:
    """The first passage, if there is one, as the chunk that has its words."""
    chunk = chunks[one.passages[0]] if one.passages else None
    return {"source_id": chunk.id if chunk else "", "file_path": chunk.article.id if chunk else ""}


FORMAT = FileFormat(
    name="lightrag",
    description="LightRAG: the argument of ainsert_custom_kg, as JSON",
    content=_content,
    recognizes=begins(b'{\n "generator": "newsgraph",\n "chunks": ['),
)
