"""A read-only SPARQL 1.1 Protocol endpoint: an ASGI application to run or to mount in another.

Queries run in processes of their own, within limits; a query that is stopped is answered with 503, an answer that was
cut with the header ``KG-Truncated: true``. https://www.w3.org/TR/sparql11-protocol/
"""

from __future__ import annotations

import asyncio
import queue
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from kg.errors import KgError
from kg.store import GRAPH_FORMS, SOLUTION_FORMS, Answer, Limits, Query, StoppedError, Worker

if TYPE_CHECKING:
    from collections.abc import Iterator

_FORM, _DIRECT, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
_ALIASES = {
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/plain": "nt",
    "application/x-turtle": "ttl",
}
_LONGEST = 1 << 20
_WORKERS = 2

Fields = tuple[tuple[str, str], ...]


class _RefusedError(Exception):
    """An answer that is an error: its status and words."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


class Endpoint:
    """The endpoint over some files or a store; ``close`` ends its processes."""

    def __init__(self, sources: Sequence[Path], limits: Limits | None = None, *, workers: int = _WORKERS) -> None:
        self._idle: queue.Queue[Worker] = queue.Queue()
        self._turns = asyncio.Semaphore(workers)
        self._patience = (limits or Limits()).seconds
        self._workers = [Worker(sources, limits) for _ in range(workers)]
        for worker in self._workers:
            self._idle.put(worker)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        if scope["type"] == "http":
            response = await self.respond(Request(scope, receive))
            await response(scope, receive, send)

    async def respond(self, request: Request) -> Response:
        """The response to a request of the protocol."""
        if request.method in {"GET", "HEAD"} and not request.url.query:
            return Response(_description(str(request.url)), media_type="text/turtle; charset=utf-8")
        try:
            asked = await _query(request)
            answer = await self._answer_in_turn(asked)
        except _RefusedError as error:
            return PlainTextResponse(error.message + "\n", error.status, headers=_headers(error.status))
        except KgError as error:
            status = 503 if isinstance(error, StoppedError) else 400
            return PlainTextResponse(f"{error.message}\n{error.hint}\n", status)
        form = asked.graph_form if answer.kind == "graph" else asked.solution_form
        kinds = GRAPH_FORMS if answer.kind == "graph" else SOLUTION_FORMS
        headers = {"KG-Truncated": "true"} if answer.truncated else {}
        return Response(answer.body, media_type=f"{kinds[form]}; charset=utf-8", headers={"Vary": "Accept", **headers})

    def close(self) -> None:
        """End the processes."""
        for worker in self._workers:
            worker.close()

    async def _answer_in_turn(self, asked: Query) -> Answer:
        """The answer once a process is idle; those who wait hold no thread, and wait no longer than a query may run."""
        try:
            await asyncio.wait_for(self._turns.acquire(), self._patience)
        except TimeoutError:
            raise _RefusedError(503, "too many queries at once: ask again later") from None
        try:
            return await run_in_threadpool(self._answer, asked)
        finally:
            self._turns.release()

    def _answer(self, asked: Query) -> Answer:
        with self._worker() as worker:
            return worker.ask(asked)

    @contextmanager
    def _worker(self) -> Iterator[Worker]:
        worker = self._idle.get_nowait()
        try:
            yield worker
        finally:
            self._idle.put(worker)


async def _query(request: Request) -> Query:
    """The query that a request asks (SPARQL 1.1 Protocol, 2.1); ``_RefusedError`` where it asks none."""
    parameters = _fields(request.url.query)
    match request.method, _media_type(request):
        case (("GET" | "HEAD"), _):
            fields, text = parameters, _only(parameters, "query")
        case "POST", kind if kind == _FORM:
            fields = (*parameters, *_fields(await _body(request)))
            text = _only(fields, "query")
        case "POST", kind if kind == _DIRECT:
            fields, text = parameters, await _body(request)
        case "POST", kind if kind == _UPDATE:
            raise _RefusedError(403, "this endpoint only reads")
        case "POST", kind:
            raise _RefusedError(415, f"{kind or 'no media type'}: post {_FORM} or {_DIRECT}")
        case method, _:
            raise _RefusedError(405, f"{method}: ask with GET or POST")
    accept = request.headers.get("accept", "*/*")
    return Query(
        text,
        solution_form=_negotiated(accept, SOLUTION_FORMS, "json"),
        graph_form=_negotiated(accept, GRAPH_FORMS, "ttl"),
        base_iri=str(request.url.replace(query="", fragment="")),
        default_graphs=tuple(value for name, value in fields if name == "default-graph-uri"),
        named_graphs=tuple(value for name, value in fields if name == "named-graph-uri"),
        helps=False,
    )


def _fields(text: str) -> Fields:
    try:
        return tuple(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000))
    except ValueError:
        raise _RefusedError(400, "the parameters are not UTF-8, or too many") from None


def _only(fields: Fields, name: str) -> str:
    """The one value of a parameter."""
    values = [value for key, value in fields if key == name]
    if any(key == "update" for key, _ in fields):
        raise _RefusedError(403, "this endpoint only reads")
    if len(values) != 1:
        raise _RefusedError(400, f"{len(values)} parameters {name!r}: there must be one")
    return values[0]


async def _body(request: Request) -> str:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > _LONGEST:
            raise _RefusedError(413, f"more than {_LONGEST} bytes")
    charset = request.headers.get("content-type", "").lower().partition("charset=")[2].strip(' ";')
    if charset not in {"", "utf-8", "utf8"}:
        raise _RefusedError(415, f"charset {charset}: a query is UTF-8")
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise _RefusedError(400, "the query is not UTF-8") from None


def _media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _negotiated(accept: str, kinds: Mapping[str, str], default: str) -> str:
    """The form of ``kinds`` that is preferred, the default where any will do or none is known (RFC 9110, 12.5.1).

    A client that accepts the other kind of answer alone gets the default: what a query gives is known only afterwards.
    """
    wanted = sorted(_ranges(accept), key=lambda pair: -pair[1])
    by_type = {kind: form for form, kind in kinds.items()}
    by_type |= {kind: form for kind, form in _ALIASES.items() if form in kinds}
    for kind, quality in wanted:
        if quality > 0 and kind in by_type:
            return by_type[kind]
        if quality > 0 and kind in {"*/*", f"{kinds[default].partition('/')[0]}/*"}:
            return default
    return default


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    for part in accept.split(","):
        kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = next((piece[2:] for piece in parameters if piece.startswith("q=")), "1")
        try:
            yield kind, float(quality)
        except ValueError:
            yield kind, 0.0


def _description(url: str) -> str:
    """The endpoint in its own words (https://www.w3.org/TR/sparql11-service-description/)."""
    formats = ", ".join(f"format:{name}" for name in _W3C_FORMATS)
    return f"""@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix format: <http://www.w3.org/ns/formats/> .
<{url}> a sd:Service ;
    sd:endpoint <{url}> ;
    sd:supportedLanguage sd:SPARQL11Query ;
    sd:resultFormat {formats} .
"""


_W3C_FORMATS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "RDF_XML", "JSON-LD",
)  # fmt: skip


def _headers(status: int) -> dict[str, str]:
    return {405: {"Allow": "GET, HEAD, POST"}, 503: {"Retry-After": "5"}}.get(status, {})
