"""The articles that a store holds, and what made their statements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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


class Holdings:
    """The articles of a store, without their texts."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._iris = dict(articles_of(store))

    @cached_property
    def articles(self) -> Mapping[ArticleId, Article]:
        """The articles by their ids."""
        described = (triple for iri in self._iris.values() for triple in self._triples(iri) if triple[1] not in _LONG)
        return {article.id: article for article in graph_of(described).articles}

    def activities(self, name: ArticleId) -> frozenset[Activity]:
        """What made the statements of an article; none where it makes none that others do not make too."""
        source = ox.NamedNode(self._iris[name].value)
        for span in subjects(self._store, _SOURCE, source):
            for said in subjects(self._store, _EVIDENCE, span):
                if self._sources(said) == {source}:
                    made = [Iri(one.value) for one in self._values(said, _MADE_BY)]
                    return frozenset(activities_in(triple for iri in made for triple in self._triples(iri)))
        return frozenset()

    def _sources(self, said: ox.NamedNode) -> set[ox.NamedNode]:
        return {source for span in self._values(said, _EVIDENCE) for source in self._values(span, _SOURCE)}

    def _values(self, node: ox.NamedNode, predicate: ox.NamedNode) -> list[ox.NamedNode]:
        found = (quad.object for quad in matching(self._store, node, predicate))
        return [value for value in found if isinstance(value, ox.NamedNode)]

    def _triples(self, iri: Iri) -> Iterator[Triple]:
        for quad in matching(self._store, ox.NamedNode(iri.value)):
            yield from plain_triples(quad)
