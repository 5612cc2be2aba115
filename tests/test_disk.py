"""A graph in a store on disk: joined with another as graphs in memory are."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.model import Graph, NodeId, Statement
from kg.store import ask
from kg.store.disk import append, read_store
from kg.turtle import serialize
from tests.graphs import FEW_WORDS, graphs, trade_graph


def test_a_graph_comes_back_from_a_new_store(tmp_path: Path) -> None:
    append(trade_graph(), tmp_path / "store", evidence="full")
    assert read_store(tmp_path / "store") == trade_graph()


def named_by_content(graph: Graph) -> Graph:
    """The graph with ids of statements from what they say, as in every graph that is built."""

    def name(told: Statement) -> NodeId:
        said = (told.subject, told.relation, told.object, told.event, told.factuality, told.attributed_to)
        return NodeId(f"statement-{sha256(repr(said).encode()).hexdigest()[:12]}")

    return Graph() | replace(graph, statements=tuple(replace(told, id=name(told)) for told in graph.statements))


@given(st.lists(graphs(FEW_WORDS).map(named_by_content), min_size=2, max_size=3))
@settings(max_examples=20)
def test_appending_is_merging(tmp_path_factory: pytest.TempPathFactory, some: list[Graph]) -> None:
    folder = tmp_path_factory.mktemp("disk") / "store"
    whole = Graph()
    for graph in some:
        append(graph, folder, evidence="full")
        whole |= graph
    assert read_store(folder) == whole


def test_appending_again_changes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    append(trade_graph(), folder, evidence="full")
    before = set(ox.Store.read_only(str(folder)))
    append(trade_graph(), folder, evidence="full")
    assert set(ox.Store.read_only(str(folder))) == before


def test_the_triples_are_those_of_the_file(tmp_path: Path) -> None:
    append(trade_graph(), tmp_path / "store")
    loaded = ox.Store()
    loaded.load(serialize(trade_graph(), "nt"), format=ox.RdfFormat.N_TRIPLES)
    assert set(ox.Store.read_only(str(tmp_path / "store"))) == set(loaded)


def test_a_fact_stays_when_only_its_ends_are_told_of_again(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    append(trade_graph(), folder)
    append(replace(trade_graph(), statements=(), events=()), folder)
    assert ask(folder, "ASK { id:canada kg:imposedTariffOn id:china }").body == b'{"head":{},"boolean":true}'


def test_another_folder_or_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.txt").write_text("mine")
    for path in (tmp_path / "notes", tmp_path / "notes" / "a.txt"):
        with pytest.raises(InputError):
            append(trade_graph(), path)
    assert (tmp_path / "notes" / "a.txt").read_text() == "mine"
