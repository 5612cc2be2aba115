"""Writes what was learned: weights of named features to the lexicon, those of parse and words to ``kg/data``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.mapping.confidence import BASE
from kg.parse.soundness import FINE
from training.judged.fit import Columns, Weights

Numbers = NDArray[np.float64]

FIRST = "parsed"
"""The first of the tables of weights, which are the last in the lexicon."""
RIGHT, USEFUL = "words", "words kept"
"""The features that hold what the words add; see ``kg.mapping.features``."""


def load_word_weights(columns: Columns, found: tuple[Weights, Weights], parser: str, path: Path) -> None:
    """The weights of numbers and states for being right and being useful, as ``kg.parse.soundness`` has them.

    What they add is 0 in the mean of the statements that were learned from.
    """
    first, last = len(columns.names), len(columns.names) + columns.numbers.shape[1]
    row = np.stack([weights.columns[first:last] for weights in found], axis=1)
    roles, _, kept = columns.basis.shape
    turned = [weights.columns[last:].reshape(roles, kept) for weights in found]
    states = np.stack([np.einsum("rwd,rd->wr", columns.basis, one) for one in turned], axis=2)
    bias = -np.array([float(weights.mean[first:] @ weights.columns[first:]) for weights in found])
    of_states, of_row, always = (np.rint(value / FINE).astype(np.int32) for value in (states, row, bias))
    np.savez_compressed(path, parser=np.array(parser), states=of_states, row=of_row, bias=always)


def tables(found: Mapping[str, Mapping[str, float]], path: Path) -> None:
    """The lexicon with its tables of weights replaced; what stands above them is kept, what weighs nothing left out."""
    head, _, _ = path.read_text(encoding="utf-8").partition(f"[{FIRST}]\n")
    parts = ["\n".join([f"[{_key(name)}]", *_lines(weights)]) for name, weights in found.items()]
    path.write_text(head + "\n\n".join(parts) + "\n", encoding="utf-8")


def _key(name: str) -> str:
    return f'"{name}"' if " " in name else name


def _lines(weights: Mapping[str, float]) -> list[str]:
    told = {name: f"{weight:.2f}" for name, weight in sorted(weights.items())}
    return [f'"{name}" = {value}' for name, value in told.items() if name == BASE or float(value)]
