"""Linked by blocks, a corpus has the links that it has in memory, whatever the blocks, and whoever compares them."""

import io
import json
import shutil
import signal
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings

from kg.corpus import DecisionFile, PairDecision, linked
from kg.corpus.blocks import meeting
from kg.corpus.blocks.linking import decided, linked_by_blocks
from kg.corpus.blocks.meeting import steady
from kg.corpus.blocks.tasks import windows_of
from kg.corpus.decisions import Place
from kg.corpus.doubtful import DoubtfulPairs, doubtful_in
from kg.corpus.links import ENTITY, Doubt, Links, Unit, read_links
from kg.corpus.words import Frequencies
from kg.errors import InputError
from kg.model import ArticleId, Graph, NodeId
from kg.model.merge import merged
from kg.shards.folder import CorpusFolder
from tests.clusters import cluster
from tests.conftest import Kg
from tests.corpus.made import Clause, corpora, told
from tests.sampling import COSTLY
from tests.shards.made import corpus, flip, shard_of

FEW = settings(COSTLY, suppress_health_check=[HealthCheck.function_scoped_fixture])
DAY = date(2026, 3, 2)


def by_blocks(path: Path, decisions: Sequence[PairDecision] = (), jobs: int | str = 1) -> str:
    """The bytes of the links of a corpus."""
    with indexed(path) as index, linked_by_blocks(index, decided(index, decisions), jobs=jobs) as links:
        return meeting.links_in(links.base, links.decisions).text()


def rows_in(path: Path) -> str:
    """The rows of the links of a corpus, without the first and the last of the file, which tell of the others."""
    return "".join((path / "derived/links.jsonl").read_text().splitlines(keepends=True)[1:-1])


@contextmanager
def indexed(path: Path) -> Iterator[sqlite3.Connection]:
    with CorpusFolder(path) as folder, folder.index(lambda _name: None) as index:
        yield index


@contextmanager
def filled(graphs: Sequence[Graph]) -> Iterator[Path]:
    """A corpus of the graphs of some articles, each of which is a change."""
    with TemporaryDirectory() as folder:
        yield corpus(Path(folder), map(shard_of, graphs))


def stories(number: int) -> list[Graph]:
    """Articles about so many attacks, each told on two days by two articles, with persons of several spellings."""
    return [
        told(
            f"a{place:02}{copy}",
            DAY + timedelta(9 * place + copy),
            Clause(("mykhailo-podoliak", "mykhailo-podolyak")[copy], "attacked", "velox"),
            Clause("karl-berg", "visited", ("peru", "chile")[place % 2]),
            Clause(("k-berg", "ana-berg")[copy], "praised", ("velox", "velox-inc")[copy]),
        )
        for place in range(number)
        for copy in range(2)
    ]


UNSURE = [
    *stories(1),
    told("y", DAY, Clause("karl-berg", "sued", "chile")),
    told("z", DAY + timedelta(5), Clause("peru", "praised", "peru")),
]


@FEW
@given(corpora())
def test_blocks_give_what_all_at_once_gives(graphs: list[Graph]) -> None:
    with filled(graphs) as path:
        assert by_blocks(path) == linked(merged(graphs)).text()


@pytest.mark.parametrize("most", [1, 3, 1000])
def test_the_size_of_blocks_does_not_show(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meeting, "_ONE_BLOCK", most)
    graphs = stories(4)
    with filled(graphs) as path:
        found = by_blocks(path)
    assert found == linked(merged(graphs)).text()
    assert '"kind": "event"' in found


def test_by_processes_and_by_weeks_a_week_is_linked_as_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with filled(stories(1)) as path:
        at_once = by_blocks(path)
        assert by_blocks(path, jobs=2) == at_once
        monkeypatch.setattr("kg.corpus.blocks.tasks.AT_ONCE", 1)
        assert by_blocks(path) == at_once


@pytest.mark.slow
def test_a_worker_killed_while_it_links_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meeting, "_ONE_BLOCK", 1)
    monkeypatch.setenv("DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", "3")  # as is usual
    with filled(stories(3)) as path, cluster(tmp_path) as running, indexed(path) as index:
        first, _ = running.start("--no-nanny"), running.start("--no-nanny")

        def told(step: str) -> None:
            if step == "entities":  # what is sent to it from now on is never done there
                first.send_signal(signal.SIGSTOP)
                threading.Timer(2, first.kill).start()

        with linked_by_blocks(index, decided(index, ()), jobs=running.address, told=told) as links:
            assert meeting.links_in(links.base, links.decisions).text() == by_blocks(path)
        assert first.wait(5) == -signal.SIGKILL


def test_a_decision_holds_in_blocks_as_in_memory() -> None:
    graphs = stories(2)
    graph = merged(graphs)
    units = sorted(unit for one in linked(graph).clusters for unit in one.members if one.kind == ENTITY)
    one, other = (next(unit for unit in units if unit.node == node) for node in ("karl-berg", "velox"))
    item, pairs = next(unit for unit in units if not unit.article), DoubtfulPairs(graph, ())
    told = ((Doubt(ENTITY, min(both), max(both), 0.5), both[0] == one) for both in ((one, other), (item, one)))
    decisions = [pairs.decision(doubt, "", is_same=is_same) for doubt, is_same in told]
    with filled(graphs) as path:
        found = by_blocks(path, decisions)
    assert found == linked(graph, decisions).text() != linked(graph).text()


def test_windows_are_overlapping_weeks_or_the_rarest_names() -> None:
    known = Frequencies(5000, {"tavola": 2, "peru": 900, "lima": 40, "nobody": 1, "march": 3000})
    day = date(2026, 3, 4)
    told_on = windows_of(ArticleId("a"), day, (), {"tavola"}, known)
    week_later = windows_of(ArticleId("b"), day + timedelta(7), (), {"tavola"}, known)
    assert (len(told_on), len({*told_on} & {*week_later})) == (2, 1)
    assert not {*told_on} & {*windows_of(ArticleId("c"), day + timedelta(14), (), (), known)}
    recalled = windows_of(ArticleId("d"), day + timedelta(400), [(day, day)], (), known)
    assert {*told_on} < {*recalled}
    assert windows_of(ArticleId("e"), None, (), {"nobody", "march", "peru", "tavola", "lima"}, known) == [
        "name lima",
        "name peru",
        "name tavola",
    ]
    assert windows_of(ArticleId("f"), None, [(date(2026, 1, 1), date(2026, 12, 31))], (), known) == ["article f"]
    assert windows_of(ArticleId("a"), day, (), (), Frequencies(9, {})) == ["all"]


def test_frequencies_are_of_all_articles_or_most_of_them() -> None:
    counts = [steady(number) for number in range(1, 100_000, 97)]
    assert all(0.88 * number <= count <= number for number, count in zip(range(1, 100_000, 97), counts, strict=True))
    assert len(set(counts[50:])) < 35


def test_a_name_that_too_many_share_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meeting, "LARGEST", 1)
    with filled(stories(2)) as path, indexed(path) as index, linked_by_blocks(index, decided(index, ())) as links:
        assert links.common > 0


def test_a_corpus_that_is_too_large_for_memory_is_linked_and_asked_whole(
    kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.shards.wanted.MANY", 5)
    monkeypatch.setattr("kg.shards.excerpts.FEW", 2)
    graphs = stories(4)
    path = corpus(tmp_path, map(shard_of, graphs))
    ran = kg("brief", "news.corpus", "Karl Berg")
    assert (ran.code, "is found now" in ran.err, "the newest 1 of 8 articles" in ran.err) == (3, True, True)
    ran = kg("corpus", "link", "news.corpus", "--jobs", "1")
    assert (ran.code, "links of 8 articles" in ran.err) == (0, True)
    assert rows_in(path) == linked(merged(graphs)).text()
    asked = kg("happenings", "news.corpus", "--about", "Karl Berg", "-f", "jsonl")
    assert (asked.code, asked.err, len(asked.out.splitlines())) == (0, "", 8)
    asked = kg("query", "news.corpus", "--ask", "acts-of", "-p", "who=Karl Berg", "-f", "jsonl")
    days = [json.loads(row)["told"] for row in asked.out.splitlines()]
    assert (asked.code, asked.err, len(days), days) == (0, "", 8, sorted(days))
    later = kg(
        "query", "news.corpus", "--ask", "acts-of", "-p", "who=Karl Berg", "-p", f"since={days[4]}", "-f", "jsonl"
    )
    assert later.out.splitlines() == asked.out.splitlines()[4:]
    later = kg("happenings", "news.corpus", "--about", "Karl Berg", "--since", days[4], "-f", "jsonl")
    assert [json.loads(row)["tellings"][0]["day"] for row in later.out.splitlines()] == days[4:]
    asked = kg("corpus", "network", "news.corpus", "-f", "jsonl")
    assert (asked.code, asked.err) == (0, "")
    assert "links" in kg("corpus", "status", "news.corpus").out


def test_doubtful_pairs_of_all_of_a_large_corpus_are_reviewed(
    kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus(tmp_path, map(shard_of, UNSURE))
    ran = kg("corpus", "review", "news.corpus", "--count", "1")
    assert (ran.code, "kg corpus link news.corpus finds what is the same in all of it" in ran.err) == (2, True)
    assert kg("corpus", "link", "news.corpus").code == 0
    doubts = linked(merged(UNSURE)).doubts
    assert doubts
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    ran = kg("corpus", "review", "news.corpus", "--count", "1")
    assert f"1 decided, {len(doubts) - 1} left" in ran.err
    assert (tmp_path / "news.corpus/decisions.jsonl").read_text().count("\n") == 1
    for left in range(len(doubts) - 1, 0, -1):  # a second sitting needs no new links
        monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
        assert f"1 decided, {left - 1} left" in kg("corpus", "review", "news.corpus", "--count", "1").err
    assert "0 decided, 0 left" in kg("corpus", "review", "news.corpus").err


def test_a_part_of_a_large_corpus_is_not_linked_with_others(
    kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.shards.wanted.MANY", 5)
    monkeypatch.setattr("kg.shards.excerpts.FEW", 2)
    for name, graphs in (("one.corpus", stories(1)), ("many.corpus", stories(4))):
        corpus(tmp_path, map(shard_of, graphs), name)
    ran = kg("corpus", "link", "one.corpus", "many.corpus", "-o", "links.jsonl")
    assert (ran.code, "too large to be linked with others" in ran.err) == (2, True)
    assert not (tmp_path / "links.jsonl").exists()


@pytest.mark.parametrize("most", [0, 20_000])
def test_links_are_written_where_all_that_follows_was_thrown_away(
    kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr("kg.shards.wanted.MANY", most)
    path = corpus(tmp_path, map(shard_of, stories(1)))
    shutil.rmtree(path / "derived")
    assert kg("corpus", "link", "news.corpus").code == 0
    assert (path / "derived/links.jsonl").exists()


def test_of_many_doubtful_pairs_the_most_doubtful_are_taken_and_the_others_counted(tmp_path: Path, kg: Kg) -> None:
    units = [Unit(NodeId(f"n{number}"), ArticleId("a")) for number in range(4)]
    doubts = [Doubt(ENTITY, units[0], other, score) for other, score in zip(units[1:], (0.2, 0.51, 0.7), strict=True)]
    (tmp_path / "links").write_text(Links((), tuple(doubts)).text())
    path = corpus(tmp_path, map(shard_of, stories(1)))
    assert kg("corpus", "link", "news.corpus").code == 0
    found = doubtful_in(path, tmp_path / "links", (), 1)
    assert (found.doubts, found.others) == ((doubts[1],), 2)
    decision = PairDecision(ENTITY, Place(units[0]), Place(units[2]), is_same=False)
    found = doubtful_in(path, tmp_path / "links", [decision], 1)
    assert (found.doubts, found.others) == ((doubts[2],), 1)


@pytest.mark.parametrize("name", ["derived/links.jsonl", "decisions.jsonl"])
def test_a_bit_that_is_turned_in_links_or_decisions_is_told_or_changes_nothing(
    name: str, kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = corpus(tmp_path, map(shard_of, UNSURE))
    assert kg("corpus", "link", "news.corpus").code == 0
    monkeypatch.setattr("sys.stdin", io.StringIO("y\nn\n"))
    assert kg("corpus", "review", "news.corpus").code == 0
    assert kg("corpus", "link", "news.corpus").code == 0
    file = path / name
    read = read_links if name.endswith("links.jsonl") else lambda path: DecisionFile(path).decisions()
    whole, before, told_of = file.read_bytes(), read(file), 0
    for place in range(0, len(whole) * 8, max(len(whole) * 8 // 400, 1)):
        flip(file, place)
        try:
            assert read(file) == before
        except InputError as error:
            told_of += str(file) in error.message and bool(error.hint)
        file.write_bytes(whole)
    assert told_of > 300
    flip(file, len(whole) * 4)
    ran = kg("corpus", "status", "news.corpus")
    assert (ran.code, str(Path("news.corpus") / name) in ran.err) == (2, True)
