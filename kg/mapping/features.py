"""What is known of a statement that bears on how sure it is, each feature by its name in ``confidence.toml``.

Most is read off the statement itself, so that ``kg explain`` finds it again. How sound its structure is tells the
parse; where a parser tells nothing, the construction stands for that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import log1p
from typing import Protocol

from kg.classes import NAMED
from kg.construction import Construction
from kg.lexicon import words
from kg.mapping.shapes import shapes
from kg.model import Entity, Event, Factuality, Frame, Phrase, Quantity

Features = Mapping[str, float]
SOUND, RIGHT, USEFUL = "sound", "words", "words kept"
_LONG_SENTENCE = 180  # characters
_VERY_LONG_SENTENCE = 300
_FAR = 100  # characters between subject and object
_CORE = frozenset({"object", "complement", "indirect"})
_SOUND = (-2.0, 4.0)
"""Log-odds of a structure beyond these tell no more."""
_PERSONS = words("confidence", "persons", "words")
_THINGS = words("confidence", "things", "words")


class Parse(Protocol):
    """What tells how sure the reading of a sentence was; see ``kg.parse.soundness``."""

    def log_odds(self, frame: Frame, ends: tuple[Phrase, Phrase], *, typed: bool) -> tuple[float, float, float]:
        """Log-odds of a frame's statement about two phrases: of its structure, of what its words add to each share."""


@dataclass(frozen=True)
class End:
    """One end of a statement: its words, and what they stand for."""

    text: str
    node: Entity | Event | Quantity
    is_itself: bool = False
    """The happening that the statement tells stands as its own object."""


@dataclass(frozen=True)
class Said:
    """A statement as far as it can be read again: its ends, the rule that made it, how firm it is, who says it."""

    ends: tuple[End, End]
    rule: str
    factuality: Factuality
    is_typed: bool
    relation_class: str = ""
    """The path of classes of its predicate, as ``Statement.relation_class`` has it."""
    told: tuple[str, ...] = ()
    """Of ``_TOLD`` what holds: whether a source says it, another reports that, it has a time, words tell how firm."""


_TOLD = ("of a source", "reported", "own act", "dated", "cued")


def said_by(frame: Frame, ends: tuple[Phrase, Phrase], *, typed: bool, relation_class: str = "") -> Said:
    """The statement that a frame makes about two phrases."""
    subject, target = ends
    first, second = End(subject.text, subject.entity), End(target.text, target.entity, target.entity.id == frame.id)
    told = told_of(
        source=frame.source,
        reported_by=frame.reported_by,
        own_act=frame.own_act,
        time=frame.time,
        cue=frame.firmness_cue,
    )
    return Said((first, second), frame.rule, frame.factuality, typed, relation_class, told)


def told_of(*, source: object, reported_by: object, own_act: bool, time: object, cue: str) -> tuple[str, ...]:
    """What of a statement's frame holds, by the names of features."""
    found = (source is not None, reported_by is not None, own_act, time is not None, bool(cue))
    return tuple(name for name, holds in zip(_TOLD, found, strict=True) if holds)


def of_statement(said: Said) -> Features:
    """The features that can be read off a statement."""
    subject, target = said.ends
    names = [f"subject {_kind(subject)}", f"object {_kind(target)}", f"factuality {said.factuality.value.lower()}"]
    made = Construction.of(said.rule)
    if not made.is_clause:
        names.append(made.family)
    if said.is_typed:
        names.append("typed")
    path = said.relation_class.split(" ")
    names += [f"class {name}" for name in dict.fromkeys((path[0], path[-1]))]
    names += said.told
    for place, end in (("subject", subject), ("object", target)):
        names += [f"{place} {name}" for name in shapes(end.text, _label(end), _class(end))]
    lengths = {"subject words": _length(subject.text), "object words": _length(target.text)}
    lengths |= {"subject label": _length(_label(subject)), "object label": _length(_label(target))}
    return dict.fromkeys(names, 1.0) | lengths


def of_parse(frame: Frame, ends: tuple[Phrase, Phrase], parse: Parse, *, typed: bool) -> Features:
    """How sound the structure is by the parse, and what the words add to either share, in log-odds."""
    sound, right, useful = parse.log_odds(frame, ends, typed=typed)
    return {SOUND: min(max(sound, _SOUND[0]), _SOUND[1]), RIGHT: right, USEFUL: useful}


def of_construction(frame: Frame, ends: tuple[Phrase, Phrase]) -> Features:
    """What the sentence's form tells of how hard it was to read."""
    return dict.fromkeys(_constructions(frame, ends), 1.0)


def _kind(end: End) -> str:
    """What stands there: a pronoun, resolved or not, a name, known or not, another noun phrase."""
    if end.is_itself:
        return "itself"
    said, stands_for = end.text.lower(), _label(end).lower()
    if said in words("confidence", "possessives", "words"):
        return "possessive"
    if said in words("confidence", "pronouns", "words"):
        if said == stands_for:
            return "open pronoun"
        return "he or she" if said in _PERSONS else "it or they" if said in _THINGS else "pronoun"
    if isinstance(end.node, Entity) and end.node.cls in NAMED:
        return "known name" if end.node.wikidata else "name"
    return "noun" if stands_for in said or said.endswith(stands_for) else "other words"


def _label(end: End) -> str:
    return end.node.text if isinstance(end.node, Quantity) else end.node.label


def _class(end: End) -> str:
    match end.node:
        case Entity():
            return end.node.cls
        case Event():
            return "Event"
        case _:
            return "Quantity"


def _length(text: str) -> float:
    return round(log1p(len(text.split())), 2)


def _constructions(frame: Frame, ends: tuple[Phrase, Phrase]) -> Iterator[str]:
    subject, target = ends
    made = Construction.of(frame.rule)
    if made.is_clause:
        yield f"clause {made.kind}"
    yield f"object as {_slot(frame, target)}"
    length = frame.sentence.end - frame.sentence.start
    if length > _LONG_SENTENCE:
        yield "long sentence"
    if length > _VERY_LONG_SENTENCE:
        yield "very long sentence"
    if max(subject.start, target.start) - min(subject.end, target.end) > _FAR:
        yield "far apart"


def _slot(frame: Frame, target: Phrase) -> str:
    """Where the object stands in the clause."""
    slots = {argument.slot for argument in frame.arguments if argument.phrase.entity.id == target.entity.id}
    if slots:
        return min(slots & _CORE, default="preposition")
    inner = any(a.phrase == target for argument in frame.arguments for a in argument.phrase.arguments)
    return "nested" if inner else "other"
