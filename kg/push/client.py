"""The HTTP client of the two protocols: one request each, with authentication, and errors that help."""

from __future__ import annotations

import http.client
import re
import urllib.error
import urllib.request
from collections.abc import Callable
from html import unescape
from typing import IO
from urllib.parse import quote, urlencode, urlsplit

from kg.push.target import PushError, PushTarget

_SECONDS = 120
_READ, _SHOWN = 4000, 300
"""Bytes that are read of an answer, whose status alone decides, and characters of an error that are shown."""
_ACCEPTED = "application/sparql-results+json, application/json;q=0.9, */*;q=0.1"
_UNSEEN = re.compile(r"<(style|script)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.IGNORECASE | re.DOTALL)


class Client:
    """Sends to one target."""

    def __init__(self, target: PushTarget) -> None:
        self.page = ""
        """The first line of a web page with which it answered, where it did."""
        self._target = target
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        if target.login.user:
            server = urlsplit(target.url)._replace(path="/", query="").geturl()
            passwords.add_password(None, server, target.login.user, target.login.password)
        self._opener = urllib.request.build_opener(_Basic(passwords), _Digest(passwords), _NoRedirect())

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

    def answer(self, address: str, query: str) -> bytes:
        """What an address answers to a query, up to some bytes, "" for an error (SPARQL 1.1 Protocol, 2.1.2)."""
        form = urlencode({"query": query}).encode()
        request = self._request("POST", address, form, "application/x-www-form-urlencoded")
        try:
            with self._opener.open(request, timeout=_SECONDS) as answer:
                found: bytes = answer.read(_READ)
                return found
        except urllib.error.HTTPError as error:
            error.close()
        except (OSError, http.client.HTTPException, PushError):
            pass  # it is asked elsewhere
        return b""

    def _request(self, method: str, url: str, data: bytes, kind: str) -> urllib.request.Request:
        headers = {"Content-Type": kind, "User-Agent": "newsgraph", "Accept": _ACCEPTED}
        if self._target.login.token:
            headers["Authorization"] = f"Bearer {self._target.login.token}"
        return urllib.request.Request(url, data, headers, method=method)

    def _send(self, method: str, url: str, data: bytes, kind: str) -> None:
        request = self._request(method, url, data, kind)
        try:
            with self._opener.open(request, timeout=_SECONDS) as answer:
                said = answer.read(_READ)
                if answer.headers.get_content_type() == "text/html":
                    self.page = _first_line(said.decode(errors="replace"))
        except urllib.error.HTTPError as error:
            with error:
                said = _first_line(error.read(_READ).decode(errors="replace"))
            words = ": ".join(filter(None, (f"{self._target.url}: {error.code} {error.reason}", said)))
            raise PushError(words, hint=_HINTS.get(error.code, "")) from error
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", None) or error
            raise PushError(
                f"{self._target.url}: {reason}", hint="is the store running, and is this its address?"
            ) from error


def _first_line(answer: str) -> str:
    """The first line of an answer that says something, of a web page without its marks."""
    if answer.lstrip().startswith("<"):
        answer = unescape(_UNSEEN.sub("\n", answer))
    lines = (" ".join(line.split()) for line in answer.splitlines())
    return next(filter(None, lines), "")[:_SHOWN]


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


class _Basic(urllib.request.HTTPBasicAuthHandler):
    """Basic authentication that closes the answer that asked for it."""

    def http_error_401(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: http.client.HTTPMessage
    ) -> object:
        """Ask again with the password; None where there is none, or another kind is asked for."""
        return _answer(fp, lambda: super(_Basic, self).http_error_401(req, fp, code, msg, headers))


class _Digest(urllib.request.HTTPDigestAuthHandler):
    """Digest authentication that tries once, and closes the answer that asked for it."""

    _asked = False

    def http_error_401(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: http.client.HTTPMessage
    ) -> object:
        """Ask again with the password; None where another kind is asked for, an error where that was done already."""
        if self._asked:
            raise urllib.error.HTTPError(req.full_url, code, msg, headers, fp)
        self._asked = True
        try:
            return _answer(fp, lambda: super(_Digest, self).http_error_401(req, fp, code, msg, headers))
        finally:
            self._asked = False


def _answer(asking: IO[bytes], ask_again: Callable[[], object]) -> object:
    """What is answered to the password, once the answer that asked for it is closed; None where nothing was sent.

    The standard's handlers leave that answer open, and raise ``ValueError`` for a kind of login that is not theirs.
    """
    try:
        answer = ask_again()
    except ValueError:
        return None
    except urllib.error.URLError:
        asking.close()
        raise
    if answer is not None:
        asking.close()
    return answer


_REDIRECTS = frozenset({300, 301, 302, 303, 305, 307, 308})
_OTHER_DOOR = "the address may speak the other protocol: try --via update or --via store"
_HINTS = {
    400: _OTHER_DOOR,
    401: "--user NAME, with the password in KG_PASSWORD; or KG_TOKEN",
    403: "the store does not let you write there",
    404: "a Graph Store address often ends in /store or /data, one for updates in /update",
    405: _OTHER_DOOR,
    415: _OTHER_DOOR,
    500: _OTHER_DOOR,
}
