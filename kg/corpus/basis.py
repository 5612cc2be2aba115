"""What links were made of: the first row of their file, by which it is known whether they fit a graph."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from kg.corpus.decisions import PairDecision
from kg.corpus.links import BASIS, is_basis
from kg.model import Graph
from kg.tables.rows import Row, jsonl


@dataclass(frozen=True, slots=True)
class Basis:
    """Digests of a graph, by its articles and statements, and of what readers decided; equal where these are."""

    graph: str
    decisions: str
    file: str = field(default="", compare=False)
    """The file of the decisions, as seen from that of the links; empty for that beside the graph."""
    sources: tuple[str, ...] = field(default=(), compare=False)
    """The files of the graph, as seen from that of the links, sorted."""
    shards: str = field(default="", compare=False)
    """A digest of the lists of shards, where all of these are corpora."""

    def text(self) -> str:
        """The first row of a file of links."""
        row: Row = {"kind": BASIS, "graph": self.graph, "decisions": self.decisions}
        row |= {"file": self.file} if self.file else {}
        row |= {"sources": [*self.sources]} if self.sources else {}
        row |= {"shards": self.shards} if self.shards else {}
        return "".join(jsonl([row]))


def basis(graph: Graph, decisions: Iterable[PairDecision], file: str = "", sources: Iterable[str] = ()) -> Basis:
    """What links of a graph are made of."""
    articles = sorted(article.id for article in graph.articles)
    statements = sorted((said.id, said.subject, said.object, said.event or "") for said in graph.statements)
    told = _digest([decision.row() for decision in decisions])
    return Basis(_digest((articles, statements)), told, file, tuple(sorted(sources)))


def basis_of(path: Path) -> Basis | None:
    """What the links of a file were made of; None where its first row does not tell, or there is no such file."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            row = json.loads(file.readline())
    except (OSError, ValueError):
        return None
    if not is_basis(row):
        return None
    graph, decisions, place, shards = (str(row.get(name) or "") for name in ("graph", "decisions", "file", "shards"))
    return Basis(graph, decisions, place, tuple(map(str, row.get("sources") or ())), shards)


def _digest(content: object) -> str:
    return sha256(json.dumps(content).encode()).hexdigest()[:16]
