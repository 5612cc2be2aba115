"""Weights that make the judgements likeliest: a logistic regression, each weight pulled towards none.

What is known of a statement is of three kinds: features with names, which ``kg explain`` tells; numbers that the parse
shows; the encoder's states, of which the directions in which they differ most are kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from kg.mapping.confidence import BASE
from training.judged.cases import Case
from training.measures import Numbers, frequent, logistic, table

PULL = 500.0
"""The precision of the normal prior on each weight of a feature whose spread is 1."""
FEWEST = 15
"""A named feature of fewer statements gets no weight."""
DIRECTIONS = 32
"""Kept of the states of each role."""
_LEAST_SPREAD = 0.15
_MOST = 4.0
"""What lies farther than so many spreads counts as that far when weights are fitted."""


@dataclass(frozen=True)
class Columns:
    """What is known of some statements as columns of numbers; ``words`` False leaves what the parse tells aside."""

    found: Sequence[Case]
    words: bool = True

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The named features that enough statements have."""
        return frequent(map(self._named, self.found), FEWEST)

    @cached_property
    def basis(self) -> Numbers:
        """Of each role the directions in which its states differ most: roles x width x directions."""
        states = np.stack([case.states for case in self.found]).astype(np.float64)
        states -= states.mean(axis=0)
        found = []
        for role in range(states.shape[1]):
            _, turned = np.linalg.eigh(states[:, role].T @ states[:, role])
            found.append(turned[:, ::-1][:, :DIRECTIONS])
        return np.stack(found)

    @cached_property
    def all(self) -> Numbers:
        """All columns, side by side."""
        return self.of(self.found)

    def of(self, cases: Sequence[Case]) -> Numbers:
        """These columns of some statements: named features, the row of places, the states along the directions.

        The last two are none where the parse is left aside.
        """
        named = table(map(self._named, cases), self.names)
        if not self.words:
            return named
        numbers = np.array([case.numbers for case in cases], dtype=np.float64)
        states = np.stack([case.states for case in cases]).astype(np.float64)
        return np.concatenate(
            [named, numbers, *(states[:, role] @ turned for role, turned in enumerate(self.basis))], axis=1
        )

    def _named(self, case: Case) -> Mapping[str, float]:
        if self.words:
            return case.named
        return {**{name: value for name, value in case.named.items() if name != "sound"}, **case.construction}


@dataclass(frozen=True)
class Weights:
    """A weight a column, of its plain values, and the base."""

    base: float
    columns: Numbers
    mean: Numbers

    def shares(self, columns: Numbers) -> Numbers:
        """What the weights foretell of some statements."""
        found: Numbers = 1 / (1 + np.exp(-(self.base + (columns - self.mean) @ self.columns)))
        return found


def fitted(columns: Numbers, so: NDArray[np.bool_], pull_of_all: float = PULL) -> Weights:
    """The weights that make what readers said of some statements likeliest."""
    mean, spread = columns.mean(axis=0), np.maximum(columns.std(axis=0), _LEAST_SPREAD)
    made = np.clip((columns - mean) / spread, -_MOST, _MOST)
    made = np.concatenate([np.ones((len(made), 1)), made], axis=1)
    pull = np.full(made.shape[1], pull_of_all)
    pull[0] = 0.0
    weights = logistic(made, so, pull)
    return Weights(float(weights[0]), weights[1:] / spread, mean)


def recalibrated(weights: Weights, columns: Numbers, so: NDArray[np.bool_]) -> Weights:
    """The same weights with the base that foretells the share of others that is so (calibration in the large)."""

    def missed(base: float) -> float:
        return float(replace(weights, base=weights.base + base).shares(columns).mean() - so.mean())

    return replace(weights, base=weights.base + brentq(missed, -3.0, 3.0))


def foretold(columns: Numbers, so: NDArray[np.bool_], groups: Sequence[object], pull_of_all: float = PULL) -> Numbers:
    """For each statement what weights fitted without its group say."""
    found = np.zeros(len(columns))
    for group in sorted(set(map(str, groups))):
        left = np.array([str(one) == group for one in groups])
        found[left] = fitted(columns[~left], so[~left], pull_of_all).shares(columns[left])
    return found


def folds(names: Sequence[str], count: int = 10) -> list[int]:
    """A fold for each name, the same for the same name, all about as large."""
    number = {name: place % count for place, name in enumerate(sorted(set(names)))}
    return [number[name] for name in names]


def by_name(weights: Weights, columns: Columns) -> dict[str, float]:
    """The weights of the named features, and the base with what the means of these take off."""
    size = len(columns.names)
    base = weights.base - float(weights.mean[:size] @ weights.columns[:size])
    return {BASE: base, **dict(zip(columns.names, map(float, weights.columns[:size]), strict=True))}
