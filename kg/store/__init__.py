"""SPARQL over graphs in files and stores, in a separate process; over a small graph in memory in this one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kg.store.process import StoppedError, Worker
from kg.store.values import GRAPH_FORMS, SOLUTION_FORMS, Answer, Limits, Query, Solutions

__all__ = [
    "GRAPH_FORMS", "SOLUTION_FORMS", "Answer", "Limits", "Query", "Solutions", "StoppedError", "Worker", "ask",
]  # fmt: skip


def ask(sources: Path | Sequence[Path], query: str | Query, *, limits: Limits | None = None) -> Answer:
    """The answer to one query of one or several files, or of a store on disk.

    Raises ``QueryError`` for a query that is refused, does not parse or runs past its limits, ``InputError`` for
    sources that cannot be read.
    """
    found = (sources,) if isinstance(sources, Path) else tuple(sources)
    with Worker(found, limits) as worker:
        return worker.ask(Query(query) if isinstance(query, str) else query)
