"""Error responses: status, message, headers."""

from __future__ import annotations

from collections.abc import Mapping

from kg.errors import KgError

_HEADERS: Mapping[int, Mapping[str, str]] = {
    405: {"Allow": "GET, HEAD, POST"},
    406: {"Vary": "Accept"},
    408: {"Connection": "close"},
    413: {"Connection": "close"},
    503: {"Retry-After": "5"},
}


class RefusedError(KgError):
    """A request that is refused, with a status of HTTP."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def headers_of(status: int) -> dict[str, str]:
    """The headers that go with a status (RFC 9110)."""
    return dict(_HEADERS.get(status, {}))
