"""A graph as two tables, of nodes and of edges, for Neo4j's bulk import."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from kg.convert.network import one_line
from kg.graph import EdgeData, Network, plain_edges, plain_nodes

_NODE_COLUMNS = (
    "label", "kind", "country", "wikidata", "iri", "factuality", "fact", "eventClass", "attributedTo", "negated",
)  # fmt: skip
_EDGE_COLUMNS = (
    "label", "kind", "factuality", "fact", "confidence", "start", "end", "source", "event", "article", "quote",
    "relationClass", "sentence", "detailOf", "usefulness", "negated", "condition", "conditionStatement",
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
    for name in names:
        value = data.get(name, "")
        yield str(value).lower() if isinstance(value, bool) else str(value)


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """No cell has two lines: the import would want ``--multiline-fields=true``."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([one_line(cell) for cell in row] for row in rows)
    return written.getvalue().encode()
