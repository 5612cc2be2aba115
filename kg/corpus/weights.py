"""Weights of named features of a pair: their sum is the log-odds that both are the same."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg.lexicon import lexicon

BASE = "base"
Features = Mapping[str, float]
_TELLING = 3
"""Features that are named as what speaks for a link."""


@dataclass(frozen=True)
class Weights:
    """The weights of one kind of pairs, and from which log-odds on a pair is joined or doubtful."""

    by_name: Mapping[str, float]
    join: float
    doubt: float
    unknown: float

    def log_odds(self, features: Features) -> float:
        """The log-odds that a pair is the same."""
        found = (value * self.by_name.get(name, 0.0) for name, value in sorted(features.items()))
        return round(self.by_name.get(BASE, 0.0) + math.fsum(found), 6)

    def reasons(self, features: Features) -> tuple[str, ...]:
        """The features that speak most for a pair, the strongest first."""
        weighed = [(value * self.by_name.get(name, 0.0), name) for name, value in features.items()]
        strong = sorted((one for one in weighed if one[0] > 0), key=lambda one: (-one[0], one[1]))
        return tuple(name for _, name in strong[:_TELLING])


@cache
def weights(kind: str) -> Weights:
    """The learned weights of a kind, "entity" or "event"."""
    table, rule = lexicon("links")[f"weights of {kind}"], lexicon("links")[kind]
    assert isinstance(table, dict)
    assert isinstance(rule, dict)
    numbers = {name: float(value) for name, value in table.items() if isinstance(value, (int, float))}
    join, doubt, unknown = (float(str(rule[name])) for name in ("join", "doubt", "unknown"))
    return Weights(numbers, join, doubt, unknown)


def probability(log_odds: float) -> float:
    """The probability of log-odds, to four digits.

    >>> probability(0.0), probability(float("inf"))
    (0.5, 1.0)
    """
    return round(1 / (1 + math.exp(-max(-50.0, min(50.0, log_odds)))), 4)
