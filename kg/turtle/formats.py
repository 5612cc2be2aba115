"""RDF files: formats by suffix, reading with messages that help."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from kg.errors import InputError
from kg.turtle.terms import RDF, Iri, Literal, Reified, Triple

RdfBytes = bytes | mmap
DEEPEST = 100
"""Triple terms within triple terms; RDF 1.2 sets no bound, and one or two are met."""
_GROWN = 10_000_000
"""Bytes that entities may grow to in all: the names of vocabularies that OWL files abbreviate take far less."""

_TRIPLE_TERM = re.compile(rb"<<\(")
_TOKEN = re.compile(
    rb'\\.|"""(?:[^"\\]++|\\.|"(?!""))*+"""|\'\'\'(?:[^\'\\]++|\\.|\'(?!\'\'))*+\'\'\''
    rb'|"(?:[^"\\\r\n]++|\\.)*+"|\'(?:[^\'\\\r\n]++|\\.)*+\'|<[^<>\s]*+>|#[^\r\n]*+|(?P<opens><<\()|(?P<ends>\)>>)',
    re.DOTALL,
)
"""Strings, IRIs and comments, in which the marks mean nothing, and the marks (RDF 1.2 Turtle, 6.5)."""
_DECLARED = re.compile(rb"<!ENTITY")
_ENTITY = re.compile(rb"<!ENTITY\s+([^\s%&;\"']+)\s+\"((?:[^\"&]|&#)*)\"\s*>")
"""One that is a plain text."""


_ELEMENT = re.compile(
    rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<(?:!|\?)|<(?:(?P<ends>/)|(?P<opens>[^!?/]))"
    rb"(?:[^<>\"'/]++|\"[^\"]*+\"|'[^']*+'|/(?!>))*+(?P<alone>/)?",
    re.DOTALL,
)
"""Tags, and what only looks like them."""
_DEEPEST_ELEMENT = 1000
"""Elements within elements of RDF/XML: the parser's time grows with the square of it, and a list of 300 takes 600."""


def check_bounds(data: RdfBytes, name: str, source: str) -> None:
    """Raise ``InputError`` for a document in one of ``FORMATS`` beyond the limits."""
    pattern, most, what = _TOKEN, DEEPEST, "triple terms"
    if name == "rdfxml":
        _check_entities(data, source)
        pattern, most, what = _ELEMENT, _DEEPEST_ELEMENT, "elements"
    elif name == "jsonld" or not _TRIPLE_TERM.search(data):
        return
    depth = 0
    for token in pattern.finditer(data):
        depth = max(depth + (token.lastgroup == "opens") - (token.lastgroup == "ends"), 0)
        if depth > most:
            raise InputError(f"{source}: has {what} nested more than {most:,} deep", hint="such a graph is not read")


def check_file(path: Path, name: str) -> None:
    """The same for a file."""
    if path.is_file() and path.stat().st_size:
        with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
            check_bounds(data, name, str(path))


def _check_entities(data: RdfBytes, source: str) -> None:
    """Entities may stand for plain texts; one made of others, of a file or of an address is refused."""
    found = _ENTITY.findall(data)
    if len(found) != sum(1 for _ in _DECLARED.finditer(data)):
        raise InputError(f"{source}: declares an entity that is no plain text", hint="write its text where it is used")
    grown = sum(len(text) * sum(1 for _ in re.finditer(b"&" + re.escape(name) + b";", data)) for name, text in found)
    if grown > _GROWN:
        raise InputError(
            f"{source}: its entities grow to {grown:,} bytes", hint="write their texts where they are used"
        )


FORMATS: Mapping[str, ox.RdfFormat] = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
RDF12_FORMATS: Mapping[str, ox.RdfFormat] = {f"{name}12": FORMATS[name] for name in ("ttl", "nt", "nq", "trig")}
"""Formats that can say RDF 1.2; they are read by their plain names."""
SUFFIXES: Mapping[str, str] = {
    "turtle": "ttl", "rdf": "rdfxml", "xml": "rdfxml", "owl": "rdfxml", "json-ld": "jsonld",
}  # fmt: skip
"""Suffixes that are not the name of their format."""


def format_of(path: Path) -> str:
    """The format that a file's suffix stands for; ``InputError`` if it is none of RDF."""
    suffix = path.suffix.lower().removeprefix(".")
    name = SUFFIXES.get(suffix, suffix)
    if name not in FORMATS:
        raise InputError(f"{path}: {path.suffix or 'no suffix'} is no RDF format", hint=f"one of {', '.join(FORMATS)}")
    return name


def serialized(
    triples: Iterable[Triple], name: str, prefixes: Mapping[str, str], file: IO[bytes] | None = None
) -> bytes:
    """The triples in a format of ``FORMATS``, in their order; with a file they are written there as they come."""
    form = {**FORMATS, **RDF12_FORMATS}[name]
    return ox.serialize(map(ox_triple, triples), output=file, format=form, prefixes=dict(prefixes)) or b""


def quads_to(file: IO[bytes], triples: Iterable[Triple], graph: Iri) -> None:
    """Write the triples as N-Quads of a named graph, as they come."""
    name = ox.NamedNode(graph.value)
    found = (ox.Quad(one.subject, one.predicate, one.object, name) for one in map(ox_triple, triples))
    ox.serialize(found, output=file, format=ox.RdfFormat.N_QUADS)


def ox_triple(triple: Triple) -> ox.Triple:
    """A triple of ours as pyoxigraph's."""
    subject, predicate, value = triple
    found: ox.NamedNode | ox.Literal | ox.Triple
    match value:
        case Iri(iri):
            found = _ox_node(iri)
        case Reified():
            found = ox.Triple(*(ox.NamedNode(part.value) for part in value))
        case Literal(text, datatype):
            found = ox.Literal(text, datatype=_ox_node(datatype))
    return ox.Triple(_ox_node(subject.value), _ox_node(predicate.value), found)


@lru_cache(maxsize=20_000)  # most come again soon
def _ox_node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def triples_of(data: bytes, name: str, source: str) -> Iterator[Triple]:
    """The triples of a document; named graphs are read as one. ``InputError`` names ``source`` and the line."""
    for quad in parsed(data, name, source):
        yield from plain_triples(quad)


def parsed(data: bytes, name: str, source: str) -> Iterator[ox.Quad]:
    """The quads of a document; ``InputError`` names ``source`` and the line."""
    check_bounds(data, name, source)
    try:
        yield from ox.parse(data, format=FORMATS[name])
    except SyntaxError as error:
        raise InputError(f"{source}: {error.msg}", hint=f"it is read as {name}") from error


def plain_lines(data: bytes, name: str, source: str) -> bytes:
    """The document as N-Triples, blank nodes and languages and all; ``InputError`` names ``source`` and the line.

    What RDF 1.2 reifies stands in its parts.
    """
    triples = list[ox.Triple]()
    for triple in (quad.triple for quad in parsed(data, name, source)):
        is_reified = isinstance(triple.object, ox.Triple)
        parts = [(ox.NamedNode(RDF + one), getattr(triple.object, one)) for one in _PARTS] if is_reified else []
        triples += [ox.Triple(triple.subject, *part) for part in parts] or [triple]
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


_PARTS = ("subject", "predicate", "object")


def plain_triples(quad: ox.Quad | ox.Triple) -> Iterator[Triple]:
    """The triple in our terms, one that RDF 1.2 reifies in its parts; blank nodes and languages are not ours."""
    subject, value = quad.subject, quad.object
    if not isinstance(subject, ox.NamedNode):
        return
    match value:
        case ox.NamedNode():
            yield Iri(subject.value), Iri(quad.predicate.value), Iri(value.value)
        case ox.Literal():
            yield Iri(subject.value), Iri(quad.predicate.value), Literal(value.value, value.datatype.value)
        case ox.Triple(subject=ox.NamedNode() as first, predicate=relation, object=ox.NamedNode() as last):
            for name, part in zip(_PARTS, (first, relation, last), strict=True):
                yield Iri(subject.value), Iri(RDF + name), Iri(part.value)
