"""What is derived from the shards of a corpus for programs that read RDF alone; it may be thrown away."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from kg.shards.folder import CorpusFolder
from kg.streams.spool import Spool
from kg.turtle.documents import write_to
from kg.turtle.seal import is_as_written, seal
from kg.turtle.whole import whole_file

_DIGITS = 16  # hexadecimal


def lines_of(folder: CorpusFolder) -> Path:
    """The file with all articles as one graph, in N-Triples: that of the same shards if it is whole, else made now."""
    names = " ".join(sorted(entry.name for entry in folder.entries))
    path = folder.derived / f"graph-{sha256(names.encode()).hexdigest()[:_DIGITS]}.nt"
    if not is_as_written(path):
        spool = Spool()
        for graph in folder.graphs():
            spool.add(graph)
        with whole_file(path) as file:
            write_to(file, spool.whole(), "nt", base_iri=folder.settings.base_iri, evidence="full")
            seal(file, "nt")
        for old in folder.derived.glob("graph-*.nt"):
            if old != path:
                old.unlink(missing_ok=True)
    return path
