"""The rows of a graph as Parquet, for columns in pandas, DuckDB, Spark."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from kg.errors import MissingPartError, install_hint
from kg.model import Graph
from kg.model.json import Json
from kg.tables.rows import COLUMNS, KINDS, Vocabulary, statement_rows

if TYPE_CHECKING:
    import pyarrow as pa


def parquet(graph: Graph, vocabulary: Vocabulary) -> bytes:
    """A table of statements: dates as dates, roles as a map from names to lists of names.

    Raises ``MissingPartError`` where pyarrow is not installed.
    """
    return _bytes(lambda: statement_table(graph, vocabulary))


def table_of(rows: Sequence[dict[str, Json]], kinds: Mapping[str, type]) -> bytes:
    """Rows in columns of some kinds: ``str``, ``int``, ``float``; ``list`` of texts, ``tuple`` of numbers.

    ``dict`` is a list of findings, each with summary and explanation. The metadata say that it is ours.
    Raises ``MissingPartError`` where pyarrow is not installed.
    """

    def made() -> pa.Table:
        import pyarrow as pa

        types = {str: pa.string(), int: pa.int64(), float: pa.float64(), list: pa.list_(pa.string())}
        types[tuple] = pa.list_(pa.int64())
        types[dict] = pa.list_(pa.struct([("summary", pa.string()), ("explanation", pa.string())]))
        schema = pa.schema([(name, types[kind]) for name, kind in kinds.items()], {"generator": "newsgraph"})
        return pa.Table.from_pylist(rows, schema=schema)

    return _bytes(made)


def _bytes(made: Callable[[], pa.Table]) -> bytes:
    try:
        import pyarrow.parquet as pq
    except ModuleNotFoundError as error:
        raise MissingPartError("pyarrow is not installed", hint=install_hint("pyarrow")) from error
    written = io.BytesIO()
    pq.write_table(made(), written)
    return written.getvalue()


def columns_of() -> pa.Schema:
    """The columns of a table of statements with their types."""
    import pyarrow as pa

    texts = pa.list_(pa.string())
    types: Mapping[object, pa.DataType] = {
        date: pa.date32(),
        int: pa.int64(),
        float: pa.float64(),
        bool: pa.bool_(),
        frozenset[str]: texts,
        Mapping: pa.map_(pa.string(), texts),
    }
    return pa.schema([(name, types.get(KINDS.get(name), pa.string())) for name in COLUMNS])


def statement_table(graph: Graph, vocabulary: Vocabulary) -> pa.Table:
    """The statements of a graph, as ``kg.tables.rows`` has them."""
    import pyarrow as pa

    rows = [{name: _cell(name, value) for name, value in row.items()} for row in statement_rows(graph, vocabulary)]
    return pa.Table.from_pylist(rows, schema=columns_of())


def _cell(name: str, value: Json) -> Json | date | list[tuple[str, Json]]:
    match value:
        case str() if KINDS.get(name) is date:
            return date.fromisoformat(value)
        case dict():
            return list(value.items())
        case _:
            return value
