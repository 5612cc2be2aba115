"""Bundling of parallel edges, with all of their labels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.model import Factuality, NodeId
from kg.view.draw.values import Edge


def bundled(edges: Iterable[Edge]) -> tuple[Edge, ...]:
    """The edges, those from one node to another as one; those of acts with a node of their own stay as they are."""
    found: dict[object, list[Edge]] = {}
    for number, edge in enumerate(edges):
        found.setdefault(_way(edge) if _is_straight(edge) else number, []).append(edge)
    return tuple(_joined(some) for some in found.values())


def _is_straight(edge: Edge) -> bool:
    return bool(edge.label) and not edge.role


def _way(edge: Edge) -> tuple[NodeId, NodeId, bool]:
    """The two ends, and whether there is a way; what is said of both alike has none."""
    if edge.has_head:
        return edge.tail, edge.head, True
    return min(edge.tail, edge.head), max(edge.tail, edge.head), False


def _joined(edges: list[Edge]) -> Edge:
    """The first of those that are facts with the others along it."""
    best = min(edges, key=lambda edge: (edge.is_claim or edge.factuality is not Factuality.ASSERTED, edges.index(edge)))
    others = tuple(edge for edge in edges if edge is not best)
    said = tuple(dict.fromkeys(one for edge in (best, *others) for one in edge.said))
    return replace(best, said=said, bundled=others) if others else best
