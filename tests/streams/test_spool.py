"""What does not fit into memory is sorted and joined on disk, and gives the same bytes."""

import io
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.convert import Style, convert_to, format_named, own_formats
from kg.model import Graph
from kg.model.merge import merged
from kg.streams.spool import Spool, Spooled, in_memory, sorted_on_disk
from kg.tables.rows import Vocabulary
from tests.graphs import converted, trade_graph
from tests.parts import parts_of

STYLE = Style(Vocabulary())


@given(st.lists(st.tuples(st.integers(0, 5), st.integers())), st.integers(1, 4))
def test_sorting_on_disk_is_sorting(items: list[tuple[int, int]], in_memory: int) -> None:
    found = sorted_on_disk(items, key=lambda item: item[0], in_memory=in_memory)
    assert list(found) == sorted(items, key=lambda item: item[0])


def test_more_runs_than_files_may_be_open_are_sorted() -> None:
    items = list(range(200, 0, -1))
    assert list(sorted_on_disk(items, key=lambda item: item, in_memory=1)) == items[::-1]


def test_few_nodes_stay_in_memory() -> None:
    spool = Spool()
    spool.add(trade_graph())
    assert spool.whole() == trade_graph()


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_graphs_are_joined_in_any_order(order: tuple[int, ...]) -> None:
    graphs = parts_of(trade_graph(), 3)
    spool = Spool(in_memory=1)
    for number in order:
        spool.add(graphs[number])
    whole = spool.whole()
    assert isinstance(whole, Spooled)
    assert in_memory(whole) == merged(graphs) == trade_graph()
    assert in_memory(whole | trade_graph()) == trade_graph()


def test_nodes_are_looked_up() -> None:
    graph, spool = trade_graph(), Spool(in_memory=1)
    spool.add(graph)
    whole = spool.whole()
    assert dict(whole.nodes) == dict(graph.nodes)
    assert [whole.label(name) for name in graph.nodes] == [graph.label(name) for name in graph.nodes]
    assert len(whole.nodes) == len(graph.nodes)
    assert whole.label(graph.statements[0].id) == graph.statements[0].id


def test_a_node_that_was_looked_up_is_known_as_it_is_joined_later() -> None:
    (canada,) = (one for one in trade_graph().entities if one.id == "canada")
    whole = Spooled() | Graph(entities=(canada,))
    assert whole.nodes[canada.id] == canada
    told_later = replace(canada, alt_labels=frozenset({"the Dominion of Canada"}))
    assert (whole | Graph(entities=(told_later,))).nodes[canada.id] == canada | told_later


@pytest.mark.parametrize("form", [form for form in own_formats() if not format_named(form).files])
@pytest.mark.parametrize("graph", [trade_graph(), Graph()], ids=["trade", "empty"])
def test_what_is_written_as_it_is_made_has_the_same_bytes(form: str, graph: Graph) -> None:
    spool, file = Spool(in_memory=1), io.BytesIO()
    spool.add(graph)
    convert_to(file, spool.whole(), form, STYLE)
    assert file.getvalue() == converted(graph, form, STYLE)
