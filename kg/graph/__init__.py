"""Network analysis by networkx: paths, centrality, communities, cooperation and conflict."""

from __future__ import annotations

from kg.graph.projection import (
    ALL_STATEMENTS,
    FACTS,
    TOLD,
    EdgeData,
    Network,
    Projection,
    plain_edges,
    plain_nodes,
    to_networkx,
)

__all__ = [
    "ALL_STATEMENTS", "FACTS", "TOLD", "EdgeData", "Network", "Projection", "plain_edges", "plain_nodes",
    "to_networkx",
]  # fmt: skip
