"""The articles that a store holds, and what made their statements."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

import pyoxigraph as ox

from kg.model import Activity, Article, ArticleId
from kg.store.excerpt import articles_of, subjects
from kg.store.patterns import matching
from kg.turtle.formats import plain_triples
from kg.turtle.reading import activities_in, graph_of
from kg.turtle.terms import KG, OA, PROV, SCHEMA, Iri, Triple

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
