"""Open information extraction: relations of the predicate's own words, one per argument ("arrived in Beijing")."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum

from kg.lexicon import pairs, words
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
_COMPOUND = "compound"
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


def triples(frame: Frame, *, nested: bool = True) -> Iterator[OpenTriple]:
    """The open triples of a clause; none without a subject, or for a clause that is only the cue of an attribution.

    ``nested`` adds one for each prepositional phrase inside the object ("sends exports to").
    """
    subjects = _phrases(frame, "subject")
    passive = not subjects and frame.is_passive
    for subject in subjects or (_surface_subjects(frame) if passive else ()):
        verb = _Verb.of(frame, passive=passive)
        found = [
            t for t in _of_subject(frame, subject, verb, nested=nested) if t.subject.entity.id != t.object.entity.id
        ]
        dated = list(_dated(frame, subject, verb, bare=not found))
        yield from (*found, *dated)
        if not found and not dated and _tells_what_happens(frame, verb):
            happening = _happening(frame, verb.text, _told(frame, subject, verb))
            yield OpenTriple(subject, verb.label, verb.text, happening, "", is_happening=True)


def nominal_triples(frame: Frame) -> Iterator[OpenTriple]:
    """What a noun tells of its participants: "the dismissal of X by Y", "a dispute between X and Y", "X's collapse"."""
    verb, text = _VERBS_OF_NOUNS.get(frame.lemma, ""), frame.predicate_text
    undergone, doers = _phrases(frame, "of"), _phrases(frame, "by")
    if not verb or Construction.of(frame.rule).form == "described":
        return
    if frame.lemma in _MUTUAL:
        sides = _phrases(frame, "between")
        yield from (OpenTriple(sides[0], f"{verb} with", text, other, other.text) for other in sides[1:])
    elif frame.lemma in _ALONE:
        found = (phrase for phrase in (*undergone, *_phrases(frame, "poss")) if phrase.entity.cls in NAMED)
        for phrase in found:
            happening = _happening(frame, text, f"{text} of {phrase.text}")
            yield OpenTriple(phrase, verb, text, happening, "", is_happening=True)
    else:
        owners = (phrase for phrase in _phrases(frame, "poss") if phrase.text.lower() != "whose")
        for doer in doers or owners:
            yield from (OpenTriple(doer, verb, text, target, target.text) for target in undergone)


def _surface_subjects(frame: Frame) -> tuple[Phrase, ...]:
    """Of a passive: what it happens to, and not, as in "was fined 5,000 dollars", how much."""
    found = _phrases(frame, "object")
    return tuple(phrase for phrase in found if phrase.entity.cls != "Quantity") or found


def _tells_what_happens(frame: Frame, verb: _Verb) -> bool:
    """Whether a verb says something alone: "talks collapsed"; "higher than they have ever been" does not."""
    if frame.kind != "verb" or _is_loose(frame) or _phrases(frame, "clause"):
        return False
    if verb.label in _UNFINISHED:
        return False
    is_whole = frame.is_passive or verb.label != frame.lemma  # "took place"
    return is_whole or not (frame.lemma in _INCOMPLETE or _phrases(frame, "object"))


def _is_loose(frame: Frame) -> bool:
    """Whether a clause hangs on another one, which tells what happened; "is expected to resume" is one clause.

    A relative clause with a day of its own tells of another time: "the bridge that collapsed in April".
    """
    form = Construction.of(frame.rule).form
    if form == "relative" and frame.time is not None and frame.time.start is not None:
        return False
    return form in _LOOSE_FORMS and not (form == "infinitive" and " to " in frame.predicate_text)


@dataclass(frozen=True)
class _Verb:
    """A predicate as an open relation shows it: its label in lemmas, its words, the objects that stand after it."""

    label: str
    text: str
    objects: tuple[Phrase, ...]
    arguments: tuple[Argument, ...]

    @classmethod
    def of(cls, frame: Frame, *, passive: bool) -> _Verb:
        """In the passive without agent the label is "be imposed", and no object stands after the verb."""
        part = next((argument for argument in frame.arguments if _is_idiom(frame, argument)), None)
        if part is not None and not passive:
            return cls._of_idiom(frame, part)
        label = f"be {_participle(frame)}" if passive else frame.lemma
        return cls(label, frame.predicate_text, () if passive else _phrases(frame, "object"), frame.arguments)

    @classmethod
    def _of_idiom(cls, frame: Frame, part: Argument) -> _Verb:
        """As in "took part in the talks", "came into force": the noun is a word of the verb, its phrases the verb's."""
        before = "" if part.slot == "object" else part.slot
        inner = tuple(argument for argument in part.phrase.arguments if argument.slot not in _NOT_NESTED)
        noun = part.phrase.text.split(f" {inner[0].slot} ")[0] if inner else part.phrase.text
        label = " ".join(word for word in (frame.lemma, before, part.phrase.lemma) if word)
        text = " ".join(word for word in (frame.predicate_text, before, noun) if word)
        own = tuple(argument for argument in frame.arguments if argument is not part)
        objects = tuple(argument.phrase for argument in own if argument.slot == "object") if before else ()
        return cls(label, text, objects, (*own, *inner))


def _participle(frame: Frame) -> str:
    """The verb's form with its particle, and with what turns it down: "imposed", "rounded up", "less aligned"."""
    first, _, rest = frame.lemma.partition(" ")
    degree = first if first in _DOWNTONERS else ""
    particle = rest.partition(" ")[2] if degree else rest
    spoken = frame.predicate_text.lower().removesuffix(f" {particle}" if particle else "").split()
    return f"{degree} {spoken[-1] if spoken else frame.lemma} {particle}".strip()


def _is_idiom(frame: Frame, argument: Argument) -> bool:
    """As in "took place", "entered into force": no one takes a place there; "took a place" is none."""
    phrase = argument.phrase
    slot = [] if argument.slot == "object" else [argument.slot]
    is_bare = phrase.text.lower().startswith(phrase.lemma)
    return is_bare and " ".join([frame.lemma, *slot, phrase.lemma]) in _IDIOMS


def _of_subject(frame: Frame, subject: Phrase, verb: _Verb, *, nested: bool) -> Iterator[OpenTriple]:
    complements = _phrases(frame, "complement")
    for target in (*verb.objects, *complements):
        if not _is_part_of_verb(frame, target):
            text = verb.text
            if target in complements and verb.objects and frame.kind != "copula":  # "called X a Y": not "called a Y"
                text = _words_before(frame, verb.text, target, preposition="", between=verb.objects[:1])
            yield OpenTriple(subject, verb.label, text, target, target.text)
        if nested:
            yield from _nested(subject, verb, target)
    for target in _phrases(frame, "indirect"):
        label = " ".join(word for word in (verb.label, _carried(verb.objects), "to") if word)
        yield OpenTriple(subject, label, verb.text, target, target.text, standing=ObjectRank.RECIPIENT)
    between = (*verb.objects[:1], *complements[:1])
    for argument in verb.arguments:
        if argument.slot not in _CORE and not (_is_circumstance(frame, argument) or _is_half(verb.arguments, argument)):
            inner = complements[0].lemma if complements and frame.kind == "copula" else _carried(verb.objects)
            label = " ".join(word for word in (verb.label, inner, argument.slot) if word)
            before = _words_before(
                frame,
                verb.text,
                argument.phrase,
                preposition=_preposition(verb.arguments, argument.phrase, argument.slot),
                between=between,
            )
            yield OpenTriple(
                subject, label, before, argument.phrase, argument.phrase.text, standing=_standing(frame, argument)
            )
            if nested:
                whole = replace(verb, label=label, text=before)
                yield from (t for t in _nested(subject, whole, argument.phrase) if t.label.endswith(" of"))


def _standing(frame: Frame, argument: Argument) -> ObjectRank:
    """As in "spoke in Oslo to reporters": to whom comes before where; "arrived in Oslo" has nothing else."""
    is_beside = argument.phrase.start - frame.end == len(" on ")
    if argument.slot == "on" and is_beside and argument.phrase.entity.cls != "Place":
        return ObjectRank.OBLIQUE  # "focused on energy with Peru"
    return ObjectRank.CIRCUMSTANCE if argument.slot in _WHERE_OR_WHEN else ObjectRank.OBLIQUE


def _preposition(arguments: tuple[Argument, ...], phrase: Phrase, name: str) -> str:
    """The words of a preposition: of "from 1970 to 1985" the second is "from 1970 to"."""
    first, _, second = name.partition(" ")
    before = (other.phrase for other in arguments if first in {other.slot, other.phrase.lemma} and second)
    start = next((other for other in before if other.end + len(f" {second} ") == phrase.start), None)
    return f"{first} {start.text} {second}" if start is not None else name


def _is_part_of_verb(frame: Frame, target: Phrase) -> bool:
    """As in "took special note of the deal", where "took note" says nothing without the rest."""
    if target.text.lower().startswith(("the ", "a ", "an ")):
        return False
    return f"{frame.lemma} {target.lemma}" in _LIGHT and any(a.slot not in _CORE for a in frame.arguments)


def _is_circumstance(frame: Frame, argument: Argument) -> bool:
    """As in "said in Oslo that", "committed during the talks to": tells nothing without what was said or promised."""
    if _phrases(frame, "object") or _phrases(frame, "complement") or frame.is_passive:
        return False
    if frame.kind == "cue" and _phrases(frame, "clause"):
        cls = argument.phrase.entity.cls
        is_feeling = argument.slot == "with" and cls == "Topic"  # "noted with joy that"
        is_audience = argument.slot == "to" and cls not in NAMED  # "explained to reporters that"
        return argument.slot not in _ADDRESSING or is_feeling or is_audience
    return frame.lemma in _TRANSITIVE or (argument.slot in _CIRCUMSTANCES and frame.lemma in _INCOMPLETE)


def _is_half(arguments: tuple[Argument, ...], argument: Argument) -> bool:
    """As in "began talks between Chad and Sudan": nothing is between one of two."""
    return argument.slot == "between" and sum(other.slot == "between" for other in arguments) > 1


def _dated(frame: Frame, subject: Phrase, verb: _Verb, *, bare: bool) -> Iterator[OpenTriple]:
    """As in "met in Oslo in 1990"; "last month" is worth a statement of its own where there is nothing else to tell."""
    complements = _phrases(frame, "complement")
    is_saying = _phrases(frame, "clause") and not (verb.objects or complements)  # "said on Monday that"
    is_empty = verb.label == "be" and not complements  # "has been in talks since 2011"
    for phrase in () if _is_loose(frame) or is_saying or is_empty else _phrases(frame, "when"):
        if not bare and not any(letter.isdigit() for letter in phrase.text):
            continue
        if any(said.start <= phrase.start and phrase.end <= said.end for said in complements):
            continue  # "is unlikely before 2027"
        between = (*verb.objects[:1], *complements[:1])
        preposition = _preposition(frame.arguments, phrase, phrase.lemma)
        before = _words_before(frame, verb.text, phrase, preposition=preposition, between=between)
        label = f"{verb.label} {phrase.lemma}".strip()
        happening = _happening(frame, verb.text, _told(frame, subject, verb))
        yield OpenTriple(subject, label, before, happening, phrase.text, is_happening=True, standing=ObjectRank.TIME)


def _carried(objects: tuple[Phrase, ...]) -> str:
    """The object's head as a part of the relation: "impose tariff on"; a name, a pronoun or a clause is none."""
    if len(objects) != 1 or objects[0].entity.cls in NAMED or objects[0].text.lower() in _PRONOUNS:
        return ""
    return objects[0].lemma


def _nested(subject: Phrase, verb: _Verb, target: Phrase) -> Iterator[OpenTriple]:
    """As in "sends exports to Cuba", "became a justice of the court": what hangs on the object, by its words."""
    if any(argument.slot == "by" for argument in target.arguments):
        return  # "the use of gas by the army": its participants are those of the noun's own happening
    if any(argument.phrase.text.lower().replace("-", " ") in _WOULD_BE for argument in target.arguments):
        return  # "an aspiring president of Peru"
    for argument in target.arguments:
        inner = argument.phrase
        if argument.slot in _NOT_NESTED | _CIRCUMSTANCES or not target.start < inner.start < target.end:
            continue
        if _is_half(target.arguments, argument):
            continue
        before = target.text[: inner.start - target.start].strip()
        label, text = f"{verb.label} {target.lemma} {argument.slot}", f"{verb.text} {before}".strip()
        yield OpenTriple(subject, label, text, inner, inner.text, standing=ObjectRank.INNER)


def words_before(frame: Frame, phrase: Phrase, *, preposition: str, objects: tuple[Phrase, ...]) -> str:
    """The text from a predicate to a phrase's preposition, objects included: "sends oil to"."""
    between = (*objects[:1], *_phrases(frame, "complement")[:1])
    return _words_before(frame, frame.predicate_text, phrase, preposition=preposition, between=between)


def _words_before(frame: Frame, verb: str, phrase: Phrase, *, preposition: str, between: tuple[Phrase, ...]) -> str:
    """The words up to a phrase; of one in front ("In May Chad sent aid") all that follows: "sent aid in".

    Nothing of "Oslo-based" but "based" is written.
    """
    if Construction.of(frame.rule).family == _COMPOUND:
        return verb
    is_in_front = phrase.end <= frame.start
    inner = " ".join(
        _up_to(other, phrase, preposition) for other in between if is_in_front or other.start < phrase.start
    )
    return " ".join(word for word in (verb, inner, preposition) if word)


def _up_to(outer: Phrase, inner: Phrase, preposition: str) -> str:
    """The words of a phrase before one that stands inside it: "clear" of "clear about the need"."""
    if inner.start >= outer.end or inner.end <= outer.start:
        return outer.text
    return outer.text[: inner.start - outer.start].strip().removesuffix(preposition).strip()


def _happening(frame: Frame, text: str, label: str) -> Phrase:
    """As in "talks collapsed", "Norway launched a plan": the happening itself stands as the object."""
    return Phrase(frame.start, frame.end, text, frame.lemma, Entity(frame.id, "Event", label))


def _told(frame: Frame, subject: Phrase, verb: _Verb) -> str:
    """What happens in the text's words: "Norway launched a plan"."""
    after = (*verb.objects, *_phrases(frame, "complement"))[:1]
    return " ".join(word for word in (subject.text, verb.text, *(phrase.text for phrase in after)) if word)


def _phrases(frame: Frame, slot: str) -> tuple[Phrase, ...]:
    return tuple([argument.phrase for argument in frame.arguments if argument.slot == slot])
