"""What ``kg build`` says at the end: what it found, and what it left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from kg.model import Graph

_SHOWN = 6
_DONE = ("sentences read",)
"""Counts of the chain that tell what was done, not what was left out."""


def summary(graph: Graph, counts: Mapping[str, int], name: str, *, failed: int = 0) -> Iterator[str]:
    """The lines of the summary."""
    said = graph.statements
    facts = sum(statement.is_fact for statement in said)
    sentences = counts.get("sentences read", 0)
    place = f" in {_counted(sentences, 'sentence')}" if sentences else ""
    yield f"{name}: {_counted(len(said), 'statement')} from {_counted(len(graph.articles), 'article')}{place}"
    if said:
        yield f"  facts       {facts} stand as plain triples; the others are only said, planned, denied ..."
        yield f"  firmness    {_tally(statement.factuality.value.lower() for statement in said)}"
        sources = {statement.attributed_to for statement in said if statement.attributed_to}
        told = sum(statement.attributed_to is None for statement in said)
        yield f"  voice       {told} in the article's own, {len(said) - told} of {_counted(len(sources), 'source')}"
        yield f"  relations   {_relations(graph)}"
        yield f"  entities    {len(graph.entities)}: {_tally(entity.cls for entity in graph.entities)}"
        yield f"  events      {len(graph.events)}: {_tally(event.cls for event in graph.events)}"
    left = {cause: count for cause, count in counts.items() if count and cause not in _DONE}
    if failed:
        left["sources that could not be read"] = failed
    if left:
        yield "left out:"
        for cause, count in sorted(left.items()):
            yield f"  {count:>5}  {cause}"


def _relations(graph: Graph) -> str:
    ours = Counter(said.relation_label for said in graph.statements if not said.is_open)
    own = sum(said.is_open for said in graph.statements)
    return f"{sum(ours.values())} of the ontology ({_tally(ours.elements())}), {own} in the text's own words"


def _tally(values: Iterable[str]) -> str:
    """The commonest values with their counts: "12 asserted, 3 planned"."""
    ordered = sorted(Counter(values).items(), key=lambda pair: (-pair[1], pair[0]))
    shown = [f"{count} {value}" for value, count in ordered[:_SHOWN]]
    rest = sum(count for _, count in ordered[_SHOWN:])
    return ", ".join([*shown, f"{rest} other"] if rest else shown)


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
