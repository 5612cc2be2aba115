"""The links of a corpus as they are kept: tables that follow the shards, and from which parts are read.

They are made when all of it is linked. Articles that came since are placed when they are opened next, by whoever may
write there, and those that went are taken out; all of it follows from the shards and may be thrown away.

What a new article tells is compared as when all is linked, with whatever its names and days let it meet, and joins
clusters that are there or makes new ones; two that are there are never joined. Linking all of it repairs what a later
article would have made otherwise.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from hashlib import sha256
from itertools import combinations
from pathlib import Path

from kg.corpus import entity_pairs, tables
from kg.corpus.blocks import meeting
from kg.corpus.blocks import tasks as task
from kg.corpus.blocks.linking import BlockLinks, decided, graph_of_units
from kg.corpus.blocks.tasks import STORY, windows_of
from kg.corpus.clusters import united
from kg.corpus.decisions import Decisions, PairDecision
from kg.corpus.entity_pairs import LARGEST
from kg.corpus.event_pairs import NAMED
from kg.corpus.happenings import Corpus
from kg.corpus.links import ENTITY, EVENT, Links, Unit
from kg.corpus.profiles import EntityProfile
from kg.corpus.tenures import HOLDING
from kg.corpus.words import Frequencies, circles, cosine
from kg.errors import InputError
from kg.model import ArticleId, Graph, NodeId
from kg.model.merge import renamed
from kg.shards.codec import packed, unpacked
from kg.shards.database import following, seal, throw_away
from kg.shards.excerpts import nodes_named
from kg.shards.folder import CorpusFolder
from kg.turtle.whole import whole_file

_FORM = 5
_MADE = "CREATE TABLE made (name TEXT PRIMARY KEY, value);"
_KEPT = (
    _MADE
    + """
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
_BY_DAY = """SELECT cluster, min(coalesce(day, '') || ' ' || name) FROM unit CROSS JOIN article ON name = unit.article
    WHERE kind = 'event' {} GROUP BY cluster"""
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
    facts = ("tellers", packed(links.tellers)), ("of", made_of), ("state", _state(index))
    base.executemany("INSERT INTO made VALUES (?, ?)", [*words.items(), *facts])
    base.executemany("INSERT INTO seen VALUES (?, ?, 0)", index.execute(_ARTICLES))
    KeptLinks(base, index).tell()
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
    index: sqlite3.Connection
    """That of the corpus."""

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

    def named(self, name: str) -> frozenset[NodeId]:
        """The nodes of a name, their clusters, and all that are one with them; ``KgError`` for an unknown name."""
        nodes = nodes_named(self.index, name)
        return nodes.union(NodeId(one) for row in self.base.execute(_AROUND, (json.dumps([*nodes]),)) for one in row)

    def tell(self, only: Collection[int] = ()) -> None:
        """Put what articles tell together into the tables, or what some clusters have; what one tells comes at once."""
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
                tellers = base.execute("SELECT article FROM unit WHERE cluster = ?", (number,))
                articles.update(name for (name,) in tellers)
            if len(articles) > _AT_ONCE or place == len(groups):
                told, names = self._told(waiting, articles)
                tables.drop(base, names)
                tables.put(base, told, names)
                waiting, articles = [], set()

    def _told(self, clusters: Collection[int], articles: Collection[str]) -> tuple[Corpus, set[NodeId]]:
        """What is told of some happenings, in their articles; the names that these have or had."""
        own = f"""SELECT node, name FROM unit CROSS JOIN cluster ON cluster.id = cluster
            WHERE cluster IN ({", ".join(map(str, clusters))})"""
        rows = self.base.execute(own).fetchall()
        nodes = {node for node, _ in rows}
        graph = graph_of_units(self.index, (Unit(NodeId(""), ArticleId(name)) for name in articles))
        said = tuple(one for one in graph.statements if one.event in nodes or one.relation == HOLDING)
        told = Corpus(replace(graph, statements=said), self.within([ArticleId(name) for name in articles]))
        return told, {NodeId(one) for row in rows for one in row}


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
                found = KeptLinks(base, index)
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
        changed = set[int]().union(*(_take_out(base, ArticleId(name)) for name in gone))
        touched = [one for one in given if {one.first.unit.article, one.second.unit.article} & {*come}]
        decisions = decided(index, touched)
        for name in come:
            graph = index.execute("SELECT size, graph FROM article WHERE name = ?", (name,)).fetchone()
            changed |= _Placing(base, ArticleId(name), graph, decisions).place()
            base.execute("INSERT INTO seen VALUES (?, ?, 1)", (name, listed[name]))
        if changed:
            KeptLinks(base, index).tell(changed)
        base.execute("UPDATE made SET value = ? WHERE name = 'state'", (state,))
        seal(base)


_GONE = """
    CREATE TEMP TABLE gone AS SELECT unit.id, cluster, node, name FROM unit
        CROSS JOIN cluster ON cluster.id = cluster WHERE article = ?1 OR (
        kind = 'entity' AND article = '' AND node IN (SELECT node FROM entity WHERE source = ?1)
        AND NOT EXISTS (SELECT 1 FROM entity WHERE entity.node = unit.node AND source != ?1));
    DELETE FROM article WHERE name = ?1;
    DELETE FROM seen WHERE name = ?1;
    DELETE FROM window WHERE member = ?1;
    DELETE FROM entity WHERE source = ?1;
    CREATE TEMP TABLE heir AS SELECT gone.id AS id, min(other.id) AS other FROM gone JOIN standing USING (id)
        JOIN unit USING (id) JOIN unit AS other ON other.kind = unit.kind AND other.node = unit.node
        WHERE is_many AND other.id NOT IN (SELECT id FROM gone) GROUP BY gone.id;
    UPDATE standing SET id = (SELECT other FROM heir WHERE heir.id = standing.id) WHERE id IN (SELECT id FROM heir);
    UPDATE OR REPLACE key SET id = (SELECT other FROM heir WHERE heir.id = key.id) WHERE id IN (SELECT id FROM heir);
    DELETE FROM standing WHERE id IN (SELECT id FROM gone);
    DELETE FROM key WHERE id IN (SELECT id FROM gone);
    DELETE FROM denied WHERE one IN (SELECT id FROM gone) OR other IN (SELECT id FROM gone);
    DELETE FROM unit WHERE id IN (SELECT id FROM gone);
    UPDATE cluster SET size = (SELECT count(*) FROM unit WHERE cluster = cluster.id)
        WHERE id IN (SELECT cluster FROM gone);
    UPDATE cluster SET score = 1.0, evidence = x'90' WHERE size = 1 AND id IN (SELECT cluster FROM gone);
    DELETE FROM cluster WHERE size = 0;
"""
"""Takes an article out; the node of many articles that its unit stood for has another unit that stands for it."""
_MEETS = """SELECT DISTINCT other.id, coalesce(standing.data, unit.data) FROM key AS other
    CROSS JOIN standing ON standing.id = other.id CROSS JOIN unit ON unit.id = other.id
    WHERE key = ?1 AND other.id != ?2
    AND (?3 OR is_many OR unit.article IN (SELECT one FROM near UNION SELECT other FROM near))"""
_JOINED = """SELECT id, node, article, data, cluster FROM unit WHERE kind = ?1 AND cluster IS NULL
    UNION SELECT id, node, article, data, cluster FROM unit WHERE cluster IN (SELECT cluster FROM unit WHERE id IN (
        SELECT one FROM pair UNION SELECT other FROM pair UNION SELECT one FROM sure UNION SELECT other FROM sure))
    ORDER BY id"""


def _take_out(base: sqlite3.Connection, article: ArticleId) -> set[int]:
    """Take an article out of kept links, with what it tells alone; the clusters of which something goes."""
    for statement in filter(str.strip, _GONE.split(";")):
        base.execute(statement, (article,) if "?1" in statement else ())
    rows = base.execute("SELECT cluster, node, name FROM gone").fetchall()
    tables.drop(base, {name for _, *names in rows for name in names})
    base.execute("DROP TABLE gone")
    base.execute("DROP TABLE heir")
    return {number for number, *_ in rows}


@dataclass(frozen=True)
class _Placing:
    """An article, with its graph as the index has it, that is put into kept links."""

    base: sqlite3.Connection
    article: ArticleId
    graph: tuple[int, bytes]
    decisions: Decisions

    def place(self) -> set[int]:
        """Put it in; the clusters that it joins or makes."""
        base = self.base
        with closing(sqlite3.connect(":memory:")) as alone:
            alone.execute("CREATE TABLE shard AS SELECT 1 AS id, '' AS name")
            row = (self.article, *self.graph)
            alone.execute("CREATE TABLE article AS SELECT ? AS name, 1 AS shard, ? AS size, ? AS graph", row)
            meeting.gather(alone, base, map)
            meeting.profile(alone, base, map)
        stories = self._stories()
        alike = ((one.one, one.other, one.words, one.names, "", one.circle) for one in stories)
        base.executemany("INSERT INTO near VALUES (?, ?, ?, ?, ?, ?)", alike)
        unit = "INSERT OR IGNORE INTO unit (kind, node, article, data) SELECT ?1, node, article, data"
        base.execute(f"{unit} FROM entity WHERE source = ?2 ORDER BY node", (ENTITY, self.article))
        articles = sorted({self.article, *(end for one in stories for end in (one.one, one.other))})
        self._meet_by_names()
        self._meet_by_stories(articles, stories)
        found = self._settle(ENTITY)
        base.execute(f"{unit} FROM event ORDER BY node", (EVENT,))
        meeting.name_participants(base, [self.article])
        known = self._frequencies("words"), self._frequencies("tellers")
        block = packed(meeting.events_of(base, articles, stories, known))
        meeting.put_events(base, task.pairs_of_events(block))
        found |= self._settle(EVENT)
        for table in ("shard", "event", "near"):
            base.execute(f"DELETE FROM {table}")
        base.execute("UPDATE entity SET data = NULL WHERE source = ?", (self.article,))
        return found

    def _frequencies(self, of: str) -> Frequencies:
        ((found,),) = self.base.execute("SELECT value FROM made WHERE name = ?", (of,))
        return unpacked(Frequencies, found)

    def _stories(self) -> Sequence[task.AlikeArticles]:
        """The articles that are alike, of those with which it has a window in common."""
        words, names, base = self._frequencies("words"), self._frequencies("names"), self.base
        wanted = "SELECT day, days, words, names FROM article WHERE name = ?"
        ((day, days, *told),) = base.execute(wanted, (self.article,))
        own, named = (unpacked(dict[str, int], counts) for counts in told)
        within = unpacked(tuple[tuple[date, date], ...], days)
        windows = windows_of(self.article, day and date.fromisoformat(day), within, named, names)
        base.executemany("INSERT INTO window VALUES (?, ?)", ((window, self.article) for window in windows))
        terms = {self.article: (words.terms(own), names.terms(named))}
        others = """SELECT DISTINCT article.name, words, names FROM window AS own CROSS JOIN window USING (name)
            CROSS JOIN article ON article.name = window.member WHERE own.member = ?1 AND window.member != ?1"""
        for other, *counted in base.execute(others, (self.article,)):
            known, called = (unpacked(dict[str, int], counts) for counts in counted)
            if cosine(terms[self.article][0], found := words.terms(known)) >= STORY:
                terms[other] = found, names.terms(called)
        # How alike these are among each other tells which are of its circle.
        alike = {
            (one, other): (value, cosine(terms[one][1], terms[other][1]))
            for one, other in combinations(sorted(terms), 2)
            if (value := cosine(terms[one][0], terms[other][0])) >= STORY
        }
        circle = circles({both: sum(values) for both, values in alike.items()})
        own_pairs = ((both, values) for both, values in alike.items() if self.article in both)
        return [task.AlikeArticles(*both, *values, circle[both]) for both, values in own_pairs]

    def _meet_by_names(self) -> None:
        """Put its new names beside those that share a key, as ``meeting.put_units`` and ``meet_by_names`` do."""
        wanted = """SELECT unit.id, item, keys, unit.data, (
                SELECT other.id FROM unit AS other CROSS JOIN standing ON standing.id = other.id AND is_many
                WHERE other.kind = unit.kind AND other.node = unit.node), (
                SELECT min(other.id) FROM entity AS twin CROSS JOIN unit AS other ON other.kind = unit.kind
                AND other.node = twin.node AND other.article = twin.article
                WHERE twin.item = entity.item AND item != '' AND twin.node != entity.node)
            FROM entity CROSS JOIN unit ON kind = ? AND unit.node = entity.node AND unit.article = entity.article
            WHERE source = ? AND cluster IS NULL AND NOT is_bare ORDER BY unit.id"""
        new: list[tuple[int, EntityProfile, list[str]]] = []
        for number, item, data, profile, crowd, twin in self.base.execute(wanted, (ENTITY, self.article)).fetchall():
            same = ((other, number, ENTITY) for other in (crowd, twin) if other)
            self.base.executemany("INSERT INTO sure VALUES (?, ?, ?)", same)
            if not crowd:
                keys = unpacked(list[str], data)
                new.append((number, unpacked(EntityProfile, profile), keys))
                self.base.execute("INSERT INTO standing VALUES (?, ?, ?)", (number, bool(item), profile))
                self.base.executemany("INSERT INTO key VALUES (?, ?)", ((key, number) for key in keys))
        groups: dict[str, list[EntityProfile]] = {}
        counted = "SELECT count(*) FROM (SELECT 1 FROM key WHERE key = ? LIMIT ?)"
        for number, own, keys in new:
            for key in keys:
                ((count,),) = self.base.execute(counted, (key, LARGEST + 1))
                for other, data in self.base.execute(_MEETS, (key, number, count <= LARGEST)):
                    both = (own, unpacked(EntityProfile, data))
                    groups[f"{number} {other}"] = sorted(both, key=lambda one: one.unit)
        meeting.put_pairs(self.base, [task.found_pair(*both) for both in entity_pairs.met(groups)])

    def _meet_by_stories(self, articles: Sequence[ArticleId], stories: Sequence[task.AlikeArticles]) -> None:
        """Put what it only describes beside what it or alike articles of the same names tell of."""
        wanted = """SELECT unit.data FROM entity CROSS JOIN unit ON kind = ? AND unit.node = entity.node
            AND unit.article = entity.article WHERE source = ?"""
        profiles = task.item_once(
            replace(unpacked(EntityProfile, data), articles=frozenset({name}))
            for name in articles
            for (data,) in self.base.execute(wanted, (ENTITY, name))
        )
        alike = {(one.one, one.other): one.words for one in stories if one.names >= NAMED}
        pairs = entity_pairs.described(profiles, alike)
        new = (both for both in pairs if any(self.article in one.articles for one in both))
        meeting.put_pairs(self.base, [task.found_pair(*both) for both in new])

    def _settle(self, kind: str) -> set[int]:
        """Let its new units of a kind join the clusters that they meet, or make new ones; all that these are."""
        base, units, homes = self.base, dict[Unit, tuple[int, bytes]](), dict[Unit, int]()
        first: dict[int, int] = {}
        for number, node, name, data, home in base.execute(_JOINED, (kind,)).fetchall():
            unit = Unit(NodeId(node), ArticleId(name))
            units[unit] = number, data
            if home is not None:
                homes[unit] = home
                rows = (first.setdefault(home, number), number, kind)
                base.execute("INSERT OR IGNORE INTO sure SELECT ?1, ?2, ?3 WHERE ?1 != ?2", rows)
        found = set[int]()
        ((last,),) = base.execute("SELECT max((SELECT max(id) FROM unit), (SELECT max(id) FROM cluster))")
        for cluster in meeting.clusters_in(base, kind, units, self.decisions, homes):
            fresh = [units[unit][0] for unit in cluster.members if unit not in homes]
            known = next((homes[unit] for unit in cluster.members if unit in homes), None)
            if fresh and known is None:
                known = last = last + 1
                is_used = base.execute("SELECT 1 FROM cluster WHERE name = ?", (cluster.id,)).fetchone()
                name = f"{cluster.id}-{known}" if is_used else cluster.id
                row = (known, name, 0, cluster.score, packed(cluster.evidence))
                base.execute("INSERT INTO cluster VALUES (?, ?, ?, ?, ?)", row)
            if fresh and known is not None:
                found.add(known)
                base.executemany("UPDATE unit SET cluster = ? WHERE id = ?", ((known, one) for one in fresh))
                change = """UPDATE cluster SET size = size + ?1, score = iif(size > 1, score, ?2),
                    evidence = iif(size > 1, evidence, ?3) WHERE id = ?4"""
                base.execute(change, (len(fresh), cluster.score, packed(cluster.evidence), known))
        base.execute("DELETE FROM sure")
        base.execute("DELETE FROM pair")
        return found
