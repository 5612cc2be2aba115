"""What is added to a linked corpus is placed into its links, and what is removed taken out of them."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.corpus import Links, linked, tables
from kg.corpus.blocks.kept import keep
from kg.corpus.blocks.linking import decided, linked_by_blocks
from kg.corpus.happenings import Corpus
from kg.model import Graph, NodeId, Role
from kg.model.merge import merged
from kg.several.opened import OpenedCorpus
from kg.shards import LINKS
from kg.shards.excerpts import same
from kg.shards.folder import CorpusWriter
from kg.turtle.documents import read
from tests.conftest import Kg
from tests.corpus.made import Clause, corpora, told
from tests.corpus.test_linking_by_blocks import DAY, FEW, filled, indexed, stories
from tests.shards.made import corpus, shard_of

LATER = told("z", DAY + timedelta(2), Clause("k-berg", "attacked", "velox"), Clause("ana-berg", "sued", "peru"))


@contextmanager
def linked_corpus(graphs: Sequence[Graph]) -> Iterator[Path]:
    with filled(graphs) as path:
        with OpenedCorpus([path]).kept() as nothing, indexed(path) as index:
            assert nothing is None
            with linked_by_blocks(index, decided(index, ())) as links:
                keep(links, index, "made", OpenedCorpus([path]).beside("kept"))
        yield path


def kept(path: Path) -> Links:
    with OpenedCorpus([path]).kept() as found:
        assert found is not None
        return found.within(one.id for one in OpenedCorpus([path]).graph.articles)


def members(links: Links) -> set[tuple[object, ...]]:
    return {(one.id, one.members) for one in links.told}


def rows(path: Path) -> list[object]:
    """What commands show of all happenings and claims of a corpus, but for which of their names somebody has."""
    with OpenedCorpus([path]).answers() as base:
        return shown(base)


def rows_of(graphs: Sequence[Graph]) -> list[object]:
    """The same of graphs that are linked in memory."""
    graph = merged(graphs)
    with closing(tables.made(Corpus(graph, linked(graph)))) as base:
        return shown(base)


def shown(base: sqlite3.Connection) -> list[object]:
    happenings = ({**row, "participants": ""} for row in tables.happenings(base, None))
    claims = ({**row, "holder": "", "other holder": ""} for row in tables.claims(base))
    return [*happenings, *sorted(claims, key=str), *tables.trend(base, None, None, "month")]


def put(path: Path, *graphs: Graph) -> None:
    with CorpusWriter(path) as writer:
        for graph in graphs:
            writer.put(shard_of(graph))


def test_what_is_added_joins_what_it_would_join_if_all_were_linked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.corpus.blocks.kept._AT_ONCE", 0)
    graphs = stories(3)
    one, other, *more = graphs[0].events  # one is about the other
    one = replace(one, roles=one.roles | {Role("topic", other.id)})
    graphs[0] = replace(graphs[0], events=(one, other, *more))
    with linked_corpus(graphs) as path:
        assert members(kept(path)) == members(linked(merged(graphs)))
        assert rows(path) == rows_of(graphs)
        with OpenedCorpus([path]).answers() as base:
            assert not [row for row in tables.happenings(base, None) if "event-" in str(row["participants"])]
        put(path, LATER)
        assert rows(path) == rows_of([*graphs, LATER])
        assert members(kept(path)) == members(linked(merged([*graphs, LATER])))


@FEW
@given(corpora(most=5), st.data())
def test_no_cluster_of_before_is_changed_by_what_comes_and_goes(graphs: list[Graph], data: st.DataObject) -> None:
    first = data.draw(st.integers(1, len(graphs)))
    with linked_corpus(graphs[:first]) as path:
        before, shown = kept(path), rows(path)
        assert shown == rows_of(graphs[:first])
        put(path, *graphs[first:])
        found = kept(path)
        assert all(any({*old.members} <= {*one.members} for one in found.told) for old in before.told)
        with CorpusWriter(path) as writer:
            writer.remove([one.articles[0].id for one in data.draw(st.permutations(graphs[first:]))])
        assert (kept(path), rows(path)) == (before, shown)


def test_links_hold_for_all_articles_when_few_come_or_go(
    kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = corpus(tmp_path, map(shard_of, stories(3)))
    kg("corpus", "link", "news.corpus")
    corpus(tmp_path, [shard_of(LATER)], "later.corpus")
    ran = kg("corpus", "add", "news.corpus", "later.corpus")
    assert "1 article placed since all of it was linked" in ran.err
    assert "current, 1 articles placed" in kg("corpus", "status", "news.corpus").out
    assert "in fewer" not in kg("happenings", "news.corpus", "--about", "Karl Berg").err
    kg("corpus", "remove", "news.corpus", "z")
    assert members(kept(path)) == members(linked(merged(stories(3))))
    put(path, LATER)
    kg("corpus", "link", "news.corpus")
    assert members(kept(path)) == members(linked(merged([*stories(3), LATER])))
    monkeypatch.setattr("kg.corpus.blocks.kept._FEW", 0)
    corpus(tmp_path, [shard_of(told(name, DAY, Clause("peru", "sued", "chile"))) for name in "xy"], "more.corpus")
    assert "has no links any more" in kg("corpus", "add", "news.corpus", "more.corpus").err
    assert not (path / LINKS).exists()


def test_links_outlive_another_writer_and_no_journal_outlives_links(
    kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = corpus(tmp_path, map(shard_of, stories(3)))
    kg("corpus", "link", "news.corpus")
    put(path, LATER)
    monkeypatch.setattr("kg.shards.database._PATIENCE", 0.1)
    with closing(sqlite3.connect(path / LINKS)) as other:
        other.execute("BEGIN IMMEDIATE")
        kg("happenings", "news.corpus", "--about", "Karl Berg")
    assert members(kept(path)) == members(linked(merged([*stories(3), LATER])))
    (journal := Path(f"{path / LINKS}-journal")).write_bytes(b"of links that are no more")
    kg("corpus", "link", "news.corpus")
    assert not journal.exists()


def test_links_without_their_tables_join_nothing() -> None:
    with closing(sqlite3.connect(":memory:")) as base:
        base.execute("ATTACH ':memory:' AS links")
        assert list(same(base, [NodeId("peru")])) == []


def test_all_that_is_linked_is_found_by_any_of_its_names(
    kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = corpus(tmp_path, map(shard_of, stories(3)))
    for few in (2000, 2):
        monkeypatch.setattr("kg.shards.excerpts.FEW", few)
        apart = kg("show", "news.corpus", "--subject", "Mykhailo Podoliak", "-f", "jsonl").out
        kg("corpus", "link", "news.corpus")
        found = [
            kg("show", "news.corpus", "--subject", name, "-f", "jsonl").out
            for name in ("Mykhailo Podoliak", "Mykhailo Podolyak")
        ]
        assert (len(found[0].splitlines()), found[0]) == (6, found[1])
        assert len(apart.splitlines()) == 3
        (path / LINKS).unlink()


def test_what_is_linked_is_exported_as_one_node(kg: Kg, tmp_path: Path) -> None:
    corpus(tmp_path, map(shard_of, stories(2)))
    assert "was never linked" in kg("corpus", "export", "news.corpus", "--links", "-o", "joined.nt").err
    kg("corpus", "link", "news.corpus")
    kg("corpus", "export", "news.corpus", "--links", "-o", "joined.nt")
    said = [one for one in read(tmp_path / "joined.nt").statements if one.relation == "attacked"]
    assert (len(said), {one.subject for one in said}) == (4, {"mykhailo-podoliak"})
    assert len({one.event for one in said}) == 2
