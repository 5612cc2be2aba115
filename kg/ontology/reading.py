"""Turtle -> Ontology: the triples of all files together, read into values."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kg import ontology
from kg.errors import OntologyError, check_ends, nearest_hint

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

    def add(self, turtle: str, base_iri: str) -> "Triples":
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


_Wordings = tuple[tuple[ontology.Relation, ontology.Evocation], ...]


@cache
def packaged() -> ontology.Ontology:
    """The ontology that comes with the program."""
    return read(ontology.packaged_files())


def read(paths: Iterable[Path]) -> ontology.Ontology:
    """The ontology that some Turtle files make together; ``OntologyError`` names file and line of a fault."""
    graph = Triples()
    for path in paths:
        add_checked(path, graph)
    classes = lattice(graph)
    relations = tuple(_relations(graph, classes))
    # PLOVER's code of relations and event classes; "" of a class that a wording names and that has none.
    main = {relation.event: relation.plover for relation in relations}
    by_words = {wording.event for relation in relations for wording in relation.evocations if wording.event}
    codes = {name: main.get(name, "") for name in sorted(by_words)}
    found: dict[tuple[str, str], list[tuple[ontology.Relation, ontology.Evocation]]] = defaultdict(list)
    for relation in relations:
        for evocation in relation.evocations:
            for key in dict.fromkeys((kind, lemma.split()[0]) for kind, lemma in evocation.words):
                found[key].append((relation, evocation))
    return ontology.Ontology(
        relations={relation.name: relation for relation in relations},
        by_word={
            key: tuple(sorted(found[key], key=lambda pair: (-pair[1].strictness, pair[0].name)))
            for key in sorted(found)
        },
        classes={
            term_name(node): frozenset(term_name(up) for up in graph.above(node, SUBCLASS) if isinstance(up, NamedNode))
            for node in named(graph, CLASS)
        },
        role_ranges={term_name(role): class_names(graph, role, RANGE) for role in role_nodes(graph)},
        plover=codes | dict(sorted((term_name(node), code.value) for node, code in graph.pairs(own("plover")))),
        relation_classes=classes,
    )


def _relations(graph: Triples, lattice_of: Mapping[str, RelationClass]) -> Iterator[ontology.Relation]:
    """Every property that has ``kg:evokedBy``, sorted by name."""
    subjects = {node for node, _ in graph.pairs(own("evokedBy")) if isinstance(node, NamedNode)}
    roles, classes = terms(role_nodes(graph)), terms(named(graph, CLASS))
    for iri in sorted(subjects, key=term_name):
        evocations = (_evocation(graph, node, roles, classes) for node in graph.objects(iri, own("evokedBy")))
        found = _relation(graph, iri, tuple(sorted(evocations, key=_evocation_order)))
        yield replace(found, relation_class=class_of(graph, iri, lattice_of))


def _relation(graph: Triples, iri: NamedNode, evocations: tuple[ontology.Evocation, ...]) -> ontology.Relation:
    event = graph.value(iri, own("event"))
    subject_role, object_role = ("agent", "target") if event else ("", "")
    return ontology.Relation(
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
        counterexamples=tuple(ontology.Example(text) for text in sorted(literals(graph, iri, "counterexample"))),
        among_parties=_term(graph, iri, "amongParties"),
    )


def _evocation(
    graph: Triples, node: OntologyTerm, roles: dict[str, str], classes: dict[str, str]
) -> ontology.Evocation:
    lemmas = {name: frozenset(literals(graph, node, key)) for name, key in SET_KEYS.items()}
    slots = dict(
        ontology.VERB_SLOTS if lemmas["verbs"] else ontology.NOUN_SLOTS if lemmas["nouns"] else ontology.ADJECTIVE_SLOTS
    )
    ends = ((end, value) for end in ("subject", "object") for value in literals(graph, node, end))
    slots |= {end: split_values(value) for end, value in ends}
    slots |= {roles[role]: values for role, values in _entries(graph, node, "slot")}
    allowed = ((roles[role], names) for role, names in _entries(graph, node, "class"))
    return ontology.Evocation(
        **lemmas,
        event=_term(graph, node, "event"),
        head_slot=min(literals(graph, node, "headSlot"), default="object"),
        slots=slots,
        classes={role: frozenset(classes[name] for name in names) for role, names in allowed},
    )


def _entries(graph: Triples, node: OntologyTerm, key: str) -> list[tuple[str, tuple[str, ...]]]:
    return [split_entry(entry) for entry in sorted(literals(graph, node, key))]


def _evocation_order(evocation: ontology.Evocation) -> tuple[int, list[tuple[str, str]], list[list[str]], list[str]]:
    """Independent of the names of blank nodes, so that every load gives the same value."""
    conditions = (evocation.heads, evocation.modifiers, evocation.requires, evocation.excludes, evocation.optional)
    slots = [f"{role}: {' '.join(names)}" for role, names in sorted(evocation.slots.items())]
    classes = [f"{role}: {' '.join(sorted(names))}" for role, names in sorted(evocation.classes.items())]
    places = [evocation.head_slot, evocation.event, *slots, *classes]
    return -evocation.strictness, list(evocation.words), [sorted(words) for words in conditions], places


def _example(text: str) -> ontology.Example:
    """``"Canada taxed steel. => Canada | steel"`` in its parts; what is missing is empty."""
    sentence, _, ends = text.partition("=>")
    subject, _, target = ends.partition("|")
    return ontology.Example(sentence.strip(), subject.strip(), target.strip())


def _term(graph: Triples, node: OntologyTerm, key: str) -> str:
    value = graph.value(node, own(key))
    return term_name(value) if value else ""


_KEYS = frozenset(map(own, EVOCATION_KEYS))
_REASON = re.compile(r"Parser error at .*?(?<=\d): (.*)", re.DOTALL)


def add_checked(path: Path, known: Triples) -> None:
    """Add the triples of one file, which may use the terms of ``known``; ``OntologyError`` for its first fault."""
    graph = _added(path, known)
    roles, classes = terms(role_nodes(known)), terms(named(known, CLASS))
    for relation, evocation in graph.pairs(own("evokedBy")):
        _check_keys(graph, relation, evocation, path)
        for entry in literals(graph, evocation, "slot"):
            _check_entry(entry, roles, path)
        for entry in literals(graph, evocation, "class"):
            for name in _check_entry(entry, roles, path):
                if name not in classes:
                    raise _misspelt("class", name, classes, path, near=entry)


def _added(path: Path, known: Triples) -> Triples:
    """The triples of one file, which join the known ones."""
    check_ends(path)
    try:
        return known.add(path.read_text(encoding="utf-8"), path.absolute().as_uri())
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(f"{path}: cannot be read: {error}") from error
    except SyntaxError as error:
        reason = _REASON.fullmatch(error.msg)
        raise OntologyError(
            f"{path}:{error.lineno}: this is not Turtle", hint=ascii(reason[1])[1:-1] if reason else ""
        ) from error


def _check_keys(graph: Triples, relation: OntologyTerm, evocation: OntologyTerm, path: Path) -> None:
    """Every key is known, and there is a word."""
    for predicate in graph.predicates(evocation):
        if predicate not in _KEYS:
            raise _misspelt("key of kg:evokedBy", local_name(predicate), EVOCATION_KEYS, path)
    if not any(literals(graph, evocation, key) for key in WORD_KEYS.values()):
        name = local_name(relation)
        raise OntologyError(
            f"{path}:{_line(path, name)}: kg:evokedBy of {name} has no word",
            hint="give it a kg:verb, kg:noun or kg:adjective",
        )


def _check_entry(entry: str, roles: Iterable[str], path: Path) -> tuple[str, ...]:
    """The values of ``"target: Country Place"``, once its role is known to exist."""
    role, values = split_entry(entry)
    if not values:
        raise OntologyError(
            f"{path}:{_line(path, entry)}: {entry!r} is not a role with its values", hint='write "target: on against"'
        )
    if role not in roles:
        raise _misspelt("role", role, roles, path, near=entry)
    return values


def _misspelt(what: str, name: str, known: Iterable[str], path: Path, *, near: str = "") -> OntologyError:
    """The error for a name that does not exist, with the nearest that does."""
    names = sorted(known)
    hint = nearest_hint(name, names) or f"known are {', '.join(names)}"
    return OntologyError(f"{path}:{_line(path, near or name)}: there is no {what} {name!r}", hint=hint)


def _line(path: Path, words: str) -> int:
    """The first line of the file where the words stand whole; 1 where none does."""
    pattern = re.compile(rf"(?<![\w-]){re.escape(words)}(?![\w-])")
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if pattern.search(line)), 1)


_SKOS = "http://www.w3.org/2004/02/skos/core#"
_SAME = tuple(NamedNode(_SKOS + name) for name in ("exactMatch", "closeMatch"))


@cache
def wikidata_properties() -> Mapping[str, str]:
    """Relation -> the property of Wikidata that says the same in the same direction; those with several are left out.

    >>> wikidata_properties()["heldOffice"]
    'P39'
    """
    path = ontology.ontology_folder() / "align" / "wikidata.ttl"
    triples = Triples().add(path.read_text(encoding="utf-8"), path.as_uri())
    found: defaultdict[str, set[str]] = defaultdict(set)
    for predicate in _SAME:
        for ours, theirs in triples.pairs(predicate):
            if isinstance(ours, NamedNode) and isinstance(theirs, NamedNode):
                found[ours.value.removeprefix(KG)].add(re.split("[/#]", theirs.value)[-1])
    return {name: codes.pop() for name, codes in sorted(found.items()) if len(codes) == 1}
