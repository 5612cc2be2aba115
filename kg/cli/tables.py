"""Rows to standard output or a file: a table for people, JSON, CSV or TSV for machines."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from itertools import zip_longest
from pathlib import Path
from typing import IO, TYPE_CHECKING

from kg.errors import InputError

if TYPE_CHECKING:
    from kg.model import TimeSpan

Cell = str | int | float | bool | list["Cell"] | dict[str, "Cell"] | None
PrintedRow = Mapping[str, Cell]
_SUFFIXES = {"txt": "table", "rdf": "rdfxml"}
_READABLE = 48  # characters: no column of a table in a file is narrower without need
_LINES = 6  # a cell of more lines is no longer a cell
_GAP = 2  # spaces between columns
_WIDE = 120  # columns of a table that goes to no terminal


class TableForm(StrEnum):
    """How rows are written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"


def form_of(output: Path | None, known: Collection[str], default: str = "") -> str:
    """The format that the suffix of a file of an answer stands for; the default for standard output."""
    if output is None:
        return default
    suffix = output.suffix.lower().removeprefix(".")
    form = _SUFFIXES.get(suffix, suffix)
    if form not in known:
        told = f"{output}: {output.suffix or 'no suffix'} is no format of an answer"
        raise InputError(told, hint=f"--format, one of {', '.join(known)}")
    return form


def put(
    rows: Iterable[PrintedRow], form: TableForm, *, columns: Sequence[str] = (), output: Path | None = None
) -> None:
    """Write rows; ``columns`` chooses and orders those of a table, CSV and TSV (else the first row's)."""
    found = list(rows)
    names = tuple(columns) or (tuple(found[0]) if found else ())
    put_text(_text(found, form, names), output=output)


def put_text(text: str, *, output: Path | None = None) -> None:
    """Write text to a file, whole or not at all, or to standard output, as UTF-8."""
    put_data(text.encode(), output=output)


def put_lines(lines: Iterable[str], *, output: Path | None = None) -> None:
    """Write lines for people, which command no terminal, not even by way of a pipe."""
    from kg.cli.console import is_coloured, printable

    coloured = output is None and is_coloured()
    put_text("".join(f"{printable(line, coloured=coloured)}\n" for line in lines), output=output)


def put_data(data: bytes, *, output: Path | None = None) -> None:
    """Write bytes to a file, whole or not at all, or to standard output.

    A terminal gets nothing that commands it.
    """
    if output is not None:
        from kg.turtle.whole import write_whole

        write_whole(data, output)
        return
    if sys.stdout.isatty():
        from kg.cli.console import printable

        data = printable(data.decode(errors="replace")).encode()
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def put_stream(write: Callable[[IO[bytes]], None]) -> None:
    """Let bytes be written to standard output as they are made; what goes to a terminal is made first."""
    if sys.stdout.isatty():
        made = io.BytesIO()
        write(made)
        put_data(made.getvalue())
        return
    sys.stdout.flush()
    write(sys.stdout.buffer)
    sys.stdout.buffer.flush()


def _text(rows: Sequence[PrintedRow], form: TableForm, names: Sequence[str]) -> str:
    match form:
        case TableForm.JSON:
            return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
        case TableForm.JSONL:
            return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        case TableForm.CSV | TableForm.TSV:
            return _separated(rows, names, "," if form is TableForm.CSV else "\t")
        case TableForm.TABLE:
            return _table(rows, names)


def _separated(rows: Iterable[PrintedRow], names: Sequence[str], separator: str) -> str:
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


def _table(rows: Sequence[PrintedRow], names: Sequence[str]) -> str:
    """Columns side by side where they can be read so, else a record for each row; no column that has nothing in it."""
    from kg.cli.console import columns, is_coloured, printable

    names = [name for name in names if not rows or any(_cell(row.get(name)) for row in rows)]
    cells = [[printable(_cell(row.get(name)), coloured=False) for name in names] for row in rows]
    room = columns() if sys.stdout.isatty() else 0
    widths = _widths([[name, *column] for name, *column in zip(names, *cells, strict=True)], room)
    if not widths:
        return "\n".join(_record(names, row) for row in cells)
    head, *lines = ("\n".join(_lines(row, widths)) for row in (names, *cells))
    return "".join(f"{line}\n" for line in (f"\x1b[1m{head}\x1b[0m" if is_coloured() else head, *lines))


def _widths(columns: Sequence[Sequence[str]], room: int) -> list[int]:
    """A width for each column, so that no word is cut; none where that leaves a column too narrow to be read.

    ``room`` is that of the terminal; 0 stands for a file, which is as wide as it has to be.
    """
    natural = [max(map(len, column)) for column in columns]
    floors = [max((len(word) for text in column for word in text.split()), default=1) for column in columns]
    needed = sum(floors) + _GAP * len(floors)
    spare = (room or max(_WIDE, needed, sum(min(one, _READABLE) + _GAP for one in natural))) - needed
    if spare < 0:
        return []
    widths = list(floors)
    for left, number in enumerate(sorted(range(len(floors)), key=lambda number: natural[number] - floors[number])):
        more = min(natural[number] - floors[number], spare // (len(floors) - left))
        widths[number] += max(more, 0)
        spare -= max(more, 0)
    narrow = any(one > _LINES * width for one, width in zip(natural, widths, strict=True))
    return [] if narrow and room else widths


def _lines(row: Iterable[str], widths: Sequence[int]) -> Iterator[str]:
    """The lines of a row, its cells side by side, each folded to its width."""
    from rich.cells import set_cell_size

    columns = [_folded(cell, width) for cell, width in zip(row, widths, strict=True)]
    for parts in zip_longest(*columns, fillvalue=""):
        sized = (set_cell_size(part, width) for part, width in zip(parts, widths, strict=True))
        yield (" " * _GAP).join(sized).rstrip()


def _folded(text: str, width: int) -> Sequence[str]:
    """A text in lines of a width; most need none of what folding takes."""
    if len(text) <= width and text.isascii() and text.isprintable():
        return [text]
    from rich.text import Text

    from kg.cli.console import console

    return [line.plain for line in Text(text).wrap(console(), width, overflow="fold")]


def _record(names: Sequence[str], row: Sequence[str]) -> str:
    """A row as lines of name and value; what is empty is left out."""
    from kg.cli.console import folded

    margin = max(map(len, names), default=0) + _GAP
    found = (
        "\n".join(folded(value, name.ljust(margin), " " * margin))
        for name, value in zip(names, row, strict=True)
        if value
    )
    return "".join(f"{lines}\n" for lines in found)


def when(time: TimeSpan | None) -> str:
    """A time as a day, month or year where it is one, else as an interval (ISO 8601), open where an end is unknown.

    >>> from datetime import date
    >>> from kg.model import TimeSpan
    >>> when(TimeSpan(date(2025, 1, 1), date(2025, 12, 31))), when(TimeSpan(date(2025, 3, 1), date(2025, 4, 2)))
    ('2025', '2025-03-01/2025-04-02')
    """
    first, last = (time.start, time.end) if time else (None, None)
    if first is None or last is None:
        return f"{first or '..'}/{last or '..'}" if first or last else ""
    for length in (4, 7):
        is_whole = (
            (first - timedelta(1)).isoformat()[:length] != first.isoformat()[:length] == last.isoformat()[:length]
        )
        if is_whole and (last + timedelta(1)).isoformat()[:length] != last.isoformat()[:length]:
            return first.isoformat()[:length]
    return first.isoformat() if first == last else f"{first}/{last}"
