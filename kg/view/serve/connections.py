"""Connections of the server: slow requests time out, too many connections are refused."""

from __future__ import annotations

import asyncio

import h11
from starlette.responses import PlainTextResponse
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 10.0
"""How long the head of a request may take; a client on this machine needs no longer."""
MOST = 100
"""Connections above which a request is answered with 503; with three times as many a new one is closed at once."""

_BUSY = PlainTextResponse(
    "too many connections at once: ask again later\n", 503, headers={"Retry-After": "5", "Connection": "close"}
)
_LATE = b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Connection(H11Protocol):
    """A connection whose client gets some time to ask, and no more (RFC 9110, 15.5.9)."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(transport)
        if len(self.connections) > MOST:
            self.app = _BUSY
        if len(self.connections) > 3 * MOST:
            transport.abort()
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Go on waiting, or stop where the request is there."""
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._forget()
        super().connection_lost(exc)

    def _watch(self) -> None:
        if self.conn.their_state is not h11.IDLE:
            self._forget()
        elif self._late is None:
            self._late = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _forget(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _give_up(self) -> None:
        if not self.transport.is_closing() and self.conn.their_state is h11.IDLE:
            self.transport.write(_LATE)
            self.transport.close()
