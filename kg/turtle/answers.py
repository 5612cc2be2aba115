"""Internal SPARQL queries on graphs of rdflib, answered by pyoxigraph, which is many times faster.

Queries of users run in ``kg.store``, with limits and in a process of their own.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox
import rdflib
from rdflib.query import Result
from rdflib.term import Node


@dataclass(frozen=True)
class BoundQuestion:
    """A SELECT query with the prefixes that it does not declare, and what its variable ``?this`` stands for."""

    select: str
    prefixes: Mapping[str, str]
    this: Node


def answers(graphs: Iterable[rdflib.Graph], questions: Sequence[BoundQuestion]) -> Iterator[list[dict[str, Node]]]:
    """The rows of each question over the union of the graphs; unbound variables are missing from a row."""
    store = ox.Store()
    for graph in graphs:
        store.bulk_extend(ox.parse(graph.serialize(format="nt"), format=ox.RdfFormat.N_TRIPLES))
    for question in questions:
        known: dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]
        known = {ox.Variable("this"): ox.NamedNode(str(question.this))}
        found = store.query(question.select, prefixes=dict(question.prefixes), substitutions=known)
        if not isinstance(found, ox.QuerySolutions):
            raise TypeError(f"no SELECT query: {question.select}")
        rows = Result.parse(io.BytesIO(found.serialize(format=ox.QueryResultsFormat.JSON) or b""), format="json")
        yield [{str(name): value for name, value in row.items()} for row in rows.bindings]
