"""Scheduling of queries on a few processes, of which long queries never occupy all.

Every query gets a turn. One that runs on after it gives way to the others (the operating system runs it when nothing
else wants to run), as long as enough processes are left for the quick ones; else it is stopped, and begins again when a
long one has ended. A query that is likely to be long, by those of its shape before, waits at once until a long one may
run. So heavy queries do not keep the quick ones waiting.
"""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from starlette.requests import Request

from kg.errors import KgError
from kg.store import Answer, Limits, StoppedError, Worker
from kg.store.files import AskedFiles, State, state_of
from kg.view.endpoint.asking import ENDING, BusyError

_CONSTANT = re.compile(
    r"""<[^<>\s]*>|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[\w-]*:[\w.-]+|(?<![?$\w])\d+(?:\.\d+)?"""
)
_SPACE = re.compile(r"\s+")
_MOST = 1000  # shapes that are remembered
_WEIGHT = 0.25  # what the latest query counts beside all before: three in a row change the forecast


class Forecast:
    """Which queries take more than their turn: a moving average over those that differ in their constants alone."""

    def __init__(self) -> None:
        self._shares: OrderedDict[str, float] = OrderedDict()

    def is_long(self, text: str) -> bool:
        """Whether a query is likely to be a long one; one of a new shape is not."""
        return bool(self._shares) and self._shares.get(shape(text), 0.0) > 1 / 2

    def learn(self, text: str, *, was_long: bool) -> None:
        """Take note of a query; quick ones only where that shape was long before."""
        key = shape(text)
        if was_long or key in self._shares:
            before = self._shares.get(key, float(was_long))
            self._shares[key] = before + _WEIGHT * (was_long - before)
            self._shares.move_to_end(key)
        if len(self._shares) > _MOST:
            self._shares.popitem(last=False)


def shape(text: str) -> str:
    """A query without its constants and its layout.

    >>> shape('SELECT ?o {   id:canada kg:start "2026"^^xsd:gYear ; <http://a#b> ?o2 } LIMIT 10')
    'SELECT ?o { _ _ _^^_ ; _ ?o2 } LIMIT _'
    """
    return _SPACE.sub(" ", _CONSTANT.sub("_", text)).strip()


_TURN = 0.1  # seconds of a processor in a turn; a tenth of what a query may take where that is less
_LOOK = 0.05  # seconds after which it is looked again what a query took

Asking = Callable[[Worker], Answer]


@dataclass
class _Seat:
    """A process for queries, and what the sources were like when it opened them."""

    worker: Worker
    state: State = ()


@dataclass(frozen=True)
class _Turn:
    """A query that waits for its answer: what is asked, its text, who hangs up, until when it waits for a process."""

    asking: Asking
    text: str
    leaving: asyncio.Future[None]
    until: float


class QueryScheduler:
    """The processes over some sources: ``number`` of them, of which half run long queries, one at least.

    ``held`` gives N-Triples that are asked with the sources. ``prefixes`` are the user's own, by name. Queries
    that are ``waiting`` for a process, ``running``, and those of them that are ``long`` are counted.
    """

    def __init__(self, sources: AskedFiles, limits: Limits, number: int, prefixes: Mapping[str, str]) -> None:
        self.number = number
        self.held: Callable[[], bytes] = bytes
        self.waiting = 0
        self.running = 0
        self.long = 0
        self._sources = sources
        self._patience = limits.seconds
        self._turn = min(_TURN, limits.seconds / 10)
        self._seats = [_Seat(Worker((), limits, prefixes=prefixes)) for _ in range(number)]
        self._idle: asyncio.LifoQueue[_Seat] = asyncio.LifoQueue()  # who was used last is open already
        for seat in reversed(self._seats):
            self._idle.put_nowait(seat)
        self._threads = ThreadPoolExecutor(number, "query")
        self._long = asyncio.Semaphore(max(1, number // 2))
        self._forecast = Forecast()
        self._is_ending = False

    def stop(self) -> None:
        """Stop the queries that run, and begin none any more: each is told that the server is ending."""
        self._is_ending = True
        for seat in self._seats:
            seat.worker.stop()

    def close(self) -> None:
        """End the processes."""
        self.stop()
        self._threads.shutdown()
        for seat in self._seats:
            seat.worker.close()

    def answer_first(self, asking: Asking) -> Answer:
        """The result of ``asking``, run in this thread before any other query."""
        return self._answer(self._seats[0], asking)

    async def answer(self, request: Request, asking: Asking, text: str = "") -> Answer:
        """What ``asking`` gives, in a thread, once a process is idle; it is stopped when the client hangs up.

        Those who wait hold no thread, and wait no longer than a query may run: then ``BusyError``. Its ``text`` tells
        whether it is likely to be a long one.
        """

        async def left() -> None:
            """Wait until the client hangs up; for ever where a middleware does not tell."""
            try:
                while (await request.receive())["type"] != "http.disconnect":
                    pass
            except RuntimeError:  # Starlette's, for a body that nobody read
                await asyncio.get_running_loop().create_future()

        leaving = asyncio.ensure_future(left())
        turn = _Turn(asking, text, leaving, asyncio.get_running_loop().time() + self._patience)
        try:
            return await (self._as_long(turn) if self._forecast.is_long(text) else self._in_turns(turn))
        except StoppedError as error:
            if self._is_ending:
                raise BusyError(ENDING) from error
            raise
        finally:
            leaving.cancel()

    async def _in_turns(self, turn: _Turn) -> Answer:
        seat, answering, is_quick = await self._begun(turn)
        if is_quick:
            return answering.result()
        if not self._long.locked():
            async with self._long:
                return await self._finished(seat, answering, turn)
        seat.worker.stop()
        await asyncio.wait({answering})
        if answering.exception() is None:
            return answering.result()
        return await self._as_long(turn)

    async def _as_long(self, turn: _Turn) -> Answer:
        """The answer of a query that takes more than its turn, once another one may run."""
        await _waited(self._long.acquire(), turn.until, "other long queries run: ask again later, or for less")
        try:
            seat, answering, is_quick = await self._begun(turn)
            if is_quick:
                return answering.result()
            return await self._finished(seat, answering, turn)
        finally:
            self._long.release()

    async def _finished(self, seat: _Seat, answering: asyncio.Future[Answer], turn: _Turn) -> Answer:
        """The answer of a query after its turn, which gives way to others."""
        self.long += 1
        seat.worker.give_way()
        try:
            await self._is_done(seat, answering, turn.leaving)
        finally:
            self.long -= 1
        return answering.result()

    async def _begun(self, turn: _Turn) -> tuple[_Seat, asyncio.Future[Answer], bool]:
        """The process that is idle first, what it will have answered, and whether it has within its turn."""
        self.waiting += 1
        try:
            seat = await _waited(self._idle.get(), turn.until, "too many queries at once: ask again later")
        finally:
            self.waiting -= 1
        if self._is_ending:
            self._idle.put_nowait(seat)
            raise BusyError(ENDING)
        self.running += 1
        answering = asyncio.get_running_loop().run_in_executor(self._threads, self._answer, seat, turn.asking)
        answering.add_done_callback(partial(self._give_back, seat))
        is_quick = await self._is_done(seat, answering, turn.leaving, self._turn)
        self._forecast.learn(turn.text, was_long=not is_quick)
        return seat, answering, is_quick

    async def _is_done(
        self, seat: _Seat, answering: asyncio.Future[Answer], leaving: asyncio.Future[None], turn: float | None = None
    ) -> bool:
        """Wait for the answer; whether it came before the query's turn was over. It is stopped for a client that left.

        The time in which the process opens its sources does not count.
        """
        is_over = False
        try:
            while not (answering.done() or leaving.done() or is_over):
                left = None if turn is None else _LOOK
                await asyncio.wait((answering, leaving), timeout=left, return_when=asyncio.FIRST_COMPLETED)
                is_over = turn is not None and not answering.done() and seat.worker.effort >= turn
        finally:
            if not answering.done() and not is_over:
                seat.worker.stop()
        if not is_over:
            await asyncio.wait({answering})
        return not is_over

    def _give_back(self, seat: _Seat, answering: asyncio.Future[Answer]) -> None:
        """Let the next have the process, even where nobody waits for the answer any more.

        A process that had to be ended is started again first, so that no query waits for that while others are idle.
        """
        self.running -= 1
        if not answering.cancelled():
            answering.exception()  # an error that nobody waits for is none to log
        if not self._is_ending:
            seat.worker.resume()
        if self._is_ending or seat.worker.is_open:
            self._idle.put_nowait(seat)
            return

        def open_again() -> None:
            try:
                self._refresh(seat)
                seat.worker.open()
            except KgError:  # which is told to the next who asks
                seat.worker.close()

        opening = asyncio.get_running_loop().run_in_executor(self._threads, open_again)
        opening.add_done_callback(lambda _: self._idle.put_nowait(seat))

    def _answer(self, seat: _Seat, asking: Asking) -> Answer:
        self._refresh(seat)
        return asking(seat.worker)

    def _refresh(self, seat: _Seat) -> None:
        """Let go of sources that have changed."""
        sources, held = self._sources(), self.held()
        now = state_of(sources)
        if seat.state != now or seat.worker.held is not held or seat.worker.sources != sources:
            seat.worker.close()
            seat.state, seat.worker.held, seat.worker.sources = now, held, sources


_T = TypeVar("_T")


async def _waited(what: Awaitable[_T], until: float, refusal: str) -> _T:
    """What is waited for; ``BusyError`` where it does not come in time."""
    try:
        return await asyncio.wait_for(what, until - asyncio.get_running_loop().time())
    except TimeoutError:
        raise BusyError(refusal) from None
