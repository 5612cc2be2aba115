"""Optimization of SHACL: SPARQL constraints run in pyoxigraph, property shapes on all nodes at once in pyshacl."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import rdflib
from rdflib import URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from kg.turtle.answers import BoundQuestion, answers

_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)


@dataclass(frozen=True, slots=True)
class ConstraintResult:
    """A validation result (SHACL, 3.6.2): ``source`` is the path of the property, else the SPARQL constraint."""

    focus: Node | None
    value: Node | None
    source: Node | None
    severity: Node | None
    message: str
    of_class: bool = False
    """Whether the value is not of the class that is wanted (SHACL, 4.1.1)."""


@dataclass(frozen=True, slots=True)
class SparqlConstraint:
    """A SPARQL-based constraint (SHACL, 5.1) that is asked of one node."""

    node: Node
    focus: Node
    select: str
    prefixes: tuple[tuple[str, str], ...]
    severity: Node | None
    message: str


def taken_questions(shapes: rdflib.Graph) -> list[SparqlConstraint]:
    """The SPARQL constraints of single nodes (``sh:targetNode``), which are taken out of the shapes."""
    asked = [
        (shape, focus, constraint)
        for shape, focus in shapes.subject_objects(SH.targetNode)
        for constraint in shapes.objects(shape, SH.sparql)
    ]
    found = [_constraint(shapes, *one) for one in asked]
    for shape, _, constraint in asked:
        shapes.remove((shape, SH.sparql, constraint))
    return found


def _constraint(shapes: rdflib.Graph, shape: Node, focus: Node, node: Node) -> SparqlConstraint:
    declared = [part for source in shapes.objects(node, SH.prefixes) for part in shapes.objects(source, SH.declare)]
    return SparqlConstraint(
        node,
        focus,
        select=str(shapes.value(node, SH.select)),
        prefixes=tuple((str(shapes.value(one, SH.prefix)), str(shapes.value(one, SH.namespace))) for one in declared),
        severity=shapes.value(shape, SH.severity),
        message=str(shapes.value(node, SH.message) or shapes.value(shape, SH.message) or "does not fit its shape"),
    )


def results_of(constraints: Sequence[SparqlConstraint], *graphs: rdflib.Graph) -> Iterator[ConstraintResult]:
    """The results of the constraints: a row is one, its ``?value`` the value, else the node itself (SHACL, 5.3.2)."""
    questions = [BoundQuestion(one.select, dict(one.prefixes), {"this": one.focus}) for one in constraints]
    for constraint, rows in zip(constraints, answers(graphs, questions), strict=True):
        for row in rows:
            message = _filled(constraint.message, row)
            yield ConstraintResult(
                constraint.focus, row.get("value", constraint.focus), constraint.node, constraint.severity, message
            )


def _filled(message: str, row: dict[str, Node]) -> str:
    return re.sub(r"\{[?$](\w+)\}", lambda found: str(row.get(found[1], found[0])), message)


def hoisted(shapes: rdflib.Graph) -> rdflib.Graph:
    """The same shapes with their targets on the property shapes.

    pyshacl checks a property of a node shape node by node, and one that has targets itself for all nodes at once,
    many times faster; the results are the same. A shape that others lead to stays as it is.
    """
    found = rdflib.Graph()
    found += shapes
    _spread(found, SH.node)
    _spread(found, SH.property)
    return found


def _spread(shapes: rdflib.Graph, leads: URIRef) -> None:
    """Give the targets of each shape to those that it leads to."""
    targets = [(shape, kind, target) for kind in _TARGETS for shape, target in shapes.subject_objects(kind)]
    free = {
        shape for shape, _, _ in targets if (None, None, shape) not in shapes and (shape, SH.path, None) not in shapes
    }
    for shape, kind, target in targets:
        if shape in free:
            for inner in shapes.objects(shape, leads):
                shapes.add((inner, kind, target))
    for shape in free:
        shapes.remove((shape, leads, None))
