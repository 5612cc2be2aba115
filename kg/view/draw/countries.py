"""Aggregation of actors to countries: Ottawa, its prime minister and its officials are Canada."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kg.facts.states import governed
from kg.model import Entity, Event, Graph, NodeId, Role, Statement
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
    kept = (one for one in graph.entities if one.id not in homes)
    entities = tuple(
        replace(one, alt_labels=(one.alt_labels | names[one.id]) - {one.label}) if one.id in names else one
        for one in kept
    )
    rolled = tuple(_rolled(one, homes) for one in graph.statements)
    events = tuple(_with_countries(event, homes) for event in graph.events)
    between = tuple(one for one in rolled if one.subject != one.object or one.subject not in names)
    made = replace(graph, entities=entities, events=events, statements=between)
    return Countries(made, homes)


def by_country(graph: Graph) -> Countries:
    """The graph with states, their bodies and their people as countries; firms, goods and places stay themselves."""
    states = (entity for entity in graph.entities if entity.cls == "Country")
    known = {code: entity for entity in states if (code := entity.alpha3 or entity.country)}
    actors = [entity for entity in graph.entities if entity.cls in _ROLLED_UP and entity.country]
    for entity in actors:
        known.setdefault(entity.country, _country(entity.country))
    homeland = {entity.id for entity in known.values()}
    linked = ((entity.id, link.target) for entity in graph.entities for link in sorted(entity.links, key=repr))
    homes = {name: target for name, target in linked if target in homeland and _acts(graph, name)}
    homes |= {entity.id: known[entity.country].id for entity in actors}
    rolled = tuple(_rolled(one, homes) for one in graph.statements)
    between = tuple(one for one in rolled if one.subject != one.object or one.subject not in set(homes.values()))
    countries = {entity.id: entity for entity in known.values()}
    entities = {entity.id: entity for entity in graph.entities} | countries
    made = replace(
        graph,
        entities=tuple(entities[name] for name in sorted(entities)),
        events=tuple(_with_countries(event, homes) for event in graph.events),
        statements=between,
    )
    return Countries(made, homes)


def _acts(graph: Graph, node: NodeId) -> bool:
    found = graph.nodes[node]
    return isinstance(found, Entity) and found.cls in _ROLLED_UP


def _country(code: str) -> Entity:
    """The country of a code, which need not be named in the graph itself; a code that is none names itself."""
    from kg.gazetteer import Gazetteer

    try:
        return Gazetteer.load().country(code)
    except KeyError:
        return Entity(NodeId(code.lower()), "Country", code, country=code)


def _rolled(one: Statement, homes: Mapping[NodeId, NodeId]) -> Statement:
    return replace(one, subject=homes.get(one.subject, one.subject), object=homes.get(one.object, one.object))


def _with_countries(event: Event, homes: Mapping[NodeId, NodeId]) -> Event:
    roles = frozenset(Role(role.name, homes.get(role.filler, role.filler)) for role in event.roles)
    return replace(event, roles=roles)
