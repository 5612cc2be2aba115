"""Refuses queries that would reach out of the store."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.errors import QueryError

_SUSPICIOUS = re.compile(r"service|(?<![\w?$:])from|\\u", re.IGNORECASE)
"""No clause that reaches out can be written without one of these (``\\u`` writes any letter; "from" at the end of a
name is none): a query without them needs no parsing by rdflib, which takes longer to start than most queries to run."""


def refuse_remote(text: str, prefixes: Mapping[str, str], graphs: frozenset[str], *, ignores_from: bool) -> None:
    """Raise ``QueryError`` for SERVICE, and for FROM of anything that is not a graph of the store.

    The query is parsed, not searched: "from" in a string is nothing, and an escape hides nothing.
    """
    if not _SUSPICIOUS.search(text):
        return
    from kg.turtle.sparql import touched

    found = touched(text, prefixes)
    if found.services:
        raise QueryError(
            f"SERVICE <{found.services[0]}> is refused: it would send parts of the query to another machine",
            hint="load what it offers into a file and query both",
        )
    for graph in found.graphs:
        if graph not in graphs and not ignores_from:
            raise QueryError(
                f"FROM <{graph}> is refused: the store has no graph of that name, and none is fetched",
                hint=f"it has {', '.join(sorted(graphs))}" if graphs else "leave FROM out: all is in the default graph",
            )
