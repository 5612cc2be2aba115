"""Whether a wording of the ontology fits a frame, and which phrase fills which role."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

from kg.lexicon import lexicon, words
from kg.mapping.pieces import Node, node_of
from kg.model import Argument, Entity, Frame, NodeId, Phrase
from kg.ontology import Evocation, Ontology, Relation

_ENDS = ("subject", "object")
_GOODS = "commodity"
_OF_A_KIND = words("roles", "kinds", "words")
_KINDS: Mapping[str, tuple[str, ...]] = {"noun": ("noun",), "copula": ("verb", "adjective")}
_QUANTITIES = frozenset({"rate", "amount"})
_GOODS = "commodity"
_PERCENT = "percent"
_PLURAL_ENDS = 2


@dataclass(frozen=True)
class Match:
    """A relation that a frame evokes, with what fills its roles; ``head`` is the noun of a light verb ("tariff")."""

    relation: Relation
    evocation: Evocation
    frame: Frame
    subjects: tuple[Phrase, ...]
    objects: tuple[Phrase, ...]
    roles: Mapping[str, tuple[Phrase, ...]] = field(default_factory=dict)
    head: Phrase | None = None
    is_misfit: bool = False
    """The object is not of the class that the relation wants: goods where a country is not named."""
    is_about_head: bool = False
    """What the verb does is another happening than its noun names: "lifted the sanctions", "accepted the offer"."""
    strangers: frozenset[NodeId] = frozenset()
    """Ends of a class that their role does not take: "ties" as a party of their own worsening."""

    @cached_property
    def pairs(self) -> tuple[tuple[Phrase, Phrase], ...]:
        """Subject and object of each statement; the parties of a symmetric relation pair with each other."""
        if self.relation.symmetric and len(self.subjects) >= _PLURAL_ENDS and not self.objects:
            first, *others = self.subjects or (None,)
            return tuple((first, other) for other in others if first is not None and first.entity.id != other.entity.id)
        if not self.objects:
            return tuple((subject, self._happening(subject)) for subject in self.subjects)
        return tuple((s, o) for s in self.subjects for o in self.objects if s.entity.id != o.entity.id)

    def _happening(self, subject: Phrase) -> Phrase:
        """The object of a wording that needs none ("he resigned"): what happened, in no words of its own."""
        entity = Entity(self.event_id, "Event", f"{subject.text} {self.frame.predicate_text}")
        return Phrase(self.frame.start, self.frame.end, "", self.frame.lemma, entity)

    @property
    def carried(self) -> Phrase | None:
        """The noun that a light verb carries out ("imposed [tariffs]"); not one that only sets its condition."""
        objects = _at(self.frame.arguments, "object")
        if self.head is not None and not self.objects and self.head in objects and self.head.entity.cls != "Event":
            return None  # "blocked the road": no happening of that name
        return self.head if not objects or self.head in objects else None

    @property
    def event_id(self) -> NodeId:
        """The happening: that of a light verb's noun, else the frame's own."""
        carried = None if self.is_about_head else self.carried
        return carried.entity.id if carried is not None and carried.entity.cls == "Event" else self.frame.id

    @property
    def wording(self) -> str:
        """The words that decided, for ``kg explain``: "impose tariff"."""
        return " ".join(word for word in (self.frame.lemma, self.head.lemma if self.head is not None else "") if word)

    def words_of(self, target: Phrase) -> Phrase:
        """The words shown as the object: a light verb's noun with what hangs on it, else the object's own."""
        carried = self.carried
        return carried if carried is not None and self.evocation.head_slot != "subject" else target

    @cached_property
    def fillers(self) -> Mapping[str, tuple[NodeId, ...]]:
        """Role -> nodes, the two ends among them under their role names."""
        found = {name: tuple(_filler(name, phrase) for phrase in phrases) for name, phrases in self.roles.items()}
        goods = self.is_misfit and _GOODS in self.relation.other_roles
        object_role = _GOODS if goods else self.relation.object_role
        for role, phrases in ((self.relation.subject_role, self.subjects), (object_role, self.objects)):
            fitting = tuple(p.entity.id for p in phrases if self._fills(role, p.entity))
            if role and fitting:
                found[role] = (*found.get(role, ()), *fitting)
        return found

    def _fills(self, role: str, entity: Entity) -> bool:
        """Whether an end may fill its role; any thing may be goods, no happening ("lifted the [tariff]")."""
        return entity.cls != "Event" if role == _GOODS else entity.id not in self.strangers

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Every node that fills a role."""
        found: list[Node] = [node_of(phrase) for phrase in (*self.subjects, *self.objects)]
        for name, phrases in self.roles.items():
            found.extend(
                phrase.quantity if name in _QUANTITIES and phrase.quantity is not None else node_of(phrase)
                for phrase in phrases
            )
        return tuple(found)


def _filler(role: str, phrase: Phrase) -> NodeId:
    return phrase.quantity.id if role in _QUANTITIES and phrase.quantity is not None else phrase.entity.id


def matches(frame: Frame, ontology: Ontology) -> tuple[Match, ...]:
    """The relations that a frame evokes: for each head the strictest wording that fits, and it alone."""
    found: list[Match] = []
    taken: set[int] = set()
    for relation, evocation in _candidates(frame, ontology):
        for match in _fits(frame, relation, evocation, ontology):
            key = match.head.start if match.head is not None else -1
            if match.pairs and key not in taken and not (key == -1 and found):
                found.append(match)
                taken.add(key)
    return tuple(found)


def unattributed(frame: Frame, ontology: Ontology) -> Match | None:
    """What a passive without agent names ("the minister was arrested"): a happening with its roles, nobody's act."""
    if not _is_agentless(frame):
        return None
    fitting = (match for pair in _candidates(frame, ontology) for match in _fits(frame, *pair, ontology))
    return next((match for match in fitting if match.relation.event), None)


def _is_agentless(frame: Frame) -> bool:
    return frame.is_passive and not _at(frame.arguments, "subject")


def _candidates(frame: Frame, ontology: Ontology) -> Iterator[tuple[Relation, Evocation]]:
    """Wordings that begin with the frame's word, the strictest first."""
    found: list[tuple[Relation, Evocation]] = []
    for kind in _KINDS.get(frame.kind, ("verb",)):
        keys = (
            [frame.lemma.split()[0]] if kind != "adjective" else [p.lemma for p in _at(frame.arguments, "complement")]
        )
        for key in keys:
            found.extend(pair for pair in ontology.by_word.get((kind, key), ()) if _word_fits(pair[1], kind, frame))
    yield from sorted(found, key=lambda pair: -pair[1].strictness)


def _word_fits(evocation: Evocation, kind: str, frame: Frame) -> bool:
    lemmas = {"verb": evocation.verbs, "noun": evocation.nouns, "adjective": evocation.adjectives}[kind]
    if kind == "adjective":
        return any(phrase.lemma in lemmas for phrase in _at(frame.arguments, "complement"))
    return frame.lemma in lemmas or any(_lemma_fits(lemma, frame) for lemma in lemmas if " " in lemma)


def _lemma_fits(lemma: str, frame: Frame) -> bool:
    """As in "cut off" (particle), "call on" (fixed preposition), "take part in" (object and preposition)."""
    first, *rest = lemma.split()
    if first != frame.lemma.split()[0]:
        return False
    slots = {argument.slot for argument in frame.arguments}
    heads = {argument.phrase.lemma for argument in frame.arguments if argument.slot in {"object", "complement"}}
    particle = frame.lemma.split()[1:]
    inner = {a.slot for argument in frame.arguments for a in argument.phrase.arguments}
    return all(word in slots or word in heads or word in particle or (word in inner and len(rest) > 1) for word in rest)


def _fits(frame: Frame, relation: Relation, evocation: Evocation, ontology: Ontology) -> Iterator[Match]:
    """One match a head; without heads, one for the clause."""
    if not evocation.heads:
        inner = [a for p in _at(frame.arguments, "complement") if p.lemma in evocation.adjectives for a in p.arguments]
        found = _fit(frame, _Filler(relation, evocation, ontology, (*frame.arguments, *inner), None))
        yield from (found,) if found is not None else ()
        return
    for head in _at(frame.arguments, evocation.head_slot):
        if head.lemma in evocation.heads or "*" in evocation.heads:
            found = _fit(frame, _Filler(relation, evocation, ontology, (*frame.arguments, *head.arguments), head))
            yield from (found,) if found is not None else ()


def _fit(frame: Frame, filler: _Filler) -> Match | None:
    relation, evocation, head = filler.relation, filler.evocation, filler.head
    if not _conditions_hold(evocation, filler.arguments, head):
        return None
    subjects = filler.end("subject")
    objects = filler.end("object", used=subjects)
    if relation.symmetric and head is not None and _is_outsider(head, subjects):
        return None
    is_misfit = False
    if not subjects and (not _is_agentless(frame) or _is_undergone_by_other(filler)):
        return None
    if not objects and not relation.symmetric:
        objects = filler.inferred()
        is_misfit = not objects
        objects = objects or filler.misfit(subjects)
    among = relation.symmetric and len(subjects) >= _PLURAL_ENDS and "object" not in evocation.classes
    if not (objects or "object" in evocation.optional or among):  # "both welcomed the vote": not each other
        return None
    roles = filler.others((*subjects, *objects))
    if not evocation.classes.keys() <= {*_ENDS, *roles}:
        return None
    strangers = filler.strangers(subjects, objects)
    is_about_head = frame.kind != "noun" and head is not None and _is_of_other_class(filler, head)
    return Match(relation, evocation, frame, subjects, objects, roles, head, is_misfit, is_about_head, strangers)


def _is_of_other_class(filler: _Filler, head: Phrase) -> bool:
    """Whether the noun alone names happenings of other classes than the wording."""
    alone = {(e.event or r.event) for r, e in filler.ontology.by_word.get(("noun", head.lemma), ())}
    return bool(alone) and (filler.evocation.event or filler.relation.event) not in alone


def _is_undergone_by_other(filler: _Filler) -> bool:
    """As in "no shots were fired": the one dismissed would stand there, and does not."""
    undergone = _at(filler.arguments, "object")
    is_asked = filler.evocation.slots.get("subject", ()) == ("object",) and bool(undergone)
    return is_asked and not any(filler.ontology.is_a(phrase.entity.cls, "Agent") for phrase in undergone)


def _is_outsider(head: Phrase, subjects: tuple[Phrase, ...]) -> bool:
    """As in "offered to begin talks between X and Y": whose talks they are, their noun says."""
    between = _at(head.arguments, "between")
    return len(between) >= _PLURAL_ENDS and not any(subject in between for subject in subjects)


def _conditions_hold(evocation: Evocation, arguments: tuple[Argument, ...], head: Phrase | None) -> bool:
    slots = {argument.slot for argument in arguments}
    lemmas = {argument.phrase.lemma for argument in arguments}
    inner = {a.phrase.lemma for argument in arguments for a in argument.phrase.arguments} | (
        {a.phrase.lemma for a in head.arguments} if head is not None else set()
    )
    if evocation.modifiers and not evocation.modifiers & (lemmas | inner):
        return False
    if evocation.requires and not evocation.requires & slots:
        return False
    return not evocation.excludes & (slots | lemmas)


@dataclass(frozen=True)
class _Filler:
    """Fills the roles of one relation from the arguments of one frame."""

    relation: Relation
    evocation: Evocation
    ontology: Ontology
    arguments: tuple[Argument, ...]
    head: Phrase | None

    def end(self, name: str, *, used: tuple[Phrase, ...] = ()) -> tuple[Phrase, ...]:
        """The phrases of one end: of the first slot in which some fit, all that fit."""
        allowed = self.evocation.classes.get(name) or (
            self.relation.domain if name == "subject" else self.relation.range
        )
        for slot in self.evocation.slots.get(name, (name,)):
            found = tuple(
                p
                for p in self._phrases(slot)
                if self._allowed(p.entity, allowed) and p not in used and not self._only_classes(slot, p)
            )
            if found:
                return found
        return ()

    def _only_classes(self, slot: str, phrase: Phrase) -> bool:
        """As in "the arms embargo", "a state visit", "three-nation ties": the noun before tells what kind, not who."""
        is_kind = phrase.lemma in _OF_A_KIND or ("-" in phrase.text and phrase.text.islower())
        return slot == "compound" and (is_kind or self.ontology.is_a(phrase.entity.cls, "Concept"))

    def inferred(self) -> tuple[Phrase, ...]:
        """The country that goods come from, where an actor is wanted and none named: "tariffs on Cuban sugar"."""
        if "object" in self.evocation.classes:
            return ()
        for slot in self.evocation.slots.get("object", ()):
            for phrase in self._phrases(slot):
                for argument in phrase.arguments:
                    if argument.slot in {"demonym", "poss", "compound"} and self._allowed(
                        argument.phrase.entity, self.relation.range
                    ):
                        return (replace(argument.phrase, text=phrase.text, start=phrase.start, end=phrase.end),)
        return ()

    def misfit(self, used: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
        """As in "sanctions on 189 vessels": where the wording itself is sure, its object may be of any class."""
        if not (self.evocation.heads or self.evocation.nouns) or "object" in self.evocation.classes:
            return ()
        for slot in self.evocation.slots.get("object", ()):
            found = tuple(
                phrase
                for phrase in self._phrases(slot)
                if phrase not in used and phrase != self.head and phrase.entity.cls != "Quantity"
            )
            if found and "/" not in slot:
                return found
        if "object" in self.evocation.optional and self.evocation.head_slot != "subject":
            return ()  # "took to the streets": nobody protests against streets
        return (self.head,) if self.head is not None and self.relation.event else ()

    def others(self, used: tuple[Phrase, ...]) -> Mapping[str, tuple[Phrase, ...]]:
        """The other roles; a phrase fills one role only, but goods may name the target, or be it."""
        found: dict[str, tuple[Phrase, ...]] = {}
        taken = {(phrase.entity.id) for phrase in used}
        for role in self.relation.other_roles:
            phrases = self._role(role, taken)
            if phrases:
                found[role] = phrases
                taken |= {phrase.entity.id for phrase in phrases if role not in _QUANTITIES}
        return found

    def _role(self, role: str, taken: set[NodeId]) -> tuple[Phrase, ...]:
        allowed = self.evocation.classes.get(role) or self.ontology.role_ranges.get(role, frozenset())
        for slot in self.evocation.slots.get(role) or _role_slots(role):
            candidates = self._phrases(slot)
            if role in _QUANTITIES:
                found = tuple(phrase for phrase in candidates if _is_measure(role, phrase))
            else:
                spread = [member for phrase in candidates for member in (phrase.members or (phrase,))]
                free = (p for p in spread if p.entity.id not in taken or role == _GOODS)
                found = tuple(p for p in free if self._allowed(p.entity, allowed) and self._is_other(slot, p))
            if found:
                return found
        return (self.head,) if role in _QUANTITIES and self.head is not None and _is_measure(role, self.head) else ()

    def _is_other(self, slot: str, phrase: Phrase) -> bool:
        """Whether a phrase is more than the wording itself: neither its head nor, as in "import duties", its kind."""
        return phrase != self.head and not (slot == "compound" and phrase.lemma in _OF_A_KIND)

    def strangers(self, subjects: tuple[Phrase, ...], objects: tuple[Phrase, ...]) -> frozenset[NodeId]:
        """The ends that do not fit the roles of the relation."""
        ends = ((self.relation.subject_role, subjects), (self.relation.object_role, objects))
        return frozenset(
            phrase.entity.id
            for role, phrases in ends
            for phrase in phrases
            if role and not self._allowed(phrase.entity, self.ontology.role_ranges.get(role, frozenset()))
        )

    def _allowed(self, entity: Entity, classes: Iterable[str]) -> bool:
        if entity.cls == "Quantity":
            return False
        return any(self.ontology.is_a(entity.cls, cls) for cls in classes) if classes else True

    def _phrases(self, path: str) -> tuple[Phrase, ...]:
        """The phrases at a slot; "object/poss" is what possesses the object, its own arguments below."""
        first, *rest = path.split("/")
        found = _at(self.arguments, first)
        for slot in rest:
            found = tuple(phrase for outer in found for phrase in _at(outer.arguments, slot))
        return found


def _is_measure(role: str, phrase: Phrase) -> bool:
    return phrase.quantity is not None and (phrase.quantity.unit == _PERCENT) == (role == "rate")


def _at(arguments: Iterable[Argument], slot: str) -> tuple[Phrase, ...]:
    return tuple([argument.phrase for argument in arguments if argument.slot == slot])


@cache
def _role_slots(role: str) -> tuple[str, ...]:
    table = lexicon("roles")["slots"]
    values = table.get(role, []) if isinstance(table, dict) else []
    return tuple(str(value) for value in values) if isinstance(values, list) else ()
