"""Graph <-> RDF: Turtle by a writer that groups by article, the other formats by pyoxigraph.

What is asked for is imported then, so that who wants the terms alone starts at once; rdflib likewise.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.turtle.formats import FORMATS, RDF12_FORMATS, format_of
    from kg.turtle.nodes import EvidenceDetail
    from kg.turtle.source import GraphSource, holds_ours, source_in
    from kg.turtle.terms import BASE_IRI
    from kg.turtle.whole import whole_file, whole_folder, write_whole
    from kg.turtle.writing import (
        STREAMED,
        from_rdflib,
        lines_with,
        rdflib_of,
        read,
        read_leniently,
        read_source,
        serialize,
        to_rdflib,
        to_rdflib_file,
        to_turtle,
        triples,
        write,
        write_quads,
        write_to,
    )

__all__ = [
    "BASE_IRI", "FORMATS", "RDF12_FORMATS", "STREAMED", "EvidenceDetail", "GraphSource", "format_of", "from_rdflib",
    "holds_ours", "lines_with", "rdflib_of", "read", "read_leniently", "read_source", "serialize", "source_in",
    "to_rdflib", "to_rdflib_file", "to_turtle", "triples", "whole_file", "whole_folder", "write", "write_quads",
    "write_to", "write_whole",
]  # fmt: skip

_HOMES = {
    **dict.fromkeys(("FORMATS", "RDF12_FORMATS", "format_of"), "formats"),
    **dict.fromkeys(("EvidenceDetail",), "nodes"),
    **dict.fromkeys(("GraphSource", "holds_ours", "source_in"), "source"),
    **dict.fromkeys(("BASE_IRI",), "terms"),
    **dict.fromkeys(("whole_file", "whole_folder", "write_whole"), "whole"),
}
"""Where each name lives that is not of ``kg.turtle.writing``."""


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'writing')}"), name)
