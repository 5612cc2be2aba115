"""Confidence and usefulness of a statement: the shares of statements like it judged right, and worth keeping.

A logistic regression on the statement's features (``kg.mapping.features``); ``confidence.toml`` holds the weights, in
log-odds: of either one table for statements whose parse has probabilities, one for others. ``python -m
training.judged`` fits them. A true statement may be of no interest. The features of greatest weight are the reasons
that ``kg explain`` tells, each with the words that it is about where there are any: "-0.42 subject it or they".
"""

import math
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Protocol, cast, runtime_checkable

from kg.lexicon import lexicon
from kg.mapping.features import (
    RIGHT,
    SOUND,
    ParseOdds,
    StatementFeatureValues,
    form_features,
    parse_features,
    profile_features,
)
from kg.model import Frame, Phrase

BASE = "base"
_USUAL = {SOUND: 2.5}
"""What features are that every statement has."""


def confidence(frame: Frame, found: StatementFeatureValues) -> float:
    """The expected share of such statements that are right, 0 to 1, to hundredths; ``found`` is from ``features``."""
    return round(frame.confidence * probability(found), 2)


def probability(found: StatementFeatureValues) -> float:
    """The probability, 0 to 1, of being right by some features; one without a weight counts as 0."""
    return logistic(weights(parsed=SOUND in found), found)


def logistic(table: Mapping[str, float], found: StatementFeatureValues) -> float:
    """The probability, 0 to 1, by a table of weights in log-odds, base included."""
    return 1 / (1 + math.exp(-(table[BASE] + sum(table.get(name, 0.0) * found[name] for name in sorted(found)))))


def contributions(found: StatementFeatureValues) -> StatementFeatureValues:
    """What each feature adds to a statement's log-odds, compared with an average one; for ``kg.mapping.confidence``."""
    table = weights(parsed=SOUND in found)
    return {name: table.get(name, 0.0) * (value - _USUAL.get(name, 0.0)) for name, value in found.items()}


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
    return table("parsed" if parsed else "unparsed")


@cache
def table(name: str) -> Mapping[str, float]:
    """A table of weights of ``confidence.toml``."""
    held = lexicon("confidence")[name]
    found = held.items() if isinstance(held, dict) else ()
    return MappingProxyType({name: float(value) for name, value in found if isinstance(value, int | float)})


def usefulness(found: StatementFeatureValues) -> float:
    """The expected share of such statements that readers keep, 0 to 1, to hundredths; ``found``: from ``features``."""
    return round(logistic(table("useful" if SOUND in found else "useful unparsed"), found), 2)


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
    telling = lexicon("confidence")["telling"]
    told = {(_AGAINST.get(name, name) if value < 0 else name): value for name, value in contributions(found).items()}
    worth = [name for name in told if abs(told[name]) >= _LEAST and isinstance(telling, dict) and name in telling]
    names = dict.fromkeys(sorted(worth, key=lambda name: (-abs(told[name]), name))[:_MOST], "")
    if UNSOUND in names and isinstance(frame.parse, Uncertain):
        words = frame.parse.least_certain(frame, ends)
        names[UNSOUND] = f": {words}" if words else ""
    return frozenset(f"{told[name]:+.2f} {name}{words}" for name, words in names.items())
