"""Matching of the ontology's wordings against a frame, with the phrases that fill the roles."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kg.lexicon import words
from kg.mapping.filling import AGREEMENT, GOODS, PARTY, QUANTITIES, Filler, in_slot, is_common, joined
from kg.mapping.pieces import node_of
from kg.model import Argument, Entity, Frame, NodeId, Phrase
from kg.model.nodes import GraphNode
from kg.ontology import Evocation, Ontology, Relation

_ENDS = ("subject", "object")
_KINDS: Mapping[str, tuple[str, ...]] = {"noun": ("noun",), "copula": ("verb", "adjective")}
_PLURAL_ENDS = 2
_POSSESSIVES = words("roles", "possessives", "words")


@dataclass(frozen=True)
class WordingMatch:
    """A relation that a frame evokes, with its role fillers; ``head`` is the noun of a light verb ("tariff")."""

    relation: Relation
    evocation: Evocation
    frame: Frame
    subjects: tuple[Phrase, ...]
    objects: tuple[Phrase, ...]
    roles: Mapping[str, tuple[Phrase, ...]] = field(default_factory=dict)
    head: Phrase | None = None
    has_ends: bool = True
    """Subject and object are of the relation's domain and range; else only the happening is known."""
    unfit: Phrase | None = None
    """What stands where an object would, and is none: its words are shown with the happening."""
    is_about_head: bool = False
    """What the verb does is another happening than its noun names: "lifted the sanctions", "accepted the offer"."""
    end_roles: Mapping[NodeId, str] = field(default_factory=dict)
    """The role of each end that takes one: who is warned is the target, what they are warned of is the content."""

    @cached_property
    def pairs(self) -> tuple[tuple[Phrase, Phrase], ...]:
        """Subject and object of each statement; the parties of a symmetric relation pair with each other."""
        if not self.has_ends:
            return ()
        if self.relation.symmetric and len(self.subjects) >= _PLURAL_ENDS and not self.objects:
            # "the president and his government made a deal": no deal with each other; not "their commitment"
            split = ((each, each.text.partition(" ")) for each in self.subjects)
            apart = [each for each, (word, _, rest) in split if not rest or word.lower() not in _POSSESSIVES]
            return tuple((apart[0], other) for other in apart[1:] if apart[0].entity.id != other.entity.id)
        if not self.objects:  # of a wording that needs none ("he resigned"): what happened, in no words of its own
            entity = Entity(self.event_id, "Event", self._clause())
            happening = Phrase(self.frame.start, self.frame.end, "", self.frame.lemma, entity)
            return tuple((subject, happening) for subject in self.subjects)
        return tuple((s, o) for s in self.subjects for o in self.objects if s.entity.id != o.entity.id)

    @property
    def party_pairs(self) -> tuple[tuple[Phrase, Phrase], ...]:
        """Pairs of parties of an agreement: the first with each other one."""
        if self.relation.among_parties in {"", self.relation.name} or not self.has_ends:
            return ()
        if not any(phrase.entity.cls == AGREEMENT for phrase in self.objects):
            return ()
        first, *others = (*self.subjects, *self.roles.get(PARTY, ()))
        found = {phrase.entity.id: phrase for phrase in others if phrase.entity.id != first.entity.id}
        return tuple((first, other) for other in found.values())

    def _clause(self) -> str:
        """The happening in a clause of the text's words: "residents and pupils blocked the road"."""
        labels = (phrase.entity.label or phrase.text for phrase in in_slot(self.frame.arguments, "subject"))
        doers = " and ".join(dict.fromkeys(labels))
        objects = [phrase.text for phrase in in_slot(self.frame.arguments, "object")[:1]]
        predicate = self.frame.predicate_text
        by = f"by {doers}" if doers else ""
        parts = [*objects, predicate, by] if self.frame.is_passive else [doers, predicate, *objects]
        return joined(*parts)

    @property
    def is_own_object(self) -> bool:
        """Whether the event itself is the object, as there is no other."""
        return self.has_ends and bool(self.subjects) and not self.objects and not self.relation.symmetric

    @property
    def light_verb_noun(self) -> Phrase | None:
        """The event noun of a light verb ("imposed [tariffs]"); None for one that is only a condition of it."""
        objects = in_slot(self.frame.arguments, "object")
        if self.head is not None and not self.objects and self.head in objects and self.head.entity.cls != "Event":
            return self.head if GOODS in self.roles else None  # "banned imports of rice"; not "blocked the road"
        return self.head if not objects or self.head in objects else None

    @property
    def event_id(self) -> NodeId:
        """The id of the event: that of a light verb's noun, else the frame's own."""
        carried = None if self.is_about_head else self.light_verb_noun
        return carried.entity.id if carried is not None and carried.entity.cls == "Event" else self.frame.id

    @property
    def wording(self) -> str:
        """The words that evoked the relation, for ``kg explain``: "impose tariff"."""
        return joined(self.frame.lemma, self.head.lemma if self.head is not None else "")

    def object_words(self, target: Phrase) -> Phrase:
        """The phrase shown as the object: a light verb's noun with its arguments, or what stands for an object."""
        carried = self.light_verb_noun
        if carried is not None and self.evocation.head_slot != "subject":
            return carried
        return self.unfit if self.unfit is not None and not self.objects else target

    @cached_property
    def fillers(self) -> Mapping[str, tuple[NodeId, ...]]:
        """Role -> ids of its fillers, the two ends included."""
        found = {name: tuple(_filler(name, phrase).id for phrase in phrases) for name, phrases in self.roles.items()}
        for node, role in self.end_roles.items():
            if node not in found.get(role, ()):
                found[role] = (*found.get(role, ()), node)
        return found

    @cached_property
    def nodes(self) -> tuple[GraphNode, ...]:
        """The nodes of all fillers."""
        ends = [node_of(phrase) for phrase in (*self.subjects, *self.objects)]
        return (*ends, *(_filler(name, phrase) for name, phrases in self.roles.items() for phrase in phrases))


def _filler(role: str, phrase: Phrase) -> GraphNode:
    return phrase.quantity if role in QUANTITIES and phrase.quantity is not None else node_of(phrase)


def matches(frame: Frame, ontology: Ontology) -> tuple[WordingMatch, ...]:
    """The relations that a frame evokes: for each head only the most specific wording that matches."""
    found: list[WordingMatch] = []
    taken: set[int] = set()
    for relation, evocation in _candidates(frame, ontology):
        for match in filter(None, (_fit(frame, filler) for filler in _fillers(frame, relation, evocation, ontology))):
            key = match.head.start if match.head is not None else -1
            if match.pairs and key not in taken and not (key == -1 and found):
                found.append(match)
                taken.add(key)
    return tuple(found)


def event_match(frame: Frame, ontology: Ontology) -> WordingMatch | None:
    """An event with roles but no pair of ends: "the minister was arrested", "drones hit the port"; None without."""
    fillers = (filler for pair in _candidates(frame, ontology) for filler in _fillers(frame, *pair, ontology))
    fitting = filter(None, (_fit(frame, filler) for filler in fillers))
    return next((match for match in fitting if match.relation.event and not match.pairs), None)


def misfits(frame: Frame, ontology: Ontology) -> Iterator[tuple[Relation, Evocation, str]]:
    """The wordings that a frame has with an end of another class, one a relation: "subject is Topic, not Actor"."""
    told = {match.relation.name for match in matches(frame, ontology)}
    for relation, evocation in _candidates(frame, ontology):
        wrong = next(filter(None, map(_wrong_end, _fillers(frame, relation, evocation, ontology))), "")
        if wrong and relation.name not in told:
            told.add(relation.name)
            yield relation, evocation, wrong


def _fillers(frame: Frame, relation: Relation, evocation: Evocation, ontology: Ontology) -> Iterator[Filler]:
    """What fills the roles of a wording: once for each head that it asks for; without heads, once for the clause."""
    if not evocation.heads:
        said = (phrase for phrase in in_slot(frame.arguments, "complement") if phrase.lemma in evocation.adjectives)
        inner = (argument for phrase in said for argument in phrase.arguments)
        yield Filler(relation, evocation, ontology, (*frame.arguments, *inner), None)
    for head in in_slot(frame.arguments, evocation.head_slot):
        if head.lemma in evocation.heads or "*" in evocation.heads:
            yield Filler(relation, evocation, ontology, (*frame.arguments, *head.arguments), head)


def _wrong_end(filler: Filler) -> str:
    """The end that is there and of no class that is wanted: "subject is Topic, not Actor"; else ""."""
    if not _conditions_hold(filler.evocation, filler.arguments, filler.head):
        return ""
    for end, classes in zip(_ENDS, (filler.relation.domain, filler.relation.range), strict=True):
        wanted = filler.evocation.classes.get(end) or classes
        slots = filler.evocation.slots.get(end, (end,))
        phrases = [phrase for slot in slots for phrase in in_slot(filler.arguments, slot) if phrase is not filler.head]
        if phrases and wanted and not any(filler.ontology.is_any(one.entity.cls, wanted) for one in phrases):
            return f"{end} is {phrases[0].entity.cls}, not {' or '.join(sorted(wanted))}"
    return ""


def _candidates(frame: Frame, ontology: Ontology) -> Iterator[tuple[Relation, Evocation]]:
    """Wordings that begin with the frame's word, the strictest first."""
    found: list[tuple[Relation, Evocation]] = []
    said = {phrase.lemma: None for phrase in in_slot(frame.arguments, "complement")}
    for kind in _KINDS.get(frame.kind, ("verb",)):
        for key in said if kind == "adjective" else (frame.lemma.split()[0],):
            for relation, evocation in ontology.by_word.get((kind, key), ()):
                lemmas = evocation.verbs if kind == "verb" else evocation.nouns
                is_told = kind == "adjective" or frame.lemma in lemmas
                if is_told or any(_lemma_fits(lemma, frame, evocation) for lemma in lemmas if " " in lemma):
                    found.append((relation, evocation))
    yield from sorted(found, key=lambda pair: -pair[1].strictness)


def _lemma_fits(lemma: str, frame: Frame, wording: Evocation) -> bool:
    """As in "cut off" (particle), "call on" (fixed preposition), "take part in" (object and preposition)."""
    first, *rest = lemma.split()
    particle, slots = frame.lemma.split()[1:], {argument.slot for argument in frame.arguments}
    if "object" in slots and len(rest) == 1:  # "take Chile to court over copper" takes nothing over
        slots &= {path.split("/")[0] for paths in wording.slots.values() for path in paths}
    heads = {argument.phrase.lemma for argument in frame.arguments if argument.slot in {"object", "complement"}}
    inner = {a.slot for argument in frame.arguments for a in argument.phrase.arguments if len(rest) > 1}
    return first == frame.lemma.split()[0] and {*rest} <= {*slots, *heads, *particle, *inner}


def _fit(frame: Frame, filler: Filler) -> WordingMatch | None:
    relation, evocation, head = filler.relation, filler.evocation, filler.head
    is_said = frame.kind == "cue" and "that" in evocation.excludes  # "told residents that it is safe", not "to leave"
    if is_said or not _conditions_hold(evocation, filler.arguments, head):
        return None
    subjects = filler.end("subject")
    objects = filler.end("object", used=subjects)
    undergone = in_slot(filler.arguments, "object") if evocation.slots.get("subject", ()) == ("object",) else ()
    is_other = undergone and not any(filler.ontology.is_a(phrase.entity.cls, "Agent") for phrase in undergone)
    if not subjects and (not frame.is_passive or in_slot(frame.arguments, "subject") or is_other):
        return None  # "no shots were fired": the one dismissed would stand there, and does not
    misfits: tuple[Phrase, ...] = ()
    if not objects and not relation.symmetric:
        objects = filler.inferred() or filler.less_preferred(subjects)
        misfits = () if objects else filler.misfits(subjects)
    among = relation.symmetric and len(subjects) >= _PLURAL_ENDS and "object" not in evocation.classes
    is_told = bool(misfits) or "object" in evocation.optional or among or _is_told_by_head(filler)
    if not (objects or is_told):  # "both welcomed the vote": not each other
        return None
    if evocation.classes.keys() - {*_ENDS, *filler.others((*subjects, *objects))}:
        return None
    return _match(frame, filler, (subjects, objects), misfits)


def _match(
    frame: Frame, filler: Filler, ends: tuple[tuple[Phrase, ...], tuple[Phrase, ...]], misfits: tuple[Phrase, ...]
) -> WordingMatch:
    """The match with those ends that are of domain and range; with others a wording may still tell the happening."""
    relation, head = filler.relation, filler.head
    subjects, objects = filler.fitting(ends[0], relation.domain), filler.fitting(ends[1], relation.range)
    goods = filler.goods(misfits)
    roles = dict(filler.others((*subjects, *objects)))
    parties = filler.parties(subjects, objects, roles.get(PARTY, ()))
    if parties:
        roles[PARTY] = parties
    if goods:
        roles.setdefault(GOODS, goods)
    shows_happening = not objects and all(map(is_common, misfits)) and filler.may_be_object()
    among = relation.symmetric and len(subjects) >= _PLURAL_ENDS and not ends[1]
    alone = filler.ontology.by_word.get(("noun", head.lemma), ()) if head is not None else ()
    classes = {(e.event or r.event) for r, e in alone}  # of the happenings that the noun names alone
    is_other = bool(classes) and (filler.evocation.event or relation.event) not in classes
    return WordingMatch(
        relation,
        filler.evocation,
        frame,
        subjects,
        objects,
        roles,
        head,
        has_ends=bool(subjects) and (bool(objects) or shows_happening or among),
        unfit=next(iter((*ends[1], *misfits)), head if head in in_slot(frame.arguments, "object") else None),
        is_about_head=frame.kind != "noun" and is_other,
        end_roles=filler.end_roles(subjects, objects),
    )


def _is_told_by_head(filler: Filler) -> bool:
    """As in "lodged a protest": the noun tells what happened, aimed at whomever; not "took to the streets"."""
    if "object" in filler.evocation.classes or filler.relation.symmetric:
        return False
    is_aside = "object" in filler.evocation.optional and filler.evocation.head_slot != "subject"
    return filler.head is not None and bool(filler.relation.event) and not is_aside


def _conditions_hold(evocation: Evocation, arguments: tuple[Argument, ...], head: Phrase | None) -> bool:
    slots = {argument.slot for argument in arguments}
    lemmas = {argument.phrase.lemma for argument in arguments}
    phrases = [argument.phrase for argument in arguments] + ([head] if head is not None else [])
    inner = {a.phrase.lemma for phrase in phrases for a in phrase.arguments}
    is_modified = not evocation.modifiers or evocation.modifiers & (lemmas | inner)
    if not is_modified or (evocation.requires and not evocation.requires & slots):
        return False
    attributes = (argument.phrase for argument in arguments if argument.slot == "complement")  # "an aspiring minister"
    held = (a.phrase for attribute in attributes for a in attribute.arguments if a.slot == "modifier")
    return not evocation.excludes & (slots | lemmas | {phrase.text.lower() for phrase in held})
