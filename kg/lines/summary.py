"""The summary of ``kg build``: what it found, and what it left out."""

import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nlargest

from kg.facts.selection import Counted
from kg.facts.status import rates, statuses
from kg.facts.wording import counted
from kg.model import Graph, NodeId, Statement, Trust
from kg.streams.spool import GraphLike

_SHOWN, _SUREST = 6, 5
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
    for _, label in tally.surest:
        yield from textwrap.wrap(label, _WIDTH, initial_indent="  > ", subsequent_indent=" " * 4)
    left = {cause: count for cause, count in counts.items() if count and cause != _DONE}
    if left:
        yield "left out:"
        for cause, count in sorted(left.items()):
            yield f"  {count:>5}  {cause}"
    if tally.mains and name.endswith(".ttl"):
        yield f"next: kg draw {name} -o {name.removesuffix('ttl')}html"


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
    trust: Counter[Trust] = field(default_factory=Counter)
    """The confidences of those that are sure, of leads, and of what nobody weighed."""
    own: int = 0
    firmness: Counter[str] = field(default_factory=Counter)
    relations: Counter[str] = field(default_factory=Counter)
    sources: set[NodeId] = field(default_factory=set)
    reviewed: int = 0
    surest: Sequence[tuple[float, str]] = ()
    """Of what is a fact and no office the surest five, by confidence, in words."""

    def add(self, said: Statement) -> None:
        """Count one more."""
        if not said.is_main:
            self.details += 1
            return
        self.mains += 1
        self.facts += said.is_fact
        self.trust[said.trust] += 1
        self.reviewed += said.is_read
        self.firmness[said.firmness_told] += 1
        if said.is_fact and said.clause_text:
            self.surest = nlargest(_SUREST, {*self.surest, (said.confidence, said.label)})
        if not said.is_open:
            self.relations[said.relation_label] += 1
        if said.attributed_to is None:
            self.own += 1
        elif said.attributed_to:
            self.sources.add(said.attributed_to)


def _found(graph: GraphLike, said: _SummaryTally) -> Iterator[tuple[str, str]]:
    if said.trust[Trust.OLD] < said.mains:
        yield "trust", rates(said.trust[Trust.SURE], said.trust[Trust.LEAD])
    told = f"{Counted(said.facts).out_of(Counted(said.mains))} stand as plain triples"
    yield "facts", f"{told}; the others are leads, said by someone, planned, denied ..."
    yield "firmness", _tally(said.firmness, shown=len(said.firmness))
    yield "voice", f"{said.own} in the article's own, {said.mains - said.own} of {counted(len(said.sources), 'source')}"
    if said.reviewed:
        yield "reviewed", f"{said.reviewed} found right or put right by readers"
    ours = said.relations.total()
    yield "relations", f"{said.mains - ours} in the text's own words, {ours} of the ontology: {_tally(said.relations)}"
    classes = Counter(node.cls for node in graph.entities)
    yield "entities", f"{classes.total()}: {_tally(classes)}"
    status = statuses(graph)
    happened = Counter(event.cls for event in graph.events if status[event.id].is_fact)
    yield "events", f"{happened.total()} told as facts: {_tally(happened)}"
    if said.surest:
        yield "surest", f"{len(said.surest)} of those that stand as plain triples:"


def _tally(counts: Mapping[str, int], shown: int = _SHOWN) -> str:
    """The commonest values with their counts: "12 asserted, 3 planned"."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    named = [f"{count} {value}" for value, count in ordered[:shown]]
    rest = sum(count for _, count in ordered[shown:])
    return ", ".join([*named, f"{rest} other"] if rest else named)
