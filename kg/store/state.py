"""Detection of changes of files and stores, cheap enough for every query."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

State = tuple[tuple[str, int, int, int], ...]
_DATA = (".sst", ".log")


def state_of(sources: Iterable[Path]) -> State:
    """Name, size, time and number of each file that holds data; a file that is not there is left out."""
    return tuple(entry for source in sources for entry in sorted(_entries(source)))


def _entries(source: Path) -> Iterator[tuple[str, int, int, int]]:
    try:
        if source.is_dir():
            with os.scandir(source) as found:
                yield from (_entry(file.path, file.stat()) for file in found if _holds_data(file.name))
        else:
            yield _entry(str(source), source.stat())
    except OSError:
        return


def _holds_data(name: str) -> bool:
    """Whether a file of a store (RocksDB) is more than its diary, which changes when the store is only opened."""
    return name == "CURRENT" or name.startswith("MANIFEST-") or name.endswith(_DATA)


def _entry(name: str, found: os.stat_result) -> tuple[str, int, int, int]:
    return name, found.st_size, found.st_mtime_ns, found.st_ino
