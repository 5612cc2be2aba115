"""Statements as RDF 1.2 has them: ``rdf:reifies`` a triple term, under the same IRIs, for stores that know it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.turtle.nodes import NodeSection
from kg.turtle.terms import RDF, Iri, Reified, Term, TurtleNode

REIFIES = Iri(RDF + "reifies")
_PARTS = (Iri(RDF + "subject"), Iri(RDF + "predicate"), Iri(RDF + "object"))


def reifying(sections: Iterable[NodeSection]) -> Iterator[NodeSection]:
    """The same sections, subject, predicate and object of each statement as one triple term."""
    for section in sections:
        yield replace(section, nodes=map(_reifying, section.nodes))


def _reifying(node: TurtleNode) -> TurtleNode:
    values = dict(node.properties)
    parts = [value for part in _PARTS for value in values.get(part, ()) if isinstance(value, Iri)]
    if len(parts) != len(_PARTS):
        return node
    subject, predicate, value = parts
    term: tuple[Term, ...] = (Reified(subject, predicate, value),)
    first, *others = ((name, found) for name, found in node.properties if name not in _PARTS)
    return replace(node, properties=(first, (REIFIES, term), *others))
