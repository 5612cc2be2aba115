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

_OWN = r"((?:event|statement)-[0-9a-f]{8,}(?:-x\d+)?)$"
_OWN_IN_JSON = re.compile(rb'"((?:event|statement)-[0-9a-f]{8,}(?:-x\d+)?)"')


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
    whole = base.without(base.failures)
    more = [clone(whole, f"x{number}") for number in range(FULL // len(whole.articles))]
    names = [name for one in (whole, *more) for name in one.articles]
    base = Shard.joined([whole, *more]).only(names[:FULL])
    with CorpusWriter(given.target) as writer:
        for number in range(len(writer.entries), -(-given.articles // FULL)):
            writer.put(clone(base, str(number)))


def clone(base: Shard, number: str) -> Shard:
    """The same articles under other names."""
    tables = {name: _renamed(table, number) for name, table in base.tables.items()}
    table = tables[ARTICLES]
    graphs = [_graph(row, number) for row in base.rows()]
    table = table.set_column(table.schema.get_field_index("graph"), "graph", pa.array(graphs, pa.binary()))
    return Shard(tables | {ARTICLES: table})


def _renamed(table: pa.Table, number: str) -> pa.Table:
    for place, field in enumerate(table.schema):
        if field.name == "article":
            table = table.set_column(place, field, pc.binary_join_element_wise(table["article"], f"-{number}", ""))
        elif field.type == pa.string() and field.name not in {"text", "quote", "label"}:
            named = pc.replace_substring_regex(table[field.name], pattern=_OWN, replacement=rf"\1-{number}")
            table = table.set_column(place, field, named)
    return table


def _graph(row: Mapping[str, object], number: str) -> bytes:
    data, name, digest = row["graph"], str(row["article"]).encode(), str(row["sha256"]).encode()
    assert isinstance(data, bytes)
    data = _OWN_IN_JSON.sub(rb'"\1-%s"' % number.encode(), data)
    data = data.replace(b'"%s"' % name, b'"%s-%s"' % (name, number.encode()))
    return data.replace(digest, sha256(digest + number.encode()).hexdigest().encode())


if __name__ == "__main__":
    main()
