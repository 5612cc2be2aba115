"""What has rotted in a corpus is told or made anew, and never read as if it were what was written."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest

from kg.errors import InputError
from kg.model import ArticleId, Graph
from kg.shards.database import seal
from kg.shards.folder import CorpusFolder, CorpusWriter, lines_of
from kg.shards.healing import LOST, heal
from kg.shards.log import ShardLog
from kg.shards.shard import DIGESTS, damage
from kg.shards.tables import ARTICLES, SCHEMAS, article_in
from tests.conftest import Kg
from tests.sampling import some
from tests.shards.made import corpus, failed, flip, last_of, shard_of, trade
from tests.test_full_disk import files_of_at_most

FILES = (*(f"{name}.parquet" for name in SCHEMAS), DIGESTS)
OLD = Path(__file__).parents[1] / "old" / "news.corpus"  # of before articles had notes, and shards digests


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A corpus of four articles, of which one failed, in one shard."""
    return corpus(tmp_path, [*map(shard_of, map(told, range(3))), failed(told(3))])


def told(number: int) -> Graph:
    """The graph of an article that has a text."""
    graph, text = trade(number), f"Canada imposed a tariff of {number}%."
    (article,) = graph.articles
    whole = replace(article, text=text, sha256=sha256(text.encode()).hexdigest(), title=f"A tariff of {number}%")
    return replace(graph, articles=(whole,))


def shard_in(path: Path) -> Path:
    (found,) = (path / "shards").iterdir()
    return found


def graphs(path: Path) -> list[Graph]:
    with CorpusFolder(path) as folder:
        return list(folder.graphs())


@pytest.mark.parametrize("name", FILES)
def test_a_bit_that_is_turned_anywhere_in_a_shard_is_told(name: str, path: Path) -> None:
    file = shard_in(path) / name
    whole, chance = file.read_bytes(), Random(name)
    assert damage(shard_in(path)) is None
    for _ in range(40):
        flip(file, chance.randrange(len(whole) * 8))
        fault = damage(shard_in(path))
        assert fault is not None
        assert "a shard of trade 000, trade 001, trade 002 and 1 more" in fault.message or name == "articles.parquet"
        assert f"kg corpus upgrade {path}" in fault.hint
        file.write_bytes(whole)


@pytest.mark.parametrize("name", FILES)
def test_commands_end_with_the_shard_its_articles_and_the_cure(name: str, path: Path, kg: Kg) -> None:
    kg("show", "news.corpus")
    flip(shard_in(path) / name, 8 * 300 + 1)
    for command in ("status", "export"):
        ran = kg("corpus", command, "news.corpus", *([] if command == "status" else ["--topic", "canola"]))
        assert ran.code == 2
        assert f"shards/{shard_in(path).name}" in ran.err
        assert "trade 000, trade 001, trade 002 and 1 more" in ran.err
        assert "hint: kg corpus upgrade news.corpus reads them again from the texts that are kept" in ran.err
    assert '"damaged": ["news.corpus/shards/' in kg("corpus", "status", "news.corpus", "-f", "jsonl").out


@pytest.mark.parametrize("name", FILES[1:])
def test_tables_that_follow_from_the_articles_are_made_of_them(name: str, path: Path) -> None:
    for _ in range(2):  # at first with codes of events, which the shards of tests have not
        whole = {one.name: one.read_bytes() for one in shard_in(path).iterdir()}
        flip(shard_in(path) / name, 8 * 300 + 1)
        with CorpusWriter(path) as writer:
            assert heal(writer) == (4, 0)
    assert {one.name: one.read_bytes() for one in shard_in(path).iterdir()} == whole


@pytest.mark.parametrize("kept", ["texts", "index", "catalog", "nothing"])
def test_articles_of_a_damaged_table_stand_as_failed_with_what_is_left(kept: str, path: Path) -> None:
    with CorpusFolder(path) as folder, folder.index(lambda _: None):
        texts = {row["article"]: article_in(row) for row in folder.rows()}
    file = shard_in(path) / f"{ARTICLES}.parquet"
    if kept == "texts":
        flip(file, last_of(file, "graph"))
    else:
        file.write_bytes(file.read_bytes()[:900])
    for name in {"texts": ("index", "catalog"), "catalog": ("index",), "nothing": ("index", "catalog")}.get(kept, ()):
        (path / "derived" / f"{name}.sqlite").unlink(missing_ok=True)
    with CorpusWriter(path) as writer:
        assert heal(writer) == (4, 4 * (kept == "nothing"))
        assert heal(writer) == (0, 0)
        found = {row["article"]: article_in(row) for row in writer.rows()}
        assert {cause for (_, cause), _ in writer.catalog.counts("step", "cause")} == ({LOST.cause} if found else set())
    whole = {"texts": 4, "index": 3}.get(kept, 0)
    assert len(found) == (0 if kept == "nothing" else 4)
    assert sum(article.text == texts[name].text for name, article in found.items()) == whole
    assert all(article.sha256 == texts[name].sha256 for name, article in found.items())


def test_a_shard_of_an_earlier_version_is_read_known_by_its_name_and_gets_digests(tmp_path: Path, kg: Kg) -> None:
    path = shutil.copytree(OLD, tmp_path / "old.corpus")
    (text,) = graphs(path)
    assert kg("corpus", "status", "old.corpus").code == 0
    with CorpusWriter(path) as writer:
        assert heal(writer) == (0, 0)
    assert graphs(path) == [text]
    (shard_in(path) / DIGESTS).unlink()
    shard_in(path).rename(path / "shards" / "0123456789abcdef")
    assert "it has another name" in str(damage(shard_in(path)))


@pytest.mark.slow
def test_a_bit_that_is_turned_in_the_list_of_shards_is_told_or_changes_nothing(path: Path) -> None:
    with CorpusWriter(path) as writer:
        writer.remove([ArticleId("trade 001")])
    file = path / ShardLog.NAME
    whole, entries = file.read_bytes(), ShardLog(file).entries()
    told = 0
    for place in (places := some(range(len(whole) * 8), 600)):
        flip(file, place)
        try:
            assert ShardLog(file).entries() == entries
        except InputError as error:
            told += "is damaged" in error.message
        file.write_bytes(whole)
    assert told > len(places) * 7 / 8
    file.write_bytes(whole[:-1])
    with CorpusWriter(path) as writer:
        assert writer.entries == entries
    assert file.read_bytes() == whole


def test_a_list_of_an_earlier_version_has_no_digests_and_is_read(path: Path) -> None:
    file = path / ShardLog.NAME
    entries = ShardLog(file).entries()
    lines = (line.rpartition(", ")[0] + "]\n" for line in file.read_text().splitlines())
    file.write_text("".join(lines))
    assert ShardLog(file).entries() == entries


def _told_by_index(folder: CorpusFolder) -> object:
    with folder.index(lambda _: None) as base:
        return [base.execute(f"SELECT * FROM {name}").fetchall() for name in ("article", "clause", "told", "touch")]


CONTENT: dict[str, Callable[[CorpusFolder], object]] = {
    "catalog.sqlite": lambda folder: [folder.catalog.articles[name] for name in folder.catalog.articles],
    "index.sqlite": _told_by_index,
}


@contextmanager
def turned(file: Path, count: int) -> Iterator[Iterator[None]]:
    """A file with another bit turned each time."""
    whole, chance = file.read_bytes(), Random(1)

    def each() -> Iterator[None]:
        for _ in range(count):
            file.write_bytes(whole)
            flip(file, chance.randrange(len(whole) * 8))
            yield

    yield each()


@pytest.mark.parametrize("name", CONTENT)
def test_a_bit_that_is_turned_in_what_is_derived_changes_nothing(name: str, path: Path) -> None:
    with CorpusFolder(path) as folder:
        before = CONTENT[name](folder)
    with turned(path / "derived" / name, 30) as each:
        for _ in each:
            with CorpusFolder(path) as folder:
                assert CONTENT[name](folder) == before


def test_a_bit_that_is_turned_in_the_triples_of_a_corpus_changes_nothing(path: Path) -> None:
    with CorpusFolder(path) as folder:
        file = lines_of(folder)
        before = file.read_bytes()
        with turned(file, 30) as each:
            for _ in each:
                assert lines_of(folder).read_bytes() == before


def test_what_was_changed_by_hand_in_what_is_derived_is_made_anew_unless_it_was_sealed_so(path: Path) -> None:
    for is_sealed, wanted in ((False, "trade 000"), (True, "another")):
        with CorpusFolder(path) as folder, folder.index(lambda _: None) as base:
            base.execute("BEGIN")
            base.execute("UPDATE article SET name = 'another' WHERE id = 1")
            if is_sealed:
                seal(base)
            base.execute("COMMIT")
        with CorpusFolder(path) as folder, folder.index(lambda _: None) as base:
            assert base.execute("SELECT name FROM article WHERE id = 1").fetchall() == [(wanted,)]


def test_what_stands_in_the_journal_of_an_index_alone_is_part_of_what_is_checked(path: Path) -> None:
    read: list[str] = []
    with CorpusFolder(path) as folder, folder.index(read.append):
        with CorpusWriter(path) as writer:
            writer.put(shard_of(told(9)))
        for news in (1, 0):
            read.clear()
            with CorpusFolder(path) as other, other.index(read.append) as base:
                assert base.execute("SELECT count(*) FROM article").fetchall() == [(4,)]
            assert (path / "derived" / "index.sqlite-wal").stat().st_size
            assert len(read) == news


def test_a_corpus_without_a_folder_for_what_is_derived_is_read(path: Path) -> None:
    """As one that is read-only and never was looked into: nothing can be opened there."""
    before = graphs(path)
    shutil.rmtree(path / "derived")
    (path / "derived").write_text("")
    with CorpusFolder(path) as folder, folder.index(lambda _: None) as base:
        assert list(folder.graphs()) == before
        assert base.execute("SELECT count(*) FROM article").fetchall() == [(3,)]


def test_on_a_full_disk_what_is_damaged_stays_so_and_is_made_whole_later(path: Path) -> None:
    flip(shard_in(path) / "statements.parquet", 8 * 300 + 1)
    with files_of_at_most(200), CorpusWriter(path) as writer, pytest.raises(InputError) as told_of:
        heal(writer)
    assert told_of.value.hint.startswith("make room")
    with CorpusWriter(path) as writer:
        assert heal(writer) == (4, 0)
        assert damage(shard_in(path)) is None
