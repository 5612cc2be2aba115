"""External merge sort: sorted runs in temporary files, merged as they are read."""

from __future__ import annotations

import heapq
import pickle
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from _typeshed import SupportsRichComparison

Sortable = TypeVar("Sortable")
_IN_MEMORY = 10_000
"""Items that are sorted at once."""
_OPEN_FILES = 64


class Sort(Protocol):
    """A stable sort, as ``sorted`` is."""

    def __call__(
        self, items: Iterable[Sortable], /, *, key: Callable[[Sortable], SupportsRichComparison]
    ) -> Iterable[Sortable]:
        """The items in the order of their keys."""


def sorted_on_disk(
    items: Iterable[Sortable], /, *, key: Callable[[Sortable], SupportsRichComparison], in_memory: int = _IN_MEMORY
) -> Iterator[Sortable]:
    """The items in the order of their keys, ``in_memory`` at a time in memory, the rest in temporary files."""
    stream = iter(items)
    runs: list[Iterator[Sortable]] = []
    while batch := list(islice(stream, in_memory)):
        batch.sort(key=key)
        following = next(stream, None)
        if following is None:
            runs.append(iter(batch))
            break
        stream = chain([following], stream)
        runs.append(_spilled(batch))
        if len(runs) == _OPEN_FILES:
            runs = [_spilled(_merged(runs, key))]
    yield from runs[0] if len(runs) == 1 else _merged(runs, key)


def _merged(
    runs: Iterable[Iterable[Sortable]], key: Callable[[Sortable], SupportsRichComparison]
) -> Iterator[Sortable]:
    return heapq.merge(*runs, key=key)


def _spilled(items: Iterable[Sortable]) -> Iterator[Sortable]:
    """The items, written to a file at once and read from it as they are asked for."""
    file = TemporaryFile(prefix="kg-")  # noqa: SIM115 - it lives as long as its items are wanted
    for item in items:
        pickle.dump(item, file, pickle.HIGHEST_PROTOCOL)
    file.seek(0)

    def read() -> Iterator[Sortable]:
        with file:
            while True:
                try:
                    item: Sortable = pickle.load(file)
                except EOFError:
                    return
                yield item

    return read()
