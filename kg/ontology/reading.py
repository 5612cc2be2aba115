"""Turtle -> Ontology: the triples of all files together, read into values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from pyoxigraph import NamedNode

from kg.ontology.checking import add_checked
from kg.ontology.triples import (
    BROADER,
    COMMENT,
    DOMAIN,
    LABEL,
    RANGE,
    SET_KEYS,
    SUBCLASS,
    SUBPROPERTY,
    SYMMETRIC,
    TYPE,
    OntologyTerm,
    Triples,
    class_names,
    class_nodes,
    literals,
    named,
    own,
    role_nodes,
    split_entry,
    split_values,
    term_name,
    terms,
    text_of,
)
from kg.ontology.values import (
    ADJECTIVE_SLOTS,
    NOUN_SLOTS,
    VERB_SLOTS,
    Evocation,
    Example,
    Ontology,
    Relation,
    packaged_files,
)


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


_Wordings = tuple[tuple[Relation, Evocation], ...]


@cache
def packaged() -> Ontology:
    """The ontology that comes with the program."""
    return read(packaged_files())


def read(paths: Iterable[Path]) -> Ontology:
    """The ontology that some Turtle files make together; ``OntologyError`` names file and line of a fault."""
    graph = Triples()
    for path in paths:
        add_checked(path, graph)
    classes = lattice(graph)
    relations = tuple(_relations(graph, classes))
    return Ontology(
        relations={relation.name: relation for relation in relations},
        by_word=_index(relations),
        classes=_class_tree(graph),
        role_ranges={term_name(role): class_names(graph, role, RANGE) for role in role_nodes(graph)},
        plover=_codes(graph, relations),
        relation_classes=classes,
    )


def _codes(graph: Triples, relations: Iterable[Relation]) -> Mapping[str, str]:
    """PLOVER's code of relations and event classes; "" of a class that a wording names and that has none."""
    main = {relation.event: relation.plover for relation in relations}
    named = {wording.event for relation in relations for wording in relation.evocations if wording.event}
    codes = {name: main.get(name, "") for name in sorted(named)}
    return codes | dict(sorted((term_name(node), code.value) for node, code in graph.pairs(own("plover"))))


def _relations(graph: Triples, lattice_of: Mapping[str, RelationClass]) -> Iterator[Relation]:
    """Every property that has ``kg:evokedBy``, sorted by name."""
    subjects = {node for node, _ in graph.pairs(own("evokedBy")) if isinstance(node, NamedNode)}
    roles, classes = terms(role_nodes(graph)), terms(class_nodes(graph))
    for iri in sorted(subjects, key=term_name):
        evocations = (_evocation(graph, node, roles, classes) for node in graph.objects(iri, own("evokedBy")))
        found = _relation(graph, iri, tuple(sorted(evocations, key=_evocation_order)))
        yield replace(found, relation_class=class_of(graph, iri, lattice_of))


def _relation(graph: Triples, iri: NamedNode, evocations: tuple[Evocation, ...]) -> Relation:
    event = graph.value(iri, own("event"))
    subject_role, object_role = ("agent", "target") if event else ("", "")
    return Relation(
        name=term_name(iri),
        label=text_of(graph, iri, LABEL) or term_name(iri),
        comment=text_of(graph, iri, COMMENT),
        iri=iri.value,
        event=term_name(event) if event else "",
        subject_role=_term(graph, iri, "subjectRole") or subject_role,
        object_role=_term(graph, iri, "objectRole") or object_role,
        other_roles=tuple(sorted(term_name(role) for role in graph.objects(iri, own("otherRole")))),
        domain=class_names(graph, iri, DOMAIN),
        range=class_names(graph, iri, RANGE),
        prefers=class_names(graph, iri, own("prefers")),
        symmetric=SYMMETRIC in graph.objects(iri, TYPE),
        plover=min(literals(graph, iri, "plover"), default=""),
        evocations=evocations,
        examples=tuple(_example(text) for text in sorted(literals(graph, iri, "example"))),
        reverses=frozenset(
            map(term_name, (*graph.objects(iri, own("reverses")), *graph.subjects(own("reverses"), iri)))
        ),
        counterexamples=tuple(Example(text) for text in sorted(literals(graph, iri, "counterexample"))),
        among_parties=_term(graph, iri, "amongParties"),
    )


def _evocation(graph: Triples, node: OntologyTerm, roles: dict[str, str], classes: dict[str, str]) -> Evocation:
    lemmas = {name: frozenset(literals(graph, node, key)) for name, key in SET_KEYS.items()}
    slots = dict(VERB_SLOTS if lemmas["verbs"] else NOUN_SLOTS if lemmas["nouns"] else ADJECTIVE_SLOTS)
    ends = ((end, value) for end in ("subject", "object") for value in literals(graph, node, end))
    slots |= {end: split_values(value) for end, value in ends}
    slots |= {roles[role]: values for role, values in _entries(graph, node, "slot")}
    allowed = ((roles[role], names) for role, names in _entries(graph, node, "class"))
    return Evocation(
        **lemmas,
        event=_term(graph, node, "event"),
        head_slot=min(literals(graph, node, "headSlot"), default="object"),
        slots=slots,
        classes={role: frozenset(classes[name] for name in names) for role, names in allowed},
    )


def _entries(graph: Triples, node: OntologyTerm, key: str) -> list[tuple[str, tuple[str, ...]]]:
    return [split_entry(entry) for entry in sorted(literals(graph, node, key))]


def _evocation_order(evocation: Evocation) -> tuple[int, list[tuple[str, str]], list[list[str]], list[str]]:
    """Independent of the names of blank nodes, so that every load gives the same value."""
    conditions = (
        evocation.heads,
        evocation.modifiers,
        evocation.requires,
        evocation.excludes,
        evocation.optional,
    )
    slots = [f"{role}: {' '.join(names)}" for role, names in sorted(evocation.slots.items())]
    classes = [f"{role}: {' '.join(sorted(names))}" for role, names in sorted(evocation.classes.items())]
    places = [evocation.head_slot, evocation.event, *slots, *classes]
    return -evocation.strictness, list(evocation.words), [sorted(words) for words in conditions], places


def _example(text: str) -> Example:
    """``"Canada taxed steel. => Canada | steel"`` in its parts; what is missing is empty."""
    sentence, _, ends = text.partition("=>")
    subject, _, target = ends.partition("|")
    return Example(sentence.strip(), subject.strip(), target.strip())


def _index(relations: Iterable[Relation]) -> dict[tuple[str, str], _Wordings]:
    found: dict[tuple[str, str], list[tuple[Relation, Evocation]]] = defaultdict(list)
    for relation in relations:
        for evocation in relation.evocations:
            for key in dict.fromkeys((kind, lemma.split()[0]) for kind, lemma in evocation.words):
                found[key].append((relation, evocation))
    return {
        key: tuple(sorted(found[key], key=lambda pair: (-pair[1].strictness, pair[0].name))) for key in sorted(found)
    }


def _class_tree(graph: Triples) -> dict[str, frozenset[str]]:
    return {
        term_name(node): frozenset(term_name(up) for up in graph.above(node, SUBCLASS) if isinstance(up, NamedNode))
        for node in class_nodes(graph)
    }


def _term(graph: Triples, node: OntologyTerm, key: str) -> str:
    value = graph.value(node, own(key))
    return term_name(value) if value else ""
