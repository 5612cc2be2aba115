"""The two models that read a statement's parse: of how sound its structure is, and of what its words add.

A small network says how likely the structure is as a faultless parse would give it. A sum of weights says what the
words add to how likely readers find a statement right, and to how likely they keep it: of the encoder's states of
subject, predicate and object, of the means over the words of both ends and of the sentence, and of what the sentence
looks like. Both are run in whole numbers: states, weights and what the layers hand on are multiples of powers of two,
so that every sum is exact, and no order of adding and no number of threads changes a digit.
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
from kg.parse.soundness.features import Place

Numbers: TypeAlias = NDArray[np.float64]
WEIGHTS = PARSER.with_name("soundness.npz")
LEANINGS = PARSER.with_name("judged.npz")
ROLES = ("subject", "predicate", "object")
HEADS, STRETCHES = 3, 3
"""Roles of single words, and of the means over several."""
QUESTIONS = 2
"""Whether it is right, whether it is useful."""
GRAIN = 2.0**-10
"""What the weights of the network are multiples of."""
FINE = 2.0**-14
"""What the weights of the sum are multiples of."""
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


@dataclass(frozen=True)
class Leanings:
    """The weights: of states (width x roles x questions), of the row of a place, and what is always added."""

    states: Numbers
    row: Numbers
    bias: Numbers

    def added(self, states: NDArray[np.float16]) -> Numbers:
        """What each token of a Doc adds in each role to each question, and as the last row nothing."""
        width, roles, questions = self.states.shape
        found: Numbers = rounded(states) @ self.states.reshape(width, roles * questions)
        return found.reshape(len(states), roles, questions)

    def of(self, place: Place, added: Numbers) -> tuple[float, float]:
        """The log-odds that the words of a statement add: that it is right, that it is useful."""
        total = self.bias + rounded(place.row) @ self.row
        for role, token in enumerate(place.heads):
            total = total + added[token, role]
        for role, (start, end) in enumerate(place.stretches, start=HEADS):
            total = total + added[start:end, role].sum(axis=0) / (end - start)
        right, useful = (float(value) for value in total)
        return right, useful


@cache
def leanings(path: Path) -> tuple[Leanings, str]:
    """The weights of a file, and the version of the parser that they go with."""
    with np.load(path, allow_pickle=False) as file:
        found = {name: file[name] * FINE for name in ("states", "row", "bias")}
        return Leanings(**found), str(file["parser"])
