"""RDF in six formats, and RDF 1.2 in the four that can say it: what is written so is read again, equal."""

from collections.abc import Mapping
from typing import IO

from kg.convert import FileFormat, Style
from kg.streams.spool import GraphLike
from kg.turtle.documents import Written, holds_ours, serialize, write_to
from kg.turtle.formats import FORMATS as RDF
from kg.turtle.formats import RDF12_FORMATS, SUFFIXES

_NAMES: Mapping[str, str] = {
    "ttl": "Turtle, grouped by article, for people and RDF tools",
    "nt": "N-Triples: a line a triple",
    "nq": "N-Quads: a line a quad",
    "trig": "TriG: Turtle with named graphs",
    "jsonld": "JSON-LD, compact",
    "rdfxml": "RDF/XML, for older RDF tools",
}


def _how(style: Style) -> Written:
    return Written(base_iri=style.vocabulary.base_iri, evidence=style.evidence, more=style.prefixes)


def _format(name: str) -> FileFormat:
    plain = name.removesuffix("12")
    version = "" if name == plain else "; statements as RDF 1.2 reifies them"

    def stream(file: IO[bytes], graph: GraphLike, style: Style) -> None:
        write_to(file, graph, name, **_how(style))

    return FileFormat(
        name=name,
        description=f"{_NAMES[plain]}{version}",
        content=lambda graph, style: serialize(graph, name, **_how(style)),
        stream=None if name == "jsonld" else stream,  # which begins with what all of it needs
        suffixes=tuple(suffix for suffix, known in SUFFIXES.items() if known == name),
        recognizes=holds_ours,
        comes_back=True,
    )


FORMATS = tuple(map(_format, (*RDF, *RDF12_FORMATS)))
