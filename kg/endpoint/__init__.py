"""A read-only SPARQL 1.1 Protocol endpoint: an ASGI application to run or to mount in another.

Queries run in processes of their own, within limits; a query that is stopped is answered with 503, an answer that was
cut with the header ``KG-Truncated: true``. https://www.w3.org/TR/sparql11-protocol/
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from kg.endpoint.asking import RefusedError, query_of
from kg.errors import InputError, KgError, RemoteError
from kg.store import GRAPH_FORMS, SOLUTION_FORMS, Answer, Limits, Query, StoppedError, Worker
from kg.store.state import State, state_of

_WORKERS = 2


@dataclass
class _Seat:
    """A process for queries, and what the sources were like when it opened them."""

    worker: Worker
    state: State = ()


class Endpoint:
    """The endpoint over some files or a store; ``close`` ends its processes.

    Sources that have changed are opened again before the next query, so that all processes know the same. ``held`` is
    N-Triples in memory that are asked with them, and may be set anew.
    """

    def __init__(self, sources: Sequence[Path], limits: Limits | None = None, *, workers: int = _WORKERS) -> None:
        self._sources = tuple(sources)
        self.held = b""
        self._idle: asyncio.Queue[_Seat] = asyncio.Queue()
        self._patience = (limits or Limits()).seconds
        self._seats = [_Seat(Worker(sources, limits)) for _ in range(workers)]
        for seat in self._seats:
            self._idle.put_nowait(seat)

    def open(self) -> None:
        """Open the sources now, which else the first query does; ``InputError`` where they cannot be read."""
        self._answer(self._seats[0], lambda worker: worker.ask(Query("ASK {}")))

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
            asked = await query_of(request)
            return _response(asked, await self.answer(request, lambda worker: worker.ask(_runnable(asked))))
        except KgError as error:
            refused = _refused(error)
            return PlainTextResponse(refused.message + "\n", refused.status, headers=_headers(refused.status))

    def close(self) -> None:
        """End the processes."""
        for seat in self._seats:
            seat.worker.close()

    async def answer(self, request: Request, asking: Callable[[Worker], Answer]) -> Answer:
        """What ``asking`` gives, in a thread, once a process is idle; it is stopped when the client hangs up.

        Those who wait hold no thread, and wait no longer than a query may run: then ``RefusedError``.
        """
        try:
            seat = await asyncio.wait_for(self._idle.get(), self._patience)
        except TimeoutError:
            raise RefusedError(503, "too many queries at once: ask again later") from None
        answering = asyncio.ensure_future(run_in_threadpool(self._answer, seat, asking))
        answering.add_done_callback(partial(self._give_back, seat))
        leaving = asyncio.ensure_future(_left(request))
        try:
            await asyncio.wait({answering, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            leaving.cancel()
            if not answering.done():
                seat.worker.stop()
        await asyncio.wait({answering})
        return answering.result()

    def _give_back(self, seat: _Seat, answering: asyncio.Future[Answer]) -> None:
        """Let the next have the process, even where nobody waits for the answer any more."""
        if not answering.cancelled():
            answering.exception()  # an error that nobody waits for is none to log
        seat.worker.resume()
        self._idle.put_nowait(seat)

    def _answer(self, seat: _Seat, asking: Callable[[Worker], Answer]) -> Answer:
        now, held = state_of(self._sources), self.held
        if seat.state != now or seat.worker.held is not held:
            seat.worker.close()
            seat.state, seat.worker.held = now, held
        return asking(seat.worker)


async def _left(request: Request) -> None:
    """Wait until the client hangs up; for ever where a middleware does not tell."""
    try:
        while (await request.receive())["type"] != "http.disconnect":
            pass
    except RuntimeError:  # Starlette's, for a body that nobody read
        await asyncio.get_running_loop().create_future()


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


def _refused(error: KgError) -> RefusedError:
    """The status and the words for who asks from elsewhere: options of ours are nothing to him, nor are our files."""
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


def _headers(status: int) -> dict[str, str]:
    return {405: {"Allow": "GET, HEAD, POST"}, 406: {"Vary": "Accept"}, 503: {"Retry-After": "5"}}.get(status, {})
