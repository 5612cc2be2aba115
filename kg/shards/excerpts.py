"""Excerpts of a corpus: the part of it that a command asks about, as a graph of bounded size.

The newest articles that tell what is asked are taken, so that a corpus of any size is asked in about the same time;
what is left out is counted. Of each article the clauses are taken that match, with all that describes their nodes.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import itemgetter
from urllib.parse import unquote

from kg.errors import KgError, nearest_hint
from kg.facts.selection import named_in_short
from kg.gazetteer.words import slug
from kg.model import Graph, NodeId
from kg.model.merge import renamed, unified
from kg.shards import index
from kg.shards.codec import decoded, decoded_part, outline
from kg.shards.wanted import FEW, MOST, Wanted

_FURTHEST = 3  # links
_LAST = "\U0010ffff"
_TELLING = "SELECT count(*) FROM article WHERE EXISTS (SELECT * FROM clause WHERE article = article.id)"
_CLAUSES_AN_ARTICLE = 5
"""What an article costs that has but one of the clauses, at most."""
_MOST_ARTICLES = 1000
"""What is computed of them compares each with others."""
OFFERED = 50
"""Entities that are found by part of a name, at most."""
_LOOKED_AT = 200_000  # names, for the one that begins or ends with a name that the corpus does not have


@dataclass(frozen=True)
class CorpusExcerpt:
    """A part of a corpus: of ``of`` articles that match the newest ``articles`` are in it."""

    graph: Graph
    articles: int
    of: int
    is_whole: bool = False
    """Whether all of a small corpus is in it, whatever was wanted."""
    same: Mapping[NodeId, NodeId] = field(default_factory=dict)
    """Entities that links say are one with others wherever they are told of, each with the one that stands for all."""

    @property
    def united(self) -> Graph:
        """The graph to look at: what is one entity, by links or by its item, is one node."""
        return unified(Graph.merged(renamed(self.graph, self.same)) if self.same else self.graph)

    @property
    def note(self) -> str:
        """What is left out; empty where nothing is."""
        told = f"the newest {self.articles:,} of {self.of:,} articles that tell of it are read"
        return told if self.articles != self.of else ""


def excerpt(base: sqlite3.Connection, wanted: Wanted) -> CorpusExcerpt:
    """The excerpt that is wanted of the corpus of an index; the newest article that matches is in it, however long.

    A small corpus is read whole, so that its statements have the numbers that they have in its graph. Raises
    ``KgError`` with the nearest name for one that a larger one does not have.
    """
    base.execute("BEGIN")  # the index is seen as it is now, whatever others change meanwhile
    try:
        found = _excerpt(base, wanted)
        groups = same(base, [one.id for one in found.graph.entities])
        return replace(found, same={node: first for first, *others in groups for node in others})
    finally:
        base.execute("ROLLBACK")


def _excerpt(base: sqlite3.Connection, wanted: Wanted) -> CorpusExcerpt:
    ((last,),) = base.execute("SELECT coalesce(max(id), 0) FROM clause")
    if last <= FEW:
        out = wanted.as_of.isoformat() if wanted.as_of else ""
        rows = base.execute("SELECT name, size, graph FROM article WHERE day <= ?1 OR ?1 = '' ORDER BY name", [out])
        every = [index.unpacked(*row) for name, *row in rows if name not in wanted.without]
        return CorpusExcerpt(Graph().union(*every), len(every), len(every), is_whole=True)
    if not wanted.chain:
        return _Search(base, wanted).excerpt()
    ends = [_Search(base, replace(wanted, about=(name,), chain=False)).excerpt() for name in wanted.about]
    near = [[node.id for node in one.graph.entities] for one in ends]
    found = [*ends, _Search(base, replace(wanted, about=())).excerpt(near)]
    graph = Graph().union(*(one.graph for one in found))
    more = sum(one.of - one.articles for one in found)
    return CorpusExcerpt(graph, len(graph.articles), len(graph.articles) + more)


@dataclass(frozen=True)
class _Search:
    base: sqlite3.Connection
    wanted: Wanted

    def excerpt(self, near: Sequence[Collection[NodeId]] = ()) -> CorpusExcerpt:
        """The newest articles that match, each with the clauses that do; these touch one of each of ``near``, too."""
        named = [nodes_named(self.base, name) for name in self.wanted.about]
        names = [nodes.union(*same(self.base, nodes)) for nodes in named]
        for number, found in enumerate(names):
            self._put(f"about{number}", found)
            self._reach(f"about{number}")
        for number, nodes in enumerate(near, len(names)):
            self._put(f"about{number}", nodes)
        is_confined = self._choose(len(names) + len(near))
        counted, most = "SELECT count(DISTINCT article) FROM chosen", self.wanted.most
        ((count,),) = self._rows(counted if is_confined else _TELLING)
        graphs = [
            _part(index.unpacked_data(size, content), clauses.split("\n"))
            for size, content, clauses in self._rows(
                """SELECT size, graph, names FROM (
                    SELECT id, names, sum(count) OVER (ORDER BY day DESC, article.name) - count AS before,
                        row_number() OVER (ORDER BY day DESC, article.name) AS number
                    FROM (SELECT article, count(*) AS count, group_concat(name, char(10)) AS names FROM chosen
                        GROUP BY article) AS counted JOIN article ON id = counted.article) AS ordered
                JOIN article USING (id) WHERE before < ? AND number <= ? ORDER BY article.name""",
                [most, most if most == MOST else max(min(most // _CLAUSES_AN_ARTICLE, _MOST_ARTICLES), 1)],
            )
        ]
        # Nodes that are asked about are known, where nothing is told of them.
        described = "SELECT article FROM name JOIN node ON node.id = node WHERE node.name = ? LIMIT 1"
        rows = ((node, *row) for found in names for node in sorted(found) for row in self._rows(described, [node]))
        whole = Graph().union(*graphs, *(self._entity(article, name) for name, article in rows))
        elsewhere = [*self._links_elsewhere(whole)]
        return CorpusExcerpt(whole.union(*elsewhere) if elsewhere else whole, len(graphs), count)

    def _choose(self, tables: int) -> bool:
        """Put the clauses that match, and touch a node of each table, into a table of their own.

        Whether anything confines them; else they are those of the newest articles alone.
        """
        tests, values = list[str](), list[object]()
        of_article = "article IN (SELECT id FROM article WHERE day {} ?)"
        for test, given in (
            ("until >= ?", self.wanted.since),
            ("since <= ?", self.wanted.until),
            (of_article.format(">="), self.wanted.told_since),
            (of_article.format("<="), self.wanted.told_until),
            (of_article.format("<="), self.wanted.as_of),
        ):
            if given:
                tests.append(test)
                values.append(given.isoformat())
        if self.wanted.without:
            tests.append("article NOT IN (SELECT id FROM article WHERE name IN (SELECT value FROM json_each(?)))")
            values.append(json.dumps(sorted(self.wanted.without)))
        if self.wanted.clause:
            plain = self.wanted.clause.rpartition(":")[2].rpartition("/")[2].casefold().removeprefix("statement-")
            tests.append("id IN (SELECT clause FROM told WHERE word >= ? AND word < ? OR word >= ? AND word < ?)")
            values += [f"{beginning}{plain}{end}" for beginning in ("", "statement-") for end in ("", _LAST)]
        if self.wanted.words:
            words = sorted(word.casefold() for word in self.wanted.words)
            tests.append(f"id IN (SELECT clause FROM told WHERE word IN ({', '.join('?' * len(words))}))")
            values += words
        tests += [f"id IN (SELECT clause FROM touch WHERE node IN about{number})" for number in range(tables)]
        newest = f"article IN (SELECT id FROM article ORDER BY day DESC, name LIMIT {self.wanted.most})"
        some = " AND ".join(tests) or newest
        self.base.execute("DROP TABLE IF EXISTS temp.chosen")
        self.base.execute(f"CREATE TEMP TABLE chosen AS SELECT article, name FROM clause WHERE {some}", values)
        return bool(tests)

    def _put(self, table: str, nodes: Iterable[NodeId]) -> None:
        self.base.execute(f"DROP TABLE IF EXISTS temp.{table}")
        self.base.execute(f"CREATE TEMP TABLE {table} (node INTEGER PRIMARY KEY)")
        known = "SELECT id FROM node WHERE name IN (SELECT value FROM json_each(?))"
        self.base.execute(f"INSERT INTO {table} {known}", (json.dumps([*nodes]),))

    def _reach(self, table: str) -> None:
        """Put into a table of nodes those whose acts count for them."""
        self.base.execute(
            f"""INSERT OR IGNORE INTO {table} SELECT node FROM link WHERE relation = '{index.COUNTRY}' AND target IN
            (SELECT DISTINCT name FROM name WHERE rank = {index.CODE} AND node IN {table})"""
        )
        carries = ", ".join(f"'{relation}'" for relation in index.CARRYING)
        for _ in range(_FURTHEST):
            self.base.execute(
                f"""INSERT OR IGNORE INTO {table} SELECT node FROM link WHERE relation IN ({carries}) AND target IN
                (SELECT name FROM node WHERE id IN {table})"""
            )

    def _links_elsewhere(self, graph: Graph) -> Iterator[Graph]:
        """Links of the graph's entities that other articles tell: "Xi Jinping" is of China, though not here."""
        told = {(said.subject, said.relation, said.object) for said in graph.statements}
        wanted = """SELECT relation, target, article FROM link WHERE node = (SELECT id FROM node WHERE name = ?)
            AND (relation, target) > (?, ?) ORDER BY relation, target, article LIMIT 1"""
        for entity in graph.entities:
            known, last = {*index.links_of(entity)}, ("", "")
            while found := self._rows(wanted, (entity.id, *last)).fetchone():  # each with the first that tells it
                *last, article = found
                if tuple(last) not in known and (entity.id, *last) not in told:
                    yield self._entity(article, entity.id)

    def _entity(self, article: int, name: NodeId) -> Graph:
        """An entity as an article describes it, with the statements by which it is linked."""
        ((size, content),) = self._rows("SELECT size, graph FROM article WHERE id = ?", [article])
        graph = index.unpacked(size, content)
        said = [
            one for one in graph.statements if one.subject == name and one.relation in index.CARRYING and one.is_fact
        ]
        around = index.described_by(graph)
        kept = _around((name, *(node for one in said for node in index.touched(one, around))), around)
        return Graph(
            articles=graph.articles if said else (),
            entities=tuple(one for one in graph.entities if one.id in kept),
            events=tuple(one for one in graph.events if one.id in kept),
            quantities=tuple(one for one in graph.quantities if one.id in kept),
            statements=tuple(said),
        )

    def _rows(self, query: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        return self.base.execute(query, values)


def same(base: sqlite3.Connection, nodes: Iterable[NodeId]) -> Iterator[Sequence[NodeId]]:
    """The entities that are one with any of some nodes in all articles, by links; that of most articles first."""
    if not base.execute("SELECT 1 FROM pragma_database_list WHERE name = 'links'").fetchone():
        return
    with suppress(sqlite3.DatabaseError):  # damaged links join nothing; who links makes them anew
        rows = base.execute(
            """SELECT cluster, node FROM links.unit WHERE kind = 'entity' AND cluster IN (
                SELECT cluster FROM json_each(?) CROSS JOIN links.unit ON kind = 'entity' AND node = value
            ) AND NOT EXISTS (SELECT 1 FROM links.unit AS far
                WHERE far.kind = 'entity' AND far.node = unit.node AND far.cluster != unit.cluster)
            GROUP BY cluster, node ORDER BY cluster, min(article) != '', count(*) DESC, node""",
            (json.dumps([*nodes]),),
        )
        yield from ([node for _, node in some] for _, some in groupby(rows, itemgetter(0)))


def nodes_named(base: sqlite3.Connection, name: str) -> frozenset[NodeId]:
    """The nodes of a name, as ``kg.facts.selection.nodes_named`` finds them in a graph.

    Raises ``KgError`` with the nearest name for one that the corpus does not have.
    """
    asked = (unquote(name.rpartition("/")[2]) if "://" in name else name).removeprefix("id:").casefold()
    known = "SELECT name FROM node WHERE name = ?1 AND EXISTS (SELECT 1 FROM name WHERE node = node.id)"
    called = """SELECT name FROM node WHERE id IN (
        SELECT node FROM name WHERE name = ?1 AND rank = (SELECT min(rank) FROM name WHERE name = ?1))"""
    if found := base.execute(known, (asked,)).fetchall() or base.execute(called, (asked,)).fetchall():
        return frozenset(NodeId(node) for (node,) in found)
    labels = base.execute(
        f"""SELECT node.name, label FROM (SELECT DISTINCT node, label FROM name WHERE rank = {index.LABEL}
        LIMIT {_LOOKED_AT}) JOIN node ON id = node"""
    ).fetchall()
    short = named_in_short(name, labels)
    if short is None:
        raise KgError(f"{name!r} is not in the corpus", hint=nearest_hint(name, sorted({label for _, label in labels})))
    return frozenset({short})


def names_with(base: sqlite3.Connection, words: str) -> list[tuple[NodeId, str]]:
    """Entities of a corpus whose name has some words, with these names: those that begin so, by the alphabet, first.

    Within a name words are looked for by their beginnings.
    """
    if not words.strip():
        return []
    begun, within = words.casefold(), f"-{slug(words)}"
    is_entity = "node.name NOT LIKE 'event-%' AND node.name NOT LIKE 'quantity-%'"
    where = f"rank = {index.LABEL} AND {is_entity}"
    told = f"SELECT DISTINCT node.name, label FROM name JOIN node ON id = node WHERE {where} AND"
    found = base.execute(f"{told} name.name >= ? AND name.name < ? LIMIT {OFFERED}", (begun, begun + _LAST)).fetchall()
    if len(found) < OFFERED:
        some = f"SELECT id FROM node WHERE instr(name, ?) AND {is_entity} LIMIT {OFFERED}"
        found += base.execute(f"{told} node IN ({some}) LIMIT {OFFERED}", (within,)).fetchall()
    return list(dict.fromkeys(found))[:OFFERED]


def article_named(base: sqlite3.Connection, name: str) -> Graph:
    """The graph of an article; ``KgError`` for one that the corpus does not have."""
    found = base.execute("SELECT size, graph FROM article WHERE name = ?", (name,)).fetchone()
    if found is None:
        raise KgError(f"{name} is not in the corpus")
    return index.unpacked(*found)


def _part(data: bytes, clauses: Collection[str]) -> Graph:
    """What a graph tells in some clauses, and of the happenings in these, with all that describes their nodes."""
    graph, wanted = outline(data), frozenset(clauses)
    of_clause, around = index.clauses_of(graph), index.described_by(graph)
    if wanted.issuperset(of_clause.values()):
        return decoded(data)
    asked = (one for one in graph.statements if of_clause[one.id] in wanted)
    near = _around((node for one in asked for node in index.touched(one, around)), around)
    told = {of_clause[one.id] for one in graph.statements if one.event in near} | wanted
    said = [one for one in graph.statements if of_clause[one.id] in told]
    kept = _around((node for one in said for node in index.touched(one, around)), around)
    codes = {one.country for one in graph.entities if one.id in kept}
    kept |= {one.id for one in graph.entities if one.alpha3 and one.alpha3 in codes}
    return decoded_part(data, graph, kept, {one.id for one in said})


def _around(nodes: Iterable[NodeId], around: Mapping[NodeId, Sequence[NodeId]]) -> set[NodeId]:
    """Some nodes, with all by which they are described."""
    found, waiting = set[NodeId](), [*nodes]
    while waiting:
        if (node := waiting.pop()) not in found:
            found.add(node)
            waiting += around.get(node, ())
    return found
