"""Queries of a small graph in this process, which costs no start of another one.

The guards against SERVICE, LOAD and FROM are those of the process that answers everybody else. What only a process of
its own can be kept from stays there: a query that may nest too deeply for the stack, and one with limits of its own.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.errors import KgError
from kg.store.files import prefixes_of
from kg.store.process import StoppedError
from kg.store.results import AnswerLimits
from kg.store.values import Answer, Limits, Query
from kg.store.worker import answered

MOST_STATEMENTS = 2000
"""Of a graph that is asked here: some hundred articles, which load in half a second."""
_LONGEST = 4000  # characters
_DEEPEST = 40
"""Brackets that are opened; oxigraph's parser takes a kilobyte of the stack or more for each that stands open."""
_NESTING = re.compile(r"[({\[]")
_CHAINED = re.compile(r"[!+*/|^&<>=?-]")
_MOST_CHAINED = 200
"""Operators in all, as each may stand within the one before it."""


@dataclass(frozen=True)
class LocalStore:
    """A graph in memory that is asked in this process."""

    store: ox.Store
    prefixes: Mapping[str, str] = field(default_factory=dict, hash=False)

    @classmethod
    def of(cls, data: bytes, prefixes: Mapping[str, str] | None = None) -> LocalStore:
        """The store of N-Triples as ``kg.turtle.serialize`` writes them, and ``prefixes`` of the user's."""
        store = ox.Store()
        store.bulk_load(data, format=ox.RdfFormat.N_TRIPLES)
        return cls(store, prefixes_of(store, prefixes))

    def ask(self, text: str, limits: Limits | None = None) -> Answer:
        """The answer to a query, rows in JSON and graphs in Turtle.

        Raises ``QueryError`` for one that is refused or does not parse, ``StoppedError`` past its seconds. The thread
        of the last ends when the query does: nothing can stop it sooner, so a graph of any size is asked elsewhere.
        """
        bounds = limits or Limits()
        found: list[Answer | KgError] = []

        def run() -> None:
            try:
                found.append(answered(self.store, Query(text), AnswerLimits(bounds.rows, bounds.bytes), self.prefixes))
            except KgError as error:
                found.append(error)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        thread.join(bounds.seconds)
        if thread.is_alive():
            raise StoppedError(f"the query was stopped after {bounds.seconds:g} seconds", hint="ask for less")
        if not found:
            raise RuntimeError("the query's thread ended by a bug, whose trace it has printed")
        if isinstance(found[0], KgError):
            raise found[0]
        return found[0]


def is_shallow(text: str) -> bool:
    """Whether no reading of a query can nest so deeply that the stack would end, which ends the process.

    >>> is_shallow("SELECT * { ?s ?p ?o }"), is_shallow("ASK { FILTER(" + "(" * 50 + "1" + ")" * 50 + ") }")
    (True, False)
    >>> is_shallow('ASK { FILTER("' + ")" * 50 + '" = "" || ' + "(" * 50 + "1" + ")" * 50 + ") }")
    False
    """
    # What closes is not looked at: it may stand in a string or a comment.
    opened, chained = len(_NESTING.findall(text)), len(_CHAINED.findall(text))
    return len(text) <= _LONGEST and opened <= _DEEPEST and chained <= _MOST_CHAINED
