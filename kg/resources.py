"""Nodes and statements together with the graph in which they stand, so that they can name their neighbours.

The values of ``kg.model`` hold ids alone, which is what makes graphs join; who reads a graph wants labels. A resource
is one such value in its graph, as ``rdflib.resource.Resource`` is a node in one of rdflib's. Two resources are equal
where their values are, whatever the graph.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType

from kg.model import Article, ArticleId, Entity, Event, Evidence, Factuality, Graph, NodeId, Quantity, Statement
from kg.model import TimeSpan as Time
from kg.rows import OURS, Vocabulary
from kg.selection import ordered, time_of
from kg.status import Status, Statuses, statuses

__all__ = [
    "EntityResource", "EventResource", "QuantityResource", "Relation", "Resource", "Scope", "StatementResource",
    "Unknown",
]  # fmt: skip


@dataclass(frozen=True)
class Scope:
    """A graph and what goes before its names; makes the resources and finds what they ask for."""

    graph: Graph
    vocabulary: Vocabulary = OURS

    def resource(self, node: NodeId) -> Resource:
        """The node of an id; one that the graph does not describe is ``Unknown``, and its label is its id."""
        found = self.graph.nodes.get(node)
        match found:
            case Entity():
                return EntityResource(found, self)
            case Event():
                return EventResource(found, self)
            case Quantity():
                return QuantityResource(found, self)
            case None:
                return Unknown(node, self)

    def statement(self, said: Statement) -> StatementResource:
        """The statement in this graph."""
        return StatementResource(said, self)

    def told_of(self, node: NodeId) -> tuple[StatementResource, ...]:
        """The statements with a node as subject, object or event, in the order of the text."""
        return tuple(map(self.statement, self._told.get(node, ())))

    def details_of(self, main: NodeId) -> tuple[StatementResource, ...]:
        """The statements that tell further arguments of a main one."""
        return tuple(map(self.statement, self._details.get(main, ())))

    @cached_property
    def _details(self) -> Mapping[NodeId, list[Statement]]:
        found: dict[NodeId, list[Statement]] = {}
        for said in ordered(self.graph):
            if said.detail_of:
                found.setdefault(said.detail_of, []).append(said)
        return found

    @cached_property
    def articles(self) -> Mapping[ArticleId, Article]:
        """Each article by its id."""
        return {article.id: article for article in self.graph.articles}

    @cached_property
    def statements(self) -> Mapping[NodeId, Statement]:
        """Each statement by its id."""
        return {said.id: said for said in self.graph.statements}

    @cached_property
    def statuses(self) -> Statuses:
        """How each event stands by what is told of it."""
        return statuses(self.graph)

    @cached_property
    def _told(self) -> Mapping[NodeId, list[Statement]]:
        found: dict[NodeId, list[Statement]] = {}
        for said in ordered(self.graph):
            for node in sorted({said.subject, said.object} | ({said.event} if said.event else set())):
                found.setdefault(node, []).append(said)
        return found


@dataclass(frozen=True)
class _Named:
    """What every node of a graph has; ``scope`` is the graph, and no part of what it is."""

    value: Entity | Event | Quantity | NodeId
    scope: Scope = field(compare=False, repr=False)

    @property
    def id(self) -> NodeId:
        """The local name."""
        return self.value if isinstance(self.value, str) else self.value.id

    @property
    def iri(self) -> str:
        """The whole name, under the base of the graph."""
        return self.scope.vocabulary.node(self.id) or ""

    @property
    def label(self) -> str:
        """The name to show."""
        return self.scope.graph.label(self.id)

    @property
    def cls(self) -> str:
        """The class by its name in the ontology; "" for a node that the graph does not describe."""
        match self.value:
            case Entity() | Event():
                return self.value.cls
            case Quantity():
                return "Quantity"
            case _:
                return ""

    @property
    def wikidata(self) -> str:
        """The Wikidata item, "Q16"; "" for what has none."""
        return self.value.wikidata if isinstance(self.value, Entity) else ""

    @property
    def country(self) -> str:
        """The ISO 3166-1 alpha-3 code of the country that it is, acts for or belongs to; "" where none is known."""
        return self.value.country if isinstance(self.value, Entity) else ""

    @property
    def statements(self) -> tuple[StatementResource, ...]:
        """The statements in which it stands as subject, object or event, in the order of the text."""
        return self.scope.told_of(self.id)

    def __str__(self) -> str:
        return self.label

    def __repr__(self) -> str:
        return f"<{self.cls or 'Unknown'} {self.label!r}>"


@dataclass(frozen=True, repr=False)
class EntityResource(_Named):
    """An entity in its graph; ``value`` is the ``kg.Entity``."""

    value: Entity

    @property
    def alt_labels(self) -> tuple[str, ...]:
        """Its other names, sorted."""
        return tuple(sorted(self.value.alt_labels))

    @property
    def links(self) -> Mapping[str, tuple[Resource, ...]]:
        """The entities that its properties lead to: ``links["actsFor"]`` of a government is its country."""
        return _grouped((link.relation, self.scope.resource(link.target)) for link in self.value.links)


@dataclass(frozen=True, repr=False)
class EventResource(_Named):
    """A happening in its graph; ``value`` is the ``kg.Event``."""

    value: Event

    @property
    def roles(self) -> Mapping[str, tuple[Resource, ...]]:
        """Who and what takes part: ``roles["commodity"]``."""
        return _grouped((role.name, self.scope.resource(role.filler)) for role in self.value.roles)

    @property
    def time(self) -> Time | None:
        """When it happened, is to happen, or is said to have."""
        return self.value.time

    @property
    def factuality(self) -> Factuality | None:
        """The firmest of what is told of it; None where it is only named."""
        return self._status.factuality

    @property
    def is_fact(self) -> bool:
        """Whether it happened by what the article says in its own voice, or who did it announces."""
        return self._status.is_fact

    @property
    def sources(self) -> tuple[Resource, ...]:
        """Who alone tells it so; none where the article does."""
        return tuple(map(self.scope.resource, self._status.sources))

    @property
    def _status(self) -> Status:
        return self.scope.statuses[self.id]


@dataclass(frozen=True, repr=False)
class QuantityResource(_Named):
    """A number with its unit in its graph; ``value`` is the quantity of ``kg.model``."""

    value: Quantity

    @property
    def number(self) -> Decimal | None:
        """The number; None where the text has only bounds."""
        return self.value.value

    @property
    def unit(self) -> str:
        """Percent, an ISO 4217 code, or a noun."""
        return self.value.unit


@dataclass(frozen=True, repr=False)
class Unknown(_Named):
    """A node that statements name and the graph does not describe; ``value`` is its id."""

    value: NodeId


Resource = EntityResource | EventResource | QuantityResource | Unknown


@dataclass(frozen=True, repr=False)
class Relation:
    """What a statement says of its two ends; ``is_open`` where its name is made of the text's own words."""

    id: str
    label: str
    iri: str
    is_open: bool

    def __str__(self) -> str:
        return self.label

    def __repr__(self) -> str:
        return f"<Relation {self.id!r}>"


@dataclass(frozen=True, repr=False)
class StatementResource:
    """One source says one thing at one span of text, in its graph; ``value`` is the ``kg.Statement``."""

    value: Statement
    scope: Scope = field(compare=False)

    @property
    def id(self) -> NodeId:
        """The local name, a hash of what is said."""
        return self.value.id

    @property
    def iri(self) -> str:
        """The whole name, under the base of the graph."""
        return self.scope.vocabulary.node(self.id) or ""

    @property
    def label(self) -> str:
        """A sentence for a main statement; for a detail, and in older files, its three words."""
        return self.value.label or f"{self.subject} {self.relation} {self.object}"

    @property
    def subject(self) -> Resource:
        """Of whom it is said."""
        return self.scope.resource(self.value.subject)

    @property
    def relation(self) -> Relation:
        """What is said."""
        said = self.value
        return Relation(said.relation, said.relation_label, self.scope.vocabulary.relation(said), said.is_open)

    @property
    def object(self) -> Resource:
        """The other end: an entity, an event or a quantity."""
        return self.scope.resource(self.value.object)

    @property
    def event(self) -> Resource | None:
        """The happening behind it; None for a standing relation."""
        return self.scope.resource(self.value.event) if self.value.event else None

    @property
    def roles(self) -> Mapping[str, tuple[Resource, ...]]:
        """Who and what takes part in the happening, by role; empty where there is none."""
        event = self.event
        return event.roles if isinstance(event, EventResource) else MappingProxyType({})

    @property
    def source(self) -> Resource | None:
        """Who says it; None where the article does in its own voice."""
        return self.scope.resource(self.value.attributed_to) if self.value.attributed_to else None

    @property
    def reported_by(self) -> Resource | None:
        """Who reports what the source says: a newspaper, an agency."""
        return self.scope.resource(self.value.reported_by) if self.value.reported_by else None

    @property
    def factuality(self) -> Factuality:
        """How firmly it is said."""
        return self.value.factuality

    @property
    def is_fact(self) -> bool:
        """Whether the plain triple stands in the file (docs/reference/graph.md, 2)."""
        return self.value.is_fact

    @property
    def time(self) -> Time | None:
        """When it holds or happened, by its own words or else its event's."""
        return time_of(self.scope.graph, self.value)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Every place that says it, in order."""
        return tuple(sorted(self.value.evidence))

    @property
    def first_evidence(self) -> Evidence:
        """The place that stands first, by article and offset."""
        return self.value.first_evidence

    @property
    def sentence(self) -> str:
        """The sentence that says it, the first where several do; "" where words are withheld (``--evidence none``)."""
        return self.value.first_evidence.quote

    @property
    def article(self) -> Article | None:
        """The article of that sentence; None where the graph does not describe it."""
        return self.scope.articles.get(self.value.first_evidence.article)

    @property
    def subject_text(self) -> str:
        """The words that stand for the subject."""
        return self.value.subject_text

    @property
    def predicate_text(self) -> str:
        """The words that stand for the relation."""
        return self.value.predicate_text

    @property
    def object_text(self) -> str:
        """The words that stand for the object; "" where it has none of its own."""
        return self.value.object_text

    @property
    def confidence(self) -> float:
        """The share of statements made like it that are right, from 0 to 1."""
        return self.value.confidence

    @property
    def usefulness(self) -> float | None:
        """How likely a reader would keep it, from 0 to 1; None in older files."""
        return self.value.usefulness

    @property
    def rule(self) -> str:
        """The construction that made it."""
        return self.value.rule

    @property
    def is_main(self) -> bool:
        """Whether it is the main statement of its clause, not a further argument of one."""
        return self.value.is_main

    @property
    def main(self) -> StatementResource | None:
        """The main statement of which this is a detail; None for a main one, or where the graph does not have it."""
        found = self.scope.statements.get(self.value.detail_of) if self.value.detail_of else None
        return self.scope.statement(found) if found else None

    @property
    def details(self) -> tuple[StatementResource, ...]:
        """The statements that tell the further arguments of this one."""
        return self.scope.details_of(self.id)

    def __str__(self) -> str:
        return self.label

    def __repr__(self) -> str:
        firmness = "" if self.is_fact else f", {self.factuality.value.lower()}"
        says = f", says {self.source}" if self.source else ""
        return f"<Statement {self.subject} · {self.relation} · {self.object}{firmness}{says}>"


def _grouped(pairs: Iterator[tuple[str, Resource]]) -> Mapping[str, tuple[Resource, ...]]:
    """Nodes by the name that leads to them, both sorted."""
    found: dict[str, list[Resource]] = {}
    for name, node in sorted(pairs, key=lambda pair: (pair[0], pair[1].id)):
        found.setdefault(name, []).append(node)
    return MappingProxyType({name: tuple(nodes) for name, nodes in found.items()})
