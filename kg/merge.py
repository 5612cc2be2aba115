"""Graphs joined: the same entity once, the evidence of all.

What has the same id is the same: ids of known entities come from the gazetteer, whatever the article calls them, those
of others from their fullest names. Entities are not joined by Wikidata id across different ids: one that a graph knows
without its Wikidata id would join or not by the order of the graphs (``kg check`` lists such entities instead). Both
keep ``skos:exactMatch`` to the one item, and who looks at a graph sees one node (``unified``).
"""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from kg.joining import by_halves
from kg.model import ArticleId, Graph, Link, NodeId, Role


def merged(graphs: Iterable[Graph]) -> Graph:
    """All graphs as one, joined by halves: n graphs in n log n."""
    return by_halves(list(graphs) or [Graph()], operator.or_)


def unified(graph: Graph) -> Graph:
    """The graph as one looks at it: entities of one Wikidata item are one, under the id of the tables or the first.

    It is made when a graph is looked at and never written, so that joining stays a union.
    """
    same: dict[str, list[NodeId]] = defaultdict(list)
    for entity in graph.entities:
        if entity.wikidata:
            same[entity.wikidata].append(entity.id)
    chosen = {
        node: min(nodes, key=lambda one: (one.endswith(f"-{wikidata.lower()}"), one))
        for wikidata, nodes in same.items()
        if len(nodes) > 1
        for node in nodes
    }
    return renamed(graph, chosen) | Graph() if chosen else graph


def renamed(graph: Graph, names: Mapping[NodeId, NodeId]) -> Graph:
    """The graph with other ids for some entities and events, wherever they stand; two that share one stay two nodes."""

    def name(node: NodeId) -> NodeId:
        return names.get(node, node)

    entities = (
        replace(one, id=name(one.id), links=frozenset(Link(link.relation, name(link.target)) for link in one.links))
        for one in graph.entities
    )
    events = (
        replace(one, id=name(one.id), roles=frozenset(Role(role.name, name(role.filler)) for role in one.roles))
        for one in graph.events
    )
    statements = (
        replace(
            one,
            subject=name(one.subject),
            object=name(one.object),
            event=one.event and name(one.event),
            attributed_to=one.attributed_to and name(one.attributed_to),
            reported_by=one.reported_by and name(one.reported_by),
        )
        for one in graph.statements
    )
    return replace(graph, entities=tuple(entities), events=tuple(events), statements=tuple(statements))


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
