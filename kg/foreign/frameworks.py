"""Frameworks for retrieval: LangChain, LightRAG, LlamaIndex, neo4j-graphrag, each in JSON that it reads."""

import json
from dataclasses import replace
from itertools import pairwise

from kg.convert import FileFormat, Style, begins
from kg.foreign.retrieval import Node, Passage, Relationship, by_passage, retrieval
from kg.model import Graph
from kg.model.json import Json


def _document(content: dict[str, Json]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _langchain(graph: Graph, style: Style) -> bytes:
    """A line for each passage, with what it tells; a last one, without words, for what none tells.

    Stores keep one relationship of each type between two nodes. Tried with langchain-neo4j 0.11.0 and
    langchain-community 0.4.2.
    """
    found = retrieval(graph, style)
    edges = found.joined(style, lambda edge: (edge.source.id, edge.type, edge.target.id))
    nodes_in, edges_in = by_passage(found.nodes), by_passage(edges)

    def end(node: Node) -> dict[str, Json]:
        return {"id": node.name, "type": node.cls}

    passages: list[tuple[str, Json, str]] = [(one.id, one.properties, one.text) for one in found.passages]
    lines = (
        {
            "source": {"metadata": about, "page_content": text},
            "nodes": [end(node) | {"properties": node.properties} for node in nodes_in[name]],
            "relationships": [
                {"source": end(edge.source), "target": end(edge.target), "type": edge.type}
                | {"properties": edge.properties}
                for edge in edges_in[name]
            ],
        }
        for name, about, text in (*passages, ("", {"newsgraph": ""}, ""))
        if nodes_in[name] or edges_in[name]
    )
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()


def _lightrag(graph: Graph, style: Style) -> bytes:
    """The argument of ``LightRAG.ainsert_custom_kg``; tried with lightrag-hku 1.5.7.

    Chunks go by their words, relations by their ends without direction; nothing is related to itself. A node and a
    relation have one chunk.
    """
    found = retrieval(graph, style)
    first: dict[str, Passage] = {}
    chunks = {one.id: first.setdefault(one.text.strip(), one) for one in found.passages}
    # The words with the id: there is no field for it.
    cited = replace(
        found, edges=tuple(replace(edge, texts=(f"{edge.description} [{edge.ids[0]}]",)) for edge in found.edges)
    )
    pairs = cited.joined(style, lambda edge: frozenset({edge.source.id, edge.target.id}))
    loops = {edge.source.id: edge.texts for edge in pairs if edge.source == edge.target}
    related = [edge for edge in pairs if edge.source != edge.target]
    places = [*(node.passages for node in found.nodes), *(edge.passages for edge in related)]
    style.count(len(found.passages) - len(first), "passages with the words of another, which stands for them")
    style.count(len(loops), "relations of a node with itself, told in its description alone")
    several = sum(len(names) > 1 for names in places)
    style.count(several, "entities and relations told in several passages, of which the first is kept")

    def source(one: Node | Relationship) -> dict[str, Json]:
        """The first passage, if there is one, as the chunk that has its words."""
        chunk = chunks[one.passages[0]] if one.passages else None
        return {"source_id": chunk.id if chunk else "", "file_path": chunk.article.id if chunk else ""}

    told_chunks: list[Json] = [
        {"content": one.text, "source_id": one.id, "file_path": one.article.id, "chunk_order_index": number}
        for number, one in enumerate(first.values())
    ]
    entities: list[Json] = [
        {
            "entity_name": node.name,
            "entity_type": node.cls,
            "description": "\n".join((node.description, *loops.get(node.id, ()), f"[{node.id}]")),
            **source(node),
        }
        for node in found.nodes
    ]
    relationships: list[Json] = [
        {
            "src_id": edge.source.name,
            "tgt_id": edge.target.name,
            "description": edge.description,
            "keywords": edge.label,
            "weight": edge.weight,
            **source(edge),
        }
        for edge in related
    ]
    told = {"chunks": told_chunks, "entities": entities, "relationships": relationships}
    return _document({"generator": "newsgraph", **told})


def _llamaindex(graph: Graph, style: Style) -> bytes:
    """A ``SimplePropertyGraphStore`` as it persists; tried with llama-index-core 0.14.25.

    Nodes go by their names, relations by triple; a node is taken for a passage that has no name.
    """
    found = retrieval(graph, style)
    edges = found.joined(style, lambda edge: (edge.source.id, edge.label, edge.target.id))

    def properties(one: Node | Relationship) -> dict[str, Json]:
        return one.properties | ({"triplet_source_id": one.passages[0]} if one.passages else {})

    nodes: dict[str, Json] = {
        one.name: {"name": one.name, "label": one.cls, "properties": properties(one)} for one in found.nodes
    }
    for one in found.passages:  # each with the TextNode that is made of it; "1" stands for where a node is from
        article = one.article.id
        node: dict[str, Json] = {
            "id_": one.id,
            "metadata": one.properties,
            "relationships": {"1": {"node_id": article, "class_name": "RelatedNodeInfo"}},
            "class_name": "TextNode",
        }
        kept: dict[str, Json] = {"_node_content": json.dumps(node, ensure_ascii=False), "_node_type": "TextNode"}
        named: dict[str, Json] = dict.fromkeys(("document_id", "doc_id", "ref_doc_id"), article)
        told = one.properties | kept | named
        nodes[one.id] = {"id_": one.id, "text": one.text, "label": "text_chunk", "properties": told}
    relations: dict[str, Json] = {}
    triplets: list[Json] = []
    for edge in edges:
        source, label, target = edge.source.name, edge.label, edge.target.name
        ends: dict[str, Json] = {"label": label, "source_id": source, "target_id": target}
        relations["_".join((source, label, target))] = ends | {"properties": properties(edge)}
        triplets.append([source, label, target])
    return _document({"generator": "newsgraph", "nodes": nodes, "relations": relations, "triplets": triplets})


def _neo4j_graphrag(graph: Graph, style: Style) -> bytes:
    """A ``Neo4jGraph`` for the ``Neo4jWriter``; tried with neo4j-graphrag 1.22.0.

    It is the lexical graph of articles and passages, and that of entities; it keeps one relationship of a type a pair.
    """
    found = retrieval(graph, style)
    nodes: list[Json] = []
    relationships: list[Json] = []

    def add(name: str, label: str, properties: dict[str, Json]) -> None:
        nodes.append({"properties": properties, "id": name, "label": label})

    def relate(source: str, kind: str, target: str, properties: dict[str, Json]) -> None:
        told = {"start_node_id": source, "type": kind, "end_node_id": target}
        relationships.append({**told, "properties": properties})

    for node in found.nodes:
        add(node.id, node.cls, node.properties)
    for edge in found.joined(style, lambda edge: (edge.source.id, edge.type, edge.target.id)):
        relate(edge.source.id, edge.type, edge.target.id, edge.properties)
    for article, passages in found.by_article():
        name, about = f"article:{article.id}", passages[0].properties
        told: dict[str, Json] = {key: about[key] for key in ("title", "date", "url")}
        add(name, "Document", told | {"newsgraph": article.id, "path": article.url})
        for number, one in enumerate(passages):
            add(one.id, "Chunk", one.properties | {"id": one.id, "text": one.text, "index": number})
            relate(one.id, "FROM_DOCUMENT", name, {})
        for one, other in pairwise(passages):
            relate(one.id, "NEXT_CHUNK", other.id, {})
    for node in found.nodes:
        for passage in node.passages:
            relate(node.id, "FROM_CHUNK", passage, {})
    return _document({"nodes": nodes, "relationships": relationships})


LANGCHAIN = FileFormat(
    name="langchain",
    description="LangChain: a GraphDocument a line, as JSON",
    content=_langchain,
    recognizes=begins(b'{"source": {"metadata": {"newsgraph": "'),
)
LIGHTRAG = FileFormat(
    name="lightrag",
    description="LightRAG: the argument of ainsert_custom_kg, as JSON",
    content=_lightrag,
    recognizes=begins(b'{\n "generator": "newsgraph",\n "chunks": ['),
)
LLAMAINDEX = FileFormat(
    name="llamaindex",
    description="LlamaIndex: a SimplePropertyGraphStore as it persists",
    content=_llamaindex,
    recognizes=begins(b'{\n "generator": "newsgraph",\n "nodes": {'),
)
NEO4J_GRAPHRAG = FileFormat(
    name="neo4j-graphrag",
    description="neo4j-graphrag: a Neo4jGraph for its Neo4jWriter, as JSON",
    content=_neo4j_graphrag,
    recognizes=begins(b'{\n "nodes": [\n  {\n   "properties": {\n    "newsgraph": "'),
)
