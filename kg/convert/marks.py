"""Whether a file that is there already is a graph of ours, as each format shows it: only such a one is written over."""

from __future__ import annotations

import mmap
from collections.abc import Mapping
from pathlib import Path

from kg.turtle import holds_ours

_MARKS: Mapping[str, tuple[tuple[bytes, ...], ...]] = {
    "graphml": ((b"<graphml", b'attr.name="iri"'),),
    "gexf": ((b"<gexf", b'title="iri"'),),
    "jsonl": ((b'"subjectIri"', b'"factuality"'),),
    "parquet": ((b"PAR1", b"subjectIri", b"factuality"),),
    "kgx": ((b"infores:newsgraph",), (b"\tfactuality\tfact\t",)),
}
"""What stands in a file of a format that is written only: all of one group."""


_HEADS: Mapping[str, tuple[bytes, ...]] = {
    "cypher": (b'MERGE (n:Node {id: "',),
    "csv": (
        b"id:ID,label,kind,country,wikidata,iri,factuality,fact:boolean,eventClass,attributedTo,:LABEL\n",
        (
            b":START_ID,statement,label,kind,factuality,fact:boolean,confidence:float,start:date,end:date,"
            b"source,event,article,quote,:TYPE,:END_ID\n"
        ),
    ),
}
"""What a file of another such format begins with: one of them."""


def looks_ours(path: Path, form: str) -> bool:
    """Whether a file that is not empty is a graph of ours: in this format, or in any of RDF if this is one."""
    heads = _HEADS.get(form)
    if heads is not None:
        with path.open("rb") as file:
            return file.read(max(map(len, heads))).startswith(heads)
    groups = _MARKS.get(form)
    if groups is None:
        return holds_ours(path)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return any(all(data.find(mark) >= 0 for mark in group) for group in groups)
