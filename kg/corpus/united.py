"""One graph of several articles in which what is the same is one node, so that it is asked as any other."""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from kg.corpus.happenings import Corpus
from kg.corpus.links import NOWHERE
from kg.corpus.profiles import Profiles
from kg.model import ArticleId, Entity, Event, Graph, Link, NodeId, Role, Statement
from kg.model.fields import joined


def united(corpus: Corpus) -> Graph:
    """The graph with clusters in place of the entities and events of articles; statements keep their ids.

    A cluster has the name that most articles use, and the others beside it.
    """
    return _Renaming(corpus).graph()


_Node = TypeVar("_Node", Entity, Event)


@dataclass(frozen=True)
class _Renaming:
    corpus: Corpus

    def graph(self) -> Graph:
        """The graph with the new names."""
        graph = self.corpus.graph
        return replace(
            graph,
            entities=tuple(map(self._labelled, joined(self._renamed(graph.entities), operator.or_))),
            events=joined(self._renamed(graph.events), operator.or_),
            statements=tuple(map(self._statement, graph.statements)),
        )

    @cached_property
    def _articles(self) -> Mapping[NodeId, tuple[ArticleId, ...]]:
        """Node -> the articles that speak of it."""
        found: defaultdict[NodeId, set[ArticleId]] = defaultdict(set)
        for unit in Profiles(self.corpus.graph).told:
            found[unit.node].add(unit.article)
        return {node: tuple(sorted(articles)) for node, articles in found.items()}

    def _renamed(self, nodes: Iterable[_Node]) -> Iterator[_Node]:
        name = self.corpus.links.cluster
        for one in nodes:
            for article in self._articles.get(one.id, (NOWHERE,)):
                if isinstance(one, Event):
                    roles = frozenset(Role(role.name, name(role.filler, article)) for role in one.roles)
                    yield replace(one, id=name(one.id, article), roles=roles)
                else:
                    links = frozenset(Link(link.relation, name(link.target, article)) for link in one.links)
                    yield replace(one, id=name(one.id, article), links=links)

    def _labelled(self, entity: Entity) -> Entity:
        label = self.corpus.label(entity.id) if entity.id in self.corpus.names else entity.label
        return replace(entity, label=label, alt_labels=entity.alt_labels | {entity.label})

    def _statement(self, said: Statement) -> Statement:
        def name(node: NodeId | None) -> NodeId | None:
            return node and self.corpus.links.cluster(node, said.first_evidence.article)

        return replace(
            said,
            subject=name(said.subject) or said.subject,
            object=name(said.object) or said.object,
            event=name(said.event),
            attributed_to=name(said.attributed_to),
            reported_by=name(said.reported_by),
        )
