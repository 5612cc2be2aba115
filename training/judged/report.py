"""How well the shares that are foretold go with what readers said: of all, by fifths, by genre, and what is kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.measures import auc, brier

Numbers = NDArray[np.float64]

FIFTHS = 5
THRESHOLDS = (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8)
POLICY = frozenset({"policy"})
GENERAL = frozenset({"news", "business", "crime", "sport", "disaster", "technology", "entertainment"})


@dataclass(frozen=True)
class Figures:
    """Of some statements: how many, the share that is so, how well they are told apart, how far off the shares are."""

    count: int
    share: float
    auc: float
    brier: float

    @property
    def bare(self) -> float:
        """The Brier score of the bare share."""
        return self.share * (1 - self.share)

    @classmethod
    def of(cls, so: NDArray[np.bool_], told: Numbers) -> "Figures":
        """The figures of what is foretold of some statements."""
        kinds, values = so.tolist(), told.tolist()
        return cls(len(kinds), sum(kinds) / len(kinds), auc(kinds, values), brier(kinds, values))

    def __str__(self) -> str:
        return (
            f"{self.count} statements, {self.share:.3f} so; AUC {self.auc:.3f}, Brier {self.brier:.4f}, "
            f"{self.brier / self.bare:.3f} of the bare share's"
        )


def fifths(so: NDArray[np.bool_], told: Numbers) -> list[tuple[int, float, float]]:
    """From the least to the most likely fifth: how many, the mean of what is foretold, the share that is so."""
    parts = np.array_split(np.argsort(told, kind="stable"), FIFTHS)
    return [(len(part), float(told[part].mean()), float(so[part].mean())) for part in parts]


def report(so: NDArray[np.bool_], told: Numbers, genres: Sequence[str]) -> Iterator[str]:
    """Lines: all, the fifths of all and of policy and general news, each genre."""
    yield f"all: {Figures.of(so, told)}"
    of = np.array(genres)
    for name, some in (("all", set(genres)), ("policy", POLICY), ("general news", GENERAL)):
        here = np.isin(of, sorted(some))
        told_right = ", ".join(f"{said:.2f} {right:.2f}" for _, said, right in fifths(so[here], told[here]))
        yield f"fifths of {name}, said and so: {told_right}"
    for genre in sorted(set(genres)):
        here = of == genre
        yield f"{genre}: {Figures.of(so[here], told[here])}, said {float(told[here].mean()):.3f}"


def thresholds(so: NDArray[np.bool_], told: Numbers, genres: Sequence[str]) -> Iterator[str]:
    """A line a threshold: the share kept, the share right of it, and the share of the right ones that it keeps."""
    of = np.array(genres)
    for name, some in (("policy", POLICY), ("general news", GENERAL), ("all", frozenset(genres))):
        here = np.isin(of, sorted(some))
        for least in (0.0, *THRESHOLDS):
            kept = here & (told >= least)
            if not kept.any():
                continue
            right, of_right = float(so[kept].mean()), float(so[kept].sum() / so[here].sum())
            share = kept.sum() / here.sum()
            yield f"{name}, at least {least:.2f}: {share:.2f} kept, {right:.3f} right, {of_right:.2f} of the right kept"
