"""Shards made anew without reading: damaged ones as far as what they held stands elsewhere, and with fewer words.

How much of the words of its articles a corpus keeps, its settings say (``evidence``).
"""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from itertools import chain

from kg.errors import InputError, KgError
from kg.isolation import ArticleError
from kg.model import Activity, Article, ArticleId
from kg.shards.folder import CorpusFolder, CorpusWriter
from kg.shards.index import unpacked
from kg.shards.log import ShardEntry
from kg.shards.reading import vocabulary_of
from kg.shards.settings import CorpusSettings
from kg.shards.shard import Shard, damage, is_sealed, left_of, rows_of, table_of
from kg.shards.tables import ARTICLES, EARLIER, STATEMENTS, Keeping, article_in, fewer_cells, tables_of
from kg.turtle.nodes import EvidenceDetail

LOST = ArticleError(
    "its shard was damaged", step="keeping", hint="kg corpus add CORPUS SOURCE --again reads it from its source"
)


def heal(writer: CorpusWriter) -> tuple[int, int]:
    """Make damaged shards whole; how many articles they have, and of how many of these nothing is known any more.

    Tables that follow from that of the articles are made of it. Where that is damaged its articles stand as failed,
    with their texts where these are whole: in it, or in the index. Shards without digests get them, and today's name.
    """
    lost, unknown, changes = 0, 0, list[tuple[ShardEntry, Shard]]()
    for entry in writer.entries:
        place = writer.shards / entry.name
        if damage(place) is None:
            if not is_sealed(place):
                changes.append((entry, whole := writer.shard(entry.name)))
                whole.write(writer.shards)
            continue
        lost += entry.articles
        try:
            rows = list(rows_of(place))
        except InputError:
            found = list(_known(writer, entry.name))
            unknown += entry.articles - len(found)
            keeping = Keeping(Activity("", "", ()), writer.settings.evidence)
            made = Shard.joined(Shard(keeping.tables(one, LOST)) for one in found)
        else:
            vocabulary = vocabulary_of(writer.settings)
            made = Shard.joined(Shard(tables_of(row, vocabulary)) for row in rows)
        with suppress(InputError):  # earlier versions stand nowhere else
            made = made.with_earlier(table_of(place, EARLIER).to_pylist())
        if made.name == entry.name:
            made.write(writer.shards)
        else:
            changes.append((entry, made))
    writer.exchange(changes)
    return lost, unknown


def _known(writer: CorpusWriter, shard: str) -> Iterator[Article]:
    """The articles of a shard, each with its text where that is somewhere as it was."""
    found = dict[ArticleId, Article]()
    with suppress(TypeError, ValueError):
        left = map(article_in, left_of(writer.shards / shard))
        found |= {one.id: one for one in left if sha256(one.text.encode()).hexdigest() == one.sha256}
    with suppress(KgError), writer.index(lambda _: None) as base:
        wanted = "SELECT size, graph FROM article JOIN shard ON shard.id = shard WHERE shard.name = ?"
        for content in base.execute(wanted, (shard,)):
            found = {one.id: one for one in unpacked(*content).articles} | found
    with suppress(KgError):
        found = {name: writer.catalog.articles[name] for name in writer.catalog.of_shard(shard)} | found
    order = [ArticleId(str(row["article"])) for row in left_of(writer.shards / shard, ("article",))]
    yield from (found[name] for name in dict.fromkeys((*order, *sorted(found))) if name in found)


_WITH_WORDS = ("index.sqlite*", "graph-*.nt", "store")
"""What is derived from the shards and has words of the articles."""


def withheld_shard(shard: Shard, reading: CorpusSettings) -> Shard:
    """The shard with no more words than the settings keep; the same one where it has no more."""
    if not _more(shard, reading.evidence):
        return shard
    vocabulary = vocabulary_of(reading)
    made = Shard.joined(Shard(tables_of(fewer_cells(row, reading.evidence), vocabulary)) for row in shard.rows())
    earlier = [fewer_cells(row, reading.evidence) for row in shard.earlier]
    return made.with_earlier(earlier)


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
    kept = (EvidenceDetail.FULL, EvidenceDetail.OFFSETS, EvidenceDetail.NONE).index(evidence)
    found = set[str]()
    for table, column in ((ARTICLES, "text"), (STATEMENTS, "quote"))[:kept]:
        rows = shard.tables[table]
        found.update(rows.filter(rows[column].is_valid())["article"].to_pylist())
    found.update(str(row["article"]) for row in shard.earlier if kept and fewer_cells(row, evidence) != row)
    return frozenset(found)
