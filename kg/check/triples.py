"""What reading ignores (blank nodes, undefined terms, classes beyond the first), and how events are told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from itertools import combinations

import rdflib
from rdflib import RDF, RDFS, URIRef

from kg.check.telling import KG, Finding, Severity, local, name
from kg.facts.status import REPORTED, Status, statuses
from kg.model import Event, Graph
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


def event_findings(
    data: rdflib.Graph, graph: Graph, ontology: Ontology, unread: Iterable[str] = ()
) -> Iterator[Finding]:
    """Events whose class, factuality or sources are not those of their statements (docs/reference/graph.md, 2).

    Nothing is said of an event of which a statement tells that could not be read.
    """
    known = statuses(graph)
    spoilt = {local(event) for one in unread for event in data.objects(URIRef(one), KG.event)}
    nodes = {local(node): node for node in data.subjects(RDF.type) if isinstance(node, URIRef)}
    told = [event for event in graph.events if known[event.id].factuality and event.id in nodes]
    if told and not any((nodes[event.id], KG.factuality, None) in data for event in told):
        yield from _of_old_form([event for event in graph.events if not known[event.id].is_fact])
        return
    for event in graph.events:
        if event.id in nodes and event.id not in spoilt:
            yield from _event_findings(_Told(data, nodes[event.id], ontology), event, known[event.id])


def _of_old_form(no_facts: list[Event]) -> Iterator[Finding]:
    if no_facts:
        message = (
            f"written by 0.1.0: {len(no_facts)} of its events have their class, and no statement tells them as facts; "
            "kg convert writes it anew"
        )
        yield Finding(Severity.WARNING, "events/form", "", message)


class _Told:
    """What a file says of an event."""

    def __init__(self, data: rdflib.Graph, node: URIRef, ontology: Ontology) -> None:
        types = {term_name(cls) for cls in data.objects(node, RDF.type) if isinstance(cls, URIRef)}
        self.classes = sorted(cls for cls in types if cls != REPORTED and ontology.is_a(cls, "Event"))
        self.is_reported = REPORTED in types
        self.factualities = _names(data.objects(node, KG.factuality))
        self.sources = _names(data.objects(node, KG.attributedTo))


def _names(nodes: Iterable[rdflib.term.Node]) -> str:
    return ", ".join(sorted(map(local, nodes)))


def _event_findings(told: _Told, event: Event, status: Status) -> Iterator[Finding]:
    def finding(rule: str, message: str) -> Finding:
        return Finding(Severity.ERROR, f"events/{rule}", event.id, message)

    if told.classes and not status.is_fact:
        claimed = " and a ".join(f"kg:{cls}" for cls in told.classes)
        yield finding("class", f"is a {claimed}, and no statement tells it as a fact: it is a kg:{REPORTED}")
    elif told.is_reported and status.is_fact and not told.classes:
        yield finding("class", f"is a kg:{REPORTED}, and a statement tells it as a fact: it is a kg:{event.cls}")
    firmest = status.factuality.value if status.factuality else ""
    if told.factualities != firmest:
        yield finding("factuality", f"is {_or_nothing(told.factualities)}; by its statements {_or_nothing(firmest)}")
    elif told.sources != (sources := ", ".join(status.sources)):
        yield finding("source", f"is told by {_or_nothing(told.sources)}; by its statements {_or_nothing(sources)}")


def _or_nothing(text: str) -> str:
    return text or "nothing"


def misplaced_terms(data: rdflib.Graph, terms: rdflib.Graph) -> Iterator[Finding]:
    """Terms of the ontology that a file has below what the ontology does not have them below."""
    for link in (RDFS.subClassOf, RDFS.subPropertyOf):
        for term, above in sorted(data.subject_objects(link)):
            is_ours = isinstance(term, URIRef) and term.startswith(str(KG)) and (term, None, None) in terms
            if is_ours and above not in set(terms.transitive_objects(term, link)):
                message = f"kg:{local(term)} is no kind of {local(above)} in the ontology"
                yield Finding(Severity.ERROR, "terms/above", local(term), message)
