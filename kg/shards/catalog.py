"""The catalog of a corpus: which articles are there, in which shard, and how they were read.

It lies in SQLite, so that it answers while somebody writes, and an article is found in the same time however many there
are. All of it follows from the shards: it catches up with their list by itself, and may be thrown away.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.model import Activity, Article, ArticleId
from kg.shards.database import following, known_shards, seal
from kg.shards.shard import rows_of
from kg.shards.tables import ARTICLES, HEAVY, SCHEMAS

if TYPE_CHECKING:
    from kg.shards.folder import CorpusFolder


_COLUMNS = tuple(name for name in SCHEMAS[ARTICLES].names if name not in {*HEAVY, "place", "counts"})
_MADE = f"""
    CREATE TABLE IF NOT EXISTS shard (name TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS article ({", ".join(_COLUMNS)}, shard, PRIMARY KEY (article)) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS of_shard ON article (shard);
"""
_FORM = 2
"""The form of the tables; a catalog of another one is made anew."""
_AT_ONCE = 500
"""Ids that one question names: SQLite takes some thousands."""


class Catalog:
    """The catalog of some shards: in a file where they are those that are listed now, else for as long as it is open.

    It stays as it is, whoever writes, until it is changed.
    """

    def __init__(self, path: Path, shards: Path, names: Collection[str], listed: Callable[[], Collection[str]]) -> None:
        def brought(base: sqlite3.Connection, place: str) -> bool:
            base.execute("BEGIN")
            if known_shards(base) == wanted:
                return True
            base.commit()
            base.execute("BEGIN IMMEDIATE")
            with base:
                if place and set(listed()) != wanted:
                    return False  # another process has newer ones, which stay
                known = known_shards(base)
                come = ((name, rows_of(shards / name, _COLUMNS)) for name in sorted(wanted - known))
                _change(base, sorted(known - wanted), come)
            base.execute("BEGIN")
            return known_shards(base) == wanted

        wanted = set(names)
        self._base = following(path, _MADE, _FORM, brought)
        self._base.row_factory = sqlite3.Row

    def change(self, gone: Iterable[str], come: Iterable[tuple[str, Iterable[Mapping[str, object]]]]) -> None:
        """Take the articles of some shards out, and put those of others in."""
        self._base.commit()
        self._base.execute("BEGIN IMMEDIATE")
        with self._base:
            _change(self._base, gone, come)

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
        return self._ids("article >= ? AND article < ?", (text, text + "\U0010ffff"))

    def has_failed(self, name: ArticleId) -> bool:
        """Whether an article is there that failed."""
        return next(self._ids("article = ? AND cause IS NOT NULL", (name,)), None) is not None

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
        return self._ids("cause IS NOT NULL OR version <> ? OR settings <> ?", (version, _cell(list(settings))))

    def selected(self, where: str = "1", values: Sequence[str] = ()) -> Iterator[ArticleId]:
        """The ids of the articles that did not fail and for which a condition of SQL holds, sorted."""
        return self._ids(f"cause IS NULL AND ({where})", values)

    def of_shard(self, name: str) -> Iterator[ArticleId]:
        """The articles of a shard, sorted."""
        return self._ids("shard = ?", (name,))

    def _ids(self, where: str, values: Sequence[object]) -> Iterator[ArticleId]:
        wanted = f"SELECT article FROM article WHERE {where} ORDER BY article"
        return (ArticleId(row[0]) for row in self._base.execute(wanted, values))

    def counts(self, *names: str) -> Iterator[tuple[tuple[str, ...], int]]:
        """How many articles have the same values of some columns: that failed for a "cause", or were read by others."""
        columns, where = ", ".join(names), f"cause IS {'NOT ' * ('cause' in names)}NULL"
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


def _change(
    base: sqlite3.Connection, gone: Iterable[str], come: Iterable[tuple[str, Iterable[Mapping[str, object]]]]
) -> None:
    places = ", ".join("?" * (len(_COLUMNS) + 1))
    for name in gone:
        base.execute("DELETE FROM article WHERE shard = ?", (name,))
        base.execute("DELETE FROM shard WHERE name = ?", (name,))
    for name, rows in come:
        cells = ((*(_cell(row[column]) for column in _COLUMNS), name) for row in rows)
        base.executemany(f"INSERT OR REPLACE INTO article VALUES ({places})", cells)
        base.execute("INSERT OR REPLACE INTO shard VALUES (?)", (name,))
    seal(base)


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


_BY_SOURCE = """publisher = ? COLLATE NOCASE OR instr(lower(url) || '/', '//' || lower(?) || '/')
    OR instr(lower(url) || '/', '.' || lower(?) || '/')"""
_BY_TOPIC = r"""
    WITH topic AS (SELECT '(^|\W)' || regexp_escape(?) || '(\W|$)' AS words)
    SELECT article FROM articles, topic WHERE regexp_matches(title, words, 'i')
    UNION SELECT article FROM nodes, topic
        WHERE regexp_matches(label || ' | ' || array_to_string(altLabels, ' | '), words, 'i')
    UNION SELECT article FROM statements, topic WHERE regexp_matches(concat(label, ' | ', quote), words, 'i')
"""


@dataclass(frozen=True, slots=True)
class Selection:
    """Articles from a day to another, of a publisher or host, with some words, of some ids: all that is told holds."""

    since: date | None = None
    until: date | None = None
    source: str = ""
    topic: str = ""
    names: frozenset[ArticleId] = frozenset()
    as_of: date | None = None
    """Those that were out on a day; one of which an earlier version was known then may have another day since."""

    def articles(self, folder: CorpusFolder) -> frozenset[ArticleId] | None:
        """The ids of the articles that are meant and did not fail; None for all of them.

        Raises ``InputError`` where a table is damaged.
        """
        if self == Selection():
            return None
        days = (("date >= ?", self.since), ("date <= ?", self.until))
        pairs: list[tuple[str, Sequence[str]]] = [(test, (day.isoformat(),)) for test, day in days if day]
        if self.source:
            pairs.append((_BY_SOURCE, (self.source,) * _BY_SOURCE.count("?")))
        if self.as_of:
            then = json.dumps([*folder.superseded(self.as_of)])
            pairs.append(("date <= ? OR article IN (SELECT value FROM json_each(?))", (self.as_of.isoformat(), then)))
        where = " AND ".join(f"({one})" for one, _ in pairs) or "1"
        found = frozenset(folder.catalog.selected(where, [value for _, values in pairs for value in values]))
        if self.names:
            found &= self.names
        if self.topic:
            import duckdb

            try:
                with folder.tables() as tables:
                    found &= {ArticleId(name) for (name,) in tables.execute(_BY_TOPIC, [self.topic]).fetchall()}
            except duckdb.Error as error:
                cure = "put the file back from a copy of the corpus"
                raise InputError(f"{folder.shards}: {error}", hint=cure) from error
        return found
