"""The HTTP client of the two protocols: one request each, with authentication, and errors that help."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from html import unescape
from urllib.parse import quote, urlsplit

import httpx

from kg.push.target import PushError, PushTarget

_SECONDS = 120
_READ, _SHOWN = 4000, 300
"""Bytes that are read of an answer, whose status alone decides, and characters of an error that are shown."""
_ACCEPTED = "application/sparql-results+json, application/json;q=0.9, */*;q=0.1"
_UNSEEN = re.compile(r"<(style|script)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.IGNORECASE | re.DOTALL)
_OTHER_DOOR = "the address may speak the other protocol: try --via update or --via store"
_HINTS = {
    401: "--user NAME, with the password in KG_PASSWORD; or KG_TOKEN",
    403: "the store does not let you write there",
    404: "a Graph Store address often ends in /store or /data, one for updates in /update",
    **dict.fromkeys((400, 405, 415, 500), _OTHER_DOOR),
}


class Client:
    """Sends to one target."""

    def __init__(self, target: PushTarget) -> None:
        self.page = ""
        """The first line of a web page with which it answered, where it did."""
        self._target = target

    def store(self, data: bytes) -> None:
        """Put or add a graph in one request (SPARQL 1.1 Graph Store HTTP Protocol, 5.3 and 5.5)."""
        name = f"graph={quote(self._target.graph, safe='')}" if self._target.graph else "default"
        mark = "&" if urlsplit(self._target.url).query else "?"
        method = "PUT" if self._target.replace else "POST"
        self._send(method, f"{self._target.url}{mark}{name}", data, "application/n-triples; charset=utf-8")

    def update(self, text: str) -> None:
        """Carry out an update (SPARQL 1.1 Protocol, 2.2.2)."""
        self._send("POST", self._target.url, text.encode(), "application/sparql-update; charset=utf-8")

    def try_update(self, text: str) -> None:
        """The same, where it does not matter whether it succeeds."""
        try:
            self.update(text)
        except PushError:
            return

    def answer(self, address: str, query: str) -> bytes:
        """What an address answers to a query, up to some bytes, "" for an error (SPARQL 1.1 Protocol, 2.1.2)."""
        form = f"query={quote(query)}".encode()
        try:
            with self._answer("POST", address, form, "application/x-www-form-urlencoded") as answer:
                return _beginning(answer) if answer.is_success else b""
        except PushError:
            return b""  # it is asked elsewhere

    def _send(self, method: str, url: str, data: bytes, kind: str) -> None:
        with self._answer(method, url, data, kind) as answer:
            said = _first_line(_beginning(answer).decode(errors="replace"))
            if answer.is_error:
                status = f"{self._target.url}: {answer.status_code} {answer.reason_phrase}"
                raise PushError(": ".join(filter(None, (status, said))), hint=_HINTS.get(answer.status_code, ""))
            if answer.headers.get("Content-Type", "").startswith("text/html"):
                self.page = said

    @contextmanager
    def _answer(self, method: str, url: str, data: bytes, kind: str) -> Iterator[httpx.Response]:
        """The answer to a request, sent again with the password where the store asks for one; only begun to be read.

        Nobody is followed: a POST that is sent elsewhere would come there as a GET without its data.
        """
        headers = {"Content-Type": kind, "User-Agent": "newsgraph", "Accept": _ACCEPTED}
        if self._target.login.token:
            headers["Authorization"] = f"Bearer {self._target.login.token}"
        try:
            with httpx.Client(timeout=_SECONDS) as client:
                request = client.build_request(method, url, content=data, headers=headers)
                answer = client.send(request, stream=True)
                if again := self._logged_in(request, answer):
                    answer.close()
                    answer = client.send(again, stream=True)
                with closing(answer):
                    if answer.has_redirect_location:
                        told = f"{url} sends to {answer.headers['Location']}"
                        raise PushError(told, hint="give that address, if you trust it")
                    yield answer
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            hint = "is the store running, and is this its address?"
            raise PushError(f"{self._target.url}: {error}", hint=hint) from error

    def _logged_in(self, request: httpx.Request, answer: httpx.Response) -> httpx.Request | None:
        """The request with name and password, Digest or Basic as the store asks; None where it asks for neither."""
        login = self._target.login
        if answer.status_code != httpx.codes.UNAUTHORIZED or not login.user:
            return None
        asked = [kind.lower() for kind in answer.headers.get_list("WWW-Authenticate")]
        if any(kind.startswith("digest ") for kind in asked):
            flow = httpx.DigestAuth(login.user, login.password).auth_flow(request)
            next(flow)
            return flow.send(answer)
        basic = next(httpx.BasicAuth(login.user, login.password).auth_flow(request))
        return basic if any(kind.startswith("basic") for kind in asked) else None


def _beginning(answer: httpx.Response) -> bytes:
    return next(answer.iter_bytes(_READ), b"")


def _first_line(answer: str) -> str:
    """The first line of an answer that says something, of a web page without its marks."""
    if answer.lstrip().startswith("<"):
        answer = unescape(_UNSEEN.sub("\n", answer))
    lines = (" ".join(line.split()) for line in answer.splitlines())
    return next(filter(None, lines), "")[:_SHOWN]
