"""Gold clusters of mentions across documents, and the nodes of the graph that they fall on."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from kg.corpus.links import ENTITY, EVENT, Unit
from kg.model import ArticleId, NodeId

KINDS = {ENTITY: frozenset({"actor", "place"}), EVENT: frozenset({"event"})}
_ALONE = "single"
"""What the name of a gold cluster of one mention has in it."""
Span = tuple[int, int]


@dataclass(frozen=True)
class Mention:
    """A gold mention with its cluster; the topic is part of that unless the mention stands alone."""

    article: ArticleId
    topic: str
    place: Span
    kind: str
    cluster: str


def gold_mentions(path: Path) -> Iterator[Mention]:
    """The gold mentions of a file, a document a line: ``id``, ``topic``, ``mentions``."""
    for row in _rows(path):
        topic = str(row["topic"])
        for one in row["mentions"]:
            cluster = str(one["cluster"])
            whole = cluster if _ALONE in cluster else f"{topic} {cluster}"
            yield Mention(ArticleId(row["id"]), topic, (one["start"], one["end"]), str(one["kind"]), whole)


def found_mentions(path: Path) -> Mapping[tuple[ArticleId, str], list[tuple[Span, NodeId]]]:
    """Article and kind -> places and nodes of a file that ``kg mentions`` wrote."""
    found: defaultdict[tuple[ArticleId, str], list[tuple[Span, NodeId]]] = defaultdict(list)
    for row in _rows(path):
        node = row.get(row["kind"]) if row["kind"] in KINDS else None
        if node:
            name = NodeId(unquote(str(node).rpartition("/")[2]))
            found[ArticleId(row["article"]), str(row["kind"])].append(((row["start"], row["end"]), name))
    return found


def labels(
    gold: Iterable[Mention], found: Mapping[tuple[ArticleId, str], list[tuple[Span, NodeId]]], kind: str
) -> Mapping[Unit, str]:
    """Unit -> the gold cluster of most of the gold mentions that fall on it: those that overlap most, the shortest."""
    counts: defaultdict[Unit, Counter[str]] = defaultdict(Counter)
    for mention in gold:
        if mention.kind in KINDS[kind]:
            ours = found.get((mention.article, kind), [])
            best = max(
                ((_overlap(mention.place, place), place[0] - place[1], node) for place, node in ours), default=None
            )
            if best is not None and best[0] > 0:
                counts[Unit(best[2], mention.article)][mention.cluster] += 1
    return {unit: min(some, key=lambda one: (-some[one], one)) for unit, some in counts.items()}


def _overlap(one: Span, other: Span) -> int:
    return min(one[1], other[1]) - max(one[0], other[0])


def _rows(path: Path) -> Iterator[dict]:  # type: ignore[type-arg]
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file if line.strip())
