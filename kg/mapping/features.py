"""Features of a statement for its confidence and usefulness, by their names in ``confidence.toml``.

Most are read off the statement itself, so that ``kg explain`` finds them again. The soundness of its structure comes
from the parse; for a parser without probabilities, its construction stands in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import log1p
from typing import Protocol

from kg.lexicon import words
from kg.model import Entity, Event, Factuality, Frame, Phrase, Quantity
from kg.model.classes import NAMED
from kg.model.construction import Construction
from kg.model.nodes import OWNER

_FIRST, _POINTING, _INDEFINITE, _RELATIVE, _OPEN, _REFERRING = (
    words("confidence", name, "words")
    for name in ("first_person", "pointing", "indefinite", "relative", "open_ends", "referring")
)
_DEFINITE = "the"
_OWNERS = ("'s", "’s")


def shapes(text: str, label: str, cls: str) -> Iterator[str]:
    """The names of the features of an end, by its text, its node's label and its class.

    >>> sorted(shapes("the firm", "Acme", "Company"))
    ['Company', 'definite', 'said otherwise']
    """
    yield cls
    said, stands_for = text.lower().split(), label.lower().split()
    first, told = (said or [""])[0], set(stands_for)
    found = {
        "said otherwise": text.lower() != label.lower(),
        "in lower case": label[:1].islower(),
        "of an owner": any(mark in label for mark in _OWNERS),
        "with a number": any(letter.isdigit() for letter in label),
        "with a clause": not told.isdisjoint(_RELATIVE),
        "cut short": bool(stands_for) and stands_for[-1] in _OPEN,
        "with a pronoun": not told.isdisjoint(_REFERRING),
        "in the first person": first in _FIRST,
        "pointing": first in _POINTING,
        "indefinite": first in _INDEFINITE,
        "definite": first == _DEFINITE,
        "one bare word": len(said) == 1 and text.islower(),
        "without words": not said,
    }
    yield from (name for name, holds in found.items() if holds)


StatementFeatureValues = Mapping[str, float]
SOUND, RIGHT, USEFUL = "sound", "words", "words kept"
_LONG_SENTENCE = 180  # characters
_VERY_LONG_SENTENCE = 300
_FAR = 100  # characters between subject and object
_CORE = frozenset({"object", "complement", "indirect"})
_SOUND = (-2.0, 4.0)
"""Log-odds of a structure beyond these tell no more."""
_PERSONS = words("confidence", "persons", "words")
_THINGS = words("confidence", "things", "words")


class ParseOdds(Protocol):
    """A parse with probabilities; see ``kg.parse.soundness``."""

    def log_odds(self, frame: Frame, ends: tuple[Phrase, Phrase], *, typed: bool) -> tuple[float, float, float]:
        """Log-odds of a frame's statement about two phrases: of soundness; added to being right, being useful."""


@dataclass(frozen=True)
class End:
    """One end of a statement: its text and its node."""

    text: str
    node: Entity | Event | Quantity
    is_itself: bool = False
    """Whether the event of the statement is its own object."""


@dataclass(frozen=True)
class StatementProfile:
    """The parts of a statement that are kept in a graph and make features: ends, rule, factuality, class, context."""

    ends: tuple[End, End]
    rule: str
    factuality: Factuality
    is_typed: bool
    relation_class: str = ""
    """The path of classes of its predicate, as ``Statement.relation_class`` has it."""
    context: tuple[str, ...] = ()
    """Of ``_TOLD`` what holds: whether a source says it, another reports that, it has a time, words tell how firm."""


_OWNER_NAMED = "Owner's"  # what stands for "its" where its owner is known: names as "Peru's" are weighed alike
_TOLD = ("of a source", "reported", "own act", "dated", "cued")


def profiled(frame: Frame, ends: tuple[Phrase, Phrase], *, typed: bool, relation_class: str = "") -> StatementProfile:
    """The profile of a frame's statement about two phrases."""
    subject, target = ends
    first, second = End(subject.text, subject.entity), End(target.text, target.entity, target.entity.id == frame.id)
    told = context_features(
        source=frame.source,
        reported_by=frame.reported_by,
        own_act=frame.own_act,
        time=frame.time,
        cue=frame.firmness_cue,
    )
    return StatementProfile((first, second), frame.rule, frame.factuality, typed, relation_class, told)


def context_features(*, source: object, reported_by: object, own_act: bool, time: object, cue: str) -> tuple[str, ...]:
    """The names of the features that hold of a statement's context."""
    found = (source is not None, reported_by is not None, own_act, time is not None, bool(cue))
    return tuple(name for name, holds in zip(_TOLD, found, strict=True) if holds)


def profile_features(said: StatementProfile) -> StatementFeatureValues:
    """The features of a statement's profile."""
    subject, target = said.ends
    names = [f"subject {_kind(subject)}", f"object {_kind(target)}", f"factuality {said.factuality.value.lower()}"]
    made = Construction.of(said.rule)
    if not made.is_clause:
        names.append(made.family)
    if said.is_typed:
        names.append("typed")
    path = said.relation_class.split(" ")
    names += [f"class {name}" for name in dict.fromkeys((path[0], path[-1]))]
    names += said.context
    for place, end in (("subject", subject), ("object", target)):
        names += [f"{place} {name}" for name in shapes(end.text, _label(end), _class(end))]
    lengths = {"subject words": _length(subject.text), "object words": _length(target.text)}
    lengths |= {"subject label": _length(_label(subject)), "object label": _length(_label(target))}
    return dict.fromkeys(names, 1.0) | lengths


def parse_features(
    frame: Frame, ends: tuple[Phrase, Phrase], parse: ParseOdds, *, typed: bool
) -> StatementFeatureValues:
    """The log-odds of the parse as features: soundness, and what the words add to being right and useful."""
    sound, right, useful = parse.log_odds(frame, ends, typed=typed)
    return {SOUND: min(max(sound, _SOUND[0]), _SOUND[1]), RIGHT: right, USEFUL: useful}


def form_features(frame: Frame, ends: tuple[Phrase, Phrase]) -> StatementFeatureValues:
    """Features of the construction that show how hard the sentence was to parse."""
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
    """The label of a node; a possessive pronoun before it is a name where its owner is known, else left out."""
    if isinstance(end.node, Quantity):
        return end.node.text
    first, _, rest = end.node.label.partition(" ")
    if not rest or first.lower() not in words("confidence", "possessives", "words"):
        return end.node.label
    return f"{_OWNER_NAMED} {rest}" if isinstance(end.node, Entity) and _is_owned(end.node) else rest


def _is_owned(node: Entity) -> bool:
    return any(link.relation == OWNER for link in node.links)


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
