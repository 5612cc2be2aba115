"""What is the same: clusters of nodes of the graph, pairs that are doubtful, and their rows in a file."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from kg.errors import InputError, check_ends
from kg.model import ArticleId, NodeId
from kg.model.json import Json
from kg.tables.rows import Row, jsonl

ENTITY, EVENT, DENIAL = "entity", "event", "denial"
_SEALED = "sealed"
"""The kind of the last row, which has a digest of all before it."""
BASIS = "made of"
"""The kind of the row that tells what links were made of (``kg.corpus.decisions``)."""
NOWHERE = ArticleId("")
_HINT, _ANEW = "kg corpus link writes such files", "kg corpus link writes it anew"


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
    name: str = field(default="", compare=False)
    """Its id where it had another first member once."""

    @property
    def id(self) -> NodeId:
        """An id that hashes the first member: it stays while that stays the first."""
        if self.name:
            return NodeId(self.name)
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
    is_part: bool = False
    """Whether the clusters are some that say more than the graph, with some of their members."""

    @cached_property
    def of_unit(self) -> Mapping[Unit, Cluster]:
        """Unit -> its cluster."""
        return {unit: cluster for cluster in self.clusters for unit in cluster.members}

    def cluster(self, node: NodeId, article: ArticleId) -> NodeId:
        """The id of the cluster of a node as an article speaks of it; the node's own where it is in none.

        An article that tells nothing of a node means what all others mean by it.
        """
        found = self.of_unit.get(Unit(node, article)) or self.of_unit.get(Unit(node)) or self._everywhere.get(node)
        return found.id if found is not None and self._is_told(found) else node

    @cached_property
    def told(self) -> tuple[Cluster, ...]:
        """The clusters that say more than the graph: of several units, or of a node that is not one in all articles."""
        return tuple(filter(self._is_told, self.clusters))

    def _is_told(self, cluster: Cluster) -> bool:
        return self.is_part or len(cluster.members) > 1 or cluster.members[0].node in self._parted

    @cached_property
    def _everywhere(self) -> Mapping[NodeId, Cluster]:
        """Node -> the cluster of all its units, where that is one."""
        found = {unit.node: cluster for unit, cluster in self.of_unit.items()}
        return {node: cluster for node, cluster in found.items() if node not in self._parted}

    @cached_property
    def _parted(self) -> frozenset[NodeId]:
        """Nodes whose units are in several clusters."""
        counts = Counter(node for one in self.clusters for node in {unit.node for unit in one.members})
        return frozenset(node for node, count in counts.items() if count > 1)

    def rows(self) -> Iterator[Row]:
        """A row for each unit of a cluster that is told, and for each pair that is doubtful or a denial."""
        for cluster in self.told:
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
                "cluster": "",
                "node": doubt.first.node,
                "article": doubt.first.article,
                "other": [doubt.second.node, doubt.second.article],
                "score": doubt.score,
                "evidence": [*doubt.reasons],
            }

    def text(self) -> str:
        """The rows as JSON Lines."""
        return "".join(jsonl(self.rows()))


def sealed(lines: Iterable[str]) -> Iterator[str]:
    """The lines of a file of links, and a last one by which damage to them is seen."""
    digest = sha256()
    for line in lines:
        digest.update(line.encode())
        yield line
    yield from jsonl([{"kind": _SEALED, "sha256": digest.hexdigest()}])


def check_links(path: Path) -> None:
    """``InputError`` where a file of links is damaged, of which all is read."""
    for _ in _links_in(path):
        pass


def read_links(path: Path) -> Links:
    """The links of a file; ``InputError`` with file and line for a row that is none."""
    members, doubts = dict[tuple[str, str], list[Cluster]](), list[Doubt]()
    for one in _links_in(path):
        if isinstance(one, Doubt):
            doubts.append(one)
        else:
            members.setdefault((one.kind, one.name), []).append(one)
    clusters = (
        replace(some[0], name="", members=tuple(sorted(one.members[0] for one in some))) for some in members.values()
    )
    unsure, denials = ([one for one in sorted(doubts) if (one.kind == DENIAL) == so] for so in (False, True))
    return Links(tuple(sorted(clusters)), tuple(unsure), tuple(denials))


def _links_in(path: Path) -> Iterator[Cluster | Doubt]:
    """The rows of a file: doubts and denials, and of the cluster of a name each of its units."""
    digest, before = sha256(), ""
    for number, line in numbered_lines(path, "links"):
        digest.update(before.encode())
        before = line
        try:
            row = json.loads(line)
            if number == 1 and is_basis(row):
                continue
            if row["kind"] == _SEALED:
                if row["sha256"] != digest.hexdigest():
                    raise InputError(f"{path}: is damaged: it has another digest", hint=_ANEW)
                continue
            kind, unit = str(row["kind"]), _unit([row["node"], row["article"]])
            told = float(row["score"]), _texts(row["evidence"])
            name = str(row["cluster"])
            yield Cluster(kind, (unit,), *told, name) if name else Doubt(kind, unit, _unit(row["other"]), *told)
        except (KeyError, TypeError, ValueError):
            raise InputError(f"{path}, line {number}: has no row of links", hint=_HINT) from None


def is_basis(row: Json) -> bool:
    """Whether a row tells what links were made of."""
    return isinstance(row, dict) and row.get("kind") == BASIS


def numbered_lines(path: Path, what: str) -> Iterator[tuple[int, str]]:
    """The lines of a file of rows that are not blank, by number; ``InputError`` where it is no text."""
    check_ends(path)
    try:
        with path.open(encoding="utf-8", newline="\n") as lines:
            yield from ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read as {what} ({error})", hint=_HINT) from error


def _unit(found: Json) -> Unit:
    node, article = _texts(found)
    return Unit(NodeId(node), ArticleId(article))


def _texts(found: Json) -> tuple[str, ...]:
    """The texts of a list; ``ValueError`` where it has anything else."""
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise ValueError("no texts")
    return tuple(map(str, found))
