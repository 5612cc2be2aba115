"""Count how often each rule fires, and measure what the figures lose without it.

python scripts/fires.py TEXTS.jsonl ...           articles as kg build reads them; print how often each fires
python scripts/fires.py TEXTS.jsonl ... --write   write it to kg/data/rule-fires.csv
python scripts/fires.py --without                 the figures without each rule that fires on the gold articles
python scripts/fires.py --without coref/pronoun repair   without these rules, these families

A rule of code fires where it decides: a repair changes a word, a step joins two mentions, a construction or a wording
makes a statement, a cue finds a source. A list of words fires where the program finds a word of the text in it. Rules
of which neither can be told have no number: lists that are walked through, or in which not even their own examples have
a word found.

Articles are parsed once, and read anew without a rule: what stands behind the parse is measured, not the layout of
a text nor the case of a headline. Only those articles are read anew in which the rule fires, or all where that cannot
be told; where no statement changes no figure can, and none is worked out.
"""

import argparse
import csv
import io
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from scripts import listed  # noqa: E402 the folder above comes first

if __name__ == "__main__":
    listed.install()

from spacy.tokens import Doc  # noqa: E402 lists that count come first

from kg.attribution import attributions  # noqa: E402
from kg.coref.chains import Chains  # noqa: E402
from kg.frames.clausal import frames  # noqa: E402
from kg.lexicon import lexicon  # noqa: E402
from kg.mapping import statements  # noqa: E402
from kg.model import Article, ArticleId, Block, BlockKind  # noqa: E402
from kg.ontology import Ontology  # noqa: E402
from kg.parse import repairs  # noqa: E402
from kg.parse.provenance import COREF, FIRMNESS, NAME, TIME, noted_rules, rule_id  # noqa: E402
from kg.parse.readings import reading_of  # noqa: E402
from kg.reader import Reader  # noqa: E402
from kg.rules import FIRES, by_id, construction_of, fires  # noqa: E402
from kg.text.articles import ReadingOptions, articles  # noqa: E402
from kg.turtle.documents import to_turtle  # noqa: E402
from scripts.evaluate import FIGURES, GOLD, Case, article_of, scored  # noqa: E402
from scripts.parsed import Parsed  # noqa: E402

TABLE = ROOT / "kg" / "data" / FIRES
_BLOCKS = frozenset({"correction", "furniture", "caption", "byline", "dateline"})
_MARKS = re.compile(r"[\[\]{}<>]")
_DECIDING = ("repair", "time", "construction", "wording")
"""Families of which every rule is known to decide or not; the others have lists of words beside such rules."""
_KEPT = ("construction", "layout", "gender", "noun")
"""Families that are not taken out rule by rule: constructions are the grammar, the others are tables."""
Figures = Mapping[str, float]


def main() -> int:
    """Count, and write where asked; or measure without rules."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="*", type=Path, help="files or folders of articles")
    parser.add_argument("--write", action="store_true", help=f"write {TABLE.relative_to(ROOT)}")
    parser.add_argument("--without", nargs="*", metavar="RULE|FAMILY", help="measure without each of these rules")
    arguments = parser.parse_args()
    if not arguments.texts and arguments.without is None:
        parser.error("texts to count in, or --without")
    reader, ontology = Reader.load(), Ontology.load()
    if arguments.without is not None:
        measure(reader, ontology, arguments.without)
        return 0
    read = articles(arguments.texts, skipped=lambda error: print(error, file=sys.stderr))
    counts = counted(reader.read(read), ontology)
    # The table as it is kept.
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(("rule", "fires"))
    writer.writerows(
        {rule: count for rule, count in counts.items() if count or _is_counted(rule, reader, ontology)}.items()
    )
    text = written.getvalue()
    if arguments.write:
        TABLE.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    return 0


def counted(texts: Iterable[tuple[Article, Doc]], ontology: Ontology) -> Mapping[str, int]:
    """Rule -> how often it fires, for each rule of which that can be told."""
    listed.hits.clear()
    decided: Counter[str] = Counter()
    for article, doc in texts:
        decided += fired(article, doc, ontology)
    coded = {rule.id for rule in by_id().values() if rule.family in _DECIDING or _is_coded(rule.id)}
    looked_up = {rule for rule in listed.asked - listed.walked if not rule.startswith("layout/")}
    told = coded | decided.keys() | looked_up
    return {rule: decided[rule] or listed.hits[rule] for rule in by_id() if rule in told}


def fired(article: Article, doc: Doc, ontology: Ontology) -> Counter[str]:
    """Rule -> how often it decided something in one article."""
    found = Counter(rule for rules in noted_rules(doc).values() for rule in rules)
    found.update(rule_id(NAME, span.id_) for span in doc.spans["names"])
    found.update(rule_id(COREF, rule) for *_, rule in reading_of(doc).corefs.links)
    found.update(rule_id(TIME, name) for name in doc.spans["times"].attrs["rules"].values())
    found.update(rule for each in attributions(doc) for rule in each.rules)
    found.update(f"layout/{block.kind}" for block in article.blocks if block.kind in _BLOCKS)
    for frame in frames(doc, article, nouns=ontology.nouns):
        found[construction_of(frame.rule)] += 1
        found.update(rule for rule in frame.rules if rule.startswith("firmness/") or rule == "attribution/requester")
        for piece in statements(frame, ontology):
            found.update(rule for one in piece.statements for rule in one.rules if rule.startswith("wording/"))
    return found


def _is_counted(rule: str, reader: Reader, ontology: Ontology) -> bool:
    """Whether a rule that fires nowhere would be seen to fire: it is in its examples, or in its counter-examples."""
    if rule.partition("/")[0] in _DECIDING or _is_coded(rule):
        return True
    samples = (*by_id()[rule].examples, *by_id()[rule].counterexamples)
    texts = (_MARKS.sub("", text.partition(" => ")[0]) for text in samples)
    found = (Article(ArticleId("a"), text, (Block(0, len(text), BlockKind.PARAGRAPH),)) for text in texts)
    return counted(reader.read(found), ontology).get(rule, 0) > 0


def _is_coded(rule: str) -> bool:
    """Whether a rule is seen where it decides: a section of ``rules.toml``, or a signature."""
    family, _, name = rule.partition("/")
    coded, signatures = lexicon("rules").get(family), lexicon("signatures")
    is_signature = family == FIRMNESS and name.replace("-", "_") in signatures
    return is_signature or (isinstance(coded, dict) and name in coded)


def measure(reader: Reader, ontology: Ontology, names: Sequence[str]) -> None:
    """Print a row for each rule: how often it fires, and what each figure changes without it."""
    gold = GoldFigures.load(reader, ontology)
    whole = gold.figures()
    print("  ".join(f"{name} {value:g}" for name, value in whole.items()), file=sys.stderr)
    counts = fires()
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(("rule", "fires", *whole))
    for rule in chosen(names, counts, ontology):
        try:
            with without(rule, ontology) as left:
                told = [f"{change:+.4f}" for change in gold.changed(whole, left, rule).values()]
        except KeyError:  # the program asks for one of its words by name
            told = ["needed"] * len(whole)
        table.writerow((rule, counts.get(rule, ""), *told))
        sys.stdout.flush()


def chosen(names: Sequence[str], counts: Mapping[str, int], ontology: Ontology) -> Iterator[str]:
    """The rules to take out: those asked for, else all that fire at all."""
    known = {*by_id(), *(name for relation in ontology.relations.values() for name in relation.wordings.values())}
    for rule in sorted(known):
        family = rule.partition("/")[0]
        if rule in names or family in names or (not names and family not in _KEPT and counts.get(rule, 1)):
            yield rule


@contextmanager
def without(rule: str, ontology: Ontology) -> Iterator[Ontology]:
    """The program without a rule; the ontology that it is to read with. What a step of coreference joins is apart."""
    whole, every = Chains.join, repairs.REPAIRS.items()
    left = {label: tuple(one for one in some if rule_id("repair", one[0]) != rule) for label, some in every}

    def join(self: Chains, first: int, second: int, name: str) -> None:
        if rule_id(COREF, name) != rule:
            whole(self, first, second, name)

    with listed.without(rule), patch.object(repairs, "REPAIRS", left), patch.object(Chains, "join", join):
        yield _without_wording(rule, ontology)


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
    def load(cls, reader: Reader, ontology: Ontology) -> "GoldFigures":
        """Of the gold articles."""
        golds = tuple(sorted(GOLD.glob("*.json")))
        return cls(Parsed(reader, ontology, tuple(map(_gold_article, golds))), golds)

    def made(self, place: int, ontology: Ontology) -> str:
        """The graph of the article at a place, as Turtle."""
        return to_turtle(self.parsed.graph(place, ontology))

    def scored(self, made: Sequence[str]) -> Figures:
        """The figures of what was made, by the scorer of the gold files."""
        with TemporaryDirectory() as folder:
            paths = [Path(folder) / f"{gold.stem}.ttl" for gold in self.golds]
            for path, text in zip(paths, made, strict=True):
                path.write_text(text, encoding="utf-8")
            total = scored(zip(paths, self.golds, strict=True))
        return {name: total[name] for name in FIGURES}

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
