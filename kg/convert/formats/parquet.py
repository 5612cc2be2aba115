"""Parquet: the rows of JSON Lines in columns."""

from __future__ import annotations

import io
from collections.abc import Callable
from os import SEEK_END
from pathlib import Path
from typing import IO

from kg.convert import FileFormat, Style
from kg.model import Graph
from kg.streams.spool import GraphLike, sorted_on_disk
from kg.tables.rows import statement_rows

_MAGIC = b"PAR1"
_LENGTH = 4  # bytes of a number that tells how long the footer is, behind which the magic stands again


def _content(graph: Graph, style: Style) -> bytes:
    written = io.BytesIO()
    _stream(written, graph, style)
    return written.getvalue()


def _stream(file: IO[bytes], graph: GraphLike, style: Style) -> None:
    from kg.convert.parquet import write_parquet

    write_parquet(file, statement_rows(graph, style.vocabulary, sort=sorted_on_disk))


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
        content=_content,
        stream=_stream,
        recognizes=footer_has(b"subjectIri", b"factuality"),
        has_codes=True,
    ),
)
