"""Parquet: the rows of JSON Lines in columns."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from importlib.util import find_spec
from itertools import islice
from os import SEEK_END
from pathlib import Path
from typing import IO, TYPE_CHECKING

from kg.convert import FileFormat
from kg.errors import MissingPartError, install_hint
from kg.model.json import Json
from kg.streams.spool import sorted_on_disk
from kg.tables.rows import COLUMNS, KINDS, Row, statement_rows

if TYPE_CHECKING:
    import pyarrow as pa

_AT_ONCE = 20_000  # rows, a group of the file


def write_parquet(file: IO[bytes], rows: Iterable[Row]) -> None:
    """A table of statements as their rows come: dates as dates, roles as a map from names to lists of names.

    Raises ``MissingPartError`` where pyarrow is not installed.
    """
    _check_installed()
    import pyarrow.parquet as pq

    stream = iter(rows)
    with pq.ParquetWriter(file, columns_of()) as writer:
        while some := list(islice(stream, _AT_ONCE)):
            writer.write_table(statement_table(some))


def table_of(rows: Sequence[dict[str, Json]], kinds: Mapping[str, type]) -> bytes:
    """Rows in columns of some kinds: ``str``, ``int``, ``float``; ``list`` of texts, ``tuple`` of numbers.

    ``dict`` is a list of findings, each with summary and explanation. The metadata say that it is ours.
    Raises ``MissingPartError`` where pyarrow is not installed.
    """
    _check_installed()
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {str: pa.string(), int: pa.int64(), float: pa.float64(), list: pa.list_(pa.string())}
    types[tuple] = pa.list_(pa.int64())
    types[dict] = pa.list_(pa.struct([("summary", pa.string()), ("explanation", pa.string())]))
    schema = pa.schema([(name, types[kind]) for name, kind in kinds.items()], {"generator": "newsgraph"})
    written = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), written)
    return written.getvalue()


def _check_installed() -> None:
    if find_spec("pyarrow") is None:
        raise MissingPartError("pyarrow is not installed", hint=install_hint("pyarrow"))


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


def statement_table(rows: Iterable[Row]) -> pa.Table:
    """The statements of a graph, as ``kg.tables.rows`` has them."""
    import pyarrow as pa

    cells = [{name: _cell(name, value) for name, value in row.items()} for row in rows]
    return pa.Table.from_pylist(cells, schema=columns_of())


def _cell(name: str, value: Json) -> Json | date | list[tuple[str, Json]]:
    match value:
        case str() if KINDS.get(name) is date:
            return date.fromisoformat(value)
        case dict():
            return list(value.items())
        case _:
            return value


_MAGIC = b"PAR1"
_LENGTH = 4  # bytes of a number that tells how long the footer is, behind which the magic stands again


def footer_has(*words: bytes) -> Callable[[Path], bool]:
    """Whether all words stand in the footer of a Parquet file, in which are names of columns and metadata."""

    def recognizes(path: Path) -> bool:
        with path.open("rb") as file:
            size = file.seek(0, SEEK_END)
            file.seek(max(size - _LENGTH - len(_MAGIC), 0))
            length, magic = int.from_bytes(file.read(_LENGTH), "little"), file.read()
            if magic != _MAGIC or length > size:
                return False
            file.seek(size - _LENGTH - len(_MAGIC) - length)
            footer = file.read(length)
        return all(word in footer for word in words)

    return recognizes


FORMATS = (
    FileFormat(
        name="parquet",
        description="Parquet: the rows in columns, for pandas, DuckDB, Spark; needs pyarrow",
        stream=lambda file, graph, style: write_parquet(
            file, statement_rows(graph, style.vocabulary, sort=sorted_on_disk)
        ),
        recognizes=footer_has(b"subjectIri", b"factuality"),
        has_codes=True,
    ),
)
