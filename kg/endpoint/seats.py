"""Scheduling of queries on a few processes, of which long queries never occupy all.

Every query gets a turn. One that runs on after it keeps its process as long as another is left for the quick ones; else
it is stopped, and begins again when a long one has ended. So a few heavy queries do not keep everybody waiting.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from kg.endpoint.refusing import RefusedError
from kg.store import Answer, Limits, Worker
from kg.store.state import State, state_of

_TURN = 1.0
"""Seconds of a turn; a tenth of what a query may take where that is less."""
_LOOK = 0.05
"""Seconds after which it is looked again whether a query runs yet."""

Asking = Callable[[Worker], Answer]


@dataclass
class _Seat:
    """A process for queries, and what the sources were like when it opened them."""

    worker: Worker
    state: State = ()


class QueryScheduler:
    """The processes over some sources; ``held`` is N-Triples in memory that are asked with them.

    ``prefixes`` are the user's own, by name.
    """

    def __init__(self, sources: Sequence[Path], limits: Limits, number: int, prefixes: Mapping[str, str]) -> None:
        self.held = b""
        self.waiting = 0
        self._sources = tuple(sources)
        self._patience = limits.seconds
        self._turn = min(_TURN, limits.seconds / 10)
        self._seats = [_Seat(Worker(sources, limits, prefixes=prefixes)) for _ in range(number)]
        self._idle: asyncio.Queue[_Seat] = asyncio.Queue()
        for seat in self._seats:
            self._idle.put_nowait(seat)
        self._long = asyncio.Semaphore(max(1, number - 1))

    @property
    def running(self) -> int:
        """The number of running queries."""
        return len(self._seats) - self._idle.qsize()

    def close(self) -> None:
        """End the processes."""
        for seat in self._seats:
            seat.worker.close()

    def answer_first(self, asking: Asking) -> Answer:
        """The result of ``asking``, run in this thread before any other query."""
        return self._answer(self._seats[0], asking)

    async def answer(self, request: Request, asking: Asking) -> Answer:
        """What ``asking`` gives, in a thread, once a process is idle; it is stopped when the client hangs up.

        Those who wait hold no thread, and wait no longer than a query may run: then ``RefusedError``.
        """
        leaving = asyncio.ensure_future(_left(request))
        try:
            return await self._in_turns(asking, leaving, asyncio.get_running_loop().time() + self._patience)
        finally:
            leaving.cancel()

    async def _in_turns(self, asking: Asking, leaving: asyncio.Future[None], until: float) -> Answer:
        seat, answering = await self._begun(asking, until)
        if await self._is_done(seat, answering, leaving, self._turn):
            return answering.result()
        if not self._long.locked():
            async with self._long:
                await self._is_done(seat, answering, leaving)
            return answering.result()
        seat.worker.stop()
        await asyncio.wait({answering})
        if answering.exception() is None:
            return answering.result()
        await _waited(self._long.acquire(), until, "other long queries run: ask again later, or for less")
        try:
            seat, answering = await self._begun(asking, until)
            await self._is_done(seat, answering, leaving)
        finally:
            self._long.release()
        return answering.result()

    async def _begun(self, asking: Asking, until: float) -> tuple[_Seat, asyncio.Future[Answer]]:
        """The process that is idle first, and what it will have answered."""
        self.waiting += 1
        try:
            seat = await _waited(self._idle.get(), until, "too many queries at once: ask again later")
        finally:
            self.waiting -= 1
        answering = asyncio.ensure_future(run_in_threadpool(self._answer, seat, asking))
        answering.add_done_callback(partial(self._give_back, seat))
        return seat, answering

    async def _is_done(
        self, seat: _Seat, answering: asyncio.Future[Answer], leaving: asyncio.Future[None], turn: float | None = None
    ) -> bool:
        """Wait for the answer; whether it came before the query's turn was over. It is stopped for a client that left.

        The time in which the process opens its sources does not count.
        """
        is_over = False
        try:
            while not (answering.done() or leaving.done() or is_over):
                left = None if turn is None else max(_LOOK, turn - seat.worker.seconds)
                await asyncio.wait((answering, leaving), timeout=left, return_when=asyncio.FIRST_COMPLETED)
                is_over = turn is not None and not answering.done() and seat.worker.seconds >= turn
        finally:
            if not answering.done() and not is_over:
                seat.worker.stop()
        if not is_over:
            await asyncio.wait({answering})
        return not is_over

    def _give_back(self, seat: _Seat, answering: asyncio.Future[Answer]) -> None:
        """Let the next have the process, even where nobody waits for the answer any more."""
        if not answering.cancelled():
            answering.exception()  # an error that nobody waits for is none to log
        seat.worker.resume()
        self._idle.put_nowait(seat)

    def _answer(self, seat: _Seat, asking: Asking) -> Answer:
        now, held = state_of(self._sources), self.held
        if seat.state != now or seat.worker.held is not held:
            seat.worker.close()
            seat.state, seat.worker.held = now, held
        return asking(seat.worker)


_T = TypeVar("_T")


async def _waited(what: Awaitable[_T], until: float, refusal: str) -> _T:
    """What is waited for; ``RefusedError`` where it does not come in time."""
    try:
        return await asyncio.wait_for(what, until - asyncio.get_running_loop().time())
    except TimeoutError:
        raise RefusedError(503, refusal) from None


async def _left(request: Request) -> None:
    """Wait until the client hangs up; for ever where a middleware does not tell."""
    try:
        while (await request.receive())["type"] != "http.disconnect":
            pass
    except RuntimeError:  # Starlette's, for a body that nobody read
        await asyncio.get_running_loop().create_future()
