"""Reading on several machines, by Dask: a batch of articles is a task, which a process of its own on a worker reads.

Workers need newsgraph of the same version and nothing else: what a task needs comes with it, what it makes goes back as
bytes. A task of a worker that is gone runs again elsewhere; of a batch whose workers go several times, each article is
tried alone, and the one that ends them fails.
"""

from __future__ import annotations

import atexit
import logging
import multiprocessing
import pickle
import shutil
import tempfile
import threading
from asyncio import CancelledError
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, partial
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, cast

from kg.errors import KgError, MissingPartError, install_hint
from kg.isolation import ArticleError, ArticleLimits
from kg.model import Article
from kg.pipeline.outcomes import name_of
from kg.pipeline.pool import WorkerPool
from kg.pipeline.workers import BuildSettings
from kg.shards.codec import compressed, decompressed
from kg.streams import batches
from kg.turtle.whole import write_whole
from kg.version import VERSION, check_version

if TYPE_CHECKING:
    from distributed import Client, Future

    from kg.shards.settings import CorpusSettings

ARTICLES_A_TASK = 64
_PATIENCE = 30  # seconds for a scheduler to answer, and for a first worker to be there
_AHEAD = 2
"""Tasks for each thread of the workers, so that none waits for its next one."""
_Outcomes = Sequence[tuple[int, bytes] | ArticleError]
"""The tables of articles on the way: how many bytes they have, and what compression makes of these, an eighth."""


def read_pairs(
    articles: Iterable[Article], reading: CorpusSettings, address: str, limits: ArticleLimits
) -> Iterator[tuple[Article, bytes | ArticleError]]:
    """What each article is in the tables of a shard, or its error, as tasks are done; each with its article.

    Raises ``KgError`` where there is no scheduler or worker, or where a worker cannot read at all.
    """
    recipe = reading.recipe
    own = (*recipe.ontologies, *recipe.reviewed, *([recipe.aliases] if recipe.aliases else []))
    files = {path: path.read_bytes() for path in own}
    waiting = deque[tuple[Article, ...]]()
    more = batches(articles, ARTICLES_A_TASK)

    def read(version: str, job: bytes) -> _Outcomes:
        """The task, which is sent by its code: where newsgraph is missing it fails, and not the worker."""
        from kg.shards.cluster import read_task

        return read_task(version, job)

    running: dict[Future, tuple[Article, ...]] = {}
    with _client(address) as client:
        while True:
            room = _AHEAD * max(sum(client.nthreads().values()), 1) - len(running)
            waiting.extend(islice(more, max(room - len(waiting), 0)))
            for batch in [waiting.popleft() for _ in range(min(room, len(waiting)))]:
                job = pickle.dumps((batch, reading, limits, files))
                running[client.submit(read, VERSION, job, pure=False)] = batch
            if not running:
                return
            # Some tasks that are done, one at least, in the order in which they were sent.
            from distributed import wait

            finished = wait(list(running), return_when="FIRST_COMPLETED").done
            for future in [future for future in running if future in finished]:
                batch = running.pop(future)
                found = cast("_Outcomes | None", _result(future))
                if found is None and len(batch) > 1:
                    waiting.extendleft((article,) for article in reversed(batch))
                else:
                    killed = ArticleError("it ended the workers that read it", hint=_KILLED).of(name_of(batch[0]))
                    for article, one in zip(batch, found or [killed], strict=True):
                        yield article, one if isinstance(one, ArticleError) else decompressed(*one)


def read_task(version: str, job: bytes) -> _Outcomes:
    """What a worker does: read some articles in a process of its own, which it keeps for the next task.

    Raises ``KgError`` where it has another version than who asks.
    """
    check_version(version)
    batch, reading, limits, files = pickle.loads(job)
    from kg.shards.reading import prepared_to_pack

    reading = replace(reading, recipe=_laid_out(reading.recipe, files) if files else reading.recipe)
    # The reading process of a thread of a worker; another one where articles are to be read otherwise.
    if getattr(_own, "wanted", None) != (reading, limits):
        if hasattr(_own, "crew"):
            _own.crew.close()
        multiprocessing.current_process().daemon = False  # or it could have no process of its own
        _own.crew = WorkerPool(partial(prepared_to_pack, reading, replace(limits, deadly=True)))
        _own.wanted = reading, limits
    crew: WorkerPool[bytes] = _own.crew
    found = {article.id: outcome for article, outcome in crew.pairs(batch)}
    outcomes = (found[article.id] for article in batch)
    return [one if isinstance(one, ArticleError) else compressed(one) for one in outcomes]


_Task = Callable[[bytes], bytes]
_TasksDone = Callable[[_Task, Iterable[bytes]], Iterator[bytes]]
"""Calls a function with each of some values, and gives the results in order."""


@contextmanager
def tasks_done(address: str) -> Iterator[_TasksDone]:
    """What lets the workers of a scheduler call functions, which are sent by their code.

    Raises ``KgError`` where there is no scheduler or worker, or where a task ends its workers.
    """
    with _client(address) as client:

        def done(task: _Task, given: Iterable[bytes]) -> Iterator[bytes]:
            more, room = iter(given), _AHEAD * max(sum(client.nthreads().values()), 1)
            waiting = deque(client.submit(task, one, pure=False) for one in islice(more, room))
            while waiting:
                found = cast("bytes | None", _result(waiting.popleft()))
                if found is None:
                    raise KgError("a task ended the workers that did it", hint=_KILLED)
                yield found
                waiting.extend(client.submit(task, one, pure=False) for one in islice(more, 1))

        yield done


_own = threading.local()


def _result(future: Future) -> object:
    """What a task gave; None where it ended all workers that did it, ``KgError`` where no worker can take it."""
    from distributed import KilledWorker

    try:
        return future.result()
    except KilledWorker:
        return None
    except (ImportError, AttributeError) as error:
        raise KgError(f"a worker cannot take a task: {error}", hint=_INSTALL) from error


_KILLED = "for want of memory perhaps: give the workers more, or let them read less at once (--nthreads)"
_INSTALL = f"each needs newsgraph {VERSION} with its extras corpus and cluster, and the package of an extractor"


@contextmanager
def _client(address: str) -> Iterator[Client]:
    try:
        from distributed import Client
    except ImportError as error:
        raise MissingPartError("distributed is not installed", hint=install_hint("distributed")) from error
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout=_PATIENCE)
    except (OSError, ValueError, TimeoutError) as error:
        raise KgError(f"{address}: no scheduler answers", hint="start one: dask scheduler") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError as error:
            raise KgError(f"{address}: has no worker", hint=f"start one: dask worker {address}") from error
        try:
            yield client
        except (CancelledError, OSError) as error:
            raise KgError(
                f"{address}: the scheduler is gone", hint="what was read is kept, and the same command goes on"
            ) from error


def _laid_out(recipe: BuildSettings, files: Mapping[Path, bytes]) -> BuildSettings:
    """The settings with such files as they are on this worker."""
    here = {path: _folder() / f"{sha256(data).hexdigest()}-{path.name}" for path, data in files.items()}
    for path, place in here.items():
        if not place.exists():
            write_whole(files[path], place)
    return replace(
        recipe,
        ontologies=tuple(here[path] for path in recipe.ontologies),
        reviewed=tuple(here[path] for path in recipe.reviewed),
        aliases=here[recipe.aliases] if recipe.aliases else None,
    )


@cache
def _folder() -> Path:
    """A folder of this process for files of the user, which goes with it."""
    path = Path(tempfile.mkdtemp(prefix="newsgraph-"))
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    return path
