"""Proof that a push arrived: the store is asked how many triples it has, and whether ours are among them.

A status alone proves nothing: a page that asks for a login is a 200 too. Where questions go is not said by either
protocol, so they go to the addresses that stores have for them beside the one of the push.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import SplitResult, urlsplit

from kg.push.client import Client
from kg.push.target import PushError, PushTarget, StoreProtocol

_BESIDE = {
    "sparql-graph-crud-auth": ("sparql-auth", "sparql"),
    "sparql-graph-crud": ("sparql",),
    "statements": ("",),
    "service": ("../",),
}
"""Where questions go, by where triples go: the last part of a path (Virtuoso, GraphDB)."""
_USUAL = ("query", "sparql")
"""Oxigraph, Fuseki and most others."""
_SAMPLE = 20


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a push came to: triples that were sent, and how many the graph has since; None where no count is told."""

    sent: int
    held: int | None = None


def receipt(client: Client, target: PushTarget, lines: Sequence[str]) -> Receipt:
    """What the store says of triples that were sent.

    Raises ``PushError`` where it has not got them, or answered as no store does.
    """
    for address in _addresses(target):
        held = _count(client.answer(address, f"SELECT (COUNT(*) AS ?n) {{ {_within(target, '?s ?p ?o')} }}"))
        if held is None:
            continue
        has_sample = _truth(client.answer(address, f"ASK {{ {_within(target, _sample(lines))} }}"))
        if held < len(lines) or has_sample is False:
            raise PushError(
                f"{target.url}: the triples did not arrive: {len(lines)} were sent, {address} counts {held} there",
                hint="is this the store's own address, and may you write to it?",
            )
        return Receipt(len(lines), held)
    if client.page:
        raise PushError(
            f"{target.url} answered with a web page, not as a store does: {client.page}",
            hint="is this the store's own address, and does it ask for a login?",
        )
    return Receipt(len(lines))


def _within(target: PushTarget, pattern: str) -> str:
    return f"GRAPH <{target.graph}> {{ {pattern} }}" if target.graph else pattern


def _sample(lines: Sequence[str]) -> str:
    """Some triples without literals, which a store may write in another way, from all parts of a graph."""
    plain = [line for line in lines if '"' not in line and "<<" not in line]
    return " ".join(islice(plain, 0, None, max(1, len(plain) // _SAMPLE)))


def _addresses(target: PushTarget) -> Iterator[str]:
    """Where questions may go, on the same server."""
    parts = urlsplit(target.url)
    before, _, last = parts.path.rpartition("/")
    if target.door is StoreProtocol.UPDATE:
        yield target.url
    for name in _BESIDE.get(last, _USUAL):
        path = before.rpartition("/")[0] if name == "../" else f"{before}/{name}".removesuffix("/")
        if path != parts.path:
            yield _at(parts, path)


def _at(parts: SplitResult, path: str) -> str:
    return parts._replace(path=path, query="").geturl()


def _count(answer: bytes) -> int | None:
    """The number of a JSON answer to a count (SPARQL 1.1 Query Results JSON Format), None for anything else."""
    try:
        (row,) = json.loads(answer)["results"]["bindings"]
        return int(row["n"]["value"])
    except (ValueError, KeyError, TypeError):
        return None


def _truth(answer: bytes) -> bool | None:
    """The value of a JSON answer to an ASK, None for anything else."""
    try:
        return bool(json.loads(answer)["boolean"])
    except (ValueError, KeyError, TypeError):
        return None
