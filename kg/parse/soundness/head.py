"""The network that says how likely the structure of a statement is as a faultless parse would give it.

It is run in whole numbers: states, weights and what the layers hand on are multiples of powers of two, so that every
sum is exact, and no order of adding and no number of threads changes a digit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from kg.parse.network import WEIGHTS as PARSER

Numbers: TypeAlias = NDArray[np.float64]
WEIGHTS = PARSER.with_name("soundness.npz")
ROLES = ("subject", "predicate", "object")
GRAIN = 2.0**-10
"""What the weights are multiples of."""
_FRACTION = 2.0**-8
_MOST = 64.0
"""What a layer hands on is cut there."""


class Word(NamedTuple):
    """What a network makes of the state of a word in one role: its projection, and what that adds to each unit."""

    projected: Numbers
    added: Numbers


@dataclass(frozen=True)
class Head:
    """A network, its weights by name as ``training.soundness`` writes them."""

    weights: Mapping[str, Numbers]

    def word(self, role: str, state: NDArray[np.float16]) -> Word:
        """A word as ``log_odds`` takes it; the same in every statement."""
        w = self.weights
        projected = rounded(rounded(state) @ w[role] + w[f"{role}_bias"])
        return Word(projected, projected @ w[f"{role}_hidden"])

    def log_odds(self, words: Sequence[Word], row: Sequence[float]) -> float:
        """Of being sound: from subject, predicate and object, each in its role, and the row of signs."""
        w = self.weights
        one, verb, other = words
        both = rounded(np.concatenate([one.projected * verb.projected, other.projected * verb.projected]))
        summed = rounded(row) @ w["signs_hidden"] + both @ w["pairs_hidden"]
        summed += one.added + verb.added + other.added + w["hidden_bias"]
        return float(rounded(np.maximum(summed, 0)) @ w["out"] + w["out_bias"])


def rounded(values: NDArray[np.float16] | Numbers | Sequence[float]) -> Numbers:
    """Numbers as multiples of one fraction, cut where they are far from 0."""
    found: Numbers = np.rint(np.asarray(values, dtype=np.float64) * (1 / _FRACTION))
    np.minimum(np.maximum(found, -_MOST / _FRACTION, out=found), _MOST / _FRACTION, out=found)
    found *= _FRACTION
    return found


@cache
def stored(path: Path) -> tuple[Head, str]:
    """The head of a file, and the version of the parser that it goes with."""
    with np.load(path, allow_pickle=False) as file:
        weights = {name: file[name] * GRAIN for name in file.files if name != "parser"}
        return Head(weights), str(file["parser"])
