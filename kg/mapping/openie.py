"""Open information extraction: relations of the predicate's own words, one per argument ("arrived in Beijing")."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum

from kg.lexicon import pairs, words
from kg.mapping.filling import in_slot, joined
from kg.model import Argument, Entity, Frame, Phrase
from kg.model.classes import NAMED
from kg.model.construction import Construction

CONDITIONS = words("stance", "conditions", "words")
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")
_CORE = frozenset({"subject", "object", "complement", "indirect", "clause", "when", "because", *CONDITIONS})
_PRONOUNS = words("confidence", "pronouns", "words")
_TRANSITIVE = words("clauses", "transitive", "words")
_INCOMPLETE = words("clauses", "incomplete", "words") | _TRANSITIVE
_UNFINISHED = words("empty", "unfinished", "words")
_VERBS_OF_NOUNS = pairs("clauses", "nominals")
_MUTUAL = words("clauses", "nominals", "mutual")
_ALONE = words("clauses", "nominals", "alone")
_LIGHT = words("clauses", "light_objects", "words")
_DOWNTONERS = words("clauses", "downtoners", "words")
_LOOSE_FORMS = frozenset({"infinitive", "adverbial", "participle", "relative", "gerund"})
_CIRCUMSTANCES = words("clauses", "circumstances", "words")
_WHERE_OR_WHEN = words("roles", "settings", "words") | _CIRCUMSTANCES
_ADDRESSING = words("clauses", "circumstances", "addressing")
_IDIOMS = words("clauses", "idioms", "words")
_WOULD_BE = words("titles", "status_never", "words")
_NOT_NESTED = frozenset({"poss", "compound", "demonym", "modifier", "clause"})


class ObjectRank(IntEnum):
    """The rank of a statement's object: the lowest is the clause's main object."""

    OBJECT = 0
    RECIPIENT = 1
    OBLIQUE = 2
    CIRCUMSTANCE = 3
    INNER = 4
    """A phrase inside an object: "exports to [Cuba]"."""
    TIME = 5


@dataclass(frozen=True)
class OpenTriple:
    """Two phrases and an open relation: ``relation`` is its local name, ``label`` its lemmas."""

    subject: Phrase
    label: str
    text: str
    object: Phrase
    object_text: str
    is_happening: bool = False
    """The object is the happening itself, for want of another."""
    standing: ObjectRank = ObjectRank.OBJECT

    @property
    def relation(self) -> str:
        """The label as an IRI's local part."""
        plain = unicodedata.normalize("NFKD", self.label).encode("ascii", "ignore").decode().lower()
        return _NOT_IN_SLUG.sub("-", plain).strip("-") or "be"


def nominal_triples(frame: Frame) -> Iterator[OpenTriple]:
    """What a noun tells of its participants: "the dismissal of X by Y", "a dispute between X and Y", "X's collapse"."""
    relation, text = _VERBS_OF_NOUNS.get(frame.lemma, ""), frame.predicate_text
    undergone, doers, owners = (in_slot(frame.arguments, slot) for slot in ("of", "by", "poss"))
    if not relation or Construction.of(frame.rule).form == "described":
        return
    if frame.lemma in _MUTUAL:
        sides = in_slot(frame.arguments, "between")
        yield from (OpenTriple(sides[0], f"{relation} with", text, other, other.text) for other in sides[1:])
    elif frame.lemma in _ALONE:
        for phrase in (one for one in (*undergone, *owners) if one.entity.cls in NAMED):
            happening = Entity(frame.id, "Event", f"{text} of {phrase.text}")
            target = Phrase(frame.start, frame.end, text, frame.lemma, happening)
            yield OpenTriple(phrase, relation, text, target, "", is_happening=True)
    else:
        for doer in doers or (phrase for phrase in owners if phrase.text.lower() != "whose"):
            yield from (OpenTriple(doer, relation, text, target, target.text) for target in undergone)


def triples(frame: Frame, *, nested: bool = True) -> Iterator[OpenTriple]:
    """The open triples of a clause; none without a subject, or for a clause that is only the cue of an attribution.

    ``nested`` adds one for each prepositional phrase inside the object ("sends exports to").
    """
    subjects = in_slot(frame.arguments, "subject")
    passive = not subjects and frame.is_passive
    if passive:  # what it happens to, and not, as in "was fined 5,000 dollars", how much
        undergone = in_slot(frame.arguments, "object")
        subjects = tuple(phrase for phrase in undergone if phrase.entity.cls != "Quantity") or undergone
    for subject in subjects:
        verb = _Verb.of(frame, passive=passive)
        found = [t for t in _of_subject(subject, verb, nested=nested) if t.subject.entity.id != t.object.entity.id]
        dated = list(_dated(subject, verb, bare=not found))
        yield from (*found, *dated)
        if not found and not dated and _tells_what_happens(verb):
            yield OpenTriple(subject, verb.label, verb.text, verb.happening(subject), "", is_happening=True)


@dataclass(frozen=True)
class _Verb:
    """A predicate as an open relation shows it: its label in lemmas, its words, the objects that stand after it."""

    frame: Frame
    label: str
    text: str
    objects: tuple[Phrase, ...]
    arguments: tuple[Argument, ...]

    @classmethod
    def of(cls, frame: Frame, *, passive: bool) -> "_Verb":
        """In the passive without agent the label is "be imposed", and no object stands after the verb.

        The noun of an idiom is a word of the verb, its phrases the verb's: "took part in the talks", "came into force".
        """
        if passive:
            return cls(frame, f"be {_participle(frame)}", frame.predicate_text, (), frame.arguments)
        # no one takes a place in "took place", "entered into force"; "took a place" is none
        said = [(one, "" if one.slot == "object" else one.slot) for one in frame.arguments]
        bare = [(one, slot) for one, slot in said if one.phrase.text.lower().startswith(one.phrase.lemma)]
        idioms = ((one, slot) for one, slot in bare if joined(frame.lemma, slot, one.phrase.lemma) in _IDIOMS)
        part, before = next(idioms, (None, ""))
        if part is None:
            return cls(frame, frame.lemma, frame.predicate_text, in_slot(frame.arguments, "object"), frame.arguments)
        inner = tuple(argument for argument in part.phrase.arguments if argument.slot not in _NOT_NESTED)
        noun = part.phrase.text.split(f" {inner[0].slot} ")[0] if inner else part.phrase.text
        label, text = joined(frame.lemma, before, part.phrase.lemma), joined(frame.predicate_text, before, noun)
        own = tuple(argument for argument in frame.arguments if argument is not part)
        return cls(frame, label, text, in_slot(own, "object") if before else (), (*own, *inner))

    @property
    def complements(self) -> tuple[Phrase, ...]:
        """What is said of subject or object: "a success" of "called it a success"."""
        return in_slot(self.frame.arguments, "complement")

    @property
    def carried(self) -> str:
        """The object's head as a part of the relation: "impose tariff on"; a name, a pronoun or a clause is none."""
        if len(self.objects) != 1 or self.objects[0].entity.cls in NAMED or self.objects[0].text.lower() in _PRONOUNS:
            return ""
        return self.objects[0].lemma

    def before(self, phrase: Phrase, preposition: str) -> str:
        """The words up to a phrase: "sends oil to"; of one in front ("In May Chad sent aid") all that follows."""
        if Construction.of(self.frame.rule).family == "compound":
            return self.text  # nothing of "Oslo-based" but "based"
        is_in_front = phrase.end <= self.frame.start
        between = (*self.objects[:1], *self.complements[:1])
        inner = (_up_to(one, phrase, preposition) for one in between if is_in_front or one.start < phrase.start)
        return joined(self.text, *inner, preposition)

    def happening(self, subject: Phrase) -> Phrase:
        """As in "talks collapsed", "Norway launched a plan": the happening itself stands as the object."""
        label = joined(subject.text, self.text, *(one.text for one in (*self.objects, *self.complements)[:1]))
        entity = Entity(self.frame.id, "Event", label)
        return Phrase(self.frame.start, self.frame.end, self.text, self.frame.lemma, entity)


def words_before(frame: Frame, phrase: Phrase, preposition: str) -> str:
    """The text from a predicate to a phrase's preposition, objects included: "sends oil to"."""
    objects = in_slot(frame.arguments, "object")
    return _Verb(frame, frame.lemma, frame.predicate_text, objects, frame.arguments).before(phrase, preposition)


def _up_to(outer: Phrase, inner: Phrase, preposition: str) -> str:
    """The words of a phrase before one that stands inside it: "clear" of "clear about the need"."""
    if inner.start >= outer.end or inner.end <= outer.start:
        return outer.text
    return outer.text[: inner.start - outer.start].strip().removesuffix(preposition).strip()


def _participle(frame: Frame) -> str:
    """The verb's form with its particle, and with what turns it down: "imposed", "rounded up", "less aligned"."""
    first, _, rest = frame.lemma.partition(" ")
    degree = first if first in _DOWNTONERS else ""
    particle = rest.partition(" ")[2] if degree else rest
    spoken = frame.predicate_text.lower().removesuffix(f" {particle}" if particle else "").split()
    return f"{degree} {spoken[-1] if spoken else frame.lemma} {particle}".strip()


def _of_subject(subject: Phrase, verb: _Verb, *, nested: bool) -> Iterator[OpenTriple]:
    frame, complements = verb.frame, verb.complements
    is_light = any(argument.slot not in _CORE for argument in frame.arguments)
    for target in (*verb.objects, *complements):
        # "took special note of the deal", where "took note" says nothing without the rest
        is_bare = is_light and not target.text.lower().startswith(("the ", "a ", "an "))
        if not (is_bare and f"{frame.lemma} {target.lemma}" in _LIGHT):
            text = verb.text
            if target in complements and verb.objects and frame.kind != "copula":  # "called X a Y": not "called a Y"
                text = replace(verb, frame=replace(frame, arguments=())).before(target, "")
            yield OpenTriple(subject, verb.label, text, target, target.text)
        if nested:
            yield from _nested(subject, verb, target)
    for target in in_slot(frame.arguments, "indirect"):
        label = joined(verb.label, verb.carried, "to")
        yield OpenTriple(subject, label, verb.text, target, target.text, standing=ObjectRank.RECIPIENT)
    inner = complements[0].lemma if complements and frame.kind == "copula" else verb.carried
    for argument in verb.arguments:
        if argument.slot in _CORE or _is_circumstance(frame, argument) or _is_half(verb.arguments, argument):
            continue
        label, phrase = joined(verb.label, inner, argument.slot), argument.phrase
        before = verb.before(phrase, argument.slot)
        # "focused on energy with Peru"; to whom comes before where, as in "spoke in Oslo to reporters"
        is_focus = argument.slot == "on" and phrase.start - frame.end == len(" on ") and phrase.entity.cls != "Place"
        is_around = argument.slot in _WHERE_OR_WHEN and not is_focus
        standing = ObjectRank.CIRCUMSTANCE if is_around else ObjectRank.OBLIQUE
        yield OpenTriple(subject, label, before, phrase, phrase.text, standing=standing)
        if nested:
            whole = replace(verb, label=label, text=before)
            yield from (t for t in _nested(subject, whole, phrase) if t.label.endswith(" of"))


def _nested(subject: Phrase, verb: _Verb, target: Phrase) -> Iterator[OpenTriple]:
    """As in "sends exports to Cuba", "became a justice of the court": what hangs on the object, by its words.

    Not "the use of gas by the army", whose participants are those of the noun's own happening, nor "an aspiring
    president of Peru".
    """
    words = {argument.phrase.text.lower().replace("-", " ") for argument in target.arguments}
    if in_slot(target.arguments, "by") or words & _WOULD_BE:
        return
    for argument in target.arguments:
        inner = argument.phrase
        is_inside = argument.slot not in _NOT_NESTED | _CIRCUMSTANCES and target.start < inner.start < target.end
        if is_inside and not _is_half(target.arguments, argument):
            before = target.text[: inner.start - target.start].strip()
            label, text = f"{verb.label} {target.lemma} {argument.slot}", f"{verb.text} {before}".strip()
            yield OpenTriple(subject, label, text, inner, inner.text, standing=ObjectRank.INNER)


def _dated(subject: Phrase, verb: _Verb, *, bare: bool) -> Iterator[OpenTriple]:
    """As in "met in Oslo in 1990"; "last month" is worth a statement of its own where there is nothing else to tell."""
    frame, complements = verb.frame, verb.complements
    is_saying = in_slot(frame.arguments, "clause") and not (verb.objects or complements)  # "said on Monday that"
    is_empty = verb.label == "be" and not complements  # "has been in talks since 2011"
    for phrase in () if _is_loose(frame) or is_saying or is_empty else in_slot(frame.arguments, "when"):
        is_inside = any(said.start <= phrase.start and phrase.end <= said.end for said in complements)
        if not is_inside and (bare or any(letter.isdigit() for letter in phrase.text)):  # not "unlikely before 2027"
            label, before = joined(verb.label, phrase.lemma), verb.before(phrase, phrase.lemma)
            told = OpenTriple(subject, label, before, verb.happening(subject), phrase.text, is_happening=True)
            yield replace(told, standing=ObjectRank.TIME)


def _tells_what_happens(verb: _Verb) -> bool:
    """Whether a verb says something alone: "talks collapsed"; "higher than they have ever been" does not."""
    frame = verb.frame
    if frame.kind != "verb" or _is_loose(frame) or in_slot(frame.arguments, "clause") or verb.label in _UNFINISHED:
        return False
    is_whole = frame.is_passive or verb.label != frame.lemma  # "took place"
    return is_whole or not (frame.lemma in _INCOMPLETE or in_slot(frame.arguments, "object"))


def _is_loose(frame: Frame) -> bool:
    """Whether a clause hangs on one that tells what happened; not "is expected to resume", "that fell in April"."""
    form = Construction.of(frame.rule).form
    if form == "relative" and frame.time is not None and frame.time.start is not None:
        return False
    return form in _LOOSE_FORMS and not (form == "infinitive" and " to " in frame.predicate_text)


def _is_circumstance(frame: Frame, argument: Argument) -> bool:
    """As in "said in Oslo that", "committed during the talks to": tells nothing without what was said or promised."""
    if frame.is_passive or any(one.slot in {"object", "complement"} for one in frame.arguments):
        return False
    if frame.kind == "cue" and in_slot(frame.arguments, "clause"):
        cls = argument.phrase.entity.cls
        is_feeling = argument.slot == "with" and cls == "Topic"  # "noted with joy that"
        is_audience = argument.slot == "to" and cls not in NAMED  # "explained to reporters that"
        return argument.slot not in _ADDRESSING or is_feeling or is_audience
    return frame.lemma in _TRANSITIVE or (argument.slot in _CIRCUMSTANCES and frame.lemma in _INCOMPLETE)


def _is_half(arguments: tuple[Argument, ...], argument: Argument) -> bool:
    """As in "began talks between Chad and Sudan": nothing is between one of two."""
    return argument.slot == "between" and len(in_slot(arguments, "between")) > 1
