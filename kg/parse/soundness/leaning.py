"""What the words of a statement add to how likely readers find it right, and to how likely they keep it.

A sum of weights, trained by ``python -m training.judged`` on statements that readers judged: of the encoder's states of
subject, predicate and object, of the means over the words of both ends and of the sentence, and of what the parse shows
of the sentence (``places``). A sum needs no network: a token adds one number in each role.
It is run in whole numbers, as ``head`` is, so that no order of adding changes a digit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.parse.network import WEIGHTS as PARSER
from kg.parse.soundness.head import Numbers, rounded
from kg.parse.soundness.places import Place

LEANINGS = PARSER.with_name("judged.npz")
FINE = 2.0**-14
"""What the weights are multiples of."""
HEADS, STRETCHES = 3, 3
"""Roles of single words, and of the means over several."""
QUESTIONS = 2
"""Whether it is right, whether it is useful."""


@dataclass(frozen=True)
class Leanings:
    """The weights: of states (width x roles x questions), of the row of ``places``, and what is always added."""

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
