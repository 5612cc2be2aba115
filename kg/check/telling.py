"""Findings of validation, described: the statement concerned, with the labels of its parts, and its sentence.

Description works on triples, as an invalid statement may not be readable as one.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from urllib.parse import quote, unquote

import rdflib
from rdflib import RDF, RDFS, BNode, URIRef
from rdflib.namespace import PROV
from rdflib.term import Node

from kg.model.json import Json
from kg.turtle import terms
from kg.version import VERSION


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
PARTS = (RDF.subject, RDF.predicate, RDF.object)
"""Of a statement, and of the plain triple that it says."""


def described(data: rdflib.Graph, found: Iterable[Finding]) -> Iterator[Finding]:
    """The findings with the statement in words and its sentence; that of a node is one that uses it."""
    nodes: dict[str, Node] = {local(node): node for node in set(data.subjects()) if isinstance(node, URIRef)}
    for finding in found:
        node = nodes.get(finding.statement)
        if node is None and finding.rule != _UNSAID:
            node = _user(data, nodes.get(finding.node))
        if node is None or (node, RDF.type, KG.Statement) not in data:
            yield finding
        else:
            spans = data.objects(node, KG.evidence)
            selectors = (selector for span in spans for selector in data.objects(span, OA.hasSelector))
            words = min((str(one) for selector in selectors for one in data.objects(selector, OA.exact)), default="")
            yield replace(finding, statement=local(node), said=said(data, node), sentence=words)


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
    return " → ".join(label_of(data, data.value(statement, part)) for part in PARTS)


def label_of(data: rdflib.Graph, node: Node | None) -> str:
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
    return local(node) if isinstance(node, URIRef) else "a blank node" if isinstance(node, BNode) else str(node)


def local(node: Node | None) -> str:
    """The local part of an IRI; "" for what is none."""
    return terms.local_name(node) if isinstance(node, URIRef) else ""


def readable(message: str) -> str:
    """A message with the local names of its IRIs."""
    return re.sub(r"<?(https?://\S*[/#][^\s/#>]+)>?", lambda found: terms.local_name(found[1]), message)


_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ABOUT = {
    "shape": "What every node of a graph or an ontology must have, and may not",
    "graph": "Whether a file holds a graph that can be read",
    "words": "Quotes are the words of the article at their offsets",
    "identity": "One thing has one name",
    "terms": "Relations and classes are those of the ontology",
    "nodes": "What is named is described",
    "events": "Events stand as their statements do",
    "time": "What happened lies before it was told, causes before what they cause",
    "voice": "One voice does not say yes and no",
    "ends": "A statement is about two things",
    "ontology": "An ontology can be used",
}
"""The groups of rules, by what stands before the stroke."""
_BEGINS = re.compile(r"\S*[:/#<]([^\s:/#<>]+)[> ]")
_NAME = re.compile(r"""[:/#]([^\s:/#<>"',;]+)""")
_HEAD = 4096  # characters: the name of the program lies within


def lines(findings: Iterable[Finding]) -> Iterator[str]:
    """A line for what is wrong, one for the statement, one for its sentence."""
    for finding in findings:
        yield f"{finding.severity}: {finding.node or 'the graph'}: {finding.message}  [{finding.rule}]"
        if finding.said:
            yield f"    {finding.said}"
        if finding.sentence:
            yield f"    “{finding.sentence}”"


def sarif(findings: Sequence[Finding], path: Path, text: str) -> str:
    """A SARIF log of one run; a finding lies on the line where its node is described.

    ``text`` is what the file says; "" for what has no lines.
    """
    rules: list[Json] = [
        {"id": rule, "shortDescription": {"text": ABOUT[rule.partition("/")[0]]}}
        for rule in sorted({finding.rule for finding in findings})
    ]
    # The line that begins with each node, else the first that names it.
    begun: dict[str, int] = {}
    named: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if begins := _BEGINS.match(line):
            begun.setdefault(unquote(begins[1]), number)
        for name in _NAME.findall(line):
            named.setdefault(unquote(name), number)
    places = named | begun
    uri = path.as_uri() if path.is_absolute() else quote(path.as_posix())
    results: list[Json] = []
    for one in findings:
        parts = [f"{one.node}: {one.message}" if one.node else one.message, one.said, one.sentence]
        place: dict[str, Json] = {"artifactLocation": {"uri": uri}, "region": {"startLine": places.get(one.node, 1)}}
        result: dict[str, Json] = {"ruleId": one.rule, "level": one.severity.value}
        result["message"] = {"text": "\n".join(filter(None, parts))}
        results.append({**result, "locations": [{"physicalLocation": place}]})
    driver: dict[str, Json] = {"name": "newsgraph", "version": VERSION, "rules": rules}
    run: dict[str, Json] = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    log: dict[str, Json] = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def is_report(path: Path) -> bool:
    """Whether a file is a SARIF log of ours."""
    with path.open(encoding="utf-8", errors="replace") as file:
        head = file.read(_HEAD)
    return _SCHEMA in head and '"name": "newsgraph"' in head
