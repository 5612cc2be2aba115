"""Role filling: which phrases of a frame fill the ends and roles of one wording of a relation."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from kg.lexicon import table, words
from kg.model import Argument, Entity, NodeId, Phrase
from kg.ontology import Evocation, Ontology, Relation

GOODS, PARTY, AGREEMENT = "commodity", "party", "Agreement"
QUANTITIES = frozenset({"rate", "amount"})
TERM = "term"  # the role of how long something lasts or when it is due, and the scope of such a number
_OF_A_KIND = words("roles", "kinds", "words")
_HAPPENING, _CAUSE, _CONTENT = "Event", "cause", "content"
_STEM = 4  # letters that a noun shares with its plural


@dataclass(frozen=True)
class Filler:
    """Fills the roles of a relation with the arguments of a frame."""

    relation: Relation
    evocation: Evocation
    ontology: Ontology
    arguments: tuple[Argument, ...]
    head: Phrase | None

    def end(self, name: str, *, used: tuple[Phrase, ...] = ()) -> tuple[Phrase, ...]:
        """The phrases that fill an end ("subject", "object"): all that fit of the first slot in which some do."""
        relation = self.relation
        wanted = relation.domain if name == "subject" else relation.prefers or relation.range
        return self._first(name, self.evocation.classes.get(name) or wanted, used)

    def _first(self, name: str, classes: Collection[str], used: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
        for slot in self.evocation.slots.get(name, (name,)):
            free = (p for p in self._phrases(slot) if self._is_any(p, classes) and p not in used)
            found = tuple(p for p in free if slot != "compound" or not self._is_kind(p))
            if found:
                return found
        return ()

    def _is_kind(self, phrase: Phrase) -> bool:
        """As in "the arms embargo", "a state visit", "three-nation ties": the noun before tells what kind, not who."""
        is_kind = phrase.lemma in _OF_A_KIND or ("-" in phrase.text and phrase.text.islower())
        return is_kind or self.ontology.is_a(phrase.entity.cls, "Concept")

    def fitting(self, phrases: tuple[Phrase, ...], classes: frozenset[str]) -> tuple[Phrase, ...]:
        """The phrases that are of the relation's domain or range, whatever the wording allows."""
        return tuple(phrase for phrase in phrases if self._is_any(phrase, classes))

    def inferred(self) -> tuple[Phrase, ...]:
        """The country of origin of goods, where the range is an actor and none is named: "tariffs on Cuban sugar"."""
        if "object" in self.evocation.classes or GOODS not in self.relation.other_roles:
            return ()
        wanted = self.relation.prefers or self.relation.range
        for slot in self.evocation.slots.get("object", ()):
            for phrase in self._phrases(slot):
                for argument in phrase.arguments:
                    if argument.slot in {"demonym", "poss", "compound"} and self._is_any(argument.phrase, wanted):
                        return (replace(argument.phrase, text=phrase.text, start=phrase.start, end=phrase.end),)
        return ()

    def less_preferred(self, used: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
        """The phrases that the range allows beside its preferred class: "lifted the blockade of the port"."""
        if "object" in self.evocation.classes or not self.relation.prefers:
            return ()
        others = tuple(cls for cls in self.relation.range if not self.ontology.is_a(_HAPPENING, cls))
        return self._first("object", others, used)

    def misfits(self, used: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
        """The phrases in object slots that are out of range: "tariffs on steel", "sanctions on 189 vessels"."""
        if not (self.evocation.heads or self.evocation.nouns) or "object" in self.evocation.classes:
            return ()
        for slot in self.evocation.slots.get("object", ()):
            free = (phrase for phrase in self._phrases(slot) if phrase not in used and phrase != self.head)
            found = tuple(phrase for phrase in free if phrase.entity.cls != "Quantity")
            if found and "/" not in slot:
                return found
        return ()

    def goods(self, phrases: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
        """The phrases that are goods, where the relation has a role for goods; else none."""
        if GOODS not in self.relation.other_roles:
            return ()
        return tuple(p for p in phrases if p.entity.cls == "Commodity" or (p.entity.cls == "Topic" and is_common(p)))

    def others(self, used: tuple[Phrase, ...]) -> Mapping[str, tuple[Phrase, ...]]:
        """Role -> phrases, of the roles beside the ends; a phrase fills one only, but goods may also be the target."""
        found: dict[str, tuple[Phrase, ...]] = {}
        taken = {phrase.entity.id for phrase in used}
        for role in self.relation.other_roles:
            phrases = self._role(role, taken)
            if phrases:
                found[role] = phrases
                taken |= {phrase.entity.id for phrase in phrases if role not in QUANTITIES}
        return found

    def _role(self, role: str, taken: set[NodeId]) -> tuple[Phrase, ...]:
        allowed = self.evocation.classes.get(role) or self.ontology.role_ranges.get(role, frozenset())
        for slot in self.evocation.slots.get(role) or _role_slots(role):
            candidates = self._phrases(slot)
            if role in QUANTITIES:
                found = tuple(phrase for phrase in candidates if _is_measure(role, phrase))
            else:
                spread = [member for phrase in candidates for member in (phrase.members or (phrase,))]
                free = (p for p in spread if p.entity.id not in taken or role == GOODS)
                told = (p for p in free if p != self.head or p.entity.cls == AGREEMENT)  # "reached a deal" is both
                told = (p for p in told if slot != "compound" or p.lemma not in _OF_A_KIND)  # no goods of "air strikes"
                found = tuple(p for p in told if self._is_any(p, allowed))
            if found:
                return found
        return (self.head,) if role in QUANTITIES and self.head is not None and _is_measure(role, self.head) else ()

    def end_roles(self, subjects: tuple[Phrase, ...], objects: tuple[Phrase, ...]) -> Mapping[NodeId, str]:
        """Node -> role, of each end whose class its role allows."""
        # "the storm killed ten": nobody that acts is the cause; "warned of fake drugs": no one to warn is the content
        found, ranges, relation = list[tuple[Entity, str]](), self.ontology.role_ranges, self.relation
        sides = ((subjects, relation.subject_role, _CAUSE, "Agent"), (objects, relation.object_role, _CONTENT, "Actor"))
        for ends, role, other, cls in sides:
            known, is_told = [phrase.entity for phrase in ends], other in relation.other_roles
            found += [(one, other if is_told and not self.ontology.is_a(one.cls, cls) else role) for one in known]
        told = [(one, role) for one, role in found if role]
        return {one.id: role for one, role in told if self.ontology.is_any(one.cls, ranges.get(role, ()))}

    def parties(
        self, subjects: tuple[Phrase, ...], objects: tuple[Phrase, ...], others: tuple[Phrase, ...]
    ) -> tuple[Phrase, ...]:
        """The parties of an agreement or other joint act ("Peru and Chile agreed to"), its signatories among them."""
        if PARTY not in self.relation.other_roles:
            return ()
        wanted = self.ontology.role_ranges.get(PARTY, frozenset())
        found = {p.entity.id: p for p in (*subjects, *others) if self._is_any(p, wanted)}
        is_of_agreement = any(phrase.entity.cls == AGREEMENT for phrase in objects)
        return tuple(found.values()) if len(found) > 1 or is_of_agreement else others

    def may_be_object(self) -> bool:
        """Whether the event itself may be the object where there is no other: "he resigned"."""
        return not self.relation.range or any(self.ontology.is_a(_HAPPENING, cls) for cls in self.relation.range)

    def _is_any(self, phrase: Phrase, classes: Collection[str]) -> bool:
        return self.ontology.is_any(phrase.entity.cls, classes)

    def _phrases(self, path: str) -> tuple[Phrase, ...]:
        """The phrases at a slot; "object/poss" is what possesses the object, its own arguments below."""
        first, *rest = path.split("/")
        found = in_slot(self.arguments, first)
        for slot in rest:
            outer = (one for one in found if not self._befalls(one, slot))
            found = tuple(phrase for one in outer for phrase in in_slot(one.arguments, slot))
        return found

    def _befalls(self, outer: Phrase, slot: str) -> bool:
        """As in "condemned the editor's arrest", "the killing of a judge": it befell those whose it is."""
        if slot not in {"poss", "of"} or outer.entity.cls != _HAPPENING:
            return False
        wordings = [wording for _, wording in self.ontology.by_word.get(("noun", outer.lemma), ())]
        return any(slot in wording.slots["object"] for wording in wordings)


def in_slot(arguments: Iterable[Argument], slot: str) -> tuple[Phrase, ...]:
    """The phrases of the arguments in a slot."""
    return tuple([argument.phrase for argument in arguments if argument.slot == slot])


def joined(*words: str) -> str:
    """Those that are not empty, as one text."""
    return " ".join(filter(None, words))


def is_common(phrase: Phrase) -> bool:
    """Whether a phrase is a common noun ("targets in Quito"), not an unknown name."""
    return any(word.islower() and word.startswith(phrase.lemma[:_STEM]) for word in phrase.text.split())


def _is_measure(role: str, phrase: Phrase) -> bool:
    found = phrase.quantity
    return found is not None and found.scope != TERM and (found.unit == "percent") == (role == "rate")


@cache
def _role_slots(role: str) -> tuple[str, ...]:
    values = table("roles", "slots").get(role, [])
    return tuple(str(value) for value in values) if isinstance(values, list) else ()
