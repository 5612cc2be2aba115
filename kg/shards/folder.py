"""The folder of a corpus: its shards, which are the truth, and what follows from them.

One process writes at a time, by a lock that ends with it. Who reads waits for nobody, and sees the shards that were
listed when it opened the folder: those that others took away meanwhile are kept for as long as it reads.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Self

from kg.errors import InputError, KgError
from kg.model import ArticleId, Graph
from kg.shards import LINKS
from kg.shards.log import ShardChange, ShardEntry, ShardLog, changed
from kg.shards.settings import CorpusSettings
from kg.streams.spool import Spool
from kg.turtle.documents import write_to
from kg.turtle.whole import is_as_written, locked, seal, whole_file, whole_folder

if TYPE_CHECKING:
    import duckdb

    from kg.shards.catalog import Catalog
    from kg.shards.shard import Shard


FULL = 64
"""Articles of a shard that is full."""
_SHARDS, _DERIVED, _LOG = "shards", "derived", ShardLog.NAME
_WRITER, _READERS = ".writer", ".readers"
_DELETE = "it follows from the shards: delete it, and run it again"


class CorpusFolder:
    """The shards of a corpus as they were listed when it was opened; ``InputError`` where there is no corpus."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.settings = CorpusSettings.of_folder(path)
        self._held = ExitStack()
        self._held.enter_context(_locked(path / _READERS, shared=True) or nullcontext())
        self.entries: Sequence[ShardEntry] = self._log.entries()

    @classmethod
    def create(cls, path: Path, reading: CorpusSettings) -> None:
        """Make the folder of a new corpus, whole or not at all."""
        with whole_folder(path) as made:
            (made / _SHARDS).mkdir(parents=True)
            for name in (_WRITER, _READERS, _LOG):
                (made / name).touch()
            reading.put(made)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._held.close()
        if isinstance(error, sqlite3.Error):
            is_full = isinstance(error, sqlite3.OperationalError)
            cure = "make room, and run it again: what was listed is there" if is_full else _DELETE
            raise KgError(f"{self.path / _DERIVED}: {error}", hint=cure) from error

    @property
    def shards(self) -> Path:
        """The folder of the shards."""
        return self.path / _SHARDS

    @property
    def derived(self) -> Path:
        """The folder of all that follows from the shards and may be thrown away."""
        with suppress(OSError):
            (self.path / _DERIVED).mkdir(exist_ok=True)
        return self.path / _DERIVED

    @property
    def _log(self) -> ShardLog:
        return ShardLog(self.path / _LOG)

    @cached_property
    def catalog(self) -> Catalog:
        """The catalog of the shards."""
        from kg.shards.catalog import Catalog

        names = [entry.name for entry in self.entries]
        found = Catalog(self.derived / "catalog.sqlite", self.shards, names, self._listed)
        self._held.callback(found.close)
        return found

    def _listed(self) -> list[str]:
        """The names of the shards that are listed by now."""
        return [entry.name for entry in self._log.entries()]

    def unlisted(self) -> Sequence[str]:
        """Whole shards that are neither listed nor replaced: of a process that was killed, or of a damaged list."""
        known = {entry.name for entry in self.entries} | self._log.gone()
        return sorted(path.name for path in self.shards.glob("[!.]*") if path.name not in known)

    def shard(self, name: str) -> Shard:
        """A shard that is listed."""
        from kg.shards.shard import Shard

        return Shard.read(self.shards / name)

    def rows(
        self, names: Collection[ArticleId] | None = None, table: str = "articles"
    ) -> Iterator[Mapping[str, object]]:
        """The rows of all articles, or of some, or of their earlier versions; no more than a shard is in memory."""
        from kg.shards.shard import rows_of

        wanted = set(self.catalog.shards_of(names).values()) if names is not None else None
        for entry in self.entries:
            if wanted is None or entry.name in wanted:
                found = rows_of(self.shards / entry.name, name=table)
                yield from (row for row in found if names is None or row["article"] in names)

    def graphs(self, names: Collection[ArticleId] | None = None, *, as_of: date | None = None) -> Iterator[Graph]:
        """The graph of each article that did not fail, one after the other; those of a day as they were known then."""
        from kg.shards.tables import graph_in

        then = self.superseded(as_of) if as_of else {}
        found = (then.get(ArticleId(str(row["article"])), row) for row in self.rows(names))
        return (graph_in(row) for row in found if row["graph"] is not None and (not as_of or is_out(row, as_of)))

    def superseded(self, day: date) -> Mapping[ArticleId, Mapping[str, object]]:
        """Articles of which another version than today's was known at the end of a day, with the row of that."""
        found: dict[ArticleId, Mapping[str, object]] = {}
        for row in self.rows(table="earlier"):
            if isinstance(until := row["until"], date) and day < until:
                found.setdefault(ArticleId(str(row["article"])), row)
        return found

    @contextmanager
    def index(self, done: Callable[[str], None]) -> Iterator[sqlite3.Connection]:
        """The index of the shards that are listed by now (``kg.shards.index``), with links beside it.

        ``done`` is called with each shard that it lacked.
        """
        from kg.shards.index import index

        def told(name: str) -> Iterator[Graph]:
            from kg.shards.shard import rows_of
            from kg.shards.tables import graph_in

            rows = rows_of(self.shards / name)
            yield from (graph_in(row) for row in rows if row["graph"] is not None)
            done(name)

        with index(self.derived / "index.sqlite", lambda: {name: told(name) for name in self._listed()}) as base:
            if (self.path / LINKS).exists():
                with suppress(sqlite3.DatabaseError):  # what is damaged is made anew by who links
                    base.execute("ATTACH ? AS links", (f"{(self.path / LINKS).absolute().as_uri()}?mode=ro",))
            yield base

    def tables(self) -> duckdb.DuckDBPyConnection:
        """A connection to DuckDB, in which articles, nodes, events and statements are views of those of all shards.

        Raises ``InputError`` where one is damaged.
        """
        import duckdb

        from kg.shards.shard import table_of
        from kg.shards.tables import SCHEMAS

        base = duckdb.connect()
        for name, schema in SCHEMAS.items():
            for entry in self.entries:
                table_of(self.shards / entry.name, name, ("article",))
            files = [str(self.shards / entry.name / f"{name}.parquet") for entry in self.entries]
            found = base.read_parquet(files) if files else base.from_arrow(schema.empty_table())
            found.create_view(name)
        return base


class CorpusWriter(CorpusFolder):
    """The only one who changes a corpus: ``InputError`` where another process does, until it ends or closes this.

    What a process that was killed has left is cleared first.
    """

    def __init__(self, path: Path) -> None:
        CorpusSettings.of_folder(path)  # nothing is made in a folder that is none
        with ExitStack() as stack:
            lock = _locked(path / _WRITER)
            if lock is None:
                raise InputError(f"{path}: another process writes there", hint="wait until it is done")
            stack.enter_context(lock)
            ShardLog(path / _LOG).mend(shorten=_clear(path))
            super().__init__(path)
            self._alone = stack.pop_all()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._alone:
            super().__exit__(kind, error, trace)
            _clear(self.path)

    @property
    def room(self) -> int:
        """How many articles fill the last shard; those of a new one where it is full."""
        last = self.entries[-1].articles if self.entries else FULL
        return FULL - last if last < FULL else FULL

    def put(self, shard: Shard, day: date | None = None) -> None:
        """Put articles in: in the places of those of the same ids, the others into the last shard and new ones.

        One that failed takes the place of none that did not. Another version of an article came to be known on the
        publisher's day, else on that ``day``. All of them are put in, or none; ``InputError`` where they cannot be
        written.
        """
        from kg.shards.shard import Shard

        known = self.catalog.shards_of(shard.articles)
        vain = {name for name in shard.failures if name in known and not self.catalog.has_failed(name)}
        there = {name: place for name, place in known.items() if name not in vain}
        made = {
            entry: self.shard(entry.name).replaced(shard.only(ids), day)
            for entry, ids in self._concerned(there).items()
        }
        fresh = [name for name in shard.articles if name not in known]
        last = self.entries[-1] if self.entries else None
        if fresh and last and last.articles < FULL:
            rest, fresh = fresh[: self.room], fresh[self.room :]
            made[last] = Shard.joined([made.get(last) or self.shard(last.name), shard.only(rest)])
        new = [(None, shard.only(fresh[start : start + FULL])) for start in range(0, len(fresh), FULL)]
        self.exchange([*made.items(), *new])

    def remove(self, names: Collection[ArticleId]) -> None:
        """Take articles out, all of them or none; those that are not there are no fault."""
        known = self.catalog.shards_of(names)
        self.exchange([(entry, self.shard(entry.name).without(ids)) for entry, ids in self._concerned(known).items()])

    def _concerned(self, known: Mapping[ArticleId, str]) -> Mapping[ShardEntry, Sequence[ArticleId]]:
        """The shards of some articles, in their order, with these."""
        found: defaultdict[str, list[ArticleId]] = defaultdict(list)
        for name, shard in known.items():
            found[shard].append(name)
        return {entry: found[entry.name] for entry in self.entries if entry.name in found}

    def exchange(self, changes: Sequence[tuple[ShardEntry | None, Shard]]) -> None:
        """Put shards in the places of others, all of them or none: listed, and only then brought to the catalog."""
        listed: list[ShardChange] = []
        come: list[Shard] = []
        for before, shard in changes:
            after = ShardEntry.of(shard) if shard.articles else None
            if before != after:
                listed.append((before, after))
                come += [shard] if after else []
        for shard in come:
            shard.write(self.shards)
        if listed:
            self._log.commit(listed)
            self.entries = changed(self.entries, listed)
            gone = [before.name for before, _ in listed if before]
            self.catalog.change(gone, [(shard.name, shard.rows()) for shard in come])


def _clear(path: Path) -> bool:
    """Remove what was begun and not finished, and what others have replaced unless somebody reads; whether nobody does.

    A whole shard that never was listed stays: the list may be damaged.
    """
    shards = path / _SHARDS
    lock = _locked(path / _READERS)
    with lock or nullcontext():
        gone = [shards / name for name in ShardLog(path / _LOG).gone()] if lock else []
        for left in (*shards.glob(".*.part"), *gone):
            shutil.rmtree(left, ignore_errors=True)
    return lock is not None


def _locked(path: Path, *, shared: bool = False) -> IO[bytes] | None:
    """A file that is locked for as long as it is open; None where another process has it.

    It is made where it is not there; who only reads goes without where it cannot be. Where files cannot be locked
    (Windows, NFS) it is open all the same.
    """
    with suppress(OSError):
        path.touch()
    try:
        file = path.open("rb")
    except OSError as error:
        if shared:
            return None
        raise InputError(f"{path}: {error.strerror}", hint="a corpus is changed by who may write there") from error
    if locked(file, shared=shared, waits=shared) is False:
        file.close()
        return None
    return file


def is_out(row: Mapping[str, object], day: date) -> bool:
    """Whether an article was published by the end of a day."""
    return isinstance(row["date"], date) and row["date"] <= day


_DIGITS_OF_NAMES = 16  # hexadecimal


def lines_of(folder: CorpusFolder) -> Path:
    """The file with all articles as one graph, in N-Triples: that of the same shards if it is whole, else made now."""
    names = " ".join(sorted(entry.name for entry in folder.entries))
    path = folder.derived / f"graph-{sha256(names.encode()).hexdigest()[:_DIGITS_OF_NAMES]}.nt"
    if not is_as_written(path):
        spool = Spool()
        for graph in folder.graphs():
            spool.add(graph)
        with whole_file(path) as file:
            write_to(file, spool.whole(), "nt", base_iri=folder.settings.base_iri, evidence="full")
            seal(file, "nt")
        for old in folder.derived.glob("graph-*.nt"):
            if old != path:
                old.unlink(missing_ok=True)
    return path
