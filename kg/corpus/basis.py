"""What links were made of: the first row of their file, by which it is known whether they fit a graph."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from kg.corpus.decisions import PairDecision
from kg.corpus.links import BASIS, is_basis
from kg.model import Graph
from kg.tables.rows import Row, jsonl


@dataclass(frozen=True, slots=True)
class Basis:
    """Digests of a graph, by its articles and statements, and of what readers decided."""

    graph: str
    decisions: str

    def text(self) -> str:
        """The first row of a file of links."""
        row: Row = {"kind": BASIS, "graph": self.graph, "decisions": self.decisions}
        return "".join(jsonl([row]))


def basis(graph: Graph, decisions: Iterable[PairDecision]) -> Basis:
    """What links of a graph are made of."""
    articles = sorted(article.id for article in graph.articles)
    statements = sorted((said.id, said.subject, said.object, said.event or "") for said in graph.statements)
    return Basis(_digest((articles, statements)), _digest([decision.row() for decision in decisions]))


def basis_of(path: Path) -> Basis | None:
    """What the links of a file were made of; None where its first row does not tell."""
    with path.open(encoding="utf-8", errors="replace") as file:
        head = file.readline()
    try:
        row = json.loads(head)
    except ValueError:
        return None
    return Basis(str(row.get("graph")), str(row.get("decisions"))) if is_basis(row) else None


def _digest(content: object) -> str:
    return sha256(json.dumps(content).encode()).hexdigest()[:16]
