"""A shard: some articles in four tables, written whole or not at all, named by what it holds."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kg.errors import InputError
from kg.model import ArticleId
from kg.shards.tables import ARTICLES, EARLIER, HEAVY, OF_EARLIER, SCHEMAS, TEXT, Tables
from kg.turtle.whole import whole_folder, write_whole

_DIGITS = 16  # hexadecimal
_LEVEL = 6
"""Of zstd: a fifth smaller than with the usual one, and still a small part of the time that reading takes."""
DIGESTS = "sha256sums"
"""The file of a shard with the digests of its tables, in the form of ``sha256sum``."""
_SHOWN = 3  # articles of a damaged shard
_SCHEMAS = {**SCHEMAS, EARLIER: OF_EARLIER}
_OF_VERSION = ("sha256", "title", "date")
"""What another version of an article has otherwise."""


@dataclass(frozen=True)
class Shard:
    """The tables of some articles (``kg.shards.tables``), each in the order of the articles."""

    tables: Tables

    @classmethod
    def joined(cls, shards: "Iterable[Shard]") -> "Shard":
        """The articles of several, one behind the other."""
        found = list(shards)
        return cls(
            {
                name: pa.concat_tables(
                    [schema.empty_table(), *(one.tables[name] for one in found if name in one.tables)]
                ).combine_chunks()
                for name, schema in _SCHEMAS.items()
            }
        )

    @classmethod
    def read(cls, folder: Path) -> "Shard":
        """The shard of a folder; ``InputError`` where it is damaged or not there."""
        return cls({name: table_of(folder, name) for name in _SCHEMAS})

    @cached_property
    def articles(self) -> tuple[ArticleId, ...]:
        """The ids of its articles, those that failed among them."""
        return tuple(map(ArticleId, self.tables[ARTICLES]["article"].to_pylist()))

    @property
    def failures(self) -> tuple[ArticleId, ...]:
        """The ids of its articles that failed."""
        table = self.tables[ARTICLES]
        return tuple(map(ArticleId, table.filter(pc.is_valid(table["cause"]))["article"].to_pylist()))

    @cached_property
    def name(self) -> str:
        """A digest of what it holds, whichever version of Parquet writes it."""
        digest = sha256()
        for row in (*self.tables[ARTICLES].to_pylist(), *self.earlier):
            for name, value in row.items():
                told = value if isinstance(value, bytes) else repr(value).encode()
                digest.update(f"{name} {len(told)} ".encode() + told)
        return digest.hexdigest()[:_DIGITS]

    def without(self, names: Collection[ArticleId]) -> "Shard":
        """The shard without some of its articles."""
        if not names or not set(names) & set(self.articles):
            return self
        gone = pa.array(sorted(names), pa.string())
        kept = {name: table.filter(pc.invert(pc.is_in(table["article"], gone))) for name, table in self.tables.items()}
        return Shard.joined([Shard(kept)])

    def only(self, names: Collection[ArticleId]) -> "Shard":
        """The shard with no other of its articles than these."""
        return self.without(set(self.articles).difference(names))

    @property
    def earlier(self) -> Sequence[Mapping[str, object]]:
        """The rows of earlier versions of its articles, those of one the oldest first."""
        return self.tables[EARLIER].to_pylist() if EARLIER in self.tables else []

    def with_earlier(self, rows: Sequence[Mapping[str, object]]) -> "Shard":
        """The shard with these earlier versions of its articles."""
        return Shard({**self.tables, EARLIER: pa.Table.from_pylist(rows, schema=OF_EARLIER)})

    def replaced(self, other: "Shard", known: date | None = None) -> "Shard":
        """The shard with the articles of another in the places of those of the same ids; others of it come last.

        What another version replaces is kept as earlier; it was known until the publisher's day of the new one, else
        the day ``known``. An article whose earlier versions the other shard has keeps those.
        """
        own = {row["article"] for row in other.earlier}
        was = {row["article"]: row for row in self.rows() if row["graph"] is not None and row["article"] not in own}
        earlier = [row for row in self.earlier if row["article"] not in own]
        for row in other.rows():
            old = was.get(row["article"])
            if old and any(old[name] != row[name] for name in _OF_VERSION):
                notes: list[Mapping[str, str]] = row["notes"] or []  # type: ignore[assignment]
                days = (one["text"][: len("2026-01-14")] for one in notes if one["name"] == "modified")
                earlier.append({**old, "until": max(map(date.fromisoformat, days), default=known)})
        both = Shard.joined([self.without(other.articles), other]).with_earlier([*earlier, *other.earlier])
        places = pa.array(dict.fromkeys((*self.articles, *other.articles)), pa.string())
        found = both.tables.items()
        orders = {name: pc.sort_indices(pc.index_in(table["article"], value_set=places)) for name, table in found}
        return Shard({name: table.take(orders[name]).combine_chunks() for name, table in found})

    def rows(self) -> Iterator[Mapping[str, object]]:
        """The rows of its articles, one after the other."""
        yield from _rows(self.tables[ARTICLES])

    def write(self, folder: Path) -> Path:
        """Write it into a folder of its name in ``folder``, whole or not at all; ``InputError`` where that fails.

        One that is there already is the same; where it is damaged its tables are written anew.
        """
        place = folder / self.name
        if not place.is_dir():
            with whole_folder(place) as made:
                made.mkdir()
                self._fill(made, _put)
        elif not is_sealed(place) or damage(place):
            self._fill(place, write_whole)
        opened = os.open(folder, os.O_RDONLY)  # what was renamed or made is on the disk before anything else is
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
        return place

    def _fill(self, place: Path, put: Callable[[bytes, Path], None]) -> None:
        """Write the tables one after the other, and then their digests."""
        lines = []
        for name, table in self.tables.items():
            if name == EARLIER and not table:
                continue
            file, coded = pa.BufferOutputStream(), [name for name in table.schema.names if name not in HEAVY]
            how = {"compression": "zstd", "compression_level": _LEVEL, "use_dictionary": coded}
            pq.write_table(table, file, write_page_checksum=True, **how)
            data = bytes(file.getvalue())
            put(data, place / f"{name}.parquet")
            lines.append(f"{_line(name, data)}\n")
        put("".join(lines).encode(), place / DIGESTS)

    def to_bytes(self) -> bytes:
        """The shard as bytes, to be sent from process to process (Arrow's IPC)."""
        written = pa.BufferOutputStream()
        for table in (self.tables[name] for name in SCHEMAS):
            with pa.ipc.new_stream(written, table.schema) as stream:
                stream.write_table(table)
        return bytes(written.getvalue())

    @classmethod
    def from_bytes(cls, data: bytes) -> "Shard":
        """The shard of such bytes."""
        file = pa.BufferReader(data)
        return cls({name: pa.ipc.open_stream(file).read_all() for name in SCHEMAS})


def rows_of(folder: Path, columns: Sequence[str] = (), name: str = ARTICLES) -> Iterator[Mapping[str, object]]:
    """The rows of the articles of a shard on disk, some of their columns; one after the other in memory."""
    yield from _rows(table_of(folder, name, columns))


def _rows(table: pa.Table) -> Iterator[Mapping[str, object]]:
    for batch in table.to_batches(max_chunksize=1):
        yield from batch.to_pylist()


def table_of(folder: Path, name: str, columns: Sequence[str] = ()) -> pa.Table:
    """A table of a shard on disk, some of its columns; ``InputError`` where its file is damaged or not there."""
    if name == EARLIER:  # there are some, or were by its digests
        digests = (folder / DIGESTS).read_text(encoding="ascii", errors="replace") if is_sealed(folder) else ""
        if f"  {EARLIER}.parquet" not in digests and (digests or not (folder / f"{EARLIER}.parquet").exists()):
            return OF_EARLIER.empty_table()
    try:
        data = pa.BufferReader(_checked(folder, name))
        table = pq.read_table(data, columns=list(columns) or None, schema=_SCHEMAS[name])
        if not is_sealed(folder):
            table.validate(full=True)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise _damaged(folder, name, error) from error
    return table


def damage(folder: Path) -> InputError | None:
    """What is wrong with a shard on disk, of which all is read; None where nothing is.

    A shard of an earlier version, which has no digests, is known by its name, a digest of the columns that it had.
    """
    try:
        if not is_sealed(folder):
            Shard.read(folder)
            own = Shard({ARTICLES: pq.read_table(folder / f"{ARTICLES}.parquet")})
            return None if own.name == folder.name else _damaged(folder, ARTICLES, "it has another name")
        for name in _SCHEMAS:
            table_of(folder, name, ("article",))
    except InputError as error:
        return error
    return None


def is_sealed(folder: Path) -> bool:
    """Whether a shard on disk has digests of its tables."""
    return (folder / DIGESTS).exists()


def _checked(folder: Path, name: str) -> bytes:
    """The bytes of a table; ``ValueError`` where they are not those that were written, if the shard has digests."""
    data = (folder / f"{name}.parquet").read_bytes()
    if is_sealed(folder) and _line(name, data) not in (folder / DIGESTS).read_text(encoding="ascii").split("\n"):
        raise ValueError("it has another digest")
    return data


def _line(name: str, data: bytes) -> str:
    return f"{sha256(data).hexdigest()}  {name}.parquet"


def _damaged(folder: Path, name: str, why: object) -> InputError:
    articles, corpus = left_of(folder, ("article",)), folder.parent.parent
    told = ", ".join(str(row["article"]) for row in articles[:_SHOWN])
    more = f" and {len(articles) - _SHOWN} more" if len(articles) > _SHOWN else ""
    return InputError(
        f"{folder / name}.parquet: is damaged ({why}); a shard of {told or 'articles that it tells no longer'}{more}",
        hint=f"kg corpus upgrade {corpus} reads them again from the texts that are kept, and tells which have none",
    )


def left_of(folder: Path, columns: Sequence[str] = TEXT) -> Sequence[Mapping[str, object]]:
    """Some columns of the articles of a damaged shard, where the pages of these are whole."""
    try:
        path = folder / f"{ARTICLES}.parquet"
        table = pq.read_table(path, columns=list(columns), page_checksum_verification=True)
    except (pa.ArrowException, OSError, ValueError):
        return []
    return list(table.to_pylist())


def _put(data: bytes, path: Path) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
