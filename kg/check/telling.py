"""Findings of validation, described: the statement concerned, with the labels of its parts, and its sentence.

Description works on triples, as an invalid statement may not be readable as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import rdflib
from rdflib import RDF, RDFS, BNode, URIRef
from rdflib.namespace import PROV
from rdflib.term import Node

from kg.turtle import terms


class Severity(StrEnum):
    """The severity of a finding."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, order=True, slots=True)
class Finding:
    """What is wrong; ``rule`` names the check, ``node`` the local name or IRI of what is wrong."""

    severity: Severity
    rule: str
    node: str
    message: str
    statement: str = ""
    """The id of the statement concerned, if there is one."""
    said: str = ""
    """The statement in words: "Canada → imposed tariff on → China"."""
    sentence: str = ""


KG = rdflib.Namespace(terms.KG)
OA = rdflib.Namespace(terms.OA)
SCHEMA = rdflib.Namespace(terms.SCHEMA)
_NO_USE = frozenset({RDF.type, RDF.predicate, OA.hasSource, PROV.wasGeneratedBy})
"""Properties by which thousands of statements share a class, a relation, an article or a run."""
_STEPS = 4
"""From a node itself to its statement by way of an event, and of another that answers it."""
_UNSAID = "shape/facts-are-said"
"""The rule for a plain triple, which no statement says: one that only names its subject would mislead."""
_PARTS = (RDF.subject, RDF.predicate, RDF.object)


def told(data: rdflib.Graph, found: Iterable[Finding]) -> Iterator[Finding]:
    """The findings with the statement in words and its sentence; that of a node is one that uses it."""
    nodes: dict[str, Node] = {local(node): node for node in set(data.subjects()) if isinstance(node, URIRef)}
    for finding in found:
        node = nodes.get(finding.statement)
        if node is None and finding.rule != _UNSAID:
            node = _user(data, nodes.get(finding.node))
        if node is None or (node, RDF.type, KG.Statement) not in data:
            yield finding
        else:
            yield replace(finding, statement=local(node), said=said(data, node), sentence=_sentence(data, node))


def _user(data: rdflib.Graph, node: Node | None) -> Node | None:
    """The first of the statements that lead to a node, directly or by way of events and other nodes."""
    reached = {node} if node is not None else set()
    for _ in range(_STEPS):
        if statements := [one for one in reached if (one, RDF.type, KG.Statement) in data]:
            return min(statements, key=str)
        reached = {user for one in reached for user, link in data.subject_predicates(one) if link not in _NO_USE}
    return None


def said(data: rdflib.Graph, statement: Node) -> str:
    """A statement as "Canada → imposed tariff on → China"; a part that is missing is a question mark."""
    return " → ".join(name(data, data.value(statement, part)) for part in _PARTS)


def name(data: rdflib.Graph, node: Node | None) -> str:
    """The label of a node, else the local part of its name."""
    if node is None:
        return "?"
    label = min(map(str, data.objects(node, RDFS.label)), default="")
    return label or short(node)


def statement_of(data: rdflib.Graph, node: Node | None) -> str:
    """The local name of the statement that a node is, or whose span or selector it is; "" for other nodes."""
    for _ in range(3):
        if node is None or (node, RDF.type, KG.Statement) in data:
            return local(node)
        node = next(iter(data.subjects(KG.evidence, node)), None) or next(
            iter(data.subjects(OA.hasSelector, node)), None
        )
    return ""


def short(node: Node | None) -> str:
    """The local part of an IRI, a literal as it is; a blank node has no name that stays."""
    match node:
        case URIRef():
            return local(node)
        case BNode():
            return "a blank node"
    return str(node)


def local(node: Node | None) -> str:
    """The local part of an IRI; "" for what is none."""
    return terms.local_name(node) if isinstance(node, URIRef) else ""


def readable(message: str) -> str:
    """A message with the local names of its IRIs."""
    return re.sub(r"<?(https?://\S*[/#][^\s/#>]+)>?", lambda found: terms.local_name(found[1]), message)


def _sentence(data: rdflib.Graph, statement: Node) -> str:
    selectors = (
        selector for span in data.objects(statement, KG.evidence) for selector in data.objects(span, OA.hasSelector)
    )
    return min((str(words) for selector in selectors for words in data.objects(selector, OA.exact)), default="")
