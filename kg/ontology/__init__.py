"""The ontology as plain values: relations, the words that evoke them, classes and roles.

``ontologies/news.ttl`` is always read; a user's own files merge with it, because RDF merges: a file that adds
``kg:evokedBy [ kg:verb "hammer" ]`` to ``kg:criticised`` teaches a verb, one that describes a new property with
``kg:evokedBy`` makes a relation. No Python is needed for either (``docs/how-to/add-a-relation.md``).
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.ontology.reading import RelationClass

OTHER = "Other"
"""The class of a predicate of which nothing tells the class."""
VERB_SLOTS: Mapping[str, tuple[str, ...]] = {"subject": ("subject",), "object": ("object",)}
NOUN_SLOTS: Mapping[str, tuple[str, ...]] = {
    "subject": ("poss", "by", "demonym", "compound"),
    "object": ("on", "against", "of", "to", "with"),
}
ADJECTIVE_SLOTS: Mapping[str, tuple[str, ...]] = {"subject": ("subject",), "object": ("on", "to", "with", "from")}

_STEM = 5  # letters that tell a word in the name of a relation: "impos"


@dataclass(frozen=True)
class Evocation:
    """One wording of a relation: its lexical unit, and the slots of its participants.

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
    optional: frozenset[str] = frozenset()
    """ "object", where the wording tells the happening even without one: he resigned, workers struck."""
    event: str = ""
    """The event class, where it is a special one: "killed in the bombing" is a death by violence."""
    slots: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    """Role -> slots in order of preference."""
    classes: Mapping[str, frozenset[str]] = field(default_factory=dict, hash=False)
    """Role -> entity classes allowed for this wording; where a role is missing, its range holds."""

    @property
    def words(self) -> Iterator[tuple[str, str]]:
        """The words with their parts of speech: ``("verb", "cut off")``."""
        for kind, lemmas in (("verb", self.verbs), ("noun", self.nouns), ("adjective", self.adjectives)):
            for lemma in sorted(lemmas):
                yield kind, lemma

    def name(self, relation: str) -> str:
        """A word and a head that tell it apart, those of the relation's own name if it has them: "impose-tariff"."""
        parts, own = (frozenset(lemma for _, lemma in self.words), self.heads - {"*"}), relation.lower()
        told = (min(words, key=lambda word: (word[:_STEM] not in own, len(word), word)) for words in parts if words)
        return "-".join(told).replace(" ", "-")

    @cached_property
    def strictness(self) -> int:
        """The number of conditions beyond the word; the strictest wording is tried first.

        One that does without an object asks for less than one that needs it.
        """
        conditions = (self.heads, self.modifiers, self.requires, self.excludes)
        return len(self.classes) + sum(bool(condition) for condition in conditions) - bool(self.optional)


@dataclass(frozen=True)
class Example:
    """A sentence with the ends of the statement it makes; both are empty in a counter-example."""

    sentence: str
    subject: str = ""
    object: str = ""


@dataclass(frozen=True)
class Relation:
    """A relation of the ontology.

    Terms of our namespace go by their local names, those of a user's ontology by whole IRIs: ``name``, the class
    ``event`` ("" where no happening stands behind the relation; then the roles are "" too), the roles, and
    ``domain`` and ``range``, of whose classes one must fit (any, where there is none). ``prefers`` are those of the
    range that an object should have where the text offers one.
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
    prefers: frozenset[str] = frozenset()
    reverses: frozenset[str] = frozenset()
    """Relations that it undoes or turns round, or that do so with it: one lifts what the other imposes."""
    relation_class: str = ""
    """The path to the class of its meaning in the lattice; "" where nobody hung it below one."""
    among_parties: str = ""
    """The relation in which those who make an agreement thereby stand: who signed one agreed with each other."""

    @property
    def is_of_user(self) -> bool:
        """Whether a user's ontology brings it: its name is a whole IRI."""
        return "://" in self.name

    @cached_property
    def wordings(self) -> Mapping[Evocation, str]:
        """Each wording with its id, "wording/imposedTariffOn/impose-tariff"; those of equal names are numbered."""
        found: dict[Evocation, str] = {}
        seen: Counter[str] = Counter()
        for evocation in self.evocations:
            name = evocation.name(self.name)
            seen[name] += 1
            number = f"-{seen[name]}" if seen[name] > 1 else ""
            found[evocation] = f"wording/{re.split('[/#]', self.name)[-1]}/{name}{number}"
        return found


@dataclass(frozen=True)
class Ontology:
    """Relations by name, the index of their wordings, and the class hierarchy."""

    relations: Mapping[str, Relation] = field(hash=False)
    by_word: Mapping[tuple[str, str], tuple[tuple[Relation, Evocation], ...]] = field(hash=False)
    """(kind, first word of the lemma) -> wordings, the strictest first: "cut off" stands under ``("verb", "cut")``."""
    classes: Mapping[str, frozenset[str]] = field(hash=False)
    """Class -> itself and all its superclasses."""
    role_ranges: Mapping[str, frozenset[str]] = field(hash=False)
    """Role -> the classes that may fill it."""
    plover: Mapping[str, str] = field(hash=False)
    """Relation or event class -> its PLOVER code, where it has one."""
    relation_classes: Mapping[str, RelationClass] = field(default_factory=dict, hash=False)
    """The lattice of relation classes and their families, by name."""

    @cached_property
    def class_of_verb(self) -> Mapping[str, str]:
        """The verbs that a user's ontology gives a relation class, each with the path to the class."""
        from kg.ontology.reading import path_to

        classes = self.relation_classes
        return {verb: path_to(name, classes) for name in sorted(classes) for verb in sorted(classes[name].words)}

    @cached_property
    def nouns(self) -> frozenset[str]:
        """The lemmas of nouns that evoke a relation, and so have frames of their own."""
        return frozenset(word for kind, word in self.by_word if kind == "noun")

    @cached_property
    def makings(self) -> frozenset[str]:
        """The event classes by which an agreement is made among parties."""
        return frozenset(relation.event for relation in self.relations.values() if relation.among_parties)

    def is_a(self, cls: str, ancestor: str) -> bool:
        """Whether every ``cls`` is an ``ancestor``; an unknown class is only itself."""
        return ancestor in self.classes.get(cls, {cls})

    def is_any(self, cls: str, ancestors: Collection[str]) -> bool:
        """Whether ``cls`` is below one of some ancestors; true without ancestors, false for a quantity."""
        return cls != "Quantity" and (not ancestors or any(self.is_a(cls, ancestor) for ancestor in ancestors))

    @classmethod
    def load(cls, *extra: Path) -> Ontology:
        """The packaged ontology, read once a process, or merged with the user's files, read each time.

        Raises ``OntologyError`` for a file that cannot be read, a key, role or class that does not exist.
        """
        from kg.ontology.reading import packaged, read

        return read((*packaged_files(), *extra)) if extra else packaged()


@cache
def packaged_files() -> tuple[Path, ...]:
    """The files of the packaged ontology: relations, and the classes that they hang below."""
    return tuple(ontology_folder() / name for name in ("news.ttl", "classes.ttl"))


@cache
def ontology_folder() -> Path:
    """The folder of the packaged ontologies: inside the package when installed, beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    return next(
        (folder for folder in (package / "ontologies", package.parent / "ontologies") if folder.is_dir()),
        package / "ontologies",
    )


def external_iris() -> frozenset[str]:
    """The terms of other vocabularies that are used here, from the vendored list."""
    with (ontology_folder() / "external.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["iri"] for row in csv.DictReader(file))
