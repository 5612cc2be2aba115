"""Count how often each rule fires.

python scripts/fires.py TEXTS.jsonl ...           articles as kg build reads them; print how often each fires
python scripts/fires.py TEXTS.jsonl ... --write   write it to kg/data/rule-fires.csv

A rule of code fires where it decides: a repair changes a word, a step joins two mentions, a construction or a wording
makes a statement, a cue finds a source. A list of words fires where the program finds a word of the text in it. Rules
of which neither can be told have no number: lists that are walked through, or in which not even their own examples have
a word found.
"""

import argparse
import csv
import io
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from scripts import listed  # noqa: E402 the folder above comes first

if __name__ == "__main__":
    listed.install()

from spacy.tokens import Doc  # noqa: E402 lists that count come first

from kg.attribution import attributions  # noqa: E402
from kg.frames.clausal import frames  # noqa: E402
from kg.lexicon import lexicon  # noqa: E402
from kg.mapping import statements  # noqa: E402
from kg.model import Article, ArticleId, Block, BlockKind  # noqa: E402
from kg.ontology import Ontology  # noqa: E402
from kg.parse.provenance import COREF, FIRMNESS, NAME, TIME, noted_rules, rule_id  # noqa: E402
from kg.parse.readings import reading_of  # noqa: E402
from kg.reader import Reader  # noqa: E402
from kg.rules import FIRES, by_id, construction_of  # noqa: E402
from kg.text.articles import articles  # noqa: E402

TABLE = ROOT / "kg" / "data" / FIRES
_BLOCKS = frozenset({"correction", "furniture", "caption", "byline", "dateline"})
_MARKS = re.compile(r"[\[\]{}<>]")
_DECIDING = ("repair", "time", "construction", "wording")
"""Families of which every rule is known to decide or not; the others have lists of words beside such rules."""


def main() -> int:
    """Count, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="+", type=Path, help="files or folders of articles")
    parser.add_argument("--write", action="store_true", help=f"write {TABLE.relative_to(ROOT)}")
    arguments = parser.parse_args()
    reader, ontology = Reader.load(), Ontology.load()
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


if __name__ == "__main__":
    sys.exit(main())
