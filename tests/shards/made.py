"""Shards of graphs that were never read from a text."""

from collections.abc import Iterable
from pathlib import Path

import pyarrow.parquet as pq
from hypothesis import strategies as st

from kg.isolation import ArticleError
from kg.model import Activity, Graph
from kg.pipeline.outcomes import Built
from kg.shards.folder import CorpusFolder, CorpusWriter
from kg.shards.settings import CorpusSettings
from kg.shards.shard import Shard
from kg.shards.tables import Keeping
from kg.turtle.nodes import EvidenceDetail
from tests.graphs import FEW_WORDS, graphs, trade_graph
from tests.model.test_removal import of_article

MADE = Activity("0.2.0", "md", (("min_worth", "0.4"),))

some_graphs = st.lists(graphs() | graphs(FEW_WORDS), min_size=1, max_size=4).map(
    lambda some: [of_article(graph, f"article {number}") for number, graph in enumerate(some)]
)


def shard_of(graph: Graph, evidence: EvidenceDetail = EvidenceDetail.FULL) -> Shard:
    """The shard of the graph of one article."""
    return Shard(Keeping(MADE, evidence).tables(graph.articles[0], Built(graph)))


def failed(graph: Graph, cause: str = "took more than 1 seconds") -> Shard:
    """The shard of an article that failed."""
    error = ArticleError(cause, step="names", hint="--max-seconds lets it take more").of(graph.articles[0].id)
    return Shard(Keeping(MADE).tables(graph.articles[0], error))


def trade(number: int) -> Graph:
    """The graph of an article like all others of its numbers."""
    return of_article(trade_graph(), f"trade {number:03}")


def corpus(folder: Path, shards: Iterable[Shard] = (), name: str = "news.corpus") -> Path:
    """A new corpus with the articles of some shards."""
    path = folder / name
    CorpusFolder.create(path, CorpusSettings())
    with CorpusWriter(path) as writer:
        for one in shards:
            writer.put(one)
    return path


def last_of(file: Path, column: str) -> int:
    """A bit near the end of the only page of a column of a table."""
    group = pq.ParquetFile(file).metadata.row_group(0)
    (found,) = (one for one in map(group.column, range(group.num_columns)) if one.path_in_schema == column)
    return int(8 * (found.data_page_offset + found.total_compressed_size - 5))


def flip(file: Path, place: int) -> None:
    """Turn a bit of a file, counted from its first."""
    data = bytearray(file.read_bytes())
    data[place // 8] ^= 1 << place % 8
    file.write_bytes(bytes(data))
