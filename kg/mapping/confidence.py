"""Confidence of a statement: the share of statements with its features that a careful reader judged right.

A logistic regression on the statement's features (``kg.mapping.features``); ``confidence.toml`` holds the weights, in
log-odds: one table for statements whose parse has probabilities, one for others. ``python -m training.judged`` fits
them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import cast

from kg.lexicon import lexicon
from kg.mapping.features import (
    SOUND,
    ParseOdds,
    StatementFeatureValues,
    form_features,
    parse_features,
    profile_features,
    profiled,
)
from kg.model import Frame, Phrase

__all__ = [
    "BASE", "ParseOdds", "confidence", "contributions", "features", "logistic", "probability", "table", "weights",
]  # fmt: skip

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
    """What each feature adds to a statement's log-odds, compared with an average one; for ``kg.mapping.reasons``."""
    table = weights(parsed=SOUND in found)
    return {name: table.get(name, 0.0) * (value - _USUAL.get(name, 0.0)) for name, value in found.items()}


def features(
    frame: Frame, ends: tuple[Phrase, Phrase], *, typed: bool, relation_class: str = ""
) -> StatementFeatureValues:
    """The features of a statement when it is made, by their names in ``confidence.toml``.

    ``ends`` are as the frame has them; ``typed`` is whether a relation of the ontology claims the frame's words.
    """
    found = profile_features(profiled(frame, ends, typed=typed, relation_class=relation_class))
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
