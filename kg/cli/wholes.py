"""Links of a whole corpus that is too large to be linked in memory: made by blocks, read for a part of it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.console import progress, tell
from kg.files.graphs import check_shards
from kg.shards import is_corpus

if TYPE_CHECKING:
    from kg.corpus.basis import Basis
    from kg.corpus.blocks.linking import BlockLinks
    from kg.corpus.decisions import PairDecision
    from kg.corpus.doubtful import DoubtfulPairs

_STEPS = 5
_AT_A_SITTING = 200
"""Doubtful pairs that are asked about where no count is given."""


def is_too_large(paths: Sequence[Path]) -> bool:
    """Whether graphs are one corpus of more clauses, or articles, than something is computed of in memory."""
    if len(paths) != 1 or not is_corpus(paths[0]):
        return False
    check_shards()
    from kg.shards.excerpts import is_cut
    from kg.shards.folder import CorpusFolder
    from kg.shards.wanted import MANY

    with (
        CorpusFolder(paths[0]) as folder,
        progress(len(folder.entries), "indexing") as done,
        folder.index(done) as base,
    ):
        return is_cut(base, MANY)


def link_by_blocks(
    corpus: Path, decisions: Sequence[PairDecision], made_of: Basis, place: Path, jobs: int | str, *, quiet: bool
) -> None:
    """Write the links of a whole corpus, and tell what they are."""
    from kg.corpus.blocks.linking import linked_by_blocks
    from kg.shards.folder import CorpusFolder

    kept = corpus / "derived/linking.sqlite"
    with (
        CorpusFolder(corpus) as folder,
        folder.index(lambda _name: None) as index,
        progress(_STEPS, "linking") as done,
        linked_by_blocks(index, decisions, kept=kept, jobs=jobs or os.cpu_count() or 1, told=done) as links,
    ):
        doubts = _write(links, made_of, place)
        if not quiet:
            for line in _told(links, doubts, place):
                tell(line)


def _write(links: BlockLinks, made_of: Basis, place: Path) -> Counter[str]:
    """Write the rows, and count those of doubtful pairs by kind."""
    from kg.corpus.links import sealed
    from kg.tables.rows import jsonl
    from kg.turtle.whole import whole_file

    doubts = Counter[str]()

    def lines() -> Iterator[str]:
        yield made_of.text()
        for row in links.rows():
            if not row["cluster"]:
                doubts[str(row["kind"])] += 1
            yield from jsonl([row])

    with whole_file(place) as file:
        for line in sealed(lines()):
            file.write(line.encode())
    return doubts


def _told(links: BlockLinks, doubts: Counter[str], place: Path) -> Iterator[str]:
    from kg.corpus.entity_pairs import LARGEST

    articles, several = links.articles, links.several
    yield f"{place}: links of {articles} articles, found by blocks"
    for kind, name in (("entity", "entities"), ("event", "happenings")):
        clusters, nodes = several(kind)
        yield f"  {name:<12}{clusters} that several articles tell of (as {nodes} nodes), {doubts[kind]} doubtful pairs"
    asked, done = (sum(counts) for counts in zip(*links.done.values(), strict=True))
    yield f"  blocks      {done} of {asked} compared, the others are as they were"
    if links.common:
        yield f"  cut         of {links.common} names that more than {LARGEST} have only near ones were compared"
    if links.left_out:
        yield f"  cut         {links.left_out} times an article without a day was left out of a block of a common name"
    if links.is_by_weeks:
        yield "  cut         articles more than a week apart were compared only where both tell of one week"
    if links.decisions.given:
        held, given = len(links.decisions.verdicts), len(links.decisions.given)
        yield f"  {held} of {given} decisions hold: the corpus has both nodes"


def doubtful_in(corpus: Path, links: Path, given: Sequence[PairDecision], most: int = 0) -> DoubtfulPairs:
    """The most doubtful pairs of the links of a whole corpus that no reader has decided, with their articles."""
    from kg.corpus.blocks.linking import graph_of_units
    from kg.corpus.doubtful import DoubtfulPairs, most_doubtful
    from kg.shards.folder import CorpusFolder

    doubts, others = most_doubtful(links, given, most or _AT_A_SITTING)
    with CorpusFolder(corpus) as folder, folder.index(lambda _name: None) as index:
        graph = graph_of_units(index, (unit for one in doubts for unit in (one.first, one.second)))
    return DoubtfulPairs(graph, doubts, others)
