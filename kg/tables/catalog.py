"""Selection of entities and events of a graph; a name that the graph does not have is an error."""

from __future__ import annotations

from collections.abc import Iterable

from kg.errors import KgError, nearest_hint
from kg.facts.selection import factuality_named, nodes_named
from kg.facts.status import statuses
from kg.model import Entity, Event, Graph, NodeId
from kg.ontology import Ontology


def entities(graph: Graph, *, name: str = "", cls: str = "", country: str = "") -> tuple[Entity, ...]:
    """The entities with that name, class and country, sorted by label; an empty argument matches all.

    ``cls`` is a class of the ontology with those below it ("Actor"), ``country`` a name or an ISO 3166-1 alpha-3 code.
    Raises ``KgError`` with the nearest for what the graph does not have.
    """
    named, classes = nodes_named(graph, name), _classes(cls, (one.cls for one in graph.entities))
    codes = _countries(graph, country)
    found = (
        one
        for one in graph.entities
        if (not name or one.id in named) and (not cls or one.cls in classes) and (not country or one.country in codes)
    )
    return tuple(sorted(found, key=lambda one: (one.label.casefold(), one.id)))


def events(graph: Graph, *, cls: str = "", participant: str = "", factuality: str = "") -> tuple[Event, ...]:
    """The events of that class, participant and factuality, sorted by label; an empty argument matches all.

    Raises ``KgError`` with the nearest for what the graph does not have.
    """
    classes, partners = _classes(cls, (one.cls for one in graph.events)), nodes_named(graph, participant)
    firmness, stand = factuality_named(factuality) if factuality else None, statuses(graph)
    attended = _events_of(graph, partners)
    found = (
        one
        for one in graph.events
        if (not cls or one.cls in classes)
        and (not participant or one.id in attended)
        and (firmness is None or stand[one.id].factuality is firmness)
    )
    return tuple(sorted(found, key=lambda one: (one.label.casefold(), one.id)))


def _events_of(graph: Graph, partners: frozenset[NodeId]) -> frozenset[NodeId]:
    """The events in which nodes have a role, or of which a statement tells with one of them as an end."""
    by_role = {one.id for one in graph.events if any(role.filler in partners for role in one.roles)}
    by_statement = {said.event for said in graph.statements if said.event and partners & {said.subject, said.object}}
    return frozenset(by_role | by_statement)


def _classes(asked: str, known: Iterable[str]) -> frozenset[str]:
    """The classes that nodes have and that are the asked one or below it in the ontology."""
    if not asked:
        return frozenset()
    there = frozenset(known)
    plain = asked.rpartition(":")[2] if "://" not in asked else asked
    ontology = Ontology.load()
    below = frozenset(cls for cls in there if cls == plain or ontology.is_a(cls, plain))
    if not below:
        raise KgError(f"no node of the graph is of the class {asked!r}", hint=nearest_hint(plain, there))
    return below


def _countries(graph: Graph, asked: str) -> frozenset[str]:
    """The code of a country, given by one of its names or by the code."""
    if not asked:
        return frozenset()
    codes = {one.country.casefold(): one.country for one in graph.entities if one.country}
    named = {
        label.casefold(): one.country
        for one in graph.entities
        if one.alpha3
        for label in sorted({one.label, *one.alt_labels})
    }
    found = codes.get(asked.casefold()) or named.get(asked.casefold())
    if not found:
        known = sorted({*codes.values(), *(one.label for one in graph.entities if one.alpha3)})
        raise KgError(f"{asked!r} is no country of the graph", hint=nearest_hint(asked, known))
    return frozenset({found})
