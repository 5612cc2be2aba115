"""Merging of graphs: each entity once, with the evidence of all.

Identity is by id: ids of known entities come from the gazetteer, whatever the article calls them, those of others from
their fullest names. Entities of different ids are not merged by Wikidata item: one that a graph knows without its item
would be merged or not by the order of the graphs (``kg check`` lists such entities instead). Both keep
``skos:exactMatch`` to the item, and views of a graph show one node (``unified``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from kg.model.article import ArticleId
from kg.model.fields import told_fields, with_values
from kg.model.graph import Graph, Statement
from kg.model.nodes import Link, NodeId, Role

_ENDS = tuple(field.name for field in told_fields(Statement) if field.kind is NodeId and field.told.property)


def merged(graphs: Iterable[Graph]) -> Graph:
    """The union of all graphs."""
    return Graph.merged(*graphs)


def unified(graph: Graph) -> Graph:
    """The graph with entities of one Wikidata item merged, under the gazetteer's id or the first.

    It is for views and is never written, so that merging stays a union.
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
    return Graph.merged(renamed(graph, chosen)) if chosen else graph


def renamed(graph: Graph, names: Mapping[NodeId, NodeId]) -> Graph:
    """The graph with ids of entities and events replaced everywhere; two that then share one stay two nodes."""

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
        with_values(one, **{field: name(node) for field in _ENDS if (node := getattr(one, field))})
        for one in graph.statements
    )
    return replace(graph, entities=tuple(entities), events=tuple(events), statements=tuple(statements))


def several_dates(graphs: Iterable[Graph]) -> dict[ArticleId, tuple[date, ...]]:
    """The articles that graphs date differently, with their dates; merging keeps one of them."""
    found: dict[ArticleId, set[date]] = defaultdict(set)
    for graph in graphs:
        for article in graph.articles:
            if article.date is not None:
                found[article.id].add(article.date)
    return {name: tuple(sorted(days)) for name, days in sorted(found.items()) if len(days) > 1}


def several_texts(graphs: Iterable[Graph]) -> Iterator[tuple[ArticleId, tuple[int, int]]]:
    """The articles whose text differs between graphs, with the indices of two such graphs; they cannot be merged."""
    known: dict[ArticleId, tuple[str, int]] = {}
    for place, graph in enumerate(graphs):
        for article in graph.articles:
            digest, first = known.setdefault(article.id, (article.sha256, place)) if article.sha256 else ("", place)
            if digest != article.sha256:
                yield article.id, (first, place)
