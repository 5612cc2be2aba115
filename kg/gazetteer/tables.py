"""The tables of ``kg/data``: tab-separated, sorted by their first column, searched without being parsed.

A run meets a few hundred of some ten thousand rows, so a table is kept as its lines; a key is found by
bisection and only its rows are split.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from kg.lexicon import data_file

TableRow = dict[str, str]


class Table:
    """Rows of a table, found by the first column."""

    def __init__(self, text: str) -> None:
        header, *self._lines = text.splitlines()
        self.columns = tuple(header.split("\t"))

    def rows(self, key: str) -> Iterator[TableRow]:
        """The rows whose first column is ``key``, in the order of the file."""
        return self._from(f"{key}\t")

    def starting(self, word: str) -> Iterator[TableRow]:
        """The rows whose first column is ``word`` or begins with it and a space."""
        yield from self._from(f"{word}\t")
        yield from self._from(f"{word} ")

    def __iter__(self) -> Iterator[TableRow]:
        return map(self._row, self._lines)

    def first(self) -> Iterator[str]:
        """The first column of every row."""
        return (line.partition("\t")[0] for line in self._lines)

    def _from(self, prefix: str) -> Iterator[TableRow]:
        place = bisect_left(self._lines, prefix)
        while place < len(self._lines) and self._lines[place].startswith(prefix):
            yield self._row(self._lines[place])
            place += 1

    def _row(self, line: str) -> TableRow:
        return dict(zip(self.columns, line.split("\t"), strict=True))


@cache
def table(name: str) -> Table:
    """The table ``data/NAME.tsv`` of English."""
    return Table(data_file(f"{name}.tsv").read_text(encoding="utf-8"))
