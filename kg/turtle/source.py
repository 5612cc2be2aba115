"""The content of a document that will be written again: the graph, its base IRI, and foreign triples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from kg.errors import InputError
from kg.facts.status import REPORTED, statuses
from kg.model import Graph
from kg.turtle.formats import FORMATS, check_file, parsed, plain_triples
from kg.turtle.nodes import FACTUALITY, STATUS, EvidenceDetail, sections
from kg.turtle.reading import graph_of
from kg.turtle.terms import BASE_IRI, KG, SCHEMA, XSD, Iri, Iris, Literal, Term, Triple, split_iri, term_iri
from kg.turtle.vocabulary import EVENT, SUBCLASS, TYPE

_NAMED = (Iri(KG + "Statement"), Iri(SCHEMA + "NewsArticle"))
"""Classes whose nodes have a base: statements first, articles where there is none."""
_WIDEST = ("trig", "nq", "jsonld", "rdfxml")
"""Formats that between them read every other one."""


@dataclass(frozen=True)
class GraphSource:
    """A graph as it was found; ``triples`` is what was there with it, under one base, ``foreign`` counts the rest.

    ``bases`` is what the names of the nodes began with, sorted: several where graphs were put together unjoined.
    """

    graph: Graph
    triples: frozenset[Triple]
    bases: tuple[str, ...] = ()
    foreign: int = 0

    @property
    def is_ours(self) -> bool:
        """Whether there is a statement, or an article that makes none."""
        return bool(self.graph.statements or self.graph.articles)

    @property
    def base_iri(self) -> str:
        """What the names begin with when they are written again."""
        return next(iter(self.bases), BASE_IRI)

    @cached_property
    def left_out(self) -> int:
        """How many triples are not written again: those that somebody added, and languages of ours."""
        written = sections(self.graph, base_iri=self.base_iri, evidence=EvidenceDetail.FULL)
        ours = {_by_value(triple) for section in written for node in section.nodes for triple in node.triples()}
        found = self.triples - status_triples(self.graph, self.triples, self.base_iri)
        return self.foreign + len({_by_value(triple) for triple in found} - ours)

    @cached_property
    def untold(self) -> int:
        """How many events do not say how they stand: those that 0.1.0 wrote. They are read by their statements."""
        iris, telling = Iris(self.base_iri), {triple[0] for triple in self.triples if triple[1] == FACTUALITY}
        told = statuses(self.graph)
        return sum(event.id in told and iris.node(event.id) not in telling for event in self.graph.events)


def status_triples(graph: Graph, triples: Iterable[Triple], base_iri: str) -> set[Triple]:
    """What triples tell of how the events of a graph stand, which is written anew each time.

    So are the classes of events in the form of 0.1.0, each right below ``kg:Event``.
    """
    iris = Iris(base_iri)
    events = {iris.node(event.id): {term_iri(event.cls), Iri(KG + REPORTED)} for event in graph.events}
    return {
        (subject, predicate, value)
        for subject, predicate, value in triples
        if (subject in events and (predicate in STATUS or (predicate == TYPE and value in events[subject])))
        or (predicate == SUBCLASS and value == EVENT and subject.value.startswith(KG))
    }


def _by_value(triple: Triple) -> Triple:
    """The triple with a number as its value: stores write 100.0 as 100."""
    subject, predicate, value = triple
    if isinstance(value, Literal) and value.datatype == XSD + "decimal":
        try:
            return subject, predicate, Literal(str(Decimal(value.text).normalize()), value.datatype)
        except InvalidOperation:
            return triple
    return triple


def source_of(quads: Iterable[ox.Quad | ox.Triple]) -> GraphSource:
    """The source that quads spell; named graphs are read as one. Raises ``InputError`` as ``read`` does."""
    found: list[Triple] = []
    foreign = 0
    for quad in quads:
        plain = tuple(plain_triples(quad))
        foreign += not plain
        found += plain
    bases = _bases(found)
    triples = frozenset(found if len(bases) <= 1 else _under_one(found, bases))
    return GraphSource(graph_of(triples), triples, bases, foreign)


def _bases(triples: Iterable[Triple]) -> tuple[str, ...]:
    named: dict[Term, set[str]] = {cls: set() for cls in _NAMED}
    for subject, predicate, value in triples:
        if predicate == TYPE and value in named:
            named[value].add(split_iri(subject.value)[0])
    return tuple(sorted(next(filter(None, named.values()), set())))


def _under_one(triples: Iterable[Triple], bases: tuple[str, ...]) -> Iterator[Triple]:
    """The triples with all names under the first base, so that a node that was under two is one."""

    def renamed(term: Iri) -> Iri:
        base = split_iri(term.value)[0]
        return Iri(bases[0] + term.value.removeprefix(base)) if base in bases else term

    for subject, predicate, value in triples:
        yield renamed(subject), predicate, renamed(value) if isinstance(value, Iri) else value


def source_in(data: bytes, name: str, label: str) -> GraphSource:
    """The source in a document of one of ``FORMATS``; ``label`` names it in errors."""
    return source_of(parsed(data, name, label))


def holds_ours(path: Path) -> bool:
    """Whether a file in any format of RDF has a statement or an article of ours: it is read as far as the first."""
    for name in _WIDEST:
        try:
            check_file(path, name)
            quads = ox.parse(path=path, format=FORMATS[name])
            return any(_is_mark(triple) for quad in quads for triple in plain_triples(quad))
        except (SyntaxError, InputError):
            continue
    return False


def _is_mark(triple: Triple) -> bool:
    """Whether only a graph has such a triple: ontologies name the class, and articles are in many graphs."""
    _, predicate, value = triple
    return predicate == Iri(KG + "textSha256") or (predicate == TYPE and value == Iri(KG + "Statement"))
