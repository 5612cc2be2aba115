"""Removal of articles from a graph: what follows from them goes, what others say stays.

A graph without the articles that were joined last is the graph from before, byte for byte: nodes that several articles
describe are made again from the contributions of those that stay (``kg.model.contributions``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from kg.errors import InputError
from kg.model.article import Article, ArticleId, Evidence
from kg.model.contributions import Contributed, contributions, digest, restored
from kg.model.graph import Graph, Statement
from kg.model.joining import by_halves
from kg.model.nodes import Entity, Event, NodeId, Quantity

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
        _check(node, told.keys(), {*wanted, *self.gone[node.id]})
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


def _check(node: Contributed, told: Collection[str], wanted: Collection[str]) -> None:
    if set(told) != set(wanted):
        raise _unrecorded(node)


def _unrecorded(node: Contributed) -> InputError:
    return InputError(
        f"{node.id}: it is not recorded what each article tells of it",
        hint="the graph was changed by hand or joined as triples; build it again from its articles",
    )
