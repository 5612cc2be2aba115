"""Network analysis by networkx: paths, centrality, communities, cooperation and conflict.

A graph is a MultiDiGraph there, whose nodes are participants and whose edges are statements.
A node has ``label``, ``kind`` ("entity", "event", "quantity"), ``cls`` and, where known, ``country`` and ``wikidata``.
An edge is keyed by the statement's id, that of a link or a role by its ends and relation: no two edges of a network
have the same key. It has ``relation``, ``label``, ``kind`` ("statement", "link", "role") and ``fact`` (whether the
plain triple holds); a statement also ``open`` (a relation in the text's own words), ``article``, ``quote`` and, where
known, ``relationClass``, ``start``, ``end``, ``source``, ``event``, and the columns of the table of fields
(``kg.model.fields``), several values with "|" between; its label in plain words is ``sentence``.
An event and its roles are a fact if any statement of the event is one; their ``factuality`` is the firmest that any
statement of it has, in the order of ``Factuality``: denied only where all deny; ``negated`` where all of those are. An
event of which no statement tells is no fact and has none. One that is no fact has ``cls`` "ReportedEvent", with the
class that it would be of in ``eventClass``, and in ``attributedTo`` who alone says so: ids, with "|" between several.
All values are strings, numbers and booleans, so that every format of networkx can write them.
"""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

import networkx as nx

from kg.facts.status import Status, Statuses, statuses
from kg.model import Entity, Event, Graph, NodeId, Quantity, Statement
from kg.model.fields import Field, told_fields

EdgeValue = str | float | bool
EdgeData = dict[str, EdgeValue]
if TYPE_CHECKING:
    Network = nx.MultiDiGraph[str, EdgeData, EdgeData]
    Simple = nx.Graph[str, EdgeData, EdgeData]
else:
    Network, Simple = nx.MultiDiGraph, nx.Graph


TOLD: Mapping[str, Field] = MappingProxyType(
    {
        "sentence" if field.told.column == "label" else field.told.column: field
        for field in told_fields(Statement)
        if field.told.column
    }
)
"""The fields of a statement that an edge has, by their names there: "label" is the relation's."""


@dataclass(frozen=True, slots=True)
class Projection:
    """What is projected to edges: facts alone or all statements; links of entities; roles of events."""

    facts_only: bool = False
    links: bool = False
    roles: bool = False


_FACT: EdgeData = {"fact": True}
ALL_STATEMENTS = Projection()


def to_networkx(graph: Graph, projection: Projection = ALL_STATEMENTS) -> Network:
    """The network of a graph; nodes and edges are in the order of their ids."""
    network: Network = nx.MultiDiGraph()
    status = statuses(graph)
    for name in sorted(graph.nodes):
        network.add_node(name, **_node(graph.nodes[name], status))
    for statement in graph.statements:
        if statement.is_fact or not projection.facts_only:
            network.add_edge(statement.subject, statement.object, key=statement.id, **_edge(statement))
    for entity in graph.entities if projection.links else ():
        for relation, target in sorted((link.relation, link.target) for link in entity.links):
            data = _part("link", relation, _FACT)
            network.add_edge(entity.id, target, key=f"{entity.id}-{relation}-{target}", **data)
    for event in graph.events if projection.roles else ():
        for role in sorted(event.roles) if status[event.id].is_fact or not projection.facts_only else ():
            data = _part("role", role.name, _stands(status[event.id]))
            network.add_edge(event.id, role.filler, key=f"{event.id}-{role.name}-{role.filler}", **data)
    for end in [end for end in network if end not in graph.nodes]:
        network.add_node(end, label=end, kind="entity", cls="Entity")
    if not projection.roles or projection.facts_only:
        network.remove_nodes_from(
            [name for name in list(nx.isolates(network)) if not isinstance(graph.nodes.get(NodeId(name)), Entity)]
        )
    return network


def worth(data: EdgeData) -> float:
    """The worth of an edge (``Statement.worth``); 1 for one that is no statement."""
    confidence, usefulness = float(data.get("confidence", 1)), float(data.get("usefulness", 0.5))
    return confidence * usefulness if data["kind"] == "statement" else 1.0


def plain_nodes(network: Network) -> list[tuple[str, EdgeData]]:
    """The nodes with their data, by id."""
    return sorted(((name, network.nodes[name]) for name in network), key=lambda node: node[0])


def plain_edges(network: Network) -> list[tuple[str, str, str, EdgeData]]:
    """The edges as (source, target, key, data), in order."""
    found = [(source, target, str(key), data) for source, target, key, data in network.edges(keys=True, data=True)]
    return sorted(found, key=lambda edge: edge[:3])


def _stands(status: Status) -> EdgeData:
    known: EdgeData = {"factuality": status.factuality.value, "negated": status.negated} if status.factuality else {}
    return {"fact": status.is_fact} | _without_gaps({"trust": status.trust.told if status.trust else ""}) | known


def _part(kind: str, relation: str, stands: EdgeData) -> EdgeData:
    """The data of a link or a role."""
    return {"relation": relation, "label": relation, "kind": kind} | stands


def _node(node: Entity | Event | Quantity, status: Statuses) -> EdgeData:
    match node:
        case Entity():
            known = {"country": node.country, "wikidata": node.wikidata}
            return {"label": node.label, "kind": "entity", "cls": node.cls} | _without_gaps(known)
        case Event():
            stands = status[node.id]
            known = {
                "wikidata": node.wikidata,
                "eventClass": "" if stands.is_fact else node.cls,
                "attributedTo": "|".join(stands.sources),
            }
            data: EdgeData = {"label": node.label, "kind": "event", "cls": stands.cls_of(node)}
            return data | _stands(stands) | _without_gaps(known)
        case Quantity():
            return {"label": node.text, "kind": "quantity", "cls": "Quantity"}


def _edge(statement: Statement) -> EdgeData:
    evidence = min(statement.evidence, default=None)
    known = {
        "start": statement.time.start.isoformat() if statement.time and statement.time.start else "",
        "end": statement.time.end.isoformat() if statement.time and statement.time.end else "",
        "source": statement.attributed_to or "",
        "event": statement.event or "",
        "relationClass": statement.narrowest_class,
        "article": evidence.article if evidence else "",
        "quote": evidence.quote if evidence else "",
    }
    # The columns of the table of fields that the statement has.
    values = ((name, getattr(statement, field.name)) for name, field in TOLD.items())
    return {
        "relation": statement.relation,
        "label": statement.relation_label,
        "kind": "statement",
        "fact": statement.is_fact,
        "open": statement.is_open,
        **{name: _plain(value) for name, value in values if value not in (None, "", frozenset())},
    } | _without_gaps(known)


def _plain(value: object) -> EdgeValue:
    match value:
        case bool() | float():
            return value
        case date():
            return value.isoformat()
        case frozenset():
            return "|".join(sorted(map(str, value)))
        case _:
            return str(value)


def _without_gaps(known: Mapping[str, str]) -> EdgeData:
    return {name: value for name, value in known.items() if value}


_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CLOCK = re.compile(r' lastmodifieddate="[^"]*"')


def graphml(network: Network) -> bytes:
    """The network as GraphML; the id of an edge is its statement."""
    written = io.BytesIO()
    nx.write_graphml_xml(_clean(network), written, named_key_ids=True)
    return written.getvalue()


def gexf(network: Network) -> bytes:
    """The network as GEXF 1.2; dated edges live from their start to their end. No clock is written."""
    text = "\n".join(nx.generate_gexf(_clean(network)))
    return (_CLOCK.sub("", text, count=1) + "\n").encode()


def _clean(network: Network) -> Network:
    """The network without the characters that XML cannot have."""
    found: Network = nx.MultiDiGraph()
    for name, data in network.nodes(data=True):
        found.add_node(name, **_cleaned(data))
    for source, target, key, data in network.edges(keys=True, data=True):
        found.add_edge(source, target, key, **_cleaned(data))
    return found


def _cleaned(data: EdgeData) -> EdgeData:
    return {name: _NOT_IN_XML.sub("\ufffd", value) if isinstance(value, str) else value for name, value in data.items()}
