"""The tables of ``kg/data``: tab-separated, sorted by their first column, searched without being read.

A run meets a few hundred of some hundred thousand rows, so a table stays on disk; a key is found by bisection and only
its rows are decoded.
"""

import mmap
from collections.abc import Iterator
from functools import cache

from kg.lexicon import data_file

TableRow = dict[str, str]
_END = b"\n"


class Table:
    """Rows of a table, found by the first column."""

    def __init__(self, data: mmap.mmap | bytes) -> None:
        self._data = data
        self._first = data.find(_END) + 1
        self.columns = tuple(data[: self._first - 1].decode().split("\t"))

    def rows(self, key: str) -> Iterator[TableRow]:
        """The rows whose first column is ``key``, in the order of the file."""
        return self._from(f"{key}\t")

    def starting(self, word: str) -> Iterator[TableRow]:
        """The rows whose first column is ``word`` or begins with it and a space."""
        yield from self._from(f"{word}\t")
        yield from self._from(f"{word} ")

    def __iter__(self) -> Iterator[TableRow]:
        return map(self._row, self._data[self._first :].splitlines())

    def first(self) -> Iterator[str]:
        """The first column of every row."""
        return (line.partition(b"\t")[0].decode() for line in self._data[self._first :].splitlines())

    def _from(self, start: str) -> Iterator[TableRow]:
        prefix, low, high = start.encode(), self._first, len(self._data)
        # Where the first row that does not come before a prefix begins.
        while low < high:
            place = self._data.rfind(_END, 0, (low + high) // 2) + 1
            if self._data[place : place + len(prefix)] < prefix:
                low = self._data.find(_END, place) + 1
            else:
                high = place
        while self._data[low : low + len(prefix)] == prefix:
            end = self._data.find(_END, low)
            yield self._row(self._data[low:end])
            low = end + 1

    def _row(self, line: bytes) -> TableRow:
        return dict(zip(self.columns, line.decode().split("\t"), strict=True))


@cache
def table(name: str) -> Table:
    """The table ``data/NAME.tsv`` of English."""
    with data_file(f"{name}.tsv").open("rb") as file:
        return Table(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
