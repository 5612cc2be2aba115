"""Validation results, each fault once: SPARQL constraints run in pyoxigraph, property shapes on all nodes at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import rdflib
from rdflib import RDF, RDFS, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from kg.check.telling import KG, Finding, Severity, local, name, statement_of
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
    questions = [BoundQuestion(one.select, dict(one.prefixes), one.focus) for one in constraints]
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


_PARTS = (RDF.subject, RDF.predicate, RDF.object)
_MOST_IN_COMMON = 2
"""Parts that a fact and a statement that was altered by one of its three have in common."""
_ONCE = frozenset({"nodes/undescribed", "words/quote", "graph/unreadable"})
"""Rules by which all statements on one node or one span have the same fault."""
_ENDS = {"subject-fits": RDF.subject, "object-fits": RDF.object}
_UNWRITTEN = "shape/said-facts-are-written"
_FACTS = frozenset({"shape/facts-are-said", _UNWRITTEN})
"""Rules by which a statement and its plain triple do not agree on what is a fact."""


_FOLLOWS = {"events/factuality": "shape/factuality", "shape/start": "shape/end"}
"""Rules that break on a node where another one does: what is no factuality is not that of the statements either."""


def causes(
    results: Iterable[ConstraintResult], data: rdflib.Graph, terms: rdflib.Graph
) -> Iterator[ConstraintResult | Finding]:
    """The results without those that only say of a node that it has no class, or one that no ontology has.

    The former is a finding of its own, the latter one of the rules.
    """
    for result in results:
        value = result.value
        if result.of_class and value is not None and (value, RDF.type, None) not in data:
            message = f"{local(value)} has no description with a class and a label"
            yield Finding(Severity.ERROR, "nodes/undescribed", local(value), message, statement_of(data, result.focus))
        elif not (_has_no_class(result, data) or any(_is_odd(node, data, terms) for node in _judged(result, data))):
            yield result


def _judged(result: ConstraintResult, data: rdflib.Graph) -> Iterator[Node]:
    """The nodes whose class or label a result judges."""
    if result.value is None:
        return
    if result.of_class or local(result.source) == "predicate-has-a-label":
        yield result.value
    yield from _end(result, data)


def _end(result: ConstraintResult, data: rdflib.Graph) -> Iterator[Node]:
    """The end of a statement whose class a result judges."""
    part = _ENDS.get(local(result.source))
    if part is not None and result.value is not None:
        yield from data.objects(result.value, part)


def _has_no_class(result: ConstraintResult, data: rdflib.Graph) -> bool:
    """Whether a result judges the class of an end that has none, of which a rule tells."""
    return any(isinstance(end, URIRef) and (end, RDF.type, None) not in data for end in _end(result, data))


def _is_odd(node: Node, data: rdflib.Graph, terms: rdflib.Graph) -> bool:
    """Whether a node is, or is of, a term with our prefix that no ontology defines."""
    return any(
        str(term).startswith(KG) and (term, None, None) not in terms for term in (node, *data.objects(node, RDF.type))
    )


def altered(fact: tuple[Node, ...], data: rdflib.Graph) -> bool:
    """Whether a plain triple is that of a statement of which a part was later changed or lost."""
    shared = [set(data.subjects(part, value)) for part, value in zip(_PARTS, fact, strict=True)]
    for told in set.union(*shared):
        if sum(told in having for having in shared) == _MOST_IN_COMMON and _is_own(told, data):
            parts = [list(data.objects(told, part)) for part in _PARTS]
            if any(len(found) != 1 for found in parts):
                return True
            (subject,), (relation,), (value,) = parts
            if (subject, relation, value) not in data:
                return True
    return False


def _is_own(told: Node, data: rdflib.Graph) -> bool:
    """Whether the article itself asserts it."""
    return (told, KG.factuality, KG.Asserted) in data and not any(
        (told, by, None) in data for by in (KG.attributedTo, KG.reportedBy)
    )


def deduplicated(found: Iterable[Finding], events: Mapping[str, str | None]) -> Iterator[Finding]:
    """The findings without those that say the same of another statement, or follow from another of the same one.

    ``events`` are those that statements tell of: what an event is follows from them.
    """
    findings = sorted(found)
    changed = {events.get(one.statement) for one in findings if one.rule in _FACTS}
    spoilt = {one.statement for one in findings if one.statement and one.rule not in _FACTS}
    at_fault = {one.node for one in findings if one.rule.startswith("shape/")}
    places = {(one.rule, one.node) for one in findings}
    again: set[tuple[str, str]] = set()
    for one in findings:
        key = (one.rule, one.message)
        follows = (one.rule in _FACTS and one.statement in spoilt) or (
            (one.rule == "nodes/undescribed" and one.node in at_fault)
            or (one.rule.startswith("events/") and one.node in changed)
            or (_FOLLOWS.get(one.rule), one.node) in places
        )
        if not follows and not (one.rule in _ONCE and key in again):
            again.add(key)
            yield one


def unfit(result: ConstraintResult, data: rdflib.Graph, finding: Finding) -> Finding:
    """A finding of a class constraint with the class that its value has instead."""
    classes = sorted(local(cls) for cls in data.objects(result.value, RDF.type)) if result.value is not None else []
    name = min(map(str, data.objects(result.value, RDFS.label)), default=local(result.value))
    return replace(finding, message=f"{finding.message}, and {name} is a {' and a '.join(classes)}")


def misfit(result: ConstraintResult, data: rdflib.Graph, terms: rdflib.Graph, finding: Finding) -> Finding:
    """A finding of an end that does not fit its relation, with the class that it has and those that are wanted."""
    part = _ENDS.get(local(result.source))
    if part is None or result.value is None:
        return finding
    bound = RDFS.domain if part == RDF.subject else RDFS.range
    relation = data.value(result.value, RDF.predicate)
    wanted = " or ".join(f"kg:{one}" for one in sorted(map(local, terms.objects(relation, bound))))
    found = [
        f"{name(data, end)} is a kg:{min(map(local, data.objects(end, RDF.type)), default='')}"
        for end in data.objects(result.value, part)
    ]
    return replace(finding, message=f"{finding.message}: {' and '.join(found)}, and wanted is a {wanted}")
