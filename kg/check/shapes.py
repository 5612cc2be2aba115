"""What SHACL finds: pyshacl over ``ontologies/shapes.ttl``, its results as plain findings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyshacl
import rdflib
from rdflib import RDF, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from kg.check.values import Finding, Severity
from kg.ontology import ontology_folder

Triple = tuple[Node, Node, Node]
_KG = rdflib.Namespace("https://w3id.org/newsgraph/ontology#")
_OA = rdflib.Namespace("http://www.w3.org/ns/oa#")
_SHAPE = rdflib.Namespace("https://w3id.org/newsgraph/shape/")
_FOR_ONTOLOGIES = ("Relation", "Wording", "Term")
_EXAMPLES = (_KG.example, _KG.counterexample)
_SEVERITIES = {SH.Violation: Severity.ERROR, SH.Warning: Severity.WARNING, SH.Info: Severity.NOTE}


def is_ontology(data: rdflib.Graph) -> bool:
    """Whether a file is an ontology for us: it says which words evoke a relation."""
    return (None, _KG.evokedBy, None) in data


def shape_findings(data: rdflib.Graph, ontologies: Iterable[Path] = ()) -> Iterator[Finding]:
    """The results of a graph, or of an ontology, against our shapes."""
    spoilt = [triple for triple in data if isinstance(triple[2], rdflib.Literal) and triple[2].ill_typed]
    for subject, predicate, value in spoilt:
        message = f"{_local(predicate)} is no {_local(getattr(value, 'datatype', None))}: {value}"
        yield Finding(Severity.ERROR, "shape/value", _short(subject), message, statement=_statement(subject, data))
    _, results, _ = pyshacl.validate(
        _without(data, spoilt),
        shacl_graph=_shapes(of_ontologies=is_ontology(data)),
        ont_graph=_vocabulary(ontologies),
        advanced=True,
        inference="none",
    )
    if not isinstance(results, rdflib.Graph):
        raise TypeError(f"pyshacl gave no report: {results}")
    for result in results.subjects(RDF.type, SH.ValidationResult):
        yield _finding(results, result, data)


def _without(data: rdflib.Graph, spoilt: Iterable[Triple]) -> rdflib.Graph:
    """The graph without the values that are none of their type: pyshacl cannot compare them."""
    left = set(spoilt)
    kept = rdflib.Graph()
    for triple in data if left else ():
        if triple not in left:
            kept.add(triple)
    return kept if left else data


def _shapes(*, of_ontologies: bool) -> rdflib.Graph:
    """The shapes; for a graph without those of ontologies, which would check ours again each time."""
    found = rdflib.Graph().parse(ontology_folder() / "shapes.ttl")
    if not of_ontologies:
        for name in _FOR_ONTOLOGIES:
            for target in (SH.targetSubjectsOf, SH.targetClass):
                found.remove((_SHAPE[name], target, None))
    return found


def _vocabulary(ontologies: Iterable[Path]) -> rdflib.Graph:
    """Classes and properties without their words and examples."""
    found = rdflib.Graph()
    for path in (ontology_folder() / "news.ttl", *ontologies):
        for subject, predicate, value in rdflib.Graph().parse(path):
            if isinstance(subject, URIRef) and not isinstance(value, rdflib.BNode) and predicate not in _EXAMPLES:
                found.add((subject, predicate, value))
    return found


def _finding(results: rdflib.Graph, result: Node, data: rdflib.Graph) -> Finding:
    focus, value = results.value(result, SH.focusNode), results.value(result, SH.value)
    of_the_whole = focus == _KG.Statement
    node = value if of_the_whole and value is not None else focus
    severity = _SEVERITIES.get(URIRef(str(results.value(result, SH.resultSeverity))), Severity.ERROR)
    path = results.value(result, SH.resultPath)
    rule = _local(path) if path is not None else _local(results.value(result, SH.sourceConstraint))
    message = _readable(str(results.value(result, SH.resultMessage) or "does not fit its shape"))
    if not of_the_whole and isinstance(value, (URIRef, rdflib.Literal)):
        message += f": {_short(value)}"
    return Finding(severity, f"shape/{rule}", _short(node), message, statement=_statement(node, data))


def _statement(node: Node | None, data: rdflib.Graph) -> str:
    """The statement that a node is, or whose span or selector it is."""
    for _ in range(3):
        if node is None or (node, RDF.type, _KG.Statement) in data:
            break
        node = next(iter(data.subjects(_KG.evidence, node)), None) or next(
            iter(data.subjects(_OA.hasSelector, node)), None
        )
    return _local(node) if node is not None else ""


def _readable(message: str) -> str:
    """IRIs in a message by their local names."""
    return re.sub(r"<?https?://\S*[/#]([^\s/#>]+)>?", r"\1", message)


def _short(node: Node | None) -> str:
    return _local(node) if isinstance(node, URIRef) else str(node)


def _local(node: Node | None) -> str:
    return re.split(r"[/#]", str(node))[-1] if isinstance(node, URIRef) else ""
