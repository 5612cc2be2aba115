"""Consistency of events with their statements, and of superclasses with the ontology."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import rdflib
from rdflib import RDF, RDFS, URIRef

from kg.check.telling import KG, local
from kg.check.values import Finding, Severity
from kg.facts.status import REPORTED, Status, statuses
from kg.model import Event, Graph
from kg.ontology import Ontology
from kg.turtle.terms import term_name


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
