"""The values exchanged with the process of queries: limits, queries, answers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.turtle.terms import split_iri

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

MEGABYTE = 1 << 20

SOLUTION_FORMS: Mapping[str, str] = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
"""Forms of SELECT and ASK with their media types."""
GRAPH_FORMS: Mapping[str, str] = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "rdfxml": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "trig": "application/trig",
    "nq": "application/n-quads",
}
"""Forms of CONSTRUCT and DESCRIBE with their media types."""


@dataclass(frozen=True)
class Limits:
    """Limits of a query: seconds, rows, bytes of the answer, megabytes beyond what the data take.

    The memory limit needs an operating system that has one (Linux).
    """

    seconds: float = 30.0
    rows: int = 100_000
    bytes: int = 64 * MEGABYTE
    megabytes: int = 1024


@dataclass(frozen=True)
class Query:
    """A SPARQL query and how its answer is to be written.

    ``default_graphs`` and ``named_graphs`` are the dataset of the SPARQL Protocol; where both are empty the
    query's own FROM, else the whole store, is the dataset.
    """

    text: str
    solution_form: str = "json"
    graph_form: str = "ttl"
    base_iri: str = ""
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    helps: bool = True
    """Whether terms that the graph does not have are told with the nearest, where there is no answer."""


@dataclass(frozen=True)
class Answer:
    """What a query gave: ``kind`` is "solutions", "boolean" or "graph", ``body`` the answer in the form asked for."""

    kind: str
    body: bytes
    count: int = 0
    """Rows or triples in the body."""
    variables: tuple[str, ...] = ()
    truncated: bool = False
    """Whether there was more than the limits allow."""
    seconds: float = 0.0
    zeros: bool = False
    """Whether every value of the rows is 0, as where nothing was there to count."""
    notes: tuple[str, ...] = ()
    """Terms of the query that the graph does not have, with the nearest that it has."""
    prefixes: Mapping[str, str] = field(default_factory=dict, hash=False)
    """The prefixes that the query could use."""

    def short(self, text: str) -> str:
        """An IRI by its prefix, any other text as it is."""
        return shortened(text, self.prefixes)

    def rows(self) -> Iterator[dict[str, str | None]]:
        """The solutions of a JSON answer as text: IRIs whole, literals by what they say, blank nodes as ``_:b0``."""
        for binding in json.loads(self.body)["results"]["bindings"]:
            yield {name: _plain(binding.get(name)) for name in self.variables}

    @property
    def is_empty(self) -> bool:
        """Whether the answer is empty: no row, no triple, false, or one row of zeros."""
        if self.truncated or self.count > 1:
            return False
        match self.kind:
            case "boolean":
                return b"true" not in self.body
            case "solutions":
                return self.count == 0 or self.zeros
            case _:
                return self.count == 0

    def holds(self) -> bool:
        """The value of a JSON answer to an ASK."""
        return json.loads(self.body)["boolean"] is True


def shortened(text: str, prefixes: Mapping[str, str]) -> str:
    """An IRI by one of the prefixes, any other text as it is."""
    namespace, local = split_iri(text)
    name = next((name for name, iri in prefixes.items() if iri == namespace), None)
    return text if name is None or not local else f"{name}:{local}"


def _plain(term: Mapping[str, object] | None) -> str | None:
    if term is None:
        return None
    value = term["value"]
    if isinstance(value, dict):
        return " ".join(str(_plain(value[part])) for part in ("subject", "predicate", "object"))
    return f"_:{value}" if term["type"] == "bnode" else str(value)


Solution = dict[str, str | None]
"""A value for each variable: IRIs whole, literals by what they say; None where it is unbound."""


class Solutions(tuple[Solution, ...]):
    """A solution sequence (SPARQL 1.1, 18.5): a tuple of rows, with the names of its columns.

    Where there is no row, ``notes`` tells terms of the query that the graph does not have, with the nearest it has.

    >>> rows = Solutions([{"who": "Canada"}], columns=["who"])
    >>> rows.columns, rows[0]["who"], len(rows)
    (('who',), 'Canada', 1)
    """

    columns: tuple[str, ...]
    notes: tuple[str, ...]

    def __new__(cls, rows: Iterable[Solution], *, columns: Iterable[str], notes: Iterable[str] = ()) -> Solutions:
        """Rows with a value for each column."""
        made = super().__new__(cls, rows)
        made.columns = tuple(columns)
        made.notes = tuple(notes)
        return made

    @classmethod
    def of(cls, answer: Answer) -> Solutions:
        """The rows of an answer of the kind "solutions" in JSON."""
        return cls(answer.rows(), columns=answer.variables, notes=answer.notes)

    def column(self, name: str) -> tuple[str | None, ...]:
        """The values of one variable, row by row; ``KeyError`` for one that the query does not select."""
        if name not in self.columns:
            raise KeyError(name)
        return tuple(row[name] for row in self)

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a table, a column each variable; ``MissingPartError`` without pandas."""
        from kg.tables.data_frames import pandas_table

        return pandas_table(self, self.columns)

    def to_polars(self) -> pl.DataFrame:
        """The rows as a table of polars, all of text; ``MissingPartError`` without polars."""
        from kg.tables.data_frames import polars_table

        return polars_table(self, self.columns)

    def _repr_html_(self) -> str:
        from kg.tables.data_frames import html_table

        return html_table(self, self.columns)
