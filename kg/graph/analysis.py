"""Centralities, communities and brokers of a network, each with its evidence.

All algorithms are networkx's own functions, so its backends take over where they are installed and asked for:
``NETWORKX_BACKEND_PRIORITY=cugraph``.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import networkx as nx

from kg.facts.plover import SCALE, event_type, plover_code
from kg.facts.selection import time_of
from kg.facts.states import states
from kg.graph import Network, Projection, Simple, to_networkx, worth
from kg.model import Graph, NodeId, Statement
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
    """The communities of two or more, the largest first, with the statements among their members."""
    among = ((group, network.subgraph(group).edges(keys=True)) for group in parted(_simple(network)))
    return tuple(
        Community(tuple(map(NodeId, group)), tuple(sorted(str(key) for *_, key in edges))) for group, edges in among
    )


def parted(simple: Simple) -> tuple[tuple[str, ...], ...]:
    """The communities of two or more by weights, the largest first (Louvain, Blondel and others 2008; seeded)."""
    found = nx.community.louvain_communities(simple, weight="weight", seed=0) if simple else ()
    groups = (tuple(sorted(group)) for group in found if len(group) > 1)
    return tuple(sorted(groups, key=lambda group: (-len(group), group)))


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


@dataclass(frozen=True, slots=True)
class SignedAct:
    """A statement as an act of one state towards another, with its place on the scale."""

    source: NodeId
    target: NodeId
    score: int
    period: str
    """The year of its beginning, "" where it has no date."""
    statement: str


@dataclass(frozen=True, slots=True)
class SignedTie:
    """Two states and all acts between them; ``score`` is the mean, from -2 to 2."""

    states: tuple[NodeId, NodeId]
    score: float
    acts: tuple[SignedAct, ...]

    @property
    def sign(self) -> int:
        """1 for cooperation, -1 for conflict, 0 for neither."""
        return (self.score > 0) - (self.score < 0)


@dataclass(frozen=True, slots=True)
class Triad:
    """Three states that all have ties; balanced if the product of the signs is positive (Cartwright, Harary 1956)."""

    states: tuple[NodeId, NodeId, NodeId]
    signs: tuple[int, int, int]
    """Of the first and second, the first and third, the second and third."""
    statements: tuple[str, ...] = ()
    """Those of the three ties, in the same order."""

    @property
    def balanced(self) -> bool:
        """Whether a friend's friend is a friend, and an enemy's enemy too."""
        first, second, third = self.signs
        return first * second * third > 0


def acts(
    graph: Graph, plover: Mapping[str, str], state: Callable[[NodeId, Statement], NodeId | None] | None = None
) -> tuple[SignedAct, ...]:
    """All facts between two states with a place on the scale; ``plover`` is the code of each relation.

    ``state`` is the state that an end of a statement is or acts for, if not that which the graph tells.
    """
    known, found = states(graph), list[SignedAct]()
    for said in graph.statements:
        source, target = (state(end, said) if state else known.get(end) for end in (said.subject, said.object))
        code = event_type(plover_code(plover.get(said.relation, ""), said.factuality, negated=said.negated))
        if said.is_fact and source and target and source != target and code in SCALE:
            time = time_of(graph, said)
            period = str(time.start.year) if time and time.start else ""
            found.append(SignedAct(source, target, SCALE[code], period, said.id))
    return tuple(found)


def ties(found: Iterable[SignedAct]) -> tuple[SignedTie, ...]:
    """The acts by pair of states, either direction; those with most acts first."""
    pairs: dict[tuple[NodeId, NodeId], list[SignedAct]] = defaultdict(list)
    for act in found:
        first, second = sorted((act.source, act.target))
        pairs[first, second].append(act)
    made = (_tie(pair, some) for pair, some in pairs.items())
    return tuple(sorted(made, key=lambda tie: (-len(tie.acts), tie.states)))


def triads(found: Iterable[SignedTie]) -> tuple[Triad, ...]:
    """All triples of states in which each pair has a tie that is not neutral."""
    signed = {tie.states: tie for tie in found if tie.sign}
    tied = sorted({state for pair in signed for state in pair})
    made: list[Triad] = []
    for a, b, c in combinations(tied, 3):
        if {(a, b), (a, c), (b, c)} <= signed.keys():
            ties = (first, second, third) = signed[a, b], signed[a, c], signed[b, c]
            acts = tuple(act.statement for tie in ties for act in tie.acts)
            made.append(Triad((a, b, c), (first.sign, second.sign, third.sign), acts))
    return tuple(made)


def by_period(tie: SignedTie) -> tuple[tuple[str, SignedTie], ...]:
    """The tie over time: each year with the tie that its acts make; undated acts are left out."""
    found: dict[str, list[SignedAct]] = defaultdict(list)
    for act in tie.acts:
        if act.period:
            found[act.period].append(act)
    return tuple((year, _tie(tie.states, some)) for year, some in sorted(found.items()))


def _tie(states_of_it: tuple[NodeId, NodeId], some: Sequence[SignedAct]) -> SignedTie:
    return SignedTie(states_of_it, round(sum(act.score for act in some) / len(some), 2), tuple(some))
