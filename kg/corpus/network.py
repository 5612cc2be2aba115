"""The network of a corpus for networkx: entities of all articles, tied by happenings with their time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable
from itertools import combinations, groupby
from typing import TYPE_CHECKING

import networkx as nx

from kg.corpus.happenings import Corpus, Happening
from kg.corpus.trends import TrendPeriod
from kg.model import NodeId

if TYPE_CHECKING:
    from kg.graph import Network, Simple


def network(corpus: Corpus, *, least_sources: int = 1) -> Network:
    """A multigraph: nodes are clusters of entities (``label``), an edge for each happening between two of them.

    Its key is the happening with the role of the second; ``label``, ``cls``, ``stage``, ``sources``, ``articles``
    and, where known, ``start`` and ``end`` are told of it. An agent points at the others; others point by name.
    """
    found: Network = nx.MultiDiGraph()
    # The entities and their clusters; not events, numbers and amounts.
    nodes = {entity.id for entity in corpus.graph.entities}
    entities = frozenset(nodes | {cluster.id for unit, cluster in corpus.links.of_unit.items() if unit.node in nodes})
    for happening in corpus.happenings:
        if happening.sources >= least_sources:
            _add(found, corpus, happening, entities)
    return found


def _add(found: Network, corpus: Corpus, happening: Happening, entities: Container[NodeId]) -> None:
    data: dict[str, str | float | bool] = {
        "label": happening.label,
        "cls": happening.cls,
        "stage": happening.stage.value,
        "sources": happening.sources,
        "articles": " ".join(happening.articles),
    }
    if happening.time is not None:
        days = {"start": happening.time.start, "end": happening.time.end}
        data |= {name: day.isoformat() for name, day in days.items() if day}
    named = (one for one in happening.participants if one[1] in entities)
    ordered = sorted(named, key=lambda one: (one[0] != "agent", one))
    for (_, first), (role, second) in combinations(ordered, 2):
        if first != second:
            for node in (first, second):
                found.add_node(node, label=corpus.label(node))
            found.add_edge(first, second, key=f"{happening.id} {role}", **data)


def communities(found: Network) -> tuple[tuple[str, ...], ...]:
    """The nodes of a network in communities of two or more, the largest first (Blondel and others 2008; seeded).

    A pair weighs as many happenings as tie it.
    """
    simple: Simple = nx.Graph()
    simple.add_nodes_from(sorted(found))
    pairs = sorted({(*sorted(pair), key.split()[0]) for *pair, key in found.edges(keys=True)})
    for (one, other), some in groupby(pairs, lambda pair: pair[:2]):
        simple.add_edge(one, other, weight=len([*some]))
    groups = (tuple(sorted(group)) for group in nx.community.louvain_communities(simple, weight="weight", seed=0))
    return tuple(sorted((group for group in groups if len(group) > 1), key=lambda group: (-len(group), group)))


def signed_ties(corpus: Corpus, periods: Iterable[TrendPeriod]) -> Network:
    """States (``label``) tied by their acts, an edge for each pair and period, whichever of them acts.

    Its key is the period; ``cooperative`` and ``hostile`` count the acts, what both do together once, and ``score`` is
    their mean on PLOVER's scale, from -2 to 2.
    """
    both: defaultdict[tuple[str, NodeId, NodeId], dict[NodeId, int]] = defaultdict(dict)
    for one in periods:
        first, second = sorted((one.source, one.target))
        both[one.period, first, second].update(one.acts)
    found: Network = nx.MultiDiGraph()
    for (period, first, second), acts in sorted(both.items()):
        tie = TrendPeriod(period, first, second, tuple(sorted(acts.items())))
        for node in (first, second):
            found.add_node(node, label=corpus.label(node))
        found.add_edge(first, second, key=period, score=tie.score, cooperative=tie.cooperative, hostile=tie.hostile)
    return found
