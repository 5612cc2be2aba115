"""A graph in the formats of other programs. RDF formats come back equal; the others are for reading there."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kg.convert.marks import looks_ours
from kg.errors import InputError
from kg.model import Graph
from kg.rows import Vocabulary, jsonl, statement_rows
from kg.sorting import sorted_on_disk
from kg.spool import Whole, in_memory
from kg.turtle import FORMATS, RDF12_FORMATS, STREAMED, serialize, whole_file, write_to, write_whole
from kg.turtle.formats import SUFFIXES

__all__ = ["FILES_OF", "FORMS", "Style", "convert", "convert_to", "converted", "form_of", "is_folder", "looks_ours"]

_ROWS = ("jsonl", "parquet")
_NETWORKS = ("graphml", "gexf", "cypher")
FILES_OF: Mapping[str, Sequence[str]] = {"csv": ("nodes.csv", "relationships.csv"), "kgx": ("nodes.tsv", "edges.tsv")}
"""The formats that are a folder, and its files."""
FORMS = (*FORMATS, *RDF12_FORMATS, *_ROWS, *_NETWORKS, *FILES_OF)
"""All formats; csv and kgx are folders of two files, the others one file."""
_SUFFIXES = {**SUFFIXES, "cql": "cypher", "cyp": "cypher"}


@dataclass(frozen=True)
class Style:
    """How a graph is written: what goes before its names, how much of the articles' words, PLOVER codes in rows."""

    vocabulary: Vocabulary
    evidence: str = "offsets"


def form_of(path: Path) -> str:
    """The format that a suffix stands for; ``InputError`` where it stands for none."""
    suffix = path.suffix.lower().removeprefix(".")
    form = _SUFFIXES.get(suffix, suffix)
    if form not in FORMS:
        raise InputError(
            f"{path}: {path.suffix or 'no suffix'} is no format", hint=f"--format, one of {', '.join(FORMS)}"
        )
    return form


def is_folder(form: str) -> bool:
    """Whether a format is a folder of files."""
    return form in FILES_OF


def converted(graph: Graph, form: str, style: Style) -> bytes:
    """The graph in a format of one file."""
    match form:
        case "jsonl":
            return "".join(jsonl(statement_rows(graph, style.vocabulary))).encode()
        case "parquet":
            from kg.convert.parquet import parquet

            return parquet(graph, style.vocabulary)
        case "graphml" | "gexf" | "cypher":
            return _network(graph, form, style)
        case _ if form in FORMATS or form in RDF12_FORMATS:
            return serialize(graph, form, base_iri=style.vocabulary.base_iri, evidence=style.evidence)
        case _:
            raise InputError(f"{form!r} is no format", hint=f"one of {', '.join(FORMS)}")


def _network(graph: Graph, form: str, style: Style) -> bytes:
    from kg.convert.cypher import cypher
    from kg.convert.network import whole_network
    from kg.graph.files import gexf, graphml

    network = whole_network(graph, style.vocabulary)
    if form == "cypher":
        return cypher(network).encode()
    return graphml(network) if form == "graphml" else gexf(network)


def convert_to(file: IO[bytes], graph: Whole, form: str, style: Style) -> None:
    """Write the graph in a format of one file; RDF and rows as they are made, however large the graph is."""
    if form in STREAMED:
        write_to(file, graph, form, base_iri=style.vocabulary.base_iri, evidence=style.evidence)
    elif form == "jsonl":
        for line in jsonl(statement_rows(graph, style.vocabulary, sort=sorted_on_disk)):
            file.write(line.encode())
    else:
        file.write(converted(in_memory(graph), form, style))


def convert(graph: Whole, path: Path, form: str, style: Style) -> None:
    """Write the graph to a file, or to a folder for the formats that are one; whole or not at all."""
    if not is_folder(form):
        with whole_file(path) as file:
            convert_to(file, graph, form, style)
        return
    from kg.convert.kgx import kgx
    from kg.convert.network import whole_network
    from kg.convert.tables import neo4j

    tables = {"csv": neo4j, "kgx": kgx}[form](whole_network(in_memory(graph), style.vocabulary))
    _write_folder(dict(zip(FILES_OF[form], tables, strict=True)), path)


def _write_folder(files: Mapping[str, bytes], folder: Path) -> None:
    """Write a folder of files; a new one appears whole, in an old one each file does."""
    if folder.is_file():
        raise InputError(f"{folder}: is a file, and this format is a folder")
    if folder.exists():
        for name, data in files.items():
            write_whole(data, folder / name)
        return
    try:
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    except OSError as error:
        raise InputError(f"{folder}: {error.strerror}") from error
    try:
        for name, data in files.items():
            (made / name).write_bytes(data)
        made.chmod(0o755)
        made.rename(folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)
