"""A graph in a store on disk (RocksDB): read, or joined with another without reading the whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.errors import InputError
from kg.model import Graph
from kg.store.files import base_in, opened
from kg.turtle import BASE_IRI, EvidenceDetail, triples
from kg.turtle.formats import ox_triple, plain_triples
from kg.turtle.reading import graph_of
from kg.turtle.source import Source, source_of
from kg.turtle.terms import KG, OA, PROV, RDF, REL, Iri, Triple

_LEADS_ON = {
    Iri(KG + "evidence"), Iri(OA + "hasSelector"), Iri(OA + "hasSource"), Iri(PROV + "wasGeneratedBy"),
    Iri(RDF + "predicate"), Iri(RDF + "type"),
}  # fmt: skip
"""Properties whose values belong to the description of a node: its spans, its activity, its relation's label."""


def read_store(folder: Path) -> Graph:
    """The whole graph of a store; ``InputError`` for a folder that is none."""
    return source_of_store(folder).graph


def source_of_store(folder: Path) -> Source:
    """What a store holds, for a program that writes it elsewhere; ``InputError`` for a folder that is none."""
    return source_of(opened([folder]))


def lines_of_store(folder: Path) -> bytes:
    """All that a store holds as N-Triples, ours or not, sorted; ``InputError`` for a folder that is none."""
    data = opened([folder]).dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()) or b""
    return b"".join(sorted(data.splitlines(keepends=True)))


def append(graph: Graph, folder: Path, *, base_iri: str = "", evidence: str = EvidenceDetail.OFFSETS) -> None:
    """Join a graph with what the store of a folder holds; the store is made where there is none.

    What the store knows of the graph's nodes is read, merged and put in its place, in one transaction: cost goes with
    the graph that is added, not with the store. Names get the store's own base, since a node under two is two nodes.
    What the store has and ``evidence`` withholds stays, and so does what is not ours. Raises ``InputError``, for
    another base too.
    """
    store = _writable(folder)
    base = _one_base(base_in(store), base_iri, folder)

    def written(one: Graph) -> set[Triple]:
        return set(triples(one, base_iri=base, evidence=evidence))

    subjects = sorted({triple[0] for triple in written(graph)})
    known = {triple for subject in subjects for triple in _description(store, subject)}
    before = graph_of(sorted(known))
    merged = written(before | graph)
    described = {triple[0] for triple in merged}
    gone = {triple for triple in written(before) - merged if triple[0] in described} - _facts(known)
    store.update(_update(gone, merged - known))
    store.flush()


def check_appendable(folder: Path, base_iri: str = "") -> None:
    """Raise the ``InputError`` that ``append`` would, before there is anything to append; nothing is made."""
    _check_folder(folder)
    if (folder / "CURRENT").exists():
        _one_base(base_in(opened([folder])), base_iri, folder)


def _check_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder}: is a file, not the folder of a store")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / "CURRENT").exists():
        raise InputError(f"{folder}: is a folder with other things in it, and no store")


def _writable(folder: Path) -> ox.Store:
    _check_folder(folder)
    try:
        return ox.Store(str(folder))
    except OSError as error:
        raise InputError(f"{folder}: {error}", hint="another process may have it open") from error


def _one_base(known: str, asked: str, folder: Path) -> str:
    if known and asked and known != asked:
        raise InputError(
            f"{folder}: its names begin with {known}, not with {asked}",
            hint="leave --base-iri out; kg convert --base-iri writes all names anew",
        )
    return known or asked or BASE_IRI


def _description(store: ox.Store, subject: Iri) -> Iterator[Triple]:
    """The triples of a node and of what describes it."""
    seen, waiting = {subject}, [subject]
    while waiting:
        for quad in store.quads_for_pattern(ox.NamedNode(waiting.pop().value), None, None, None):
            for triple in plain_triples(quad):
                yield triple
                _, predicate, value = triple
                if predicate in _LEADS_ON and isinstance(value, Iri) and value not in seen:
                    seen.add(value)
                    waiting.append(value)


def _facts(known: Iterable[Triple]) -> set[Triple]:
    """Plain triples between nodes: statements that were not read may stand behind them, so they stay."""
    statements = {triple[0] for triple in known if triple[2] == Iri(KG + "Statement")}
    nodes = (triple for triple in known if isinstance(triple[2], Iri) and triple[0] not in statements)
    return {triple for triple in nodes if triple[1].value.startswith((KG, REL))}


def _update(gone: Iterable[Triple], new: Iterable[Triple]) -> str:
    delete = " ".join(f"{ox_triple(triple)} ." for triple in sorted(gone))
    insert = " ".join(f"{ox_triple(triple)} ." for triple in sorted(new))
    return f"DELETE DATA {{ {delete} }} ; INSERT DATA {{ {insert} }}"
