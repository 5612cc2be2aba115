"""The first steps of linking by blocks: what is known of each article, and in which windows it meets others."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter

from kg.corpus.blocks.comparing import (
    AlikeArticles,
    ArticleProfiles,
    ArticleWords,
    Packed,
    ShardWords,
    SharedNode,
    WindowWords,
    ends_of,
    graph_with,
)
from kg.corpus.blocks.tasks import PROFILES, STORIES, WORDS, Tasks
from kg.corpus.blocks.windows import AT_ONCE, MOST, windows_of
from kg.corpus.words import Frequencies
from kg.model import Graph, NodeId
from kg.shards.codec import packed, unpacked

_Counts = dict[str, int]
_Days = tuple[tuple[date, date], ...]
_STEP = 9 / 8


def steady(articles: int) -> int:
    """Of how many of the oldest articles the frequencies are, so that a few new ones change no weights of others.

    >>> steady(1200), steady(2000), steady(2100)
    (1200, 1898, 1898)
    """
    most = float(AT_ONCE)
    while most * _STEP <= articles:
        most *= _STEP
    return min(articles, int(most))


def gather(index: sqlite3.Connection, base: sqlite3.Connection, tasks: Tasks) -> None:
    """Put the words of all articles into the tables, and their nodes, each with what all articles tell of it."""
    for number, result in enumerate(tasks.results(WORDS, map(packed, _shards(index)))):
        found = unpacked(ShardWords, result)
        base.execute("INSERT INTO shard VALUES (?, ?)", (number, packed(sorted(found.nodes))))
        base.executemany("INSERT INTO article VALUES (?, ?, NULL, ?, ?)", map(_row, found.articles))
        for name, data in found.nodes.items():
            _put_node(base, name, data, name in found.several)


def _shards(index: sqlite3.Connection) -> Iterator[list[Packed]]:
    """The graphs of the articles of each shard; shards by their names, which tell what they hold."""
    wanted = """SELECT shard.name, size, graph FROM article JOIN shard ON shard.id = shard
        ORDER BY shard.name, article.name"""
    for _, rows in groupby(index.execute(wanted), key=itemgetter(0)):
        yield [(size, graph) for _, size, graph in rows]


def _row(one: ArticleWords) -> tuple[object, ...]:
    return one.name, one.day and one.day.isoformat(), packed(one.words), packed(one.names)


def _put_node(base: sqlite3.Connection, name: NodeId, data: bytes, is_several: bool) -> None:  # noqa: FBT001
    """A node of a shard, joined with what others tell of it."""
    known = base.execute("SELECT data FROM node WHERE name = ?", (name,)).fetchone()
    if known is None:
        base.execute("INSERT INTO node VALUES (?, ?, ?)", (name, is_several, data))
        return
    if known[0] != data:
        data = packed(unpacked(Graph, known[0]).union(unpacked(Graph, data)))
    base.execute("UPDATE node SET is_several = 1, data = ? WHERE name = ?", (data, name))


def profile(index: sqlite3.Connection, base: sqlite3.Connection, tasks: Tasks) -> None:
    """Put the profiles of entities and events into the tables."""
    numbered = enumerate(_shards(index))
    given = (packed((graphs, _told_elsewhere(base, number))) for number, graphs in numbered)
    for result in tasks.results(PROFILES, given):
        for one in unpacked(tuple[ArticleProfiles, ...], result):
            base.execute("UPDATE article SET days = ? WHERE name = ?", (packed(one.days), one.name))
            base.executemany(
                "INSERT INTO entity VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (row.unit.node, one.name, row.unit.article, row.item, row.is_bare, row.is_full, packed(row.keys),
                     row.profile)
                    for row in one.entities
                ),
            )  # fmt: skip
            base.executemany(
                "INSERT INTO event VALUES (?, ?, ?)", ((node, one.name, data) for node, data in one.events)
            )


def _told_elsewhere(base: sqlite3.Connection, shard: int) -> Graph:
    """What all articles tell of the nodes of a shard that several speak of, with what describes these."""
    ((names,),) = base.execute("SELECT nodes FROM shard WHERE number = ?", (shard,))
    found, waiting = dict[NodeId, SharedNode](), unpacked(list[NodeId], names)
    wanted = "SELECT data FROM node WHERE name = ? AND is_several"
    while waiting:
        name = waiting.pop()
        row = base.execute(wanted, (name,)).fetchone() if name not in found else None
        if row is not None:
            found[name] = unpacked(Graph, row[0]).nodes[name]
            waiting += ends_of([found[name]])
    return graph_with(found[name] for name in sorted(found))


def place(base: sqlite3.Connection) -> tuple[Frequencies, int]:
    """Put articles into windows; the frequencies of words, and how many articles without a day are left out of one."""
    names = _frequencies(base, "names")
    for name, day, days, told in base.execute("SELECT name, day, days, names FROM article"):
        windows = windows_of(
            name, day and date.fromisoformat(day), unpacked(_Days, days), unpacked(_Counts, told), names
        )
        base.executemany("INSERT INTO window VALUES (?, ?)", ((window, name) for window in windows))
        base.execute("INSERT INTO home VALUES (?, ?)", (name, windows[0]))
    cut = """DELETE FROM window WHERE name >= 'name ' AND name < 'name!' AND (name, member) IN (
        SELECT name, member FROM (SELECT name, member, row_number() OVER (PARTITION BY name ORDER BY member) AS place
            FROM window) WHERE place > ?)"""
    return _frequencies(base, "words"), base.execute(cut, (MOST,)).rowcount


def _frequencies(base: sqlite3.Connection, column: str) -> Frequencies:
    """In how many articles each term is: of all, or of many the oldest, those without a day first."""
    ((count,),) = base.execute("SELECT count(*) FROM article")
    most, shares = steady(count), Counter[str]()
    for (found,) in base.execute(f"SELECT {column} FROM article ORDER BY day, name LIMIT ?", (most,)):
        shares.update(unpacked(_Counts, found).keys())
    return Frequencies(most, shares)


def of_terms(known: Frequencies, counts: Iterable[Iterable[str]]) -> Frequencies:
    """The frequencies of some terms alone."""
    terms = {term for some in counts for term in some}
    return Frequencies(known.texts, {term: known.shares[term] for term in sorted(terms & known.shares.keys())})


def find_stories(base: sqlite3.Connection, tasks: Tasks, words: Frequencies) -> None:
    """Put pairs of articles that are alike into the tables, each in the first window that both have."""
    windows, names = windows_with(base, 2), _frequencies(base, "names")
    results = tasks.results(STORIES, (packed(_window(base, window, words, names)) for window in windows))
    for window, result in zip(windows, results, strict=True):
        for one in unpacked(tuple[AlikeArticles, ...], result):
            row = (one.words, one.names, window)
            base.execute("INSERT INTO near VALUES (?, ?, ?, ?, ?)", (one.one, one.other, *row))


def windows_with(base: sqlite3.Connection, least: int) -> Sequence[str]:
    """The windows of at least so many articles, sorted."""
    wanted = "SELECT name FROM window GROUP BY name HAVING count(*) >= ? ORDER BY name"
    return [name for (name,) in base.execute(wanted, (least,))]


def _window(base: sqlite3.Connection, window: str, of_words: Frequencies, of_names: Frequencies) -> WindowWords:
    rows = base.execute(
        """SELECT article.name, words, names FROM window CROSS JOIN article ON article.name = member
        WHERE window.name = ?""",
        (window,),
    ).fetchall()
    words = {name: unpacked(_Counts, found) for name, found, _ in rows}
    names = {name: unpacked(_Counts, found) for name, _, found in rows}
    others = "SELECT name FROM window WHERE member = ? ORDER BY name"
    windows = {name: tuple(one for (one,) in base.execute(others, (name,))) for name in words}
    return WindowWords(
        window, windows, words, names, of_terms(of_words, words.values()), of_terms(of_names, names.values())
    )
