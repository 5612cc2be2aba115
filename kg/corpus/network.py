"""The network of a corpus for networkx: entities of all articles, tied by happenings with their time."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx

from kg.corpus.happenings import Corpus, Happening

if TYPE_CHECKING:
    from kg.graph import Network


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
