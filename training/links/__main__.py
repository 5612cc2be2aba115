"""From gold clusters across documents to what tells whether two nodes are one.

``python -m training.links --gold FILE --corpus FOLDER --mentions FILE`` reads documents with gold clusters, the corpus
that ``kg corpus add`` made of them and what ``kg mentions`` found in them; it learns on half of the topics, by a digest
of their numbers, and measures pairs on the others. The weights of ``kept.toml`` are not learned: the others are fitted
beside them. With ``--write`` the tables of weights of ``kg/lexicons/en/links.toml`` are replaced.
"""

import argparse
import json
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

import numpy as np
from numpy.typing import NDArray

from kg.corpus.blocks.linking import indexed, linked_by_blocks
from kg.corpus.clusters import BASE, Features, Pair, Weights, weights
from kg.corpus.decisions import Decisions
from kg.corpus.links import ENTITY, EVENT, Unit
from kg.model import ArticleId, Graph, NodeId
from kg.model.merge import merged, removed
from kg.shards.folder import CorpusFolder
from training.measures import frequent, logistic, table
from training.options import put_tables

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
            start, end = mention.place
            places = ((min(end, last) - max(start, first), first - last, node) for (first, last), node in ours)
            best = max(places, default=None)
            if best is not None and best[0] > 0:
                counts[Unit(best[2], mention.article)][mention.cluster] += 1
    return {unit: min(some, key=lambda one: (-some[one], one)) for unit, some in counts.items()}


def _rows(path: Path) -> Iterator[dict]:  # type: ignore[type-arg]
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file if line.strip())


LEXICON = Path(__file__).resolve().parents[2] / "kg" / "lexicons" / "en" / "links.toml"
KEPT = tomllib.loads(Path(__file__).with_name("kept.toml").read_text(encoding="utf-8"))
PULL = 20.0
"""The precision of the normal prior on each weight of a feature whose spread is 1."""
LEAST_SPREAD = 0.15
FEWEST = 20
"""A feature of fewer pairs gets no weight."""


@dataclass(frozen=True)
class Cases:
    """Pairs of which gold clusters tell whether both are one."""

    features: Sequence[Features]
    same: NDArray[np.bool_]

    @classmethod
    def of(cls, features: Mapping[Pair, Features], gold: Mapping[Unit, str]) -> "Cases":
        """The pairs of which both units fall on a gold cluster."""
        known = [pair for pair in sorted(features) if pair[0] in gold and pair[1] in gold]
        same = np.array([gold[one] == gold[other] for one, other in known], bool)
        return cls([features[pair] for pair in known], same)

    def columns(self, names: Sequence[str]) -> NDArray[np.float64]:
        """A row a pair, a column a feature."""
        return table(({**features, BASE: 1.0} for features in self.features), names)


def learned(cases: Cases, kind: str) -> Weights:
    """The weights that make the gold clusters likeliest beside those that are kept."""
    kept = {name: float(value) for name, value in KEPT.get(kind, {}).items()}
    names = [name for name in sorted({BASE, *frequent(cases.features, FEWEST)}) if name not in kept]
    given = cases.columns([*kept]) @ np.array([*kept.values()], np.float64)
    found = fitted(cases.columns(names), cases.same, given)
    return replace(weights(kind), by_name=kept | dict(zip(names, np.round(found, 3).tolist(), strict=True)))


def fitted(columns: NDArray[np.float64], so: NDArray[np.bool_], given: NDArray[np.float64]) -> NDArray[np.float64]:
    """A weight a column, each pulled towards none, beside given log-odds."""
    spread = np.maximum(columns.std(axis=0), LEAST_SPREAD)
    weight: NDArray[np.float64] = logistic(columns / spread, so, PULL, given) / spread
    return weight


def report(cases: Cases, found: Weights, what: str) -> str:
    """A line: how many pairs, how many are the same, precision and recall of pairs by themselves."""
    scores = np.array([found.log_odds(features) for features in cases.features])
    told = scores >= found.join
    right = float((told & cases.same).sum())
    precision, recall = right / max(told.sum(), 1), right / max(cases.same.sum(), 1)
    return f"{what}: {len(scores)} pairs, {int(cases.same.sum())} the same; P {precision:.3f} R {recall:.3f}"


def main() -> None:
    """Read, learn on half of the topics, measure on both halves, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("gold", "corpus", "mentions"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--write", action="store_true", help="replace the weights of the lexicon")
    options = parser.parse_args()
    gold, graph = list(gold_mentions(options.gold)), merged(CorpusFolder(options.corpus).graphs())
    found = {kind: labels(gold, found_mentions(options.mentions), kind) for kind in (ENTITY, EVENT)}
    learn, left = halves(gold)
    made = fit(removed(graph, left), found)
    for what, articles in (("learned from", left), ("left out", learn)):
        for kind, features in compared(removed(graph, articles)).items():
            print(report(Cases.of(features, found[kind]), made[kind], f"{kind}, {what}"), flush=True)
    if options.write:
        write(made.values(), made.keys())


def fit(graph: Graph, found: Mapping[str, Mapping[Unit, str]]) -> dict[str, Weights]:
    """The weights of both kinds; those of events for the clusters of entities that the lexicon's weights make."""
    return {kind: learned(Cases.of(features, found[kind]), kind) for kind, features in compared(graph).items()}


def compared(graph: Graph) -> Mapping[str, Mapping[Pair, Features]]:
    """The pairs of each kind that linking a graph compares, with their features."""
    with indexed(graph) as index, linked_by_blocks(index, Decisions(graph, ())) as links:
        return {kind: dict(links.compared(kind)) for kind in (ENTITY, EVENT)}


def halves(gold: Iterable[Mention]) -> tuple[frozenset[ArticleId], frozenset[ArticleId]]:
    """The articles of half of the topics, the last by a digest of their numbers, and those of the topics put aside."""
    articles = {mention.article: mention.topic for mention in gold}
    topics = sorted(set(articles.values()), key=lambda topic: sha256(topic.encode()).digest())
    first = frozenset(topics[len(topics) // 2 :])
    learn = frozenset(name for name, topic in articles.items() if topic in first)
    return learn, frozenset(articles) - learn


def write(found: Iterable[Weights], kinds: Iterable[str]) -> None:
    """Replace the tables of weights, the last of the lexicon; what weighs nothing is left out."""
    put_tables(
        LEXICON,
        {
            f"weights of {kind}": {
                name: str(value) for name, value in sorted(one.by_name.items()) if value or name == BASE
            }
            for kind, one in zip(kinds, found, strict=True)
        },
    )


if __name__ == "__main__":
    main()
