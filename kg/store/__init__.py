"""SPARQL over graphs in files and stores, in a separate process; over a small graph in memory in this one."""

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
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

from kg.errors import InputError, KgError, QueryError, RemoteError
from kg.turtle.terms import split_iri

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

MEGABYTE = 1 << 20

SOLUTION_FORMS: Mapping[str, str] = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
"""Forms of SELECT and ASK with their media types."""
GRAPH_FORMS: Mapping[str, str] = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "rdfxml": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "trig": "application/trig",
    "nq": "application/n-quads",
}
"""Forms of CONSTRUCT and DESCRIBE with their media types."""


@dataclass(frozen=True)
class Limits:
    """Limits of a query: seconds, rows, bytes of the answer, megabytes beyond what the data take.

    The memory limit needs an operating system that has one (Linux).
    """

    seconds: float = 30.0
    rows: int = 100_000
    bytes: int = 64 * MEGABYTE
    megabytes: int = 1024


@dataclass(frozen=True)
class Query:
    """A SPARQL query and how its answer is to be written.

    ``default_graphs`` and ``named_graphs`` are the dataset of the SPARQL Protocol; where both are empty the
    query's own FROM, else the whole store, is the dataset.
    """

    text: str
    solution_form: str = "json"
    graph_form: str = "ttl"
    base_iri: str = ""
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    helps: bool = True
    """Whether terms that the graph does not have are told with the nearest, where there is no answer."""


@dataclass(frozen=True)
class Answer:
    """What a query gave: ``kind`` is "solutions", "boolean" or "graph", ``body`` the answer in the form asked for."""

    kind: str
    body: bytes
    count: int = 0
    """Rows or triples in the body."""
    variables: tuple[str, ...] = ()
    truncated: bool = False
    """Whether there was more than the limits allow."""
    seconds: float = 0.0
    zeros: bool = False
    """Whether every value of the rows is 0, as where nothing was there to count."""
    notes: tuple[str, ...] = ()
    """Terms of the query that the graph does not have, with the nearest that it has."""
    prefixes: Mapping[str, str] = field(default_factory=dict, hash=False)
    """The prefixes that the query could use."""

    def short(self, text: str) -> str:
        """An IRI by its prefix, any other text as it is."""
        return shortened(text, self.prefixes)

    def rows(self) -> Iterator[dict[str, str | None]]:
        """The solutions of a JSON answer as text: IRIs whole, literals by what they say, blank nodes as ``_:b0``."""
        for binding in json.loads(self.body)["results"]["bindings"]:
            yield {name: _plain(binding.get(name)) for name in self.variables}

    def of_rows(self, rows: Sequence[Solution], variables: tuple[str, ...]) -> Answer:
        """The same answer with other rows of text."""
        cells = ({name: {"type": "literal", "value": cell} for name, cell in row.items() if cell} for row in rows)
        body = json.dumps({"results": {"bindings": list(cells)}}).encode()
        return replace(self, body=body, count=len(rows), variables=variables)

    @property
    def is_empty(self) -> bool:
        """Whether the answer is empty: no row, no triple, false, or one row of zeros."""
        if self.truncated or self.count > 1:
            return False
        match self.kind:
            case "boolean":
                return b"true" not in self.body
            case "solutions":
                return self.count == 0 or self.zeros
            case _:
                return self.count == 0

    def holds(self) -> bool:
        """The value of a JSON answer to an ASK."""
        return json.loads(self.body)["boolean"] is True


def shortened(text: str, prefixes: Mapping[str, str]) -> str:
    """An IRI by one of the prefixes, any other text as it is."""
    namespace, local = split_iri(text)
    name = next((name for name, iri in prefixes.items() if iri == namespace), None)
    return text if name is None or not local else f"{name}:{local}"


def _plain(term: Mapping[str, object] | None) -> str | None:
    if term is None:
        return None
    value = term["value"]
    if isinstance(value, dict):
        return " ".join(str(_plain(value[part])) for part in ("subject", "predicate", "object"))
    return f"_:{value}" if term["type"] == "bnode" else str(value)


Solution = dict[str, str | None]
"""A value for each variable: IRIs whole, literals by what they say; None where it is unbound."""


class Solutions(tuple[Solution, ...]):
    """A solution sequence (SPARQL 1.1, 18.5): a tuple of rows, with the names of its columns.

    Where there is no row, ``notes`` tells terms of the query that the graph does not have, with the nearest it has.

    >>> rows = Solutions([{"who": "Canada"}], columns=["who"])
    >>> rows.columns, rows[0]["who"], len(rows)
    (('who',), 'Canada', 1)
    """

    columns: tuple[str, ...]
    notes: tuple[str, ...]

    def __new__(cls, rows: Iterable[Solution], *, columns: Iterable[str], notes: Iterable[str] = ()) -> Solutions:
        """Rows with a value for each column."""
        made = super().__new__(cls, rows)
        made.columns = tuple(columns)
        made.notes = tuple(notes)
        return made

    @classmethod
    def of(cls, answer: Answer) -> Solutions:
        """The rows of an answer of the kind "solutions" in JSON."""
        return cls(answer.rows(), columns=answer.variables, notes=answer.notes)

    def column(self, name: str) -> tuple[str | None, ...]:
        """The values of one variable, row by row; ``KeyError`` for one that the query does not select."""
        if name not in self.columns:
            raise KeyError(name)
        return tuple(row[name] for row in self)

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a table, a column each variable; ``MissingPartError`` without pandas."""
        from kg.tables.data_frames import pandas_table

        return pandas_table(self, self.columns)

    def to_polars(self) -> pl.DataFrame:
        """The rows as a table of polars, all of text; ``MissingPartError`` without polars."""
        from kg.tables.data_frames import polars_table

        return polars_table(self, self.columns)

    def _repr_html_(self) -> str:
        from kg.tables.data_frames import html_table

        return html_table(self, self.columns)


NO_MEMORY, LESS = "the query ran out of memory", "ask for less, or set --max-memory"
_SOONER = "ask for less, or set --timeout"
_LATER = "other programs keep the machine busy: ask again later, or set --timeout"
_LIMITS = frozenset({LESS, _SOONER, _LATER})
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
        self.sources = tuple(sources)
        self.held = held
        self._prefixes = dict(prefixes or {})
        self._limits = limits or Limits()
        self._running: _Running | None = None
        self._is_stopped = False
        self._asking = threading.Lock()

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
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
            if error.hint in _LIMITS and any(source.is_dir() for source in self.sources):
                error.hint += "; damaged files may be why: kg check STORE reads them all"
            raise

    def open(self) -> None:
        """Start the process and open the sources, unless that is done; ``InputError`` where they cannot be read."""
        self._opened()

    @property
    def is_open(self) -> bool:
        """Whether the process runs, so that a query need not wait for its start."""
        return (running := self._running) is not None and running.process.poll() is None

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
        if running is None or (since := running.since) is None:
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
            try:
                if self._is_stopped:
                    raise StoppedError("the query was stopped")
                self._running.open(self.sources, self.held, self._prefixes)
            except KgError as error:
                self.close()
                if self._is_stopped:
                    raise StoppedError("the query was stopped") from error
                if error.hint != LESS:
                    raise
                names, most = ", ".join(map(str, self.sources)), self._limits.megabytes
                raise InputError(
                    f"{names}: loading takes more memory than {most} MB beyond what its size lets expect",
                    hint="--max-memory sets another limit; a store (kg convert SOURCE -o NAME.store) is not loaded",
                ) from error
        return self._running


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
        timed_out = threading.Event()

        def kill() -> None:
            self.worked = _passed(self.process.pid, self.since)[1] if self.since else self.limits.seconds
            timed_out.set()
            self.process.kill()

        timer = threading.Timer(self.limits.seconds, kill)
        self.since = _clocks(self.process.pid)
        timer.start()
        try:
            line, body = self._exchange(asdict(query))
        except StoppedError:
            if timed_out.is_set():
                raise self._out_of_time(self.worked) from None
            raise
        finally:
            timer.cancel()
            if timed_out.is_set():
                self.process.wait()
            self.since = None
        head = json.loads(line)
        told = ("kind", "count", "truncated", "seconds", "prefixes")
        names, notes = tuple(head["variables"]), tuple(head["notes"])
        return Answer(**{name: head[name] for name in told}, body=body, variables=names, notes=notes)

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()
        self.said.close()

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
            raise _KINDS.get(head["kind"], QueryError)(head["message"], hint=head["hint"])
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
            return StoppedError(NO_MEMORY, hint=LESS)
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


_KINDS: Mapping[str, type[KgError]] = {kind.__name__: kind for kind in (InputError, RemoteError, StoppedError)}
