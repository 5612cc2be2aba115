"""A pool of worker processes that read articles: one that dies loses only the article that killed it.

A worker gets a batch of articles and sends back an outcome for each. Where it ends early, each remaining article is
tried alone in another worker, and fails if it ends that one too. Workers end with the process that started them,
however that one ends.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from types import TracebackType

from kg.errors import KgError
from kg.isolation import ArticleError
from kg.model import Article
from kg.pipeline.outcomes import Built, Outcome, name_of
from kg.streams.batches import batches

Work = Callable[[Iterable[Article]], Iterator[Outcome]]
Sent = Outcome | KgError | str
"""An outcome, an error of all the work, or that the worker is ready."""
_Batches = deque[Sequence[Article]]
_ARTICLES_A_BATCH = 16
_READY = "ready"
_SPAWN = multiprocessing.get_context("spawn")


class WorkerPool:
    """Up to ``jobs`` worker processes, started on demand; ``prepared`` makes the function that each runs."""

    def __init__(self, prepared: Callable[[], Work], jobs: int = 1) -> None:
        self._prepared = prepared
        self._jobs = jobs
        self._workers: list[_Worker] = []
        self._has_started = False
        self._vain = 0
        """Starts that failed one after another."""

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, articles: Iterable[Article]) -> Iterator[Outcome]:
        """The outcome of each article as it is done; ``KgError`` where no worker was ever able to start."""
        waiting, pending = batches(articles, _ARTICLES_A_BATCH), _Batches()
        while True:
            pending.extend(islice(waiting, max(self._jobs - len(pending), 0)))
            if not pending and not any(worker.left for worker in self._workers):
                return
            yield from self._hand_out(pending)
            ready = wait([worker.connection for worker in self._workers]) if self._workers else ()
            for worker in [worker for worker in self._workers if worker.connection in ready]:
                yield from self._heard(worker, pending)

    def close(self) -> None:
        """End all workers."""
        while self._workers:
            worker = self._workers.pop()
            worker.process.kill()
            worker.end()

    def _hand_out(self, pending: _Batches) -> Iterator[Outcome]:
        """Give work to who has none, and start workers for what is left of it."""
        for worker in self._workers:
            if pending and worker.is_ready and not worker.left:
                worker.give(pending.popleft())
        starting = sum(not worker.is_ready for worker in self._workers)
        try:
            for _ in range(min(len(pending) - starting, self._jobs - len(self._workers))):
                self._workers.append(_Worker.started(self._prepared))
        except OSError as error:
            yield from self._do_with_fewer(_not_started(error.strerror or str(error)), pending)

    def _heard(self, worker: _Worker, pending: _Batches) -> Iterator[Outcome]:
        """What a worker has sent; of one that has died, what that means for its articles."""
        match told := worker.told():
            case Built() | ArticleError():
                yield told
            case KgError():
                self._workers.remove(worker)
                worker.end()
                yield from self._do_with_fewer(told, pending)
            case None:
                self._workers.remove(worker)
                how = worker.end()
                if not worker.is_ready:
                    yield from self._do_with_fewer(_not_started(how), pending)
                elif worker.is_alone:
                    yield ArticleError(how, hint=_KILLED).of(name_of(worker.left[0]))
                else:
                    pending.extendleft((article,) for article in reversed(worker.left))
            case _:
                self._has_started, self._vain = True, 0

    def _do_with_fewer(self, error: KgError, pending: _Batches) -> Iterator[Outcome]:
        """Go on without a worker that could not even start.

        Where it is the only one, it is the error if none ever started; else another is tried, and in the end what
        waits for it fails, so that nothing that was read is lost.
        """
        if self._workers:
            self._jobs = len(self._workers)
            return
        if not self._has_started:
            raise error
        self._vain += 1
        if self._vain < _TRIES:
            time.sleep(_PAUSE)
            return
        while pending:
            for article in pending.popleft():
                yield ArticleError(error.message, hint=error.hint).of(name_of(article))


def _not_started(how: str) -> KgError:
    return KgError(f"a worker process could not start: {how}", hint=_FEWER)


_TRIES = 3
_PAUSE = 0.5  # seconds for memory to be free again
_FEWER = "for want of memory perhaps: try fewer --jobs"
_KILLED = "for want of memory perhaps: --max-memory sets how much it may take, fewer --jobs leave more for each"


@dataclass
class _Worker:
    process: SpawnProcess
    connection: Connection[Sequence[Article], Sent]
    is_ready: bool = False
    is_alone: bool = False
    """Whether it has but one article, so that it is that one which ends it."""
    left: deque[Article] = field(default_factory=deque)
    """The articles that it was given and has sent no outcome of."""

    @classmethod
    def started(cls, prepared: Callable[[], Work]) -> _Worker:
        here, there = _SPAWN.Pipe()
        process = _SPAWN.Process(target=_serve, args=(there, prepared), daemon=True)
        process.start()
        there.close()
        return cls(process, here)

    def give(self, batch: Sequence[Article]) -> None:
        """Let it read some articles; where it is gone already, ``told`` will say so."""
        self.left.extend(batch)
        self.is_alone = len(batch) == 1
        try:
            self.connection.send(batch)
        except OSError:
            self.is_alone = False

    def told(self) -> Sent | None:
        """What it has sent: that it is ready, the next outcome, an error of all its work; None if it has died."""
        try:
            found = self.connection.recv()
        except (EOFError, OSError):
            return None
        if found == _READY:
            self.is_ready = True
        elif self.is_ready:
            self.left.popleft()
        return found

    def end(self) -> str:
        """See the process end; how it did."""
        self.connection.close()
        self.process.join(_WAITS)
        code = self.process.exitcode
        self.process.kill()
        self.process.join()
        self.process.close()
        return f"its process ended with code {code}" if code is None or code >= 0 else _signal(-code)


_WAITS = 0.5  # seconds for a process that has closed its end to be gone


def _signal(number: int) -> str:
    name = signal.strsignal(number) or f"signal {number}"
    return f"its process was ended by the system ({name.lower()})"


def _serve(connection: Connection[Sent, Sequence[Article]], prepared: Callable[[], Work]) -> None:
    """Read what is sent until nobody sends any more; it is the other process that an interrupt is for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        work = prepared()
    except KgError as error:
        connection.send(error)
        return
    try:
        connection.send(_READY)
        while True:
            for outcome in work(connection.recv()):
                connection.send(outcome)
    except (EOFError, OSError):
        return


def _end_with_parent() -> None:
    """End this process when the one that started it has ended, even by a signal that nobody hears."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
