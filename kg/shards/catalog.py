"""The catalog of a corpus: which articles are there, in which shard, and how they were read.

It lies in SQLite, so that it answers while somebody writes, and an article is found in the same time however many there
are. All of it follows from the shards: it catches up with their list by itself, and may be thrown away.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from kg.errors import KgError
from kg.model import Activity, Article, ArticleId
from kg.shards.log import ShardEntry
from kg.shards.shard import rows_of
from kg.shards.tables import ARTICLES, HEAVY, SCHEMAS

_COLUMNS = tuple(name for name in SCHEMAS[ARTICLES].names if name not in {*HEAVY, "place", "counts"})
_MADE = f"""
    CREATE TABLE IF NOT EXISTS shard (name TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS article ({", ".join(_COLUMNS)}, shard, PRIMARY KEY (article)) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS of_shard ON article (shard);
"""
_PATIENCE = 60.0  # seconds to wait for another process that writes here
_AT_ONCE = 500
"""Ids that one question names: SQLite takes some thousands."""


class Catalog:
    """The catalog in a file; one in memory where there is no place for a file."""

    def __init__(self, path: Path) -> None:
        try:
            self._base = self._opened(str(path))
        except sqlite3.OperationalError:
            self._base = self._opened(":memory:")  # nobody may write there, or there is no room
        except sqlite3.DatabaseError:
            path.unlink()  # it is damaged, and made anew
            self._base = self._opened(str(path))

    @staticmethod
    def _opened(name: str) -> sqlite3.Connection:
        base = sqlite3.connect(name, timeout=_PATIENCE, isolation_level=None)
        base.row_factory = sqlite3.Row
        base.executescript(f"PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; {_MADE}")
        return base

    def catch_up(self, entries: Iterable[ShardEntry], shards: Path) -> None:
        """Bring it to what a list of shards has."""
        listed = {entry.name for entry in entries}
        known = {name for (name,) in self._base.execute("SELECT name FROM shard")}
        if listed != known:
            come = ((name, rows_of(shards / name, _COLUMNS)) for name in sorted(listed - known))
            self.change(sorted(known - listed), come)

    def change(self, gone: Iterable[str], come: Iterable[tuple[str, Iterable[Mapping[str, object]]]]) -> None:
        """Take the articles of some shards out, and put those of others in."""
        places = ", ".join("?" * (len(_COLUMNS) + 1))
        with _told(), self._base:
            self._base.execute("BEGIN IMMEDIATE")
            for name in gone:
                self._base.execute("DELETE FROM article WHERE shard = ?", (name,))
                self._base.execute("DELETE FROM shard WHERE name = ?", (name,))
            for name, rows in come:
                cells = ((*(_cell(row[column]) for column in _COLUMNS), name) for row in rows)
                self._base.executemany(f"INSERT OR REPLACE INTO article VALUES ({places})", cells)
                self._base.execute("INSERT OR REPLACE INTO shard VALUES (?)", (name,))

    @property
    def articles(self) -> Mapping[ArticleId, Article]:
        """The articles by their ids, without their texts; each is looked up when it is asked for."""
        return _Articles(self._base)

    def activities(self, name: ArticleId) -> frozenset[Activity]:
        """Who read an article; none where there is none, or where it failed."""
        row = self._base.execute("SELECT * FROM article WHERE article = ? AND cause IS NULL", (name,)).fetchone()
        if row is None:
            return frozenset()
        return frozenset({Activity(row["version"], row["model"], tuple(map(tuple, json.loads(row["settings"]))))})

    def beginning(self, text: str) -> Iterator[ArticleId]:
        """The articles whose ids begin with a text, sorted."""
        wanted = "SELECT article FROM article WHERE article >= ? AND article < ? ORDER BY article"
        return (ArticleId(row[0]) for row in self._base.execute(wanted, (text, text + "\U0010ffff")))

    def has_failed(self, name: ArticleId) -> bool:
        """Whether an article is there that failed."""
        return self._one("SELECT count(*) FROM article WHERE article = ? AND cause IS NOT NULL", name) > 0

    def shards_of(self, names: Collection[ArticleId]) -> dict[ArticleId, str]:
        """The shards of those of some articles that are there."""
        found: dict[ArticleId, str] = {}
        given = sorted(names)
        for start in range(0, len(given), _AT_ONCE):
            some = given[start : start + _AT_ONCE]
            wanted = f"SELECT article, shard FROM article WHERE article IN ({', '.join('?' * len(some))})"
            found |= {ArticleId(row["article"]): row["shard"] for row in self._base.execute(wanted, some)}
        return found

    def read_otherwise(self, version: str, settings: Sequence[tuple[str, str]]) -> Iterator[ArticleId]:
        """The articles that failed, or that another version or other settings read, sorted."""
        wanted = "SELECT article FROM article WHERE cause IS NOT NULL OR version <> ? OR settings <> ? ORDER BY article"
        return (ArticleId(row[0]) for row in self._base.execute(wanted, (version, _cell(list(settings)))))

    def selected(self, where: str = "1", values: Sequence[str] = ()) -> Iterator[ArticleId]:
        """The ids of the articles that did not fail and for which a condition of SQL holds, sorted."""
        wanted = f"SELECT article FROM article WHERE cause IS NULL AND ({where}) ORDER BY article"
        return (ArticleId(row[0]) for row in self._base.execute(wanted, values))

    def failures(self) -> Iterator[tuple[tuple[str, ...], int]]:
        """How many articles failed in the same step for the same cause, by these."""
        return self._counts("step, cause", "cause IS NOT NULL")

    def readers(self) -> Iterator[tuple[tuple[str, ...], int]]:
        """How many articles were read by the same version and model with the same settings, by these."""
        return self._counts("version, model, settings", "cause IS NULL")

    def _counts(self, columns: str, where: str) -> Iterator[tuple[tuple[str, ...], int]]:
        wanted = f"SELECT {columns}, count(*) FROM article WHERE {where} GROUP BY {columns} ORDER BY {columns}"
        for *values, count in self._base.execute(wanted):
            yield tuple(values), count

    def days(self) -> tuple[str, str]:
        """The first and the last day of its articles; "" where no article has one."""
        first, last = self._base.execute("SELECT min(date), max(date) FROM article").fetchone()
        return first or "", last or ""

    def close(self) -> None:
        """Let the file go."""
        self._base.close()

    def _one(self, wanted: str, *values: str) -> int:
        (found,) = self._base.execute(wanted, values).fetchone()
        return int(found)


@contextmanager
def _told() -> Iterator[None]:
    """What SQLite says of a full disk as an error with its cure."""
    try:
        yield
    except sqlite3.Error as error:
        cure = "make room, and run it again: what was listed is there"
        raise KgError(f"the catalog of the corpus: {error}", hint=cure) from error


class _Articles(Mapping[ArticleId, Article]):
    """The articles of a catalog."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base

    def __getitem__(self, name: ArticleId) -> Article:
        row = self._base.execute("SELECT * FROM article WHERE article = ?", (name,)).fetchone()
        if row is None:
            raise KeyError(name)
        day = date.fromisoformat(row["date"]) if row["date"] else None
        authors = tuple(json.loads(row["authors"]))
        told = [row[column] for column in ("publisher", "url", "language", "sha256")]
        return Article(name, "", (), day, row["title"], authors, *told)

    def __iter__(self) -> Iterator[ArticleId]:
        return (ArticleId(row[0]) for row in self._base.execute("SELECT article FROM article ORDER BY article"))

    def __len__(self) -> int:
        (found,) = self._base.execute("SELECT count(*) FROM article").fetchone()
        return int(found)


def _cell(value: object) -> object:
    match value:
        case date():
            return value.isoformat()
        case list() | tuple():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return value
