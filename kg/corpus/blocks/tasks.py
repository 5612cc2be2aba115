"""Tasks of linking: pure functions of bytes, done here, by processes or by a cluster; what was done is kept."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import cast

from kg.corpus.blocks.comparing import (
    pairs_of_descriptions,
    pairs_of_events,
    pairs_of_names,
    profiles_of_shard,
    stories_of_window,
    words_of_shard,
)
from kg.errors import KgError
from kg.plugins import part
from kg.shards.codec import compressed, decompressed, is_whole
from kg.shards.database import following
from kg.version import VERSION

WORDS, PROFILES, STORIES, NAMES, DESCRIPTIONS, EVENTS = (
    "words",
    "profiles",
    "stories",
    "names",
    "descriptions",
    "events",
)
_TASKS: Mapping[str, Callable[[bytes], bytes]] = {
    WORDS: words_of_shard,
    PROFILES: profiles_of_shard,
    STORIES: stories_of_window,
    NAMES: pairs_of_names,
    DESCRIPTIONS: pairs_of_descriptions,
    EVENTS: pairs_of_events,
}
_FORM = 2
_MADE = "CREATE TABLE done (key BLOB PRIMARY KEY, size INTEGER, result BLOB, is_used INTEGER);"
_AHEAD = 4
"""Tasks that wait for each process, so that none is idle; more would be in memory."""
_Sent = Callable[[str, Iterable[bytes]], Iterator[bytes]]
_TasksDone = Callable[[Callable[[bytes], bytes], Iterable[bytes]], Iterator[bytes]]
"""Calls a function with each of some values, by the workers of a cluster."""


def run_task(kind: str, given: bytes) -> bytes:
    """What a task makes; the same bytes give the same bytes."""
    return _TASKS[kind](given)


@dataclass
class Tasks:
    """Does tasks, and keeps what they give by what they were given, so that only those of what has changed are done."""

    base: sqlite3.Connection
    send: _Sent
    done: dict[str, list[int]] = field(default_factory=dict)
    """Kind -> how many tasks were asked for, and how many had to be done."""

    def results(self, kind: str, given: Iterable[bytes]) -> Iterator[bytes]:
        """The result of each task, in order; it may look some tasks ahead."""
        waiting = deque[tuple[bytes, bool]]()
        counts = self.done.setdefault(kind, [0, 0])

        def unknown() -> Iterator[bytes]:
            for one in given:
                key = sha256(f"{_maker()} {kind} ".encode() + one).digest()
                is_known = self._is_known(key)
                waiting.append((key, is_known))
                counts[0] += 1
                if not is_known:
                    counts[1] += 1
                    yield one

        for result in self.send(kind, unknown()):
            yield from self._known_first(waiting)
            self._keep(waiting.popleft()[0], result)
            yield result
        yield from self._known_first(waiting)
        self.base.execute("COMMIT")  # whoever is killed goes on behind this step
        self.base.execute("BEGIN")

    def _known_first(self, waiting: deque[tuple[bytes, bool]]) -> Iterator[bytes]:
        """The results that were known, up to the first that was not."""
        while waiting and waiting[0][1]:
            wanted = "SELECT size, result FROM done WHERE key = ?"
            ((size, result),) = self.base.execute(wanted, (waiting.popleft()[0],))
            yield decompressed(size, result)

    def _is_known(self, key: bytes) -> bool:
        """Whether the result of a task is there; one that is damaged never was."""
        row = self.base.execute("SELECT size, result FROM done WHERE key = ?", (key,)).fetchone()
        is_known = row is not None and is_whole(*row)
        if is_known:
            self.base.execute("UPDATE done SET is_used = 1 WHERE key = ?", (key,))
        return is_known

    def _keep(self, key: bytes, result: bytes) -> None:
        self.base.execute("INSERT OR REPLACE INTO done VALUES (?, ?, ?, 1)", (key, *compressed(result)))


@cache
def _maker() -> str:
    """A digest of the program with its words and tables: of what results follow from beside what tasks are given."""
    digest, root = sha256(), Path(__file__).parents[2]
    for path in sorted(one for one in root.rglob("*") if one.suffix in {".py", ".toml", ".tsv"}):
        digest.update(f"{path.relative_to(root)} ".encode() + path.read_bytes())
    return digest.hexdigest()


@contextmanager
def tasks(path: Path, jobs: int | str) -> Iterator[Tasks]:
    """What does tasks in ``jobs`` processes, or by the workers of the scheduler of such an address.

    What they give is kept in a file, but for what was asked for no more.
    """
    with closing(following(path, _MADE, _FORM, _unused)) as base, _sending(jobs) as send:
        base.execute("BEGIN")
        try:
            yield Tasks(base, send)
            base.execute("DELETE FROM done WHERE NOT is_used")
        finally:
            if base.in_transaction:  # a full disk ends it
                base.execute("COMMIT")


def _unused(base: sqlite3.Connection, _place: str) -> bool:
    """Mark all that is kept as asked for no more, as far as one may write there.

    Raises ``sqlite3.DatabaseError`` for a file that is damaged.
    """
    if base.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
        raise sqlite3.DatabaseError("is damaged")
    base.execute("UPDATE done SET is_used = 0")
    return True


@contextmanager
def _sending(jobs: int | str) -> Iterator[_Sent]:
    if isinstance(jobs, str):
        by_workers = cast("Callable[[str], AbstractContextManager[_TasksDone]]", part("cluster-tasks"))
        with by_workers(jobs) as done:
            yield lambda kind, given: done(_sent(VERSION, kind), given)
    elif jobs == 1:
        yield lambda kind, given: (run_task(kind, one) for one in given)
    else:
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
            yield lambda kind, given: _by_processes(pool, jobs, kind, given)


def _sent(version: str, kind: str) -> Callable[[bytes], bytes]:
    """A task as a function that is sent by its code: where newsgraph is missing it fails, and not the worker."""

    def link(given: bytes) -> bytes:
        from kg.corpus.blocks.tasks import run_task
        from kg.version import check_version

        check_version(version)
        return run_task(kind, given)

    return link


def _by_processes(pool: ProcessPoolExecutor, jobs: int, kind: str, given: Iterable[bytes]) -> Iterator[bytes]:
    more = iter(given)
    waiting = deque(pool.submit(run_task, kind, one) for one in islice(more, jobs * _AHEAD))
    try:
        while waiting:
            yield waiting.popleft().result()
            waiting.extend(pool.submit(run_task, kind, one) for one in islice(more, 1))
    except BrokenProcessPool as error:
        raise KgError("a process of links ended early", hint="for want of memory perhaps: try fewer --jobs") from error
