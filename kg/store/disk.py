"""A graph in a store on disk (RocksDB): read, or merged with another without reading the whole."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.errors import InputError
from kg.model import Graph
from kg.store.damage import damage, told
from kg.store.files import base_in, check_store, is_new, is_of_old_form, is_unfinished, opened
from kg.store.patterns import matching
from kg.turtle import BASE_IRI, EvidenceDetail, triples, whole_folder
from kg.turtle.formats import ox_triple, plain_triples
from kg.turtle.nodes import RELATION_CLASS, facts, states
from kg.turtle.reading import graph_of
from kg.turtle.source import Source, source_of, status_triples
from kg.turtle.terms import KG, OA, PROV, RDF, REL, Iri, Iris, Triple, local_name
from kg.turtle.vocabulary import BROADER, SUBCLASS, SUBPROPERTY, TYPE

_ENDS = (ox.NamedNode(RDF + "subject"), ox.NamedNode(RDF + "object"))
_TYPE = ox.NamedNode(TYPE.value)
_LEADS_ON = {
    Iri(KG + "evidence"), Iri(OA + "hasSelector"), Iri(OA + "hasSource"), Iri(PROV + "wasGeneratedBy"),
    Iri(RDF + "predicate"), Iri(RDF + "type"), Iri(KG + "eventClass"), SUBCLASS, SUBPROPERTY,
    RELATION_CLASS, BROADER,
}  # fmt: skip
"""Properties whose values belong to the description of a node: its spans, its activity, its relation, its class."""


def read_store(folder: Path) -> Graph:
    """The whole graph of a store; ``InputError`` for a folder that is none."""
    return source_of_store(folder).graph


def source_of_store(folder: Path) -> Source:
    """The content of a store, for writing it elsewhere; ``InputError`` for a folder that is none."""
    return source_of(_quads(folder))


def lines_of_store(folder: Path) -> bytes:
    """All that a store holds as N-Triples, ours or not, sorted; ``InputError`` for a folder that is none."""
    with told(folder):
        data = opened([folder]).dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()) or b""
    return b"".join(sorted(data.splitlines(keepends=True)))


def texts_of_store(folder: Path) -> frozenset[tuple[str, str]]:
    """The articles of a store, each as its id and the hash of its text; none where the store has yet to be made."""
    if is_new(folder):
        return frozenset()
    with told(folder):
        quads = matching(opened([folder]), predicate=ox.NamedNode(KG + "textSha256"))
        return frozenset(map(_text_of, quads))


def _text_of(quad: ox.Quad) -> tuple[str, str]:
    subject, digest = quad.subject, quad.object
    if isinstance(subject, ox.NamedNode) and isinstance(digest, ox.Literal):
        return local_name(subject.value).removeprefix("article-"), digest.value
    return "", ""


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


def append(graph: Graph, folder: Path, *, base_iri: str = "", evidence: str = EvidenceDetail.OFFSETS) -> None:
    """Join a graph with what the store of a folder holds; the store is made where there is none.

    What the store knows of the graph's nodes is read, merged and put in its place, in one transaction: cost goes with
    the graph that is added, not with the store. So is what it tells of the graph's events: a fact that is added makes a
    reported event one that happened. A store that 0.1.0 wrote is read whole, once, for its events. Names get the
    store's own base, since a node under two is two nodes.
    What the store has and ``evidence`` withholds stays, and so does what is not ours. Raises ``InputError``, for
    another base too.
    """
    _check_folder(folder)
    if is_new(folder):
        with begun(folder) as beside:
            _joined(graph, beside, base_iri, evidence)
    else:
        _joined(graph, folder, base_iri, evidence)


def _joined(graph: Graph, folder: Path, base_iri: str, evidence: str) -> None:
    with told(folder):
        store = ox.Store(str(folder))
        _append(graph, store, _one_base(base_in(store), base_iri, folder), evidence)


def _append(graph: Graph, store: ox.Store, base: str, evidence: str) -> None:
    def written(one: Graph) -> set[Triple]:
        return set(triples(one, base_iri=base, evidence=evidence))

    subjects = {triple[0] for triple in written(graph)}.union(_tellers(store, graph, Iris(base)))
    known = _described(store, subjects)
    changed = _changed_states(graph_of(sorted(known)), graph, Iris(base))
    if changed:
        known |= _described(store, _of_states(store, changed))
    before = graph_of(sorted(known))
    merged = written(before | graph)
    described = {triple[0] for triple in merged}
    gone = {triple for triple in written(before) - merged if triple[0] in described} - _facts(known)
    gone |= {fact for fact in facts(before, Iris(base)) if not changed.isdisjoint((fact[0], fact[2]))} - merged
    gone |= status_triples(before, known, base) - merged
    if not is_of_old_form(store):  # there all events are read; here others stand below the same classes
        gone = {triple for triple in gone if triple[1] != SUBCLASS}
    if gone:
        store.update(_update(gone, merged - known))
    else:
        store.extend(ox.Quad(*ox_triple(triple)) for triple in sorted(merged - known))  # one transaction as well
    store.flush()


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


def _described(store: ox.Store, subjects: Iterable[Iri]) -> set[Triple]:
    return {triple for subject in sorted(subjects) for triple in _description(store, subject)}


def _description(store: ox.Store, subject: Iri) -> Iterator[Triple]:
    """The triples of a node and of what describes it."""
    seen, waiting = {subject}, [subject]
    while waiting:
        for quad in matching(store, ox.NamedNode(waiting.pop().value)):
            for triple in plain_triples(quad):
                yield triple
                _, predicate, value = triple
                if predicate in _LEADS_ON and isinstance(value, Iri) and value not in seen:
                    seen.add(value)
                    waiting.append(value)


def _tellers(store: ox.Store, graph: Graph, iris: Iris) -> Iterator[Iri]:
    """The events that a graph tells of, and the statements by which they stand; all of a store that 0.1.0 wrote."""
    if is_of_old_form(store):
        yield from (Iri(node.value) for node in _subjects(store, _TYPE, None))
        return
    named = {event.id for event in graph.events} | {said.event for said in graph.statements if said.event}
    for name in sorted(named):
        yield iris.node(name)
        for node in _subjects(store, ox.NamedNode(KG + "event"), ox.NamedNode(iris.node(name).value)):
            # An event can be the occasion of another.
            if ox.Quad(node, _TYPE, ox.NamedNode(KG + "Statement")) in store:
                yield Iri(node.value)


def _changed_states(before: Graph, graph: Graph, iris: Iris) -> set[Iri]:
    """Who acts for another state, or for none, once a graph has joined, and the states they acted for before."""
    was, now = states(before.entities), states((before | graph).entities)
    changed = {name for name in was.keys() | now.keys() if was.get(name) != now.get(name)}
    return {iris.node(name) for name in changed | {was[name] for name in changed if name in was}}


def _of_states(store: ox.Store, changed: Iterable[Iri]) -> Iterator[Iri]:
    """The statements of some actors and of all who act for them, with both ends: facts between states follow."""
    for actor in changed:
        node = ox.NamedNode(actor.value)
        for one in (node, *_subjects(store, ox.NamedNode(KG + "actsFor"), node)):
            for end in _ENDS:
                for statement in _subjects(store, end, one):
                    yield Iri(statement.value)
                    for quad in (q for end in _ENDS for q in matching(store, statement, end)):
                        if isinstance(quad.object, ox.NamedNode):
                            yield Iri(quad.object.value)


def _subjects(store: ox.Store, predicate: ox.NamedNode, value: ox.NamedNode | None) -> list[ox.NamedNode]:
    found = matching(store, predicate=predicate, value=value)
    return [quad.subject for quad in found if isinstance(quad.subject, ox.NamedNode)]


def _facts(known: Iterable[Triple]) -> set[Triple]:
    """Plain triples between nodes: statements that were not read may stand behind them, so they stay."""
    statements = {triple[0] for triple in known if triple[2] == Iri(KG + "Statement")}
    nodes = (triple for triple in known if isinstance(triple[2], Iri) and triple[0] not in statements)
    return {triple for triple in nodes if triple[1].value.startswith((KG, REL))}


def _update(gone: Iterable[Triple], new: Iterable[Triple]) -> str:
    delete = " ".join(f"{ox_triple(triple)} ." for triple in sorted(gone))
    insert = " ".join(f"{ox_triple(triple)} ." for triple in sorted(new))
    return f"DELETE DATA {{ {delete} }} ; INSERT DATA {{ {insert} }}"
