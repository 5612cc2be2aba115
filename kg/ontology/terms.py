"""Terms of the ontology in Turtle: its namespace, its keys, names as plain strings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from rdflib import OWL, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

KG = Namespace("https://w3id.org/newsgraph/ontology#")

WORD_KEYS: Mapping[str, str] = {"verbs": "verb", "nouns": "noun", "adjectives": "adjective"}
"""Fields of ``Evocation`` that hold its words -> their keys in Turtle."""
SET_KEYS: Mapping[str, str] = {
    **WORD_KEYS,
    "heads": "head",
    "modifiers": "modifier",
    "requires": "requires",
    "excludes": "excludes",
    "optional": "optional",
}
EVOCATION_KEYS = frozenset({*SET_KEYS.values(), "event", "headSlot", "subject", "object", "slot", "class"})


def term_name(node: Node) -> str:
    """The local name of a packaged term, the whole IRI of any other: two terms never share a name.

    >>> term_name(KG.Country), term_name(URIRef("https://schema.org/Country"))
    ('Country', 'https://schema.org/Country')
    """
    return str(node).removeprefix(str(KG))


def local_name(node: Node) -> str:
    """The last part of an IRI: how an entry of ``kg:slot`` or ``kg:class`` spells a term of whatever namespace."""
    return re.split(r"[#/]", str(node))[-1]


def terms(nodes: Iterable[Node]) -> dict[str, str]:
    """Local name -> name, with the two ends of a relation as names of themselves; our own terms come first."""
    found = sorted(nodes, key=lambda node: (term_name(node) != local_name(node), str(node)), reverse=True)
    return {local_name(node): term_name(node) for node in found} | {"subject": "subject", "object": "object"}


def literals(graph: Graph, node: Node, key: str) -> set[str]:
    """The values of one of our keys."""
    return {str(value) for value in graph.objects(node, KG[key])}


def text_of(graph: Graph, node: Node, predicate: URIRef) -> str:
    """The English text of a label or comment, or the first of another language."""
    values = [value for value in graph.objects(node, predicate) if isinstance(value, Literal)]
    return str(min(values, key=lambda value: (value.language != "en", str(value)), default=""))


def role_nodes(graph: Graph) -> list[URIRef]:
    """The properties below ``kg:role``, a user's own included, sorted."""
    found = {node for node in graph.transitive_subjects(RDFS.subPropertyOf, KG.role) if isinstance(node, URIRef)}
    return sorted(found - {KG.role})


def class_names(graph: Graph, subject: Node, predicate: URIRef) -> frozenset[str]:
    """The classes of a domain or range; ``owl:unionOf`` is spread."""
    names: set[str] = set()
    for node in graph.objects(subject, predicate):
        union = graph.value(node, OWL.unionOf)
        names |= {term_name(member) for member in Collection(graph, union)} if union else {term_name(node)}
    return frozenset(names)


def split_entry(entry: str) -> tuple[str, tuple[str, ...]]:
    """A role and its values.

    >>> split_entry("target: on out_of")
    ('target', ('on', 'out of'))
    """
    role, _, values = entry.partition(":")
    return role.strip(), split_values(values)


def split_values(values: str) -> tuple[str, ...]:
    """Slots or classes in their order; a slot of several words is written with low lines: "out_of"."""
    return tuple(value.replace("_", " ") for value in values.split())
