"""Large tables of ``kg/data``: sorted, memory-mapped and searched by bisection."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

_END = b"\n"


class Sheet:
    """Rows of a table, found by the first column; what is not asked for is never read."""

    def __init__(self, data: mmap.mmap | bytes) -> None:
        self._data = data
        self._first = data.find(_END) + 1

    def rows(self, key: str) -> Iterator[tuple[str, ...]]:
        """The cells of the rows whose first column is ``key``, in the order of the file."""
        prefix = f"{key}\t".encode()
        place = self._place(prefix)
        while self._data[place : place + len(prefix)] == prefix:
            end = self._data.find(_END, place)
            yield tuple(self._data[place:end].decode().split("\t"))
            place = end + 1

    def _place(self, prefix: bytes) -> int:
        """Where the first row that does not come before a prefix begins."""
        low, high = self._first, len(self._data)
        while low < high:
            start = self._data.rfind(_END, 0, (low + high) // 2) + 1
            if self._data[start : start + len(prefix)] < prefix:
                low = self._data.find(_END, start) + 1
            else:
                high = start
        return low


@cache
def sheet(name: str) -> Sheet:
    """The table ``kg/data/NAME.tsv``."""
    path = files("kg") / "data" / f"{name}.tsv"
    if not isinstance(path, Path):
        return Sheet(path.read_bytes())
    with path.open("rb") as file:
        return Sheet(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
