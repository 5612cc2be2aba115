"""Damage to a store's files, as RocksDB reports it, as an error with its cure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import InputError

_OF_ROCKSDB = re.compile(r"Corruption|IO error|Invalid argument|Not implemented|Resource busy", re.IGNORECASE)
_KINDS = re.compile(r"^(?:(?:Corruption|IO error|Invalid argument): *)+", re.IGNORECASE)
_LONGEST = 160  # characters of what is shown of it
_KNOWN = {
    "lock file:": ("another program is writing to it", "try again when that is done"),
    "lock hold": ("it is being written to already", "close it first"),
    "Permission denied": ("may not be read or written", "give yourself the rights to all files in it"),
    "No space left": ("the disk is full; it is as it was last written", "make room and run it again"),
    "File too large": ("a file of it may not be so large here; nothing was added", "ulimit -f unlimited"),
    "Too many open files": ("it has more files than may be open at once", "ulimit -n 4096"),
}
_CURE = "bring back a copy of it, or build it again; kg check STORE tells whether a store is whole"


def is_of_store(error: Exception) -> bool:
    """Whether an error of pyoxigraph tells of a store's files: it raises all as ``OSError`` or ``RuntimeError``."""
    return isinstance(error, OSError | RuntimeError) and _OF_ROCKSDB.match(str(error)) is not None


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """A context that raises faults of a store's files as an ``InputError`` that names the store."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        if not is_of_store(error):
            raise
        raise damage(folder, error) from error


def damage(folder: Path, error: Exception) -> InputError:
    """The error to report for one of pyoxigraph that tells of a store's files."""
    said = str(error)
    known = next((told for words, told in _KNOWN.items() if words in said), None)
    if known:
        return InputError(f"{folder}: {known[0]}", hint=known[1])
    first = _KINDS.sub("", said).splitlines()[0].replace(f"{folder}/", "").strip()
    return InputError(f"{folder}: the store is damaged ({first[:_LONGEST]})", hint=_CURE)
