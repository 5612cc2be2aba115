"""Where a graph goes: a file or standard output, in which format, and what the file held before."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg.cli.tables import put_text
from kg.errors import InputError, KgError
from kg.model import Graph
from kg.ontology import Ontology
from kg.rows import Vocabulary, jsonl, statement_rows
from kg.turtle import FORMATS, format_of, read, serialize, write_whole

_ROWS = "jsonl"
_STORE = "store"
"""A folder with a store on disk: one that is there, or a new one of that suffix."""
_OURS = b"w3id.org/newsgraph"
_LOOKED_INTO = 4096


@dataclass(frozen=True, slots=True)
class Target:
    """A file (``None`` is standard output) and how to write to it."""

    path: Path | None
    form: str
    base_iri: str
    evidence: str

    @classmethod
    def of(cls, output: Path | None, form: str, *, base_iri: str, evidence: str) -> Target:
        """The target of ``--output`` and ``--format``; a wrong one is an error before any work is done."""
        path = None if output is None or str(output) == "-" else output
        if path is not None and not path.parent.is_dir():
            raise InputError(f"{path}: there is no folder {path.parent}")
        chosen = form or ("ttl" if path is None else _form_by_suffix(path))
        if path is not None and path.is_dir() and chosen != _STORE:
            raise InputError(f"{path}: is a folder, not a file to write")
        if chosen == _STORE and path is None:
            raise KgError("a store is a folder", hint="--output FOLDER")
        if chosen not in {_ROWS, _STORE, *FORMATS}:
            raise KgError(f"{chosen!r} is no format", hint=f"one of {', '.join((*FORMATS, _ROWS))}")
        return cls(path, chosen, base_iri, evidence)

    @property
    def name(self) -> str:
        """The target for messages."""
        return "standard output" if self.path is None else str(self.path)

    def before(self, *, append: bool, force: bool) -> Graph:
        """The graph to join with: that of the file with ``append``, else an empty one.

        A file that is no graph of ours is not written over unless ``force`` says so.
        """
        if self.path is None or not self.path.exists():
            return Graph()
        if self.form == _STORE:
            if not append:
                raise InputError(f"{self.path}: is a folder that is there already", hint="--append adds to its store")
            return Graph()  # what the store holds is joined as far as it is touched
        if append:
            if self.form == _ROWS:
                raise KgError("rows cannot be joined", hint="build to .ttl with --append, then convert")
            return read(self.path, self.form)
        if not force and not _is_ours(self.path):
            raise InputError(f"{self.path}: exists and is no graph of ours", hint="--force writes over it")
        return Graph()

    def write(self, graph: Graph) -> None:
        """Write the graph, whole or not at all."""
        if self.form == _STORE and self.path is not None:
            from kg.store.disk import append

            append(graph, self.path, base_iri=self.base_iri, evidence=self.evidence)
            return
        if self.form == _ROWS:
            vocabulary = Vocabulary(base_iri=self.base_iri, plover=Ontology.load().plover)
            put_text("".join(jsonl(statement_rows(graph, vocabulary))), output=self.path)
            return
        data = serialize(graph, self.form, base_iri=self.base_iri, evidence=self.evidence)
        if self.path is None:
            put_text(data.decode())
        else:
            write_whole(data, self.path)


def _form_by_suffix(path: Path) -> str:
    if path.is_dir() or path.suffix.lower() == f".{_STORE}":
        return _STORE
    return _ROWS if path.suffix.lower() == f".{_ROWS}" else format_of(path)


def _is_ours(path: Path) -> bool:
    """Whether a file is empty or names our vocabulary where a graph of ours does: in its first lines."""
    if not path.is_file():
        return True
    with path.open("rb") as file:
        start = file.read(_LOOKED_INTO)
    return not start.strip() or _OURS in start
