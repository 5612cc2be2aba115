"""The content of a document that will be written again: the graph, its base IRI, and foreign triples."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypedDict, Unpack

import pyoxigraph as ox

from kg.errors import InputError, check_ends
from kg.facts.status import REPORTED, statuses
from kg.model import Graph
from kg.streams.spool import GraphLike, Sort, sorted_on_disk
from kg.turtle import formats
from kg.turtle import terms as rdf
from kg.turtle.nodes import FACTUALITY, STATUS, EvidenceDetail, NodeSection, reifying, sections
from kg.turtle.reading import EARLIER, graph_of
from kg.turtle.text import jsonld, lines
from kg.turtle.vocabulary import EVENT, SUBCLASS, TYPE
from kg.turtle.whole import seal, whole_file

if TYPE_CHECKING:
    import rdflib

_NAMED = (rdf.Iri(rdf.KG + "Statement"), rdf.Iri(rdf.SCHEMA + "NewsArticle"))
"""Classes whose nodes have a base: statements first, articles where there is none."""
_WIDEST = ("trig", "nq", "jsonld", "rdfxml")
"""Formats that between them read every other one."""


@dataclass(frozen=True)
class GraphSource:
    """A graph as it was found; ``triples`` is what was there with it, under one base, ``foreign`` counts the rest.

    ``bases`` is what the names of the nodes began with, sorted: several where graphs were put together unjoined.
    """

    graph: Graph
    triples: frozenset[rdf.Triple]
    bases: tuple[str, ...] = ()
    foreign: int = 0

    @property
    def is_ours(self) -> bool:
        """Whether there is a statement, or an article that makes none."""
        return bool(self.graph.statements or self.graph.articles)

    @property
    def base_iri(self) -> str:
        """What the names begin with when they are written again."""
        return next(iter(self.bases), rdf.BASE_IRI)

    @cached_property
    def left_out(self) -> int:
        """How many triples are not written again: those that somebody added, and languages of ours."""
        written = sections(self.graph, base_iri=self.base_iri, evidence=EvidenceDetail.FULL)
        ours = {_by_value(triple) for section in written for node in section.nodes for triple in node.triples()}
        found = self.triples - status_triples(self.graph, self.triples, self.base_iri)
        return self.foreign + len({_by_value(triple) for triple in found} - ours)

    @cached_property
    def untold(self) -> int:
        """How many events do not say how they stand: those that 0.1.0 wrote. They are read by their statements."""
        iris, telling = rdf.Iris(self.base_iri), {triple[0] for triple in self.triples if triple[1] == FACTUALITY}
        told = statuses(self.graph)
        return sum(event.id in told and iris.node(event.id) not in telling for event in self.graph.events)


def status_triples(graph: Graph, triples: Iterable[rdf.Triple], base_iri: str) -> set[rdf.Triple]:
    """What triples tell of how the events of a graph stand, which is written anew each time.

    So are classes of events as 0.1.0 has them, each right below ``kg:Event``, and those of relations by earlier names.
    """
    iris = rdf.Iris(base_iri)
    events = {iris.node(event.id): {rdf.term_iri(event.cls), rdf.Iri(rdf.KG + REPORTED)} for event in graph.events}
    return {
        (subject, predicate, value)
        for subject, predicate, value in triples
        if (subject in events and (predicate in STATUS or (predicate == TYPE and value in events[subject])))
        or (predicate == SUBCLASS and value == EVENT and subject.value.startswith(rdf.KG))
        or subject in EARLIER
        or (value in EARLIER and predicate.value == rdf.KG + "relationClass")
    }


def _by_value(triple: rdf.Triple) -> rdf.Triple:
    """The triple with a number as its value: stores write 100.0 as 100."""
    subject, predicate, value = triple
    if isinstance(value, rdf.Literal) and value.datatype == rdf.XSD + "decimal":
        try:
            return subject, predicate, rdf.Literal(str(Decimal(value.text).normalize()), value.datatype)
        except InvalidOperation:
            return triple
    return triple


def source_of(quads: Iterable[ox.Quad | ox.Triple]) -> GraphSource:
    """The source that quads spell; named graphs are read as one. Raises ``InputError`` as ``read`` does."""
    found: list[rdf.Triple] = []
    foreign = 0
    for quad in quads:
        plain = tuple(formats.plain_triples(quad))
        foreign += not plain
        found += plain
    named: dict[rdf.Term, set[str]] = {cls: set() for cls in _NAMED}
    for subject, predicate, value in found:
        if predicate == TYPE and value in named:
            named[value].add(rdf.split_iri(subject.value)[0])
    bases = tuple(sorted(next(filter(None, named.values()), set())))

    def renamed(term: rdf.Iri) -> rdf.Iri:
        """A name under the first base, so that a node that was under two is one."""
        base = rdf.split_iri(term.value)[0]
        return rdf.Iri(bases[0] + term.value.removeprefix(base)) if base in bases else term

    if len(bases) > 1:
        pairs = ((one[:2], renamed(one[2]) if isinstance(one[2], rdf.Iri) else one[2]) for one in found)
        found = [(renamed(subject), predicate, value) for (subject, predicate), value in pairs]
    triples = frozenset(found)
    return GraphSource(graph_of(triples), triples, bases, foreign)


def source_in(data: bytes, name: str, label: str) -> GraphSource:
    """The source in a document of one of ``FORMATS``; ``label`` names it in errors."""
    return source_of(formats.parsed(data, name, label))


def holds_ours(path: Path) -> bool:
    """Whether a file in any format of RDF has a statement or an article of ours: it is read as far as the first."""
    # What only a graph has: ontologies name the class, and articles are in many graphs.
    digest, statement = rdf.Iri(rdf.KG + "textSha256"), (TYPE, rdf.Iri(rdf.KG + "Statement"))
    for name in _WIDEST:
        with suppress(SyntaxError, InputError):
            formats.check_file(path, name)
            quads = ox.parse(path=path, format=formats.FORMATS[name])
            told = (triple[1:] for quad in quads for triple in formats.plain_triples(quad))
            return any(pair[0] == digest or pair == statement for pair in told)
    return False


class Written(TypedDict, total=False):
    """How a graph is written."""

    base_iri: str
    """What goes before its names; by default ours."""
    evidence: str
    """"offsets" (each statement's sentence and place), "full" (the articles' text too), "none" (places alone)."""
    more: Mapping[str, str]
    """Prefixes of the user's own (``kg.turtle.terms.checked_prefixes``)."""


def to_turtle(graph: Graph, **how: Unpack[Written]) -> str:
    """The graph as Turtle: the same graph gives the same bytes."""
    return serialize(graph, **how).decode()


def triples(
    graph: Graph, *, base_iri: str = rdf.BASE_IRI, evidence: str = EvidenceDetail.OFFSETS
) -> Iterable[rdf.Triple]:
    """The triples of the Turtle file, in its order."""
    return _flat(sections(graph, base_iri=rdf.checked_base(base_iri), evidence=EvidenceDetail(evidence)))


def _flat(found: Iterable[NodeSection]) -> Iterator[rdf.Triple]:
    for section in found:
        for node in section.nodes:
            yield from node.triples()


def serialize(graph: Graph, name: str = "ttl", **how: Unpack[Written]) -> bytes:
    """The graph in one of ``FORMATS`` (ttl, nt, nq, trig, jsonld, rdfxml) or ``RDF12_FORMATS`` (ttl12, nt12 ...).

    Raises ``InputError`` for another name, and for a base that is no IRI.
    """
    file = BytesIO()
    write_to(file, graph, name, sort=sorted, **how)
    return file.getvalue()


def lines_with(graph: Graph, properties: Collection[str], *, base_iri: str = rdf.BASE_IRI) -> bytes:
    """What the graph tells with some properties, as N-Triples: what a question reads, and nothing else."""
    only = frozenset(properties)
    found = sections(graph, base_iri=rdf.checked_base(base_iri), evidence=EvidenceDetail.FULL, only=only)
    return formats.serialized((triple for triple in _flat(found) if triple[1].value in only), "nt", {})


def write_to(
    file: IO[bytes], graph: GraphLike, name: str, *, sort: Sort = sorted_on_disk, **how: Unpack[Written]
) -> None:
    """Write a graph of any size as ``serialize`` gives it, and keep no more than a part of it.

    JSON-LD alone begins with what all of it needs. Raises ``OSError`` where the file takes no more, ``InputError`` for
    an address that is none.
    """
    base_iri = rdf.checked_base(how.get("base_iri", rdf.BASE_IRI))
    evidence = EvidenceDetail(how.get("evidence", EvidenceDetail.OFFSETS))
    found = sections(graph, base_iri=base_iri, evidence=evidence, sort=sort)
    known, every = rdf.prefixes(base_iri, how.get("more", {})), (*formats.FORMATS, *formats.RDF12_FORMATS)
    if name in formats.RDF12_FORMATS:
        found = reifying(found)
    if name in {"ttl", "ttl12"}:
        file.writelines(line.encode() for line in lines(found, known))
    elif name == "jsonld":
        file.write(jsonld(found, known).encode())
    elif name in every:
        formats.serialized(_flat(found), name, known, file)
    else:
        raise InputError(f"{name!r} is no RDF format", hint=f"one of {', '.join(every)}")


def write_quads(
    file: IO[bytes], graph: Graph, *, base_iri: str = rdf.BASE_IRI, evidence: str = EvidenceDetail.OFFSETS
) -> None:
    """Write the graph of one article as N-Quads, in a named graph of the article's own IRI."""
    formats.quads_to(
        file, triples(graph, base_iri=base_iri, evidence=evidence), rdf.Iris(base_iri).article(graph.articles[0].id)
    )


def write(graph: Graph, path: Path, format: str = "", **how: Unpack[Written]) -> None:  # noqa: A002 - as in rdflib
    """Write the graph, whole or not at all; the format is that of the suffix unless it is given."""
    name = format or formats.format_of(path)
    with whole_file(path) as file:
        file.write(serialize(graph, name, **how))
        seal(file, name)


def read(source: Path | str, format: str = "") -> Graph:  # noqa: A002 - as in rdflib
    """The graph of a file (a ``Path``) or of a text (a ``str``, Turtle unless ``format`` says otherwise).

    What ``write`` wrote with ``evidence="full"`` comes back equal. Raises ``InputError``.
    """
    match source:
        case Path():
            name, label, data = format or formats.format_of(source), str(source), _bytes(source)
        case str():
            name, label, data = format or "ttl", "the text", source.encode()
    return graph_of(formats.triples_of(data, name, label))


def read_leniently(path: Path) -> tuple[Graph, dict[str, str]]:
    """The graph of a file without the nodes that cannot be read, and IRI -> fault of those."""
    faults: dict[str, str] = {}
    return graph_of(formats.triples_of(_bytes(path), formats.format_of(path), str(path)), faults), faults


def read_source(path: Path, format: str = "") -> GraphSource:  # noqa: A002 - as in rdflib
    """The content of a file, for writing it again."""
    return source_in(_bytes(path), format or formats.format_of(path), str(path))


def _bytes(path: Path) -> bytes:
    check_ends(path)
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error


def to_rdflib(graph: Graph, **how: Unpack[Written]) -> rdflib.Graph:
    """The graph as an ``rdflib.Graph``, prefixes bound: isomorphic to the Turtle file."""
    import rdflib

    found = rdflib.Graph(bind_namespaces="none")
    for name, iri in rdf.prefixes(how.get("base_iri", rdf.BASE_IRI), how.get("more", {})).items():
        found.bind(name, iri)
    return found.parse(data=serialize(graph, "nt", **how), format="nt")


def to_rdflib_file(path: Path) -> rdflib.Graph:
    """All triples of a file as rdflib's graph, ours or not, read by pyoxigraph; ``InputError`` as in ``read``."""
    return rdflib_of(formats.plain_lines(_bytes(path), formats.format_of(path), str(path)), "nt")


def rdflib_of(body: bytes, format: str = "turtle") -> rdflib.Graph:  # noqa: A002 - as in rdflib
    """The ``rdflib.Graph`` of an answer, of Turtle by default."""
    import rdflib

    return rdflib.Graph().parse(data=body, format=format)
