"""How sure a statement is: the share of statements made like it that a careful reader judged right.

What is known of a statement gives its features (``kg.mapping.features``); ``confidence.toml`` holds a weight for each,
in log-odds: one table for statements whose parse tells how sound it is, one for others. ``scripts/calibrate.py`` fits
the weights.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import cast

from kg.lexicon import lexicon
from kg.mapping.features import SOUND, Features, Parse, of_construction, of_parse, of_statement, said_by
from kg.model import Frame, Phrase

__all__ = ["BASE", "Parse", "confidence", "contributions", "features", "probability", "weights"]

BASE = "base"
_USUAL = {SOUND: 2.5}
"""What features are that every statement has."""


def confidence(frame: Frame, ends: tuple[Phrase, Phrase], *, typed: bool) -> float:
    """The share of such statements that are right, from 0 to 1, rounded to hundredths; ``ends`` as the frame has them.

    ``typed`` is whether a relation of the ontology claims the frame's words.
    """
    return round(frame.confidence * probability(features(frame, ends, typed=typed)), 2)


def probability(found: Features) -> float:
    """The logistic function of the weights of some features; one that the table does not hold weighs nothing."""
    table = weights(parsed=SOUND in found)
    return 1 / (1 + math.exp(-(table[BASE] + sum(table.get(name, 0.0) * found[name] for name in sorted(found)))))


def features(frame: Frame, ends: tuple[Phrase, Phrase], *, typed: bool) -> Features:
    """What is known of a statement when it is made, each feature by its name in ``confidence.toml``."""
    found = of_statement(said_by(frame, ends, typed=typed))
    parse = cast("Parse | None", frame.parse)
    if parse is None:
        return {**found, **of_construction(frame, ends)}
    return {**found, **of_parse(frame, ends, parse, typed=typed)}


def contributions(frame: Frame, ends: tuple[Phrase, Phrase], *, typed: bool) -> Features:
    """What each feature adds to a statement's log-odds, against those of a usual one; for ``kg.mapping.reasons``."""
    found = features(frame, ends, typed=typed)
    table = weights(parsed=SOUND in found)
    return {name: table.get(name, 0.0) * (value - _USUAL.get(name, 0.0)) for name, value in found.items()}


@cache
def weights(*, parsed: bool) -> Mapping[str, float]:
    """Feature -> weight, the base among them: where the parse tells how sound a structure is, and where it does not."""
    table = lexicon("confidence")["parsed" if parsed else "unparsed"]
    found = table.items() if isinstance(table, dict) else ()
    return MappingProxyType({name: float(value) for name, value in found if isinstance(value, int | float)})
