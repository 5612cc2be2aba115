"""Damaged shards made whole, as far as what they held stands elsewhere or can be read again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256

from kg.errors import InputError, KgError
from kg.isolation import ArticleError
from kg.model import Activity, Article, ArticleId
from kg.shards.folder import CorpusWriter
from kg.shards.index import unpacked
from kg.shards.log import ShardEntry
from kg.shards.reading import vocabulary_of
from kg.shards.shard import Shard, damage, is_sealed, left_of, rows_of
from kg.shards.tables import Keeping, article_in, tables_of

LOST = ArticleError(
    "its shard was damaged", step="keeping", hint="kg corpus add CORPUS SOURCE --again reads it from its source"
)


def heal(writer: CorpusWriter) -> tuple[int, int]:
    """Make damaged shards whole; how many articles they have, and of how many of these nothing is known any more.

    Tables that follow from that of the articles are made of it. Where that is damaged its articles stand as failed,
    with their texts where these are whole: in it, or in the index. Shards without digests get them.
    """
    lost, unknown, changes = 0, 0, list[tuple[ShardEntry, Shard]]()
    for entry in writer.entries:
        place = writer.shards / entry.name
        if damage(place) is None:
            if not is_sealed(place):
                writer.shard(entry.name).write(writer.shards)
            continue
        lost += entry.articles
        try:
            rows = list(rows_of(place))
        except InputError:
            found = list(_known(writer, entry.name))
            unknown += entry.articles - len(found)
            keeping = Keeping(Activity("", "", ()), writer.settings.evidence)
            made = Shard.joined(Shard(keeping.tables(one, LOST)) for one in found)
            changes.append((entry, made))
        else:
            vocabulary = vocabulary_of(writer.settings)
            made = Shard.joined(Shard(tables_of(row, vocabulary)) for row in rows)
        if made.name == entry.name:
            made.write(writer.shards)
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
