"""The rows of a graph as Parquet, for columns in pandas, DuckDB, Spark."""

from __future__ import annotations

import io
from collections.abc import Mapping
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
    try:
        import pyarrow.parquet as pq
    except ModuleNotFoundError as error:
        raise MissingPartError("pyarrow is not installed", hint=install_hint("pyarrow")) from error
    written = io.BytesIO()
    pq.write_table(statement_table(graph, vocabulary), written)
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
