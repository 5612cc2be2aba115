"""Graphs joined: the same entity once, the evidence of all.

What has the same id is the same: ids of known entities come from the gazetteer, whatever the article calls them, those
of others from their fullest names. Entities are not joined by Wikidata id across different ids: one that a graph knows
without its Wikidata id would join or not by the order of the graphs (``kg check`` lists such entities instead).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from kg.model import ArticleId, Graph


def merged(graphs: Iterable[Graph]) -> Graph:
    """All graphs as one, joined by halves: n graphs in n log n."""
    found = list(graphs) or [Graph()]
    while len(found) > 1:
        found = [_pair(found[start : start + 2]) for start in range(0, len(found), 2)]
    return found[0]


def _pair(graphs: list[Graph]) -> Graph:
    return graphs[0] | graphs[1] if len(graphs) > 1 else graphs[0]


def several_dates(graphs: Iterable[Graph]) -> dict[ArticleId, tuple[date, ...]]:
    """The articles that graphs date differently, with their dates; joined, one of them is kept."""
    found: dict[ArticleId, set[date]] = defaultdict(set)
    for graph in graphs:
        for article in graph.articles:
            if article.date is not None:
                found[article.id].add(article.date)
    return {name: tuple(sorted(days)) for name, days in sorted(found.items()) if len(days) > 1}
