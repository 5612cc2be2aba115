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
from typing import Generic, TypeVar

from kg.errors import KgError
from kg.isolation import ArticleError
from kg.model import Article
from kg.pipeline.outcomes import name_of
from kg.streams import batches

Result = TypeVar("Result")
"""What a worker makes of an article; no text, which is for messages."""
Work = Callable[[Iterable[Article]], Iterator[Result | ArticleError]]
Message = KgError | str
"""What a worker sends besides results: an error of the article or of all the work, or that it is ready."""
_Told = tuple[Article, Result | ArticleError]
_Batches = deque[Sequence[Article]]
_ARTICLES_A_BATCH = 16
_READY = "ready"
_SPAWN = multiprocessing.get_context("spawn")


class WorkerPool(Generic[Result]):
    """Up to ``jobs`` worker processes, started on demand; ``prepared`` makes the function that each runs."""

    def __init__(self, prepared: Callable[[], Work[Result]], jobs: int = 1) -> None:
        self._prepared = prepared
        self._jobs = jobs
        self._workers: list[_Worker[Result]] = []
        self._has_started = False
        self._vain = 0
        """Starts that failed one after another."""

    def __enter__(self) -> WorkerPool[Result]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, articles: Iterable[Article]) -> Iterator[Result | ArticleError]:
        """The outcome of each article as it is done; ``KgError`` where no worker was ever able to start."""
        return (outcome for _, outcome in self.pairs(articles))

    def pairs(self, articles: Iterable[Article]) -> Iterator[_Told[Result]]:
        """The same, each with its article."""
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

    def _hand_out(self, pending: _Batches) -> Iterator[_Told[Result]]:
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

    def _heard(self, worker: _Worker[Result], pending: _Batches) -> Iterator[_Told[Result]]:
        """What a worker has sent; of one that has died, what that means for its articles."""
        match told := worker.told():
            case str():
                self._has_started, self._vain = True, 0
            case ArticleError():
                yield worker.left.popleft(), told
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
                    yield _failed(worker.left[0], how, _KILLED)
                else:
                    pending.extendleft((article,) for article in reversed(worker.left))
            case _:
                yield worker.left.popleft(), told

    def _do_with_fewer(self, error: KgError, pending: _Batches) -> Iterator[_Told[Result]]:
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
                yield _failed(article, error.message, error.hint)


def _failed(article: Article, cause: str, hint: str) -> tuple[Article, ArticleError]:
    return article, ArticleError(cause, hint=hint).of(name_of(article))


def _not_started(how: str) -> KgError:
    return KgError(f"a worker process could not start: {how}", hint=_FEWER)


_TRIES = 3
_PAUSE = 0.5  # seconds for memory to be free again
_FEWER = "for want of memory perhaps: try fewer --jobs"
_KILLED = "for want of memory perhaps: --max-memory sets how much it may take, fewer --jobs leave more for each"


@dataclass
class _Worker(Generic[Result]):
    process: SpawnProcess
    connection: Connection[Sequence[Article], Result | Message]
    is_ready: bool = False
    is_alone: bool = False
    """Whether it has but one article, so that it is that one which ends it."""
    left: deque[Article] = field(default_factory=deque)
    """The articles that it was given and has sent no outcome of."""

    @classmethod
    def started(cls, prepared: Callable[[], Work[Result]]) -> _Worker[Result]:
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

    def told(self) -> Result | Message | None:
        """What it has sent: that it is ready, the next outcome, an error of all its work; None if it has died."""
        try:
            found = self.connection.recv()
        except (EOFError, OSError):
            return None
        if found == _READY:
            self.is_ready = True
        return found

    def end(self) -> str:
        """See the process end; how it did."""
        self.connection.close()
        self.process.join(_WAITS)
        code = self.process.exitcode
        self.process.kill()
        self.process.join()
        self.process.close()
        if code is None or code >= 0:
            return f"its process ended with code {code}"
        name = signal.strsignal(-code) or f"signal {-code}"
        return f"its process was ended by the system ({name.lower()})"


_WAITS = 0.5  # seconds for a process that has closed its end to be gone


def _serve(connection: Connection[Result | Message, Sequence[Article]], prepared: Callable[[], Work[Result]]) -> None:
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
