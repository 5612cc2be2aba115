"""Articles that are taken out of a store, or replaced in it, leave what was there before, byte for byte."""

import random
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.model import ArticleId, Graph
from kg.model.merge import merged
from kg.store.changes import Excerpt
from kg.store.disk import append, lines_of_store, read_store, remove
from kg.turtle.terms import BASE_IRI, Iri, Iris
from tests.graphs import trade_graph
from tests.model.test_removal import articles, of_article
from tests.whole_builds import graphs as built


def names(*graphs: Graph) -> set[ArticleId]:
    return {article.id for graph in graphs for article in graph.articles}


def lines(folder: Path, *graphs: Graph) -> bytes:
    """What a store holds that got some graphs one by one."""
    append(Graph(), folder)
    for graph in graphs:
        append(graph, folder, evidence="full")
    return lines_of_store(folder)


@given(articles, st.data())
@settings(max_examples=15)
def test_without_what_was_added_it_is_as_before(
    tmp_path_factory: pytest.TempPathFactory, some: list[Graph], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("stores")
    number = data.draw(st.integers(0, len(some)))
    before = lines(folder / "before", *some[:number])
    lines(folder / "after", *data.draw(st.permutations(some)))
    remove(names(*some[number:]), folder / "after")
    assert lines_of_store(folder / "after") == before
    assert read_store(folder / "after") == merged(some[:number])


def test_what_a_store_tells_of_a_statement_is_also_its_class(tmp_path: Path) -> None:
    own, folder, iris = "https://example.org/classes#Tariff", tmp_path / "a.store", Iris(BASE_IRI)
    told = trade_graph()
    said = replace(told.statements[0], relation_class=own)
    append(replace(told, statements=(said, *told.statements[1:])), folder)
    known = Excerpt(ox.Store.read_only(str(folder)), iris)
    known.add([iris.node(said.id)])
    assert Iri(own) in {subject for subject, _, _ in known.triples}


@pytest.mark.model
@pytest.mark.slow
def test_of_whole_builds_any_articles_can_be_removed_in_any_order(tmp_path: Path) -> None:
    found, chance = built(every=True), random.Random(1)
    for number in range(8):
        order = chance.sample(sorted(found), len(found))
        kept, gone = order[: number % 4], order[number % 4 : number % 4 + 3]
        folder = tmp_path / str(number)
        folder.mkdir()
        before = lines(folder / "before", *(found[name] for name in kept))
        lines(folder / "after", *(found[name] for name in chance.sample(kept + gone, len(kept + gone))))
        remove({ArticleId(name) for name in gone[:1]}, folder / "after")
        remove({ArticleId(name) for name in gone[1:]}, folder / "after")
        assert lines_of_store(folder / "after") == before


@given(articles, st.data())
@settings(max_examples=10)
def test_what_replaces_an_article_is_there_as_if_it_had_been_there_first(
    tmp_path_factory: pytest.TempPathFactory, some: list[Graph], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("stores")
    old = of_article(data.draw(st.sampled_from([trade_graph(), *some])), "article 9")
    new = of_article(data.draw(st.sampled_from([trade_graph(), *some])), "article 9")
    wanted = lines(folder / "wanted", *some, new)
    lines(folder / "store", old, *some)
    append(new, folder / "store", replacing=names(new), evidence="full")
    assert lines_of_store(folder / "store") == wanted


def test_what_is_not_ours_stays(tmp_path: Path) -> None:
    append(trade_graph(), tmp_path / "store")
    own = ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.NamedNode("urn:c"))
    ox.Store(str(tmp_path / "store")).add(own)
    remove({ArticleId("trade")}, tmp_path / "store")
    assert lines_of_store(tmp_path / "store") == b"<urn:a> <urn:b> <urn:c> .\n"


def test_a_store_that_does_not_record_what_is_whose_stays_as_it_is(tmp_path: Path) -> None:
    some = [of_article(trade_graph(), name) for name in ("one", "other")]
    append(some[0].union(some[1]), tmp_path / "store")
    before = lines_of_store(tmp_path / "store")
    with pytest.raises(InputError, match="it is not recorded what article one contributes"):
        remove({ArticleId("other")}, tmp_path / "store")
    assert lines_of_store(tmp_path / "store") == before
