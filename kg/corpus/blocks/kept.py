"""The links of a corpus as they are kept: tables that follow the shards, and from which parts are read.

They are made when all of it is linked. Articles that came since are placed when they are opened next, by whoever may
write there, and those that went are taken out; all of it follows from the shards and may be thrown away.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path

from kg.corpus import tables
from kg.corpus.blocks import meeting
from kg.corpus.blocks.linking import BlockLinks, decided, graph_of_units
from kg.corpus.blocks.placing import Placing, take_out
from kg.corpus.clusters import united
from kg.corpus.decisions import Decisions, PairDecision
from kg.corpus.happenings import Corpus
from kg.corpus.links import Links, Unit
from kg.corpus.tenures import HOLDING
from kg.errors import InputError
from kg.model import ArticleId, Graph, NodeId
from kg.model.merge import renamed
from kg.shards.codec import packed
from kg.shards.database import following, seal, throw_away
from kg.shards.folder import CorpusFolder
from kg.turtle.whole import whole_file

_FORM = 1
_MADE = "CREATE TABLE made (name TEXT PRIMARY KEY, value);"
_KEPT = (
    """
    CREATE TABLE made (name TEXT PRIMARY KEY, value);
    CREATE TABLE seen (name TEXT PRIMARY KEY, digest BLOB, is_placed INTEGER);
    CREATE INDEX of_cluster ON unit (cluster);
    CREATE INDEX of_key ON key (id);
    CREATE INDEX of_item ON entity (item) WHERE item != '';
    CREATE INDEX by_name ON cluster (name);
    DELETE FROM shard; DELETE FROM event; DELETE FROM near; DELETE FROM home;
    DELETE FROM pair; DELETE FROM sure;
    UPDATE entity SET data = NULL;
    UPDATE standing SET data = NULL WHERE NOT is_many;
"""
    + tables.MADE
)
_OF_WANTED = f"""unit.id IN (SELECT id FROM wanted CROSS JOIN unit ON unit.article = wanted.name UNION ALL
    SELECT id FROM wanted CROSS JOIN entity ON source = wanted.name
    CROSS JOIN unit ON unit.kind = 'entity' AND unit.node = entity.node AND unit.article = '') AND ({meeting.TOLD})"""
_CANONICAL = """SELECT node FROM unit WHERE cluster = (SELECT id FROM cluster WHERE name = ?) AND kind = 'entity'
    AND NOT EXISTS (SELECT 1 FROM unit AS far WHERE far.kind = unit.kind AND far.node = unit.node
        AND far.cluster != unit.cluster)
    GROUP BY node ORDER BY min(article) != '', count(*) DESC, node LIMIT 1"""
_BY_DAY = """SELECT cluster, min(coalesce(day, '')) FROM unit CROSS JOIN article ON name = unit.article
    WHERE kind = 'event' {} GROUP BY cluster"""
_TELLERS = "SELECT article FROM unit WHERE cluster = ?"
_DENIED = """SELECT DISTINCT one.cluster, other.cluster FROM denied CROSS JOIN unit AS one ON one.id = denied.one
    CROSS JOIN unit AS other ON other.id = denied.other WHERE one.cluster != other.cluster"""
_AROUND = """SELECT name, other.node FROM json_each(?) CROSS JOIN unit ON unit.kind = 'entity' AND unit.node = value
    CROSS JOIN cluster ON cluster.id = unit.cluster CROSS JOIN unit AS other ON other.cluster = unit.cluster"""
_FEW, _SHARE = 50, 10
"""New articles that are placed, however few there were: more than a tenth of those take longer than linking all."""
_AT_ONCE = 100
"""Articles of which happenings are told at once."""
_ARTICLES = "SELECT name, substr(graph, 1, 8) FROM article"


def keep(links: BlockLinks, index: sqlite3.Connection, made_of: str, place: Path) -> None:
    """Keep the tables of links that were just made, without what only their making needs."""
    base = links.base
    words = {name: packed(meeting.frequencies(base, name)) for name in ("words", "names")}
    base.execute("COMMIT")
    base.executescript(_KEPT)
    base.execute("BEGIN")
    base.executemany("INSERT INTO made VALUES (?, ?)", [*words.items(), ("of", made_of), ("state", _state(index))])
    base.executemany("INSERT INTO seen VALUES (?, ?, 0)", index.execute(_ARTICLES))
    KeptLinks(base).tell(index)
    base.execute(f"PRAGMA user_version = {_FORM}")
    base.execute("COMMIT")
    with whole_file(place) as file:
        base.execute("VACUUM INTO ?", (file.name,))
        with closing(sqlite3.connect(file.name)) as kept:
            seal(kept)
        throw_away(place, ("-journal", "-wal", "-shm"))
    base.execute("BEGIN")


def _state(index: sqlite3.Connection) -> str:
    return sha256(repr(sorted(index.execute("SELECT name FROM shard"))).encode()).hexdigest()


@dataclass(frozen=True)
class KeptLinks:
    """The kept links of a corpus, with the articles that came since placed."""

    base: sqlite3.Connection

    @property
    def made_of(self) -> str:
        """A digest of what readers had decided when all of it was linked; "" where it never was."""
        return str(next(self.base.execute("SELECT value FROM made WHERE name = 'of'"), ("",))[0])

    @property
    def placed(self) -> int:
        """How many articles were placed since."""
        ((found,),) = self.base.execute("SELECT count(*) FROM seen WHERE is_placed")
        return int(found)

    def within(self, articles: Iterable[ArticleId]) -> Links:
        """The links of what some articles tell; nothing is doubtful, for that is in the file of links."""
        self.base.execute(
            "CREATE TEMP TABLE wanted AS SELECT value AS name FROM json_each(?)", (json.dumps([*articles]),)
        )
        found = meeting.links_in(self.base, Decisions(Graph(), ()), _OF_WANTED, is_part=True)
        self.base.execute("DROP TABLE wanted")
        return found

    def joined(self, graphs: Iterable[Graph]) -> Iterator[Graph]:
        """The graphs of articles, in which what is one in several has one name: a node that all mean by it, if any."""

        @cache
        def name(cluster: NodeId) -> NodeId:
            (found,) = next(self.base.execute(_CANONICAL, (cluster,)), (cluster,))
            return NodeId(found)

        for graph in graphs:
            links = self.within(one.id for one in graph.articles)
            names = {unit.node: name(cluster.id) for unit, cluster in links.of_unit.items()}
            yield Graph.merged(renamed(graph, names))

    def around(self, nodes: Collection[NodeId]) -> frozenset[NodeId]:
        """Some nodes, the clusters of these, and all that are one with them there."""
        found = self.base.execute(_AROUND, (json.dumps([*nodes]),))
        return frozenset({*nodes, *(NodeId(name) for row in found for name in row)})

    def tell(self, index: sqlite3.Connection, only: Collection[int] = ()) -> None:
        """Put what all articles tell together into the tables, or what some clusters have of it."""
        base, waiting, articles = self.base, list[int](), set[str]()
        denied, near = base.execute(_DENIED).fetchall(), set[int]()
        if only:  # with all that a chain of denials ties to them
            tied = united({*only}.union(*denied), denied)
            near.update(*(group for group in tied if not {*only}.isdisjoint(group)))
            denied = [pair for pair in denied if pair[0] in near]
        some = ", ".join(map(str, near))
        days = dict(base.execute(_BY_DAY.format(f"AND cluster IN ({some})" if only else "")).fetchall())
        groups = sorted(united(days, denied), key=lambda group: (days[group[0]], group))
        for place, group in enumerate(groups, 1):
            waiting += group
            for number in group:
                articles.update(name for (name,) in base.execute(_TELLERS, (number,)))
            if len(articles) > _AT_ONCE or place == len(groups):
                told, names = self._told(index, waiting, articles)
                tables.drop(base, names)
                tables.put(base, told, names)
                waiting, articles = [], set()

    def _told(
        self, index: sqlite3.Connection, clusters: Collection[int], articles: Collection[str]
    ) -> tuple[Corpus, set[NodeId]]:
        """What is told of some happenings, in their articles; the names that these have or had."""
        own = f"""SELECT node, name FROM unit CROSS JOIN cluster ON cluster.id = cluster
            WHERE cluster IN ({", ".join(map(str, clusters))})"""
        rows = self.base.execute(own).fetchall()
        nodes = {node for node, _ in rows}
        graph = graph_of_units(index, (Unit(NodeId(""), ArticleId(name)) for name in articles))
        said = tuple(one for one in graph.statements if one.event in nodes or one.relation == HOLDING)
        graph = replace(graph, statements=said, events=tuple(one for one in graph.events if one.id in nodes))
        return Corpus(graph, self.within([ArticleId(name) for name in articles])), {
            NodeId(x) for row in rows for x in row
        }


@contextmanager
def kept_links(corpus: Path, place: Path, given: Sequence[PairDecision] = ()) -> Iterator[KeptLinks | None]:
    """The kept links of a corpus as its shards are now; None where it was not linked, or most of it has changed since.

    Raises ``InputError`` where there is no room.
    """
    if not place.exists():
        yield None
        return
    with CorpusFolder(corpus) as folder, folder.index(lambda _name: None) as index:

        def brought(base: sqlite3.Connection, _place: str) -> bool:
            state = _state(index)
            known = dict(base.execute("SELECT name, value FROM made"))
            if known.get("state") not in {None, state}:
                _follow(base, index, given, state)
            return True

        try:
            with closing(following(place, _MADE, _FORM, brought)) as base:
                found = KeptLinks(base)
                ((_, _, file), *_) = base.execute("PRAGMA database_list")
                if found.made_of:
                    yield found
                    return
            if file:  # nobody else writes there, or keeps it from being written: nothing is in it
                throw_away(place)
            yield None
        except sqlite3.OperationalError as error:
            raise InputError(
                f"{place}: {error}", hint="make room, and run it again: what was listed is there"
            ) from error


def _follow(base: sqlite3.Connection, index: sqlite3.Connection, given: Sequence[PairDecision], state: str) -> None:
    """Place the articles that came, and take out those that went; one change, made whole or not at all."""
    base.execute("BEGIN IMMEDIATE")
    with base:
        listed: dict[str, bytes] = dict(index.execute(_ARTICLES))
        known: dict[str, bytes] = dict(base.execute("SELECT name, digest FROM seen"))
        gone, come = (
            [*dict(sorted(some.items() - others.items()))] for some, others in ((known, listed), (listed, known))
        )
        if len(come) > max(_FEW, len(known) // _SHARE):
            raise sqlite3.DatabaseError("of another corpus, nearly")
        changed = set[int]().union(*(take_out(base, ArticleId(name)) for name in gone))
        touched = [one for one in given if {one.first.unit.article, one.second.unit.article} & {*come}]
        decisions = decided(index, touched)
        for name in come:
            graph = index.execute("SELECT size, graph FROM article WHERE name = ?", (name,)).fetchone()
            changed |= Placing(base, ArticleId(name), graph, decisions).place()
            base.execute("INSERT INTO seen VALUES (?, ?, 1)", (name, listed[name]))
        if changed:
            KeptLinks(base).tell(index, changed)
        base.execute("UPDATE made SET value = ? WHERE name = 'state'", (state,))
        seal(base)
