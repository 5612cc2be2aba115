"""A graph too large for memory, in an unnamed temporary file, which no crash leaves behind.

Nodes of one id are merged, as ``Graph.__or__`` does, in whatever order the graphs come.
"""

from __future__ import annotations

import heapq
import pickle
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from itertools import chain, islice
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Protocol, TypeVar

from kg.errors import KgError
from kg.model import Article, Entity, Event, Graph, NodeId, Quantity, Statement
from kg.model.graph import PARTS
from kg.model.merge import merged

if TYPE_CHECKING:
    from _typeshed import SupportsRichComparison

Described = Entity | Event | Quantity
_AnyNode = Article | Described | Statement
_KINDS: Mapping[type, int] = {Article: 0, Entity: 1, Event: 2, Quantity: 3, Statement: 4}
_IN_MEMORY = 20_000
"""Nodes that are kept in memory before a file is begun: those of some hundred articles."""
_CACHE = 32_000  # kilobytes
_LOOKED_UP = 4096  # nodes

_Kind = TypeVar("_Kind", Article, Entity, Event, Quantity, Statement)


class Spool:
    """Merges graphs: into a ``Graph`` while they are few, else on disk."""

    def __init__(self, in_memory: int = _IN_MEMORY) -> None:
        self._graphs: list[Graph] = []
        self._nodes = 0
        self._in_memory = in_memory
        self._file: Spooled | None = None

    def add(self, graph: Graph) -> None:
        """Join one more graph."""
        self._graphs.append(graph)
        self._nodes += sum(1 for _ in _nodes_of(graph))
        if self._nodes > self._in_memory:
            self._file = self._file or Spooled()
            for one in self._graphs:
                self._file.add(one)
            self._graphs, self._nodes = [], 0

    def whole(self) -> Graph | Spooled:
        """The union of all added graphs."""
        if self._file is None:
            return merged(self._graphs)
        for one in self._graphs:
            self._file.add(one)
        self._graphs, self._nodes = [], 0
        return self._file


class Spooled:
    """A graph on disk; nodes are read each time they are asked for."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("")  # SQLite's own: a file without a name, gone with the process
        self._base.executescript(
            f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -{_CACHE};"
            "CREATE TABLE node (kind INTEGER, id TEXT, value BLOB, PRIMARY KEY (kind, id)) WITHOUT ROWID;"
        )
        self._by_id = _Nodes(self._found, self._names)
        self.nodes: Mapping[NodeId, Described] = self._by_id

    def add(self, graph: Graph) -> None:
        """Join one more graph."""
        graph = graph.recorded()
        with _told():
            known = Graph(*(self._known(getattr(graph, name)) for name in PARTS))
            rows = (
                (_KINDS[type(node)], node.id, pickle.dumps(node, pickle.HIGHEST_PROTOCOL))
                for node in _nodes_of(known.union(graph))
            )
            self._base.executemany("INSERT OR REPLACE INTO node VALUES (?, ?, ?)", rows)
        self._by_id.forget()

    def _known(self, nodes: Iterable[_Kind]) -> tuple[_Kind, ...]:
        """What is there of the same nodes."""
        wanted = "SELECT value FROM node WHERE kind = ? AND id = ?"
        rows = (self._base.execute(wanted, (_KINDS[type(node)], node.id)).fetchone() for node in nodes)
        return tuple(pickle.loads(row[0]) for row in rows if row)

    def __or__(self, other: Graph) -> Spooled:
        """Both joined, in this file."""
        self.add(other)
        return self

    @property
    def articles(self) -> Iterator[Article]:
        """The articles; one alone needs no record of what it contributes."""
        found = self._all(Article)
        first = tuple(islice(found, 2))
        return iter((replace(first[0], contributes=None),)) if len(first) == 1 else chain(first, found)

    @property
    def entities(self) -> Iterator[Entity]:
        """The entities."""
        return self._all(Entity)

    @property
    def events(self) -> Iterator[Event]:
        """The events."""
        return self._all(Event)

    @property
    def quantities(self) -> Iterator[Quantity]:
        """The quantities."""
        return self._all(Quantity)

    @property
    def statements(self) -> Iterator[Statement]:
        """The statements."""
        return self._all(Statement)

    def label(self, node: NodeId) -> str:
        """The name to show for a node; of one that the graph does not describe, its id."""
        found = self.nodes.get(node)
        return found.text if isinstance(found, Quantity) else found.label if found else node

    def _all(self, kind: type[_Kind]) -> Iterator[_Kind]:
        with _told():
            rows = self._base.execute("SELECT value FROM node WHERE kind = ? ORDER BY id", (_KINDS[kind],))
            for (value,) in rows:
                yield pickle.loads(value)

    def _names(self) -> Iterator[NodeId]:
        for found in (self.entities, self.events, self.quantities):
            yield from (node.id for node in found)

    def _found(self, name: NodeId) -> Described | None:
        with _told():
            wanted = "SELECT value FROM node WHERE kind IN (1, 2, 3) AND id = ? ORDER BY kind DESC"
            row = self._base.execute(wanted, (name,)).fetchone()
            return pickle.loads(row[0]) if row else None


GraphLike = Graph | Spooled
"""A graph in memory or on disk; each node once, in the order of the ids."""


def in_memory(whole: GraphLike) -> Graph:
    """The graph as a ``Graph`` in memory."""
    return whole if isinstance(whole, Graph) else Graph(*(tuple(getattr(whole, name)) for name in PARTS))


class _Nodes(Mapping[NodeId, Described]):
    """Nodes by their ids, those asked for last at hand."""

    def __init__(self, found: Callable[[NodeId], Described | None], names: Callable[[], Iterator[NodeId]]) -> None:
        self._found = lru_cache(_LOOKED_UP)(found)
        self._names = names

    def forget(self) -> None:
        """Clear the cache: nodes may have been merged since."""
        self._found.cache_clear()

    def __getitem__(self, name: NodeId) -> Described:
        found = self._found(name)
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[NodeId]:
        return self._names()

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _nodes_of(graph: Graph) -> Iterator[_AnyNode]:
    return chain(graph.articles, graph.entities, graph.events, graph.quantities, graph.statements)


@contextmanager
def _told() -> Iterator[None]:
    """What SQLite says of a full disk as an error with its cure."""
    try:
        yield
    except sqlite3.Error as error:
        raise KgError(
            f"the temporary file of the graph: {error}", hint="SQLITE_TMPDIR names a folder with room"
        ) from error


Sortable = TypeVar("Sortable")
_SORTED_AT_ONCE = 10_000
"""Items that are sorted at once."""
_OPEN_FILES = 64


class Sort(Protocol):
    """A stable sort, as ``sorted`` is."""

    def __call__(
        self, items: Iterable[Sortable], /, *, key: Callable[[Sortable], SupportsRichComparison]
    ) -> Iterable[Sortable]:
        """The items in the order of their keys."""


def sorted_on_disk(
    items: Iterable[Sortable], /, *, key: Callable[[Sortable], SupportsRichComparison], in_memory: int = _SORTED_AT_ONCE
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
            runs = [_spilled(heapq.merge(*runs, key=key))]
    yield from runs[0] if len(runs) == 1 else heapq.merge(*runs, key=key)


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
