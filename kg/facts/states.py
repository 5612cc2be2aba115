"""Who acts for a state: its government, its ministries, holders of its offices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from kg.model import Entity, Graph, NodeId

_HOLDING = "heldOffice"


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


def is_country(graph: Graph, node: NodeId) -> bool:
    """Whether a node of the graph is a country, not a government or another place."""
    found = graph.nodes.get(node)
    return isinstance(found, Entity) and found.cls == "Country"
