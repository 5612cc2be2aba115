"""JSON Lines: a row of plain values for each statement in each article that says it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO

from kg.convert import HEAD, FileFormat, Style
from kg.streams.spool import GraphLike, sorted_on_disk
from kg.tables.rows import jsonl, statement_rows


def _stream(file: IO[bytes], graph: GraphLike, style: Style) -> None:
    for line in jsonl(statement_rows(graph, style.vocabulary, sort=sorted_on_disk)):
        file.write(line.encode())


def _is_ours(path: Path) -> bool:
    """A row has our names."""
    with path.open("rb") as file:
        try:
            row = json.loads(file.readline(HEAD))
        except (ValueError, RecursionError):
            return False
    return isinstance(row, dict) and {"subjectIri", "factuality"} <= row.keys()


FORMATS = (
    FileFormat(
        name="jsonl",
        description="JSON Lines: a statement a row, for pandas, DuckDB, jq",
        content=lambda graph, style: "".join(jsonl(statement_rows(graph, style.vocabulary))).encode(),
        stream=_stream,
        recognizes=_is_ours,
        has_codes=True,
    ),
)
