"""The sentences behind the rows of an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

import pyoxigraph as ox

from kg.store.process import Worker
from kg.store.values import Query
from kg.turtle.terms import KG, OA

SentenceRow = dict[str, str | None]
PROPERTIES = (f"{KG}evidence", f"{OA}hasSelector", f"{OA}exact")
"""What sentences are found by."""
_EVIDENCE = f"""SELECT ?statement (MIN(?words) AS ?sentence) {{ VALUES ?statement {{ %s }}
  ?statement <{KG}evidence>/<{OA}hasSelector>/<{OA}exact> ?words }} GROUP BY ?statement"""


def with_sentences(rows: Sequence[SentenceRow], worker: Worker) -> list[SentenceRow]:
    """The rows with a column "sentence": the words of the statement in "statement", else in the first column of one."""
    values = {value for row in rows for value in row.values()}
    statements = sorted({iri for value in values for iri in _iris(value)})
    told: dict[str | None, str | None] = {}
    for some in _batches(statements):
        found = worker.ask(Query(_EVIDENCE % " ".join(some), helps=False))
        told |= {row["statement"]: row["sentence"] for row in found.rows()}
    return [{**row, "sentence": _sentence(row, told)} for row in rows]


def _sentence(row: SentenceRow, told: Mapping[str | None, str | None]) -> str | None:
    return next((told[value] for value in (row.get("statement"), *row.values()) if value in told), None)


def _iris(value: str | None) -> Iterator[str]:
    """A value as an IRI of SPARQL; nothing for one that is none."""
    with suppress(ValueError):
        yield str(ox.NamedNode(value or ""))


def _batches(values: Sequence[str], size: int = 500) -> Iterable[Sequence[str]]:
    return (values[start : start + size] for start in range(0, len(values), size))
