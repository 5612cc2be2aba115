"""A graph as two tables, of nodes and of edges: for Neo4j's bulk import, and as KGX for the Biolink world."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from kg.graph import Data, Projection, plain_edges, plain_nodes, to_networkx
from kg.model import Graph

_EDGE_COLUMNS = (
    "label", "factuality", "fact", "confidence", "start", "end", "source", "event", "article", "quote",
)  # fmt: skip
_NEO4J_TYPES = {"fact": "boolean", "confidence": "float", "start": "date", "end": "date"}
_BREAKS = re.compile(r"[\t\r\n]+")


def neo4j(graph: Graph) -> dict[str, bytes]:
    """The files of ``neo4j-admin database import full --nodes nodes.csv --relationships relationships.csv``."""
    nodes, edges = _network(graph)
    head = ("id:ID", "label", "kind", "country", "wikidata", ":LABEL")
    rows = ((name, *_cells(data, head[1:-1]), str(data["cls"])) for name, data in nodes)
    typed = tuple(f"{name}:{_NEO4J_TYPES[name]}" if name in _NEO4J_TYPES else name for name in _EDGE_COLUMNS)
    edge_head = (":START_ID", "statement", *typed, ":TYPE", ":END_ID")
    edge_rows = (
        (source, key, *_cells(data, _EDGE_COLUMNS), str(data["relation"]), target)
        for source, target, key, data in edges
    )
    return {"nodes.csv": _csv(head, rows), "relationships.csv": _csv(edge_head, edge_rows)}


def kgx(graph: Graph) -> dict[str, bytes]:
    """The files of the KGX exchange format: nodes.tsv and edges.tsv, names as CURIEs."""
    nodes, edges = _network(graph)
    head = ("id", "category", "name", "xref", "provided_by")
    rows = (
        (f"id:{name}", f"biolink:NamedThing|kg:{data['cls']}", str(data["label"]), _wikidata(data), "infores:newsgraph")
        for name, data in nodes
    )
    edge_head = (
        "id",
        "subject",
        "predicate",
        "object",
        "category",
        "primary_knowledge_source",
        "agent_type",
        *_EDGE_COLUMNS,
    )
    edge_rows = (
        (
            f"id:{key}",
            f"id:{source}",
            f"{_prefix(data)}:{data['relation']}",
            f"id:{target}",
            "biolink:Association",
            "infores:newsgraph",
            "text_mining_agent",
            *_cells(data, _EDGE_COLUMNS),
        )
        for source, target, key, data in edges
    )
    return {"nodes.tsv": _tsv(head, rows), "edges.tsv": _tsv(edge_head, edge_rows)}


def _network(graph: Graph) -> tuple[list[tuple[str, Data]], list[tuple[str, str, str, Data]]]:
    network = to_networkx(graph, Projection(links=True, roles=True))
    return plain_nodes(network), plain_edges(network)


def _cells(data: Data, names: Iterable[str]) -> Iterable[str]:
    for name in names:
        value = data.get(name, "")
        yield str(value).lower() if isinstance(value, bool) else str(value)


def _wikidata(data: Data) -> str:
    return f"WIKIDATA:{data['wikidata']}" if data.get("wikidata") else ""


def _prefix(data: Data) -> str:
    return "rel" if data.get("open") else "kg"


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return written.getvalue().encode()


def _tsv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Tabs and line ends inside a cell become a space: TSV has no quotation marks."""
    lines = ("\t".join(_BREAKS.sub(" ", cell) for cell in row) for row in (head, *rows))
    return "".join(f"{line}\n" for line in lines).encode()
