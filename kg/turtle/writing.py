"""Writing of graphs in the formats of RDF, and reading: in our terms, and in rdflib's where that is asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import IO, TYPE_CHECKING

from kg.errors import InputError, check_ends
from kg.model import Graph
from kg.streams.sorting import sorted_on_disk
from kg.streams.spool import GraphLike
from kg.turtle.formats import (
    FORMATS,
    RDF12_FORMATS,
    format_of,
    plain_lines,
    quads_to,
    serialize_to,
    serialized,
    triples_of,
)
from kg.turtle.nodes import EvidenceDetail, NodeSection, reifying, sections
from kg.turtle.reading import graph_of
from kg.turtle.source import GraphSource, source_in
from kg.turtle.terms import BASE_IRI, Iri, Iris, Literal, Reified, Term, Triple, checked_base, prefixes
from kg.turtle.text import jsonld, lines, turtle
from kg.turtle.whole import write_whole

if TYPE_CHECKING:
    import rdflib

_NO_MORE: Mapping[str, str] = MappingProxyType({})
STREAMED = frozenset({*FORMATS, *RDF12_FORMATS} - {"jsonld"})
"""Formats that are written as they are made: JSON-LD begins with what all of it needs."""


def to_turtle(
    graph: Graph,
    *,
    base_iri: str = BASE_IRI,
    evidence: str = EvidenceDetail.OFFSETS,
    more: Mapping[str, str] = _NO_MORE,
) -> str:
    """The graph as Turtle: the same graph gives the same bytes.

    ``evidence`` is "offsets" (each statement's sentence and place), "full" (the articles' text too) or "none"
    (places without words). ``more`` are prefixes of the user's own (``kg.turtle.terms.checked_prefixes``).
    """
    detail = EvidenceDetail(evidence)
    return turtle(sections(graph, base_iri=checked_base(base_iri), evidence=detail), prefixes(base_iri, more))


def triples(graph: Graph, *, base_iri: str = BASE_IRI, evidence: str = EvidenceDetail.OFFSETS) -> Iterable[Triple]:
    """The triples of the Turtle file, in its order."""
    return _flat(sections(graph, base_iri=checked_base(base_iri), evidence=EvidenceDetail(evidence)))


def _flat(found: Iterable[NodeSection]) -> Iterator[Triple]:
    for section in found:
        for node in section.nodes:
            yield from node.triples()


def serialize(
    graph: Graph,
    name: str = "ttl",
    *,
    base_iri: str = BASE_IRI,
    evidence: str = EvidenceDetail.OFFSETS,
    more: Mapping[str, str] = _NO_MORE,
) -> bytes:
    """The graph in one of ``FORMATS`` (ttl, nt, nq, trig, jsonld, rdfxml) or ``RDF12_FORMATS`` (ttl12, nt12 ...).

    Raises ``InputError`` for another name, and for a base that is no IRI.
    """
    found = sections(graph, base_iri=checked_base(base_iri), evidence=EvidenceDetail(evidence))
    known = prefixes(base_iri, more)
    if name in RDF12_FORMATS:
        found = reifying(found)
    match name:
        case "ttl" | "ttl12":
            return turtle(found, known).encode()
        case "jsonld":
            return jsonld(found, known).encode()
        case _ if name in FORMATS or name in RDF12_FORMATS:
            return serialized(_flat(found), name, known)
        case _:
            raise InputError(f"{name!r} is no RDF format", hint=f"one of {', '.join((*FORMATS, *RDF12_FORMATS))}")


def lines_with(graph: Graph, properties: Collection[str], *, base_iri: str = BASE_IRI) -> bytes:
    """What the graph tells with some properties, as N-Triples: what a question reads, and nothing else."""
    only = frozenset(properties)
    found = sections(graph, base_iri=checked_base(base_iri), evidence=EvidenceDetail.FULL, only=only)
    return serialized((triple for triple in _flat(found) if triple[1].value in only), "nt", {})


def write_to(  # noqa: PLR0913 - those of ``serialize``
    file: IO[bytes],
    graph: GraphLike,
    name: str,
    *,
    base_iri: str = BASE_IRI,
    evidence: str = EvidenceDetail.OFFSETS,
    more: Mapping[str, str] = _NO_MORE,
) -> None:
    """Write a graph of any size in one of ``STREAMED``, as ``serialize`` gives it, and keep no more than a part of it.

    Raises ``OSError`` where the file takes no more.
    """
    detail = EvidenceDetail(evidence)
    found = sections(graph, base_iri=checked_base(base_iri), evidence=detail, sort=sorted_on_disk)
    known = prefixes(base_iri, more)
    if name in RDF12_FORMATS:
        found = reifying(found)
    if name in {"ttl", "ttl12"}:
        for line in lines(found, known):
            file.write(line.encode())
    else:
        serialize_to(file, _flat(found), name, known)


def write_quads(
    file: IO[bytes], graph: Graph, *, base_iri: str = BASE_IRI, evidence: str = EvidenceDetail.OFFSETS
) -> None:
    """Write the graph of one article as N-Quads, in a named graph of the article's own IRI."""
    quads_to(file, triples(graph, base_iri=base_iri, evidence=evidence), Iris(base_iri).article(graph.articles[0].id))


def write(  # noqa: PLR0913 - those of ``serialize``
    graph: Graph,
    path: Path,
    format: str = "",  # noqa: A002 - the name that rdflib and pyoxigraph use
    *,
    base_iri: str = BASE_IRI,
    evidence: str = EvidenceDetail.OFFSETS,
    more: Mapping[str, str] = _NO_MORE,
) -> None:
    """Write the graph, whole or not at all; the format is that of the suffix unless it is given."""
    data = serialize(graph, format or format_of(path), base_iri=base_iri, evidence=evidence, more=more)
    write_whole(data, path)


def read(source: Path | str, format: str = "") -> Graph:  # noqa: A002 - as in ``write``
    """The graph of a file (a ``Path``) or of a text (a ``str``, Turtle unless ``format`` says otherwise).

    What ``write`` wrote with ``evidence="full"`` comes back equal. Raises ``InputError``.
    """
    match source:
        case Path():
            name, label, data = format or format_of(source), str(source), _bytes(source)
        case str():
            name, label, data = format or "ttl", "the text", source.encode()
    return graph_of(triples_of(data, name, label))


def read_leniently(path: Path) -> tuple[Graph, dict[str, str]]:
    """The graph of a file without the nodes that cannot be read, and IRI -> fault of those."""
    faults: dict[str, str] = {}
    return graph_of(triples_of(_bytes(path), format_of(path), str(path)), faults), faults


def read_source(path: Path, format: str = "") -> GraphSource:  # noqa: A002 - as in ``write``
    """The content of a file, for writing it again."""
    return source_in(_bytes(path), format or format_of(path), str(path))


def _bytes(path: Path) -> bytes:
    check_ends(path)
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error


def to_rdflib(graph: Graph, *, base_iri: str = BASE_IRI, evidence: str = EvidenceDetail.OFFSETS) -> rdflib.Graph:
    """The graph as an ``rdflib.Graph``, prefixes bound: isomorphic to the Turtle file."""
    import rdflib

    found = rdflib.Graph(bind_namespaces="none")
    for name, iri in prefixes(base_iri).items():
        found.bind(name, iri)
    for subject, predicate, value in triples(graph, base_iri=base_iri, evidence=evidence):
        found.add((rdflib.URIRef(subject.value), rdflib.URIRef(predicate.value), _rdflib_term(value)))
    return found


def _rdflib_term(term: Term) -> rdflib.URIRef | rdflib.Literal:
    import rdflib

    match term:
        case Iri(value):
            return rdflib.URIRef(value)
        case Reified():
            raise InputError("rdflib reads no RDF 1.2")
        case Literal(text, datatype):
            # A plain literal, as rdflib's own parser reads a string without a datatype.
            plain = datatype.endswith("#string")
            return rdflib.Literal(text, datatype=None if plain else rdflib.URIRef(datatype), normalize=False)


def to_rdflib_file(path: Path) -> rdflib.Graph:
    """All triples of a file as rdflib's graph, ours or not, read by pyoxigraph; ``InputError`` as in ``read``."""
    import rdflib

    lines = plain_lines(_bytes(path), format_of(path), str(path))
    return rdflib.Graph().parse(data=lines, format="nt")


def rdflib_of(body: bytes, format: str = "turtle") -> rdflib.Graph:  # noqa: A002 - rdflib's name
    """The ``rdflib.Graph`` of an answer in RDF."""
    import rdflib

    return rdflib.Graph().parse(data=body, format=format)


def from_rdflib(graph: rdflib.Graph) -> Graph:
    """The graph of an ``rdflib.Graph``."""
    return read(graph.serialize(format="nt"), "nt")
