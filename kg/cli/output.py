"""One rule for every ``--output``: what newsgraph wrote is replaced, anything else by ``--force`` alone.

It is asked before any work is done. What cannot carry a mark of ours (a table of words, the answer to a query) counts
as the user's own.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile

from kg.errors import InputError
from kg.shards import is_corpus

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
        if not (force or _is_blank(place) or is_ours(place)):
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


def rows_of(columns: Sequence[str]) -> Recognized:
    """Recognizes files of rows with these columns: CSV and TSV by all names, JSON and JSON Lines by the first."""

    def is_ours(path: Path) -> bool:
        with path.open(encoding="utf-8", errors="replace") as file:
            head = file.read(_HEAD)
        line = head.split("\n", 1)[0]
        heads = {",".join(columns), "\t".join(columns)}
        return line in heads or head.strip() == _NO_ROWS or _keys(head) == tuple(columns[:_TELLING])

    return is_ours


def never(_path: Path) -> bool:
    """Recognizes no file as newsgraph's own: what is there is the user's."""
    return False


def _is_in(place: Path, read: Path) -> bool:
    """Whether a file is what is read, or part of a store that is."""
    if read.is_dir():
        return place.is_relative_to((read / "shards" if is_corpus(read) else read).resolve())
    return read.exists() and read.samefile(place)


def _is_blank(place: Path) -> bool:
    with place.open("rb") as file:
        return not file.read(_HEAD).strip()


def _keys(head: str) -> tuple[str, ...]:
    """The first names of the first record of JSON or JSON Lines."""
    try:
        record, _ = json.JSONDecoder().raw_decode(head.lstrip(" \n[")) if head else (None, 0)
    except (ValueError, RecursionError):
        return ()
    return tuple(islice(record, _TELLING)) if isinstance(record, dict) else ()
