"""Upload of a graph to a remote store: by the Graph Store Protocol, or SPARQL 1.1 Update.

By the Graph Store Protocol the graph goes in one request, which a store carries out whole or not at all. By Update it
goes piece by piece into a graph of its own beside the target, and one last request moves it there: a push that breaks
half way leaves the target as it was. Nodes are named by their content, so a push can be repeated. Afterwards the store
is asked whether the triples are there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from kg.model import Graph
from kg.push.client import Client
from kg.push.proof import Receipt, receipt
from kg.push.target import Login, PushError, PushTarget, StoreProtocol, target_at
from kg.push.turns import own_name
from kg.turtle import BASE_IRI, serialize

__all__ = ["Login", "PushError", "PushTarget", "Receipt", "Serialization", "StoreProtocol", "push", "target_at"]

_PIECE = 2000
"""Triples of one update: Virtuoso takes no more than 10,000 lines."""


@dataclass(frozen=True, slots=True)
class Serialization:
    """How the graph is written."""

    base_iri: str = BASE_IRI
    evidence: str = "offsets"
    rdf12: bool = False


PLAIN = Serialization()


def push(
    graph: Graph, target: PushTarget, style: Serialization = PLAIN, *, done: Callable[[int], None] = lambda _: None
) -> Receipt:
    """Put the graph into the store; what was sent, and what it has. ``done`` is called with the triples sent so far.

    Raises ``PushError``, for a graph that says nothing too, and then the target is as it was; and where the store has
    not got what was sent.
    """
    form = "nt12" if style.rdf12 else "nt"
    data = serialize(graph, form, base_iri=style.base_iri, evidence=style.evidence)
    lines = [line.decode() for line in data.splitlines(keepends=True)]  # of bytes: literals hold U+2028 and the like
    if not lines:
        raise PushError("the graph is empty, and nothing is pushed", hint="is it the right file?")
    client = Client(target)
    if target.door is StoreProtocol.STORE:
        client.store(data)
        done(len(lines))
    else:
        _by_update(lines, client, target, done)
    return receipt(client, target, lines)


def _by_update(lines: Sequence[str], client: Client, target: PushTarget, done: Callable[[int], None]) -> None:
    """Piece by piece into a graph beside the target, then there in one request."""
    with own_name(target.graph, *lines) as name:
        beside = f"{target.graph or 'urn:newsgraph:default'}#incoming-{name}"
        client.update(f"DROP SILENT GRAPH <{beside}>")
        try:
            for number, piece in enumerate(_pieces(lines)):
                client.update(f"INSERT DATA {{ GRAPH <{beside}> {{\n{''.join(piece)}}} }}")
                done(min((number + 1) * _PIECE, len(lines)))
            where = f"GRAPH <{target.graph}>" if target.graph else "DEFAULT"
            verb = "MOVE" if target.replace else "ADD"
            client.update(f"{verb} GRAPH <{beside}> TO {where}")
        finally:
            client.try_update(f"DROP SILENT GRAPH <{beside}>")


def _pieces(lines: Sequence[str]) -> Iterator[Sequence[str]]:
    rest = iter(lines)
    while piece := tuple(islice(rest, _PIECE)):
        yield piece
