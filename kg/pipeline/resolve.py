"""Resolution of one article's statements into a graph: equal statements are one, coreferent events are one.

Merging graphs of several articles is ``Graph.__or__``: associative, commutative, idempotent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import replace

from kg.model import Article, Entity, Event, Factuality, Graph, NodeId, Statement
from kg.model.construction import Construction
from kg.model.merge import renamed

HOLDING = "heldOffice"
KnownEntity = Callable[[NodeId], Entity | None]


def resolve(pieces: Iterable[Graph], article: Article, known: KnownEntity) -> Graph:
    """The graph of one article; ``known`` looks up entities that links lead to (the country of a government)."""
    graph, joined = _together(pieces)
    again = _told_again(joined, graph.statements)
    if again:
        graph = renamed(graph, again)
        joined = replace(graph, statements=()).of_one_article()
    statements = tuple(_identified(graph.statements))
    linked = _with_link_targets(_with_countries(joined, statements), known)
    whole = Graph((article,), linked.entities, _without_dangling(linked), linked.quantities, statements)
    return whole.of_one_article()


def same_events(pieces: Iterable[Graph]) -> Mapping[NodeId, NodeId]:
    """The events of an article that are one with an earlier event, with that."""
    graph, joined = _together(pieces)
    return _told_again(joined, graph.statements)


def _together(pieces: Iterable[Graph]) -> tuple[Graph, Graph]:
    """All that the pieces have, side by side; and their nodes, each once."""
    found = list(pieces)
    graph = Graph(
        entities=tuple(node for piece in found for node in piece.entities),
        events=tuple(node for piece in found for node in piece.events),
        quantities=tuple(node for piece in found for node in piece.quantities),
        statements=tuple(_distinct(one for piece in found for one in piece.statements)),
    )
    return graph, replace(graph, statements=()).of_one_article()


def _distinct(statements: Iterable[Statement]) -> Iterator[Statement]:
    """A noun that a verb of the same sentence already told ("imposed [tariffs]") tells nothing new."""
    found = list(statements)
    told = {_key(statement) for statement in found if not Construction.of(statement.rule).is_nominal}
    for statement in found:
        if not (Construction.of(statement.rule).is_nominal and _key(statement) in told):
            yield statement


def _key(statement: Statement) -> tuple[object, ...]:
    return (statement.relation, statement.subject, statement.object, statement.first_evidence.start)


def _told_again(graph: Graph, statements: Iterable[Statement]) -> Mapping[NodeId, NodeId]:
    """The events of clauses that say the same as an earlier one, in a title and in the text, with those of the first.

    Of classes of the ontology the coreference of happenings tells which are one; another place makes another event.
    """
    events = {event.id: event for event in graph.events}
    first: dict[tuple[object, ...], Event] = {}
    again: dict[NodeId, NodeId] = {}
    for said in statements:
        event = events.get(said.event) if said.event and said.is_main else None
        if event is None or event.cls != "Event" or not said.is_open:
            continue
        known = first.setdefault(_saying(said), event)
        if known.id != event.id and _agree(known, event):
            again[event.id] = known.id
            first[_saying(said)] = replace(known, roles=known.roles | event.roles)
    return again


def _saying(said: Statement) -> tuple[object, ...]:
    """What makes two clauses say the same."""
    target = None if said.object == said.event else said.object
    time = (said.time.start, said.time.end, said.time.text) if said.time else None
    firmness = said.factuality, said.negated, said.condition
    return said.subject, said.relation, target, firmness, said.attributed_to, said.reported_by, time


def _agree(one: Event, other: Event) -> bool:
    """Whether no role of two events has fillers of which none is the same."""
    common = one.roles & other.roles
    names = {role.name for role in one.roles} & {role.name for role in other.roles}
    return names == {role.name for role in common}


def _identified(statements: Iterable[Statement]) -> Iterator[Statement]:
    """Statements with ids that hash what they say: who, what, whom, how firmly, by whose word, when.

    A detail of a statement that is not told becomes a main one.
    """
    found = [(statement.id, replace(statement, id=_name(statement))) for statement in statements]
    clauses = dict(found)
    for _, statement in found:
        main = _main(statement, clauses)
        condition = clauses.get(statement.condition_statement) if statement.condition_statement else None
        yield replace(
            statement,
            detail_of=main.id if main else None,
            label="" if main else statement.label,
            condition_statement=condition.id if condition and condition.id != statement.id else None,
        )


def _main(statement: Statement, clauses: Mapping[NodeId, Statement]) -> Statement | None:
    """The main statement of which one is a detail, be it by way of others."""
    main, seen = None, {statement.id}
    above = clauses.get(statement.detail_of) if statement.detail_of else None
    while above is not None and above.id not in seen:
        main = above
        seen.add(above.id)
        above = clauses.get(above.detail_of) if above.detail_of else None
    return main


def _name(statement: Statement) -> NodeId:
    time = statement.time
    content = (
        statement.subject,
        statement.relation,
        statement.object,
        statement.event,
        statement.factuality.value,
        statement.attributed_to,
        statement.reported_by,
        (time.start, time.end, time.text) if time else None,
        *_reservations(statement),
    )
    return NodeId(f"statement-{hashlib.sha256(repr(content).encode()).hexdigest()[:12]}")


def _reservations(statement: Statement) -> tuple[str, ...]:
    """What an id hashes beside: the polarity of what is not denied, the condition."""
    is_negated = statement.negated and statement.factuality is not Factuality.DENIED
    return (*(("negated",) if is_negated else ()), *filter(None, (statement.condition,)))


def _with_countries(graph: Graph, statements: Iterable[Statement]) -> Graph:
    """Persons with the country of an office that the article gives them ("Gambian President Dawda Jawara")."""
    country = {entity.id: entity.country for entity in graph.entities if entity.country}
    held = {
        s.subject: country[s.object]
        for s in sorted(statements, key=lambda s: s.first_evidence)
        if s.relation == HOLDING and s.object in country
    }
    return replace(
        graph,
        entities=tuple(replace(e, country=held[e.id]) if not e.country and e.id in held else e for e in graph.entities),
    )


def _with_link_targets(graph: Graph, known: KnownEntity) -> Graph:
    """The graph with every entity that a link leads to; a link to something unknown is dropped."""
    have = {entity.id: entity for entity in graph.entities}
    events = {event.id for event in graph.events}
    queue = [link.target for entity in graph.entities for link in entity.links]
    queue += [role.filler for event in graph.events for role in event.roles]
    while queue:
        target = queue.pop()
        if target in have or target in events:
            continue
        entity = known(target)
        if entity is not None:
            have[target] = entity
            queue.extend(link.target for link in entity.links)
    return replace(graph, entities=tuple(_with_links_to(have, entity) for entity in have.values()))


def _with_links_to(have: Container[NodeId], entity: Entity) -> Entity:
    links = frozenset(link for link in entity.links if link.target in have)
    return entity if links == entity.links else replace(entity, links=links)


def _without_dangling(graph: Graph) -> tuple[Event, ...]:
    """Events with only those roles whose filler exists, and no event that fills a role of its own."""
    return tuple(_with_roles_in(graph.nodes, event) for event in graph.events)


def _with_roles_in(have: Container[NodeId], event: Event) -> Event:
    roles = frozenset(role for role in event.roles if role.filler in have and role.filler != event.id)
    return event if roles == event.roles else replace(event, roles=roles)
