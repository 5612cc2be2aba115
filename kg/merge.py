"""Graphs joined: the same entity once, the evidence of all.

What has the same id is the same: ids of known entities come from the gazetteer, whatever the article calls them, those
of others from their fullest names. Entities are not joined by Wikidata id across different ids: one that a graph knows
without its Wikidata id would join or not by the order of the graphs (``kg check`` lists such entities instead).
"""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from kg.joining import by_halves
from kg.model import ArticleId, Graph


def merged(graphs: Iterable[Graph]) -> Graph:
    """All graphs as one, joined by halves: n graphs in n log n."""
    return by_halves(list(graphs) or [Graph()], operator.or_)


def several_dates(graphs: Iterable[Graph]) -> dict[ArticleId, tuple[date, ...]]:
    """The articles that graphs date differently, with their dates; joined, one of them is kept."""
    found: dict[ArticleId, set[date]] = defaultdict(set)
    for graph in graphs:
        for article in graph.articles:
            if article.date is not None:
                found[article.id].add(article.date)
    return {name: tuple(sorted(days)) for name, days in sorted(found.items()) if len(days) > 1}


def several_texts(graphs: Iterable[Graph]) -> Iterator[tuple[ArticleId, tuple[int, int]]]:
    """The articles of which two graphs have another text, with the places of the two; one joined would be neither."""
    known: dict[ArticleId, tuple[str, int]] = {}
    for place, graph in enumerate(graphs):
        for article in graph.articles:
            digest, first = known.setdefault(article.id, (article.sha256, place)) if article.sha256 else ("", place)
            if digest != article.sha256:
                yield article.id, (first, place)
