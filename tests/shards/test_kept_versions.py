"""Earlier versions of articles: kept beside what replaces them, gone with it, and what was known on a day."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.files.graphs import excerpt_of
from kg.model import ArticleId, Graph
from kg.shards.folder import CorpusFolder, CorpusWriter
from kg.shards.healing import heal, withhold
from kg.shards.shard import Shard
from kg.shards.tables import EARLIER, graph_in
from kg.shards.wanted import Wanted
from kg.turtle.nodes import EvidenceDetail
from tests.conftest import Kg
from tests.shards.made import corpus, flip, shard_of, trade

NAME = ArticleId("trade 001")
OUT, LATER, LAST = date(2026, 1, 2), date(2026, 1, 5), date(2026, 1, 9)


def version(title: str, modified: date | None = None, number: int = 1) -> Graph:
    """The graph of a version of an article."""
    graph = trade(number)
    notes = frozenset({("modified", modified.isoformat())} if modified else ())
    (article,) = graph.articles
    return replace(graph, articles=(replace(article, title=title, date=OUT, notes=notes),))


def titles(path: Path, day: date | None = None) -> list[str]:
    with CorpusFolder(path) as folder:
        return [article.title for graph in folder.graphs(as_of=day) for article in graph.articles]


def kept(path: Path) -> list[tuple[object, object]]:
    with CorpusFolder(path) as folder:
        return [(graph_in(row).articles[0].title, row["until"]) for row in folder.rows(table="earlier")]


def put(path: Path, graph: Graph, known: date | None = None) -> None:
    with CorpusWriter(path) as writer:
        writer.put(shard_of(graph), known)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A corpus of two articles, of which one has three versions."""
    path = corpus(tmp_path, [shard_of(version("A")), shard_of(version("other", number=2))])
    put(path, version("B"), LATER)
    put(path, version("C", LAST))
    return path


def test_what_is_replaced_is_kept_until_the_day_of_the_next(path: Path) -> None:
    assert titles(path) == ["C", "other"]
    assert kept(path) == [("A", LATER), ("B", LAST)]


def test_the_publishers_day_goes_before_that_of_the_command(path: Path) -> None:
    put(path, version("D", date(2026, 1, 11)), date(2026, 1, 30))
    assert kept(path)[-1] == ("C", date(2026, 1, 11))


def test_as_of_a_day_each_article_is_as_it_was_known_then(path: Path) -> None:
    days = {date(2026, 1, 1): [], OUT: ["A", "other"], date(2026, 1, 4): ["A", "other"], LATER: ["B", "other"]}
    days |= {date(2026, 1, 8): ["B", "other"], LAST: ["C", "other"]}
    assert {day: titles(path, day) for day in days} == days


def test_an_article_that_is_replaced_by_itself_is_no_version(path: Path) -> None:
    with CorpusFolder(path) as folder:
        before = [entry.name for entry in folder.entries]
    put(path, version("C", LAST), date(2026, 2, 1))
    with CorpusFolder(path) as folder:
        assert [entry.name for entry in folder.entries] == before


def test_a_version_whose_day_nobody_tells_is_never_what_was_known(tmp_path: Path) -> None:
    path = corpus(tmp_path, [shard_of(version("A"))])
    put(path, version("B"))
    assert kept(path) == [("A", None)]
    assert titles(path, OUT) == ["B"]


def test_what_is_removed_leaves_no_version_and_the_bytes_of_before(path: Path, tmp_path: Path) -> None:
    with CorpusWriter(path) as writer:
        writer.remove([NAME])
        alone = [entry.name for entry in writer.entries]
    assert kept(path) == []
    assert not list(path.glob(f"shards/*/{EARLIER}.parquet"))
    with CorpusFolder(corpus(tmp_path, [shard_of(version("other", number=2))], "alone.corpus")) as folder:
        assert alone == [entry.name for entry in folder.entries]


def test_versions_go_with_their_article_into_another_corpus(path: Path, tmp_path: Path) -> None:
    other = corpus(tmp_path, name="other.corpus")
    with CorpusFolder(path) as folder, CorpusWriter(other) as writer:
        for entry in folder.entries:
            writer.put(folder.shard(entry.name).only([NAME]))
    assert kept(other) == kept(path)


def test_a_shard_without_versions_has_the_name_it_had(tmp_path: Path) -> None:
    shard = shard_of(version("A"))
    assert Shard.joined([shard]).name == shard.name
    assert {file.name for file in shard.write(tmp_path).iterdir()}.isdisjoint({f"{EARLIER}.parquet"})


def test_words_that_are_kept_no_longer_go_from_earlier_versions_too(path: Path) -> None:
    settings = path / "corpus.toml"
    settings.write_text(settings.read_text().replace('"full"', '"none"'))
    with CorpusWriter(path) as writer:
        assert withhold(writer) == 2
        assert writer.settings.evidence is EvidenceDetail.NONE
    with CorpusFolder(path) as folder:
        old = list(folder.rows(table="earlier"))
    assert [row["until"] for row in old] == [LATER, LAST]
    assert not any(row["text"] for row in old)
    assert not any(span.quote for row in old for said in graph_in(row).statements for span in said.evidence)
    with CorpusWriter(path) as writer:
        assert withhold(writer) == 0


def test_damage_of_earlier_versions_is_told_and_an_upgrade_goes_on_without_them(path: Path) -> None:
    (file,) = path.glob(f"shards/*/{EARLIER}.parquet")
    flip(file, 8 * 40)
    with pytest.raises(InputError, match=r"earlier\.parquet: is damaged"):
        kept(path)
    with CorpusWriter(path) as writer:
        assert heal(writer) == (2, 0)
    assert (titles(path), kept(path)) == (["C", "other"], [])


@pytest.mark.parametrize("few", [0, 2000])
def test_an_excerpt_of_a_corpus_of_any_size_is_as_it_was_known(
    few: int, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.shards.excerpts.FEW", few)
    for day, wanted in ((OUT, ["A", "other"]), (LATER, ["B", "other"]), (LAST, ["C", "other"]), (None, ["C", "other"])):
        found = excerpt_of(path, Wanted(as_of=day))
        assert sorted(article.title for article in found.graph.articles) == wanted
        assert found.of == 2
    assert excerpt_of(path, Wanted(as_of=date(2026, 1, 1))).graph == Graph()


def test_an_export_has_what_was_out_on_a_day_though_it_bears_another_since(kg: Kg, path: Path, tmp_path: Path) -> None:
    graph = version("D")
    moved = date(2026, 1, 20)
    put(path, replace(graph, articles=(replace(graph.articles[0], date=moved),)), moved)
    ran = kg("corpus", "export", path.name, "-o", "then.ttl", "--as-of", "2026-01-10", "--article", NAME)
    assert ran.code == 0, ran.err
    assert '"C"' in (tmp_path / "then.ttl").read_text()
