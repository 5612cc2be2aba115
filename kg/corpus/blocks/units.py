"""Units of a corpus, looked up in its index."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from kg.corpus.links import Unit
from kg.model import Graph
from kg.shards.index import unpacked

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
