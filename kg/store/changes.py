"""A change of a store: articles are taken out of it, and a graph is joined with the rest, in one transaction.

What the store tells of the nodes that are touched is read as a graph, changed as graphs are, and put in its place, so
that cost goes with what changes and not with the store.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import pyoxigraph as ox

from kg.facts.status import REPORTED
from kg.model import ArticleId, Graph
from kg.model.merge import Removal, check_recorded, record, without_record
from kg.store.excerpt import Excerpt, articles_of
from kg.store.files import is_of_old_form, matching
from kg.turtle import EvidenceDetail
from kg.turtle import triples as triples_of
from kg.turtle.formats import ox_triple
from kg.turtle.nodes import facts, states
from kg.turtle.source import status_triples
from kg.turtle.terms import KG, PROV, RDF, Iri, Iris, Triple
from kg.turtle.vocabulary import CLASS, EVENT, PROPERTY, RELATION_CLASS, SUBCLASS, TYPE

_SHARED = {PROPERTY, CLASS, RELATION_CLASS, Iri(PROV + "Activity")}
"""Classes of nodes that go with the last node that uses them."""
_REPORTED = Iri(KG + REPORTED)
_TELLING = f"""
SELECT DISTINCT ?said {{{{
    ?said <{RDF}predicate> <{{1}}> ; <{RDF}subject>/<{KG}actsFor>? <{{0}}> ; <{RDF}object>/<{KG}actsFor>? <{{2}}>
}}}} ORDER BY ?said"""
"""The statements from which a plain triple may follow, as it is or between states."""


@dataclass(frozen=True)
class StoreChange:
    """Articles that go from a store, and a graph that comes; names get the base ``iris``."""

    store: ox.Store
    iris: Iris
    graph: Graph
    names: frozenset[ArticleId] = frozenset()

    def make(self, evidence: str) -> None:
        """Make the change: all of it or none.

        Raises ``InputError`` where the store does not record what each article contributes.
        """
        gone, new = self._difference(evidence)
        if gone:
            self.store.update(_update(gone, new))
        else:
            self.store.extend(ox.Quad(*ox_triple(triple)) for triple in sorted(new))  # one transaction as well
        self.store.flush()

    def _difference(self, evidence: str) -> tuple[set[Triple], set[Triple]]:
        """The triples that go and those that come."""
        known = self._excerpt()
        before = known.graph()
        after = self._changed(before)
        lost = self._facts(before) - self._facts(after)
        if self.names and lost and (telling := self._telling(lost)):
            known.add_statements(telling)
            before = known.graph()
            after = self._changed(before)
        whole = self._written(after, EvidenceDetail.FULL)  # what is there and withheld now stays
        gone = self._written(before, EvidenceDetail.FULL) - whole
        gone |= status_triples(before, known.triples, self.iris.base) - whole
        if not is_of_old_form(self.store):  # there all events are read; here others stand below the same classes
            gone = self._unused(gone)
        return gone, self._written(after, evidence) - known.triples

    def _excerpt(self) -> Excerpt:
        """All nodes of the store that the change touches."""
        known = Excerpt(self.store, self.iris)
        if is_of_old_form(self.store) or self._was_alone or self._is_emptied:
            known.everything()
            return known
        known.add(triple[0] for triple in self._written(self.graph, EvidenceDetail.FULL))
        known.add(self.iris.node(end) for said in self.graph.statements for end in (said.subject, said.object))
        known.add_tellers(self.graph)
        for name in sorted(self.names):
            known.add_article(self.iris.article(name), self._removal.gone)
        known.add(map(self.iris.article, self._left))
        if self.names:
            known.add_tellers(known.graph())
        before = known.graph()
        known.add_statements_of(self._changed_states(before, self._changed(before)))
        return known

    @cached_property
    def _there(self) -> frozenset[ArticleId]:
        """The articles of the store, all of them only where that matters: else the first two."""
        found = (name for name, _ in articles_of(self.store))
        return frozenset(found if self.names else islice(found, 2))

    @cached_property
    def _left(self) -> frozenset[ArticleId]:
        """The one article of the store that stays and is alone then, if so."""
        after = (self._there - self.names) | {article.id for article in self.graph.articles}
        return after & self._there - self.names if len(after) == 1 else frozenset()

    @property
    def _is_several(self) -> bool:
        """Whether several articles are there after the change."""
        return len((self._there - self.names) | {article.id for article in self.graph.articles}) > 1

    @property
    def _was_alone(self) -> bool:
        """Whether an article that had the store for itself gets others beside it."""
        return len(self._there) == 1 and self._is_several

    @property
    def _is_emptied(self) -> bool:
        """Whether all articles that are there go."""
        return bool(self.names) and self._there <= self.names

    @cached_property
    def _removal(self) -> Removal:
        known = Excerpt(self.store, self.iris)
        known.add(map(self.iris.article, self._there))
        articles = known.graph().articles
        if len(articles) > 1:
            check_recorded(articles)
        kept = (article for article in articles if article.id not in self.names)
        return Removal(self.names, record(one for one in articles if one.id in self.names), record(kept))

    def _changed(self, before: Graph) -> Graph:
        """The part of the store after the change."""
        left = Graph() if self._is_emptied else self._removal.of(before) if self.names else before
        if not self._is_several:
            return without_record(left.union(self.graph))
        known = left.recorded() if self._was_alone else left
        return known.union(self.graph.recorded())

    def _facts(self, graph: Graph) -> frozenset[Triple]:
        return facts(graph, self.iris)

    def _written(self, graph: Graph, evidence: str) -> set[Triple]:
        return set(triples_of(graph, base_iri=self.iris.base, evidence=evidence))

    def _telling(self, lost: frozenset[Triple]) -> list[ox.NamedNode]:
        """For each triple that would go a statement of other articles from which it follows, if there is one."""
        found = list[ox.NamedNode]()
        told = frozenset[Triple]()
        for triple in sorted(lost):
            if triple in told:
                continue
            for said in self._said(triple):
                alone = Excerpt(self.store, self.iris)
                alone.add_statements([said])
                follows = self._facts(self._removal.of(alone.graph()))
                if triple in follows:
                    found.append(said)
                    told |= follows
                    break
        return found

    def _said(self, triple: Triple) -> Iterator[ox.NamedNode]:
        """The statements from which a triple may follow, one after the other: a thousand articles may tell the same."""
        rows = self.store.query(_TELLING.format(*(term[0] for term in triple)))
        if isinstance(rows, ox.QuerySolutions):
            yield from (one for (one,) in rows if isinstance(one, ox.NamedNode))

    def _changed_states(self, before: Graph, after: Graph) -> set[Iri]:
        """Who acts for another state then, or for none, and the states they acted for before."""
        was, now = states(before.entities), states(after.entities)
        stay = {entity.id for entity in after.entities}
        changed = {name for name in was.keys() | now.keys() if name in stay and was.get(name) != now.get(name)}
        return {self.iris.node(name) for name in changed | {was[name] for name in changed if name in was}}

    def _unused(self, gone: set[Triple]) -> set[Triple]:
        """What goes of some triples, without those of classes, relations and activities that other nodes use."""
        shared: dict[Iri, set[Triple]] = {
            subject: set() for subject, predicate, value in gone if predicate == TYPE and value in _SHARED
        }
        for triple in gone:
            if triple[0] in shared:
                shared[triple[0]].add(triple)
        found = {triple for triple in gone if triple[0] not in shared and triple[1] != SUBCLASS}
        while unused := [term for term in sorted(shared) if not self._is_used(term, found)]:
            for term in unused:
                found |= shared.pop(term)
        return found

    def _is_used(self, term: Iri, gone: set[Triple]) -> bool:
        """Whether something that stays points at a term; every event may be a reported one."""
        if term == _REPORTED:
            return (EVENT, TYPE, CLASS) not in gone
        for quad in matching(self.store, value=ox.NamedNode(term.value)):
            subject = quad.subject
            if not isinstance(subject, ox.NamedNode):
                return True
            if (Iri(subject.value), Iri(quad.predicate.value), term) not in gone:
                return True
        return False


def _update(gone: Iterable[Triple], new: Iterable[Triple]) -> str:
    delete = " ".join(f"{ox_triple(triple)} ." for triple in sorted(gone))
    insert = " ".join(f"{ox_triple(triple)} ." for triple in sorted(new))
    return f"DELETE DATA {{ {delete} }} ; INSERT DATA {{ {insert} }}"
