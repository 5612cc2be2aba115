"""How often each rule fires, and what the net loses without it; writes kg/data/rule-balance.csv.

python scripts/balance.py --parses FOLDER                 of each rule; half an hour of a processor
python scripts/balance.py --parses FOLDER --only coref    of those of a family, or of a rule
python scripts/balance.py --parses FOLDER --texts gold    in those texts alone whose names begin so; writes nothing

A rule fires where it decides: a repair changes a word, a step joins two mentions, a construction or a wording makes a
statement, a cue finds a source. Of what only lists words that cannot be told. A rule is left out by its entry: the
lists of its section are empty; its wording, repair, step of coreference, construction or kind of name is not there.
Then texts of the net are read again in which it fires, or else a word of its lists stands: ``--most`` articles, judged
ones first, and ``SENTENCES`` times as many sentences. How many rows differ is told ("needed" where nothing is read
without it), and how many right ones, wrong ones, and right less wrong of unlearned draws, are read by it alone. Rules
of code in the midst of functions stay ("-"): scripts/conditions.py drops their conditions.

Each is left out in a process of its own, forked from one that has imported nothing of the reader.
"""

import argparse
import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast
from unittest.mock import patch

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import onnxruntime  # noqa: E402, F401 what every process needs is imported once
import spacy  # noqa: E402, F401

from kg import lexicon  # noqa: E402
from kg.rules import COUNTS, Rule, by_id, construction_of, counts  # noqa: E402
from scripts.conditions import SECONDS, apart  # noqa: E402

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kg.coref.chains import Chains
    from kg.gazetteer import Gazetteer
    from kg.model import Article, Frame
    from kg.names.component import FoundNames
    from kg.ontology import Ontology
    from kg.parse.tree import Doc as Tree
    from scripts.net import Balance

TABLE = ROOT / "kg" / "data" / COUNTS
SENTENCES = 40
_BLOCKS = frozenset({"correction", "furniture", "caption", "byline", "dateline"})
_TOGETHER = ("wording", "construction")  # they are left out of what is made of a reading, which stays
_DECIDING = (*_TOGETHER, "time")  # all of them are seen where they decide


class Measured(NamedTuple):
    """How often each rule fires, the texts to read again without it, the balances that are known, and all rows."""

    fires: Counter[str]
    places: Mapping[str, Sequence[int]]
    balances: Mapping[str, str]
    rows: Sequence[Sequence[str]]


def fired(article: "Article", doc: "Doc", ontology: "Ontology", found: "Iterable[Frame]" = ()) -> Counter[str]:
    """Rule -> how often it decided something in one article, whose frames may be given."""
    from kg.attribution import attributions
    from kg.frames.clausal import frames
    from kg.mapping import statements
    from kg.parse.provenance import COREF, NAME, TIME, noted_rules, rule_id
    from kg.parse.readings import reading_of

    counts = Counter(rule for rules in noted_rules(doc).values() for rule in rules)
    counts.update(rule_id(NAME, span.id_) for span in doc.spans["names"])
    counts.update(rule_id(COREF, rule) for *_, rule in reading_of(doc).corefs.links)
    counts.update(rule_id(TIME, name) for name in doc.spans["times"].attrs["rules"].values())
    counts.update(rule for each in attributions(doc) for rule in each.rules)
    counts.update(f"layout/{block.kind}" for block in article.blocks if block.kind in _BLOCKS)
    for frame in found or frames(doc, article, nouns=ontology.nouns):
        counts[construction_of(frame.rule)] += 1
        counts.update(rule for rule in frame.rules if rule.startswith("firmness/") or rule == "attribution/requester")
        for piece in statements(frame, ontology):
            counts.update(rule for one in piece.statements for rule in one.rules if rule.startswith("wording/"))
    return counts


def lists(rule: Rule) -> dict[str, list[object] | dict[str, object]]:
    """The lists and tables of words in the section of a rule, but for its examples; of code there are none."""
    name, *keys = rule.section or ("rules", "none")
    table: object = lexicon.lexicon(name)
    for key in keys:
        table = cast("Mapping[str, object]", table).get(key, {})
    told = cast("Mapping[str, object]", table).items()
    return {key: some for key, some in told if isinstance(some, list | dict) and not key.endswith("examples")}


def texts_in(value: object) -> Iterator[str]:
    """The texts that stand somewhere in lists and tables."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Iterable):
        for one in [*value, *value.values()] if isinstance(value, dict) else value:
            yield from texts_in(one)


def left_out(rule: Rule) -> None:
    """Take a rule out of all that will be imported from now on."""
    for value in lists(rule).values():
        value.clear()
    for kept in (lexicon.words, lexicon.patterns, lexicon.pairs, lexicon.words_by):
        kept.cache_clear()
    if rule.section[0] != "rules":
        return
    from kg.coref.chains import Chains
    from kg.names import component
    from kg.parse import repairs
    from kg.parse.provenance import rule_id

    join, names = Chains.join, component.names

    def joined(chains: "Chains", first: int, second: int, by: str) -> None:
        if rule_id("coref", by) != rule.id:
            join(chains, first, second, by)

    def found(doc: "Tree", gazetteer: "Gazetteer") -> "FoundNames":
        read = names(doc, gazetteer)
        return replace(read, names=tuple(name for name in read.names if rule_id("name", name.how) != rule.id))

    every = repairs.REPAIRS.items()
    left = {label: tuple(one for one in some if rule_id("repair", one[0]) != rule.id) for label, some in every}
    patch.object(repairs, "REPAIRS", left).start()
    patch.object(Chains, "join", joined).start()
    patch.object(component, "names", found).start()


@dataclass(frozen=True)
class Given:
    """An extractor of frames that are there already."""

    given: "Sequence[Frame]"
    name: str = "clauses"

    def frames(self, doc: "Doc", article: "Article") -> "Iterator[Frame]":  # noqa: ARG002 the protocol's
        """All of them."""
        yield from self.given


def told_of(without: "Balance") -> str:
    """What is read by a rule alone, as the texts say that were read without it."""
    from scripts.net import earned

    both = without.counts[0] + without.counts[1]
    found = {
        verdict: both[f"judged: {verdict} lost"] - both[f"judged: {verdict} come"] for verdict in ("right", "wrong")
    }
    found["unlearned"] = -earned(both, "judged, unlearned")
    rows = both["gone"] + both["come"] + both["changed"]
    return ", ".join([f"{rows} rows", *(f"{name} {count:+}" for name, count in found.items() if count)])


def measured(folder: Path, begin: str, most: int, chosen: Sequence[Rule]) -> Measured:
    """Read the texts once whose names begin so."""
    from kg.frames.extractor import ClauseExtractor
    from kg.ontology import Ontology
    from kg.pipeline.build import article_graph, known_entities
    from kg.text.normalization import readable
    from scripts.net import Balance, Verdicts, differences, rows_of, texts
    from scripts.parsed import KeptReader
    from training.judged.rows import rows

    every = [text for text in texts() if text.name.startswith(begin)]
    reader, ontology, verdicts = KeptReader.of(folder), Ontology.load(), Verdicts(rows())
    known, plain = known_entities(reader.gazetteer), ClauseExtractor.of(ontology)
    words = {rule.id: set(map(_plain, texts_in(lists(rule)))) - {""} for rule in chosen}
    words |= {rule.id: set() for rule in chosen if rule.family in _DECIDING}
    marked = {rule.id: [text for text in texts_in(lists(rule)) if "\\" in text and words[rule.id]] for rule in chosen}
    patterns = {rule: [re.compile(text, re.MULTILINE) for text in some] for rule, some in marked.items()}
    limits = {True: most * SENTENCES, False: most}
    asked, fires = defaultdict[tuple[str, bool], list[tuple[bool, int]]](list), Counter[str]()
    balances, lines = defaultdict[str, Balance](lambda: Balance(verdicts)), list[list[str]]()
    for number, (text, (article, doc)) in enumerate(zip(every, reader.read(one.article for one in every), strict=True)):
        is_short, frames = text.name.startswith("sentence "), [*plain.frames(doc, readable(article).article)]
        decided = fired(article, doc, ontology, frames)
        fires.update({} if is_short else decided)
        whole = rows_of(article_graph(article, doc, ontology, known=known, extractor=Given(frames)))
        lines.append([row.line for row in whole])
        lemmas = " ".join(token.lemma_.lower() for token in doc)
        said, stands = {*_plain(article.text).split(), *lemmas.split()}, f" {_plain(article.text)} {lemmas} "
        for rule, some in words.items():
            is_listed = some & said or any(" " in one and f" {one} " in stands for one in some)
            if not (rule in decided or is_listed or any(one.search(article.text) for one in patterns[rule])):
                continue
            asked[rule, is_short].append((rule not in decided, number))
            if rule.startswith(_TOGETHER) and len(asked[rule, is_short]) <= limits[is_short]:
                left = [one for one in frames if construction_of(one.rule) != rule]
                by_word = {
                    word: tuple(one for one in wordings if one[0].wordings[one[1]] != rule)
                    for word, wordings in ontology.by_word.items()
                }
                other = replace(ontology, by_word=by_word)
                made = article_graph(article, doc, other, known=known, extractor=Given(left))
                balances[rule].add(text, [], list(differences(text, whole, rows_of(made))))
    places = {
        rule: [number for is_short, most in limits.items() for _, number in sorted(asked[rule, is_short])[:most]]
        for rule in words
    }
    return Measured(fires, places, {rule: told_of(one) for rule, one in balances.items()}, lines)


def _plain(text: str) -> str:
    """The words of a text in small letters."""
    return " ".join(re.findall(r"[^\W\d_]+", text.lower()))


def balance(rule: Rule, folder: Path, begin: str, told: Measured) -> str:
    """What is otherwise in the texts of a rule that is left out, in this process for good."""
    left_out(rule)
    from scripts.net import Balance, NetRow, Verdicts, differences, read, texts
    from scripts.parsed import KeptReader
    from training.judged.rows import rows

    every = [text for text in texts() if text.name.startswith(begin)]
    found, numbers = Balance(Verdicts(rows())), told.places[rule.id]
    now = read([every[number] for number in numbers], KeptReader.of(folder))
    for number, (text, new) in zip(numbers, now, strict=True):
        found.add(text, [], list(differences(text, map(NetRow.loaded, told.rows[number]), new)))
    return told_of(found)


def main() -> int:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parses", type=Path, required=True, metavar="FOLDER", help="as of scripts/net")
    parser.add_argument("--only", nargs="+", default=[], metavar="FAMILY|RULE", help="of these alone")
    parser.add_argument("--texts", default="", metavar="NAME", help="texts of the net whose names begin so")
    parser.add_argument("--most", type=int, default=5, help="articles to read again without a rule")
    given = parser.parse_args()
    chosen = [rule for rule in by_id().values() if not given.only or {rule.id, rule.family} & {*given.only}]
    told = apart(partial(measured, given.parses, given.texts, given.most, chosen), 10 * SECONDS)
    if told is None:
        raise SystemExit("the net cannot be read as it is")
    table = {**counts()}
    for rule in chosen:
        fires, is_code = told.fires[rule.id], rule.section[:1] == ("rules",)
        found = told.balances.get(rule.id, "0 rows")
        if is_code and rule.family in {"attribution", "firmness"}:
            found = "-"
        elif told.places[rule.id] and rule.family not in _TOGETHER:
            found = apart(partial(balance, rule, given.parses, given.texts, told)) or "needed"
        table[rule.id] = (fires if fires or is_code or rule.family in _DECIDING else None, found)
        print(rule.id, *table[rule.id], sep="\t", flush=True)
    if given.texts:
        return 0
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("rule", "fires", "balance"))
        writer.writerows((name, *table[name]) for name in by_id() if name in table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
