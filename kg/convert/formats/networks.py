"""Networks: GraphML and GEXF, Cypher to run, tables for Neo4j's bulk import and for tools of the Biolink model."""

from importlib import import_module
from types import ModuleType

from kg.convert import FileFormat, FolderFormat, Style, begins, head_is
from kg.model import Graph

_CYPHER = (b'MERGE (n:Node {id: "',)
_CSV = (
    b"id:ID,label,kind,country,wikidata,iri,factuality,fact:boolean,eventClass,attributedTo,",
    (
        b":START_ID,statement,label,kind,factuality,fact:boolean,confidence:float,start:date,end:date,"
        b"source,event,article,quote,"
    ),
)
_KGX = (
    b"id\tcategory\tname\txref\tprovided_by\ttype\tiri\tfactuality\tfact\teventClass\tattributedTo",
    (
        b"id\tcategory\tsubject\tpredicate\toriginal_predicate\tobject\tnegated\tknowledge_level\tagent_type\t"
        b"primary_knowledge_source\tpublications\tsupporting_text\thas_confidence_score\tlabel\tkind\tfactuality\t"
        b"fact\tstart\tend\t"
    ),
)
"""What a file begins with: one of them, in this version and in earlier ones, which had fewer columns behind."""


def _networks() -> ModuleType:
    """What makes the files of a network, imported when it is used."""
    return import_module("kg.convert.networks")


def _whole(graph: Graph, style: Style) -> object:
    return _networks().whole_network(graph, style.vocabulary)


def _is_graphml(head: bytes) -> bool:
    """The keys of GraphML stand before the graph."""
    keys, graph, _ = head.partition(b"<graph ")
    return bool(graph) and b"<graphml " in keys and b'<key id="iri" for="node" attr.name="iri"' in keys


def _is_gexf(head: bytes) -> bool:
    """The attributes of GEXF stand before the nodes."""
    attributes, nodes, _ = head.partition(b"<nodes>")
    return bool(nodes) and attributes.startswith(b"<gexf ") and b'title="iri" type="string"' in attributes


FORMATS = (
    FolderFormat(
        name="kgx",
        description="KGX: tables of nodes and edges for tools of the Biolink model",
        files=("nodes.tsv", "edges.tsv"),
        contents=lambda graph, style: _networks().kgx(_whole(graph, style)),
        recognizes=begins(*_KGX),
    ),
    FileFormat(
        name="graphml",
        description="GraphML: a network, for yEd, Cytoscape, igraph, networkx",
        content=lambda graph, style: _networks().graphml(_whole(graph, style)),
        recognizes=head_is(_is_graphml),
    ),
    FileFormat(
        name="gexf",
        description="GEXF: a network, for Gephi",
        content=lambda graph, style: _networks().gexf(_whole(graph, style)),
        recognizes=head_is(_is_gexf),
    ),
    FileFormat(
        name="cypher",
        description="openCypher: MERGE statements for Neo4j, Memgraph; run twice they change nothing",
        content=lambda graph, style: _networks().cypher(_whole(graph, style)),
        suffixes=("cql", "cyp"),
        recognizes=begins(*_CYPHER),
    ),
    FolderFormat(
        name="csv",
        description="tables of nodes and relationships for neo4j-admin database import full",
        files=("nodes.csv", "relationships.csv"),
        contents=lambda graph, style: _networks().neo4j(_whole(graph, style)),
        recognizes=begins(*_CSV),
    ),
)
