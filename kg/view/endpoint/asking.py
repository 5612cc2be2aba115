"""Requests (SPARQL 1.1 Protocol, 2.1): the query, its dataset, the formats that it accepts."""

import asyncio
from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from kg.errors import InputError, KgError, RemoteError
from kg.store import GRAPH_FORMS, SOLUTION_FORMS, Query, StoppedError
from kg.store.lexing import is_update

_HEADERS: Mapping[int, Mapping[str, str]] = {
    405: {"Allow": "GET, HEAD, POST"},
    406: {"Vary": "Accept"},
    408: {"Connection": "close"},
    413: {"Connection": "close"},
    503: {"Retry-After": "5"},
}

ENDING = "the server is ending"


class RefusedError(KgError):
    """A request that is refused, with a status of HTTP, and why in a word.

    That is busy, stopped (past a limit), failed (of the data), or refused (for what was asked).
    """

    def __init__(self, status: int, message: str, outcome: str = "refused") -> None:
        super().__init__(message)
        self.status, self.outcome = status, outcome


class BusyError(RefusedError):
    """What was not begun, or not ended, because other queries run or the server is ending."""

    def __init__(self, message: str) -> None:
        super().__init__(503, message, "busy")


def headers_of(status: int) -> dict[str, str]:
    """The headers that go with a status (RFC 9110)."""
    return dict(_HEADERS.get(status, {}))


def refused(error: KgError) -> RefusedError:
    """The HTTP status and message of an error for remote clients, without options and file names of this machine."""
    match error:
        case RefusedError():
            return error
        case StoppedError():
            return RefusedError(503, f"{error.message}\nask for less: add conditions or a LIMIT", "stopped")
        case InputError():
            return RefusedError(500, "the data of this endpoint cannot be read now", "failed")
        case _:
            status = 403 if isinstance(error, RemoteError) else 400
            return RefusedError(status, "\n".join(filter(None, (error.message, error.hint))))


_ALIASES = {
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/plain": "nt",
    "application/x-turtle": "ttl",
}
"""Media types that mean one of ours when they are named, but are not given by ``text/*``."""


def preferred(accept: str, kinds: Mapping[str, str]) -> str:
    """The form of ``kinds`` (form -> media type, the usual first) that is wanted most, "" where none is acceptable.

    Of forms that are wanted alike it is the one that is named, then the one that is named first, then the usual one.
    """
    # The entries: exactness (2 for a media type, 1 for ``text/*``, 0 for ``*/*``), quality, place; the range.
    ranges: list[tuple[int, float, int, str]] = []
    for place, part in enumerate((accept or "*/*").split(",")):
        kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
        told = next((piece[2:] for piece in parameters if piece.startswith("q=")), "1")
        try:
            quality = float(told)
        except ValueError:
            quality = 0.0
        ranges.append((2 - kind.count("*"), quality, -place, kind))
    best, chosen = (0.0, 0, 0), ""
    for form, kind in kinds.items():
        names = {alias for alias, known in _ALIASES.items() if known == form}
        covering = names | {kind, "*/*", f"{kind.partition('/')[0]}/*"}
        # The most exact range that covers a form decides.
        exactness, quality, place, _ = max((one for one in ranges if one[3] in covering), default=(0, 0.0, 0, ""))
        if quality > 0 and (not chosen or (quality, exactness, place) > best):
            best, chosen = (quality, exactness, place), form
    return chosen


SECONDS = 30.0
"""How long a client may take to send a body; they all are on this machine."""


async def body_of(request: Request, longest: int) -> bytes:
    """The body of a request; ``RefusedError`` for one that is too long, too slow, or breaks off."""
    body = bytearray()
    try:
        async with asyncio.timeout(SECONDS):
            async for part in request.stream():
                body += part
                if len(body) > longest:
                    raise RefusedError(413, f"more than {longest} bytes")
    except TimeoutError:
        raise RefusedError(408, f"the body did not come in {SECONDS:g} seconds") from None
    except ClientDisconnect:
        raise RefusedError(400, "the client left before all was sent") from None
    return bytes(body)


_FORM, _DIRECT, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
_LONGEST = 1 << 20
_READS = "that is an update, and this endpoint only reads"
Fields = tuple[tuple[str, str], ...]


async def query_of(request: Request) -> Query:
    """The query that a request asks, else ``RefusedError``; a form is "" where the client accepts none."""
    parameters = _fields(request.url.query)
    match request.method, request.headers.get("content-type", "").partition(";")[0].strip().lower():
        case (("GET" | "HEAD"), _):
            fields, text = parameters, _only(parameters, "query")
        case "POST", kind if kind == _FORM:
            fields = (*parameters, *_fields(await _body(request)))
            text = _only(fields, "query")
        case "POST", kind if kind == _DIRECT:
            fields, text = parameters, await _body(request)
        case "POST", kind if kind == _UPDATE:
            raise RefusedError(400, _READS)
        case "POST", kind:
            raise RefusedError(415, f"{kind or 'no media type'}: post {_FORM} or {_DIRECT}")
        case method, _:
            raise RefusedError(405, f"{method}: ask with GET or POST")
    if not text.strip():
        raise RefusedError(400, "the query is empty")
    if is_update(text):
        raise RefusedError(400, _READS)
    accept = request.headers.get("accept", "*/*")
    return Query(
        text,
        solution_form=preferred(accept, SOLUTION_FORMS),
        graph_form=preferred(accept, GRAPH_FORMS),
        base_iri=str(request.url.replace(query="", fragment="")),
        default_graphs=tuple(value for name, value in fields if name == "default-graph-uri"),
        named_graphs=tuple(value for name, value in fields if name == "named-graph-uri"),
        helps=False,
    )


def _fields(text: str) -> Fields:
    try:
        return tuple(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000))
    except ValueError:
        raise RefusedError(400, "the parameters are not UTF-8, or too many") from None


def _only(fields: Fields, name: str) -> str:
    """The one value of a parameter."""
    values = [value for key, value in fields if key == name]
    if any(key == "update" for key, _ in fields):
        raise RefusedError(400, _READS)
    if len(values) != 1:
        raise RefusedError(400, f"{len(values)} parameters {name!r}: there must be one")
    return values[0]


async def _body(request: Request) -> str:
    body = await body_of(request, _LONGEST)
    charset = request.headers.get("content-type", "").lower().partition("charset=")[2].strip(' ";')
    if charset not in {"", "utf-8", "utf8"}:
        raise RefusedError(415, f"charset {charset}: a query is UTF-8")
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise RefusedError(400, "the query is not UTF-8") from None
