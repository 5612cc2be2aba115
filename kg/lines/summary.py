"""The summary of ``kg build``: what it found, and what it left out."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kg.facts.selection import Counted
from kg.facts.status import rates, statuses
from kg.facts.wording import counted
from kg.model import Graph, NodeId, Statement, Trust
from kg.streams.spool import GraphLike
from kg.turtle.vocabulary import family

_SHOWN = 6
_WIDTH = 100
_DONE = "sentences read"
"""The count of the chain that tells what was done, not what was left out."""


def summary(graph: GraphLike, counts: Mapping[str, int], name: str) -> Iterator[str]:
    """The lines of the summary."""
    sentences = counts.get(_DONE, 0)
    place = f" in {counted(sentences, 'sentence')}" if sentences else ""
    tally = _SummaryTally()
    for statement in graph.statements:
        tally.add(statement)
    read = counted(sum(1 for _ in graph.articles), "article")
    yield f"{name}: {Counted(tally.mains, tally.details)} from {read}{place}"
    for title, value in _found(graph, tally) if tally.mains else ():
        yield from textwrap.wrap(value, _WIDTH, initial_indent=f"  {title:<12}", subsequent_indent=" " * 14)
    left = {cause: count for cause, count in counts.items() if count and cause != _DONE}
    if left:
        yield "left out:"
        for cause, count in sorted(left.items()):
            yield f"  {count:>5}  {cause}"


def merged_summary(graph: Graph, joined: int) -> Iterator[str]:
    """The lines of what ``kg merge`` says."""
    several = (told for told in graph.statements if len({span.article for span in told.evidence}) > 1)
    yield f"{counted(joined, 'graph')}, {counted(len(graph.articles), 'article')}, {Counted.of(graph.statements)}"
    yield f"said by several articles: {Counted.of(several)}"


@dataclass
class _SummaryTally:
    """Counts of statements, made in one pass; all but ``details`` are of main ones."""

    mains: int = 0
    details: int = 0
    facts: int = 0
    trust: dict[Trust, list[float]] = field(default_factory=lambda: {Trust.SURE: [], Trust.LEAD: [], Trust.OLD: []})
    """The confidences of those that are sure, of leads, and of what nobody weighed."""
    own: int = 0
    firmness: Counter[str] = field(default_factory=Counter)
    relations: Counter[str] = field(default_factory=Counter)
    families: Counter[str] = field(default_factory=Counter)
    sources: set[NodeId] = field(default_factory=set)
    reviewed: int = 0

    def add(self, said: Statement) -> None:
        """Count one more."""
        if not said.is_main:
            self.details += 1
            return
        self.mains += 1
        self.facts += said.is_fact
        self.trust[said.trust].append(said.confidence)
        self.reviewed += said.is_read
        self.firmness[said.firmness_told] += 1
        if said.relation_class:
            self.families[family(said.relation_class.split()[0])] += 1
        if not said.is_open:
            self.relations[said.relation_label] += 1
        if said.attributed_to is None:
            self.own += 1
        elif said.attributed_to:
            self.sources.add(said.attributed_to)


def _found(graph: GraphLike, said: _SummaryTally) -> Iterator[tuple[str, str]]:
    if len(said.trust[Trust.OLD]) < said.mains:
        yield "trust", rates(said.trust[Trust.SURE], said.trust[Trust.LEAD])
    told = f"{Counted(said.facts).out_of(Counted(said.mains))} stand as plain triples"
    yield "facts", f"{told}; the others are leads, said by someone, planned, denied ..."
    yield "firmness", _tally(said.firmness, shown=len(said.firmness))
    sources = counted(len(said.sources), "source")
    yield "voice", f"{said.own} in the article's own, {said.mains - said.own} of {sources}"
    if said.reviewed:
        yield "reviewed", f"{said.reviewed} found right or put right by readers"
    ours = said.relations.total()
    yield "relations", f"{said.mains - ours} in the text's own words, {ours} of the ontology: {_tally(said.relations)}"
    if said.families:
        yield "meaning", _tally(said.families, shown=len(said.families))
    classes = Counter(node.cls for node in graph.entities)
    yield "entities", f"{classes.total()}: {_tally(classes)}"
    status = statuses(graph)
    happened, others = Counter[str](), Counter[str]()
    for event in graph.events:
        (happened if status[event.id].is_fact else others)[event.cls] += 1
    yield "events", f"{happened.total()} told as facts: {_tally(happened)}"
    if others:
        yield "", f"{others.total()} leads, planned, denied, claimed or only named: {_tally(others)}"


def _tally(counts: Mapping[str, int], shown: int = _SHOWN) -> str:
    """The commonest values with their counts: "12 asserted, 3 planned"."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    named = [f"{count} {value}" for value, count in ordered[:shown]]
    rest = sum(count for _, count in ordered[shown:])
    return ", ".join([*named, f"{rest} other"] if rest else named)
