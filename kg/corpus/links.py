"""What is the same: clusters of nodes of the graph, pairs that are doubtful, and their rows in a file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from kg.errors import InputError
from kg.model import ArticleId, NodeId

ENTITY, EVENT, DENIAL = "entity", "event", "denial"
Json = str | int | float | bool | list["Json"] | dict[str, "Json"] | None
Row = dict[str, Json]
NOWHERE = ArticleId("")
_NEITHER = "has no row of links"
_HINT = "kg corpus link writes such files"


@dataclass(frozen=True, order=True, slots=True)
class Unit:
    """A node as one article speaks of it; ``article`` is "" for what its item makes the same everywhere."""

    node: NodeId
    article: ArticleId = NOWHERE


@dataclass(frozen=True, order=True, slots=True)
class Cluster:
    """Units that are one entity, or one happening; ``score`` is the least mean probability at which any were joined."""

    kind: str
    members: tuple[Unit, ...]
    score: float = 1.0
    evidence: tuple[str, ...] = ()
    """What speaks most for it: names of features."""

    @property
    def id(self) -> NodeId:
        """An id that hashes the first member: it stays when others come or go."""
        first = min(self.members)
        return NodeId(f"same-{self.kind}-{sha256(f'{first.node} {first.article}'.encode()).hexdigest()[:12]}")


@dataclass(frozen=True, order=True, slots=True)
class Doubt:
    """Two units of which it is not sure whether they are the same, with the probability that they are."""

    kind: str
    first: Unit
    second: Unit
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Links:
    """All clusters of a corpus, those of one unit too, and the doubtful pairs; sorted."""

    clusters: tuple[Cluster, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    denials: tuple[Doubt, ...] = ()
    """Pairs of events of which one denies the other."""

    @cached_property
    def of_unit(self) -> Mapping[Unit, Cluster]:
        """Unit -> its cluster."""
        return {unit: cluster for cluster in self.clusters for unit in cluster.members}

    def cluster(self, node: NodeId, article: ArticleId) -> NodeId:
        """The id of the cluster of a node as an article speaks of it; the node's own where it is in none."""
        found = self.of_unit.get(Unit(node, article)) or self.of_unit.get(Unit(node))
        return found.id if found is not None and len(found.members) > 1 else node

    def rows(self) -> Iterator[Row]:
        """A row for each unit of a cluster of several, and for each pair that is doubtful or a denial."""
        for cluster in self.clusters:
            if len(cluster.members) > 1:
                for unit in cluster.members:
                    yield {
                        "kind": cluster.kind,
                        "cluster": cluster.id,
                        "node": unit.node,
                        "article": unit.article,
                        "score": cluster.score,
                        "method": "average linkage",
                        "evidence": [*cluster.evidence],
                    }
        for doubt in (*self.doubts, *self.denials):
            yield {
                "kind": doubt.kind,
                "pair": [[doubt.first.node, doubt.first.article], [doubt.second.node, doubt.second.article]],
                "score": doubt.score,
                "evidence": [*doubt.reasons],
            }

    def text(self) -> str:
        """The rows as JSON Lines."""
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in self.rows())


def read_links(path: Path) -> Links:
    """The links of a file; ``InputError`` with file and line for a row that is none."""
    members: dict[tuple[str, str], list[tuple[Unit, Row]]] = {}
    doubts: list[Doubt] = []
    for number, row in enumerate(_rows(path), 1):
        try:
            if "pair" in row:
                doubts.append(_doubt(row))
            else:
                unit = Unit(NodeId(str(row["node"])), ArticleId(str(row["article"])))
                members.setdefault((str(row["kind"]), str(row["cluster"])), []).append((unit, row))
        except (KeyError, TypeError, ValueError):
            raise InputError(f"{path}, line {number}: {_NEITHER}", hint=_HINT) from None
    clusters = (_cluster(kind, found) for (kind, _), found in members.items())
    pairs = sorted(doubts)
    unsure, denials = ([one for one in pairs if (one.kind == DENIAL) == so] for so in (False, True))
    return Links(tuple(sorted(clusters)), tuple(unsure), tuple(denials))


def _rows(path: Path) -> Iterator[Row]:
    try:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield row if isinstance(row, dict) else {}
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise InputError(f"{path}: cannot be read as links ({error})", hint=_HINT) from error


def _cluster(kind: str, found: Iterable[tuple[Unit, Row]]) -> Cluster:
    units, rows = zip(*found, strict=True)
    return Cluster(kind, tuple(sorted(units)), _number(rows[0]["score"]), _texts(rows[0]["evidence"]))


def _doubt(row: Row) -> Doubt:
    pair = row["pair"]
    assert isinstance(pair, list)
    first, second = (Unit(NodeId(node), ArticleId(article)) for node, article in map(_texts, pair))
    return Doubt(str(row["kind"]), first, second, _number(row["score"]), _texts(row["evidence"]))


def _number(value: Json) -> float:
    return float(value) if isinstance(value, (int, float, str)) else 0.0


def _texts(value: Json) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()
