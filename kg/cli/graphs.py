"""Graphs as the commands read and write them: from files and stores, in every format."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import InputError, KgError

if TYPE_CHECKING:
    from kg.model import Graph


@dataclass(frozen=True, slots=True)
class Loaded:
    """A graph and what went before its names."""

    graph: Graph
    base_iri: str


def loaded(path: Path) -> Loaded:
    """The graph of a file, or of the folder of a store."""
    if path.is_dir():
        from kg.store.disk import base_of_store, read_store

        return Loaded(read_store(path), base_of_store(path))
    from kg.turtle import read_based

    return Loaded(*read_based(path))


@dataclass(frozen=True, slots=True)
class Written:
    """Where and how a graph is to be written; no path is standard output, no base that of what was read."""

    path: Path | None
    form: str
    base_iri: str = ""
    evidence: str = "full"

    @classmethod
    def of(cls, output: Path | None, form: str, *, rdf12: bool = False) -> Written:
        """The target of ``--output``, ``--format`` and ``--rdf12``; a wrong one is an error before any work is done."""
        from kg.convert import FORMS, form_of, is_folder

        path = None if output is None or str(output) == "-" else output
        chosen = form or ("ttl" if path is None else form_of(path))
        name = f"{chosen}12" if rdf12 else chosen
        if name not in FORMS:
            hint = "RDF 1.2 is for ttl, nt, nq, trig" if rdf12 else f"one of {', '.join(FORMS)}"
            raise KgError(f"{chosen!r} is no format{' of RDF 1.2' if rdf12 else ''}", hint=hint)
        if is_folder(name) and path is None:
            raise KgError(f"{name} is a folder of files", hint="--output FOLDER")
        if path is not None and not path.parent.is_dir():
            raise InputError(f"{path}: there is no folder {path.parent}")
        return cls(path, name)

    def write(self, graph: Graph, base_iri: str) -> None:
        """Write the graph, whole or not at all."""
        from kg.convert import Style, convert, converted
        from kg.rows import Vocabulary

        plover = _plover() if self.form in {"jsonl", "parquet"} else {}
        style = Style(Vocabulary(base_iri=self.base_iri or base_iri, plover=plover), self.evidence)
        if self.path is not None:
            convert(graph, self.path, self.form, style)
            return
        from kg.cli.tables import put_data

        put_data(converted(graph, self.form, style))


def _plover() -> dict[str, str]:
    from kg.ontology import Ontology

    return dict(Ontology.load().plover)
