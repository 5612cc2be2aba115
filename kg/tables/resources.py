"""Resources: nodes and statements with their graph, for access to labels and neighbours.

The values of ``kg.model`` hold ids alone, so that graphs can be merged. A resource is such a value in its graph, as
``rdflib.resource.Resource`` is a node in one of rdflib's. Two resources are equal where their values are, whatever the
graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import Generic, TypeVar

from kg.errors import KgError, nearest_hint
from kg.facts.selection import ordered, time_of
from kg.facts.status import Status, Statuses, statuses
from kg.model import Article, ArticleId, Entity, Event, Evidence, Factuality, Graph, NodeId, Quantity, Statement, Trust
from kg.model import TimeSpan as Time
from kg.ontology import Ontology
from kg.tables.data_frames import html_table
from kg.tables.rows import OURS, Vocabulary

__all__ = [
    "EntityResource", "EventResource", "QuantityResource", "RelationResource", "Resource", "Scope", "StatementResource",
    "Unknown",
]  # fmt: skip


@dataclass(frozen=True)
class Scope:
    """A graph with its base IRI; makes resources and looks up their neighbours."""

    graph: Graph
    vocabulary: Vocabulary = OURS

    def resource(self, node: NodeId) -> Resource:
        """The resource of an id; ``Unknown`` where the graph does not describe it, with the id as label."""
        match self.graph.nodes.get(node):
            case Entity() as found:
                return EntityResource(found, self)
            case Event() as found:
                return EventResource(found, self)
            case Quantity() as found:
                return QuantityResource(found, self)
            case None:
                return Unknown(node, self)

    def statement(self, said: Statement) -> StatementResource:
        """The resource of a statement."""
        return StatementResource(said, self)

    @cached_property
    def details(self) -> Mapping[NodeId, list[Statement]]:
        """The details of each main statement."""
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
        """The status of each event."""
        return statuses(self.graph)

    @cached_property
    def told(self) -> Mapping[NodeId, list[Statement]]:
        """The statements with each node as subject, object or event, in the order of the text."""
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
        """The IRI, under the base of the graph."""
        return self.scope.vocabulary.node(self.id) or ""

    @property
    def label(self) -> str:
        """The label."""
        return self.scope.graph.label(self.id)

    @property
    def cls(self) -> str:
        """The local name of its class; "" for a node that the graph does not describe."""
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
        return self.value.wikidata if isinstance(self.value, Entity | Event) else ""

    @property
    def country(self) -> str:
        """The ISO 3166-1 alpha-3 code of the country that it is, acts for or belongs to; "" where none is known."""
        return self.value.country if isinstance(self.value, Entity) else ""

    @property
    def statements(self) -> tuple[StatementResource, ...]:
        """The statements of which it is subject, object or event, in the order of the text."""
        return tuple(map(self.scope.statement, self.scope.told.get(self.id, ())))

    @property
    def shown(self) -> Mapping[str, str]:
        """What a notebook shows of it in a row."""
        return {
            "label": self.label,
            "class": self.cls,
            "country": self.country,
            "Wikidata": self.wikidata,
            "statements": str(len(self.statements)),
        }

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
        """Its alternative labels, sorted."""
        return tuple(sorted(self.value.alt_labels))

    @property
    def links(self) -> Mapping[str, tuple[Resource, ...]]:
        """Property -> entities: ``links["actsFor"]`` of a government is its country."""
        return _grouped((link.relation, self.scope.resource(link.target)) for link in self.value.links)


@dataclass(frozen=True, repr=False)
class EventResource(_Named):
    """An event in its graph; ``value`` is the ``kg.Event``."""

    value: Event

    @property
    def roles(self) -> Mapping[str, tuple[Resource, ...]]:
        """Role -> participants: ``roles["commodity"]``."""
        return _grouped((role.name, self.scope.resource(role.filler)) for role in self.value.roles)

    @property
    def time(self) -> Time | None:
        """The time of the event; None where it has none."""
        return self.value.time

    @property
    def factuality(self) -> Factuality | None:
        """The firmest factuality of its statements; None without statements."""
        return self._status.factuality

    @property
    def negated(self) -> bool:
        """Whether all statements of that factuality tell, plan, ask ... that it be not so."""
        return self._status.negated

    @property
    def is_fact(self) -> bool:
        """Whether a statement of it is a fact: in the article's own voice, or an official source's own act."""
        return self._status.is_fact

    @property
    def sources(self) -> tuple[Resource, ...]:
        """The sources of that factuality; empty where the article's own voice is one."""
        return tuple(map(self.scope.resource, self._status.sources))

    @property
    def _status(self) -> Status:
        return self.scope.statuses[self.id]


@dataclass(frozen=True, repr=False)
class QuantityResource(_Named):
    """A quantity in its graph; ``value`` is the ``kg.model.Quantity``."""

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
    """A node that the graph does not describe; ``value`` is its id."""

    value: NodeId


Resource = EntityResource | EventResource | QuantityResource | Unknown

_Field = TypeVar("_Field")


class _OfValue(Generic[_Field]):
    """A field of the value of a resource; ``help`` tells ``doc`` of it."""

    def __init__(self, doc: str) -> None:
        self.__doc__ = doc

    def __set_name__(self, _owner: type, name: str) -> None:
        self._name = name

    def __get__(self, resource: StatementResource, _owner: type) -> _Field:
        found: _Field = getattr(resource.value, self._name)
        return found


@dataclass(frozen=True, repr=False)
class RelationResource:
    """The relation of a statement; ``is_open`` where its name is made of the text's own words."""

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
    """A statement in its graph; ``value`` is the ``kg.Statement``."""

    value: Statement
    scope: Scope = field(compare=False)

    id = _OfValue[NodeId]("The local name, a hash of the content.")
    factuality = _OfValue[Factuality]("The factuality.")
    negated = _OfValue[bool]("Whether it is told, planned, asked ... not to be so; always of what is denied.")

    @property
    def firmness(self) -> str:
        """The factuality in words, with its polarity: "asserted", "denied", "asked not to be"."""
        return self.value.firmness_told

    condition = _OfValue[str](
        'The clause that it depends on, in the words of the text: "if Peru agreed"; empty for none.'
    )
    is_fact = _OfValue[bool]("Whether the plain triple stands in the file (docs/reference/graph.md, 2).")

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """All evidence, in order."""
        return tuple(sorted(self.value.evidence))

    first_evidence = _OfValue[Evidence]("The first evidence, by article and offset.")

    @property
    def sentence(self) -> str:
        """The quotation of the first evidence; "" where it is withheld (``--evidence none``)."""
        return self.value.first_evidence.quote

    subject_text = _OfValue[str]("The subject in the text's words.")
    predicate_text = _OfValue[str]("The predicate in the text's words.")
    object_text = _OfValue[str]('The object in the words of the text; "" where it has none of its own.')
    confidence = _OfValue[float]("The expected share of such statements that are right, from 0 to 1.")
    trust = _OfValue[Trust](
        "Whether it is sure or a lead; ``Trust.OLD`` in files of earlier versions, which do not tell."
    )
    usefulness = _OfValue[float | None](
        "The expected share of such statements that readers keep, from 0 to 1; None in older files."
    )
    rule = _OfValue[str]("The construction that made it.")
    is_main = _OfValue[bool]("Whether it is the main statement of its clause, not a detail.")

    @property
    def iri(self) -> str:
        """The IRI, under the base of the graph."""
        return self.scope.vocabulary.node(self.id) or ""

    @property
    def label(self) -> str:
        """A sentence for a main statement; for a detail, and in older files, subject, relation and object."""
        return self.value.label or f"{self.subject} {self.relation} {self.object}"

    @property
    def subject(self) -> Resource:
        """The subject."""
        return self.scope.resource(self.value.subject)

    @property
    def relation(self) -> RelationResource:
        """The relation."""
        said = self.value
        return RelationResource(said.relation, said.relation_label, self.scope.vocabulary.relation(said), said.is_open)

    @property
    def object(self) -> Resource:
        """The object: an entity, an event or a quantity."""
        return self.scope.resource(self.value.object)

    @property
    def event(self) -> Resource | None:
        """The event of the statement; None for a state."""
        return self.scope.resource(self.value.event) if self.value.event else None

    @property
    def roles(self) -> Mapping[str, tuple[Resource, ...]]:
        """Role -> participants of the event; empty where there is none."""
        event = self.event
        return event.roles if isinstance(event, EventResource) else MappingProxyType({})

    @property
    def source(self) -> Resource | None:
        """The source; None for the article's own voice."""
        return self.scope.resource(self.value.attributed_to) if self.value.attributed_to else None

    @property
    def reported_by(self) -> Resource | None:
        """The outer source, who reports what the source says: a newspaper, an agency."""
        return self.scope.resource(self.value.reported_by) if self.value.reported_by else None

    @property
    def time(self) -> Time | None:
        """When it holds or happened, by its own words or else its event's."""
        return time_of(self.scope.graph, self.value)

    @property
    def article(self) -> Article | None:
        """The article of that sentence; None where the graph does not describe it."""
        return self.scope.articles.get(self.value.first_evidence.article)

    @property
    def main(self) -> StatementResource | None:
        """The main statement of which this is a detail; None for a main one, or where the graph does not have it."""
        found = self.scope.statements.get(self.value.detail_of) if self.value.detail_of else None
        return self.scope.statement(found) if found else None

    @property
    def condition_statement(self) -> StatementResource | None:
        """The main statement of its condition; None where that makes none."""
        found = self.scope.statements.get(self.value.condition_statement or NodeId(""))
        return self.scope.statement(found) if found else None

    @property
    def details(self) -> tuple[StatementResource, ...]:
        """The details of this main statement."""
        return tuple(map(self.scope.statement, self.scope.details.get(self.id, ())))

    @property
    def shown(self) -> Mapping[str, str]:
        """What a notebook shows of it in a row."""
        days = dict.fromkeys(str(day) for day in (self.time.start, self.time.end) if day) if self.time else ()
        return {
            "says": self.label,
            "firmness": self.firmness,
            "source": str(self.source or ""),
            "when": " to ".join(days),
            "sentence": " ".join(self.sentence.split()),
        }

    def _repr_html_(self) -> str:
        return html_table([self.shown], self.shown)

    def __str__(self) -> str:
        return self.label

    def __repr__(self) -> str:
        firmness = "" if self.is_fact else f", {self.firmness}{', a lead' * self.value.is_lead}"
        says = f", says {self.source}" if self.source else ""
        return f"<Statement {self.subject} · {self.relation} · {self.object}{firmness}{says}>"


def _grouped(pairs: Iterator[tuple[str, Resource]]) -> Mapping[str, tuple[Resource, ...]]:
    """Nodes by the name that leads to them, both sorted."""
    found: dict[str, list[Resource]] = {}
    for name, node in sorted(pairs, key=lambda pair: (pair[0], pair[1].id)):
        found.setdefault(name, []).append(node)
    return MappingProxyType({name: tuple(nodes) for name, nodes in found.items()})


def classes_named(asked: str, known: Iterable[str]) -> frozenset[str]:
    """The classes that nodes have and that are the asked one or below it in the ontology; ``KgError`` for none."""
    if not asked:
        return frozenset()
    there = frozenset(known)
    plain = asked.rpartition(":")[2] if "://" not in asked else asked
    ontology = Ontology.load()
    below = frozenset(cls for cls in there if cls == plain or ontology.is_a(cls, plain))
    if not below:
        raise KgError(f"no node of the graph is of the class {asked!r}", hint=nearest_hint(plain, there))
    return below


def countries_named(graph: Graph, asked: str) -> frozenset[str]:
    """The code of a country, given by one of its names or by the code; ``KgError`` with the nearest for another."""
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
