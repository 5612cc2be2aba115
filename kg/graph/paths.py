"""How two entities are connected: the shortest chains of statements between them, whichever way each points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

import networkx as nx

from kg.graph.projection import FACTS, Network, Projection, Simple, to_networkx
from kg.model import Graph, NodeId


@dataclass(frozen=True, slots=True)
class Step:
    """From one node to the next by a statement, or by a link of an entity (then ``statement`` is "").

    ``forward`` says whether the step follows the direction of the statement.
    """

    source: NodeId
    target: NodeId
    relation: str
    statement: str
    forward: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which chains are looked for: how many at most, how long at most, and by which edges."""

    most: int = 3
    hops: int = 4
    projection: Projection = FACTS


def paths(graph: Graph, start: NodeId, goal: NodeId, wanted: Wanted | None = None) -> tuple[tuple[Step, ...], ...]:
    """The shortest chains from ``start`` to ``goal``, the shortest first; none where they are not connected.

    Between two nodes of a chain stands the statement that is surest. Classes of nodes do not matter, but a chain
    passes no quantity: that two things have the same number connects nothing.
    """
    asked = wanted or Wanted()
    network = to_networkx(graph, asked.projection)
    network.remove_nodes_from([name for name, data in network.nodes(data=True) if data["kind"] == "quantity"])
    if start not in network or goal not in network:
        return ()
    simple = nx.Graph(network.to_undirected(as_view=True))
    return tuple(
        tuple(_steps(network, chain)) for chain in islice(_chains(simple, start, goal, asked.hops), asked.most)
    )


def _chains(simple: Simple, start: str, goal: str, hops: int) -> Iterator[Sequence[str]]:
    """Simple chains by length, then by names: Yen's algorithm yields by length, names make ties fixed."""
    if not nx.has_path(simple, start, goal):
        return
    same_length: list[list[str]] = []
    for chain in nx.shortest_simple_paths(simple, start, goal):
        if len(chain) > hops + 1:
            break
        if same_length and len(chain) > len(same_length[0]):
            yield from sorted(same_length)
            same_length = []
        same_length.append(chain)
        if len(same_length) > _MOST_TIES:
            break
    yield from sorted(same_length)


_MOST_TIES = 1000


def _steps(network: Network, chain: Sequence[str]) -> Iterator[Step]:
    for source, target in pairwise(chain):
        found = [(True, key, data) for key, data in (network.get_edge_data(source, target) or {}).items()]
        found += [(False, key, data) for key, data in (network.get_edge_data(target, source) or {}).items()]
        forward, key, data = min(
            found, key=lambda edge: (not edge[2]["fact"], -float(edge[2].get("confidence", 1)), not edge[0], edge[1])
        )
        statement = key if "factuality" in data else ""
        yield Step(NodeId(source), NodeId(target), str(data["label"]), str(statement), forward)
