"""Confidence and usefulness of a statement: the shares of statements like it judged right, and worth keeping.

A logistic regression on features that are read off the statement itself, and on the soundness of its structure, which
comes from the parse; for a parser without probabilities its construction stands in. ``confidence.toml`` holds the
weights, in log-odds: of either one table for statements whose parse has probabilities, one for others. ``python -m
training.judged`` fits them. A true statement may be of no interest. The features of greatest weight are the reasons
that ``kg explain`` tells, each with the words that it is about where there are any: "-0.42 subject it or they".
"""

import math
from collections.abc import Iterator, Mapping
from math import log1p
from typing import Protocol, cast, runtime_checkable

from kg.lexicon import numbers, table, words
from kg.model import Entity, Frame, Phrase
from kg.model.classes import NAMED
from kg.model.construction import Construction
from kg.model.nodes import OWNER

StatementFeatureValues = Mapping[str, float]
SOUND, RIGHT, USEFUL = "sound", "words", "words kept"
_FIRST, _POINTING, _INDEFINITE, _RELATIVE, _OPEN, _REFERRING, _PERSONS, _THINGS, _PRONOUNS, _POSSESSIVES = (
    words("confidence", name, "words")
    for name in (
        "first_person", "pointing", "indefinite", "relative", "open_ends", "referring", "persons", "things", "pronouns",
        "possessives",
    )
)  # fmt: skip
_OWNERS = ("'s", "’s")
_OWNER_NAMED = "Owner's"  # what stands for "its" where its owner is known: names as "Peru's" are weighed alike
_LONG_SENTENCE = 180  # characters
_VERY_LONG_SENTENCE = 300
_FAR = 100  # characters between subject and object
_SOUND = (-2.0, 4.0)
"""Log-odds of a structure beyond these tell no more."""


class ParseOdds(Protocol):
    """A parse with probabilities; see ``kg.parse.soundness``."""

    def log_odds(self, frame: Frame, ends: tuple[Phrase, Phrase], *, typed: bool) -> tuple[float, float, float]:
        """Log-odds of a frame's statement about two phrases: of soundness; added to being right, being useful."""


def profile_features(
    frame: Frame, ends: tuple[Phrase, Phrase], *, typed: bool, relation_class: str
) -> StatementFeatureValues:
    """The features of a frame's statement about two phrases: ends, construction, factuality, class, context.

    ``relation_class`` is the path of classes of its predicate, as ``Statement.relation_class`` has it.
    """
    subject, target = ends
    kind = "itself" if target.entity.id == frame.id else _kind(target)
    names = [f"subject {_kind(subject)}", f"object {kind}", f"factuality {frame.factuality.value.lower()}"]
    made, path = Construction.of(frame.rule), relation_class.split(" ")
    if not made.is_clause:
        names.append(made.family)
    names += [f"class {name}" for name in dict.fromkeys((path[0], path[-1]))]
    told = {
    "typed": typed, "of a source": frame.source is not None, "reported": frame.reported_by is not None,
    "own act": frame.own_act, "dated": frame.time is not None, "cued": bool(frame.firmness_cue),
}  # fmt: skip
    names += [name for name, holds in told.items() if holds]
    lengths: dict[str, float] = {}
    for place, end in (("subject", subject), ("object", target)):
        names += [f"{place} {name}" for name in _shapes(end.text, _label(end.entity), end.entity.cls)]
        lengths |= {f"{place} words": _length(end.text), f"{place} label": _length(_label(end.entity))}
    return dict.fromkeys(names, 1.0) | lengths


def parse_features(
    frame: Frame, ends: tuple[Phrase, Phrase], parse: ParseOdds, *, typed: bool
) -> StatementFeatureValues:
    """The log-odds of the parse as features: soundness, and what the words add to being right and useful."""
    sound, right, useful = parse.log_odds(frame, ends, typed=typed)
    return {SOUND: min(max(sound, _SOUND[0]), _SOUND[1]), RIGHT: right, USEFUL: useful}


def form_features(frame: Frame, ends: tuple[Phrase, Phrase]) -> StatementFeatureValues:
    """Features of the construction that show how hard the sentence was to parse."""
    subject, target = ends
    made, length = Construction.of(frame.rule), frame.sentence.end - frame.sentence.start
    found = {
        f"clause {made.kind}": made.is_clause,
        f"object as {_slot(frame, target)}": True,
        "long sentence": length > _LONG_SENTENCE,
        "very long sentence": length > _VERY_LONG_SENTENCE,
        "far apart": max(subject.start, target.start) - min(subject.end, target.end) > _FAR,
    }
    return {name: 1.0 for name, holds in found.items() if holds}


def _kind(end: Phrase) -> str:
    """What stands there: a pronoun, resolved or not, a name, known or not, another noun phrase."""
    said, stands_for = end.text.lower(), _label(end.entity).lower()
    if said in _POSSESSIVES:
        return "possessive"
    if said in _PRONOUNS:
        if said == stands_for:
            return "open pronoun"
        return "he or she" if said in _PERSONS else "it or they" if said in _THINGS else "pronoun"
    if end.entity.cls in NAMED:
        return "known name" if end.entity.wikidata else "name"
    return "noun" if stands_for in said or said.endswith(stands_for) else "other words"


def _label(node: Entity) -> str:
    """The label of a node; a possessive pronoun before it is a name where its owner is known, else left out."""
    first, _, rest = node.label.partition(" ")
    if not rest or first.lower() not in _POSSESSIVES:
        return node.label
    return f"{_OWNER_NAMED} {rest}" if any(link.relation == OWNER for link in node.links) else rest


def _shapes(text: str, label: str, cls: str) -> Iterator[str]:
    """The names of the features of an end, by its text, its node's label and its class.

    >>> sorted(_shapes("the firm", "Acme", "Company"))
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
        "definite": first == "the",
        "one bare word": len(said) == 1 and text.islower(),
        "without words": not said,
    }
    yield from (name for name, holds in found.items() if holds)


def _length(text: str) -> float:
    return round(log1p(len(text.split())), 2)


def _slot(frame: Frame, target: Phrase) -> str:
    """Where the object stands in the clause."""
    slots = {argument.slot for argument in frame.arguments if argument.phrase.entity.id == target.entity.id}
    if slots:
        return min(slots & {"object", "complement", "indirect"}, default="preposition")
    inner = any(a.phrase == target for argument in frame.arguments for a in argument.phrase.arguments)
    return "nested" if inner else "other"


BASE = "base"
_USUAL = {SOUND: 2.5}
"""What features are that every statement has."""


def confidence(frame: Frame, found: StatementFeatureValues) -> float:
    """The expected share of such statements that are right, 0 to 1, to hundredths; ``found`` is from ``features``."""
    return round(frame.confidence * probability(found), 2)


def probability(found: StatementFeatureValues) -> float:
    """The probability, 0 to 1, of being right by some features; one without a weight counts as 0."""
    return logistic(weights(parsed=SOUND in found), found)


def logistic(learned: Mapping[str, float], found: StatementFeatureValues) -> float:
    """The probability, 0 to 1, by weights in log-odds, base included."""
    return 1 / (1 + math.exp(-(learned[BASE] + sum(learned.get(name, 0.0) * found[name] for name in sorted(found)))))


def contributions(found: StatementFeatureValues) -> StatementFeatureValues:
    """What each feature adds to a statement's log-odds, compared with an average one."""
    learned = weights(parsed=SOUND in found)
    return {name: learned.get(name, 0.0) * (value - _USUAL.get(name, 0.0)) for name, value in found.items()}


def features(
    frame: Frame, ends: tuple[Phrase, Phrase], *, typed: bool, relation_class: str = ""
) -> StatementFeatureValues:
    """The features of a statement when it is made, by their names in ``confidence.toml``.

    ``ends`` are as the frame has them; ``typed`` is whether a relation of the ontology claims the frame's words.
    """
    found = profile_features(frame, ends, typed=typed, relation_class=relation_class)
    parse = cast("ParseOdds | None", frame.parse)
    if parse is None:
        return {**found, **form_features(frame, ends)}
    return {**found, **parse_features(frame, ends, parse, typed=typed)}


def weights(*, parsed: bool) -> Mapping[str, float]:
    """Feature -> weight in log-odds, with the base; ``parsed``: those for parses that have probabilities."""
    return numbers("confidence", "parsed" if parsed else "unparsed")


def usefulness(found: StatementFeatureValues) -> float:
    """The expected share of such statements that readers keep, 0 to 1, to hundredths; ``found``: from ``features``."""
    return round(logistic(numbers("confidence", "useful" if SOUND in found else "useful unparsed"), found), 2)


UNSOUND = "unsound"
_AGAINST = {SOUND: UNSOUND, RIGHT: "words against"}
"""Features that are told by another name where they speak against a statement."""
_LEAST = 0.15
"""Log-odds that are worth a word."""
_MOST = 4


@runtime_checkable
class Uncertain(Protocol):
    """A parse that knows its least certain attachments."""

    def least_certain(self, frame: Frame, ends: tuple[Phrase, Phrase]) -> str:
        """The words of the least certain arc of a statement about two phrases; "" where all are certain."""


def reasons(frame: Frame, ends: tuple[Phrase, Phrase], found: StatementFeatureValues) -> frozenset[str]:
    """The reasons of a statement by its features, four at most, each as weight in log-odds and name."""
    telling = table("confidence", "telling")
    told = {(_AGAINST.get(name, name) if value < 0 else name): value for name, value in contributions(found).items()}
    worth = [name for name in told if abs(told[name]) >= _LEAST and name in telling]
    names = dict.fromkeys(sorted(worth, key=lambda name: (-abs(told[name]), name))[:_MOST], "")
    if UNSOUND in names and isinstance(frame.parse, Uncertain):
        least = frame.parse.least_certain(frame, ends)
        names[UNSOUND] = f": {least}" if least else ""
    return frozenset(f"{told[name]:+.2f} {name}{least}" for name, least in names.items())
