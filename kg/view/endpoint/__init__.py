"""A read-only SPARQL 1.1 Protocol endpoint: an ASGI application to run or to mount in another.

Queries run in processes of their own, within limits; a query that is stopped is answered with 503, an answer that was
cut with the header ``KG-Truncated: true``. https://www.w3.org/TR/sparql11-protocol/
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from kg.errors import KgError
from kg.store import GRAPH_FORMS, SOLUTION_FORMS, Answer, Limits, Query
from kg.store.files import AskedFiles, State, state_of
from kg.store.lexing import form_of
from kg.view.endpoint.asking import query_of
from kg.view.endpoint.figures import Metrics
from kg.view.endpoint.refusing import RefusedError, headers_of, refused
from kg.view.endpoint.seats import Asking, QueryScheduler

_WORKERS = 4
_COUNTING = 2.0
"""Seconds that counting the triples for the metrics may take."""


class Endpoint:
    """The endpoint over some files or a store, or what these are at each query; ``close`` ends its processes.

    Sources that have changed are opened again before the next query, so that all processes know the same. ``prefixes``
    are the user's own, by name, which no query need declare.
    """

    def __init__(
        self,
        sources: Sequence[Path] | AskedFiles,
        limits: Limits | None = None,
        *,
        workers: int = _WORKERS,
        prefixes: Mapping[str, str] | None = None,
    ) -> None:
        self._sources = sources if callable(sources) else partial(tuple[Path, ...], sources)
        self._seats = QueryScheduler(self._sources, limits or Limits(), workers, prefixes or {})
        self._counted: State | None = None
        self._figures = Metrics()
        self._tell_figures()

    def _tell_figures(self) -> None:
        tells, seats = self._figures.tells, self._seats
        workers = "Processes for queries, by what they do."
        tells("kg_workers", workers, lambda: seats.number - seats.running, state="idle")
        tells("kg_workers", workers, lambda: seats.running - seats.long, state="quick")
        tells("kg_workers", workers, lambda: seats.long, state="long")
        tells("kg_waiting_queries", "Queries that wait for a process.", lambda: seats.waiting)
        tells("kg_source_bytes", "Size of the files and stores that are served.", self._source_bytes)
        tells("kg_held_bytes", "Size of what was pasted.", lambda: len(seats.held))

    def _source_bytes(self) -> int:
        return sum(size for _, size, *_ in state_of(self._sources()))

    def count_connections(self, number: Callable[[], int]) -> None:
        """Let the metrics tell the number of open connections, which the server knows."""
        self._figures.tells("kg_connections", "Open connections.", number)

    def open(self) -> None:
        """Open the sources now, not at the first query; ``InputError`` where they cannot be read."""
        self._seats.answer_first(lambda worker: worker.ask(Query("ASK {}")))

    def stop(self) -> None:
        """Stop the queries that run and refuse those that come, before the server ends."""
        self._seats.stop()

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
        return await self._response(request)

    async def ping(self, _request: Request) -> Response:
        """The time, as a sign of life (Fuseki's ``/$/ping``)."""
        return PlainTextResponse(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\n")

    async def stats(self, _request: Request) -> Response:
        """What was asked, answered and refused, what runs and waits, how large the sources are."""
        seats, told, sources = self._seats, self._figures.told(), self._sources()
        sizes = [{"name": path.name, "bytes": sum(size for _, size, *_ in state_of([path]))} for path in sources]
        told |= {"running": seats.running, "waiting": seats.waiting, "sources": sizes, "held_bytes": len(seats.held)}
        return JSONResponse(told)

    async def metrics(self, request: Request) -> Response:
        """The same and more for Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/)."""
        await self._count_triples(request)
        return Response(self._figures.exposition(), media_type=CONTENT_TYPE_PLAIN_0_0_4)

    async def _count_triples(self, request: Request) -> None:
        """Count the triples where the sources have changed; where that takes too long, the old number stands."""
        now = state_of(self._sources())
        if now == self._counted:
            return
        count = Query("SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }")
        with suppress(KgError, TimeoutError):
            async with asyncio.timeout(_COUNTING):
                (row,) = (await self._seats.answer(request, lambda worker: worker.ask(count))).rows()
            self._figures.count_triples(int(row["n"] or 0))
            self._counted = now

    async def answer(self, request: Request, asking: Asking, text: str) -> Answer:
        """What ``asking`` gives for a page, within the same limits; it counts as the query ``text``."""
        with self._figures.counting(form_of(text)):
            return await self._seats.answer(request, asking, text)

    def close(self) -> None:
        """End the processes."""
        self._seats.close()

    async def _response(self, request: Request) -> Response:
        try:
            with self._figures.counting() as query:
                asked = await query_of(request)
                query.form = form_of(asked.text)
                return _response(
                    asked, await self._seats.answer(request, lambda worker: worker.ask(_runnable(asked)), asked.text)
                )
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
