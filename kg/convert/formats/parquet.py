"""Parquet: the rows of JSON Lines in columns."""

from __future__ import annotations

from os import SEEK_END
from pathlib import Path

from kg.convert.values import FileFormat, Style
from kg.model import Graph

_MAGIC = b"PAR1"
_LENGTH = 4  # bytes of a number that tells how long the footer is, behind which the magic stands again


def _content(graph: Graph, style: Style) -> bytes:
    from kg.convert.parquet import parquet

    return parquet(graph, style.vocabulary)


def _is_ours(path: Path) -> bool:
    """The names of the columns stand in the footer."""
    with path.open("rb") as file:
        size = file.seek(0, SEEK_END)
        file.seek(max(size - _LENGTH - len(_MAGIC), 0))
        length, magic = int.from_bytes(file.read(_LENGTH), "little"), file.read()
        if magic != _MAGIC or length > size:
            return False
        file.seek(size - _LENGTH - len(_MAGIC) - length)
        footer = file.read(length)
    return b"subjectIri" in footer and b"factuality" in footer


FORMATS = (
    FileFormat(
        name="parquet",
        description="Parquet: the rows in columns, for pandas, DuckDB, Spark; needs pyarrow",
        content=_content,
        recognizes=_is_ours,
        has_codes=True,
    ),
)
