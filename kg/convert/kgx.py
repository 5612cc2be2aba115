"""A graph as KGX: two tables whose columns are the slots of the Biolink model (https://w3id.org/biolink/).

Biolink has no predicates for acts of states, so each edge is a ``biolink:related_to`` and keeps its relation in
``original_predicate``. What Biolink has no slot for (firmness, time, who says it) stands in columns of our own behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.convert.network import one_line
from kg.graph import TOLD, EdgeData, Network, plain_edges, plain_nodes
from kg.model import NodeId
from kg.ontology import Ontology
from kg.turtle.terms import term_curie

_INFORES = "infores:newsgraph"
_CATEGORIES: Mapping[str, str] = {"Actor": "Agent", "Location": "GeographicLocation", "Event": "Event"}
"""A class of the ontology, and the Biolink category of all that is one."""
_NODE_COLUMNS = ("id", "category", "name", "xref", "provided_by", "type", "iri")
_EDGE_COLUMNS = (
    "id", "category", "subject", "predicate", "original_predicate", "object", "negated", "knowledge_level",
    "agent_type", "primary_knowledge_source", "publications", "supporting_text", "has_confidence_score",
)  # fmt: skip
_OWN_NODE_COLUMNS = ("factuality", "fact", "eventClass", "attributedTo", "negated")
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
    return _tsv((*_NODE_COLUMNS, *_OWN_NODE_COLUMNS), nodes), _tsv((*_EDGE_COLUMNS, *_OWN_EDGE_COLUMNS), edges)


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
    return "".join(_lines(head, rows)).encode()


def _lines(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    for row in (head, *rows):
        yield "\t".join(one_line(cell) for cell in row) + "\n"
