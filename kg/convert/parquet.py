"""The rows of a graph as Parquet, for columns in pandas, DuckDB, Spark."""

from __future__ import annotations

import io
from datetime import date

from kg.errors import MissingPartError, install_hint
from kg.model import Graph
from kg.rows import COLUMNS, Json, Vocabulary, statement_rows

_DATES = ("start", "end", "claimedOn")


def parquet(graph: Graph, vocabulary: Vocabulary) -> bytes:
    """A table of statements: dates as dates, roles as a map from names to lists of names.

    Raises ``MissingPartError`` where pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ModuleNotFoundError as error:
        raise MissingPartError("pyarrow is not installed", hint=install_hint("pyarrow")) from error
    kinds = {
        **dict.fromkeys(_DATES, pa.date32()),
        "rules": pa.list_(pa.string()),
        "roles": pa.map_(pa.string(), pa.list_(pa.string())),
        **dict.fromkeys(("confidenceReasons", "reviewedBy", "subjectOf", "objectOf"), pa.list_(pa.string())),
        "confidence": pa.float64(),
        "usefulness": pa.float64(),
        "quoteStart": pa.int64(),
        "quoteEnd": pa.int64(),
        "fact": pa.bool_(),
        **dict.fromkeys(("eventFact", "eventNegated", "negated"), pa.bool_()),
    }
    rows = [{name: _cell(name, value) for name, value in row.items()} for row in statement_rows(graph, vocabulary)]
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in COLUMNS])
    written = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), written)
    return written.getvalue()


def _cell(name: str, value: Json) -> Json | date | list[tuple[str, Json]]:
    match value:
        case str() if name in _DATES:
            return date.fromisoformat(value)
        case dict():
            return list(value.items())
        case _:
            return value
