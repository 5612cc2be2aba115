"""Triples that reading ignores: blank nodes, undefined terms, classes beyond the first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from itertools import combinations

import rdflib
from rdflib import RDF, URIRef

from kg.check.telling import KG, local, name
from kg.check.values import Finding, Severity
from kg.model import Graph
from kg.ontology import Ontology, external_iris
from kg.turtle.terms import prefixes, split_iri, term_name

_NEARLY = 0.9
"""From here on a name is another misspelt: not ``org:memberOf`` for ``org:member``."""


def blank_nodes(data: rdflib.Graph) -> Iterator[Finding]:
    """No blank nodes in a graph (docs/reference/graph.md)."""
    count = len({node for node in data.subjects() if isinstance(node, rdflib.BNode)})
    if count:
        message = f"{count} blank node{'s' * (count > 1)}: no name stays from file to file without an IRI"
        yield Finding(Severity.WARNING, "nodes/blank", "", message)


def unknown_properties(data: rdflib.Graph, graph: Graph, vocabulary: rdflib.Graph) -> Iterator[Finding]:
    """Properties with our prefix that no ontology defines; relations and roles have a rule of their own."""
    told = {one.relation for one in graph.statements} | {role.name for event in graph.events for role in event.roles}
    known = {local(node): node for node in vocabulary.subjects() if str(node).startswith(KG)}
    used = {predicate for predicate in data.predicates() if isinstance(predicate, URIRef) and predicate.startswith(KG)}
    for predicate in sorted(used - set(known.values())):
        if (property_ := local(predicate)) not in told:
            near = get_close_matches(property_, known, n=1)
            hint = f"; nearest: kg:{near[0]}" if near else ""
            node = min(map(local, data.subjects(predicate)))
            yield Finding(Severity.ERROR, "terms/property", node, f"the ontology has no property kg:{property_}{hint}")


def misspelt_properties(data: rdflib.Graph) -> Iterator[Finding]:
    """Properties of the vocabularies that we use which are nearly one that we use: "schema:datePublishd"."""
    ours = {URIRef(iri) for iri in external_iris()}
    names = {iri: name for name, iri in prefixes().items()}
    for predicate in sorted({URIRef(str(one)) for one in data.predicates()} - ours):
        space, property_ = split_iri(predicate)
        near = get_close_matches(property_, [local(one) for one in ours if split_iri(one)[0] == space], 1, _NEARLY)
        if near and space in names and space != KG:
            node = min(map(local, data.subjects(predicate)))
            message = f"{names[space]}:{property_} is read by nobody; nearest: {names[space]}:{near[0]}"
            yield Finding(Severity.WARNING, "terms/property", node, message)


def classes_that_differ(data: rdflib.Graph, ontology: Ontology) -> Iterator[Finding]:
    """A node is of one class, and of those above it."""
    types: dict[URIRef, set[str]] = {}
    for subject, cls in data.subject_objects(RDF.type):
        if isinstance(subject, URIRef) and isinstance(cls, URIRef) and term_name(cls) in ontology.classes:
            types.setdefault(subject, set()).add(term_name(cls))
    for subject, found in types.items():
        for one, other in _apart(found, ontology):
            message = f"{name(data, subject)} is a kg:{one} and a kg:{other}, and neither is a kind of the other"
            yield Finding(Severity.ERROR, "nodes/classes", local(subject), message)


def _apart(classes: Iterable[str], ontology: Ontology) -> Iterator[tuple[str, str]]:
    for one, other in combinations(sorted(classes), 2):
        if not (ontology.is_a(one, other) or ontology.is_a(other, one)):
            yield one, other
