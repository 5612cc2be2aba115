"""KGX: tables of nodes and edges for tools of the Biolink model."""

from __future__ import annotations

from kg.convert.marks import begins
from kg.convert.values import FolderFormat, Style
from kg.model import Graph

_HEADS = (
    b"id\tcategory\tname\txref\tprovided_by\ttype\tiri\tfactuality\tfact\teventClass\tattributedTo",
    (
        b"id\tcategory\tsubject\tpredicate\toriginal_predicate\tobject\tnegated\tknowledge_level\tagent_type\t"
        b"primary_knowledge_source\tpublications\tsupporting_text\thas_confidence_score\tlabel\tkind\tfactuality\t"
        b"fact\tstart\tend\t"
    ),
)
"""What a file begins with: one of them, in this version and in earlier ones, which had fewer columns behind."""


def _contents(graph: Graph, style: Style) -> tuple[bytes, bytes]:
    from kg.convert.kgx import kgx
    from kg.convert.network import whole_network

    return kgx(whole_network(graph, style.vocabulary))


FORMATS = (
    FolderFormat(
        name="kgx",
        description="KGX: tables of nodes and edges for tools of the Biolink model",
        files=("nodes.tsv", "edges.tsv"),
        contents=_contents,
        recognizes=begins(*_HEADS),
    ),
)
