"""The network of a corpus for networkx: entities of all articles, tied by happenings with their time."""

from __future__ import annotations

import json
import sqlite3
from itertools import combinations, groupby
from operator import itemgetter

import networkx as nx

from kg.graph import Network, Simple
from kg.graph.analysis import parted

_PARTS = """SELECT name, row, stage, sources, first, last, role, who FROM happening JOIN part ON happening = name
    WHERE is_entity AND node = who ORDER BY coalesce(first, last) IS NULL, coalesce(first, last), name, role, who"""
_LABELS = "SELECT who, label FROM part GROUP BY who, label ORDER BY count(*), label"


def network(tables: sqlite3.Connection) -> Network:
    """A multigraph of all happenings (``kg.corpus.tables``), each an edge between two clusters of entities (``label``).

    Its key is the happening with the role of the second; ``label``, ``cls``, ``stage``, ``sources``, ``articles``
    and, where known, ``start`` and ``end`` are told of it. An agent points at the others; others point by name.
    """
    found: Network = nx.MultiDiGraph()
    labels = dict(tables.execute(_LABELS).fetchall())  # the commonest
    for (name, row, *told), rows in groupby(tables.execute(_PARTS), itemgetter(*range(6))):
        known, (stage, sources, start, end) = json.loads(row), told
        data: dict[str, str | float | bool] = {"label": known["what"], "cls": known["class"], "stage": stage}
        data |= {"sources": sources, "articles": " ".join(known["articles"])}
        data |= {day: value for day, value in (("start", start), ("end", end)) if value}
        ordered = sorted((one[-2:] for one in rows), key=lambda one: (one[0] != "agent", one))
        for (_, first), (role, second) in combinations(ordered, 2):
            if first != second:
                for node in (first, second):
                    found.add_node(node, label=labels[node])
                found.add_edge(first, second, key=f"{name} {role}", **data)
    return found


def communities(found: Network) -> tuple[tuple[str, ...], ...]:
    """The nodes of a network in communities; a pair weighs as many happenings as tie it."""
    simple: Simple = nx.Graph()
    simple.add_nodes_from(sorted(found))
    pairs = sorted({(*sorted(pair), key.split()[0]) for *pair, key in found.edges(keys=True)})
    for (one, other), some in groupby(pairs, lambda pair: pair[:2]):
        simple.add_edge(one, other, weight=len([*some]))
    return parted(simple)
