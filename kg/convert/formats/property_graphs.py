"""Property graphs: Cypher to run, and two tables for Neo4j's bulk import."""

from __future__ import annotations

from kg.convert.marks import begins
from kg.convert.values import FileFormat, FolderFormat, Style
from kg.model import Graph

_CYPHER = (b'MERGE (n:Node {id: "',)
_CSV = (
    b"id:ID,label,kind,country,wikidata,iri,factuality,fact:boolean,eventClass,attributedTo,",
    (
        b":START_ID,statement,label,kind,factuality,fact:boolean,confidence:float,start:date,end:date,"
        b"source,event,article,quote,"
    ),
)
"""What a file begins with: one of them, in this version and in earlier ones, which had fewer columns behind."""


def _cypher(graph: Graph, style: Style) -> bytes:
    from kg.convert.cypher import cypher
    from kg.convert.network import whole_network

    return cypher(whole_network(graph, style.vocabulary)).encode()


def _csv(graph: Graph, style: Style) -> tuple[bytes, bytes]:
    from kg.convert.network import whole_network
    from kg.convert.tables import neo4j

    return neo4j(whole_network(graph, style.vocabulary))


FORMATS = (
    FileFormat(
        name="cypher",
        description="openCypher: MERGE statements for Neo4j, Memgraph; run twice they change nothing",
        content=_cypher,
        suffixes=("cql", "cyp"),
        recognizes=begins(*_CYPHER),
    ),
    FolderFormat(
        name="csv",
        description="tables of nodes and relationships for neo4j-admin database import full",
        files=("nodes.csv", "relationships.csv"),
        contents=_csv,
        recognizes=begins(*_CSV),
    ),
)
