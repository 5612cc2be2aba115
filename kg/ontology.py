"""Reads the ontology: Turtle files become one frozen ``Ontology`` of relations, and the words that evoke them.

``ontologies/news.ttl`` is always read; a user's own files merge with it, because RDF merges: a file that adds
``kg:evokedBy [ kg:verb "hammer" ]`` to ``kg:criticised`` teaches a verb, one that describes a new property with
``kg:evokedBy`` makes a relation. No Python is needed for either (``docs/how-to/add-a-relation.md``).
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from rdflib import OWL, RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.term import Node

from kg.errors import OntologyError

KG = Namespace("https://w3id.org/newsgraph/ontology#")

VERB_SLOTS: Mapping[str, tuple[str, ...]] = {"subject": ("subject",), "object": ("object",)}
NOUN_SLOTS: Mapping[str, tuple[str, ...]] = {
    "subject": ("poss", "by", "demonym", "compound"),
    "object": ("on", "against", "of", "to", "with"),
}
ADJECTIVE_SLOTS: Mapping[str, tuple[str, ...]] = {"subject": ("subject",), "object": ("on", "to", "with", "from")}


@dataclass(frozen=True)
class Evocation:
    """One way to word a relation: the words, and where its participants stand.

    Of ``verbs``, ``nouns`` and ``adjectives`` one is filled (lemmas in lower case; "cut off" is the verb *cut*
    with the particle or fixed preposition *off*, "take part in" the verb *take* with the object *part* and *in*).

    Slots are "subject", "object", "indirect", "complement", "poss", "compound", "demonym", "clause" (a complement
    clause) and prepositions. A slash leads on to what hangs on a phrase: "object/poss" is Haiti in "praised Haiti's
    efforts", "clause/subject" is Syria in "demanded that Syria withdraw". For a noun that stands for a participant
    and not for a happening ("ally", "envoy") the slot "subject" is the one whom the noun describes: by copula
    ("Canada is an ally of ..."), apposition, or because it is one with the noun's own referent.

    The keys of ``slots`` and ``classes`` are ``"subject"`` and ``"object"`` for the two ends of the relation (in
    ``slots`` they are there always, by default as in ``VERB_SLOTS``, ``NOUN_SLOTS``, ``ADJECTIVE_SLOTS``), and role
    names ("commodity", "rate", ...) for what else takes part. The filler of a role is the first phrase, slot by
    slot, whose class fits; where ``classes`` names an end, the wording fits only a frame in which it is found.
    """

    verbs: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    """The happening named by a noun: "tariff", "visit", "arrest"; or a relational noun: "ally"."""
    adjectives: frozenset[str] = frozenset()
    """Copular: "dependent", "exposed", "tied"."""
    heads: frozenset[str] = frozenset()
    """Lemmas of which the phrase in ``head_slot`` must have one: impose a [tariff]. What hangs on the head
    ("a tariff [on steel]", "[Indian] diplomats") counts as the clause's own. "*" is any head."""
    head_slot: str = "object"
    modifiers: frozenset[str] = frozenset()
    """Lemmas of which one must occur as a modifier of the word or of its head, or head an argument: a [phone] call,
    spoke by [phone]."""
    requires: frozenset[str] = frozenset()
    """Slots of which one must be filled."""
    excludes: frozenset[str] = frozenset()
    """Slots that must not be filled, and lemmas that must not head an argument."""
    slots: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    """Role -> slots in order of preference."""
    classes: Mapping[str, frozenset[str]] = field(default_factory=dict, hash=False)
    """Role -> entity classes allowed for this wording; where a role is missing, its range holds."""

    @property
    def words(self) -> Iterator[tuple[str, str]]:
        """The words with their kinds: ``("verb", "cut off")``."""
        for kind, lemmas in (("verb", self.verbs), ("noun", self.nouns), ("adjective", self.adjectives)):
            for lemma in sorted(lemmas):
                yield kind, lemma

    @property
    def strictness(self) -> int:
        """How many conditions the wording makes beyond its word; the strictest reading is tried first."""
        conditions = (self.heads, self.modifiers, self.requires, self.excludes, self.classes)
        return sum(bool(condition) for condition in conditions)


@dataclass(frozen=True)
class Example:
    """A sentence with the ends of the statement it makes; both are empty in a counter-example."""

    sentence: str
    subject: str = ""
    object: str = ""


@dataclass(frozen=True)
class Relation:
    """A relation of the ontology; ``name`` is the local name of ``iri``.

    ``event`` is the local name of the event class, "" where no happening stands behind the relation (then the
    roles are "" too). ``domain`` and ``range`` hold class names of which one must fit.
    """

    name: str
    label: str
    iri: str
    event: str
    subject_role: str
    object_role: str
    other_roles: tuple[str, ...]
    domain: frozenset[str]
    range: frozenset[str]
    symmetric: bool
    plover: str
    evocations: tuple[Evocation, ...]
    examples: tuple[Example, ...]
    counterexamples: tuple[Example, ...]
    comment: str = ""


@dataclass(frozen=True)
class Ontology:
    """Relations by name, the index of their words, and the class tree."""

    relations: Mapping[str, Relation] = field(hash=False)
    by_word: Mapping[tuple[str, str], tuple[tuple[Relation, Evocation], ...]] = field(hash=False)
    """(kind, first word of the lemma) -> wordings, the strictest first: "cut off" stands under ``("verb", "cut")``."""
    classes: Mapping[str, frozenset[str]] = field(hash=False)
    """Class -> itself and all its superclasses, as local names."""
    role_ranges: Mapping[str, frozenset[str]] = field(hash=False)
    """Role -> the classes that may fill it."""

    def is_a(self, cls: str, ancestor: str) -> bool:
        """Whether every ``cls`` is an ``ancestor``; an unknown class is only itself."""
        return ancestor in self.classes.get(cls, {cls})

    @classmethod
    def load(cls, *extra: Path) -> Ontology:
        """The packaged ontology merged with the user's files.

        Raises ``OntologyError`` for a file that cannot be read, a key, role or class that does not exist.
        """
        graph = Graph()
        for path in (ontology_folder() / "news.ttl", *extra):
            graph += _checked(path, graph)
        relations = {relation.name: relation for relation in _relations(graph)}
        return cls(relations, _index(relations.values()), _class_tree(graph), _role_ranges(graph))


@cache
def ontology_folder() -> Path:
    """The folder of the packaged ontologies: inside the package when installed, beside it in a checkout."""
    package = Path(__file__).resolve().parent
    return next(
        (folder for folder in (package / "ontologies", package.parent / "ontologies") if folder.is_dir()),
        package / "ontologies",
    )


_WORD_KEYS: Mapping[str, str] = {"verbs": "verb", "nouns": "noun", "adjectives": "adjective"}
_SET_KEYS: Mapping[str, str] = {
    **_WORD_KEYS,
    "heads": "head",
    "modifiers": "modifier",
    "requires": "requires",
    "excludes": "excludes",
}
_EVOCATION_KEYS = frozenset({*_SET_KEYS.values(), "headSlot", "subject", "object", "slot", "class"})


def _checked(path: Path, known: Graph) -> Graph:
    """The triples of one file; its errors name the file and the line."""
    graph = _parsed(path)
    merged = known + graph
    for evocation in graph.objects(None, KG.evokedBy):
        _check_evocation(evocation, path, graph, merged)
    return graph


def _parsed(path: Path) -> Graph:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(f"{path}: cannot be read: {error}") from error
    try:
        return Graph().parse(data=text, format="turtle")
    except BadSyntax as error:
        raise OntologyError(f"{path}:{error.lines + 1}: this is not Turtle", hint=str(error.message)) from error


def _check_evocation(evocation: Node, path: Path, graph: Graph, merged: Graph) -> None:
    """Every key is known, there is a word, and the roles and classes that it names exist."""
    for predicate in graph.predicates(evocation):
        if _local(predicate) not in _EVOCATION_KEYS or not str(predicate).startswith(str(KG)):
            raise _misspelt("key of kg:evokedBy", _local(predicate), _EVOCATION_KEYS, path)
    if not any(_literals(graph, evocation, key) for key in _WORD_KEYS.values()):
        relation = next(graph.subjects(KG.evokedBy, evocation))
        raise OntologyError(
            f"{path}:{_line(path, _local(relation))}: kg:evokedBy of {_local(relation)} has no word",
            hint="give it a kg:verb, kg:noun or kg:adjective",
        )
    for entry in _literals(graph, evocation, "slot"):
        _check_entry(entry, path, _roles(merged))
    for entry in _literals(graph, evocation, "class"):
        names = _check_entry(entry, path, _roles(merged))
        classes = _class_tree(merged)
        for name in names - classes.keys():
            raise _misspelt("class", name, classes, path, near=entry)


def _check_entry(entry: str, path: Path, roles: frozenset[str]) -> frozenset[str]:
    """The values of ``"target: Country Place"``, once its role is known to exist."""
    role, values = _split_entry(entry, path)
    known = roles | {"subject", "object"}
    if role not in known:
        raise _misspelt("role", role, known, path, near=entry)
    return frozenset(values)


def _split_entry(entry: str, path: Path) -> tuple[str, tuple[str, ...]]:
    """``"target: on against"`` as its role and its values."""
    role, colon, values = entry.partition(":")
    if not colon or not values.split():
        raise OntologyError(
            f"{path}:{_line(path, entry)}: {entry!r} is not a role with its values", hint='write "target: on against"'
        )
    return role.strip(), tuple(values.split())


def _misspelt(what: str, name: str, known: Iterable[str], path: Path, *, near: str = "") -> OntologyError:
    """The error for a name that does not exist, with the nearest that does."""
    nearest = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.5)
    hint = f"the nearest is {nearest[0]!r}" if nearest else f"known are {', '.join(sorted(known))}"
    return OntologyError(f"{path}:{_line(path, near or name)}: there is no {what} {name!r}", hint=hint)


def _line(path: Path, words: str) -> int:
    """The first line of the file where the words stand whole; 1 where none does."""
    pattern = re.compile(rf"(?<![\w-]){re.escape(words)}(?![\w-])")
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if pattern.search(line)), 1)


def _relations(graph: Graph) -> Iterator[Relation]:
    """Every property that has ``kg:evokedBy``, sorted by name; two with one local name are an error."""
    subjects = sorted({node for node in graph.subjects(KG.evokedBy) if isinstance(node, URIRef)})
    seen: dict[str, URIRef] = {}
    for iri in sorted(subjects, key=lambda node: (_local(node), node)):
        name = _local(iri)
        if name in seen:
            raise OntologyError(f"two relations are called {name!r}: {seen[name]} and {iri}", hint="rename one")
        seen[name] = iri
        yield _relation(graph, iri)


def _relation(graph: Graph, iri: URIRef) -> Relation:
    event = graph.value(iri, KG.event)
    ends = ("agent", "target") if event else ("", "")
    evocations = [_evocation(graph, node) for node in graph.objects(iri, KG.evokedBy)]
    return Relation(
        name=_local(iri),
        label=_text(graph, iri, RDFS.label) or _local(iri),
        iri=str(iri),
        event=_local(event) if event else "",
        subject_role=_name(graph, iri, "subjectRole") or ends[0],
        object_role=_name(graph, iri, "objectRole") or ends[1],
        other_roles=tuple(sorted(_local(role) for role in graph.objects(iri, KG.otherRole))),
        domain=_class_names(graph, iri, RDFS.domain),
        range=_class_names(graph, iri, RDFS.range),
        symmetric=(iri, RDF.type, OWL.SymmetricProperty) in graph,
        plover=_text(graph, iri, KG.plover),
        evocations=tuple(sorted(evocations, key=_evocation_order)),
        examples=tuple(_example(text) for text in sorted(_literals(graph, iri, "example"))),
        counterexamples=tuple(Example(text) for text in sorted(_literals(graph, iri, "counterexample"))),
        comment=_text(graph, iri, RDFS.comment),
    )


def _evocation(graph: Graph, node: Node) -> Evocation:
    lemmas = {name: frozenset(_literals(graph, node, key)) for name, key in _SET_KEYS.items()}
    slots = dict(VERB_SLOTS if lemmas["verbs"] else NOUN_SLOTS if lemmas["nouns"] else ADJECTIVE_SLOTS)
    for end in ("subject", "object"):
        slots |= {end: tuple(value.split()) for value in _literals(graph, node, end)}
    return Evocation(
        **lemmas,
        head_slot=next(iter(_literals(graph, node, "headSlot")), "object"),
        slots=slots | _entries(graph, node, "slot"),
        classes={role: frozenset(names) for role, names in _entries(graph, node, "class").items()},
    )


def _entries(graph: Graph, node: Node, key: str) -> dict[str, tuple[str, ...]]:
    pairs = (entry.partition(":") for entry in sorted(_literals(graph, node, key)))
    return {role.strip(): tuple(values.split()) for role, _, values in pairs}


def _evocation_order(evocation: Evocation) -> tuple[int, list[tuple[str, str]], list[list[str]], list[str]]:
    """Independent of the names of blank nodes, so that every load gives the same value."""
    conditions = (evocation.heads, evocation.modifiers, evocation.requires, evocation.excludes)
    slots = [f"{role}: {' '.join(names)}" for role, names in sorted(evocation.slots.items())]
    classes = [f"{role}: {' '.join(sorted(names))}" for role, names in sorted(evocation.classes.items())]
    return -evocation.strictness, list(evocation.words), [sorted(words) for words in conditions], slots + classes


def _example(text: str) -> Example:
    """``"Canada taxed steel. => Canada | steel"`` in its parts; what is missing is empty."""
    sentence, _, ends = text.partition("=>")
    subject, _, obj = ends.partition("|")
    return Example(sentence.strip(), subject.strip(), obj.strip())


def _index(relations: Iterable[Relation]) -> dict[tuple[str, str], tuple[tuple[Relation, Evocation], ...]]:
    found: dict[tuple[str, str], list[tuple[Relation, Evocation]]] = defaultdict(list)
    for relation in relations:
        for evocation in relation.evocations:
            for key in dict.fromkeys((kind, lemma.split()[0]) for kind, lemma in evocation.words):
                found[key].append((relation, evocation))
    return {
        key: tuple(sorted(found[key], key=lambda pair: (-pair[1].strictness, pair[0].name))) for key in sorted(found)
    }


def _class_tree(graph: Graph) -> dict[str, frozenset[str]]:
    """Declared classes only: ``kg:Group`` is a ``schema:Organization``, but no ``kg:Organization``."""
    declared = {node for node in graph.subjects(RDF.type, OWL.Class) if isinstance(node, URIRef)}
    return {
        _local(node): frozenset(
            _local(up) for up in graph.transitive_objects(node, RDFS.subClassOf) if up and up in declared
        )
        for node in sorted(declared)
    }


def _role_ranges(graph: Graph) -> dict[str, frozenset[str]]:
    return {_local(role): _class_names(graph, role, RDFS.range) for role in sorted(_role_nodes(graph), key=str)}


def _roles(graph: Graph) -> frozenset[str]:
    return frozenset(_local(role) for role in _role_nodes(graph))


def _role_nodes(graph: Graph) -> set[Node]:
    return {node for node in graph.transitive_subjects(RDFS.subPropertyOf, KG.role) if node and node != KG.role}


def _class_names(graph: Graph, subject: Node, predicate: URIRef) -> frozenset[str]:
    """The classes of a domain or range; ``owl:unionOf`` is spread."""
    names: set[str] = set()
    for node in graph.objects(subject, predicate):
        union = graph.value(node, OWL.unionOf)
        names |= {_local(member) for member in Collection(graph, union)} if union else {_local(node)}
    return frozenset(names)


def _literals(graph: Graph, node: Node, key: str) -> set[str]:
    return {str(value) for value in graph.objects(node, KG[key])}


def _name(graph: Graph, node: Node, key: str) -> str:
    value = graph.value(node, KG[key])
    return _local(value) if value else ""


def _text(graph: Graph, node: Node, predicate: URIRef) -> str:
    """The English text of a label or comment, or the first of any language."""
    values = [value for value in graph.objects(node, predicate) if isinstance(value, Literal)]
    return str(min(values, key=lambda value: (value.language != "en", str(value)), default=""))


def _local(node: Node) -> str:
    return re.split(r"[#/]", str(node))[-1]
