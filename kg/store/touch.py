"""What a query touches in a store: its form, its terms with their uses, its variables."""

from __future__ import annotations

from collections.abc import Iterator

from kg.store.process import Worker
from kg.store.values import Query

_USES = """SELECT ?as (COUNT(*) AS ?n) {{ {{ <{0}> ?p ?o BIND("subject" AS ?as) }}
  UNION {{ ?s <{0}> ?o BIND("predicate" AS ?as) }} UNION {{ ?s ?p <{0}> BIND("object" AS ?as) }} }} GROUP BY ?as"""


def touch(text: str, worker: Worker) -> Iterator[str]:
    """A line for the form, the variables, and each term with how often the store has it and as what."""
    from kg.turtle.sparql import touched

    answer = worker.ask(Query("ASK {}"))
    found = touched(text, answer.prefixes)
    yield f"form       {found.form.removesuffix('Query').upper()}"
    yield f"variables  {' '.join(f'?{name}' for name in found.variables) or 'none'}"
    for graph in found.graphs:
        yield f"graph      <{graph}>"
    for term in found.terms:
        if ":" in term and "<" not in term:
            uses = {row["as"]: row["n"] for row in worker.ask(Query(_USES.format(term), helps=False)).rows()}
            told = ", ".join(
                f"{count} as {role}" for role, count in sorted((role or "", count) for role, count in uses.items())
            )
            yield f"term       {answer.short(term)}  {told or 'not in the graph'}"
