"""How two entities are connected: chains of statements between them by their names, a row a step."""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import KgError
from kg.facts.selection import nodes_named
from kg.graph.paths import PathOptions, Step, paths
from kg.graph.projection import Projection
from kg.model import Graph, Statement

ChainRow = dict[str, str | int | bool]


@dataclass(frozen=True, slots=True)
class ChainQuery:
    """Two names, and by what and how far they may be connected."""

    start: str
    goal: str
    claims: bool
    links: bool
    most: int
    hops: int


def chain_rows(graph: Graph, asked: ChainQuery) -> list[ChainRow]:
    """A row a step of each chain, the shortest chain first; ``KgError`` for a name that the graph does not have."""
    reach = PathOptions(asked.most, asked.hops, Projection(facts_only=not asked.claims, links=asked.links))
    starts, goals = nodes_named(graph, asked.start), nodes_named(graph, asked.goal)
    if starts == goals:
        raise KgError(f"{asked.start!r} and {asked.goal!r} are the same", hint="name two entities")
    ends = [(start, goal) for start in sorted(starts) for goal in sorted(goals)]
    found = sorted((chain for start, goal in ends for chain in paths(graph, start, goal, reach)), key=len)
    told = {str(one.id): one for one in graph.statements}
    return [
        {"path": number, "step": place, **_step(graph, step), **_said(graph, told.get(step.statement))}
        for number, chain in enumerate(found[: asked.most], 1)
        for place, step in enumerate(chain, 1)
    ]


def _step(graph: Graph, step: Step) -> ChainRow:
    return {
        "from": graph.label(step.source),
        "relation": step.relation,
        "to": graph.label(step.target),
        "forward": step.forward,
    }


def _said(graph: Graph, said: Statement | None) -> ChainRow:
    """What a step says of its statement; all empty for a link, which is none."""
    return {
        "factuality": (said.firmness or said.factuality.value.lower()) if said else "",
        "source": graph.label(said.attributed_to) if said and said.attributed_to else "",
        "fact": said.is_fact if said else "",
        "statement": said.id if said else "",
        "sentence": said.first_evidence.quote if said else "",
    }
