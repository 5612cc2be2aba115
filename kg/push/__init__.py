"""Upload of a graph to a remote store: by the Graph Store Protocol, or SPARQL 1.1 Update.

By the Graph Store Protocol the graph goes in one request, which a store carries out whole or not at all. By Update it
goes piece by piece into a graph of its own beside the target, and one last request moves it there: a push that breaks
half way leaves the target as it was. Nodes are named by their content, so a push can be repeated. Afterwards the store
is asked whether the triples are there.
"""

from __future__ import annotations

import os
import platform
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from itertools import count, islice
from pathlib import Path
from uuid import uuid4

from kg.model import Graph
from kg.push.client import Client
from kg.push.proof import Receipt, receipt
from kg.push.target import Login, PushError, PushTarget, StoreProtocol, target_at
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


@contextmanager
def own_name(*content: str) -> Iterator[str]:
    """A name from the content, this machine and the first number that no other push here holds.

    So a push that broke half way finds what it left, and clears it away, when it is run again. The number is held by
    a lock that ends with the process; where the operating system has none, the name is a random one.
    """
    digest = sha256("\0".join((platform.node(), *content)).encode()).hexdigest()[:16]
    try:
        import fcntl
    except ImportError:
        yield f"{digest}-{uuid4().hex}"
        return
    for number in count():
        path = Path(tempfile.gettempdir()) / f"newsgraph-push-{os.getuid()}-{digest}-{number}"
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        except OSError:
            yield f"{digest}-{uuid4().hex}"
            return
        with os.fdopen(descriptor, "r+b") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            if not _is_still(path, lock.fileno()):
                continue
            try:
                yield f"{digest}-{number}"
            finally:
                path.unlink(missing_ok=True)
            return


def _is_still(path: Path, descriptor: int) -> bool:
    """Whether the file that was locked is the one of that name: who held it before takes it away."""
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False
