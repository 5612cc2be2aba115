"""The index of a corpus: which clauses tell of which nodes, in which relations, when; excerpts are taken by it.

It lies in SQLite, as the catalog does, so that it answers while somebody writes. All of it follows from the shards: it
catches up with their list, and may be thrown away. The cost of a change goes with the articles that change.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

from kg.errors import InputError
from kg.facts.selection import is_dated, time_of
from kg.model import Entity, Graph, NodeId, Statement
from kg.shards.codec import Outline, StatementOutline, compressed, decoded, decompressed, encoded
from kg.shards.database import following, known_shards, seal

LABEL, CODE, OTHER = range(3)
"""What a name is to its node, the best first, as ``kg.facts.selection.nodes_named`` looks them up."""
COUNTRY = "countryCode"
"""The link from whoever is of a country to the code of it, which is a name of that."""
CARRYING = ("actsFor", "heldOffice", "ofCountry", "inCountry", "partOf", "memberOf", "leads", "worksFor")
"""Relations by which the acts of one count for another: those of its ministers for a state, what happens in it."""
_FORM = 4
"""The form of the tables; an index of another one is made anew."""
_MADE = """
    CREATE TABLE shard (id INTEGER PRIMARY KEY, name TEXT UNIQUE);
    CREATE TABLE article (id INTEGER PRIMARY KEY, name TEXT UNIQUE, shard INTEGER, day TEXT, size INTEGER, graph BLOB);
    CREATE INDEX of_shard ON article (shard);
    CREATE INDEX by_day ON article (day DESC, name);
    CREATE TABLE clause (id INTEGER PRIMARY KEY, article INTEGER, name TEXT, since TEXT, until TEXT);
    CREATE INDEX of_article ON clause (article);
    CREATE TABLE told (word TEXT, clause INTEGER, PRIMARY KEY (word, clause)) WITHOUT ROWID;
    CREATE TABLE node (id INTEGER PRIMARY KEY, name TEXT UNIQUE);
    CREATE TABLE touch (node INTEGER, clause INTEGER, PRIMARY KEY (node, clause)) WITHOUT ROWID;
    CREATE TABLE name (
        name TEXT, rank INTEGER, node INTEGER, article INTEGER, label TEXT, PRIMARY KEY (name, rank, node, article)
    ) WITHOUT ROWID;
    CREATE INDEX of_node ON name (node);
    CREATE TABLE link (
        target TEXT, relation TEXT, node INTEGER, article INTEGER, PRIMARY KEY (target, relation, node, article)
    ) WITHOUT ROWID;
    CREATE INDEX of_linked ON link (node, relation, target, article);
"""
_KEYS: Mapping[str, Sequence[str]] = {
    "told": ("word", "clause"),
    "touch": ("node", "clause"),
    "name": ("name", "rank", "node", "article"),
    "link": ("target", "relation", "node", "article"),
}
"""The primary keys of the tables that tell of clauses and nodes."""
_AT_ONCE = 8  # shards, for whose time other processes wait
_DELETE = "derived/index.sqlite follows from the shards: delete it, and run it again"


@contextmanager
def index(path: Path, listed: Callable[[], Mapping[str, Iterable[Graph]]]) -> Iterator[sqlite3.Connection]:
    """The index with what the shards say that are listed, by their names, and no other; only what it lacks is read.

    Raises ``InputError`` where it cannot be read or written.
    """

    def brought(base: sqlite3.Connection, _place: str) -> bool:
        while known_shards(base) != set(listed()) and not _catch_up(base, listed):
            pass
        return True

    try:
        with closing(following(path, _MADE, _FORM, brought)) as base:
            yield base
    except sqlite3.Error as error:
        raise InputError(f"{path}: {error}", hint=_DELETE) from error


def _catch_up(base: sqlite3.Connection, listed: Callable[[], Mapping[str, Iterable[Graph]]]) -> bool:
    """Bring it nearer to the list as it is now, and say whether that is all; one change, made whole or not at all."""
    base.execute("BEGIN IMMEDIATE")
    with base:
        shards, known = listed(), known_shards(base)
        for name in sorted(known - shards.keys()):
            _without(base, name)
        come = sorted(shards.keys() - known)
        for name in come[:_AT_ONCE]:
            graphs = shards[name]
            number = base.execute("INSERT INTO shard (name) VALUES (?)", (name,)).lastrowid
            for graph in graphs:
                _Article(base, graph).add(number or 0)
        seal(base)
    return len(come) <= _AT_ONCE


def _without(base: sqlite3.Connection, shard: str) -> None:
    found = base.execute("SELECT article.* FROM article JOIN shard ON shard.id = shard WHERE shard.name = ?", (shard,))
    for number, *_, size, content in found.fetchall():
        _Article(base, unpacked(size, content)).remove(number)
    base.execute("DELETE FROM shard WHERE name = ?", (shard,))


class _Article:
    """What the index has of the graph of one article."""

    def __init__(self, base: sqlite3.Connection, graph: Graph) -> None:
        self._base = base
        self._graph = graph
        self._clauses = clauses_of(graph)

    def add(self, shard: int) -> None:
        """Put it in."""
        (article,) = self._graph.articles
        told = (article.id, shard, article.date and article.date.isoformat(), *packed(self._graph))
        wanted = "INSERT OR REPLACE INTO article (name, shard, day, size, graph) VALUES (?, ?, ?, ?, ?)"
        number = self._base.execute(wanted, told).lastrowid or 0
        clauses = {name: self._clause(number, name) for name in dict.fromkeys(self._clauses.values())}
        for table, rows in self._rows(number, clauses).items():
            if rows:
                places = ", ".join("?" * len(rows[0]))
                self._base.executemany(f"INSERT INTO {table} VALUES ({places})", dict.fromkeys(rows))

    def remove(self, number: int) -> None:
        """Take it out; nodes keep their numbers."""
        found = self._base.execute("SELECT name, id FROM clause WHERE article = ?", (number,))
        for table, rows in self._rows(number, dict(found.fetchall())).items():
            where = " AND ".join(f"{column} = ?" for column in _KEYS[table])
            keys = (row[: len(_KEYS[table])] for row in rows)
            self._base.executemany(f"DELETE FROM {table} WHERE {where}", dict.fromkeys(keys))
        self._base.execute("DELETE FROM clause WHERE article = ?", (number,))
        self._base.execute("DELETE FROM article WHERE id = ?", (number,))

    def _rows(self, number: int, clauses: Mapping[NodeId, int]) -> dict[str, list[tuple[object, ...]]]:
        """What the tables have of it, by their names; the key of each row comes first."""
        graph, of, around = self._graph, self._clauses, described_by(self._graph)
        touched_by = [(of[one.id], node) for one in graph.statements for node in touched(one, around)]
        nodes = {node: self._node(node) for node in {*graph.nodes, *(node for _, node in touched_by)}}
        # Ids of statements, relations, labels of these, classes of predicate and happening.
        kinds: dict[NodeId | None, str] = {event.id: event.cls for event in graph.events}
        words = (
            (word.casefold(), clauses[of[said.id]])
            for said in graph.statements
            for word in (
                *(said.id, said.relation, said.relation_label, kinds.get(said.event, said.relation)),
                *said.relation_class.split(),
            )
        )
        names = list[tuple[object, ...]]()
        for node in graph.nodes.values():
            label, known = graph.label(node.id), [(LABEL, graph.label(node.id))]
            if isinstance(node, Entity):
                known += [(CODE, node.alpha3)] * bool(node.alpha3) + [(OTHER, other) for other in node.alt_labels]
            names += [(name.casefold(), rank, nodes[node.id], number, label) for rank, name in known]
        links = [(node.id, *link) for node in graph.entities for link in links_of(node)]
        facts = (said for said in graph.statements if said.relation in CARRYING and said.is_fact)
        links += [(said.subject, said.relation, said.object) for said in facts]
        return {
            "told": [*words],
            "touch": [(nodes[node], clauses[name]) for name, node in touched_by],
            "name": names,
            "link": [(target, relation, nodes[node], number) for node, relation, target in links],
        }

    def _clause(self, article: int, name: NodeId) -> int:
        """The number of a new clause, with the first and last day of all its statements; an open end is no end."""
        said = [one for one in self._graph.statements if self._clauses[one.id] == name]
        times = [time for one in said if is_dated(time := time_of(self._graph, one))]
        since = min((time.start or date.min for time in times), default=None)
        until = max((time.end or date.max for time in times), default=None)
        wanted = "INSERT INTO clause (article, name, since, until) VALUES (?, ?, ?, ?)"
        days = (one and one.isoformat() for one in (since, until))
        return self._base.execute(wanted, (article, name, *days)).lastrowid or 0

    def _node(self, name: NodeId) -> int:
        self._base.execute("INSERT OR IGNORE INTO node (name) VALUES (?)", (name,))
        ((number,),) = self._base.execute("SELECT id FROM node WHERE name = ?", (name,))
        return int(number)


def links_of(node: Entity) -> Iterator[tuple[str, str]]:
    """To what an entity is linked, and the code of its country."""
    yield from ((link.relation, link.target) for link in node.links)
    if node.country:
        yield COUNTRY, node.country.casefold()


def clauses_of(graph: Graph | Outline) -> Mapping[NodeId, NodeId]:
    """Statement -> the main statement of its clause."""
    above = {said.id: said.detail_of for said in graph.statements}

    def top(name: NodeId) -> NodeId:
        seen = {name}
        while (upper := above.get(name)) is not None and upper in above and upper not in seen:
            seen.add(name := upper)
        return name

    return {name: top(name) for name in above}


def described_by(graph: Graph | Outline) -> Mapping[NodeId, Sequence[NodeId]]:
    """Entities and events, each with the nodes by which it is described."""
    found = {entity.id: [link.target for link in entity.links] for entity in graph.entities}
    return found | {event.id: [role.filler for role in event.roles] for event in graph.events}


def touched(said: Statement | StatementOutline, around: Mapping[NodeId, Sequence[NodeId]]) -> Iterator[NodeId]:
    """The nodes that a statement tells of: its ends, its sources, its event and who takes part in it."""
    yield from (said.subject, said.object)
    yield from filter(None, (said.attributed_to, said.reported_by, said.event))
    if said.event:
        yield from around.get(said.event, ())


def packed(graph: Graph) -> tuple[int, bytes]:
    """A graph compressed, and how many bytes it has without."""
    return compressed(encoded(graph))


def unpacked(size: int, content: bytes) -> Graph:
    """The graph that ``packed`` made smaller; ``InputError`` where it is damaged."""
    return decoded(unpacked_data(size, content))


def unpacked_data(size: int, content: bytes) -> bytes:
    """The same, encoded (``kg.shards.codec``); ``InputError`` where it is damaged."""
    try:
        return decompressed(size, content)
    except ValueError as error:
        raise InputError("the index of the corpus is damaged", hint=_DELETE) from error
