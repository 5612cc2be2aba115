"""A graph as a network in files: KGX (Biolink), openCypher, two tables for Neo4j's bulk import.

Biolink (https://w3id.org/biolink/) has no predicates for acts of states, so in KGX each edge is a
``biolink:related_to`` and keeps its relation in ``original_predicate``. What Biolink has no slot for (firmness, time,
who says it) stands in columns of our own behind. openCypher is ``MERGE`` alone: run twice it changes nothing.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from kg.graph import TOLD, EdgeData, Network, Projection, gexf, graphml, plain_edges, plain_nodes, to_networkx
from kg.model import Graph, NodeId
from kg.ontology import Ontology
from kg.tables.rows import Vocabulary
from kg.turtle.terms import term_curie
from kg.turtle.text import escaped

__all__ = ["cypher", "gexf", "graphml", "kgx", "neo4j", "one_line", "whole_network"]
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


_OWN_NODE_COLUMNS = ("factuality", "fact", "eventClass", "attributedTo", "negated")
_NODE_COLUMNS = ("label", "kind", "country", "wikidata", "iri", *_OWN_NODE_COLUMNS, "trust")
_EDGE_COLUMNS = (
    "label", "kind", "factuality", "fact", "confidence", "start", "end", "source", "event", "article", "quote",
    "relationClass", "sentence", "detailOf", "usefulness", "negated", "condition", "conditionStatement",
    "extractedBy", "reviewedBy", "trust",
)  # fmt: skip
_NEO4J_TYPES = {
    "fact": "boolean", "negated": "boolean", "confidence": "float", "usefulness": "float", "start": "date",
    "end": "date",
}  # fmt: skip


def neo4j(network: Network) -> tuple[bytes, bytes]:
    """The two files of ``neo4j-admin database import full --nodes nodes.csv --relationships relationships.csv``."""
    head = ("id:ID", *_typed(_NODE_COLUMNS), ":LABEL")
    rows = ((name, *_cells(data, _NODE_COLUMNS), str(data["cls"])) for name, data in plain_nodes(network))
    edge_head = (":START_ID", "statement", *_typed(_EDGE_COLUMNS), ":TYPE", ":END_ID")
    edge_rows = (
        (source, key, *_cells(data, _EDGE_COLUMNS), str(data["relation"]), target)
        for source, target, key, data in plain_edges(network)
    )
    return _csv(head, rows), _csv(edge_head, edge_rows)


def _typed(names: Iterable[str]) -> Iterable[str]:
    return (f"{name}:{_NEO4J_TYPES[name]}" if name in _NEO4J_TYPES else name for name in names)


def _cells(data: EdgeData, names: Iterable[str]) -> Iterable[str]:
    return (_cell(data.get(name, "")) for name in names)


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """No cell has two lines: the import would want ``--multiline-fields=true``."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([one_line(cell) for cell in row] for row in rows)
    return written.getvalue().encode()


_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def cypher(network: Network) -> bytes:
    """A node ``:Node`` with its class as second label, a relationship for each statement, link and role."""

    def values(data: EdgeData, but: str) -> str:
        known = (f"{_name(name)}: {_value(value)}" for name, value in sorted(data.items()) if name != but)
        return "{" + ", ".join(known) + "}"

    lines = [
        f"MERGE (n:Node {{id: {_value(name)}}}) SET n:{_name(str(data['cls']))}, n += {values(data, 'cls')};\n"
        for name, data in plain_nodes(network)
    ]
    for source, target, key, data in plain_edges(network):
        ends, relation = (_value(source), _value(target)), _name(str(data["relation"]))
        lines.append(
            f"MATCH (a:Node {{id: {ends[0]}}}), (b:Node {{id: {ends[1]}}}) "
            f"MERGE (a)-[r:{relation} {{statement: {_value(key)}}}]->(b) SET r += {values(data, 'relation')};\n"
        )
    return "".join(lines).encode()


def _value(value: str | float | bool) -> str:  # noqa: FBT001 - it is a value, not a switch
    match value:
        case bool():
            return str(value).lower()
        case float():
            # A float without exponent, which Cypher's grammar wants without leading zeros: 0.00006, not 6e-05.
            return format(Decimal(repr(value)), "f")
        case str():
            return f'"{escaped(value)}"'


def _name(name: str) -> str:
    """A label, type or key: bare where it can be, else between backticks."""
    return name if _PLAIN_NAME.fullmatch(name) else "`" + name.replace("`", "``") + "`"


_INFORES = "infores:newsgraph"
_CATEGORIES: Mapping[str, str] = {"Actor": "Agent", "Location": "GeographicLocation", "Event": "Event"}
"""A class of the ontology, and the Biolink category of all that is one."""
_KGX_NODE_COLUMNS = ("id", "category", "name", "xref", "provided_by", "type", "iri")
_KGX_EDGE_COLUMNS = (
    "id", "category", "subject", "predicate", "original_predicate", "object", "negated", "knowledge_level",
    "agent_type", "primary_knowledge_source", "publications", "supporting_text", "has_confidence_score",
)  # fmt: skip
_OWN_EDGE_COLUMNS = tuple(
    dict.fromkeys(
        (
            "label", "kind", "factuality", "fact", "start", "end", "relationClass", "sentence", "usefulness",
            "condition", "source", "event", "detailOf", "conditionStatement", "firmnessCue", "claimedOn", "subjectText",
            "predicateText", "objectText", "confidenceReasons", "reviewedBy", "rule", "rules", "unresolved",
            *(name for name in TOLD if name not in {"negated", "confidence"}),
        )
    )
)  # fmt: skip
"""A new one of the table of fields comes last, so that none moves."""
_NODES = frozenset({"source", "event", *(name for name, field in TOLD.items() if field.kind is NodeId)})


def kgx(network: Network) -> tuple[bytes, bytes]:
    """The two files of the KGX exchange format, nodes and edges, names as CURIEs."""
    ontology = Ontology.load()
    nodes = (_node(name, data, ontology) for name, data in plain_nodes(network))
    edges = (_edge(*edge) for edge in plain_edges(network))
    return _tsv((*_KGX_NODE_COLUMNS, *_OWN_NODE_COLUMNS), nodes), _tsv((*_KGX_EDGE_COLUMNS, *_OWN_EDGE_COLUMNS), edges)


def _node(name: str, data: EdgeData, ontology: Ontology) -> tuple[str, ...]:
    cls = str(data["cls"])
    categories = [f"biolink:{ours}" for known, ours in _CATEGORIES.items() if ontology.is_a(cls, known)]
    xref = f"WIKIDATA:{data['wikidata']}" if data.get("wikidata") else ""
    return (
        f"id:{name}",
        "|".join((*categories, "biolink:NamedThing")),
        str(data["label"]),
        xref,
        _INFORES,
        term_curie(cls),
        str(data["iri"]),
        *(_cell(data.get(name, "")) for name in ("factuality", "fact")),
        term_curie(str(data["eventClass"])) if "eventClass" in data else "",
        "|".join(f"id:{source}" for source in str(data.get("attributedTo", "")).split("|") if source),
        _cell(data.get("negated", "")),
    )


def _edge(source: str, target: str, key: str, data: EdgeData) -> tuple[str, ...]:
    """``key`` is the statement, or names a link between entities or a role of an event."""
    return (
        f"id:{key}",
        "biolink:Association",
        f"id:{source}",
        "biolink:related_to",
        term_curie(str(data["relation"]), "rel" if data.get("open") else "kg"),
        f"id:{target}",
        str(bool(data.get("negated"))).lower(),
        "not_provided",
        "automated_agent" if data["kind"] == "link" else "text_mining_agent",
        _INFORES,
        _curie(data, "article"),
        str(data.get("quote", "")),
        str(data.get("confidence", "")),
        *(_curie(data, name) if name in _NODES else _cell(data.get(name, "")) for name in _OWN_EDGE_COLUMNS),
    )


def _curie(data: EdgeData, name: str) -> str:
    return f"id:{data[name]}" if data.get(name) else ""


def _cell(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _tsv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """TSV has no quotation marks."""
    return "".join("\t".join(one_line(cell) for cell in row) + "\n" for row in (head, *rows)).encode()
