"""Open relations: the predicate's own words, one statement an argument ("arrived in Beijing")."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import Argument, Entity, Frame, Phrase

_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")
_CORE = frozenset({"subject", "object", "complement", "indirect", "clause"})


@dataclass(frozen=True)
class Triple:
    """Two phrases and the words between them; ``relation`` is the local name, ``label`` its lemmas."""

    subject: Phrase
    label: str
    text: str
    object: Phrase
    is_intransitive: bool = False

    @property
    def relation(self) -> str:
        """The label as an IRI's local part."""
        plain = unicodedata.normalize("NFKD", self.label).encode("ascii", "ignore").decode().lower()
        return _NOT_IN_SLUG.sub("-", plain).strip("-") or "be"


def triples(frame: Frame) -> Iterator[Triple]:
    """The open statements of a clause; one without subject, or that only introduces what a source says, gives none."""
    subjects = _phrases(frame, "subject")
    objects = _phrases(frame, "object")
    passive = not subjects and frame.is_passive
    for subject in subjects or (objects if passive else ()):
        made = 0
        for triple in _of_subject(frame, subject, passive=passive):
            if triple.subject.entity.id != triple.object.entity.id:
                made += 1
                yield triple
        if not made and frame.kind == "verb" and not _phrases(frame, "clause"):
            yield _intransitive(frame, subject, passive=passive)


def _of_subject(frame: Frame, subject: Phrase, *, passive: bool) -> Iterator[Triple]:
    objects = () if passive else _phrases(frame, "object")
    verb = f"be {frame_participle(frame)}" if passive else frame.lemma
    for target in objects:
        yield Triple(subject, verb, frame.predicate_text, target)
    for target in _phrases(frame, "complement"):
        yield Triple(subject, verb, frame.predicate_text, target)
    for target in _phrases(frame, "indirect"):
        yield Triple(subject, f"{verb} to", frame.predicate_text, target)
    for argument in frame.arguments:
        if argument.slot not in _CORE:
            yield _prepositional(frame, subject, argument, verb=verb, objects=objects)


def frame_participle(frame: Frame) -> str:
    """The verb as the passive shows it, its last word: "imposed" of "were imposed"."""
    words = frame.predicate_text.lower().split()
    return words[-1] if words else frame.lemma


def _prepositional(frame: Frame, subject: Phrase, argument: Argument, *, verb: str, objects: tuple[Phrase, ...]) -> Triple:
    """ "sends oil to": what stands between verb and preposition belongs to the words of the predicate."""
    between = [*objects[:1], *_phrases(frame, "complement")[:1]]
    inner = " ".join(phrase.text for phrase in between if phrase.start < argument.phrase.start)
    words = " ".join(word for word in (frame.predicate_text, inner, argument.slot) if word)
    complement = next((phrase.text.lower() for phrase in _phrases(frame, "complement")[:1] if frame.kind == "copula"), "")
    label = " ".join(word for word in (verb, complement, argument.slot) if word)
    return Triple(subject, label, words, argument.phrase)


def _intransitive(frame: Frame, subject: Phrase, *, passive: bool) -> Triple:
    """ "talks collapsed": the happening itself stands as the object."""
    label = f"be {frame_participle(frame)}" if passive else frame.lemma
    happening = Phrase(frame.start, frame.end, frame.predicate_text, frame.lemma, Entity(frame.id, "Event", f"{subject.text} {frame.predicate_text}"))
    return Triple(subject, label, frame.predicate_text, happening, is_intransitive=True)


def _phrases(frame: Frame, slot: str) -> tuple[Phrase, ...]:
    return tuple(argument.phrase for argument in frame.arguments if argument.slot == slot)
