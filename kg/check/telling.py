"""A finding in words: the statement that it concerns, with the names of its parts, and its sentence.

From the triples, not from a graph of ours: what is wrong with a statement may keep it from being one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

import rdflib
from rdflib import RDF, RDFS, URIRef
from rdflib.term import Node

from kg.check.values import Finding
from kg.turtle import terms

KG = rdflib.Namespace(terms.KG)
OA = rdflib.Namespace(terms.OA)
_PARTS = (RDF.subject, RDF.predicate, RDF.object)


def told(data: rdflib.Graph, found: Iterable[Finding]) -> Iterator[Finding]:
    """The findings with the statement in words and its sentence."""
    statements = {local(node): node for node in data.subjects(RDF.type, KG.Statement)}
    for finding in found:
        node = statements.get(finding.statement)
        yield finding if node is None else replace(finding, said=said(data, node), sentence=_sentence(data, node))


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
    """The local name of the statement that a node is, or whose span or selector it is."""
    for _ in range(3):
        if node is None or (node, RDF.type, KG.Statement) in data:
            break
        node = next(iter(data.subjects(KG.evidence, node)), None) or next(
            iter(data.subjects(OA.hasSelector, node)), None
        )
    return local(node) if node is not None else ""


def short(node: Node | None) -> str:
    """The local part of an IRI, a literal as it is."""
    return local(node) if isinstance(node, URIRef) else str(node)


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
