"""Access control of the server: only a local browser with the token, no page of another origin.

A page from elsewhere can make a browser send requests to a local server, under a name of its own that leads to this
machine; so Host and Origin are checked, and a token that no other page knows must come back in a cookie.
"""

from __future__ import annotations

import re
from secrets import compare_digest

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PING = "/$/ping"
"""The address that is answered without the token: a sign of life tells nothing."""
LOCAL = frozenset({"127.0.0.1", "localhost", "[::1]"})
_HOST = re.compile(r"([\w.-]+|\[[0-9A-Fa-f:.]+\])(?::\d*)?", re.ASCII)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}


class Guard:
    """Middleware that lets a request through or not; ``hosts`` are the names under which the server may be asked.

    The token comes in a cookie, or from a program in ``Authorization: Bearer``; ``None`` asks for none.
    """

    def __init__(self, app: ASGIApp, token: str | None, hosts: frozenset[str] = LOCAL) -> None:
        self._app = app
        self._token = token
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request (ASGI), with the headers that every answer has."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        request = Request(scope)
        await (self._refused(request) or self._welcomed(request) or self._app)(scope, receive, sending)

    def _refused(self, request: Request) -> Response | None:
        origin = request.headers.get("origin")
        if _host(request) not in self._hosts:
            return PlainTextResponse("this name is not the server's", 421)
        if origin and origin != f"{request.url.scheme}://{request.headers['host']}":
            return PlainTextResponse("a page of another origin may not ask", 403)
        if request.headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}:
            return PlainTextResponse("a page of another site may not ask", 403)
        if not self._is_known(request) and not self._brings_token(request):
            return PlainTextResponse("open the address that kg serve printed; it has the token", 403)
        return None

    def _is_known(self, request: Request) -> bool:
        if self._token is None or request.url.path == PING:
            return True
        scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
        return self._is_token(request.cookies.get(cookie_of(request), "")) or (
            scheme.lower() == "bearer" and self._is_token(bearer)
        )

    def _brings_token(self, request: Request) -> bool:
        return self._is_token(request.query_params.get("token", ""))

    def _is_token(self, given: str) -> bool:
        return self._token is not None and compare_digest(given.encode(), self._token.encode())

    def _welcomed(self, request: Request) -> Response | None:
        """The token leaves the address as soon as the browser has it, so that no history or picture shows it."""
        if self._token is None or not self._brings_token(request):
            return None
        response = RedirectResponse(request.url.remove_query_params("token"), 303)
        response.set_cookie(cookie_of(request), self._token, httponly=True, samesite="strict")
        return response


def cookie_of(request: Request) -> str:
    """The name of the cookie, by port: a browser keeps those of all ports of a machine together."""
    return f"kg-token-{request.url.port or 80}"


def _host(request: Request) -> str:
    """The name under which the server is asked (RFC 9110, 7.2: a name and a port, no login), "" where it is none."""
    found = _HOST.fullmatch(request.headers.get("host", ""))
    return found[1].lower() if found else ""
