"""An excerpt of a store: what it tells of some nodes, read as a graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

import pyoxigraph as ox

from kg.model import Activity, Article, ArticleId, Graph, NodeId
from kg.store.files import matching
from kg.turtle.formats import plain_triples
from kg.turtle.nodes import RELATION_CLASS
from kg.turtle.reading import activities_in, graph_of
from kg.turtle.terms import KG, OA, PROV, RDF, REL, SCHEMA, Iri, Iris, Triple, local_name
from kg.turtle.vocabulary import BROADER, PROPERTY, SUBCLASS, SUBPROPERTY, TYPE

IS_A = ox.NamedNode(TYPE.value)
_ENDS = (ox.NamedNode(RDF + "subject"), ox.NamedNode(RDF + "object"))
_ARTICLE, _STATEMENT = ox.NamedNode(SCHEMA + "NewsArticle"), ox.NamedNode(KG + "Statement")
_RELATION = ox.NamedNode(PROPERTY.value)
_LEADS_ON = {
    Iri(KG + "evidence"), Iri(OA + "hasSelector"), Iri(OA + "hasSource"), Iri(PROV + "wasGeneratedBy"),
    Iri(RDF + "predicate"), Iri(RDF + "type"), Iri(KG + "eventClass"), SUBCLASS, SUBPROPERTY,
    RELATION_CLASS, BROADER,
}  # fmt: skip
"""Properties whose values belong to the description of a node: its spans, its activity, its relation, its class."""


class Excerpt:
    """The triples of the nodes that were added so far, with those of what describes them."""

    def __init__(self, store: ox.Store, iris: Iris) -> None:
        self._store = store
        self._iris = iris
        self._read: set[Iri] = set()
        self.triples: set[Triple] = set()

    def add(self, subjects: Iterable[Iri]) -> None:
        """Read what the store tells of some nodes."""
        for subject in sorted(set(subjects)):
            self.triples.update(self._description(subject))

    def graph(self) -> Graph:
        """The graph of the nodes: plain triples between them may follow from statements that were not read."""
        return graph_of(sorted(triple for triple in self.triples if not self._is_plain(triple)))

    def _is_plain(self, triple: Triple) -> bool:
        _, predicate, value = triple
        if not isinstance(value, Iri):
            return False
        if predicate.value.startswith(REL):
            return True
        return predicate.value.startswith(KG) and (
            ox.Quad(ox.NamedNode(predicate.value), IS_A, _RELATION) in self._store
        )

    def _description(self, subject: Iri) -> Iterator[Triple]:
        waiting = [subject]
        while waiting:
            node = waiting.pop()
            if node in self._read:
                continue
            self._read.add(node)
            for quad in matching(self._store, ox.NamedNode(node.value)):
                for triple in plain_triples(quad):
                    yield triple
                    _, predicate, value = triple
                    if predicate in _LEADS_ON and isinstance(value, Iri):
                        waiting.append(value)

    def everything(self) -> None:
        """Read all nodes of the store."""
        self.add(Iri(quad.subject.value) for quad in self._store if isinstance(quad.subject, ox.NamedNode))

    def add_tellers(self, graph: Graph) -> None:
        """Read the events that a graph tells of, and the statements by which they stand."""
        named = {event.id for event in graph.events} | {said.event for said in graph.statements if said.event}
        events = [self._iris.node(name) for name in named]
        self.add(events)
        told = ox.NamedNode(KG + "event")
        self.add(
            Iri(node.value)
            for event in events
            for node in subjects(self._store, told, ox.NamedNode(event.value))
            if ox.Quad(node, IS_A, _STATEMENT) in self._store  # an event can be the occasion of another
        )

    def add_article(self, article: Iri, nodes: Iterable[NodeId]) -> None:
        """Read an article, its statements, and nodes that it contributes to."""
        self.add([article, *(self._iris.node(name) for name in nodes)])
        evidence, source = ox.NamedNode(KG + "evidence"), ox.NamedNode(OA + "hasSource")
        spans = subjects(self._store, source, ox.NamedNode(article.value))
        self.add(Iri(said.value) for span in spans for said in subjects(self._store, evidence, span))

    def add_statements_of(self, actors: Iterable[Iri]) -> None:
        """Read the statements of some actors and of all who act for them, with both ends: facts follow from them."""
        acts_for = ox.NamedNode(KG + "actsFor")
        for actor in map(ox.NamedNode, sorted(one.value for one in actors)):
            for one in (actor, *subjects(self._store, acts_for, actor)):
                for end in _ENDS:
                    self.add_statements(subjects(self._store, end, one))

    def add_statements(self, statements: Iterable[ox.NamedNode]) -> None:
        """Read some statements with both ends."""
        for said in statements:
            ends = (quad.object.value for end in _ENDS for quad in matching(self._store, said, end))  # type: ignore[union-attr]
            self.add([Iri(said.value), *map(Iri, ends)])


def subjects(store: ox.Store, predicate: ox.NamedNode, value: ox.NamedNode | None) -> list[ox.NamedNode]:
    """The nodes that have some value, those without a name left out."""
    found = matching(store, predicate=predicate, value=value)
    return [quad.subject for quad in found if isinstance(quad.subject, ox.NamedNode)]


def articles_of(store: ox.Store) -> Iterator[tuple[ArticleId, Iri]]:
    """The articles of a store, by their ids."""
    for quad in matching(store, predicate=IS_A, value=_ARTICLE):
        if isinstance(quad.subject, ox.NamedNode):
            yield ArticleId(local_name(quad.subject.value).removeprefix("article-")), Iri(quad.subject.value)


_LONG = {Iri(KG + "contributesTo"), Iri(KG + "untold"), Iri(KG + "blocks"), Iri(SCHEMA + "text")}
_EVIDENCE, _SOURCE = ox.NamedNode(KG + "evidence"), ox.NamedNode(OA + "hasSource")
_MADE_BY = ox.NamedNode(PROV + "wasGeneratedBy")


class StoreHoldings:
    """The articles of a store, without their texts.

    The store is opened each time anew: one that is open while others add to it may look for files that are gone.
    """

    def __init__(self, opened: Callable[[], ox.Store]) -> None:
        self._opened = opened
        store = opened()
        self._iris = dict(articles_of(store))
        described = (one for iri in self._iris.values() for one in _triples(store, iri) if one[1] not in _LONG)
        self.articles: Mapping[ArticleId, Article] = {one.id: one for one in graph_of(described).articles}

    def activities(self, name: ArticleId) -> frozenset[Activity]:
        """What made the statements of an article; none where it makes none that others do not make too."""
        return self._made.get(name, frozenset())

    @cached_property
    def _made(self) -> Mapping[ArticleId, frozenset[Activity]]:
        store = self._opened()
        made = {name: frozenset(_makers(store, ox.NamedNode(iri.value))) for name, iri in self._iris.items()}
        known = {iri: activities_in(_triples(store, iri)) for iri in set().union(*made.values())}
        return {name: frozenset().union(*(known[iri] for iri in iris)) for name, iris in made.items()}


def _makers(store: ox.Store, article: ox.NamedNode) -> list[Iri]:
    """What made the first statement that an article alone makes."""
    for span in subjects(store, _SOURCE, article):
        for said in subjects(store, _EVIDENCE, span):
            sources = {source for one in _values(store, said, _EVIDENCE) for source in _values(store, one, _SOURCE)}
            if sources == {article}:
                return [Iri(one.value) for one in _values(store, said, _MADE_BY)]
    return []


def _values(store: ox.Store, node: ox.NamedNode, predicate: ox.NamedNode) -> list[ox.NamedNode]:
    found = (quad.object for quad in matching(store, node, predicate))
    return [value for value in found if isinstance(value, ox.NamedNode)]


def _triples(store: ox.Store, iri: Iri) -> Iterator[Triple]:
    for quad in matching(store, ox.NamedNode(iri.value)):
        yield from plain_triples(quad)
