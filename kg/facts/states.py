"""Who acts for a state: its government, its ministries, holders of its offices."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import replace

from kg.model import Entity, Event, Graph, Link, NodeId

_HOLDING = "heldOffice"
_OF_ARTICLE = re.compile(r"-[0-9a-f]{8}$")


def principals(graph: Graph) -> Mapping[NodeId, frozenset[NodeId]]:
    """All that each entity acts for, itself included: along ``actsFor``, and by the offices that it holds.

    Holding an office must be a fact: a president by own claim acts for nobody else.
    """
    nearest: dict[NodeId, set[NodeId]] = defaultdict(set)
    for entity in graph.entities:
        nearest[entity.id] |= {link.target for link in entity.links if link.relation == "actsFor"}
    for told in graph.statements:
        if told.relation == _HOLDING and told.is_fact:
            nearest[told.subject].add(told.object)
    return {node: _reached(node, nearest) for node in sorted(nearest)}


def _reached(start: NodeId, nearest: Mapping[NodeId, set[NodeId]]) -> frozenset[NodeId]:
    found, open_ends = {start}, [start]
    while open_ends:
        new = nearest.get(open_ends.pop(), set()) - found
        found |= new
        open_ends += sorted(new)
    return frozenset(found)


def states(graph: Graph) -> Mapping[NodeId, NodeId]:
    """Entity -> the state that it is or acts for; those with none or several are left out."""
    found: dict[NodeId, NodeId] = {}
    for node, all_of_them in principals(graph).items():
        countries = {node} if is_country(graph, node) else {one for one in all_of_them if is_country(graph, one)}
        if len(countries) == 1:
            found[node] = countries.pop()
    return found


def governed(graph: Graph) -> Mapping[NodeId, NodeId]:
    """Government -> its state; both are one actor: "Canada imposed", "the Canadian government imposed"."""
    found = states(graph)
    return {one.id: found[one.id] for one in graph.entities if one.cls == "Government" and one.id in found}


def is_called(entity: Entity) -> bool:
    """Whether an entity has a name of its own, and is not only described in an article: "the northern countries"."""
    return bool(entity.wikidata or entity.alpha3) or not is_of_one_article(entity.id)


def is_of_one_article(node: NodeId) -> bool:
    """Whether one article alone speaks of a node, by the digest at the end of its id."""
    return bool(_OF_ARTICLE.search(node))


def is_country(graph: Graph, node: NodeId) -> bool:
    """Whether a node of the graph is a country, not a government or another place."""
    found = graph.nodes.get(node)
    return isinstance(found, Entity) and found.cls == "Country"


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
