"""Fit the weights of confidence.toml to judged statements, and print how reliable the confidence is.

python scripts/calibrate.py                  the figures, each article judged by weights fitted on the others
python scripts/calibrate.py --write          the same, and the weights fitted on all articles written to the lexicon
python scripts/calibrate.py --texts FILE...  first what is known of each judged statement read anew from these articles

The weights are a logistic regression with a pull towards none: what few statements show moves little.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np

from kg.mapping.confidence import BASE
from scripts.judged import again
from training.measures import auc, brier

ROOT = Path(__file__).resolve().parents[1]
JUDGED = ROOT / "tests" / "gold" / "judged.jsonl"
LEXICON = ROOT / "kg" / "lexicons" / "en" / "confidence.toml"
FOLDS = 10
PULL = 4.0  # the precision of the normal prior on each weight, none on the base; of 1 to 20 all foretell alike
ROUNDS = 20
FEWEST = 4  # a feature of fewer statements gets no weight
BOUNDS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
LAST = 3
"""The draw that has lost nothing: of those before, what mended rules no longer make is gone."""
BEFORE = "drawn before"
"""A feature of the statements drawn before; it takes up how much oftener these are right, and is written nowhere."""
STRONG = 10.0  # the pull on it is that many times squared less
TABLES = ("parsed", "unparsed", "useful")

Weights = Mapping[str, float]


@dataclass(frozen=True)
class Judged:
    """A statement as one line of the judged file tells it, with the features that one table weighs."""

    article: str
    features: Mapping[str, float]
    is_right: bool
    cause: str
    drawn: int = LAST
    kind: str = ""


def main() -> None:
    """Print the figures; with --texts, read the features anew; with --write, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the weights to kg/lexicons/en/confidence.toml")
    parser.add_argument("--judged", type=Path, default=JUDGED, help="the judged statements")
    parser.add_argument("--texts", type=Path, nargs="+", default=(), help="articles as JSON Lines, the first of an id")
    arguments = parser.parse_args()
    if arguments.texts:
        again(arguments.judged, arguments.texts)
    sets = {table: judged(arguments.judged, table) for table in TABLES}
    rows = sets["parsed"]
    told = held_out(rows)
    print("\n".join(report(rows, told)))
    print("\n".join(figures("without a parse that tells, ", sets["unparsed"], held_out(sets["unparsed"]))))
    print("\n".join(figures("useful, ", sets["useful"], held_out(sets["useful"]))))
    print("\n".join(agreement(arguments.judged)))
    if arguments.write:
        write({table: fitted(sets[table]) for table in TABLES}, LEXICON)


def judged(path: Path, table: str = "parsed") -> list[Judged]:
    """The judged statements of a JSONL file that the present rules still make, as one table weighs them."""
    return list(_judged(map(json.loads, path.read_text(encoding="utf-8").splitlines()), table))


def _judged(rows: Iterable[Mapping[str, object]], table: str) -> Iterator[Judged]:
    for row in rows:
        features, parse, construction = (row.get(key) for key in ("features", "parse", "construction"))
        if not isinstance(features, dict) or not isinstance(parse, dict) or not isinstance(construction, dict):
            continue
        more = {"parsed": parse, "unparsed": construction, "useful": {}}[table]
        if table == "useful" and "useful" not in row:
            continue
        is_so = bool(row["useful"]) if table == "useful" else row["verdict"] == "right"
        drawn = int(str(row["drawn"]))
        yield Judged(
            str(row["article"]), {**features, **more}, is_so, str(row.get("cause", "")), drawn, str(row["kind"])
        )


def fitted(rows: Sequence[Judged]) -> Weights:
    """Weights that make the judgements likeliest, each pulled towards 0; by Newton's method."""
    counts = Counter(name for row in rows for name, value in row.features.items() if value)
    names = (BASE, BEFORE, *sorted(name for name, count in counts.items() if count >= FEWEST))
    made = np.array([[_value(row, name) for name in names] for row in rows], dtype=np.float64)
    right = np.array([row.is_right for row in rows], dtype=np.float64)
    pull = np.diag([0.0 if name == BASE else PULL for name in names])
    weights = np.zeros(len(names))
    for _ in range(ROUNDS):
        told = 1 / (1 + np.exp(-made @ weights))
        slope = made.T @ (right - told) - pull @ weights
        curve = made.T @ (made * (told * (1 - told))[:, None]) + pull
        weights += np.linalg.solve(curve, slope)
    return {name: float(weight) for name, weight in zip(names, weights, strict=True) if name != BEFORE}


def _value(row: Judged, name: str) -> float:
    if name == BEFORE:
        return STRONG * (row.drawn < LAST)
    return 1.0 if name == BASE else row.features.get(name, 0.0)


def sure(weights: Weights, found: Mapping[str, float]) -> float:
    """The share that the weights foretell."""
    return 1 / (1 + math.exp(-weights[BASE] - sum(weights.get(name, 0.0) * value for name, value in found.items())))


def held_out(rows: Sequence[Judged]) -> list[float]:
    """For each statement what weights fitted without its article say."""
    articles = sorted({row.article for row in rows})
    fold = {article: place % FOLDS for place, article in enumerate(articles)}
    found = [0.0] * len(rows)
    for number in range(FOLDS):
        weights = fitted([row for row in rows if fold[row.article] != number])
        for place, row in enumerate(rows):
            if fold[row.article] == number:
                found[place] = sure(weights, row.features)
    return found


def report(rows: Sequence[Judged], told: Sequence[float]) -> Iterator[str]:
    """Lines of the reliability table of the last draw, of what each threshold keeps, and of the causes of errors."""
    both = [(row, value) for row, value in zip(rows, told, strict=True) if row.drawn == LAST]
    yield "confidence    statements  said  right"
    for low, high in pairwise(BOUNDS):
        inside = [(row.is_right, value) for row, value in both if low <= value < high]
        if inside:
            said, right = (sum(values) / len(inside) for values in zip(*((v, r) for r, v in inside), strict=True))
            yield f"{low:.1f} to {min(high, 1):.1f}    {len(inside):10}  {said:4.2f}  {right:5.2f}"
    yield "\nat least      kept  right"
    for least in BOUNDS[:-1]:
        kept = [row.is_right for row, value in both if value >= least]
        if kept:
            yield f"{least:.1f}          {len(kept) / len(both):5.2f}  {sum(kept) / len(kept):5.2f}"
    yield ""
    yield from figures("", rows, told)
    wrong = Counter(row.cause for row, _ in both if not row.is_right)
    yield f"right: {sum(row.is_right for row, _ in both) / len(both):.3f} of {len(both)}"
    yield from (f"{cause:16} {count / len(both):.3f}" for cause, count in wrong.most_common())


def figures(name: str, rows: Sequence[Judged], told: Sequence[float]) -> Iterator[str]:
    """AUC and Brier score: of the last draw, its kinds of news apart, and of what was drawn before."""
    of: Mapping[str, Callable[[Judged], bool]] = {
        "last draw": lambda row: row.drawn == LAST,
        "general news": partial(_is_of, kind="general"),
        "policy": partial(_is_of, kind="policy"),
        "drawn before": lambda row: row.drawn < LAST,
    }
    for part, belongs in of.items():
        some = [(row.is_right, value) for row, value in zip(rows, told, strict=True) if belongs(row)]
        if len({kind for kind, _ in some}) > 1:
            kinds, values = zip(*some, strict=True)
            share = sum(kinds) / len(kinds)
            yield (
                f"{name}{part}: {len(kinds)} statements, {share:.3f} so; AUC {auc(kinds, values):.3f}, "
                f"Brier score {brier(kinds, values):.3f}, of the bare share {share * (1 - share):.3f}"
            )


def _is_of(row: Judged, *, kind: str) -> bool:
    return row.drawn == LAST and row.kind == kind


def agreement(path: Path) -> Iterator[str]:
    """How far two readers agree on what both judged: the share, and Cohen's kappa."""
    rows = [row for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()) if "second" in row]
    for key in ("verdict", "useful", "structure"):
        pairs = [(row[key], row["second"][key]) for row in rows]
        agreed = sum(one == other for one, other in pairs) / len(pairs)
        ones, others = (Counter(side) for side in zip(*pairs, strict=True))
        chance = sum(ones[value] * others[value] for value in ones) / len(pairs) ** 2
        yield f"two readers on {key}: {agreed:.3f} of {len(pairs)} alike, kappa {(agreed - chance) / (1 - chance):.3f}"


def write(tables: Mapping[str, Weights], path: Path) -> None:
    """The lexicon with its tables of weights replaced; what stands above them is kept."""
    head, _, _ = path.read_text(encoding="utf-8").partition(f"[{TABLES[0]}]\n")
    parts = [
        "\n".join([f"[{table}]", *(f'"{name}" = {weight:.2f}' for name, weight in sorted(weights.items()))])
        for table, weights in tables.items()
    ]
    path.write_text(head + "\n\n".join(parts) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
