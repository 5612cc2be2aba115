"""Validation of a graph or an ontology: by SHACL, and by rules beyond SHACL, with findings in plain English."""

import logging
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pyshacl
import rdflib
from rdflib import OWL, RDF, RDFS, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SH
from rdflib.term import Node

from kg.check import rules, telling
from kg.check.telling import KG, OA, PARTS, SCHEMA, Finding, Severity, label_of, local, readable, short, statement_of
from kg.errors import OntologyError
from kg.ontology import Ontology, ontology_folder, packaged_files
from kg.turtle.documents import read_leniently, to_rdflib_file
from kg.turtle.sparql import BoundQuestion, answers
from kg.turtle.terms import local_name

_SHAPE = rdflib.Namespace("https://w3id.org/newsgraph/shape/")
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
    kept = rdflib.Graph() if spoilt else data  # pyshacl cannot compare what is none of its type
    for triple in set(data) - set(spoilt) if spoilt else ():
        kept.add(triple)
    shapes, questions = _shapes(of_ontologies=is_ontology(data))
    # The articles of which some words are shown.
    shown = {span for selector in data.subjects(OA.exact) for span in data.subjects(OA.hasSelector, selector)}
    quoted = {article for span in shown for article in data.objects(span, OA.hasSource)}
    _, results, _ = pyshacl.validate(kept, shacl_graph=shapes, ont_graph=terms, advanced=True, inference="none")
    if not isinstance(results, rdflib.Graph):
        raise TypeError(f"pyshacl gave no report: {results}")
    found = (*_results(results), *results_of(questions, kept, terms))
    every = is_ontology(data)
    for result in causes((one for one in found if not every or _is_of_file(one, data, terms)), data, terms):
        if isinstance(result, Finding):
            yield result
            continue
        lacks_words = (result.source, result.severity) == (OA.hasSelector, SH.Warning)
        # None shows its words: they were withheld (--evidence none).
        if not lacks_words or data.value(result.focus, OA.hasSource) in quoted:
            yield from _findings(result, data, terms)


def _is_of_file(result: "ConstraintResult", data: rdflib.Graph, terms: rdflib.Graph) -> bool:
    """Whether a result blames what the file itself says: not what a term of ours lacks, to which it only adds."""
    if isinstance(result.focus, URIRef) and (result.focus, RDF.type, None) in terms:
        return result.source is not None and (result.focus, result.source, None) in data
    return (result.focus, None, None) in data


def _results(report: rdflib.Graph) -> "Iterator[ConstraintResult]":
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


@cache
def _shapes(*, of_ontologies: bool) -> "tuple[rdflib.Graph, Sequence[SparqlConstraint]]":
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


def _vocabulary(paths: Iterable[Path]) -> rdflib.Graph:
    found = rdflib.Graph()
    for path in paths:
        ontology = rdflib.Graph().parse(path, format="turtle")
        for subject, predicate, value in ontology:
            if not isinstance(subject, URIRef) or predicate in _EXAMPLES:
                continue
            # The value, or the classes of a union: one of them is enough. Other blank nodes say nothing here.
            values: Iterable[Node] = (value,)
            if isinstance(value, rdflib.BNode):
                union = ontology.value(value, OWL.unionOf)
                values = () if union is None else Collection(ontology, union)
            for one in values:
                found.add((subject, predicate, one))
    return found


_packaged_vocabulary = cache(lambda: _vocabulary(packaged_files()))


def _findings(result: "ConstraintResult", data: rdflib.Graph, terms: rdflib.Graph) -> Iterator[Finding]:
    """The finding of a result; none for a plain triple of which a statement was altered, which has its own."""
    value, message = result.value, result.message
    of_the_whole = result.focus == KG.Statement
    node = value if of_the_whole and value is not None else result.focus
    severity = _SEVERITIES.get(URIRef(str(result.severity)), Severity.ERROR)
    finding = Finding(severity, f"shape/{local(result.source)}", short(node), readable(message))
    finding = misfit(result, data, terms, finding)
    if of_the_whole and len(fact := tuple(map(URIRef, str(value).split()))) == len(PARTS):
        if not altered(fact, data):  # with a statement that says something of it, if one does
            told = message.replace(" ".join(fact), " → ".join(label_of(data, part) for part in fact))
            same = set.intersection(*(set(data.subjects(part, one)) for part, one in zip(PARTS, fact, strict=True)))
            statement = min(map(local, same), default="")
            yield replace(finding, node=local(fact[0]), message=told, statement=statement)
        return
    finding = replace(finding, statement=statement_of(data, node))
    if isinstance(node, rdflib.BNode) and (node, RDF.type, KG.Statement) in data:
        finding = replace(finding, said=telling.said(data, node))
    if result.of_class and isinstance(value, URIRef):  # with the class that its value has instead
        classes = " and a ".join(sorted(local(cls) for cls in data.objects(value, RDF.type)))
        name = min(map(str, data.objects(value, RDFS.label)), default=local(value))
        finding = replace(finding, message=f"{finding.message}, and {name} is a {classes}")
    elif not of_the_whole and isinstance(value, (URIRef, rdflib.Literal)):
        finding = replace(finding, message=f"{finding.message}: {readable(short(value))}")
    yield finding


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
    found: list[SparqlConstraint] = []
    for shape, focus, node in asked:
        declared = [part for source in shapes.objects(node, SH.prefixes) for part in shapes.objects(source, SH.declare)]
        spaces = tuple((str(shapes.value(one, SH.prefix)), str(shapes.value(one, SH.namespace))) for one in declared)
        message = str(shapes.value(node, SH.message) or shapes.value(shape, SH.message) or "does not fit its shape")
        select, severity = str(shapes.value(node, SH.select)), shapes.value(shape, SH.severity)
        found.append(SparqlConstraint(node, focus, select, spaces, severity, message))
    for shape, _, constraint in asked:
        shapes.remove((shape, SH.sparql, constraint))
    return found


def results_of(constraints: Sequence[SparqlConstraint], *graphs: rdflib.Graph) -> Iterator[ConstraintResult]:
    """The results of the constraints: a row is one, its ``?value`` the value, else the node itself (SHACL, 5.3.2)."""
    questions = [BoundQuestion(one.select, dict(one.prefixes), one.focus) for one in constraints]
    for constraint, rows in zip(constraints, answers(graphs, questions), strict=True):
        for row in rows:
            # The message with the values of the row.
            parts = re.split(r"(\{[?$]\w+\})", constraint.message)
            message = "".join(str(row.get(part[2:-1], part)) if place % 2 else part for place, part in enumerate(parts))
            yield ConstraintResult(
                constraint.focus, row.get("value", constraint.focus), constraint.node, constraint.severity, message
            )


def hoisted(shapes: rdflib.Graph) -> rdflib.Graph:
    """The same shapes with their targets on the property shapes.

    pyshacl checks a property of a node shape node by node, and one that has targets itself for all nodes at once,
    many times faster; the results are the same. A shape that others lead to stays as it is.
    """
    found = rdflib.Graph()
    found += shapes
    for leads in (SH.node, SH.property):  # the targets of each shape go to those that it leads to
        targets = [(shape, kind, target) for kind in _TARGETS for shape, target in found.subject_objects(kind)]
        free = {one for one, _, _ in targets if (None, None, one) not in found and (one, SH.path, None) not in found}
        for shape, kind, target in targets:
            for inner in [*found.objects(shape, leads)] if shape in free else ():
                found.add((inner, kind, target))
        for shape in free:
            found.remove((shape, leads, None))
    return found


_MOST_IN_COMMON = 2
"""Parts that a fact and a statement that was altered by one of its three have in common."""
_ONCE = frozenset({"nodes/undescribed", "words/quote", "graph/unreadable"})
"""Rules by which all statements on one node or one span have the same fault."""
_ENDS = {"subject-fits": RDF.subject, "object-fits": RDF.object}
_FACTS = frozenset({"shape/facts-are-said", "shape/said-facts-are-written"})
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
            continue
        # The end of a statement whose class it judges: one without a class, of which a rule tells.
        part = _ENDS.get(local(result.source))
        ends = list(data.objects(value, part)) if part is not None and value is not None else []
        is_bare = any(isinstance(end, URIRef) and (end, RDF.type, None) not in data for end in ends)
        # All whose class or label it judges: one that is, or is of, a term with our prefix that no ontology defines.
        is_judged = value is not None and (result.of_class or local(result.source) == "predicate-has-a-label")
        judged = [*([value] if is_judged else []), *ends]
        terms_of_them = [term for node in judged for term in (node, *data.objects(node, RDF.type))]
        is_odd = any(str(term).startswith(KG) and (term, None, None) not in terms for term in terms_of_them)
        if not (is_bare or is_odd):
            yield result


def altered(fact: tuple[Node, ...], data: rdflib.Graph) -> bool:
    """Whether a plain triple is that of a statement of which a part was later changed or lost."""
    shared = [set(data.subjects(part, value)) for part, value in zip(PARTS, fact, strict=True)]
    for one in set.union(*shared):
        is_own = not any((one, by, None) in data for by in (KG.attributedTo, KG.reportedBy))
        is_near = sum(one in having for having in shared) == _MOST_IN_COMMON
        if is_near and is_own and (one, KG.factuality, KG.Asserted) in data:
            match [list(data.objects(one, part)) for part in PARTS]:
                case [[subject], [relation], [value]] if (subject, relation, value) in data:
                    continue
            return True
    return False


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


def misfit(result: ConstraintResult, data: rdflib.Graph, terms: rdflib.Graph, finding: Finding) -> Finding:
    """A finding of an end that does not fit its relation, with the class that it has and those that are wanted."""
    part = _ENDS.get(local(result.source))
    if part is None or result.value is None:
        return finding
    bound = RDFS.domain if part == RDF.subject else RDFS.range
    relation = data.value(result.value, RDF.predicate)
    wanted = " or ".join(f"kg:{one}" for one in sorted(map(local, terms.objects(relation, bound))))
    found = [
        f"{label_of(data, end)} is a kg:{min(map(local, data.objects(end, RDF.type)), default='')}"
        for end in data.objects(result.value, part)
    ]
    return replace(finding, message=f"{finding.message}: {' and '.join(found)}, and wanted is a {wanted}")


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
        try:
            Ontology.load(*extra, path)
        except OntologyError as error:  # the first fault for which it could not be used
            told = f"{error.message}{error.hint and f' ({error.hint})'}"
            found.add(Finding(Severity.ERROR, "ontology/fault", path.name, told))
        return _sorted(found)
    graph, faults = read_leniently(path)
    if not (faults or graph.articles or graph.statements):
        message = f"no article and no statement of ours among {len(data)} triples"
        return (Finding(Severity.ERROR, "graph/empty", path.name, message),)
    # The nodes that could not be read, unless a shape has said what they lack.
    named = {finding.statement or finding.node for finding in found if finding.severity is Severity.ERROR}
    unread = [(local_name(iri), readable(message)) for iri, message in faults.items()]
    rule = "graph/unreadable"
    found.update(Finding(Severity.ERROR, rule, name, why, name) for name, why in unread if name not in named)
    # What is described and could not be read is no undescribed node.
    undescribed = {("nodes/undescribed", name) for name, _ in unread}
    found.update(one for one in rules.rule_findings(graph, ontology) if (one.rule, one.node) not in undescribed)
    found.update(rules.blank_nodes(data), rules.unknown_properties(data, graph, terms), rules.misspelt_properties(data))
    found.update(rules.classes_that_differ(data, ontology), rules.misplaced_terms(data, terms))
    found.update(rules.event_findings(data, graph, ontology, faults))
    events = {str(one.id): one.event for one in graph.statements}
    return _sorted(telling.described(data, deduplicated(found, events)))


def _sorted(found: Iterable[Finding]) -> tuple[Finding, ...]:
    order = list(Severity)
    return tuple(sorted(found, key=lambda one: (order.index(one.severity), one.rule, one.node, one.message)))
