"""Whether a graph, or an ontology, is as it should be: SHACL, and rules that SHACL cannot say, in plain English."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import rdflib

from kg.check.rules import rule_findings
from kg.check.shapes import is_ontology, shape_findings
from kg.check.telling import readable, told
from kg.check.values import Finding, Severity
from kg.errors import OntologyError
from kg.ontology import Ontology
from kg.turtle import read_leniently, to_rdflib_file
from kg.turtle.terms import local_name

__all__ = ["Finding", "Severity", "findings"]


def findings(path: Path, ontologies: Iterable[Path] = ()) -> tuple[Finding, ...]:
    """All findings of a file, errors first, each once; those of a statement with its sentence.

    Raises ``InputError`` for a file that is no RDF, ``OntologyError`` for one of ``ontologies`` that cannot be used.
    """
    extra = tuple(ontologies)
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)  # What it would warn of is a finding.
    data, ontology = to_rdflib_file(path), Ontology.load(*extra)
    found = set(shape_findings(data, extra))
    if is_ontology(data):
        return _sorted(found | set(_faults(path, extra)))
    found |= set(_blank_nodes(data))
    graph, faults = read_leniently(path)
    if not (faults or graph.articles or graph.statements):
        message = f"no article and no statement of ours among {len(data)} triples"
        return (Finding(Severity.ERROR, "graph/empty", path.name, message),)
    found |= set(_unreadable(faults, found))
    return _sorted(told(data, found | set(rule_findings(graph, ontology))))


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


def _blank_nodes(data: rdflib.Graph) -> Iterator[Finding]:
    """No blank nodes in a graph (graph.md)."""
    count = len({node for node in data.subjects() if isinstance(node, rdflib.BNode)})
    if count:
        message = f"{count} blank nodes: they have no name that stays from file to file"
        yield Finding(Severity.WARNING, "nodes/blank", "", message)
