"""A graph in a store on disk (RocksDB): read, or merged with another without reading the whole."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.errors import InputError
from kg.model import ArticleId, Graph
from kg.store.changes import StoreChange, StoreHoldings
from kg.store.files import base_in, check_store, damage, is_new, is_of_old_form, is_unfinished, matching, opened, told
from kg.turtle.documents import GraphSource, source_of
from kg.turtle.nodes import EvidenceDetail
from kg.turtle.terms import BASE_IRI, Iris
from kg.turtle.whole import whole_folder


def read_store(folder: Path) -> Graph:
    """The whole graph of a store; ``InputError`` for a folder that is none."""
    return source_of_store(folder).graph


def source_of_store(folder: Path) -> GraphSource:
    """The content of a store, for writing it elsewhere; ``InputError`` for a folder that is none."""
    return source_of(_quads(folder))


def lines_of_store(folder: Path) -> bytes:
    """All that a store holds as N-Triples, ours or not, sorted; ``InputError`` for a folder that is none."""
    with told(folder):
        data = opened([folder]).dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()) or b""
    return b"".join(sorted(data.splitlines(keepends=True)))


def holdings_of_store(folder: Path) -> StoreHoldings | None:
    """What the articles of a store are and what made their statements; None where the store has yet to be made."""
    if is_new(folder):
        return None
    with told(folder):
        return StoreHoldings(lambda: opened([folder]))


def copy_store(folder: Path, target: Path) -> int:
    """Copy all that a store holds, ours or not, into a new one: whole or not at all; how many triples.

    It is the store as it is now, though others add to it meanwhile. Raises ``InputError`` where it is damaged.
    """
    with begun(target) as beside, told(beside):
        copied = ox.Store(str(beside))
        copied.bulk_extend(_quads(folder))
        copied.flush()
        return len(copied)


@contextmanager
def begun(folder: Path) -> Iterator[Path]:
    """A place for a new store, which takes that of ``folder`` once it is whole; nothing is left where that fails.

    A store that was begun there and never had data gives way. Raises ``InputError`` where it cannot be written.
    """
    with whole_folder(folder) as beside:
        try:
            yield beside
        except InputError as error:
            raise InputError(error.message.replace(str(beside), str(folder)), hint=error.hint) from error
        if is_unfinished(folder):
            shutil.rmtree(folder)


def check_whole(folder: Path) -> None:
    """Read all that a store holds by each of its orders; ``InputError`` where that fails or they differ.

    A store has its triples three times over, by subject, by predicate and by object, and a query reads but one.
    """
    with told(folder):
        store = opened([folder])
        by_subject, by_predicate, by_object = _Tally(), _Tally(), _Tally()
        predicates, objects = set(), set()
        for quad in store:
            by_subject.add(quad)
            predicates.add(quad.predicate)
            objects.add(quad.object)
        for predicate in predicates:
            for quad in matching(store, predicate=predicate):
                by_predicate.add(quad)
        for value in objects:
            for quad in matching(store, value=value):
                by_object.add(quad)
    if not by_subject == by_predicate == by_object:
        counts = f"{by_subject.number} by subject, {by_predicate.number} by predicate, {by_object.number} by object"
        raise damage(folder, OSError(counts))


@dataclass
class _Tally:
    """How many quads were met, and the sum of their hashes: two of the same quads are equal, in whatever order."""

    number: int = 0
    total: int = 0

    def add(self, quad: ox.Quad) -> None:
        self.number += 1
        self.total += hash(quad)


def _quads(folder: Path) -> Iterator[ox.Quad]:
    with told(folder):
        yield from opened([folder])


def append(
    graph: Graph,
    folder: Path,
    *,
    replacing: Collection[ArticleId] = (),
    base_iri: str = "",
    evidence: str = EvidenceDetail.OFFSETS,
) -> None:
    """Join a graph with what the store of a folder holds; the store is made where there is none.

    It takes the place of the articles ``replacing``, if they are there. What the store knows of the graph's nodes is
    read, merged and put in its place, in one transaction: cost goes with the graph that is added, not with the store.
    So is what it tells of the graph's events: a fact that is added makes a reported event one that happened. A store
    that 0.1.0 wrote is read whole, once, for its events. Names get the store's own base, since a node under two is two
    nodes. What the store has and ``evidence`` withholds stays, and so does what is not ours. Raises ``InputError``, for
    another base too.
    """
    _check_folder(folder)
    if is_new(folder):
        with begun(folder) as beside:
            _joined(graph, beside, base_iri, evidence)
    else:
        _joined(graph, folder, base_iri, evidence, replacing)


def _joined(graph: Graph, folder: Path, base_iri: str, evidence: str, replacing: Collection[ArticleId] = ()) -> None:
    with told(folder):
        store = ox.Store(str(folder))
        iris = Iris(_one_base(base_in(store), base_iri, folder))
        StoreChange(store, iris, graph, frozenset(replacing)).make(evidence)


def remove(names: Collection[ArticleId], folder: Path) -> None:
    """Take articles out of the store of a folder, in one transaction: what follows from them goes, the rest stays.

    Raises ``InputError`` where the store does not record what each article contributes.
    """
    check_store(folder)
    with told(folder):
        store = ox.Store(str(folder))
        StoreChange(store, Iris(base_in(store) or BASE_IRI), Graph(), frozenset(names)).make(EvidenceDetail.FULL)


def check_appendable(folder: Path, base_iri: str = "") -> bool:
    """Whether ``append`` would find a store of 0.1.0, and read it whole; nothing is made.

    Raises the ``InputError`` that ``append`` would, before there is anything to append.
    """
    _check_folder(folder)
    if is_new(folder):
        return False
    with told(folder):
        store = opened([folder])
        _one_base(base_in(store), base_iri, folder)
        return is_of_old_form(store)


def _check_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder}: is a file, not the folder of a store")
    if not is_new(folder):
        check_store(folder)


def _one_base(known: str, asked: str, folder: Path) -> str:
    if known and asked and known != asked:
        raise InputError(
            f"{folder}: its names begin with {known}, not with {asked}",
            hint="leave --base-iri out; kg convert --base-iri writes all names anew",
        )
    return known or asked or BASE_IRI
