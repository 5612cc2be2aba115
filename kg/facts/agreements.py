"""Parties of an article's agreements: those who signed or made them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import replace

from kg.model import Entity, Event, Graph, Link, NodeId

AGREEMENT = "Agreement"
PARTY = "party"
_NAMED_BY = "agreement"


def with_parties(graph: Graph, makings: Container[str]) -> Graph:
    """The graph with a ``kg:party`` link from each agreement to those who, as a fact, made it.

    ``makings`` are the event classes by which one is made: a signing, no negotiation. Where that is planned, denied or
    only a source's claim, the parties are roles of the event alone.
    """
    facts = {told.event for told in graph.statements if told.is_fact and told.event}
    parties: dict[NodeId, set[NodeId]] = defaultdict(set)
    for event in graph.events:
        if event.id in facts and event.cls in makings:
            for agreement in _fillers(event, _NAMED_BY):
                parties[agreement].update(_fillers(event, PARTY))
    return replace(graph, entities=tuple(_joined_by(entity, parties.get(entity.id, ())) for entity in graph.entities))


def parties_of(entity: object) -> frozenset[NodeId]:
    """The parties of a node that is an agreement; of any other, none."""
    if not isinstance(entity, Entity) or entity.cls != AGREEMENT:
        return frozenset()
    return frozenset(link.target for link in entity.links if link.relation == PARTY)


def _fillers(event: Event, name: str) -> Iterable[NodeId]:
    return (role.filler for role in event.roles if role.name == name)


def _joined_by(entity: Entity, parties: Iterable[NodeId]) -> Entity:
    added = frozenset(Link(PARTY, node) for node in parties if node != entity.id)
    return replace(entity, links=entity.links | added) if added and entity.cls == AGREEMENT else entity
