"""A shard gives back what was put into it, byte for byte, however it was put together."""

from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq
import pytest
from hypothesis import given

from kg.model import ArticleId, Graph
from kg.shards.codec import decoded, encoded
from kg.shards.shard import Shard, rows_of
from kg.shards.tables import ARTICLES, EVENTS, NODES, STATEMENTS, article_in, graph_in
from kg.tables.rows import COLUMNS
from kg.turtle.documents import serialize
from kg.turtle.nodes import EvidenceDetail
from tests.graphs import graphs, trade_graph
from tests.shards.made import failed, shard_of, some_graphs, trade


@given(graphs())
def test_a_graph_comes_back_as_it_was_and_has_the_same_bytes(graph: Graph) -> None:
    data = encoded(graph)
    assert decoded(data) == graph
    assert encoded(decoded(data)) == data


@given(some_graphs)
def test_written_read_and_sent_a_shard_is_the_same(some: list[Graph]) -> None:
    shard = Shard.joined(map(shard_of, some))
    with TemporaryDirectory() as folder:
        place = shard.write(Path(folder))
        back = Shard.read(place)
        assert [graph_in(row) for row in rows_of(place)] == some
    for other in (back, Shard.from_bytes(shard.to_bytes())):
        assert (other.name, other.tables) == (shard.name, shard.tables)


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
