"""A read-only SPARQL 1.1 Protocol endpoint: an ASGI application to run or to mount in another.

Queries run in processes of their own, within limits; a query that is stopped is answered with 503, an answer that was
cut with the header ``KG-Truncated: true``. https://www.w3.org/TR/sparql11-protocol/
"""

import asyncio
import logging
import time
from collections import Counter as Counts
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from prometheus_client import (
    CONTENT_TYPE_PLAIN_0_0_4,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from kg.errors import KgError
from kg.store import GRAPH_FORMS, SOLUTION_FORMS, Answer, Limits, Query
from kg.store.files import AskedFiles, State, state_of
from kg.store.lexing import form_of
from kg.view.endpoint.asking import RefusedError, headers_of, query_of, refused
from kg.view.endpoint.seats import Asking, QueryScheduler

_LOG = logging.getLogger(__name__)
_GOOD = 200
_KINDS = frozenset({"select", "ask", "construct", "describe"})
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)
"""Bounds of the histogram, in seconds; 0.2 is what a quick query is to stay below."""


@dataclass
class CountedQuery:
    """A query that is counted; its form is told once it is known."""

    form: str = ""


class Metrics:
    """Counts of queries by kind, outcome and HTTP status, their times, and figures of now that others tell."""

    def __init__(self) -> None:
        self.since = time.monotonic()
        self.statuses: Counts[int] = Counts()
        self.registry = known = CollectorRegistry()
        self._queries = Counter("kg_queries", "Queries by kind and outcome.", ("kind", "outcome"), registry=known)
        self._refusals = Counter("kg_refusals", "Queries without an answer, by status.", ("status",), registry=known)
        self._seconds = Histogram(
            "kg_query_seconds", "Time from a query to its answer.", ("kind",), registry=known, buckets=_BUCKETS
        )
        self._gauges: dict[str, Gauge] = {}
        self.triples = Gauge("kg_graph_triples", "Triples that are served.", registry=known)
        ProcessCollector(registry=known)

    def tells(self, name: str, meaning: str, value: Callable[[], float], **labels: str) -> None:
        """Let a gauge tell a figure of now, with at most one label."""
        gauge = self._gauges.get(name)
        if gauge is None:
            gauge = self._gauges[name] = Gauge(name, meaning, tuple(labels), registry=self.registry)
        (gauge.labels(**labels) if labels else gauge).set_function(value)

    @contextmanager
    def counting(self, form: str = "") -> Iterator[CountedQuery]:
        """A context that counts and times one query; ``form`` is the word that says what it asks for."""
        query = CountedQuery(form)
        started, outcome, status = time.monotonic(), "answered", _GOOD
        try:
            yield query
        except KgError as error:
            why = refused(error)
            outcome, status = why.outcome, why.status
            if outcome == "failed":
                _LOG.error("%s", error.message)
            self._refusals.labels(str(status)).inc()
            raise
        finally:
            kind = query.form if query.form in _KINDS else "other"
            self.statuses[status] += 1
            self._queries.labels(kind, outcome).inc()
            self._seconds.labels(kind).observe(time.monotonic() - started)


_WORKERS = 4
_COUNTING = 2.0  # seconds that counting the triples for the metrics may take


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
        tells, seats = self._figures.tells, self._seats
        doing = "Processes for queries, by what they do."
        tells("kg_workers", doing, lambda: seats.number - seats.running, state="idle")
        tells("kg_workers", doing, lambda: seats.running - seats.long, state="quick")
        tells("kg_workers", doing, lambda: seats.long, state="long")
        tells("kg_waiting_queries", "Queries that wait for a process.", lambda: seats.waiting)
        sizes = "Size of the files and stores that are served."
        tells("kg_source_bytes", sizes, lambda: sum(size for _, size, *_ in state_of(self._sources())))
        tells("kg_held_bytes", "Size of what was pasted.", lambda: len(seats.held()))

    def count_connections(self, number: Callable[[], int]) -> None:
        """Let the metrics tell the number of open connections, which the server knows."""
        self._figures.tells("kg_connections", "Open connections.", number)

    def open(self) -> None:
        """Open the sources now, not at the first query; ``InputError`` where they cannot be read."""
        self._seats.answer_first(lambda worker: worker.ask(Query("ASK {}")))

    def stop(self) -> None:
        """Stop the queries that run and refuse those that come, before the server ends."""
        self._seats.stop()

    def hold(self, triples: Callable[[], bytes]) -> None:
        """Ask the N-Triples that this gives, always the same, with the sources, in place of those held before."""
        self._seats.held = triples

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        if scope["type"] == "http":
            response = await self.respond(Request(scope, receive))
            await response(scope, receive, send)

    async def respond(self, request: Request) -> Response:
        """The response to a request of the protocol."""
        if request.method in {"GET", "HEAD"} and not request.url.query:
            # The endpoint in its own words (https://www.w3.org/TR/sparql11-service-description/).
            told = _DESCRIPTION.format(url=request.url, formats=", ".join(f"format:{name}" for name in _W3C_FORMATS))
            return Response(told, media_type="text/turtle; charset=utf-8")
        try:
            with self._figures.counting() as query:
                asked = await query_of(request)
                query.form = form_of(asked.text)
                forms = asked.solution_form or "json", asked.graph_form or "nt"
                made = replace(asked, solution_form=forms[0], graph_form=forms[1])
                answer = await self._seats.answer(request, lambda worker: worker.ask(made), asked.text)
                form, kinds = asked.solution_form, SOLUTION_FORMS
                if answer.kind == "graph":
                    form, kinds = asked.graph_form, GRAPH_FORMS
                if not form:
                    raise RefusedError(406, f"this answer comes as {', '.join(kinds.values())}")
        except KgError as error:
            why = refused(error)
            return PlainTextResponse(why.message + "\n", why.status, headers=headers_of(why.status))
        headers = {"Vary": "Accept", **({"KG-Truncated": "true"} if answer.truncated else {})}
        return Response(answer.body, media_type=f"{kinds[form]}; charset=utf-8", headers=headers)

    async def ping(self, _request: Request) -> Response:
        """The time, as a sign of life (Fuseki's ``/$/ping``)."""
        return PlainTextResponse(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\n")

    async def stats(self, _request: Request) -> Response:
        """What was asked, answered and refused, what runs and waits, how large the sources are."""
        seats, figures, sources = self._seats, self._figures, self._sources()
        refusals = {str(status): count for status, count in sorted(figures.statuses.items()) if status != _GOOD}
        sizes = [{"name": path.name, "bytes": sum(size for _, size, *_ in state_of([path]))} for path in sources]
        told = {
            "uptime_seconds": round(time.monotonic() - figures.since),
            "queries": figures.statuses.total(),
            "answered": figures.statuses[_GOOD],
            "refused": refusals,
            "running": seats.running,
            "waiting": seats.waiting,
            "sources": sizes,
            "held_bytes": len(seats.held()),
        }
        return JSONResponse(told)

    async def metrics(self, request: Request) -> Response:
        """The same and more for Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/)."""
        now = state_of(self._sources())
        if now != self._counted:  # where counting takes too long, the old number stands
            count = Query("SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }")
            with suppress(KgError, TimeoutError):
                async with asyncio.timeout(_COUNTING):
                    (row,) = (await self._seats.answer(request, lambda worker: worker.ask(count))).rows()
                self._figures.triples.set(int(row["n"] or 0))
                self._counted = now
        return Response(generate_latest(self._figures.registry), media_type=CONTENT_TYPE_PLAIN_0_0_4)

    async def answer(self, request: Request, asking: Asking, text: str) -> Answer:
        """What ``asking`` gives for a page, within the same limits; it counts as the query ``text``."""
        with self._figures.counting(form_of(text)):
            return await self._seats.answer(request, asking, text)

    def close(self) -> None:
        """End the processes."""
        self._seats.close()


_DESCRIPTION = """@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
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
