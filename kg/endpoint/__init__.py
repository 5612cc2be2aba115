"""A read-only SPARQL 1.1 Protocol endpoint: an ASGI application to run or to mount in another.

Queries run in processes of their own, within limits; a query that is stopped is answered with 503, an answer that was
cut with the header ``KG-Truncated: true``. https://www.w3.org/TR/sparql11-protocol/
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from kg.endpoint.asking import query_of
from kg.endpoint.figures import Metrics
from kg.endpoint.refusing import RefusedError, headers_of
from kg.endpoint.seats import Asking, QueryScheduler
from kg.errors import InputError, KgError, RemoteError
from kg.store import GRAPH_FORMS, SOLUTION_FORMS, Answer, Limits, Query, StoppedError
from kg.store.state import state_of

_WORKERS = 2


class Endpoint:
    """The endpoint over some files or a store; ``close`` ends its processes.

    Sources that have changed are opened again before the next query, so that all processes know the same. ``prefixes``
    are the user's own, by name, which no query need declare.
    """

    def __init__(
        self,
        sources: Sequence[Path],
        limits: Limits | None = None,
        *,
        workers: int = _WORKERS,
        prefixes: Mapping[str, str] | None = None,
    ) -> None:
        self._sources = tuple(sources)
        self._seats = QueryScheduler(sources, limits or Limits(), workers, prefixes or {})
        self._figures = Metrics()

    def open(self) -> None:
        """Open the sources now, not at the first query; ``InputError`` where they cannot be read."""
        self._seats.answer_first(lambda worker: worker.ask(Query("ASK {}")))

    def hold(self, triples: bytes) -> None:
        """Ask these N-Triples with the sources from now on, in place of those that were held before."""
        self._seats.held = triples

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        if scope["type"] == "http":
            response = await self.respond(Request(scope, receive))
            await response(scope, receive, send)

    async def respond(self, request: Request) -> Response:
        """The response to a request of the protocol."""
        if request.method in {"GET", "HEAD"} and not request.url.query:
            return Response(_description(str(request.url)), media_type="text/turtle; charset=utf-8")
        response = await self._response(request)
        self._figures.count(response.status_code)
        return response

    async def ping(self, _request: Request) -> Response:
        """The time, as a sign of life (Fuseki's ``/$/ping``)."""
        return PlainTextResponse(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\n")

    async def stats(self, _request: Request) -> Response:
        """What was asked, answered and refused, what runs and waits, how large the sources are."""
        seats, told = self._seats, self._figures.told()
        sizes = [{"name": path.name, "bytes": sum(size for _, size, *_ in state_of([path]))} for path in self._sources]
        told |= {"running": seats.running, "waiting": seats.waiting, "sources": sizes, "held_bytes": len(seats.held)}
        return JSONResponse(told)

    async def answer(self, request: Request, asking: Asking) -> Answer:
        """What ``asking`` gives for a page, within the same limits; it counts as a query."""
        try:
            answer = await self._seats.answer(request, asking)
        except KgError as error:
            self._figures.count(refused(error).status)
            raise
        self._figures.count(200)
        return answer

    def close(self) -> None:
        """End the processes."""
        self._seats.close()

    async def _response(self, request: Request) -> Response:
        try:
            asked = await query_of(request)
            return _response(asked, await self._seats.answer(request, lambda worker: worker.ask(_runnable(asked))))
        except KgError as error:
            why = refused(error)
            return PlainTextResponse(why.message + "\n", why.status, headers=headers_of(why.status))


def _runnable(asked: Query) -> Query:
    """The query with a form for each kind of answer: which kind it gives is known only afterwards."""
    return replace(asked, solution_form=asked.solution_form or "json", graph_form=asked.graph_form or "nt")


def _response(asked: Query, answer: Answer) -> Response:
    form = asked.graph_form if answer.kind == "graph" else asked.solution_form
    kinds = GRAPH_FORMS if answer.kind == "graph" else SOLUTION_FORMS
    if not form:
        raise RefusedError(406, f"this answer comes as {', '.join(kinds.values())}")
    headers = {"KG-Truncated": "true"} if answer.truncated else {}
    return Response(answer.body, media_type=f"{kinds[form]}; charset=utf-8", headers={"Vary": "Accept", **headers})


def refused(error: KgError) -> RefusedError:
    """The HTTP status and message of an error for remote clients, without options and file names of this machine."""
    match error:
        case RefusedError():
            return error
        case StoppedError():
            return RefusedError(503, f"{error.message}\nask for less: add conditions or a LIMIT")
        case InputError():
            logging.getLogger(__name__).error("%s", error.message)
            return RefusedError(500, "the data of this endpoint cannot be read now")
        case _:
            status = 403 if isinstance(error, RemoteError) else 400
            return RefusedError(status, "\n".join(filter(None, (error.message, error.hint))))


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
