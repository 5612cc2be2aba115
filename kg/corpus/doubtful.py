"""Doubtful pairs as a reader decides them: in which order, with which sentences, and what a decision says."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from pathlib import Path

from kg.corpus.blocks.linking import graph_of_units
from kg.corpus.decisions import Decisions, PairDecision, Place, places
from kg.corpus.links import NOWHERE, Doubt, Unit, read_links
from kg.corpus.profiles import Profiles
from kg.lexicon import pairs
from kg.model import ArticleId, Graph, Statement
from kg.shards.folder import CorpusFolder

_MOST = 3
"""Sentences that are shown of one side."""
_AT_A_SITTING = 200
"""Doubtful pairs of a whole corpus that are asked about where no count is given."""


@dataclass(frozen=True)
class DoubtfulPairs:
    """The doubtful pairs of a graph, the most doubtful first."""

    graph: Graph
    doubts: tuple[Doubt, ...]
    others: int = 0
    """How many less doubtful ones of a large corpus are not among them."""

    @cached_property
    def ordered(self) -> tuple[Doubt, ...]:
        """Those of which the graph has both nodes, the nearest to a probability of a half first."""
        nodes = self.graph.nodes
        there = (one for one in self.doubts if one.first.node in nodes and one.second.node in nodes)
        return tuple(sorted(there, key=_by_doubt))

    def waiting(self, given: Iterable[PairDecision]) -> tuple[Doubt, ...]:
        """Those that no reader has decided."""
        verdicts = Decisions(self.graph, [*given]).verdicts
        return tuple(one for one in self.ordered if (one.first, one.second) not in verdicts)

    def decision(self, doubt: Doubt, reader: str, *, is_same: bool) -> PairDecision:
        """What a reader decides of a pair."""
        first, second = sorted(self.sides(doubt))
        return PairDecision(doubt.kind, first, second, is_same, reader)

    def sides(self, doubt: Doubt) -> tuple[Place, Place]:
        """Both nodes with their words; of an item that all articles share, its words alone."""
        both = doubt.first, doubt.second
        first, second = (self._places.get(one) or Place(one, self.graph.label(one.node)) for one in both)
        return first, second

    def sentences(self, unit: Unit) -> tuple[tuple[ArticleId, str], ...]:
        """The first sentences with a node, each with its article; of what all articles share those of all."""
        told = (
            (one.article, some)
            for one, some in self._told.items()
            if one.node == unit.node and unit.article in {one.article, NOWHERE}
        )
        spans = {span for article, some in told for said in some for span in said.evidence if span.article == article}
        quoted = ((span.article, " ".join(span.quote.split())) for span in sorted(spans) if span.quote)
        return tuple(dict.fromkeys(quoted))[:_MOST]

    @cached_property
    def _places(self) -> Mapping[Unit, Place]:
        return places(self.graph)

    @cached_property
    def _told(self) -> Mapping[Unit, tuple[Statement, ...]]:
        return Profiles(self.graph).told


def doubtful_in(corpus: Path, links: Path, given: Sequence[PairDecision], most: int = 0) -> DoubtfulPairs:
    """The most doubtful pairs of the links of a whole corpus that no reader has decided, with their articles."""
    decided_on = {frozenset((one.first.unit, one.second.unit)) for one in given}
    waiting = [one for one in read_links(links).doubts if frozenset((one.first, one.second)) not in decided_on]
    doubts = tuple(nsmallest(most or _AT_A_SITTING, waiting, key=_by_doubt))
    with CorpusFolder(corpus) as folder, folder.index(lambda _name: None) as index:
        graph = graph_of_units(index, (unit for one in doubts for unit in (one.first, one.second)))
    return DoubtfulPairs(graph, doubts, len(waiting) - len(doubts))


def _by_doubt(one: Doubt) -> tuple[float, Doubt]:
    return abs(one.score - 0.5), one


def reasons(doubt: Doubt) -> Iterator[str]:
    """What speaks for a pair, in words: "bare" is what its article only describes."""
    glosses = pairs("links", "glosses")
    for name in doubt.reasons:
        first, _, rest = name.partition(", ")
        yield ": ".join(filter(None, (glosses.get(first, first), rest)))
