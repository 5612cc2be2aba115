"""Terms of the ontology in Turtle: its namespace, its keys, names as plain strings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode

from kg.ontology.triples import CLASS, KG, SUBPROPERTY, TYPE, UNION, OntologyTerm, Triples, own

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


def term_name(node: OntologyTerm) -> str:
    """The local name of a packaged term, the whole IRI of any other: two terms never share a name.

    >>> term_name(own("Country")), term_name(NamedNode("https://schema.org/Country"))
    ('Country', 'https://schema.org/Country')
    """
    return node.value.removeprefix(KG)


def local_name(node: OntologyTerm) -> str:
    """The last part of an IRI: how an entry of ``kg:slot`` or ``kg:class`` spells a term of whatever namespace."""
    return re.split(r"[#/]", node.value)[-1]


def terms(nodes: Iterable[OntologyTerm]) -> dict[str, str]:
    """Local name -> name, with the two ends of a relation as names of themselves; our own terms come first."""
    found = sorted(nodes, key=lambda node: (term_name(node) != local_name(node), node.value), reverse=True)
    return {local_name(node): term_name(node) for node in found} | {"subject": "subject", "object": "object"}


def literals(graph: Triples, node: OntologyTerm, key: str) -> set[str]:
    """The values of one of our keys."""
    return {value.value for value in graph.objects(node, own(key))}


def text_of(graph: Triples, node: OntologyTerm, predicate: NamedNode) -> str:
    """The English text of a label or comment, or the first of another language."""
    values = [value for value in graph.objects(node, predicate) if isinstance(value, Literal)]
    return min(((value.language != "en", value.value) for value in values), default=(True, ""))[1]


def named(graph: Triples, cls: NamedNode) -> list[NamedNode]:
    """The instances of a class that have an IRI, sorted by it."""
    found = (node for node in graph.subjects(TYPE, cls) if isinstance(node, NamedNode))
    return sorted(found, key=lambda node: node.value)


def class_nodes(graph: Triples) -> list[NamedNode]:
    """The classes, a user's own included, sorted."""
    return named(graph, CLASS)


def role_nodes(graph: Triples) -> list[NamedNode]:
    """The properties below ``kg:role``, a user's own included, sorted."""
    below = {node for node, _ in graph.pairs(SUBPROPERTY) if own("role") in graph.above(node, SUBPROPERTY)[1:]}
    return sorted((node for node in below if isinstance(node, NamedNode)), key=lambda node: node.value)


def class_names(graph: Triples, subject: OntologyTerm, predicate: NamedNode) -> frozenset[str]:
    """The classes of a domain or range; ``owl:unionOf`` is spread."""
    unions = ((node, graph.value(node, UNION)) for node in graph.objects(subject, predicate))
    return frozenset(term_name(one) for node, union in unions for one in (graph.members(union) if union else [node]))


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
