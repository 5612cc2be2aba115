"""Merging of graphs: each entity once, with the evidence of all.

Identity is by id: ids of known entities come from the gazetteer, whatever the article calls them, those of others from
their fullest names. Entities of different ids are not merged by Wikidata item: one that a graph knows without its item
would be merged or not by the order of the graphs (``kg check`` lists such entities instead). Both keep
``skos:exactMatch`` to the item, and views of a graph show one node (``unified``).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from kg.errors import InputError
from kg.model.article import Article, ArticleId, Evidence
from kg.model.contributions import Contributed, contributions, digest, restored
from kg.model.fields import by_halves, told_fields, with_values
from kg.model.graph import Graph, Statement
from kg.model.nodes import Entity, Event, Link, NodeId, Quantity, Role

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


_Node = TypeVar("_Node", Entity, Event, Quantity)
Record = Mapping[NodeId, Collection[str]]
"""Node -> digests of what some articles contribute to it."""


def removed(graph: Graph, names: Collection[ArticleId]) -> Graph:
    """The graph without some of its articles.

    Raises ``InputError`` where the graph does not record what each article contributes.
    """
    kept = [article for article in graph.articles if article.id not in names]
    if not kept:
        return Graph()
    if len(kept) == len(graph.articles):
        return graph
    check_recorded(graph.articles)
    gone = (article for article in graph.articles if article.id in names)
    found = Removal(frozenset(names), record(gone), record(kept)).of(graph)
    return without_record(found) if len(kept) == 1 else found


def check_recorded(articles: Iterable[Article]) -> None:
    """``InputError`` for an article of which nobody recorded what it contributes."""
    for article in articles:
        if article.contributes is None:
            told = f"it is not recorded what article {article.id} contributes: an earlier version wrote it"
            raise InputError(told, hint="build the graph again from its articles; then any can be removed")


def record(articles: Iterable[Article]) -> Record:
    """What some articles contribute together."""
    found: dict[NodeId, set[str]] = defaultdict(set)
    for article in articles:
        for name, told in article.contributes or ():
            found[NodeId(name)].add(told)
    return found


def without_record(graph: Graph) -> Graph:
    """A graph of one article, in which all is of it."""
    return replace(graph, articles=tuple(replace(article, contributes=None) for article in graph.articles))


@dataclass(frozen=True)
class Removal:
    """The removal of articles from a graph or a part of one that has all that they contribute to.

    ``gone`` and ``kept`` are what these and all other articles contribute.
    """

    names: frozenset[ArticleId]
    gone: Record
    kept: Record

    def of(self, graph: Graph) -> Graph:
        """The graph, or the part of one, without the articles."""
        return Graph(
            tuple(article for article in graph.articles if article.id not in self.names),
            tuple(self._nodes(graph.entities)),
            tuple(self._nodes(graph.events)),
            tuple(self._nodes(graph.quantities)),
            tuple(self._statements(graph.statements)),
        )

    def _nodes(self, nodes: Iterable[_Node]) -> Iterator[_Node]:
        for node in nodes:
            if node.id not in self.gone:
                yield node
            elif node.id in self.kept:
                yield self._without(node)

    def _without(self, node: _Node) -> _Node:
        told = {digest(node, one): one for one in node.contributions}
        if not told:
            return node  # all that contribute to it tell the same
        wanted: Collection[str] = self.kept[node.id]
        if set(told) != {*wanted, *self.gone[node.id]}:
            raise _unrecorded(node)
        return _joined([restored(node, told[one]) for one in sorted(wanted)])

    def _statements(self, statements: Iterable[Statement]) -> Iterator[Statement]:
        for said in statements:
            left = {span for span in said.evidence if span.article not in self.names}
            if len(left) == len(said.evidence):
                yield said
            elif left:
                yield self._said_by_others(said, left)

    def _said_by_others(self, said: Statement, left: Collection[Evidence]) -> Statement:
        """A statement of several articles as those that stay tell it."""
        parts = [restored(said, one) for one in sorted(contributions(said))]
        kept = [part for part in parts if not any(span.article in self.names for span in part.evidence)]
        if {_place(span) for part in kept for span in part.evidence} != set(map(_place, left)):
            raise _unrecorded(said)
        words = {_place(span): span for span in left}
        return _joined([replace(one, evidence=frozenset(words[_place(s)] for s in one.evidence)) for one in kept])


_Any = TypeVar("_Any", Entity, Event, Quantity, Statement)


def _joined(parts: list[_Any]) -> _Any:
    return by_halves(parts, lambda one, other: one | other)


def _place(span: Evidence) -> tuple[ArticleId, int, int]:
    return span.article, span.start, span.end


def _unrecorded(node: Contributed) -> InputError:
    return InputError(
        f"{node.id}: it is not recorded what each article tells of it",
        hint="the graph was changed by hand or joined as triples; build it again from its articles",
    )
