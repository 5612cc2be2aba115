"""A graph in the formats of other programs. RDF formats come back equal; the others are for reading there."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.model import Graph
from kg.rows import Vocabulary, jsonl, statement_rows
from kg.turtle import FORMATS, RDF12_FORMATS, serialize, write_whole

_ROWS = ("jsonl", "parquet")
_NETWORKS = ("graphml", "gexf", "cypher")
_FOLDERS = ("csv", "kgx")
FORMS = (*FORMATS, *RDF12_FORMATS, *_ROWS, *_NETWORKS, *_FOLDERS)
"""All formats; csv and kgx are folders of two files, the others one file."""
_SUFFIXES = {"rdf": "rdfxml", "xml": "rdfxml", "owl": "rdfxml", "cql": "cypher", "cyp": "cypher", "turtle": "ttl"}


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
    return form in _FOLDERS


def converted(graph: Graph, form: str, style: Style) -> bytes:
    """The graph in a format of one file."""
    match form:
        case "jsonl":
            return "".join(jsonl(statement_rows(graph, style.vocabulary))).encode()
        case "parquet":
            from kg.convert.parquet import parquet

            return parquet(graph, style.vocabulary)
        case "graphml" | "gexf" | "cypher":
            return _network(graph, form)
        case _ if form in FORMATS or form in RDF12_FORMATS:
            return serialize(graph, form, base_iri=style.vocabulary.base_iri, evidence=style.evidence)
        case _:
            raise InputError(f"{form!r} is no format", hint=f"one of {', '.join(FORMS)}")


def _network(graph: Graph, form: str) -> bytes:
    from kg.convert.cypher import cypher
    from kg.graph import Projection, to_networkx
    from kg.graph.files import gexf, graphml

    if form == "cypher":
        return cypher(graph).encode()
    network = to_networkx(graph, Projection(links=True, roles=True))
    return graphml(network) if form == "graphml" else gexf(network)


def convert(graph: Graph, path: Path, form: str, style: Style) -> None:
    """Write the graph to a file, or to a folder for the formats that are one; whole or not at all."""
    if not is_folder(form):
        write_whole(converted(graph, form, style), path)
        return
    from kg.convert.kgx import kgx
    from kg.convert.tables import neo4j

    files: Mapping[str, Callable[[Graph], dict[str, bytes]]] = {"csv": neo4j, "kgx": kgx}
    _write_folder(files[form](graph), path)


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
