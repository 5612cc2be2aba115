"""Rows, text and bytes to standard output or a file: a table for people, JSON, CSV or TSV for machines.

One rule for every file: what newsgraph wrote is replaced, anything else by ``--force`` alone. It is asked before any
work is done. What cannot carry a mark of ours (a table of words, the answer to a query) counts as the user's own.
"""

import csv
import io
import json
import os
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import islice, zip_longest
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from kg.console import columns as terminal_columns
from kg.console import console, folded, is_coloured, note, printable
from kg.errors import InputError
from kg.shards import is_corpus

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
    """The format that the suffix of a file of an answer stands for, else ``InputError``; the default for no file."""
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
    match form:
        case TableForm.JSON:
            text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
        case TableForm.JSONL:
            text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found)
        case TableForm.CSV | TableForm.TSV:
            written = io.StringIO()
            writer = csv.writer(written, delimiter="," if form is TableForm.CSV else "\t", lineterminator="\n")
            writer.writerow(names)
            writer.writerows([_cell(row.get(name)) for name in names] for row in found)
            text = written.getvalue()
        case TableForm.TABLE:
            text = _table(found, names)
    put_text(text, output=output)


def put_told(lines: Iterable[str], rows: Iterable[PrintedRow], form: TableForm, columns: Sequence[str] = ()) -> None:
    """Write lines for people, or rows for machines: ``columns`` are those of CSV and TSV."""
    if form is TableForm.TABLE:
        put_lines(lines)
    else:
        put(rows, form, columns=columns if form in {TableForm.CSV, TableForm.TSV} else ())


def put_found(rows: Sequence[PrintedRow], form: TableForm, nothing: str) -> None:
    """Write rows to standard output; where there are none, what there is none of is told."""
    if not rows:
        note(nothing)
    put(rows, form)


def put_text(text: str, *, output: Path | None = None) -> None:
    """Write text to a file, whole or not at all, or to standard output, as UTF-8."""
    put_data(text.encode(), output=output)


def put_lines(lines: Iterable[str], *, output: Path | None = None) -> None:
    """Write lines for people, which command no terminal, not even by way of a pipe."""
    coloured = output is None and is_coloured()
    put_text("".join(f"{printable(line, coloured=coloured)}\n" for line in lines), output=output)


def put_data(data: bytes, *, output: Path | None = None) -> None:
    """Write bytes to a file, whole or not at all, or to standard output."""
    if output is not None:
        from kg.turtle.whole import write_whole

        write_whole(data, output)
    else:
        put_stream(lambda file: file.write(data))


def put_stream(write: Callable[[IO[bytes]], object]) -> None:
    """Let bytes be written to standard output as they are made; a terminal gets nothing that commands it."""
    sys.stdout.flush()
    if sys.stdout.isatty():
        made = io.BytesIO()
        write(made)
        sys.stdout.buffer.write(printable(made.getvalue().decode(errors="replace")).encode())
    else:
        write(sys.stdout.buffer)
    sys.stdout.buffer.flush()


def _cell(value: Cell) -> str:
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)


def _table(rows: Sequence[PrintedRow], names: Sequence[str]) -> str:
    """Columns side by side where they can be read so, else a record for each row; no column that has nothing in it."""
    names = [name for name in names if not rows or any(_cell(row.get(name)) for row in rows)]
    cells = [[printable(_cell(row.get(name)), coloured=False) for name in names] for row in rows]
    room = terminal_columns() if sys.stdout.isatty() else 0
    widths = _widths([[name, *column] for name, *column in zip(names, *cells, strict=True)], room)
    if not widths:
        margin = max(map(len, names), default=0) + _GAP
        records: list[str] = []
        for row in cells:
            told = [(name.ljust(margin), value) for name, value in zip(names, row, strict=True) if value]
            records.append("".join("\n".join(folded(value, name, " " * margin)) + "\n" for name, value in told))
        return "\n".join(records)
    head, *lines = (_side_by_side(row, widths) for row in (names, *cells))
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
        more = max(min(natural[number] - floors[number], spare // (len(floors) - left)), 0)
        widths[number] += more
        spare -= more
    narrow = any(one > _LINES * width for one, width in zip(natural, widths, strict=True))
    return [] if narrow and room else widths


def _side_by_side(row: Iterable[str], widths: Sequence[int]) -> str:
    """The lines of a row, its cells side by side, each folded to its width; most need none of what folding takes."""
    from rich.cells import set_cell_size
    from rich.text import Text

    columns = [
        [text]
        if len(text) <= width and text.isascii() and text.isprintable()
        else [line.plain for line in Text(text).wrap(console(), width, overflow="fold")]
        for text, width in zip(row, widths, strict=True)
    ]
    lines = (zip(parts, widths, strict=True) for parts in zip_longest(*columns, fillvalue=""))
    return "\n".join((" " * _GAP).join(set_cell_size(part, width) for part, width in line).rstrip() for line in lines)


Recognized = Callable[[Path], bool]
"""Whether a file bears a mark of ours."""
_HEAD = 1 << 16  # bytes: the first row lies within
_NO_ROWS = "[]"
_TELLING = 4
"""The names at the beginning of a record that make it known as ours."""


def check_output(path: Path | None, is_ours: Recognized, *, read: Iterable[Path] = (), force: bool = False) -> None:
    """``InputError`` where a file cannot be written, is what is ``read``, or is the user's own and not to be replaced.

    A link counts as what it leads to; a pipe or a device is written into, and holds nothing.
    """
    if path is None:
        return
    try:
        place = Path(os.path.realpath(path))
        if place.is_dir():
            raise InputError(f"{path}: is a folder, not a file to write")
        if place.exists() and not place.is_file():
            return
        check_folder(place.parent, path)
        if not place.is_file():
            return
        if not os.access(place, os.W_OK):
            raise InputError(f"{path}: may not be written")
        if any(_is_in(place, one) for one in read):
            raise InputError(f"{path}: is what is read", hint="what is written needs a file of its own")
        if force:
            return
        with place.open("rb") as file:
            is_blank = not file.read(_HEAD).strip()
        if not (is_blank or is_ours(place)):
            raise InputError(f"{path}: exists and is not known to be ours", hint="--force writes over it")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error


def check_folder(folder: Path, path: Path) -> None:
    """``InputError`` where ``folder``, in which ``path`` would be written, takes no file."""
    if not folder.is_dir():
        raise InputError(f"{path}: there is no folder {folder}")
    try:
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise InputError(f"{path}: cannot be written in {folder} ({error.strerror})") from error


def _is_in(place: Path, read: Path) -> bool:
    """Whether a file is what is read, or part of a store that is."""
    if read.is_dir():
        return place.is_relative_to((read / "shards" if is_corpus(read) else read).resolve())
    return read.exists() and read.samefile(place)


def rows_of(columns: Sequence[str]) -> Recognized:
    """Recognizes files of rows with these columns: CSV and TSV by all names, JSON and JSON Lines by the first."""

    def is_ours(path: Path) -> bool:
        with path.open(encoding="utf-8", errors="replace") as file:
            head = file.read(_HEAD)
        if head.split("\n", 1)[0] in {",".join(columns), "\t".join(columns)} or head.strip() == _NO_ROWS:
            return True
        try:
            record, _ = json.JSONDecoder().raw_decode(head.lstrip(" \n["))
        except (ValueError, RecursionError):
            return False
        return isinstance(record, dict) and tuple(islice(record, _TELLING)) == tuple(columns[:_TELLING])

    return is_ours


def never(_path: Path) -> bool:
    """Recognizes no file as newsgraph's own: what is there is the user's."""
    return False
