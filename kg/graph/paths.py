"""Shortest paths of statements between two entities, in either direction of each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

import networkx as nx

from kg.errors import KgError
from kg.facts.selection import nodes_named
from kg.graph import Network, Projection, to_networkx, worth
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
class PathOptions:
    """Options of the search: the most paths, their greatest length, and whether claims and links connect, too."""

    most: int = 3
    hops: int = 4
    claims: bool = False
    links: bool = False


def paths(graph: Graph, start: NodeId, goal: NodeId, reach: PathOptions | None = None) -> tuple[tuple[Step, ...], ...]:
    """The shortest paths from ``start`` to ``goal``, by length; none where they are not connected.

    Chains of one length come by the names of their nodes. Between two nodes stands a fact, the worthiest of several.
    Classes of nodes do not matter, but a chain passes no quantity: that two things have the same number connects
    nothing. From a node to itself there is no chain.
    """
    asked = reach or PathOptions()
    network = to_networkx(graph, Projection(facts_only=not asked.claims, links=asked.links))
    network.remove_nodes_from([name for name, data in network.nodes(data=True) if data["kind"] == "quantity"])
    if start == goal or start not in network or goal not in network:
        return ()
    found = islice(_chains(_neighbours(network, start, goal), start, goal, asked.hops), asked.most)
    return tuple(tuple(_steps(network, chain)) for chain in found)


def _neighbours(network: Network, start: str, goal: str) -> Mapping[str, Sequence[str]]:
    """Who is tied to whom, of all that stand on a chain between the two at all, by name.

    With an edge between its ends, a chain is part of a circle; all circles with that edge are in one biconnected part.
    """
    simple = nx.Graph(network.to_undirected(as_view=True))
    simple.remove_edges_from(list(nx.selfloop_edges(simple)))
    is_tied = simple.has_edge(start, goal)
    simple.add_edge(start, goal)
    parts = (frozenset(map(str, part)) for part in nx.biconnected_components(simple))
    between = simple.subgraph(next(part for part in parts if {start, goal} <= part)).copy()
    if not is_tied:
        between.remove_edge(start, goal)
    return {name: sorted(between[name]) for name in between}


def _chains(tied: Mapping[str, Sequence[str]], start: str, goal: str, hops: int) -> Iterator[Sequence[str]]:
    """The chains that pass no node twice, by length, then by names; none is made before it is asked for."""
    near = [frozenset({goal})]
    """By number: from where the goal is so many steps away, on some way that does not pass it before."""
    for length in range(1, min(hops, len(tied) - 1) + 1):
        near.append(frozenset(other for name in near[-1] for other in tied[name]) - {goal})
        yield from _of_length(tied, [start], near[:length])


def _of_length(
    tied: Mapping[str, Sequence[str]], begun: list[str], near: Sequence[frozenset[str]]
) -> Iterator[Sequence[str]]:
    """The chains that go on from a beginning, where ``near`` says which nodes lead to the goal in the steps left."""
    if not near:
        yield begun
        return
    for name in tied[begun[-1]]:
        if name in near[-1] and name not in begun:
            yield from _of_length(tied, [*begun, name], near[:-1])


def _steps(network: Network, chain: Sequence[str]) -> Iterator[Step]:
    for source, target in pairwise(chain):
        found = [(True, key, data) for key, data in (network.get_edge_data(source, target) or {}).items()]
        found += [(False, key, data) for key, data in (network.get_edge_data(target, source) or {}).items()]
        forward, key, data = min(found, key=lambda edge: (not edge[2]["fact"], -worth(edge[2]), not edge[0], edge[1]))
        statement = key if data["kind"] == "statement" else ""
        yield Step(NodeId(source), NodeId(target), str(data["label"]), str(statement), forward)


ChainRow = dict[str, str | int | bool]


def chain_rows(graph: Graph, start: str, goal: str, reach: PathOptions) -> list[ChainRow]:
    """A row a step of each chain between two names, the shortest first; ``KgError`` for one that the graph lacks."""
    starts, goals = nodes_named(graph, start), nodes_named(graph, goal)
    if starts == goals:
        raise KgError(f"{start!r} and {goal!r} are the same", hint="name two entities")
    ends = [(one, other) for one in sorted(starts) for other in sorted(goals)]
    found = sorted((chain for one, other in ends for chain in paths(graph, one, other, reach)), key=len)
    told = {str(one.id): one for one in graph.statements}
    return [
        {
            "path": number,
            "step": place,
            "from": graph.label(step.source),
            "relation": step.relation,
            "to": graph.label(step.target),
            "forward": step.forward,
            "factuality": said.firmness_told if said else "",  # all empty for a link, which is no statement
            "source": graph.label(said.attributed_to) if said and said.attributed_to else "",
            "fact": said.is_fact if said else "",
            "statement": said.id if said else "",
            "sentence": said.first_evidence.quote if said else "",
        }
        for number, chain in enumerate(found[: reach.most], 1)
        for place, step in enumerate(chain, 1)
        for said in [told.get(step.statement)]
    ]


def chain_lines(rows: Sequence[ChainRow]) -> Iterator[str]:
    """The chains for a person: a step a line, an arrow as the statement points, its sentence beneath."""
    for row in rows:
        if row["step"] == 1:
            yield f"path {row['path']}"
        arrow = f"— {row['relation']} →" if row["forward"] else f"← {row['relation']} —"
        marks = [*({row["factuality"]} - {"", "asserted"}), *([f"said by {row['source']}"] if row["source"] else [])]
        mark = f"   [{', '.join(map(str, marks))}]" if marks else ""
        yield f"  {row['from']} {arrow} {row['to']}{mark}"
        if row["sentence"]:
            yield f"      {row['sentence']}"
