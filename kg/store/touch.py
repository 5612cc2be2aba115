"""Analysis of a query against a store: its form, its terms with their uses, its variables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.store.process import Worker
from kg.store.values import Query, shortened

COLUMNS = ("part", "name", "uses")
_USES = """SELECT ?as (COUNT(*) AS ?n) {{ {{ <{0}> ?p ?o BIND("subject" AS ?as) }}
  UNION {{ ?s <{0}> ?o BIND("predicate" AS ?as) }} UNION {{ ?s ?p <{0}> BIND("object" AS ?as) }} }} GROUP BY ?as"""


def touch(text: str, worker: Worker) -> Iterator[dict[str, str]]:
    """A row for the form, the variables, and each term with how often the store has it and as what."""
    from kg.turtle.sparql import touched

    answer = worker.ask(Query("ASK {}"))
    found = touched(text, answer.prefixes)
    yield _row("form", found.form.removesuffix("Query").upper())
    yield _row("variables", " ".join(f"?{name}" for name in found.variables) or "none")
    for graph in found.graphs:
        yield _row("graph", f"<{graph}>")
    for term in found.terms:
        if ":" in term and "<" not in term:
            yield _row("term", shortened(term, found.prefixes), _uses(term, found.prefixes, worker))


def _row(part: str, name: str, uses: str = "") -> dict[str, str]:
    return dict(zip(COLUMNS, (part, name, uses), strict=True))


def _uses(term: str, declared: Mapping[str, str], worker: Worker) -> str:
    """How often the store has a term and as what, else the nearest that it has."""
    uses = {row["as"]: row["n"] for row in worker.ask(Query(_USES.format(term), helps=False)).rows()}
    if uses:
        return ", ".join(f"{count} as {role}" for role, count in sorted((r or "", count) for r, count in uses.items()))
    prologue = "".join(f"PREFIX {name}: <{iri}> " for name, iri in declared.items())
    notes = worker.ask(Query(f"{prologue}ASK {{ <{term}> <{term}> <{term}> }}")).notes
    return notes[0].removeprefix(f"{shortened(term, declared)} is ") if notes else "not in the graph"
