"""The lattice of relation classes, by the meaning of predicates, read from ``ontologies/classes.ttl``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.ontology.terms import SET_KEYS, literals, named, term_name, text_of
from kg.ontology.triples import BROADER, COMMENT, LABEL, SUBPROPERTY, OntologyTerm, Triples, own


@dataclass(frozen=True)
class RelationClass:
    """A class of relations, or a family of such classes, which has no property.

    Terms of our namespace go by their local names, those of a user's ontology by whole IRIs. ``broader`` is the class
    or family above it, "" at the top. ``words`` are lemmas that a user's ontology gives it.
    """

    name: str
    label: str
    comment: str
    broader: str
    property: str
    subject: str
    """What the subject of its statements is, in words; ``object`` likewise."""
    object: str
    words: frozenset[str]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


def lattice(graph: Triples) -> dict[str, RelationClass]:
    """The classes of relations that some triples describe, by name."""
    return {term_name(node): _relation_class(graph, node) for node in named(graph, own("RelationClass"))}


def path_to(name: str, classes: Mapping[str, RelationClass]) -> str:
    """The path to a class from the first packaged one above it: "Asking https://example.org/Lobby"."""
    path = [name]
    while "://" in path[0] and (above := classes[path[0]].broader) in classes and above not in path:
        path.insert(0, above)
    return " ".join(path)


def class_of(graph: Triples, relation: OntologyTerm, classes: Mapping[str, RelationClass]) -> str:
    """The class of a relation, as a path: that of the nearest superproperty; "" where there is none."""
    by_property = {one.property: one.name for one in classes.values() if one.property}
    level = [relation]
    while level:
        names = sorted(by_property[term_name(node)] for node in level if term_name(node) in by_property)
        if names:
            return path_to(names[0], classes)
        level = list(dict.fromkeys(up for node in level for up in graph.objects(node, SUBPROPERTY)))
    return ""


def _relation_class(graph: Triples, node: NamedNode) -> RelationClass:
    above, held = graph.value(node, BROADER), graph.value(node, own("classProperty"))
    return RelationClass(
        name=term_name(node),
        label=text_of(graph, node, LABEL) or term_name(node),
        comment=text_of(graph, node, COMMENT),
        broader=term_name(above) if above else "",
        property=term_name(held) if held else "",
        subject=text_of(graph, node, own("subjectMeaning")),
        object=text_of(graph, node, own("objectMeaning")),
        words=frozenset(literals(graph, node, SET_KEYS["verbs"])),
        examples=tuple(sorted(literals(graph, node, "example"))),
        counterexamples=tuple(sorted(literals(graph, node, "counterexample"))),
    )
