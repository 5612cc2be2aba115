"""Internal SPARQL queries on graphs of rdflib, answered by pyoxigraph, which is many times faster.

Queries of users run in ``kg.store``, with limits and in a process of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import pyoxigraph as ox
import rdflib
from rdflib.namespace import XSD
from rdflib.term import Node

_Term = ox.NamedNode | ox.BlankNode | ox.Literal


@dataclass(frozen=True)
class BoundQuestion:
    """A SELECT query with the prefixes that it does not declare, and bindings of variables."""

    select: str
    prefixes: Mapping[str, str]
    known: Mapping[str, Node] = field(default_factory=dict)


def answers(graphs: Iterable[rdflib.Graph], questions: Sequence[BoundQuestion]) -> Iterator[list[dict[str, Node]]]:
    """The rows of each question over the union of the graphs; unbound variables are missing from a row."""
    store = ox.Store()
    store.bulk_extend(quad for graph in graphs for quad in _quads(graph))
    for question in questions:
        known: dict[ox.Variable, _Term | ox.Triple]
        known = {ox.Variable(name): _ox_term(node) for name, node in question.known.items()}
        found = store.query(question.select, prefixes=dict(question.prefixes), substitutions=known)
        if not isinstance(found, ox.QuerySolutions):
            raise TypeError(f"no SELECT query: {question.select}")
        names = [variable.value for variable in found.variables]
        rows = (zip(names, row, strict=True) for row in found)
        yield [{name: _rdflib_node(value) for name, value in row if value is not None} for row in rows]


def _quads(graph: rdflib.Graph) -> Iterator[ox.Quad]:
    """The triples of a graph; rdflib can hold a literal as subject, RDF cannot."""
    term = cache(_ox_term)
    for triple in graph:
        subject, predicate, value = map(term, triple)
        if not isinstance(subject, ox.Literal) and isinstance(predicate, ox.NamedNode):
            yield ox.Quad(subject, predicate, value)


def _ox_term(node: Node) -> _Term:
    match node:
        case rdflib.URIRef():
            return ox.NamedNode(str(node))
        case rdflib.BNode():
            return ox.BlankNode(str(node))
        case rdflib.Literal(language=str(language)):
            return ox.Literal(str(node), language=language)
        case rdflib.Literal():
            return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype)) if node.datatype else None)
    raise TypeError(f"no term of RDF 1.1: {node!r}")


def _rdflib_node(term: object) -> Node:
    match term:
        case ox.NamedNode(value=iri):
            return rdflib.URIRef(iri)
        case ox.BlankNode(value=name):
            return rdflib.BNode(name)
        case ox.Literal(value=text, language=str(language)):
            return rdflib.Literal(text, lang=language)
        case ox.Literal(value=text, datatype=ox.NamedNode(value=datatype)):
            plain = datatype == str(XSD.string)  # As rdflib's parsers read it.
            return rdflib.Literal(text, datatype=None if plain else rdflib.URIRef(datatype))
    raise TypeError(f"no term of RDF 1.1: {term!r}")
