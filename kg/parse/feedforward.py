"""Heads that were trained on the encoder's states: feed-forward networks of one hidden layer that tell kinds apart.

As everywhere where states are read, inputs, weights and what the layers hand on are multiples of powers of two, so that
every sum is exact, and no digit depends on threads. Weights go with the parser whose states they read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kg.parse.network import Network, weights
from kg.parse.readings import States, reading_of
from kg.parse.tree import Parsed

Numbers: TypeAlias = NDArray[np.float64]
LAYERS = ("hidden", "hidden_bias", "out", "out_bias")
GRAIN = 2.0**-10
"""What the weights of a network are multiples of."""
_FRACTION = 2.0**-8
_MOST = 64.0  # what a layer hands on is cut there
ROWS = 512
"""Tokens whose states are taken in full width at once: those of a long article would take a gigabyte."""


def quantized(values: NDArray[np.float16] | Numbers | Sequence[float]) -> Numbers:
    """Numbers as multiples of 1/256, clipped to ±64."""
    found: Numbers = np.rint(np.asarray(values, dtype=np.float64) * (1 / _FRACTION))
    np.minimum(np.maximum(found, -_MOST / _FRACTION, out=found), _MOST / _FRACTION, out=found)
    found *= _FRACTION
    return found


@dataclass(frozen=True)
class FeedForward:
    """The weights of the hidden layer and of the last one, and what its outputs are called."""

    hidden: Numbers
    hidden_bias: Numbers
    out: Numbers
    out_bias: Numbers
    names: tuple[str, ...]

    def scores(self, rows: States | Numbers) -> Numbers:
        """A score for each name: rows x names."""
        found: Numbers = np.empty((len(rows), len(self.names)))
        for start in range(0, len(rows), ROWS):
            hidden = quantized(rows[start : start + ROWS]) @ self.hidden + self.hidden_bias
            found[start : start + ROWS] = quantized(np.maximum(hidden, 0)) @ self.out + self.out_bias
        return found

    def shares(self, row: Numbers) -> Mapping[str, float]:
        """The probability of each name for a row of numbers."""
        scores = quantized(self.scores(row[None])[0])
        found = np.exp(scores - scores.max())
        return dict(zip(self.names, (found / found.sum()).tolist(), strict=True))


@dataclass(frozen=True)
class OverStates:
    """A head with the states of one Doc, a row a token."""

    head: FeedForward
    states: States

    @classmethod
    def of(cls, doc: Parsed, file: str) -> "OverStates | None":
        """That of a file; None without states, or without weights trained on this version of the parser."""
        read = reading_of(doc)
        if read.states is None or not weights(read.parser, file).is_file():
            return None
        head, parser = load(weights(read.parser, file))
        return cls(head, read.states) if parser == Network.load(read.parser).version else None


@cache
def load(path: Path) -> tuple[FeedForward, str]:
    """The network of an npz file, and the version of the parser on whose states it was trained."""
    with np.load(path, allow_pickle=False) as file:
        hidden, bias, out, last = (np.rint(file[name].astype(np.float64) / GRAIN) * GRAIN for name in LAYERS)
        return FeedForward(hidden, bias, out, last, tuple(file["names"].tolist())), str(file["parser"])
