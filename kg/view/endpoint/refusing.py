"""Error responses: status, message, headers."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from kg.errors import InputError, KgError, RemoteError
from kg.store import StoppedError

_HEADERS: Mapping[int, Mapping[str, str]] = {
    405: {"Allow": "GET, HEAD, POST"},
    406: {"Vary": "Accept"},
    408: {"Connection": "close"},
    413: {"Connection": "close"},
    503: {"Retry-After": "5"},
}

ENDING = "the server is ending"
_LOG = logging.getLogger(__name__)


class RefusedError(KgError):
    """A request that is refused, with a status of HTTP."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class BusyError(RefusedError):
    """What was not begun, or not ended, because other queries run or the server is ending."""

    def __init__(self, message: str) -> None:
        super().__init__(503, message)


def headers_of(status: int) -> dict[str, str]:
    """The headers that go with a status (RFC 9110)."""
    return dict(_HEADERS.get(status, {}))


def refused(error: KgError) -> RefusedError:
    """The HTTP status and message of an error for remote clients, without options and file names of this machine."""
    match error:
        case RefusedError():
            return error
        case StoppedError():
            return RefusedError(503, f"{error.message}\nask for less: add conditions or a LIMIT")
        case InputError():
            return RefusedError(500, "the data of this endpoint cannot be read now")
        case _:
            status = 403 if isinstance(error, RemoteError) else 400
            return RefusedError(status, "\n".join(filter(None, (error.message, error.hint))))


def outcome_of(error: KgError) -> str:
    """The error in a word: busy, stopped (past a limit), failed (of the data) or refused (for what was asked)."""
    match error:
        case BusyError():
            return "busy"
        case StoppedError():
            return "stopped"
        case InputError():
            _LOG.error("%s", error.message)
            return "failed"
        case _:
            return "refused"
