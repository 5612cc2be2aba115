"""Makes a large corpus of a small one: its articles again and again under other ids, for measuring.

Articles, events and statements of each clone have names of their own; entities are shared, as those of news are.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from kg.shards.folder import FULL, CorpusFolder, CorpusWriter
from kg.shards.shard import Shard
from kg.shards.tables import ARTICLES

_OWN = r"((?:event|statement)-[0-9a-f]{8,})$"
_OWN_IN_JSON = re.compile(rb'"((?:event|statement)-[0-9a-f]{8,})"')


def main() -> None:
    """Clone until there are so many articles."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("articles", type=int)
    given = parser.parse_args()
    with CorpusFolder(given.source) as folder:
        base = Shard.joined(folder.shard(entry.name) for entry in folder.entries)
        if not given.target.exists():
            CorpusFolder.create(given.target, folder.settings)
    base = base.without(base.failures)
    with CorpusWriter(given.target) as writer:
        have = sum(entry.articles for entry in writer.entries)
        waiting: list[Shard] = []
        for number in range(have // len(base.articles), given.articles // len(base.articles) + 1):
            waiting.append(clone(base, number))
            if len(waiting) == FULL:
                put(writer, waiting)
                waiting = []
        put(writer, waiting)


def put(writer: CorpusWriter, shards: list[Shard]) -> None:
    """Put many in at once, as full shards."""
    if shards:
        writer.put(Shard.joined(shards))


def clone(base: Shard, number: int) -> Shard:
    """The same articles under other names."""
    tables = {name: _renamed(table, number) for name, table in base.tables.items()}
    table = tables[ARTICLES]
    graphs = [_graph(row, number) for row in base.rows()]
    table = table.set_column(table.schema.get_field_index("graph"), "graph", pa.array(graphs, pa.binary()))
    return Shard(tables | {ARTICLES: table})


def _renamed(table: pa.Table, number: int) -> pa.Table:
    for place, field in enumerate(table.schema):
        if field.name == "article":
            table = table.set_column(place, field, pc.binary_join_element_wise(table["article"], f"-{number}", ""))
        elif field.type == pa.string() and field.name not in {"text", "quote", "label"}:
            named = pc.replace_substring_regex(table[field.name], pattern=_OWN, replacement=rf"\1-{number}")
            table = table.set_column(place, field, named)
    return table


def _graph(row: Mapping[str, object], number: int) -> bytes:
    data, name, digest = row["graph"], str(row["article"]).encode(), str(row["sha256"]).encode()
    assert isinstance(data, bytes)
    data = _OWN_IN_JSON.sub(rb'"\1-%d"' % number, data)
    data = data.replace(b'"%s"' % name, b'"%s-%d"' % (name, number))
    return data.replace(digest, sha256(digest + b"%d" % number).hexdigest().encode())


if __name__ == "__main__":
    main()
