"""SHACL validation: ``ontologies/shapes.ttl`` over a graph, its results as findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pyshacl
import rdflib
from rdflib import OWL, RDF, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SH
from rdflib.term import Node

from kg.check.causes import (
    ConstraintResult,
    SparqlConstraint,
    altered,
    causes,
    hoisted,
    misfit,
    results_of,
    taken_questions,
    unfit,
)
from kg.check.telling import KG, OA, SCHEMA, Finding, Severity, local, name, readable, said, short, statement_of
from kg.ontology import ontology_folder, packaged_files

ShapeTriple = tuple[Node, Node, Node]
_SHAPE = rdflib.Namespace("https://w3id.org/newsgraph/shape/")
_FACT = (RDF.subject, RDF.predicate, RDF.object)
_FOR_ONTOLOGIES = ("Relation", "Wording", "Term")
_EXAMPLES = (KG.example, KG.counterexample)
_SEVERITIES = {SH.Violation: Severity.ERROR, SH.Warning: Severity.WARNING, SH.Info: Severity.NOTE}


def is_ontology(data: rdflib.Graph) -> bool:
    """Whether a file is an ontology for us: it says which words evoke a relation, or defines terms and no statement."""
    if (None, KG.evokedBy, None) in data:
        return True
    defines = any((None, RDF.type, kind) in data for kind in (OWL.ObjectProperty, OWL.Class, KG.RelationClass))
    return defines and not any((None, RDF.type, kind) in data for kind in (KG.Statement, SCHEMA.NewsArticle))


def shape_findings(data: rdflib.Graph, terms: rdflib.Graph) -> Iterator[Finding]:
    """The results of a graph, or of an ontology, against our shapes, with the ``vocabulary`` beside it."""
    spoilt = [triple for triple in data if isinstance(triple[2], rdflib.Literal) and triple[2].ill_typed]
    for subject, predicate, value in spoilt:
        message = f"{local(predicate)} is no {local(getattr(value, 'datatype', None))}: {value}"
        yield Finding(Severity.ERROR, "shape/value", short(subject), message, statement=statement_of(data, subject))
    kept = _without(data, spoilt)
    (shapes, questions), quoted = _shapes(of_ontologies=is_ontology(data)), _quoted(data)
    _, results, _ = pyshacl.validate(kept, shacl_graph=shapes, ont_graph=terms, advanced=True, inference="none")
    if not isinstance(results, rdflib.Graph):
        raise TypeError(f"pyshacl gave no report: {results}")
    found = (*_results(results), *results_of(questions, kept, terms))
    if is_ontology(data):
        found = tuple(result for result in found if _is_of_file(result, data, terms))
    for result in causes(found, data, terms):
        if isinstance(result, Finding):
            yield result
            continue
        lacks_words = (result.source, result.severity) == (OA.hasSelector, SH.Warning)
        # None shows its words: they were withheld (--evidence none).
        if not lacks_words or data.value(result.focus, OA.hasSource) in quoted:
            yield from _findings(result, data, terms)


def _is_of_file(result: ConstraintResult, data: rdflib.Graph, terms: rdflib.Graph) -> bool:
    """Whether a result blames what the file itself says: not what a term of ours lacks, to which it only adds."""
    if isinstance(result.focus, URIRef) and (result.focus, RDF.type, None) in terms:
        return result.source is not None and (result.focus, result.source, None) in data
    return (result.focus, None, None) in data


def _quoted(data: rdflib.Graph) -> set[Node]:
    """The articles of which some words are shown."""
    spans = (span for selector in data.subjects(OA.exact) for span in data.subjects(OA.hasSelector, selector))
    return {article for span in spans for article in data.objects(span, OA.hasSource)}


def _results(report: rdflib.Graph) -> Iterator[ConstraintResult]:
    """The results of a report of pyshacl."""
    for node in report.subjects(RDF.type, SH.ValidationResult):
        # What does not fit a shape within a shape has results of its own.
        component = report.value(node, SH.sourceConstraintComponent)
        if component != SH.NodeConstraintComponent:
            yield ConstraintResult(
                focus=report.value(node, SH.focusNode),
                value=report.value(node, SH.value),
                source=report.value(node, SH.resultPath) or report.value(node, SH.sourceConstraint),
                severity=report.value(node, SH.resultSeverity),
                message=str(report.value(node, SH.resultMessage) or "does not fit its shape"),
                of_class=component == SH.ClassConstraintComponent,
            )


def _without(data: rdflib.Graph, spoilt: Iterable[ShapeTriple]) -> rdflib.Graph:
    """The graph without the values that are none of their type: pyshacl cannot compare them."""
    left = set(spoilt)
    kept = rdflib.Graph()
    for triple in data if left else ():
        if triple not in left:
            kept.add(triple)
    return kept if left else data


@cache
def _shapes(*, of_ontologies: bool) -> tuple[rdflib.Graph, Sequence[SparqlConstraint]]:
    """The shapes, and the questions taken out of them; those of ontologies are for ontologies, or ours is checked."""
    found = rdflib.Graph().parse(ontology_folder() / "shapes.ttl")
    if not of_ontologies:
        for name in _FOR_ONTOLOGIES:
            for target in (SH.targetSubjectsOf, SH.targetClass):
                found.remove((_SHAPE[name], target, None))
    questions = taken_questions(found)
    return hoisted(found), questions


def vocabulary(ontologies: Sequence[Path]) -> rdflib.Graph:
    """Classes and properties without their words and examples, of our ontology and others."""
    return _packaged_vocabulary() + _vocabulary(ontologies) if ontologies else _packaged_vocabulary()


@cache
def _packaged_vocabulary() -> rdflib.Graph:
    return _vocabulary(packaged_files())


def _vocabulary(paths: Iterable[Path]) -> rdflib.Graph:
    found = rdflib.Graph()
    for path in paths:
        ontology = rdflib.Graph().parse(path, format="turtle")
        for subject, predicate, value in ontology:
            if isinstance(subject, URIRef) and predicate not in _EXAMPLES:
                for one in _spread(ontology, value):
                    found.add((subject, predicate, one))
    return found


def _spread(ontology: rdflib.Graph, value: Node) -> Iterator[Node]:
    """The value, or the classes of a union: one of them is enough. Other blank nodes say nothing here."""
    if not isinstance(value, rdflib.BNode):
        yield value
    elif (union := ontology.value(value, OWL.unionOf)) is not None:
        yield from Collection(ontology, union)


def _findings(result: ConstraintResult, data: rdflib.Graph, terms: rdflib.Graph) -> Iterator[Finding]:
    """The finding of a result; none for a plain triple of which a statement was altered, which has its own."""
    value, message = result.value, result.message
    of_the_whole = result.focus == KG.Statement
    node = value if of_the_whole and value is not None else result.focus
    severity = _SEVERITIES.get(URIRef(str(result.severity)), Severity.ERROR)
    finding = Finding(severity, f"shape/{local(result.source)}", short(node), readable(message))
    finding = misfit(result, data, terms, finding)
    if of_the_whole and len(fact := tuple(map(URIRef, str(value).split()))) == len(_FACT):
        if not altered(fact, data):
            yield _of_a_fact(data, fact, replace(finding, message=message))
        return
    finding = replace(finding, statement=statement_of(data, node))
    if isinstance(node, rdflib.BNode) and (node, RDF.type, KG.Statement) in data:
        finding = replace(finding, said=said(data, node))
    if result.of_class and isinstance(value, URIRef):
        finding = unfit(result, data, finding)
    elif not of_the_whole and isinstance(value, (URIRef, rdflib.Literal)):
        finding = replace(finding, message=f"{finding.message}: {readable(short(value))}")
    yield finding


def _of_a_fact(data: rdflib.Graph, parts: Sequence[URIRef], finding: Finding) -> Finding:
    """The finding of a plain triple, with a statement that says something of it, if one does."""
    words = " → ".join(name(data, part) for part in parts)
    same = set.intersection(*(set(data.subjects(part, value)) for part, value in zip(_FACT, parts, strict=True)))
    statement = min(map(local, same), default="")
    return replace(
        finding, node=local(parts[0]), message=finding.message.replace(" ".join(parts), words), statement=statement
    )
