"""What a change does to what is read: rows of whole articles and single sentences, held against their record.

scripts/net --parses FOLDER      the rows that are gone, come or changed, with readers' verdicts, and the balance
scripts/net --write              record anew what is read
scripts/net --sample             a part of the texts, which the tests read
scripts/net --only NAME          a text, or those whose names begin so
scripts/net --against main       against the record of another revision, as for the balance of several commits
scripts/net --texts FILE...      other texts, as kg build reads them; their record is in FOLDER, as they may not be kept

In the folder stands what the parser says of each block, so that a run after a change of rules parses nothing. A third
of the judged articles, drawn by a digest of their names, is put aside: of it numbers are told, and no row.
"""

import argparse
import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial
from hashlib import sha256
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kg.mapping.threshold import is_kept  # noqa: E402 the folder above comes first
from kg.model import Article, Graph  # noqa: E402
from kg.ontology import Ontology  # noqa: E402
from kg.pipeline.build import article_graph, known_entities  # noqa: E402
from kg.tables.rows import Row, statement_rows  # noqa: E402
from kg.text.articles import ReadingOptions, articles  # noqa: E402
from kg.text.articles import article_of as laid_out  # noqa: E402
from scripts.evaluate import GOLD, Case, article_of  # noqa: E402
from scripts.parsed import KeptReader  # noqa: E402
from training.judged import rows as judging  # noqa: E402

RECORD = ROOT / "data" / "net" / "rows.jsonl"
JUDGED = ROOT / "data" / "judged" / "open.jsonl"
STORIES = ROOT / "tests" / "stories"
SENTENCES = ROOT / "tests" / "reader"
ASIDE, SAMPLED = 3, 20
"""One judged article in so many is put aside; one text in so many is of the sample."""
UNRECORDED = frozenset({
    "article", "id", "subjectIri", "relationIri", "objectIri", "plover", "confidence", "rule", "quote", "quoteStart",
    "quoteEnd", "fact", "eventIri", "attributedToIri", "firmnessCue", "label", "detailOf", "rules", "usefulness",
    "confidenceReasons", "reviewedBy", "eventFact", "eventFactuality", "eventNegated", "conditionStatement",
    "extractedBy", "timePrecision", "articleDate",
})  # fmt: skip
"""Columns that name a row, follow from others, or say how it was made and how sure it is."""
AS_JUDGED = ("subject", "subjectClass", "object", "objectClass", "attributedTo", "start", "end")
"""What a reader saw of a statement beside its words, relation and firmness."""
EVENT = ("event", "roles")
"""What a verdict hangs on where it was found wrong."""
PHRASES = ("subjectText", "predicateText", "objectText")
ASKED = 3
"""The first draw whose readers saw it."""


@dataclass(frozen=True)
class Text:
    """A text of the net by its name."""

    name: str
    made: Callable[[], Article]
    is_judged: bool = False

    @cached_property
    def article(self) -> Article:
        """The text laid out."""
        return self.made()

    @property
    def is_aside(self) -> bool:
        """Whether numbers alone are told of it."""
        return self.is_judged and _number("aside", self.name) % ASIDE == 0

    @property
    def is_sampled(self) -> bool:
        """Whether the tests read it."""
        return _number("sample", self.name) % SAMPLED == 0


def _number(of: str, name: str) -> int:
    return int(sha256(f"{of} {name}".encode()).hexdigest(), 16)


def texts() -> Iterator[Text]:
    """The open judged articles, the gold ones, the stories, and the sentences that the tests of the reader have."""
    for line in _lines(JUDGED):
        record: dict[str, str] = json.loads(line)
        named = {key: record.get(key, "") for key in ("title", "url")}
        yield Text(record["id"], partial(_article, record["text"], record.get("date"), **named), is_judged=True)
    for path in sorted(GOLD.glob("*.json")):
        case: Case = json.loads(path.read_text(encoding="utf-8"))
        text = article_of(case).read_text(encoding="utf-8")
        yield Text(f"gold {path.stem}", partial(_article, text, case["date"]))
    for path in sorted(STORIES.glob("*/article.txt")):
        day = (path.parent / "date").read_text(encoding="utf-8").strip()
        yield Text(f"story {path.parent.name}", partial(_article, path.read_text(encoding="utf-8"), day))
    for text in sorted({*_sentences()}):
        yield Text(f"sentence {sha256(text.encode()).hexdigest()[:10]}", partial(_article, text))


def _article(text: str, day: str | None = None, *, title: str = "", url: str = "") -> Article:
    reading = ReadingOptions(date=date.fromisoformat(day) if day else None, any_language=True)
    return laid_out(text, title=title, url=url, reading=reading)


def _sentences() -> Iterator[str]:
    head = "# text = "
    yield from (line.removeprefix(head) for line in _lines(SENTENCES / "parses.conllu") if line.startswith(head))
    for path in SENTENCES.glob("*/parses.jsonl"):
        yield from (str(json.loads(line)["text"]) for line in _lines(path))


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")[:-1]


@dataclass(frozen=True)
class NetRow:
    """What a row says: the columns that say it where they are not empty, and the place of its sentence in the text.

    ``detail`` and ``unkept`` are true of what hangs on another statement, and of what is left out by default.
    """

    start: int
    end: int
    columns: Row

    @classmethod
    def of(cls, row: Row, *, unkept: bool) -> "NetRow":
        """Of a row of the tables."""
        told: Row = {name: value for name, value in row.items() if name not in UNRECORDED}
        told |= {"detail": bool(row["detailOf"]), "unkept": unkept}
        return cls(int(str(row["quoteStart"])), int(str(row["quoteEnd"])), {k: v for k, v in told.items() if v})

    @classmethod
    def loaded(cls, line: str) -> "NetRow":
        """Of a line of the record."""
        start, end, columns = json.loads(line)
        return cls(start, end, columns)

    @cached_property
    def line(self) -> str:
        """As the record has it."""
        return json.dumps([self.start, self.end, self.columns], ensure_ascii=False, separators=(",", ":"))

    @property
    def phrases(self) -> tuple[str, str, str]:
        """The words of subject, predicate and object; empty where there are none."""
        subject, predicate, target = (str(self.columns.get(name, "")) for name in PHRASES)
        return subject, predicate, target

    def is_near(self, other: "NetRow") -> bool:
        """Whether two rows are of one place and of the same words but for one phrase."""
        shared = [one == another for one, another in zip(self.phrases, other.phrases, strict=True)]
        return self.start < other.end and other.start < self.end and sum(shared) >= len(shared) - 1

    def differing(self, other: "NetRow") -> list[str]:
        """The columns in which two rows differ."""
        return [name for name in {**self.columns, **other.columns} if self.columns.get(name) != other.columns.get(name)]

    def __str__(self) -> str:
        told = self.columns
        negated = ", negated" if told.get("negated") else ""
        ends = " | ".join(str(told.get(name, "")) for name in ("subject", "relation", "object"))
        by, when = (
            f" {mark} {told[name]}" if name in told else ""
            for mark, name in (("by", "attributedTo"), ("when", "timeText"))
        )
        return f"{ends} | {told['factuality']}{negated}{by}{when}"


def rows_of(graph: Graph) -> list[NetRow]:
    """What is read of a text, in order."""
    unkept = {said.id for said in graph.statements if not is_kept(said)}
    found = (NetRow.of(row, unkept=row["id"] in unkept) for row in statement_rows(graph))
    return sorted(found, key=lambda row: (row.start, row.end, row.line))


@dataclass(frozen=True)
class Difference:
    """A row that is gone (``new`` None), come (``old`` None) or changed."""

    text: Text
    old: NetRow | None
    new: NetRow | None

    @property
    def kind(self) -> str:
        """Which of the three."""
        return "come" if self.old is None else "gone" if self.new is None else "changed"

    @property
    def fields(self) -> list[str]:
        """The columns in which a changed row differs."""
        return self.old.differing(self.new) if self.old and self.new else []


def differences(text: Text, old: Iterable[NetRow], new: Iterable[NetRow]) -> Iterator[Difference]:
    """How two readings of a text differ; of rows that are near each other those that share most are one, changed."""
    was, now = Counter(row.line for row in old), Counter(row.line for row in new)
    gone, come = ([*map(NetRow.loaded, sorted(left.elements()))] for left in (was - now, now - was))
    places = product(range(len(gone)), range(len(come)))
    near = [(here, there) for here, there in places if gone[here].is_near(come[there])]
    pairs = dict[int, int]()
    for here, there in sorted(near, key=lambda pair: (len(gone[pair[0]].differing(come[pair[1]])), pair)):
        if here not in pairs and there not in pairs.values():
            pairs[here] = there
    for place, row in enumerate(gone):
        yield Difference(text, row, come[pairs[place]] if place in pairs else None)
    yield from (Difference(text, None, row) for place, row in enumerate(come) if place not in pairs.values())


class Verdicts:
    """What readers said of rows, found by text, sentence and words."""

    def __init__(self, judged: Iterable[judging.Row]) -> None:
        """Of a row that was judged several times the last verdict stands."""
        self._known: defaultdict[tuple[str, int, str], list[judging.Row]] = defaultdict(list)
        for one in judged:
            self._known[one.text, one.start, str(one.statement["words"])].append(one)

    def of(self, text: Text, row: NetRow | None) -> judging.Row | None:
        """The verdict on a row that is as it was judged: its words, whom they mean, how firmly, by whom."""
        if row is None:
            return None
        found = self._known[text.name, row.start, judging.digest(*row.phrases)]
        return next((one for one in reversed(found) if _is_as_judged(row.columns, one)), None)


def _is_as_judged(columns: Row, judged: judging.Row) -> bool:
    said = judged.statement
    seen = ("relation", "factuality", *(AS_JUDGED if judged.draw >= ASKED else ()))
    seen += EVENT if judged.first.cause == "event_roles" else ()
    return all(columns.get(name) == said.get(name) for name in seen) and ("attributedTo" in columns) == said["said"]


@dataclass
class Balance:
    """Counts of texts, rows and differences, of those that are told and of those put aside."""

    verdicts: Verdicts
    counts: tuple[Counter[str], Counter[str]] = field(default_factory=lambda: (Counter(), Counter()))

    def add(self, text: Text, new: Sequence[NetRow], found: Sequence[Difference]) -> None:
        """Count a text: how it is read now, and what is different."""
        counts = self.counts[text.is_aside]
        counts.update(["texts"])
        counts["rows"] += len(new)
        for row in new:
            counts.update(self._said(text, row, "now"))
        for one in found:
            counts.update([one.kind, *(f"  {name}" for name in one.fields)])
            counts.update((*self._said(text, one.old, "lost"), *self._said(text, one.new, "come")))

    def _said(self, text: Text, row: NetRow | None, what: str) -> Iterator[str]:
        judged = self.verdicts.of(text, row)
        if judged is not None:
            yield f"judged: {judged.first.verdict} {what}"
            if judged.draw in judging.KEPT_ASIDE:
                yield f"judged, unlearned: {judged.first.verdict} {what}"

    def lines(self) -> Iterator[str]:
        """A table: of what is told, and of what is put aside."""
        yield f"{'':34}{'told':>8}{'aside':>8}"
        both = self.counts[0] + self.counts[1]
        fields = [name for name, _ in both.most_common() if name.startswith("  ")]
        yield from map(self._line, ("texts", "rows", "gone", "come", "changed", *fields))
        for kind in ("judged", "judged, unlearned"):
            for verdict in ("right", "wrong"):
                yield from (self._line(f"{kind}: {verdict} {what}") for what in ("now", "lost", "come"))
            told, aside = (earned(counts, kind) for counts in self.counts)
            yield f"{f'{kind}: balance':34}{told:+8}{aside:+8}"

    def _line(self, name: str) -> str:
        told, aside = (counts[name] for counts in self.counts)
        return f"{name:34}{told:8}{aside:8}"


def earned(counts: Counter[str], kind: str) -> int:
    """What a change wins: right rows that come and wrong ones that go, less the others."""
    won = counts[f"{kind}: right come"] + counts[f"{kind}: wrong lost"]
    return won - counts[f"{kind}: right lost"] - counts[f"{kind}: wrong come"]


def shown(one: Difference, verdicts: Verdicts) -> str:
    """A difference in lines: where, what readers said, and what is otherwise; empty of a text that is put aside."""
    row = one.old or one.new
    if row is None or one.text.is_aside:
        return ""
    said = filter(None, (verdicts.of(one.text, one.old), verdicts.of(one.text, one.new)))
    told = "".join(f", {judged.first.verdict} (draw {judged.draw})" for judged in said)
    quote = " ".join(one.text.article.text[row.start : row.end].split())
    lines = [f"{one.text.name} {row.start}-{row.end} {one.kind}{told}", f"  > {quote}", f"  {row}"]
    if one.old and one.new:
        cells = (
            (name, *(json.dumps(each.columns.get(name), ensure_ascii=False) for each in (one.old, one.new)))
            for name in one.fields
        )
        lines += [f"    {name}: {old} -> {new}" for name, old, new in cells]
    return "\n".join([*lines, ""])


Record = Mapping[str, tuple[str, list[NetRow]]]
"""Name of a text -> digest of the text, and its rows."""


def loaded(lines: Iterable[str]) -> Record:
    """The record that some lines hold: of each text its name and digest, then its rows."""
    found: dict[str, tuple[str, list[NetRow]]] = {}
    name = ""
    for line in lines:
        if line.startswith("{"):
            head: dict[str, str] = json.loads(line)
            name = head["text"]
            found[name] = head["sha256"], []
        else:
            found[name][1].append(NetRow.loaded(line))
    return found


def written(found: Iterable[tuple[Text, Sequence[NetRow]]]) -> Iterator[str]:
    """The lines of a record."""
    for text, told in found:
        yield json.dumps({"text": text.name, "sha256": text.article.sha256}, ensure_ascii=False)
        yield from (row.line for row in told)


def read(found: Sequence[Text], reader: KeptReader) -> Iterator[tuple[Text, list[NetRow]]]:
    """What is read of each text now."""
    ontology, known = Ontology.load(), known_entities(reader.gazetteer)
    for text, (article, doc) in zip(found, reader.read(text.article for text in found), strict=True):
        yield text, rows_of(article_graph(article, doc, ontology, known=known))


def compared(found: Iterable[tuple[Text, list[NetRow]]], record: Record, balance: Balance) -> Iterator[Difference]:
    """How what is read differs from the record, all of it counted; a text that the record does not have is left out."""
    for text, new in found:
        sha256, old = record.get(text.name, ("", []))
        if sha256 == text.article.sha256:
            different = list(differences(text, old, new))
            balance.add(text, new, different)
            yield from different


def main() -> int:
    """Print differences and balance; 1 where there is a difference and none is written."""
    given = _given()
    record = given.parses / f"{'-'.join(path.stem for path in given.texts)}.rows.jsonl" if given.texts else RECORD
    every = _others(given.texts) if given.texts else texts()
    chosen = [text for text in every if text.name.startswith(given.only) and (text.is_sampled or not given.sample)]
    balance = Balance(Verdicts(judging.rows()))
    now: Iterable[tuple[Text, list[NetRow]]] = read(chosen, KeptReader.of(given.parses))
    now = list(now) if given.write else now
    found = compared(now, loaded(_recorded(record, given.against)), balance)
    is_same = True
    for one in found:
        is_same = False
        if not given.write:
            print(shown(one, balance.verdicts), end="", flush=True)
    print("\n".join(balance.lines()))
    fresh = len(chosen) - sum(counts["texts"] for counts in balance.counts)
    if fresh and not given.write:
        print(f"{fresh} texts are not in the record: scripts/net --write")
    if given.write:
        record.write_text("".join(f"{line}\n" for line in written(now)), encoding="utf-8")
    return 0 if is_same or given.write else 1


def _recorded(record: Path, revision: str) -> list[str]:
    if not revision:
        return _lines(record) if record.exists() else []
    command = ["git", "show", f"{revision}:{record.relative_to(ROOT).as_posix()}"]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout.decode().split("\n")[:-1]


def _others(paths: Sequence[Path]) -> Iterator[Text]:
    """Further texts; a judged one is known by its id."""
    known, reading = judging.texts(), ReadingOptions(any_language=True)
    for article in articles(paths, reading=reading, skipped=lambda error: print(error, file=sys.stderr)):
        yield Text(article.id, partial(replace, article), is_judged=article.id in known)


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parses", type=Path, metavar="FOLDER", help="where parses are kept, outside of the clone")
    parser.add_argument("--write", action="store_true", help="record anew")
    parser.add_argument("--sample", action="store_true", help="the sample alone")
    parser.add_argument("--only", default="", metavar="NAME", help="texts whose names begin so")
    parser.add_argument("--against", default="", metavar="REVISION", help="the record of another revision")
    parser.add_argument("--texts", type=Path, nargs="+", default=[], metavar="FILE", help="other texts")
    given = parser.parse_args()
    if given.write and (given.sample or given.only):
        parser.error("--write records all texts: leave --sample and --only out")
    if given.texts and (given.against or not given.parses):
        parser.error("--texts: their record is kept in the folder of --parses, and has no revisions")
    return given


if __name__ == "__main__":
    sys.exit(main())
