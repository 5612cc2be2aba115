"""Fit the weights of confidence.toml to judged statements, and print how reliable the confidence is.

python scripts/calibrate.py           the reliability table, each article judged by weights fitted on the others
python scripts/calibrate.py --write   the same, and the weights fitted on all articles written to the lexicon

The weights are a logistic regression with a strong pull towards none: what few statements show moves little.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
JUDGED = ROOT / "tests" / "gold" / "judged.jsonl"
LEXICON = ROOT / "kg" / "lexicons" / "en" / "confidence.toml"
FOLDS = 10
PULL = 25.0  # the precision of the normal prior on each weight, none on the base; of 2 to 100 the best held out
ROUNDS = 20
FEWEST = 4  # a feature of fewer statements gets no weight
BOUNDS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
BASE = "base"

Weights = Mapping[str, float]


@dataclass(frozen=True)
class Judged:
    """A statement as one line of the judged file tells it."""

    article: str
    features: frozenset[str]
    is_right: bool
    cause: str


def main() -> None:
    """Print the table; with --write, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the weights to kg/lexicons/en/confidence.toml")
    parser.add_argument("--judged", type=Path, default=JUDGED, help="the judged statements")
    arguments = parser.parse_args()
    rows = judged(arguments.judged)
    print("\n".join(report(rows, held_out(rows))))
    if arguments.write:
        write(fitted(rows), LEXICON)


def judged(path: Path) -> list[Judged]:
    """The judged statements of a JSONL file that the present rules still make."""
    found = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [
        Judged(row["article"], frozenset(row["features"]), row["verdict"] == "right", row.get("cause", ""))
        for row in found
        if row["features"]
    ]


def fitted(rows: Sequence[Judged]) -> Weights:
    """Weights that make the judgements likeliest, each pulled towards 0; by Newton's method."""
    counts = Counter(name for row in rows for name in row.features)
    names = (BASE, *sorted(name for name, count in counts.items() if count >= FEWEST))
    made = np.array([[name == BASE or name in row.features for name in names] for row in rows], dtype=np.float64)
    right = np.array([row.is_right for row in rows], dtype=np.float64)
    pull = np.diag([0.0 if name == BASE else PULL for name in names])
    weights = np.zeros(len(names))
    for _ in range(ROUNDS):
        told = 1 / (1 + np.exp(-made @ weights))
        slope = made.T @ (right - told) - pull @ weights
        curve = made.T @ (made * (told * (1 - told))[:, None]) + pull
        weights += np.linalg.solve(curve, slope)
    return {name: float(weight) for name, weight in zip(names, weights, strict=True)}


def sure(weights: Weights, found: Iterable[str]) -> float:
    """The share that the weights foretell; the base counts among what is found."""
    return 1 / (1 + math.exp(-sum(weights.get(name, 0.0) for name in found)))


def held_out(rows: Sequence[Judged]) -> list[float]:
    """For each statement what weights fitted without its article say."""
    articles = sorted({row.article for row in rows})
    fold = {article: place % FOLDS for place, article in enumerate(articles)}
    found = [0.0] * len(rows)
    for number in range(FOLDS):
        weights = fitted([row for row in rows if fold[row.article] != number])
        for place, row in enumerate(rows):
            if fold[row.article] == number:
                found[place] = sure(weights, (BASE, *sorted(row.features)))
    return found


def report(rows: Sequence[Judged], told: Sequence[float]) -> Iterable[str]:
    """Lines of the reliability table, of what each threshold keeps, and of the causes of errors."""
    yield "confidence    statements  said  right"
    for low, high in pairwise(BOUNDS):
        inside = [(row.is_right, value) for row, value in zip(rows, told, strict=True) if low <= value < high]
        if inside:
            said, right = (sum(values) / len(inside) for values in zip(*((v, r) for r, v in inside), strict=True))
            yield f"{low:.1f} to {min(high, 1):.1f}    {len(inside):10}  {said:4.2f}  {right:5.2f}"
    yield "\nat least      kept  right"
    for least in BOUNDS[:-1]:
        kept = [row.is_right for row, value in zip(rows, told, strict=True) if value >= least]
        if kept:
            yield f"{least:.1f}          {len(kept) / len(rows):5.2f}  {sum(kept) / len(kept):5.2f}"
    yield f"\nBrier score {_brier(rows, told):.3f}; of the bare share {_brier(rows, [_share(rows)] * len(rows)):.3f}"
    causes = Counter(row.cause for row in rows if not row.is_right)
    yield f"right: {_share(rows):.3f} of {len(rows)}"
    yield from (f"{cause:16} {count / len(rows):.3f}" for cause, count in causes.most_common())


def _share(rows: Sequence[Judged]) -> float:
    return sum(row.is_right for row in rows) / len(rows)


def _brier(rows: Sequence[Judged], told: Sequence[float]) -> float:
    return sum((row.is_right - value) ** 2 for row, value in zip(rows, told, strict=True)) / len(rows)


def write(weights: Weights, path: Path) -> None:
    """The lexicon with its table of weights replaced; what stands above the table is kept."""
    head, mark, _ = path.read_text(encoding="utf-8").partition("[weights]\n")
    lines = [f'"{name}" = {weight:.2f}' for name, weight in sorted(weights.items())]
    path.write_text(head + mark + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
