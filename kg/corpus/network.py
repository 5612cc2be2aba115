"""The network of a corpus for networkx: entities of all articles, tied by happenings with their time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations, groupby
from typing import TYPE_CHECKING

import networkx as nx

from kg.corpus.happenings import Corpus, Happening
from kg.corpus.trends import TrendPeriod

if TYPE_CHECKING:
    from kg.graph import Network
    from kg.graph.projection import Simple


def network(corpus: Corpus, *, least_sources: int = 1) -> Network:
    """A multigraph: nodes are clusters of entities (``label``), an edge for each happening between two of them.

    Its key is the happening with the role of the second; ``label``, ``cls``, ``stage``, ``sources``, ``articles``
    and, where known, ``start`` and ``end`` are told of it. An agent points at the others; others point by name.
    """
    found: Network = nx.MultiDiGraph()
    for happening in corpus.happenings:
        if happening.sources >= least_sources:
            _add(found, corpus, happening)
    return found


def _add(found: Network, corpus: Corpus, happening: Happening) -> None:
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
    ordered = sorted(happening.participants, key=lambda one: (one[0] != "agent", one))
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


def signed_ties(periods: Iterable[TrendPeriod]) -> Network:
    """States tied by their acts, an edge for each pair and period, whichever acts: ``cooperative`` and ``hostile``.

    ``score`` is the mean of their acts on PLOVER's scale, from -2 to 2; the key of an edge is the period.
    """
    both: defaultdict[tuple[str, str, str], list[TrendPeriod]] = defaultdict(list)
    for one in periods:
        one_end, other_end = sorted((one.source, one.target))
        both[one_end, other_end, one.period].append(one)
    found: Network = nx.MultiDiGraph()
    for (first, second, period), some in sorted(both.items()):
        counts = [one.cooperative + one.hostile for one in some]
        score = sum(one.score * count for one, count in zip(some, counts, strict=True)) / sum(counts)
        found.add_edge(
            first,
            second,
            key=period,
            score=round(score, 2),
            cooperative=sum(one.cooperative for one in some),
            hostile=sum(one.hostile for one in some),
        )
    return found
