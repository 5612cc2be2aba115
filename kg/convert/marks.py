"""Whether a file that is there already is a graph of ours, as each format shows it: only such a one is written over."""

from __future__ import annotations

import mmap
from collections.abc import Mapping
from pathlib import Path

_VOCABULARY = b"w3id.org/newsgraph"
_ONTOLOGY = b"<https://w3id.org/newsgraph/ontology#"
_MARKS: Mapping[str, tuple[tuple[bytes, ...], ...]] = {
    "nt": ((_ONTOLOGY,),),
    "nq": ((_ONTOLOGY,),),
    "graphml": ((b"<graphml", b'attr.name="iri"'),),
    "gexf": ((b"<gexf", b'title="iri"'),),
    "cypher": ((b"MERGE (n:Node {id: ",),),
    "jsonl": ((b'"subjectIri"', b'"factuality"'),),
    "parquet": ((b"PAR1", b"subjectIri", b"factuality"),),
    "csv": ((b"id:ID,label,",), (b":START_ID,statement,",)),
    "kgx": ((b"infores:newsgraph",), (b"\tfactuality\tfact\t",)),
}
"""What stands in a file of a format: all of one group. The others name our vocabulary where they begin."""
_HEAD = 4096


def looks_ours(path: Path, form: str) -> bool:
    """Whether a file is empty, no plain file, or a graph of ours in this or another format of RDF."""
    if not path.is_file() or path.stat().st_size == 0:
        return True
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        head = data[:_HEAD]
        if not head.strip() or _VOCABULARY in head:
            return True
        groups = _MARKS.get(form.removesuffix("12"), ())
        return any(all(data.find(mark) >= 0 for mark in group) for group in groups)
