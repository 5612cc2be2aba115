"""The folder of a corpus: laws of adding and removing, one who writes, what is left by who was killed."""

import shutil
from contextlib import suppress
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError, KgError
from kg.model import ArticleId, Graph
from kg.model.merge import merged
from kg.pipeline.workers import BuildSettings
from kg.shards.catalog import Selection
from kg.shards.folder import FULL, CorpusFolder, CorpusWriter
from kg.shards.settings import CorpusSettings
from kg.shards.shard import Shard
from kg.turtle.documents import serialize
from kg.turtle.nodes import EvidenceDetail
from tests.cases import tried_on
from tests.sampling import COSTLY, some
from tests.shards.made import MADE, corpus, failed, shard_of, some_graphs, trade


def whole(path: Path) -> bytes:
    """All articles of a corpus as one graph."""
    with CorpusFolder(path) as folder:
        return serialize(merged(folder.graphs()), evidence="full")


def names(path: Path) -> list[str]:
    return sorted(place.name for place in (path / "shards").iterdir())


@pytest.mark.slow
@COSTLY
@given(some_graphs, st.data())
def test_any_order_of_adding_adding_twice_and_removing(some: list[Graph], data: st.DataObject) -> None:
    text = serialize(merged(some), evidence="full")
    kept = data.draw(st.lists(st.sampled_from(some), unique_by=id))
    mixed = data.draw(st.permutations(some))
    gone = [graph.articles[0].id for graph in some if not any(graph is one for one in kept)]
    with TemporaryDirectory() as folder:
        path = corpus(Path(folder), map(shard_of, mixed))
        assert whole(path) == text
        with CorpusWriter(path) as writer:
            writer.put(Shard.joined(map(shard_of, some)))
        assert whole(path) == text
        with CorpusWriter(path) as writer:
            writer.remove(gone)
        assert whole(path) == serialize(merged(kept), evidence="full")


def test_shards_are_filled_in_the_order_of_the_articles_however_they_come(tmp_path: Path) -> None:
    parts = [shard_of(trade(number)) for number in range(FULL + 6)]
    at_once = corpus(tmp_path, [Shard.joined(parts)], "one.corpus")
    single = corpus(tmp_path, [Shard.joined(parts[:3]), *parts[3:5], Shard.joined(parts[5:])], "two.corpus")
    assert names(at_once) == names(single)
    with CorpusFolder(at_once) as folder:
        assert [entry.articles for entry in folder.entries] == [FULL, 6]
        assert [row["article"] for row in folder.rows()] == [part.articles[0] for part in parts]


def test_one_more_article_writes_one_shard_and_leaves_the_others(tmp_path: Path) -> None:
    path = corpus(tmp_path, [Shard.joined(shard_of(trade(number)) for number in range(2 * FULL + 1))])
    before = {place.name: place.stat().st_mtime_ns for place in (path / "shards").iterdir()}
    with CorpusWriter(path) as writer:
        writer.put(shard_of(trade(999)))
    after = {place.name: place.stat().st_mtime_ns for place in (path / "shards").iterdir()}
    assert len(before.items() & after.items()) == 2
    assert len(after) == 3


def test_an_article_that_failed_gives_way_to_the_one_that_is_read(tmp_path: Path) -> None:
    path = corpus(tmp_path, [failed(trade(0)), shard_of(trade(1))])
    with CorpusWriter(path) as writer:
        assert writer.catalog.has_failed(ArticleId("trade 000"))
        writer.put(shard_of(trade(0)))
        assert not writer.catalog.has_failed(ArticleId("trade 000"))
    again = corpus(tmp_path, [shard_of(trade(0)), shard_of(trade(1))], "again.corpus")
    assert names(path) == names(again)


def test_who_reads_sees_what_was_there_when_it_began(tmp_path: Path) -> None:
    path = corpus(tmp_path, [shard_of(trade(0))])
    with CorpusFolder(path) as reader:
        with CorpusWriter(path) as writer:
            writer.put(shard_of(trade(1)))
            writer.remove([ArticleId("trade 000")])
        assert [graph.articles[0].id for graph in reader.graphs()] == ["trade 000"]
    with CorpusFolder(path) as reader:
        assert [graph.articles[0].id for graph in reader.graphs()] == ["trade 001"]
    with CorpusWriter(path):
        assert len(names(path)) == 1


def test_who_reads_leaves_the_catalog_to_who_writes(tmp_path: Path) -> None:
    path = corpus(tmp_path, map(shard_of, map(trade, range(3))))
    first, new = ArticleId("trade 000"), ArticleId("trade 003")
    with CorpusWriter(path) as writer:
        assert first in writer.catalog.articles
        with CorpusFolder(path) as older, CorpusFolder(path) as other:
            assert len(other.catalog.articles) == 3
            writer.put(shard_of(trade(3)))
            assert (new in older.catalog.articles, new in other.catalog.articles) == (False, False)
        writer.put(shard_of(trade(3)))
        writer.remove([first])
    with CorpusFolder(path) as folder:
        assert [row["article"] for row in folder.rows()] == ["trade 001", "trade 002", "trade 003"]


def test_where_nobody_may_write_it_is_read(tmp_path: Path) -> None:
    """The catalog cannot be opened to write where the file that SQLite makes beside it cannot be made."""
    path = corpus(tmp_path, [shard_of(trade(0))])
    for name in ("catalog.sqlite-shm", "index.sqlite-shm"):
        (path / "derived" / name).mkdir()
    for _ in range(2):
        with CorpusFolder(path) as folder, folder.index(lambda _: None) as base:
            assert list(folder.catalog.articles) == ["trade 000"]
            assert base.execute("SELECT name FROM article").fetchall() == [("trade 000",)]


def test_a_copy_without_dot_files_is_a_corpus_and_another_folder_is_none(tmp_path: Path) -> None:
    path = corpus(tmp_path, [shard_of(trade(0))])
    for file in path.glob(".*"):
        file.unlink()
    assert whole(path)
    with CorpusWriter(path) as writer:
        writer.put(shard_of(trade(1)))
    (tmp_path / "other").mkdir()
    with pytest.raises(InputError, match="other: is no corpus"):
        CorpusWriter(tmp_path / "other")
    assert not list((tmp_path / "other").iterdir())


@pytest.mark.parametrize(
    ("name", "start"), some([*product(("catalog.sqlite", "index.sqlite"), (0, 4096, 8192, 16384))], 5)
)
def test_what_is_damaged_further_behind_is_made_anew_or_told(name: str, start: int, tmp_path: Path) -> None:
    path = corpus(tmp_path, map(shard_of, map(trade, range(20))))
    with CorpusFolder(path) as folder, folder.index(lambda _: None):
        assert len(folder.catalog.articles) == 20
    file = path / "derived" / name
    data = file.read_bytes()
    file.write_bytes(data[:start] + b"\xa5" * len(data[start:]))
    text, hint = whole(path), "delete"
    with suppress(KgError), CorpusWriter(path) as writer:
        writer.put(shard_of(trade(21)))
        writer.remove([ArticleId("trade 021")])
    try:
        with CorpusFolder(path) as folder, folder.index(lambda _: None) as base:
            assert len(list(folder.catalog.articles)) in {20, 21}
            assert base.execute("SELECT count(*) FROM article JOIN clause ON article = article.id").fetchone()[0]
    except KgError as error:
        hint = error.hint
        shutil.rmtree(path / "derived")
    assert "delete" in hint
    with CorpusWriter(path) as writer:
        writer.remove([ArticleId("trade 021")])
        assert len(writer.catalog.articles) == 20
    assert whole(path) == text


def test_one_writes_at_a_time(tmp_path: Path) -> None:
    path = corpus(tmp_path)
    with CorpusWriter(path), pytest.raises(InputError, match="another process writes there"):
        CorpusWriter(path)
    with CorpusWriter(path) as writer:
        writer.put(shard_of(trade(0)))


def test_what_a_killed_process_left_is_cleared_and_what_it_listed_counts(tmp_path: Path) -> None:
    path = corpus(tmp_path, [shard_of(trade(0))])
    with CorpusFolder(path) as folder:
        text, entries = whole(path), folder.entries
    Shard.joined([shard_of(trade(5))]).write(path / "shards")
    (path / "shards" / ".0123456789abcdef.x.part").mkdir()
    with (path / "shards.jsonl").open("ab") as log:
        log.write(b'[[null, {"name": "0123')
    assert whole(path) == text
    with CorpusWriter(path) as writer:
        assert writer.entries == entries
        writer.put(shard_of(trade(1)))
    with CorpusFolder(path) as folder:
        assert len(names(path)) == 2
        assert folder.unlisted() == [Shard.joined([shard_of(trade(5))]).name]
    (path / "derived" / "catalog.sqlite").write_bytes(b"no database, and longer than a header of one " * 9)
    with CorpusFolder(path) as folder:
        assert list(folder.catalog.articles) == ["trade 000", "trade 001"]


@pytest.mark.parametrize("length", [0, 40])
def test_a_list_that_is_cut_costs_no_shard(length: int, tmp_path: Path) -> None:
    path = corpus(tmp_path, [Shard.joined(shard_of(trade(number)) for number in range(FULL + 1))])
    listed, before, text = (path / "shards.jsonl").read_bytes(), names(path), whole(path)
    (path / "shards.jsonl").write_bytes(listed[:length])
    with CorpusWriter(path) as writer:
        writer.put(shard_of(trade(900)))
        assert sorted(writer.unlisted()) == before
    (path / "shards.jsonl").write_bytes(listed)
    assert whole(path) == text


@pytest.mark.parametrize("table", ["articles", "statements"])
def test_a_damaged_shard_is_told_with_its_file(table: str, tmp_path: Path) -> None:
    path = corpus(tmp_path, [shard_of(trade(0))])
    file = path / "shards" / names(path)[0] / f"{table}.parquet"
    file.write_bytes(file.read_bytes()[:500])
    with CorpusFolder(path) as folder, pytest.raises(InputError, match=f"{table}.parquet: is damaged") as error:
        folder.shard(names(path)[0])
    assert f"kg corpus upgrade {path} reads them again" in error.value.hint
    if table == "statements":
        with CorpusFolder(path) as folder, pytest.raises(InputError, match=r"statements\.parquet"):
            Selection(topic="canola").articles(folder)
    file.unlink()
    with CorpusFolder(path) as folder, pytest.raises(InputError, match=f"{table}.parquet: is damaged"):
        folder.shard(names(path)[0])


def test_the_catalog_catches_up_with_the_shards(tmp_path: Path) -> None:
    path = corpus(tmp_path, [shard_of(trade(0)), failed(trade(1))])
    old = (path / "derived" / "catalog.sqlite").read_bytes()
    with CorpusWriter(path) as writer:
        writer.put(shard_of(trade(2)))
        writer.remove([ArticleId("trade 000")])
        now = {name: writer.catalog.articles[name] for name in writer.catalog.articles}
        made = writer.catalog.activities(ArticleId("trade 002"))
    assert made == {MADE}
    (path / "derived" / "catalog.sqlite").write_bytes(old)
    with CorpusFolder(path) as folder:
        assert {name: folder.catalog.articles[name] for name in folder.catalog.articles} == now
        assert folder.catalog.activities(ArticleId("trade 002")) == made


def test_settings_come_back_with_the_files_that_they_name(tmp_path: Path) -> None:
    own, names_ = tmp_path / "own.ttl", tmp_path / "names.tsv"
    own.write_text("# nothing\n")
    names_.write_text("")
    recipe = BuildSettings("md", (own,), names_, 0.25, (), "other")
    CorpusFolder.create(tmp_path / "x.corpus", CorpusSettings(recipe, EvidenceDetail.OFFSETS, "https://example.org/"))
    own.unlink()
    with CorpusFolder(tmp_path / "x.corpus") as folder:
        found = folder.settings
    assert found.recipe.ontologies[0].read_text() == "# nothing\n"
    assert (found.recipe.model, found.recipe.min_confidence, found.recipe.extractor) == ("md", 0.25, "other")
    assert (found.evidence, found.base_iri) == ("offsets", "https://example.org/")
    own.write_text("# nothing\n")
    found.check(CorpusSettings(recipe), tmp_path / "x.corpus")
    with pytest.raises(InputError, match=r"corpus\.toml: reading\.evidence is 'offsets', not 'none'"):
        found.check(CorpusSettings(recipe, EvidenceDetail.NONE), tmp_path / "x.corpus")


def test_files_of_one_name_are_kept_apart_and_one_that_has_changed_is_told(tmp_path: Path) -> None:
    files = (tmp_path / "a" / "own.ttl", tmp_path / "b" / "own.ttl")
    for file in files:
        file.parent.mkdir()
        file.write_text(f"# {file.parent.name}\n")
    asked, path = CorpusSettings(BuildSettings("md", files)), tmp_path / "x.corpus"
    CorpusFolder.create(path, asked)
    with CorpusFolder(path) as folder:
        found = folder.settings
    assert [file.read_text() for file in found.recipe.ontologies] == ["# a\n", "# b\n"]
    found.check(asked, path)
    found.check(CorpusSettings(BuildSettings("md")), path)
    files[1].write_text("# another\n")
    with pytest.raises(InputError, match=r"b/own\.ttl: is not what .*reading/own-2\.ttl") as told:
        found.check(asked, path)
    assert "kg corpus upgrade" in told.value.hint
    files[1].unlink()
    with pytest.raises(InputError, match="No such file"):
        found.check(asked, path)


@tried_on("line", "fault")
def test_settings_that_are_none_are_told_with_their_place(line: str, fault: str, tmp_path: Path) -> None:
    path = corpus(tmp_path)
    (path / "corpus.toml").write_text(line)
    with pytest.raises(InputError, match=r"corpus\.toml") as told:
        CorpusFolder(path)
    assert fault in told.value.message
    assert told.value.hint


def test_tables_of_all_shards_are_asked_in_sql(tmp_path: Path) -> None:
    empty, some = corpus(tmp_path, name="empty.corpus"), corpus(tmp_path, map(shard_of, map(trade, range(FULL + 1))))
    wanted = "SELECT count(*), count(DISTINCT article) FROM statements WHERE relation = 'signed'"
    found = []
    for path in (empty, some):
        with CorpusFolder(path) as folder, folder.tables() as tables:
            found += tables.execute(wanted).fetchall()
    assert found == [(0, 0), (FULL + 1, FULL + 1)]
