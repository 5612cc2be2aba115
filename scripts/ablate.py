"""Take out each rule in turn and measure what the figures lose.

python scripts/ablate.py                        every rule that fires on the gold articles
python scripts/ablate.py coref/pronoun repair   these rules, these families

Articles are parsed once, and read anew without the rule: what stands behind the parse is measured, not the layout of
a text nor the case of a headline. Only those articles are read anew in which the rule fires, or all where that cannot
be told; where no statement changes no figure can, and none is worked out.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from scripts import listed  # noqa: E402 the folder above comes first

listed.install()


from kg.coref.chains import Chains  # noqa: E402
from kg.model import Article  # noqa: E402
from kg.ontology import Ontology  # noqa: E402
from kg.parse import repairs  # noqa: E402
from kg.parse.provenance import COREF, rule_id  # noqa: E402
from kg.reader import Reader  # noqa: E402
from kg.rules import by_id, fires  # noqa: E402
from kg.text.articles import ReadingOptions, articles  # noqa: E402
from kg.turtle.documents import to_turtle  # noqa: E402
from scripts.evaluate import FIGURES, GOLD, SCORER, Case, article_of  # noqa: E402
from scripts.fires import counted  # noqa: E402
from scripts.parsed import Parsed  # noqa: E402

Figures = Mapping[str, float]
_KEPT = ("construction", "layout", "gender", "noun")
"""Families that are not taken out rule by rule: constructions are the grammar, the others are tables."""


def main() -> int:
    """Print a row for each rule: how often it fires, and what each figure changes without it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rules", nargs="*", metavar="RULE|FAMILY")
    arguments = parser.parse_args()
    reader, ontology = Reader.load(), Ontology.load()
    measure = GoldFigures.load(reader, ontology)
    whole = measure.figures()
    print("  ".join(f"{name} {value:g}" for name, value in whole.items()), file=sys.stderr)
    counts = fires()
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(("rule", "fires", *whole))
    for rule in chosen(arguments.rules, counts, ontology):
        try:
            with without(rule, ontology) as left:
                told = [f"{change:+.4f}" for change in measure.changed(whole, left, rule).values()]
        except KeyError:  # the program asks for one of its words by name
            told = ["needed"] * len(whole)
        table.writerow((rule, counts.get(rule, ""), *told))
        sys.stdout.flush()
    return 0


def chosen(names: Sequence[str], counts: Mapping[str, int], ontology: Ontology) -> Iterator[str]:
    """The rules to take out: those asked for, else all that fire at all."""
    known = {*by_id(), *(name for relation in ontology.relations.values() for name in relation.wordings.values())}
    for rule in sorted(known):
        family = rule.partition("/")[0]
        if rule in names or family in names or (not names and family not in _KEPT and counts.get(rule, 1)):
            yield rule


@contextmanager
def without(rule: str, ontology: Ontology) -> Iterator[Ontology]:
    """The program without a rule; the ontology that it is to read with."""
    with listed.without(rule), _without_repair(rule), _without_step(rule):
        yield _without_wording(rule, ontology)


@contextmanager
def _without_repair(rule: str) -> Iterator[None]:
    whole = repairs.REPAIRS
    vars(repairs)["REPAIRS"] = {
        label: tuple(one for one in some if rule_id("repair", one[0]) != rule) for label, some in whole.items()
    }
    try:
        yield
    finally:
        vars(repairs)["REPAIRS"] = whole


@contextmanager
def _without_step(rule: str) -> Iterator[None]:
    """Coreference without a step: what it would join stays apart."""
    whole = Chains.join

    def join(self: Chains, first: int, second: int, name: str) -> None:
        if rule_id(COREF, name) != rule:
            whole(self, first, second, name)

    setattr(Chains, "join", join)  # noqa: B010 a method is put in the place of another
    try:
        yield
    finally:
        setattr(Chains, "join", whole)  # noqa: B010


def _without_wording(rule: str, ontology: Ontology) -> Ontology:
    if not rule.startswith("wording/"):
        return ontology
    by_word = {
        word: tuple(pair for pair in pairs if pair[0].wordings[pair[1]] != rule)
        for word, pairs in ontology.by_word.items()
    }
    return replace(ontology, by_word={word: pairs for word, pairs in by_word.items() if pairs})


@dataclass
class GoldFigures:
    """The figures of ``scripts/evaluate.py``; ``kept`` is what the whole program makes of each article, as Turtle."""

    parsed: Parsed
    golds: tuple[Path, ...]
    kept: tuple[str, ...] = ()
    fires: tuple[Mapping[str, int], ...] = ()
    """Of each article, how often each rule fires of which that can be told."""

    @classmethod
    def load(cls, reader: Reader, ontology: Ontology) -> GoldFigures:
        """Of the gold articles."""
        golds = tuple(sorted(GOLD.glob("*.json")))
        return cls(Parsed(reader, ontology, tuple(map(_gold_article, golds))), golds)

    def made(self, place: int, ontology: Ontology) -> str:
        """The graph of the article at a place, as Turtle."""
        return to_turtle(self.parsed.graph(place, ontology))

    def scored(self, made: Sequence[str]) -> Figures:
        """The figures of what was made, by the scorer of the gold files."""
        with TemporaryDirectory() as folder:
            pairs: list[str] = []
            for text, gold in zip(made, self.golds, strict=True):
                path = Path(folder) / f"{gold.stem}.ttl"
                path.write_text(text, encoding="utf-8")
                pairs += [str(path), str(gold)]
            command = [sys.executable, str(SCORER), *pairs, "--json"]
            total = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["total"]
        return {name: float(total[name]) for name in FIGURES}

    def figures(self) -> Figures:
        """Those of the whole program."""
        places, ontology = range(len(self.golds)), self.parsed.ontology
        self.kept = tuple(self.made(place, ontology) for place in places)
        self.fires = tuple(listed.afresh(partial(self._fires, place)) for place in places)
        return self.scored(self.kept)

    def _fires(self, place: int) -> Mapping[str, int]:
        read = (self.parsed.doc(at) for at in (place,))  # which reads when the counting has begun
        return counted(read, self.parsed.ontology)

    def changed(self, whole: Figures, ontology: Ontology, rule: str) -> Figures:
        """By how much each figure is greater without a rule."""
        made = tuple(
            self.made(place, ontology) if fires.get(rule, 1) else kept
            for place, (kept, fires) in enumerate(zip(self.kept, self.fires, strict=True))
        )
        found = whole if made == self.kept else self.scored(made)
        return {name: round(found.get(name, 0.0) - value, 4) for name, value in whole.items()}


def _gold_article(gold: Path) -> Article:
    """The article of a gold file, dated as there."""
    case: Case = json.loads(gold.read_text(encoding="utf-8"))
    day = date.fromisoformat(case["date"]) if case["date"] else None
    (article,) = articles([article_of(case)], reading=ReadingOptions(date=day))
    return article


if __name__ == "__main__":
    sys.exit(main())
