"""Makes a large corpus of a small one: its articles again and again under other ids, for measuring.

Articles, events and statements of each clone have names of their own; entities are shared, as those of news are.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from kg.shards.folder import FULL, CorpusFolder, CorpusWriter
from kg.shards.shard import Shard
from kg.shards.tables import ARTICLES

_OWN = r"((?:event|statement)-[0-9a-f]{8,}(?:-x\d+)?)$"
_DAY = re.compile(rb'"(\d{4}-\d\d-\d\d)"')
_OWN_IN_JSON = re.compile(rb'"((?:event|statement)-[0-9a-f]{8,}(?:-x\d+)?)"')


def main() -> None:
    """Clone until there are so many articles."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("articles", type=int)
    parser.add_argument("--days", type=int, default=0, help="each clone is told, and tells, so many days earlier")
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
            writer.put(clone(base, f"{number:08x}", timedelta(-given.days * number)))


def clone(base: Shard, number: str, shift: timedelta = timedelta(0)) -> Shard:
    """The same articles under other names, so many days later."""
    tables = {name: _renamed(table, number) for name, table in base.tables.items()}
    table = tables[ARTICLES]
    graphs = [_DAY.sub(lambda day: _moved(day, shift), _graph(row, number)) for row in base.rows()]
    told = [date.fromisoformat(str(row["date"])) + shift if row["date"] else None for row in base.rows()]
    days = pa.array(told, table.schema.field("date").type)
    table = table.set_column(table.schema.get_field_index("date"), "date", days)
    table = table.set_column(table.schema.get_field_index("graph"), "graph", pa.array(graphs, pa.binary()))
    return Shard(tables | {ARTICLES: table})


def _moved(day: re.Match[bytes], shift: timedelta) -> bytes:
    return b'"%s"' % (date.fromisoformat(day[1].decode()) + shift).isoformat().encode()


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
