"""A graph with no more of its articles' words than a file is to have, for every format that is not RDF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from kg.convert.values import Style
from kg.model import Article, Entity, Event, Graph, NodeId, Quantity, Statement
from kg.streams.spool import Described, GraphLike


def withheld(graph: GraphLike, style: Style) -> GraphLike:
    """The graph without the articles' text, or without sentences too; as it is where all words may go out."""
    return graph if style.evidence == "full" else _Withheld(graph, with_quotes=style.evidence != "none")


@dataclass(frozen=True)
class _Withheld:
    whole: GraphLike
    with_quotes: bool

    @property
    def articles(self) -> Iterator[Article]:
        return (replace(article, text="") for article in self.whole.articles)

    @property
    def statements(self) -> Iterator[Statement]:
        return iter(self.whole.statements) if self.with_quotes else map(_without_quotes, self.whole.statements)

    @property
    def entities(self) -> Iterator[Entity]:
        return iter(self.whole.entities)

    @property
    def events(self) -> Iterator[Event]:
        return iter(self.whole.events)

    @property
    def quantities(self) -> Iterator[Quantity]:
        return iter(self.whole.quantities)

    @property
    def nodes(self) -> Mapping[NodeId, Described]:
        return self.whole.nodes

    def label(self, node: NodeId) -> str:
        return self.whole.label(node)

    def __or__(self, other: Graph, /) -> GraphLike:
        return replace(self, whole=self.whole | other)


def _without_quotes(said: Statement) -> Statement:
    return replace(said, evidence=frozenset(replace(span, quote="") for span in said.evidence))
