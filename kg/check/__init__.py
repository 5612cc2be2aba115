"""Validation of a graph or an ontology: by SHACL, and by rules beyond SHACL, with findings in plain English."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kg.check import rules
from kg.check.shapes import deduplicated, is_ontology, shape_findings, vocabulary
from kg.check.telling import Finding, Severity, readable, told
from kg.errors import OntologyError
from kg.model import Graph
from kg.ontology import Ontology
from kg.turtle.documents import read_leniently, to_rdflib_file
from kg.turtle.terms import local_name

__all__ = ["Finding", "Severity", "findings"]


def findings(path: Path, ontologies: Iterable[Path] = ()) -> tuple[Finding, ...]:
    """All findings of a file, errors first, each once; those of a statement with its sentence.

    Raises ``InputError`` for a file that is no RDF, ``OntologyError`` for one of ``ontologies`` that cannot be used.
    """
    extra = tuple(ontologies)
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)  # What it would warn of is a finding.
    data, ontology, terms = to_rdflib_file(path), Ontology.load(*extra), vocabulary(extra)
    found = set(shape_findings(data, terms))
    if is_ontology(data):
        return _sorted(found | set(_faults(path, extra)))
    graph, faults = read_leniently(path)
    if not (faults or graph.articles or graph.statements):
        message = f"no article and no statement of ours among {len(data)} triples"
        return (Finding(Severity.ERROR, "graph/empty", path.name, message),)
    found.update(_unreadable(faults, found), _rules(graph, ontology, faults))
    found.update(rules.blank_nodes(data), rules.unknown_properties(data, graph, terms), rules.misspelt_properties(data))
    found.update(rules.classes_that_differ(data, ontology), rules.misplaced_terms(data, terms))
    found.update(rules.event_findings(data, graph, ontology, faults))
    events = {str(one.id): one.event for one in graph.statements}
    return _sorted(told(data, deduplicated(found, events)))


def _rules(graph: Graph, ontology: Ontology, faults: Iterable[str]) -> Iterator[Finding]:
    """The findings of the rules; what is described and could not be read is no undescribed node."""
    unread = set(map(local_name, faults))
    for finding in rules.rule_findings(graph, ontology):
        if finding.rule != "nodes/undescribed" or finding.node not in unread:
            yield finding


def _unreadable(faults: Mapping[str, str], known: Iterable[Finding]) -> Iterator[Finding]:
    """The nodes that could not be read, unless a shape has said what they lack."""
    named = {finding.statement or finding.node for finding in known if finding.severity is Severity.ERROR}
    for iri, message in sorted(faults.items()):
        if (name := local_name(iri)) not in named:
            yield Finding(Severity.ERROR, "graph/unreadable", name, readable(message), name)


def _sorted(found: Iterable[Finding]) -> tuple[Finding, ...]:
    order = list(Severity)
    return tuple(sorted(found, key=lambda one: (order.index(one.severity), one.rule, one.node, one.message)))


def _faults(path: Path, extra: Iterable[Path]) -> Iterator[Finding]:
    """The first fault for which an ontology could not be used, if there is one."""
    try:
        Ontology.load(*extra, path)
    except OntologyError as error:
        yield Finding(
            Severity.ERROR, "ontology/fault", path.name, f"{error.message}{error.hint and f' ({error.hint})'}"
        )
