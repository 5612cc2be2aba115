"""Whether a file that is there already is a graph of ours, as each format shows it: only such a one is written over.

A mark counts where the format has it alone: a quote in a graph of somebody else may hold any words.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from os import SEEK_END
from pathlib import Path
from typing import BinaryIO

from kg.turtle import holds_ours

_HEADS: Mapping[str, tuple[bytes, ...]] = {
    "cypher": (b'MERGE (n:Node {id: "',),
    "csv": (
        b"id:ID,label,kind,country,wikidata,iri,factuality,fact:boolean,eventClass,attributedTo,:LABEL\n",
        (
            b":START_ID,statement,label,kind,factuality,fact:boolean,confidence:float,start:date,end:date,"
            b"source,event,article,quote,"
        ),
    ),
    "kgx": (
        b"id\tcategory\tname\txref\tprovided_by\ttype\tiri\tfactuality\tfact\teventClass\tattributedTo\n",
        (
            b"id\tcategory\tsubject\tpredicate\toriginal_predicate\tobject\tnegated\tknowledge_level\tagent_type\t"
            b"primary_knowledge_source\tpublications\tsupporting_text\thas_confidence_score\tlabel\tkind\tfactuality\t"
            b"fact\tstart\tend\t"
        ),
    ),
}
"""What a file of a format that is written only begins with: one of them, in this version and in earlier ones."""
_HEAD = 1 << 16  # bytes: what stands before the first node, or the first row
_PARQUET = b"PAR1"
_LENGTH = 4  # bytes of a number that tells how long the footer is, behind which the magic stands again


def looks_ours(path: Path, form: str) -> bool:
    """Whether a file that is not empty is a graph of ours: in this format, or in any of RDF if this is one."""
    heads, is_ours = _HEADS.get(form), _LOOKS.get(form)
    if heads is None and is_ours is None:
        return holds_ours(path)
    with path.open("rb") as file:
        return is_ours(file) if is_ours else file.read(max(map(len, heads or ()))).startswith(heads or ())


def _is_graphml(file: BinaryIO) -> bool:
    """The keys of GraphML stand before the graph."""
    keys, graph, _ = file.read(_HEAD).partition(b"<graph ")
    return bool(graph) and b"<graphml " in keys and b'<key id="iri" for="node" attr.name="iri"' in keys


def _is_gexf(file: BinaryIO) -> bool:
    """The attributes of GEXF stand before the nodes."""
    attributes, nodes, _ = file.read(_HEAD).partition(b"<nodes>")
    return bool(nodes) and attributes.startswith(b"<gexf ") and b'title="iri" type="string"' in attributes


def _is_jsonl(file: BinaryIO) -> bool:
    """A row has our names."""
    try:
        row = json.loads(file.readline(_HEAD))
    except (ValueError, RecursionError):
        return False
    return isinstance(row, dict) and {"subjectIri", "factuality"} <= row.keys()


def _is_parquet(file: BinaryIO) -> bool:
    """The names of the columns stand in the footer."""
    size = file.seek(0, SEEK_END)
    file.seek(max(size - _LENGTH - len(_PARQUET), 0))
    length, magic = int.from_bytes(file.read(_LENGTH), "little"), file.read()
    if magic != _PARQUET or length > size:
        return False
    file.seek(size - _LENGTH - len(_PARQUET) - length)
    footer = file.read(length)
    return b"subjectIri" in footer and b"factuality" in footer


_LOOKS: Mapping[str, Callable[[BinaryIO], bool]] = {
    "graphml": _is_graphml,
    "gexf": _is_gexf,
    "jsonl": _is_jsonl,
    "parquet": _is_parquet,
}
