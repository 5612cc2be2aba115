"""How sure a statement is: the share of statements made like it that a careful reader judged right.

What is known of a statement gives its features (``kg.mapping.features``); ``confidence.toml`` holds a weight for each,
in log-odds: one table for statements whose parse tells how sound it is, one for others. ``python -m training.judged``
fits the weights.
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

__all__ = [
    "BASE", "Parse", "confidence", "contributions", "features", "logistic", "probability", "table", "weights",
]  # fmt: skip

BASE = "base"
_USUAL = {SOUND: 2.5}
"""What features are that every statement has."""


def confidence(frame: Frame, found: Features) -> float:
    """The share of such statements that are right, from 0 to 1, rounded to hundredths, from the ``features`` of one."""
    return round(frame.confidence * probability(found), 2)


def probability(found: Features) -> float:
    """The logistic function of the weights of some features; one that the table does not hold weighs nothing."""
    return logistic(weights(parsed=SOUND in found), found)


def logistic(table: Mapping[str, float], found: Features) -> float:
    """The share that a table of weights, in log-odds, makes of some features."""
    return 1 / (1 + math.exp(-(table[BASE] + sum(table.get(name, 0.0) * found[name] for name in sorted(found)))))


def contributions(found: Features) -> Features:
    """What each feature adds to a statement's log-odds, against those of a usual one; for ``kg.mapping.reasons``."""
    table = weights(parsed=SOUND in found)
    return {name: table.get(name, 0.0) * (value - _USUAL.get(name, 0.0)) for name, value in found.items()}


def features(frame: Frame, ends: tuple[Phrase, Phrase], *, typed: bool, relation_class: str = "") -> Features:
    """What is known of a statement when it is made, each feature by its name in ``confidence.toml``.

    ``ends`` are as the frame has them; ``typed`` is whether a relation of the ontology claims the frame's words.
    """
    found = of_statement(said_by(frame, ends, typed=typed, relation_class=relation_class))
    parse = cast("Parse | None", frame.parse)
    if parse is None:
        return {**found, **of_construction(frame, ends)}
    return {**found, **of_parse(frame, ends, parse, typed=typed)}


def weights(*, parsed: bool) -> Mapping[str, float]:
    """Feature -> weight, the base among them: where the parse tells how sound a structure is, and where it does not."""
    return table("parsed" if parsed else "unparsed")


@cache
def table(name: str) -> Mapping[str, float]:
    """A table of weights of ``confidence.toml``."""
    held = lexicon("confidence")[name]
    found = held.items() if isinstance(held, dict) else ()
    return MappingProxyType({name: float(value) for name, value in found if isinstance(value, int | float)})
