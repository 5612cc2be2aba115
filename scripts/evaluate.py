"""Build a graph of each gold article and hold it against the gold facts, and the figures against their floor.

python scripts/evaluate.py           the figures; exit code 1 where one is worse than tests/baseline.json allows
python scripts/evaluate.py --list    with every fact missed or half right and every trap sprung
python scripts/evaluate.py --raise   with the better figures written as the new floor

Two figures of each kind: "default" of what a user gets, "all" of all statements, however unsure (kg build --all).

The floor moves up alone: to lower it, edit the file, and say why in the commit.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import chdir
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypedDict

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
GOLD = ROOT / "tests" / "gold"
BASELINE = ROOT / "tests" / "baseline.json"
SCORER = GOLD / "score_facts.py"
FEWER_IS_BETTER = frozenset({"sprung"})
FIGURES = ("core_found", "found", "score", "exact", "in_gold", "sprung")
RUNS: Mapping[str, tuple[str, ...]] = {"default": (), "all": ("--all",)}
"""What is measured, with its options of kg build."""
TOLERANCE = 0.001  # what rounding may take


class Case(TypedDict):
    """What we need of a gold file."""

    article: str
    date: str | None


def main() -> int:
    """Print the figures; 1 where one fell below its floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", action="store_true", help="print each fact missed or half right, each trap")
    parser.add_argument("--raise", dest="raised", action="store_true", help="write better figures as the new floor")
    arguments = parser.parse_args()
    floors: dict[str, dict[str, float]] = json.loads(BASELINE.read_text(encoding="utf-8"))
    figures = {run: measured(options, listed=arguments.list) for run, options in RUNS.items()}
    for run, name in product(RUNS, FIGURES):
        print(f"{run:8} {name:12} {figures[run][name]:8.4f}   floor {floors[run][name]:8.4f}")
    if arguments.raised:
        best = {name: min if name in FEWER_IS_BETTER else max for name in FIGURES}
        better = {run: {name: best[name](figures[run][name], floors[run][name]) for name in FIGURES} for run in RUNS}
        BASELINE.write_text(json.dumps(better, indent=1) + "\n", encoding="utf-8")
        print("written; python scripts/readme.py --write carries them to the README")
        return 0
    fallen = [(run, name) for run in RUNS for name in fallen_below(figures[run], floors[run])]
    for run, name in fallen:
        print(
            f"error: {run}: {name} is {figures[run][name]:g}, worse than its floor {floors[run][name]:g}",
            file=sys.stderr,
        )
    return 1 if fallen else 0


def measured(options: Sequence[str], *, listed: bool = False) -> dict[str, float]:
    """The figures of graphs built with some options; ``listed`` prints what was missed."""
    with TemporaryDirectory() as folder:
        return scored(built(Path(folder), options), listed=listed)


def scored(pairs: Iterable[tuple[Path, Path]], *, listed: bool = False) -> dict[str, float]:
    """The figures of graphs with the gold files that they are held against, by the scorer of these."""
    command = [sys.executable, str(SCORER), *(str(path) for pair in pairs for path in pair)]
    if listed:
        subprocess.run([*command, "--list"], check=True)
    told = subprocess.run([*command, "--json"], check=True, capture_output=True).stdout
    return {name: float(value) for name, value in json.loads(told)["total"].items()}


def built(folder: Path, options: Sequence[str] = ()) -> Iterator[tuple[Path, Path]]:
    """A Turtle file for each gold file, made by the command, whose model is loaded once."""
    from kg.cli.app import run

    for gold in sorted(GOLD.glob("*.json")):
        case: Case = json.loads(gold.read_text(encoding="utf-8"))
        graph = folder / f"{gold.stem}.ttl"
        dated = ["--date", case["date"]] if case["date"] else []
        with chdir(folder):  # no settings of the place where one stands
            code = run(["build", str(article_of(case)), *dated, *options, "-o", str(graph), "-q"])
        if code:
            raise SystemExit(code)
        yield graph, gold


def article_of(case: Case) -> Path:
    """The text of a gold file; the seed stands with the seeds."""
    seed = ROOT / "seeds" / f"{case['article']}.txt"
    return seed if seed.exists() else GOLD / "articles" / f"{case['article']}.txt"


def fallen_below(figures: Mapping[str, float], floor: Mapping[str, float]) -> tuple[str, ...]:
    """The names of the figures that are worse than their floor.

    >>> fallen_below({"score": 0.4, "sprung": 3}, {"score": 0.5, "sprung": 2})
    ('score', 'sprung')
    """
    return tuple(
        name for name in floor if (figures[name] - floor[name]) * (-1 if name in FEWER_IS_BETTER else 1) < -TOLERANCE
    )


if __name__ == "__main__":
    sys.exit(main())
