"""A shard gives back what was put into it, byte for byte; the index, joining, servers and page of a corpus."""

import csv
import io
import json
import re
import shlex
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KgError
from kg.model import ArticleId, Graph, NodeId, TimeSpan
from kg.shards.codec import decoded, encoded
from kg.shards.excerpts import CorpusExcerpt, excerpt
from kg.shards.index import index
from kg.shards.shard import Shard, rows_of
from kg.shards.tables import ARTICLES, EARLIER, EVENTS, NODES, STATEMENTS, article_in, graph_in
from kg.shards.wanted import Wanted, wanted_by
from kg.store import Query
from kg.store.questions import Question, questions
from kg.tables.rows import COLUMNS
from kg.turtle.documents import serialize
from kg.turtle.nodes import EvidenceDetail
from tests.asking import Here
from tests.conftest import Kg
from tests.corpus.made import Clause, told
from tests.gold_graph import GOLD, gold_graph
from tests.graphs import graphs, trade_graph
from tests.sampling import COSTLY, some
from tests.shards.made import corpus, failed, shard_of, some_graphs, trade
from tests.stores import oxigraph
from tests.whole_builds import TEXTS


@given(graphs())
def test_a_graph_comes_back_as_it_was_and_has_the_same_bytes(graph: Graph) -> None:
    data = encoded(graph)
    assert decoded(data) == graph
    assert encoded(decoded(data)) == data


@pytest.mark.slow
@given(some_graphs)
def test_written_read_and_sent_a_shard_is_the_same(some: list[Graph]) -> None:
    shard = Shard.joined(map(shard_of, some))
    with TemporaryDirectory() as folder:
        place = shard.write(Path(folder))
        back = Shard.read(place)
        assert [graph_in(row) for row in rows_of(place)] == some
    for other in (back, Shard.from_bytes(shard.to_bytes())):
        assert other.name == shard.name
        assert {**other.tables, EARLIER: other.earlier} == {**shard.tables, EARLIER: shard.earlier}


@given(some_graphs)
def test_without_what_was_joined_it_has_the_name_from_before(some: list[Graph]) -> None:
    first, *others = map(shard_of, some)
    gone = [name for other in others for name in other.articles]
    assert Shard.joined([first, *others]).without(gone).name == first.name


def test_how_a_shard_was_joined_does_not_show_in_its_bytes(tmp_path: Path) -> None:
    parts = [shard_of(trade(number)) for number in range(3)]
    whole = Shard.joined(parts)
    sent = Shard.joined([Shard.from_bytes(Shard.joined(parts[:2]).to_bytes()), parts[2]])
    cut = Shard.joined([*parts, failed(trade(9))]).without([ArticleId("trade 009")])
    first, second, third = (bytes_of(shard, tmp_path / str(number)) for number, shard in enumerate((whole, sent, cut)))
    assert first == second == third


def bytes_of(shard: Shard, folder: Path) -> dict[str, bytes]:
    folder.mkdir()
    return {path.name: path.read_bytes() for path in shard.write(folder).iterdir()}


def test_what_is_replaced_keeps_its_place() -> None:
    one, two, three = (shard_of(trade(number)) for number in range(3))
    before = Shard.joined([failed(trade(0)), two])
    assert before.replaced(Shard.joined([three, one])).name == Shard.joined([one, two, three]).name


def test_a_shard_of_another_order_has_another_name() -> None:
    parts = [shard_of(trade(0)), failed(trade(1)), failed(trade(2), "killed")]
    assert len({Shard.joined(some).name for some in permutations(parts)}) == 6


def test_an_article_that_failed_is_kept_with_its_cause_and_its_text() -> None:
    graph = trade_graph()
    (row,) = failed(graph).rows()
    assert (row["step"], row["cause"], row["graph"]) == ("names", "took more than 1 seconds", None)
    assert article_in(row) == graph.articles[0]


@pytest.mark.parametrize("table", [ARTICLES, NODES, EVENTS, STATEMENTS])
def test_tables_are_for_any_reader_of_parquet(table: str, tmp_path: Path) -> None:
    place = Shard.joined([shard_of(trade_graph()), failed(trade(1))]).write(tmp_path)
    found = pq.read_table(place / f"{table}.parquet").to_pylist()
    told: Callable[[str], list[object]] = lambda name: [row[name] for row in found]  # noqa: E731
    wanted: dict[str, tuple[str, object]] = {
        ARTICLES: ("statements", [5, 0]),
        NODES: ("wikidata", ["Q16", *[None] * 2, "Q148", *[None] * 8]),
        EVENTS: ("factuality", ["Asserted", "Asserted"]),
        STATEMENTS: ("article", ["trade"] * 5),
    }
    name, values = wanted[table]
    assert told(name) == values
    if table == STATEMENTS:
        assert tuple(found[0]) == COLUMNS


def test_words_that_are_not_to_be_kept_are_nowhere_in_it() -> None:
    graph = trade_graph()
    quote = min(graph.statements[0].evidence).quote
    for evidence, words in ((EvidenceDetail.NONE, []), (EvidenceDetail.OFFSETS, [quote])):
        shard = shard_of(graph, evidence)
        (row,) = shard.rows()
        kept = graph_in(row)
        assert (row["text"], kept.articles[0].text) == (None, "")
        assert [
            one for one in (quote, graph.articles[0].text) if one in str(shard.to_bytes().decode(errors="replace"))
        ] == words
        assert serialize(kept, evidence=evidence) == serialize(graph, evidence=evidence)


# The index of a corpus and its excerpts: a named question has the answer of the whole, and what is cut is told.


GOLD_NAMES = sorted(path.stem for path in GOLD.glob("*.json"))
ASKED = ("China", "Canada", "Xi Jinping")
DAYS = {"since": "2022-06-15", "until": "2026-01-14"}
QUERIES = {
    "article": "SELECT name, day, graph FROM article",
    "clause": "SELECT article.name, clause.name, since, until FROM clause {article}",
    "told": "SELECT word, clause.name FROM told JOIN clause ON clause.id = clause",
    "touch": "SELECT node.name, clause.name FROM touch JOIN node ON node.id = node JOIN clause ON clause.id = clause",
    "name": "SELECT name.name, rank, node.name, article.name, label FROM name JOIN node ON node.id = node {article}",
    "link": "SELECT target, relation, node.name, article.name FROM link JOIN node ON node.id = node {article}",
}
"""All that an index says, without the numbers that it has for things."""


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """No corpus is so small that it is read whole."""
    monkeypatch.setattr("kg.shards.excerpts.FEW", 0)


def taken(folder: Path, graphs: Iterable[Graph], wanted: Wanted) -> CorpusExcerpt:
    """An excerpt of a corpus of one shard."""
    with index(folder / "index.sqlite", lambda: {"all": graphs}) as base:
        return excerpt(base, wanted)


def all_of(path: Path, shards: Mapping[str, Iterable[Graph]]) -> dict[str, list[tuple[object, ...]]]:
    """All that an index says after it caught up with some shards."""
    with index(path, lambda: shards) as base:
        return {
            name: sorted(
                base.execute(query.format(article="JOIN article ON article.id = article")).fetchall(), key=repr
            )
            for name, query in QUERIES.items()
        }


def dated(number: int) -> Graph:
    """The graph of an article of a day of its own."""
    graph = trade(number)
    day = date(2026, 1, 1) + timedelta(days=number)
    return replace(graph, articles=tuple(replace(one, date=day) for one in graph.articles))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Here:
    """All gold articles, asked as one graph."""
    return here(Graph().union(*map(gold_graph, GOLD_NAMES)), tmp_path_factory.mktemp("whole"))


def here(graph: Graph, folder: Path) -> Here:
    path = folder / "graph.nt"
    path.write_bytes(serialize(graph, "nt", evidence="full"))
    return Here([path])


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """The index of all gold articles."""
    path = tmp_path_factory.mktemp("gold") / "index.sqlite"
    with index(path, lambda: {"all": map(gold_graph, GOLD_NAMES)}) as base:
        yield base


@pytest.mark.parametrize("one", questions(), ids=lambda one: one.name)
def test_a_question_has_the_answer_of_the_whole(
    one: Question, whole: Here, gold: sqlite3.Connection, tmp_path: Path
) -> None:
    names = [parameter.name for parameter in one.parameters if parameter.kind == "entity"]
    given = [{}, *({name: value} for name in names for value in ASKED), dict(zip(names, ASKED, strict=False))]
    days = {parameter.name: DAYS[parameter.name] for parameter in one.parameters if parameter.name in DAYS}
    given += [days, *({name: day} for name, day in days.items())]
    for values in some(given, 3):
        part = here(excerpt(gold, wanted_by(one, values)).graph, tmp_path)
        answers = (worker.ask(Query(one.filled(values, worker))).body for worker in (whole, part))
        assert len(set(answers)) == 1, values


@pytest.mark.slow
@COSTLY
@given(some_graphs, st.data())
def test_an_index_that_caught_up_is_one_made_anew(some: list[Graph], data: st.DataObject) -> None:
    shards = {str(number): [graph] for number, graph in enumerate(some)}
    before = {name: shards[name] for name in data.draw(st.lists(st.sampled_from(sorted(shards)), unique=True))}
    with TemporaryDirectory() as folder:
        path = Path(folder)
        assert all_of(path / "a", shards) == all_of(path / "b", before | shards)
        assert all_of(path / "a", before) == all_of(path / "c", before)


def test_the_newest_articles_are_taken_and_what_is_left_out_is_told(tmp_path: Path) -> None:
    some = [dated(number) for number in range(9)]
    found = taken(tmp_path, some, Wanted(about=("Canada",), most=3))
    assert found.of == 9
    assert 0 < found.articles < 9
    newest = sorted(graph.articles[0].id for graph in some)[-found.articles :]
    assert [article.id for article in found.graph.articles] == newest
    assert found.note == f"the newest {found.articles} of 9 articles that tell of it are read"
    assert not taken(tmp_path, some, Wanted(about=("Canada",))).note


def test_days_and_words_confine_an_excerpt(tmp_path: Path) -> None:
    gold = [gold_graph(name) for name in GOLD_NAMES]
    every = taken(tmp_path, gold, Wanted())
    tariffs = taken(tmp_path, gold, Wanted(words=frozenset({"imposed tariff on"})))
    assert {said.relation for said in tariffs.graph.statements} >= {"imposedTariffOn"}
    assert 0 < len(tariffs.graph.statements) < len(every.graph.statements)
    late = taken(tmp_path, gold, Wanted(since=date(2026, 1, 1)))
    assert 0 < late.of < every.of


def test_what_still_holds_is_of_every_later_day(tmp_path: Path) -> None:
    graph = trade(1)
    some = replace(graph.statements[0], time=TimeSpan(date(2019, 1, 1), None, "since 2019"))
    found = taken(tmp_path, [replace(graph, statements=(some,))], Wanted(since=date(2026, 1, 1)))
    assert found.graph.statements == (some,)


def test_a_detail_is_found_by_its_id_with_all_of_its_clause(tmp_path: Path) -> None:
    gold = [gold_graph(name) for name in GOLD_NAMES]
    main = gold[0].statements[0]
    detail = replace(main, id=NodeId("statement-abc-2"), detail_of=main.id)
    some = replace(gold[0], statements=(*gold[0].statements, detail))
    for name in (detail.id, "abc-2", f"id:{detail.id}"):
        found = taken(tmp_path, [some, *gold[1:]], Wanted(clause=name))
        assert {main.id, detail.id} <= {said.id for said in found.graph.statements}
        assert found.of == 1


def test_a_name_that_the_corpus_does_not_have_is_told_with_the_nearest(tmp_path: Path) -> None:
    all_of(tmp_path / "index.sqlite", {"gone": [told("z", None, Clause("ana-berg", "sued", "peru"))]})
    for name, near in (("Cannada", "Canada"), ("ana-berg", "")):
        with pytest.raises(KgError, match=f"'{name}' is not in the corpus") as fault:
            taken(tmp_path, [trade(1)], Wanted(about=(name,)))
        assert near in fault.value.hint


@pytest.mark.parametrize("spoilt", [b"no database at all", b""])
def test_an_index_that_is_damaged_is_made_anew(tmp_path: Path, spoilt: bytes) -> None:
    path = tmp_path / "index.sqlite"
    path.write_bytes(spoilt)
    assert all_of(path, {"all": [trade(1)]}) == all_of(tmp_path / "other", {"all": [trade(1)]})


# Articles of one corpus come into another as they were read, and nothing is read again.


def test_parts_that_were_read_apart_make_the_corpus_that_was_read_at_once(kg: Kg, tmp_path: Path) -> None:
    shards = [shard_of(trade(number)) for number in range(5)] + [failed(trade(9))]
    corpus(tmp_path, shards, "whole.corpus")
    corpus(tmp_path, shards[:3], "one.corpus")
    corpus(tmp_path, shards[2:], "two.corpus")
    ran = kg("corpus", "add", "both.corpus", "one.corpus", "two.corpus")
    assert ran.code == 0, ran.err
    assert "6 articles added, 6 in all\n      1  articles that are there already\n" in ran.err
    kg("corpus", "export", "both.corpus", "-o", "both.nt")
    kg("corpus", "export", "whole.corpus", "-o", "whole.nt")
    assert (tmp_path / "both.nt").read_bytes() == (tmp_path / "whole.nt").read_bytes()
    assert [one.name for one in (tmp_path / "both.corpus" / "shards").iterdir()] == [
        one.name for one in (tmp_path / "whole.corpus" / "shards").iterdir()
    ]
    again = kg("corpus", "add", "both.corpus", "one.corpus")
    assert "0 articles added, 6 in all" in again.err


def test_one_that_keeps_its_articles_otherwise_is_refused(kg: Kg, tmp_path: Path) -> None:
    corpus(tmp_path, [shard_of(trade(1))], "one.corpus")
    other = corpus(tmp_path, [shard_of(trade(2))], "other.corpus")
    (other / "corpus.toml").write_text('form = 1\n[reading]\nevidence = "none"\n')
    ran = kg("corpus", "add", "one.corpus", "other.corpus")
    assert ran.code == 2
    assert "other.corpus: keeps its articles otherwise than one.corpus" in ran.err


# The files of a corpus for servers go through the bulk loader of one, which then answers a named question.


QUESTIONS = Path(__file__).resolve().parents[2] / "ontologies" / "questions"


def rows(text: str) -> list[list[str]]:
    """The rows of a table, sorted, with the last parts of IRIs."""
    return sorted([cell.rpartition("/")[2].replace("id:", "") for cell in row] for row in csv.reader(io.StringIO(text)))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("form", "name", "question"), [("nquads", "quads", "articles"), ("nt", "news.nt", "who-imposed-what")]
)
def test_what_is_exported_is_loaded_in_bulk_and_answers_as_here(
    kg: Kg, tmp_path: Path, form: str, name: str, question: str
) -> None:
    corpus(tmp_path, [shard_of(trade(number)) for number in range(3)])
    assert kg("corpus", "export", "news.corpus", "-o", name, "-f", form).code == 0
    here = tmp_path / name
    loader = Path(sys.executable).with_name("oxigraph")
    files = sorted(here.iterdir()) if here.is_dir() else [here]
    subprocess.run([loader, "load", "--location", tmp_path / "data", "--file", *files], check=True, capture_output=True)
    with oxigraph(tmp_path) as server:
        asked = urllib.request.Request(
            f"{server}/query{'?union-default-graph' if form == 'nquads' else ''}",
            (QUESTIONS / f"{question}.rq").read_bytes(),
            {"Content-Type": "application/sparql-query", "Accept": "text/csv"},
        )
        with urllib.request.urlopen(asked, timeout=60) as answer:
            found = rows(answer.read().decode())
    known = rows(kg("query", "news.corpus", "--ask", question, "-f", "csv").out)
    assert len(found) > 1
    assert found == known


# Every command of the page on a corpus runs.


PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "keep-a-corpus.md"


@pytest.mark.model
def test_every_command_of_the_page_runs(kg: Kg, tmp_path: Path) -> None:
    rows = [{"id": "a1", "date": "2026-01-14", "url": "https://example.org/a", "text": "Peru banned canola."}]
    rows += [
        {"id": name, "text": text, "date": "2026-01-13"}
        for name, text in zip(("a2", "a711"), TEXTS.values(), strict=False)
    ]
    (tmp_path / "archive.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (tmp_path / "corrected.jsonl").write_text(json.dumps({"id": "a712", "text": "Peru sued Chile."}))
    (tmp_path / "today").mkdir()
    (tmp_path / "today" / "news.txt").write_text("Norway protested against the tariffs of Canada.\n")
    commands = re.findall(r"^\$ kg (.*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(commands) >= 15
    for command in commands:
        ran = kg(*shlex.split(command))
        assert ran.code == 0, (command, ran.err)
    assert (tmp_path / "week.ttl").read_text().count("a schema:NewsArticle") == 3
