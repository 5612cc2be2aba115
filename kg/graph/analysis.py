"""Centralities, communities and brokers of a network, each with its evidence.

All algorithms are networkx's own functions, so its backends take over where they are installed and asked for:
``NETWORKX_BACKEND_PRIORITY=cugraph``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx

from kg.graph.projection import Network, Projection, Simple, to_networkx, worth
from kg.model import Graph, NodeId
from kg.model.classes import ACTORS

_SHOWN = 3  # statements of a standing
_LARGE, _PIVOTS = 2000, 300  # nodes


@dataclass(frozen=True, slots=True)
class Centrality:
    """The centralities of an entity.

    ``degree`` counts statements with it; ``betweenness`` (Brandes 2001) is the share of shortest chains between others
    that pass it, 0 to 1, of more than 2000 entities estimated from 300; ``closeness`` (Wasserman and Faust) how near it
    is to all others that it reaches, 0 to 1. ``statements`` are those of its edges that are surest.
    """

    node: NodeId
    degree: int
    betweenness: float
    closeness: float
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Community:
    """A community: densely connected entities, and the statements among them."""

    members: tuple[NodeId, ...]
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Broker:
    """An entity that connects communities; ``cut`` says that without it the network falls apart."""

    node: NodeId
    betweenness: float
    communities: int
    cut: bool
    statements: tuple[str, ...]


def actors(graph: Graph, *, facts_only: bool = True) -> Network:
    """The subgraph of actors and of the statements between them."""
    whole = to_networkx(graph, Projection(facts_only=facts_only))
    names = {entity.id for entity in graph.entities if entity.cls in ACTORS}
    found: Network = nx.MultiDiGraph()
    kept = sorted(names & set(whole))
    found.add_nodes_from((name, whole.nodes[name]) for name in kept)
    for source, target, key, data in whole.edges(keys=True, data=True):
        if {source, target} <= names:
            found.add_edge(source, target, key, **data)
    found.remove_nodes_from(list(nx.isolates(found)))
    return found


def centralities(network: Network) -> tuple[Centrality, ...]:
    """All nodes, those with most statements first."""
    simple = _simple(network)
    between, close = _betweenness(simple), nx.closeness_centrality(simple)
    found = [
        Centrality(
            NodeId(name),
            len(_of(network, name)),
            round(between[name], 4),
            round(close[name], 4),
            _surest(network, name),
        )
        for name in network
    ]
    return tuple(sorted(found, key=lambda one: (-one.degree, -one.betweenness, one.node)))


def communities(network: Network) -> tuple[Community, ...]:
    """The communities of two or more, the largest first (Louvain method, Blondel and others 2008; seeded)."""
    simple = _simple(network)
    if not simple:
        return ()
    groups = [sorted(group) for group in nx.community.louvain_communities(simple, weight="weight", seed=0)]
    found = (Community(tuple(map(NodeId, group)), _among(network, group)) for group in groups if len(group) > 1)
    return tuple(sorted(found, key=lambda one: (-len(one.members), one.members)))


def brokers(network: Network) -> tuple[Broker, ...]:
    """The entities between communities, those of highest betweenness first."""
    simple = _simple(network)
    home = {name: number for number, one in enumerate(communities(network)) for name in one.members}
    between, cuts = _betweenness(simple), set(nx.articulation_points(simple))
    found = [
        Broker(NodeId(name), round(between[name], 4), len(sides), name in cuts, _surest(network, name))
        for name in simple
        if len(sides := {home.get(NodeId(other), -1) for other in (name, *simple[name])}) > 1 or name in cuts
    ]
    return tuple(sorted(found, key=lambda one: (-one.betweenness, one.node)))


def _betweenness(simple: Simple) -> dict[str, float]:
    """The share of shortest chains through each node; of a large network estimated from some (Brandes, Pich 2007)."""
    sampled = _PIVOTS if len(simple) > _LARGE else None
    found: dict[str, float] = nx.betweenness_centrality(simple, k=sampled, seed=0)
    return found


def _simple(network: Network) -> Simple:
    """The network without directions and loops; the weight of an edge is how many statements it stands for."""
    simple: Simple = nx.Graph()
    simple.add_nodes_from(sorted(network))
    for source, target in sorted((source, target) for source, target in network.edges() if source != target):
        weight = simple[source][target]["weight"] + 1 if simple.has_edge(source, target) else 1
        simple.add_edge(source, target, weight=weight)
    return simple


def _surest(network: Network, name: str) -> tuple[str, ...]:
    edges = _of(network, name)
    return tuple(sorted(edges, key=lambda key: (-edges[key], key))[:_SHOWN])


def _of(network: Network, name: str) -> dict[str, float]:
    """The statements with an entity, each once though it be subject and object, and what they are worth."""
    into, out = network.in_edges(name, keys=True, data=True), network.out_edges(name, keys=True, data=True)
    return {str(key): worth(data) for *_, key, data in (*into, *out)}


def _among(network: Network, members: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(str(key) for *_, key in network.subgraph(members).edges(keys=True)))
