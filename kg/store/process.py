"""Queries in a separate process, which is killed where one exceeds its limits."""

from __future__ import annotations

import json
import math
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import IO

from kg.errors import InputError, KgError, QueryError, RemoteError
from kg.store.values import Answer, Limits, Query

_LESS = "ask for less, or set --max-memory"
_SOONER = "ask for less, or set --timeout"
_LATER = "other programs keep the machine busy: ask again later, or set --timeout"
_LIMITS = frozenset({_LESS, _SOONER, _LATER})
"""What a query past its memory or its time is told; where a store's blocks are damaged, either may come of it."""
_ROOT = str(Path(__file__).resolve().parents[2])
_CODE = "import sys; from kg.store.worker import serve; serve(sys.stdin.buffer, sys.stdout.buffer)"


class Worker:
    """A process with the sources opened; it is started when it is needed and again after it had to be killed.

    ``held`` is N-Triples in memory that are asked with the sources: what is in no file. ``prefixes`` are known beside
    ours.
    """

    def __init__(
        self,
        sources: Sequence[Path],
        limits: Limits | None = None,
        held: bytes = b"",
        *,
        prefixes: Mapping[str, str] | None = None,
    ) -> None:
        self._sources = tuple(sources)
        self.held = held
        self._prefixes = dict(prefixes or {})
        self._limits = limits or Limits()
        self._running: _Running | None = None
        self._is_stopped = False
        self._asking = threading.Lock()

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ask(self, query: Query) -> Answer:
        """The answer of a query, after those that other threads ask.

        Raises ``QueryError`` for one that is refused or wrong, ``StoppedError`` for one past its limits, ``InputError``
        for sources that cannot be read.
        """
        try:
            with self._asking:
                return self._opened().ask(query)
        except StoppedError as error:
            if error.hint in _LIMITS and any(source.is_dir() for source in self._sources):
                error.hint += "; damaged files may be why: kg check STORE reads them all"
            raise

    def open(self) -> None:
        """Start the process and open the sources, unless that is done; ``InputError`` where they cannot be read."""
        self._opened()

    @property
    def is_open(self) -> bool:
        """Whether the process runs, so that a query need not wait for its start."""
        running = self._running
        return running is not None and running.process.poll() is None

    @property
    def pid(self) -> int:
        """The number of the process, 0 where none runs."""
        return self._running.process.pid if self._running is not None else 0

    def give_way(self) -> None:
        """Let the query that runs have the processor when nobody else wants it (POSIX: a lower priority)."""
        running = self._running
        if running is not None and running.since is not None and hasattr(signal, "SIGUSR1"):
            running.process.send_signal(signal.SIGUSR1)

    def close(self) -> None:
        """End the process."""
        if self._running is not None:
            self._running.end()
            self._running = None

    @property
    def effort(self) -> float:
        """What the current query took, in seconds of a processor, or a tenth of its time where it waits for a disk.

        0 where none runs, as while the sources are opened. Where the operating system does not tell, it is the time.
        """
        running = self._running
        since = None if running is None else running.since
        if running is None or since is None:
            return 0.0
        passed, worked = _passed(running.process.pid, since)
        return max(worked, passed / 10)

    def stop(self) -> None:
        """Stop what another thread asks or is about to ask, which gets ``StoppedError``, until ``resume``."""
        self._is_stopped = True
        running = self._running
        if running is not None:
            running.process.kill()

    def resume(self) -> None:
        """Let queries run again, in another process where one was stopped."""
        self._is_stopped = False

    def _opened(self) -> _Running:
        """The process, with the sources opened."""
        if not self.is_open:
            self.close()
        if self._running is None:
            self._running = _Running.started(self._limits)
            self._open(self._running)
        return self._running

    def _open(self, running: _Running) -> None:
        try:
            if self._is_stopped:
                raise StoppedError("the query was stopped")
            running.open(self._sources, self.held, self._prefixes)
        except KgError as error:
            self.close()
            if self._is_stopped:
                raise StoppedError("the query was stopped") from error
            if error.hint == _LESS:
                raise self._too_large() from error
            raise

    def _too_large(self) -> InputError:
        names = ", ".join(map(str, self._sources))
        return InputError(
            f"{names}: loading takes more memory than {self._limits.megabytes} MB beyond what its size lets expect",
            hint="--max-memory sets another limit; a store (kg convert SOURCE -o NAME.store) is not loaded",
        )


class StoppedError(QueryError):
    """A query past its limits of time, memory or depth; where its process did not outlive it, the next gets another."""


@dataclass
class _Running:
    process: subprocess.Popen[bytes]
    said: IO[bytes]
    """What the process wrote to standard error: nothing, unless it died."""
    limits: Limits
    since: tuple[float, float] | None = None
    """When the query that runs began, by the clocks of time and of the process."""
    worked: float = 0.0
    """The processor time, in seconds, of a query that was stopped."""

    @classmethod
    def started(cls, limits: Limits) -> _Running:
        said = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the process
        path = os.pathsep.join(filter(None, (_ROOT, os.environ.get("PYTHONPATH", ""))))
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", _CODE],  # -P: the folder where the user stands holds data, not code
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            env=os.environ | {"PYTHONPATH": path},
        )
        return cls(process, said, limits)

    def open(self, sources: Iterable[Path], held: bytes, prefixes: Mapping[str, str]) -> None:
        setup = {"sources": [str(source) for source in sources], "held": held.decode(), "prefixes": prefixes}
        self._exchange(setup | asdict(self.limits))

    def ask(self, query: Query) -> Answer:
        with self._timed(), self._killed_after(self.limits.seconds) as timed_out:
            try:
                line, body = self._exchange(asdict(query))
            except StoppedError:
                if timed_out.is_set():
                    raise self._out_of_time(self.worked) from None
                raise
        head = json.loads(line)
        told = ("kind", "count", "truncated", "seconds", "prefixes")
        names, notes = tuple(head["variables"]), tuple(head["notes"])
        return Answer(**{name: head[name] for name in told}, body=body, variables=names, notes=notes)

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()
        self.said.close()

    @contextmanager
    def _timed(self) -> Iterator[None]:
        self.since = _clocks(self.process.pid)
        try:
            yield
        finally:
            self.since = None

    @contextmanager
    def _killed_after(self, seconds: float) -> Iterator[threading.Event]:
        timed_out = threading.Event()

        def kill() -> None:
            self.worked = _passed(self.process.pid, self.since)[1] if self.since else seconds
            timed_out.set()
            self.process.kill()

        timer = threading.Timer(seconds, kill)
        timer.start()
        try:
            yield timed_out
        finally:
            timer.cancel()
            if timed_out.is_set():
                self.process.wait()

    def _exchange(self, request: dict[str, object]) -> tuple[bytes, bytes]:
        """Send a line, read the reply: a line and a body."""
        to, back = self.process.stdin, self.process.stdout
        if to is None or back is None:
            raise AssertionError("the process was started with pipes")
        try:
            to.write(json.dumps(request).encode() + b"\n")
            to.flush()
        except BrokenPipeError:
            raise self._gone() from None
        line = back.readline()
        if not line.endswith(b"\n"):
            raise self._gone()
        head = json.loads(line)
        if not head["ok"]:
            raise _told(head)
        size = head.get("body", 0)
        body = back.read(size)
        if len(body) < size:
            raise self._gone()
        return line, body

    def _gone(self) -> KgError:
        """Why the process ended without an answer; a trace in what it said is a bug, and crashes here too."""
        self.process.wait()
        self.said.seek(0)
        said = self.said.read().decode(errors="replace")
        ended = self.process.returncode
        if "overflowed its stack" in said or ended == -signal.SIGSEGV:
            return StoppedError("the query is nested too deeply", hint="write it with fewer brackets and operators")
        if ended == -signal.SIGALRM:  # the process's own, which comes first where we were held up
            return self._out_of_time()
        if "MemoryError" in said or ended in {-signal.SIGABRT, -signal.SIGKILL}:
            return _out_of_memory()
        raise RuntimeError(f"the query's process ended with {ended}: {said}")

    def _out_of_time(self, worked: float = math.inf) -> StoppedError:
        message = f"the query was stopped after {self.limits.seconds:g} seconds"
        if worked < self.limits.seconds / 4:
            return StoppedError(f"{message}, of which it had a processor for {worked:.1f}", hint=_LATER)
        return StoppedError(message, hint=_SOONER)


def _passed(pid: int, since: tuple[float, float]) -> tuple[float, float]:
    """What has passed by the clocks of time and of a process, in seconds."""
    (now, worked), (began, before) = _clocks(pid), since
    return now - began, worked - before


def _clocks(pid: int) -> tuple[float, float]:
    """The time, and the processor time of a process (Linux: clock_getcpuclockid(3)); else the time twice."""
    now = time.monotonic()
    if sys.platform != "linux":
        return now, now
    try:
        return now, time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return now, 0.0  # it has ended


def _out_of_memory() -> StoppedError:
    return StoppedError("the query ran out of memory", hint=_LESS)


def _told(head: dict[str, object]) -> KgError:
    """The error that the process reports."""
    if head.get("memory"):
        return _out_of_memory()
    kind = _KINDS.get(str(head["kind"]), QueryError)
    return kind(str(head["message"]), hint=str(head["hint"]))


_KINDS: Mapping[str, type[KgError]] = {kind.__name__: kind for kind in (InputError, RemoteError)}
