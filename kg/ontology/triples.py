"""The triples of ontology files: pyoxigraph reads them, and they keep the files' order."""

from __future__ import annotations

from collections.abc import Iterator
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
