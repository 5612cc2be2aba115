"""A named question asked of a graph of a test."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from kg.model import Graph
from kg.store import Answer, Limits, Query, Worker
from kg.store.files import opened, prefixes_of
from kg.store.questions import Question, question
from kg.store.worker import answered
from kg.turtle.documents import write

Row = dict[str, str | None]
_CAPS = Limits()


class Here(Worker):
    """A worker that answers in this process, as ``kg query --ask`` has it: no help where there is no answer."""

    def __init__(self, sources: Sequence[Path]) -> None:
        super().__init__(sources)
        self._store = opened(sources)
        self._names = prefixes_of(self._store)

    def ask(self, query: Query) -> Answer:
        """The answer of a query."""
        return answered(self._store, replace(query, helps=False), _CAPS, self._names)


def ask(sources: Path | Sequence[Path], query: str | Query, *, limits: Limits | None = None) -> Answer:
    """The answer to one query of files or of a store, by a process of its own."""
    found = (sources,) if isinstance(sources, Path) else tuple(sources)
    with Worker(found, limits) as worker:
        return worker.ask(Query(query) if isinstance(query, str) else query)


def asked(graph: Graph, folder: Path, name: str, **given: str) -> list[Row]:
    """The rows of the answer; the graph is written into the folder anew."""
    path = folder / "graph.ttl"
    path.unlink(missing_ok=True)
    write(graph, path)
    return told(Here([path]), name, **given)


def told(worker: Worker, name: str, **given: str) -> list[Row]:
    """The rows of the answer of a store that is open."""
    return list(worker.ask(Query(_question(name).filled(given, worker))).rows())


@cache
def _question(name: str) -> Question:
    """The question of a name; the files of all are read to find one."""
    return question(name)
