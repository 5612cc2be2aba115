"""Aggregation of actors to countries: Ottawa, its prime minister and its officials are Canada."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kg.facts.states import governed
from kg.gazetteer import Gazetteer
from kg.model import Entity, Graph, NodeId, Role
from kg.view.draw.values import View

_ROLLED_UP = frozenset({"Country", "Government", "PublicBody", "Office", "Person", "Group"})


@dataclass(frozen=True)
class Countries:
    """A graph whose actors are countries and without the statements between two of one."""

    graph: Graph
    homes: Mapping[NodeId, NodeId]

    def of(self, node: NodeId) -> NodeId:
        """The country of an actor; any other node is itself."""
        return self.homes.get(node, node)


def shown_as(graph: Graph, view: View) -> Countries:
    """The graph as a network shows it: actors as their countries where the view asks so, else governments alone."""
    return by_country(graph) if view.by_country else with_governments(graph)


def with_governments(graph: Graph) -> Countries:
    """The graph with each government in the node of its country, where the graph has that too."""
    inner = governed(graph)
    homes = {one.id: inner[one.id] for one in graph.entities if one.id in inner and inner[one.id] in graph.nodes}
    if not homes:
        return Countries(graph, {})
    names: dict[NodeId, set[str]] = {}
    for one in graph.entities:
        if one.id in homes:
            names.setdefault(homes[one.id], set()).update({one.label, *one.alt_labels})
    entities = (
        replace(one, alt_labels=(one.alt_labels | names[one.id]) - {one.label}) if one.id in names else one
        for one in graph.entities
        if one.id not in homes
    )
    return _rolled_up(graph, tuple(entities), homes)


def by_country(graph: Graph) -> Countries:
    """The graph with states, their bodies and their people as countries; firms, goods and places stay themselves."""
    states = (entity for entity in graph.entities if entity.cls == "Country")
    known = {code: entity for entity in states if (code := entity.alpha3 or entity.country)}
    actors = [entity for entity in graph.entities if entity.cls in _ROLLED_UP and entity.country]
    for code in (entity.country for entity in actors if entity.country not in known):
        try:  # it need not be named in the graph itself; a code that is none names itself
            known[code] = Gazetteer.load().country(code)
        except KeyError:
            known[code] = Entity(NodeId(code.lower()), "Country", code, country=code)
    homeland = {entity.id for entity in known.values()}
    acting = (entity for entity in graph.entities if entity.cls in _ROLLED_UP)
    linked = ((entity.id, link.target) for entity in acting for link in sorted(entity.links, key=repr))
    homes = {name: target for name, target in linked if target in homeland}
    homes |= {entity.id: known[entity.country].id for entity in actors}
    entities = {entity.id: entity for entity in (*graph.entities, *known.values())}
    return _rolled_up(graph, tuple(entities[name] for name in sorted(entities)), homes)


def _rolled_up(graph: Graph, entities: tuple[Entity, ...], homes: Mapping[NodeId, NodeId]) -> Countries:
    """A graph of some entities, with others in their homes, and nothing that a home does to itself."""
    rolled = (
        replace(one, subject=homes.get(one.subject, one.subject), object=homes.get(one.object, one.object))
        for one in graph.statements
    )
    shared = set(homes.values())
    events = (
        replace(event, roles=frozenset(Role(role.name, homes.get(role.filler, role.filler)) for role in event.roles))
        for event in graph.events
    )
    between = tuple(one for one in rolled if one.subject != one.object or one.subject not in shared)
    return Countries(replace(graph, entities=entities, events=tuple(events), statements=between), homes)
