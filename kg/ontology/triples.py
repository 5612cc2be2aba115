"""The triples of ontology files, in their order, and the terms in them: namespace, keys, names as plain strings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

OntologyTerm: TypeAlias = NamedNode | BlankNode | Literal
"""What ontologies are made of; a triple that is itself a term says nothing here."""
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
TYPE, _FIRST, _REST = (NamedNode(_RDF + name) for name in ("type", "first", "rest"))
LABEL, COMMENT, DOMAIN, RANGE = (NamedNode(_RDFS + name) for name in ("label", "comment", "domain", "range"))
SUBCLASS, SUBPROPERTY = NamedNode(_RDFS + "subClassOf"), NamedNode(_RDFS + "subPropertyOf")
CLASS, SYMMETRIC, UNION = (NamedNode(_OWL + name) for name in ("Class", "SymmetricProperty", "unionOf"))
BROADER = NamedNode("http://www.w3.org/2004/02/skos/core#broader")
KG = "https://w3id.org/newsgraph/ontology#"


@cache
def own(name: str) -> NamedNode:
    """The term of our namespace with this local name."""
    return NamedNode(KG + name)


class Triples:
    """Triples of files that are added one after another."""

    def __init__(self) -> None:
        self._told: dict[NamedNode, dict[OntologyTerm, list[OntologyTerm]]] = {}
        """Predicate -> subject -> objects."""

    def add(self, turtle: str, base_iri: str) -> Triples:
        """The triples of a text, which join the others; ``SyntaxError`` for what is no Turtle."""
        found = Triples()
        for quad in parse(turtle, format=RdfFormat.TURTLE, base_iri=base_iri, rename_blank_nodes=True):
            if not isinstance(quad.object, Triple):
                for triples in (found, self):
                    triples.tell(quad.subject, quad.predicate, quad.object)
        return found

    def tell(self, subject: OntologyTerm, predicate: NamedNode, value: OntologyTerm) -> None:
        """Add a triple that may be known."""
        objects = self._told.setdefault(predicate, {}).setdefault(subject, [])
        if value not in objects:
            objects.append(value)

    def pairs(self, predicate: NamedNode) -> Iterator[tuple[OntologyTerm, OntologyTerm]]:
        """The subjects and objects of a predicate."""
        told = self._told.get(predicate, {})
        return ((subject, value) for subject, values in told.items() for value in values)

    def objects(self, subject: OntologyTerm, predicate: NamedNode) -> list[OntologyTerm]:
        """The objects of a subject and a predicate."""
        return self._told.get(predicate, {}).get(subject, [])

    def value(self, subject: OntologyTerm, predicate: NamedNode) -> OntologyTerm | None:
        """The first object, None where there is none."""
        return next(iter(self.objects(subject, predicate)), None)

    def subjects(self, predicate: NamedNode, value: OntologyTerm) -> list[OntologyTerm]:
        """The subjects of a predicate and an object."""
        return [subject for subject, found in self.pairs(predicate) if found == value]

    def predicates(self, subject: OntologyTerm) -> list[NamedNode]:
        """The predicates of a subject."""
        return [predicate for predicate, told in self._told.items() if subject in told]

    def above(self, node: OntologyTerm, predicate: NamedNode) -> list[OntologyTerm]:
        """The node and what a predicate leads to from it, in any number of steps."""
        found = [node]
        for one in found:
            found += (up for up in dict.fromkeys(self.objects(one, predicate)) if up not in found)
        return found

    def members(self, head: OntologyTerm | None) -> Iterator[OntologyTerm]:
        """The members of a list; of one that leads back to itself each once."""
        found = self.above(head, _REST) if head is not None else []
        return (member for one in found for member in self.objects(one, _FIRST)[:1])


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
