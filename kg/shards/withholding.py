"""How much of the words of its articles a corpus keeps, beside what its settings say (``evidence``)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import chain

from kg.model import ArticleId
from kg.shards.folder import CorpusFolder, CorpusWriter
from kg.shards.reading import vocabulary_of
from kg.shards.settings import CorpusSettings
from kg.shards.shard import Shard, table_of
from kg.shards.tables import ARTICLES, STATEMENTS, fewer_words
from kg.turtle.nodes import EvidenceDetail

_WITH_WORDS = ("index.sqlite*", "graph-*.nt", "store")
"""What is derived from the shards and has words of the articles."""


def withheld_shard(shard: Shard, reading: CorpusSettings) -> Shard:
    """The shard with no more words than the settings keep; the same one where it has no more."""
    if not _more(shard, reading.evidence):
        return shard
    vocabulary = vocabulary_of(reading)
    return Shard.joined(Shard(fewer_words(row, reading.evidence, vocabulary)) for row in shard.rows())


def withhold(writer: CorpusWriter) -> int:
    """Take out of a corpus the words that its settings do not keep, and what is derived from them.

    Nothing is read again for it. How many articles had such words.
    """
    count = 0
    for entry in writer.entries:
        more = _more(writer.shard(entry.name), writer.settings.evidence)
        if more:
            writer.put(withheld_shard(writer.shard(entry.name), writer.settings))
            count += len(more)
    for left in chain.from_iterable(map(writer.derived.glob, _WITH_WORDS)) if count else ():
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    return count


def lacking(folder: CorpusFolder) -> Iterator[ArticleId]:
    """The articles of which fewer words are kept than the settings say."""
    asked = {EvidenceDetail.FULL: (ARTICLES, "text"), EvidenceDetail.OFFSETS: (STATEMENTS, "quote")}
    if folder.settings.evidence not in asked:
        return
    table, column = asked[folder.settings.evidence]
    for entry in folder.entries:
        found = table_of(folder.shards / entry.name, table, ("article", column))
        rows = zip(found["article"].to_pylist(), found[column].is_null().to_pylist(), strict=True)
        yield from sorted({ArticleId(name) for name, is_missing in rows if is_missing})


def _more(shard: Shard, evidence: EvidenceDetail) -> frozenset[str]:
    """The articles of a shard of which more words are there than are kept."""
    columns = {
        EvidenceDetail.FULL: (),
        EvidenceDetail.OFFSETS: ((ARTICLES, "text"),),
        EvidenceDetail.NONE: ((ARTICLES, "text"), (STATEMENTS, "quote")),
    }
    found = set[str]()
    for table, column in columns[evidence]:
        rows = shard.tables[table]
        found.update(rows.filter(rows[column].is_valid())["article"].to_pylist())
    return frozenset(found)
