"""What is added to a linked corpus is placed into its links, and what is removed taken out of them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kg.corpus import Links, linked
from kg.corpus.blocks.kept import keep
from kg.corpus.blocks.linking import decided, linked_by_blocks
from kg.model import Graph
from kg.model.merge import merged
from kg.several.opened import OpenedCorpus
from kg.shards.folder import CorpusWriter
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
        return found.within(OpenedCorpus([path]).graph.nodes)


def members(links: Links) -> set[tuple[object, ...]]:
    return {(one.id, one.members) for one in links.told}


def put(path: Path, *graphs: Graph) -> None:
    with CorpusWriter(path) as writer:
        for graph in graphs:
            writer.put(shard_of(graph))


def test_what_is_added_joins_what_it_would_join_if_all_were_linked() -> None:
    graphs = stories(3)
    with linked_corpus(graphs) as path:
        assert members(kept(path)) == members(linked(merged(graphs)))
        put(path, LATER)
        assert members(kept(path)) == members(linked(merged([*graphs, LATER])))


@FEW
@given(corpora(most=5), st.data())
def test_no_cluster_of_before_is_changed_by_what_comes_and_goes(graphs: list[Graph], data: st.DataObject) -> None:
    first = data.draw(st.integers(1, len(graphs)))
    with linked_corpus(graphs[:first]) as path:
        before = kept(path)
        put(path, *graphs[first:])
        found = kept(path)
        assert all(any({*old.members} <= {*one.members} for one in found.told) for old in before.told)
        with CorpusWriter(path) as writer:
            writer.remove([one.articles[0].id for one in data.draw(st.permutations(graphs[first:]))])
        assert kept(path) == before


def test_links_hold_for_all_articles_when_one_comes_or_goes(kg: Kg, tmp_path: Path) -> None:
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
