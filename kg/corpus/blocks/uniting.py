"""The last steps: pairs become clusters, a part of the units at a time, and clusters rows of links.

Two clusters of which no pair is likely enough to be joined never are one. So what likely pairs, sure ones and readers'
decisions do not connect is a part that is clustered apart from others.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import groupby
from operator import itemgetter

from kg.corpus import entity_pairs, event_pairs
from kg.corpus.clusters import Constraints
from kg.corpus.decisions import Decisions
from kg.corpus.linking import clusters_of
from kg.corpus.links import DENIAL, ENTITY, EVENT, Cluster, Doubt, Unit, row_of_doubt, row_of_unit
from kg.corpus.profiles import EntityProfile, EventProfile
from kg.corpus.weights import Features, probability, weights
from kg.model import ArticleId, NodeId
from kg.shards.values import packed, unpacked
from kg.tables.rows import Row

_Units = dict[Unit, tuple[int, bytes]]
"""The units of a part, each with its number and profile."""


def unite(base: sqlite3.Connection, kind: str, decisions: Decisions) -> None:
    """Put the clusters of a kind into the tables."""
    _part(base, kind, decisions)
    wanted = "SELECT part, id, node, article, data FROM unit WHERE kind = ? AND part IS NOT NULL ORDER BY part, id"
    for _, rows in groupby(base.execute(wanted, (kind,)), key=itemgetter(0)):
        _unite_part(base, kind, {Unit(node, name): (number, data) for _, number, node, name, data in rows}, decisions)
    alone = base.execute("SELECT id, node, article FROM unit WHERE kind = ? AND part IS NULL", (kind,))
    for number, node, article in alone:
        _put(base, Cluster(kind, (Unit(node, article),)), [number])


def _part(base: sqlite3.Connection, kind: str, decisions: Decisions) -> None:
    """Number the parts of several units by their first: what may be joined is in one."""
    ((last,),) = base.execute("SELECT coalesce(max(id), 0) FROM unit")
    above = array("q", range(last + 1))

    def top(number: int) -> int:
        while above[number] != number:
            above[number] = number = above[above[number]]
        return number

    for one, other in _edges(base, kind, decisions):
        first, second = sorted((top(one), top(other)))
        above[second] = first
    joined = ((top(number), number) for number in range(1, last + 1) if above[number] != number)
    base.executemany("UPDATE unit SET part = ?1 WHERE id IN (?1, ?2)", joined)


def _edges(base: sqlite3.Connection, kind: str, decisions: Decisions) -> Iterator[tuple[int, int]]:
    yield from base.execute("SELECT one, other FROM pair WHERE kind = ? AND score >= ?", (kind, weights(kind).join))
    yield from base.execute("SELECT one, other FROM sure WHERE kind = ?", (kind,))
    numbered = "SELECT id FROM unit WHERE kind = ? AND node = ? AND article = ?"
    for both in sorted(decisions.pairs(same=True)):
        numbers = [number for unit in both for (number,) in base.execute(numbered, (kind, unit.node, unit.article))]
        if len(numbers) == len(both):
            yield numbers[0], numbers[1]


def _unite_part(base: sqlite3.Connection, kind: str, units: _Units, decisions: Decisions) -> None:
    by_number = {number: unit for unit, (number, _) in units.items()}
    pairs = _inside(base, "SELECT other, features FROM pair WHERE one = ?", by_number)
    sure = _inside(base, "SELECT other, NULL FROM sure WHERE one = ?", by_number)
    rules = Constraints(
        must=frozenset(decisions.pairs(same=True)),
        never=frozenset(decisions.pairs(same=False)),
        sure=[both for both, _ in sure],
        crowds=_crowds(base, units),
        apart=_apart_in(kind, units),
    )
    features = {both: unpacked(dict[str, float], data) for both, data in pairs}
    for cluster in clusters_of(kind, units, features, weights(kind), rules):
        _put(base, cluster, [units[unit][0] for unit in cluster.members])


def _inside(
    base: sqlite3.Connection, wanted: str, by_number: Mapping[int, Unit]
) -> Iterator[tuple[tuple[Unit, Unit], bytes]]:
    """The pairs of a table of which a part has both units."""
    for one, unit in by_number.items():
        for other, data in base.execute(wanted, (one,)):
            if other in by_number:
                yield (unit, by_number[other]), data


def _crowds(base: sqlite3.Connection, units: _Units) -> Mapping[Unit, list[Unit]]:
    """First unit -> all units of a node for which it stands."""
    wanted = "SELECT 1 FROM standing WHERE id = ? AND is_many"
    many = [unit for unit, (number, _) in units.items() if unit.article and base.execute(wanted, (number,)).fetchone()]
    return {first: [unit for unit in units if unit.node == first.node] for first in many}


def _apart_in(kind: str, units: _Units) -> Callable[[Unit, Unit], bool]:
    """Whether two units of a part can never be one; names are compared once for all articles that have them."""
    if kind == EVENT:
        event = cache(lambda unit: unpacked(EventProfile, units[unit][1]))
        return lambda one, other: event_pairs.are_apart(event(one), event(other))
    entity = cache(lambda unit: unpacked(EntityProfile, units[unit][1]))
    found: dict[tuple[NodeId, NodeId], bool] = {}

    def apart(one: Unit, other: Unit) -> bool:
        nodes = one.node, other.node
        if nodes in found:
            return found[nodes]
        is_apart = entity_pairs.are_apart(entity(one), entity(other))
        if not (entity(one).is_bare or entity(other).is_bare):
            found[nodes] = is_apart
        return is_apart

    return apart


def _put(base: sqlite3.Connection, cluster: Cluster, numbers: list[int]) -> None:
    row = (numbers[0], cluster.id, len(numbers), cluster.score, packed(cluster.evidence))
    base.execute("INSERT INTO cluster VALUES (?, ?, ?, ?, ?)", row)
    base.executemany("UPDATE unit SET cluster = ? WHERE id = ?", ((numbers[0], number) for number in numbers))


def rows_of_links(base: sqlite3.Connection, decisions: Decisions) -> Iterator[Row]:
    """The rows of all links, as ``kg.corpus.links`` writes them."""
    wanted = """SELECT unit.kind, name, node, article, score, evidence
        FROM unit CROSS JOIN cluster ON cluster.id = cluster
        WHERE size > 1 OR node IN (SELECT node FROM unit GROUP BY node HAVING count(DISTINCT cluster) > 1)
        ORDER BY cluster, unit.id"""
    for kind, name, node, article, score, evidence in base.execute(wanted):
        yield row_of_unit(kind, name, Unit(node, article), score, unpacked(tuple[str, ...], evidence))
    for kind in (ENTITY, EVENT):
        for doubt in _doubts(base, kind):
            if (doubt.first, doubt.second) not in decisions.verdicts:
                yield row_of_doubt(doubt)
    for one, other, features in base.execute("SELECT one, other, features FROM denied ORDER BY one, other"):
        yield row_of_doubt(_doubt(base, DENIAL, (one, other), features))


def _doubts(base: sqlite3.Connection, kind: str) -> Iterator[Doubt]:
    """Of each two clusters the best pair that is neither joined nor surely apart."""
    wanted = """SELECT one, other, features FROM (
            SELECT *, row_number() OVER (
                PARTITION BY min(first.cluster, second.cluster), max(first.cluster, second.cluster)
                ORDER BY score DESC, one, other
            ) AS place
            FROM pair CROSS JOIN unit AS first ON first.id = one CROSS JOIN unit AS second ON second.id = other
            WHERE pair.kind = ? AND score >= ? AND first.cluster != second.cluster
        ) WHERE place = 1 ORDER BY one, other"""
    for one, other, features in base.execute(wanted, (kind, weights(kind).doubt)):
        yield _doubt(base, kind, (one, other), features)


def _doubt(base: sqlite3.Connection, kind: str, numbers: tuple[int, int], data: bytes) -> Doubt:
    features: Features = unpacked(dict[str, float], data)
    weighed = weights(EVENT if kind == DENIAL else kind)
    rows = (base.execute("SELECT node, article FROM unit WHERE id = ?", (number,)).fetchone() for number in numbers)
    first, second = (Unit(NodeId(node), ArticleId(name)) for node, name in rows)
    return Doubt(kind, first, second, probability(weighed.log_odds(features)), weighed.reasons(features))
