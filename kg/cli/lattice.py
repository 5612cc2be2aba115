"""The lattice of relation classes as ``kg schema`` shows it: a row a class, or all about one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.cli.tables import PrintedRow
    from kg.ontology import Ontology
    from kg.ontology.lattice import RelationClass


def lattice_rows(known: Ontology) -> Iterator[PrintedRow]:
    """Every class under its family, with the relations of the ontology that hang below it."""
    for one in sorted(known.relation_classes.values(), key=lambda one: (one.broader, one.name)):
        if one.property or not _below(known, one.name):
            yield {
                "family": one.broader,
                "class": one.name,
                "label": one.label,
                "relations": ", ".join(_relations(known, one.name)),
            }


def class_lines(known: Ontology, one: RelationClass) -> Iterator[str]:
    """All about a class or family."""
    yield f"{one.name} · class of relations · “{one.label}”"
    fields = {
        "meaning": one.comment,
        "subject": one.subject,
        "object": one.object,
        "above it": one.broader,
        "below it": ", ".join(_below(known, one.name)),
        "property": one.property,
        "relations": ", ".join(_relations(known, one.name)),
        "words": ", ".join(sorted(one.words)),
    }
    for name, value in fields.items():
        if value:
            yield f"  {name:<12}{value}"
    for title, cases in (("for example", one.examples), ("not", one.counterexamples)):
        for case in cases:
            yield f"  {title:<12}{case.partition(' => ')[0]}"


def _below(known: Ontology, name: str) -> list[str]:
    return sorted(one.name for one in known.relation_classes.values() if one.broader == name)


def _relations(known: Ontology, name: str) -> list[str]:
    return sorted(one.name for one in known.relations.values() if one.relation_class == name)
