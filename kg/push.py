"""Puts a graph into a remote store through its standard doors: Graph Store Protocol, or SPARQL 1.1 Update.

By the Graph Store Protocol the graph goes in one request, which a store carries out whole or not at all. By Update it
goes piece by piece into a graph of its own beside the target, and one last request moves it there: a push that breaks
half way leaves the target as it was. Nodes are named by their content, so a push can be repeated.
"""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from itertools import islice
from typing import IO
from urllib.parse import quote, urlsplit

from kg.errors import KgError
from kg.model import Graph
from kg.turtle import BASE_IRI, serialize
from kg.turtle.terms import is_iri

_PIECE = 2000
"""Triples of one update: Virtuoso takes no more than 10,000 lines."""
_SECONDS = 120


class PushError(KgError):
    """A store that cannot be reached, refuses, or answers with an error."""


class Door(StrEnum):
    """Which protocol the address speaks."""

    STORE = "store"
    UPDATE = "update"


@dataclass(frozen=True)
class Login:
    """A name and password (Basic or Digest, as the store asks), or a bearer token; all empty for none."""

    user: str = ""
    password: str = ""
    token: str = ""


@dataclass(frozen=True)
class Target:
    """Where a graph goes: an address and the protocol that it speaks, the name of a graph, whether to replace it.

    Without a name it is the store's default graph, which is never replaced.
    """

    url: str
    door: Door = Door.STORE
    graph: str = ""
    replace: bool = False
    login: Login = Login()

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise PushError(f"{self.url!r} is no address of a store", hint="http://HOST:PORT/PATH")
        if self.graph and not is_iri(self.graph):
            raise PushError(f"{self.graph!r} is no IRI", hint="name the graph as https://example.org/news")
        if self.replace and not self.graph:
            raise PushError("the default graph is not replaced: others may keep things there", hint="--graph IRI")


@dataclass(frozen=True, slots=True)
class Style:
    """How the graph is written."""

    base_iri: str = BASE_IRI
    evidence: str = "offsets"


PLAIN = Style()


def push(graph: Graph, target: Target, style: Style = PLAIN, *, done: Callable[[int], None] = lambda _: None) -> int:
    """Put the graph into the store; the number of triples. ``done`` is called with the triples sent so far.

    Raises ``PushError``; then the target is as it was.
    """
    lines = serialize(graph, "nt", base_iri=style.base_iri, evidence=style.evidence).decode().splitlines(keepends=True)
    client = _Client(target)
    if target.door is Door.STORE:
        client.store("".join(lines).encode())
        done(len(lines))
    else:
        _by_update(lines, client, target, done)
    return len(lines)


def _by_update(lines: Sequence[str], client: _Client, target: Target, done: Callable[[int], None]) -> None:
    """Piece by piece into a graph beside the target, then there in one request."""
    beside = f"{target.graph or 'urn:newsgraph:default'}#incoming-{sha256(''.join(lines).encode()).hexdigest()[:16]}"
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


class _Client:
    """The HTTP of the two protocols."""

    def __init__(self, target: Target) -> None:
        self._target = target
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        if target.login.user:
            passwords.add_password(None, target.url, target.login.user, target.login.password)
        basic = urllib.request.HTTPBasicAuthHandler(passwords)
        self._opener = urllib.request.build_opener(basic, _Digest(passwords), _NoRedirect())

    def store(self, data: bytes) -> None:
        """Put or add a graph in one request (SPARQL 1.1 Graph Store HTTP Protocol, 5.3 and 5.5)."""
        name = f"graph={quote(self._target.graph, safe='')}" if self._target.graph else "default"
        mark = "&" if urlsplit(self._target.url).query else "?"
        self._send(
            "PUT" if self._target.replace else "POST",
            f"{self._target.url}{mark}{name}",
            data,
            "application/n-triples; charset=utf-8",
        )

    def update(self, text: str) -> None:
        """Carry out an update (SPARQL 1.1 Protocol, 2.2.2)."""
        self._send("POST", self._target.url, text.encode(), "application/sparql-update; charset=utf-8")

    def try_update(self, text: str) -> None:
        """The same, where it does not matter whether it succeeds."""
        try:
            self.update(text)
        except PushError:
            return

    def _send(self, method: str, url: str, data: bytes, kind: str) -> None:
        headers = {"Content-Type": kind, "User-Agent": "newsgraph"}
        if self._target.login.token:
            headers["Authorization"] = f"Bearer {self._target.login.token}"
        request = urllib.request.Request(url, data, headers, method=method)
        try:
            with self._opener.open(request, timeout=_SECONDS) as answer:
                answer.read()
        except urllib.error.HTTPError as error:
            with error:
                words = error.read(2000).decode(errors="replace").strip()
            raise PushError(
                f"{self._target.url}: {error.code} {error.reason}: {words}", hint=_HINTS.get(error.code, "")
            ) from error
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", None) or error
            raise PushError(
                f"{self._target.url}: {reason}", hint="is the store running, and is this its address?"
            ) from error


class _NoRedirect(urllib.request.HTTPErrorProcessor):
    """Follows nobody: a POST that is sent elsewhere would come there as a GET without its data, but with the login."""

    def http_response(
        self, request: urllib.request.Request, response: http.client.HTTPResponse
    ) -> http.client.HTTPResponse:
        """The answer, unless it sends elsewhere."""
        if response.status in _REDIRECTS:
            with response:
                raise PushError(
                    f"{request.full_url} sends to {response.headers.get('Location')}",
                    hint="give that address, if you trust it",
                )
        answer: http.client.HTTPResponse = super().http_response(request, response)
        return answer

    https_response = http_response


class _Digest(urllib.request.HTTPDigestAuthHandler):
    """Digest authentication that tries once, and closes the answer that asked for it; the standard's does neither."""

    _asked = False

    def http_error_401(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: http.client.HTTPMessage
    ) -> object:
        """Ask again with the password; an error where that was done already."""
        if self._asked:
            raise urllib.error.HTTPError(req.full_url, code, msg, headers, fp)
        self._asked = True
        try:
            answer: object = super().http_error_401(req, fp, code, msg, headers)
        except urllib.error.URLError:
            fp.close()
            raise
        finally:
            self._asked = False
        if answer is not None:
            fp.close()
        return answer


_REDIRECTS = frozenset({300, 301, 302, 303, 305, 307, 308})
_HINTS = {
    401: "--user NAME, with the password in KG_PASSWORD; or KG_TOKEN",
    403: "the store does not let you write there",
    404: "a Graph Store address often ends in /store or /data, one for updates in /update",
    405: "the address speaks another protocol: try --via update or --via store",
}
