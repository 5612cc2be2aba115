"""Linking of a whole corpus by blocks: a function of its articles and of what readers decided."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.corpus.blocks import meeting
from kg.corpus.blocks.tasks import Tasks, tasks
from kg.corpus.blocks.windows import AT_ONCE
from kg.corpus.decisions import Basis, Decisions, PairDecision
from kg.corpus.entity_pairs import LARGEST
from kg.corpus.links import ENTITY, EVENT, Unit, sealed, told_of
from kg.errors import KgError
from kg.model import Graph
from kg.shards.index import unpacked
from kg.tables.rows import Row, jsonl
from kg.turtle.whole import whole_file

_OF_NODE = """article.id = (
    SELECT article FROM name JOIN node ON node.id = node WHERE node.name = ? ORDER BY article LIMIT 1
)"""


def graph_of_units(index: sqlite3.Connection, units: Iterable[Unit]) -> Graph:
    """What the articles of some units tell; of a node that is one in all articles, the first of these."""
    found: dict[int, tuple[int, bytes]] = {}
    for unit in sorted(set(units)):
        where, value = ("article.name = ?", str(unit.article)) if unit.article else (_OF_NODE, str(unit.node))
        for number, *content in index.execute(f"SELECT id, size, graph FROM article WHERE {where}", (value,)):
            found[number] = (content[0], content[1])
    return Graph().union(*(unpacked(*content) for _, content in sorted(found.items())))


_MADE = """
    CREATE TABLE shard (number INTEGER PRIMARY KEY, nodes BLOB);
    CREATE TABLE node (name TEXT PRIMARY KEY, is_several INTEGER, data BLOB) WITHOUT ROWID;
    CREATE TABLE article (name TEXT PRIMARY KEY, day TEXT, days BLOB, words BLOB, names BLOB);
    CREATE TABLE entity (
        node TEXT, source TEXT, article TEXT, item TEXT, is_bare INTEGER, is_full INTEGER, keys BLOB, data BLOB,
        PRIMARY KEY (node, source)
    ) WITHOUT ROWID;
    CREATE INDEX of_source ON entity (source);
    CREATE TABLE event (node TEXT, article TEXT, data BLOB);
    CREATE TABLE unit (
        id INTEGER PRIMARY KEY, kind TEXT, node TEXT, article TEXT, data BLOB, part INTEGER, cluster INTEGER,
        UNIQUE (kind, node, article)
    );
    CREATE INDEX of_unit ON unit (article, kind);
    CREATE TABLE standing (id INTEGER PRIMARY KEY, is_many INTEGER, data BLOB);
    CREATE TABLE key (key TEXT, id INTEGER, PRIMARY KEY (key, id)) WITHOUT ROWID;
    CREATE TABLE window (name TEXT, member TEXT, PRIMARY KEY (name, member)) WITHOUT ROWID;
    CREATE INDEX of_member ON window (member);
    CREATE TABLE home (article TEXT PRIMARY KEY, window TEXT);
    CREATE INDEX of_home ON home (window);
    CREATE TABLE near (
        one TEXT, other TEXT, words REAL, names REAL, window TEXT, PRIMARY KEY (one, other)
    ) WITHOUT ROWID;
    CREATE INDEX of_window ON near (window);
    CREATE INDEX of_other ON near (other);
    CREATE TABLE pair (
        one INTEGER, other INTEGER, kind TEXT, score REAL, features BLOB, PRIMARY KEY (one, other)
    ) WITHOUT ROWID;
    CREATE TABLE sure (one INTEGER, other INTEGER, kind TEXT, PRIMARY KEY (one, other)) WITHOUT ROWID;
    CREATE TABLE denied (one INTEGER, other INTEGER, features BLOB, PRIMARY KEY (one, other)) WITHOUT ROWID;
    CREATE TABLE cluster (id INTEGER PRIMARY KEY, name TEXT, size INTEGER, score REAL, evidence BLOB);
"""


@contextmanager
def scratch() -> Iterator[sqlite3.Connection]:
    """An unnamed database on disk, for as long as it is wanted; no crash leaves it behind."""
    with closing(sqlite3.connect("", isolation_level=None)) as base:
        base.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -128000; {_MADE}")
        base.execute("BEGIN")
        yield base


_FULL = "make room there and for temporary files (SQLITE_TMPDIR)"
_BUSY = "another process links this corpus: run it again when that is done"


@dataclass(frozen=True)
class BlockLinks:
    """The links of a corpus, in the tables of their making."""

    base: sqlite3.Connection
    decisions: Decisions
    common: int
    """Keys that so many names share that only near ones of them are compared."""
    left_out: int
    """Articles without a day that are left out of a block of a name that too many have."""
    done: Mapping[str, list[int]]
    """Kind of task -> how many there were, and how many had to be done."""

    def rows(self) -> Iterator[Row]:
        """The rows of the links, as those of ``kg.corpus.links``."""
        return meeting.rows_of_links(self.base, self.decisions)

    @property
    def articles(self) -> int:
        """How many articles there are."""
        ((found,),) = self.base.execute("SELECT count(*) FROM article")
        return int(found)

    @property
    def is_by_weeks(self) -> bool:
        """Whether articles met by weeks, not all with all."""
        return self.articles > AT_ONCE

    def several(self, kind: str) -> tuple[int, int]:
        """How many clusters of several units there are, and of how many."""
        wanted = """SELECT count(*), coalesce(sum(size), 0) FROM cluster CROSS JOIN unit USING (id)
            WHERE kind = ? AND size > 1"""
        ((clusters, units),) = self.base.execute(wanted, (kind,))
        return int(clusters), int(units)

    def written(self, made_of: Basis, place: Path) -> Iterator[str]:
        """Write the rows of the links to a file, whole or not at all; lines that tell what they are."""
        doubts = Counter[str]()

        def lines() -> Iterator[str]:
            yield made_of.text()
            for row in self.rows():
                doubts[str(row["kind"])] += not row["cluster"]
                yield from jsonl([row])

        with whole_file(place) as file:
            for line in sealed(lines()):
                file.write(line.encode())
        yield f"{place}: links of {self.articles} articles, found by blocks"
        for kind in (ENTITY, EVENT):
            yield told_of(kind, *self.several(kind), doubts[kind])
        asked, done = (sum(counts) for counts in zip(*self.done.values(), strict=True))
        yield f"  blocks      {done} of {asked} compared, the others are as they were"
        if self.common:
            yield f"  cut         of {self.common} names that more than {LARGEST} have only near ones were compared"
        if self.left_out:
            told = "times an article without a day was left out of a block of a common name"
            yield f"  cut         {self.left_out} {told}"
        if self.is_by_weeks:
            yield "  cut         articles more than a week apart were compared only where both tell of one week"
        if self.decisions.given:
            held, given = len(self.decisions.verdicts), len(self.decisions.given)
            yield f"  {held} of {given} decisions hold: the corpus has both nodes"


@contextmanager
def linked_by_blocks(
    index: sqlite3.Connection,
    given: Iterable[PairDecision] = (),
    *,
    kept: Path,
    jobs: int | str = 1,
    told: Callable[[str], None] = lambda _step: None,
) -> Iterator[BlockLinks]:
    """The links of the corpus of an index; what tasks gave is ``kept`` in a file for the next time.

    ``jobs`` are processes, or the address of a scheduler of Dask; ``told`` is called with each step that begins.

    Raises:
        KgError: there is no room, in the corpus or for temporary files, or another process links it.
        sqlite3.DatabaseError: the index is damaged.

    """
    known = tuple(given)
    units = (side.unit for one in known for side in (one.first, one.second))
    decisions = Decisions(graph_of_units(index, units), known)
    try:
        with scratch() as base, tasks(kept, jobs) as crew:
            yield _linked(index, base, crew, decisions, told)
    except sqlite3.OperationalError as error:
        is_busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
        raise KgError(f"{kept.parent}: {error}", hint=_BUSY if is_busy else _FULL) from error


def _linked(
    index: sqlite3.Connection,
    base: sqlite3.Connection,
    crew: Tasks,
    decisions: Decisions,
    told: Callable[[str], None],
) -> BlockLinks:
    told("words")
    meeting.gather(index, base, crew)
    told("profiles")
    meeting.profile(index, base, crew)
    told("stories")
    words, left_out = meeting.place(base)
    meeting.find_stories(base, crew, words)
    told("entities")
    meeting.put_units(base)
    common = meeting.meet_by_names(base, crew)
    meeting.meet_by_stories(base, crew)
    meeting.unite(base, ENTITY, decisions)
    told("events")
    meeting.name_participants(base)
    meeting.meet_as_events(base, crew, words)
    meeting.unite(base, EVENT, decisions)
    return BlockLinks(base, decisions, common, left_out, crew.done)
