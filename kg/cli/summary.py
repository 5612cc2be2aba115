"""What ``kg build`` says at the end: what it found, and what it left out."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from kg.model import Graph

_SHOWN = 6
_WIDTH = 100
_DONE = ("sentences read",)
"""Counts of the chain that tell what was done, not what was left out."""


def summary(graph: Graph, counts: Mapping[str, int], name: str) -> Iterator[str]:
    """The lines of the summary."""
    sentences = counts.get("sentences read", 0)
    place = f" in {_counted(sentences, 'sentence')}" if sentences else ""
    said, read = _counted(len(graph.statements), "statement"), _counted(len(graph.articles), "article")
    yield f"{name}: {said} from {read}{place}"
    for title, value in _found(graph) if graph.statements else ():
        yield from textwrap.wrap(value, _WIDTH, initial_indent=f"  {title:<12}", subsequent_indent=" " * 14)
    left = {cause: count for cause, count in counts.items() if count and cause not in _DONE}
    if left:
        yield "left out:"
        for cause, count in sorted(left.items()):
            yield f"  {count:>5}  {cause}"


def merged_summary(graph: Graph, joined: int) -> Iterator[str]:
    """The lines of what ``kg merge`` says."""
    several = sum(len({span.article for span in told.evidence}) > 1 for told in graph.statements)
    parts = (_counted(joined, "graph"), _counted(len(graph.articles), "article"))
    yield f"{', '.join(parts)}, {_counted(len(graph.statements), 'statement')}"
    yield f"{_counted(several, 'statement')} {'is' if several == 1 else 'are'} said by several articles"


def _found(graph: Graph) -> Iterator[tuple[str, str]]:
    said = graph.statements
    facts = sum(statement.is_fact for statement in said)
    sources = {statement.attributed_to for statement in said if statement.attributed_to}
    own = sum(statement.attributed_to is None for statement in said)
    yield "facts", f"{facts} stand as plain triples; the others are said by someone, planned, denied ..."
    yield "firmness", _tally(statement.factuality.value.lower() for statement in said)
    yield "voice", f"{own} in the article's own, {len(said) - own} of {_counted(len(sources), 'source')}"
    yield "relations", _relations(graph)
    yield "entities", f"{len(graph.entities)}: {_tally(entity.cls for entity in graph.entities)}"
    yield "events", f"{len(graph.events)}: {_tally(event.cls for event in graph.events)}"


def _relations(graph: Graph) -> str:
    ours = Counter(said.relation_label for said in graph.statements if not said.is_open)
    own = sum(said.is_open for said in graph.statements)
    return f"{own} in the text's own words, {sum(ours.values())} of the ontology: {_tally(ours.elements())}"


def _tally(values: Iterable[str]) -> str:
    """The commonest values with their counts: "12 asserted, 3 planned"."""
    ordered = sorted(Counter(values).items(), key=lambda pair: (-pair[1], pair[0]))
    shown = [f"{count} {value}" for value, count in ordered[:_SHOWN]]
    rest = sum(count for _, count in ordered[_SHOWN:])
    return ", ".join([*shown, f"{rest} other"] if rest else shown)


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
