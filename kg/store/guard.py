"""Refusal of queries that would reach out of the store."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from kg.errors import QueryError, RemoteError
from kg.store.lexing import QueryToken, canonical, tokens

_SUSPICIOUS = re.compile(r"service|(?<![\w?$:])from|\\u", re.IGNORECASE)
"""No clause that reaches out can be written without one of these (``\\u`` writes any letter; "from" at the end of a
name is none): a query without them is not looked at any closer."""

_SERVICE = re.compile(r"(serv)(ice)", re.IGNORECASE)
_REST_OF_PREFIX = re.compile(r"[\w.-]*:")


def guarded(text: str, prefixes: Mapping[str, str], graphs: frozenset[str], *, ignores_from: bool) -> str:
    """The query as it may be run.

    Raises ``QueryError`` for SERVICE, and for FROM of anything that is not a graph of the store. A query that might
    hide one is run as ``lexing.canonical`` writes it, in which nothing can be hidden: "service" in a string or a
    comment is nothing, and no trick of spelling makes it code.
    """
    if not _SUSPICIOUS.search(text):
        return text
    found = list(_without_service(text))
    if not ignores_from and any(_is_word(token, "from") for token in found):
        _refuse_from(text, prefixes, graphs)
    return canonical(iter(found))


def _without_service(text: str) -> Iterator[QueryToken]:
    """The pieces of a query with no "service" in its code; ``RemoteError`` where that may be the clause.

    Oxigraph also reads ``SERVICEs:{…}`` as the clause. So a prefix with the word in its name gets another name.
    """
    found = list(tokens(text))
    for number, token in enumerate(found):
        if token.kind != "word" or not _SERVICE.search(token.text):
            yield token
        elif _REST_OF_PREFIX.match(text, token.start):
            yield replace(token, text=_SERVICE.sub(r"\1-\2", token.text))
        else:
            address = next((after.text for after in found[number:] if after.kind in {"iri", "name"}), "")
            raise RemoteError(
                f"SERVICE {address} is refused: it would send parts of the query to another machine",
                hint="load what it offers into a file and query both",
            )


def _refuse_from(text: str, prefixes: Mapping[str, str], graphs: frozenset[str]) -> None:
    from kg.turtle.sparql import touched

    try:
        asked = touched(text, prefixes).graphs
    except QueryError:
        return  # What rdflib does not parse, Oxigraph may; it fetches no graph in any case.
    for graph in asked:
        if graph not in graphs:
            raise QueryError(
                f"FROM <{graph}> is refused: the store has no graph of that name, and none is fetched",
                hint=f"it has {', '.join(sorted(graphs))}" if graphs else "leave FROM out: all is in the default graph",
            )


def _is_word(token: QueryToken, word: str) -> bool:
    return token.kind == "word" and token.text.lower() == word
