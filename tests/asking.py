"""A named question asked of a graph of a test."""

from __future__ import annotations

from pathlib import Path

from kg.model import Graph
from kg.store import Query, Worker
from kg.store.questions import question
from kg.turtle import write

Row = dict[str, str | None]


def asked(graph: Graph, folder: Path, name: str, **given: str) -> list[Row]:
    """The rows of the answer; the graph is written into the folder anew."""
    path = folder / "graph.ttl"
    path.unlink(missing_ok=True)
    write(graph, path)
    with Worker([path]) as worker:
        return told(worker, name, **given)


def told(worker: Worker, name: str, **given: str) -> list[Row]:
    """The rows of the answer of a store that is open."""
    return list(worker.ask(Query(question(name).filled(given, worker))).rows())
