"""Rows to standard output or a file: a table for people, JSON, CSV or TSV for machines."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path

Cell = str | int | float | bool | list["Cell"] | dict[str, "Cell"] | None
Row = Mapping[str, Cell]
_WHOLE_WORD = 14  # characters: a word up to this length is never cut
_WIDE = 120  # columns of a table that goes to no terminal


class Form(StrEnum):
    """How rows are written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"


def put(rows: Iterable[Row], form: Form, *, columns: Sequence[str] = (), output: Path | None = None) -> None:
    """Write rows; ``columns`` chooses and orders those of a table, CSV and TSV (else the first row's)."""
    found = list(rows)
    names = tuple(columns) or (tuple(found[0]) if found else ())
    put_text(_text(found, form, names), output=output)


def put_text(text: str, *, output: Path | None = None) -> None:
    """Write text to a file, whole or not at all, or to standard output (``None`` or ``-``) as UTF-8."""
    put_data(text.encode(), output=output)


def put_data(data: bytes, *, output: Path | None = None) -> None:
    """Write bytes to a file, whole or not at all, or to standard output (``None`` or ``-``)."""
    if output is not None and str(output) != "-":
        from kg.turtle import write_whole

        write_whole(data, output)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _text(rows: Sequence[Row], form: Form, names: Sequence[str]) -> str:
    match form:
        case Form.JSON:
            return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
        case Form.JSONL:
            return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        case Form.CSV | Form.TSV:
            return _separated(rows, names, "," if form is Form.CSV else "\t")
        case Form.TABLE:
            return _table(rows, names)


def _separated(rows: Iterable[Row], names: Sequence[str], separator: str) -> str:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=separator, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([_cell(row.get(name)) for name in names])
    return written.getvalue()


def _cell(value: Cell) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case list() | dict():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)


def _table(rows: Sequence[Row], names: Sequence[str]) -> str:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from kg.cli.console import width

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in names:
        cells = (name, *(_cell(row.get(name)) for row in rows))
        longest = max((len(word) for cell in cells for word in cell.split()), default=1)
        table.add_column(Text(name), overflow="fold", min_width=min(longest, _WHOLE_WORD))
    for row in rows:
        table.add_row(*(Text(_cell(row.get(name))) for name in names))
    written = io.StringIO()
    terminal = sys.stdout.isatty()
    Console(file=written, width=width() if terminal else _WIDE, force_terminal=terminal, highlight=False).print(table)
    return "".join(line.rstrip() + "\n" for line in written.getvalue().splitlines())
