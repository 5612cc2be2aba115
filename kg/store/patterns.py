"""Quads of a pattern."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

RdfNode = ox.NamedNode | ox.BlankNode
RdfValue = RdfNode | ox.Literal | ox.Triple


def matching(
    store: ox.Store,
    subject: RdfNode | None = None,
    predicate: ox.NamedNode | None = None,
    value: RdfValue | None = None,
) -> Iterator[ox.Quad]:
    """The quads of a pattern in all graphs, and no others; ``None`` stands for anything.

    A literal is given as the store returns it, which shortens numbers (1.50 is 1.5). A store on disk returns more than
    it is asked for, with the object 255 those of 256 and 300 too: it reckons the end of a range of keys wrongly where
    their last byte is 0xFF (pyoxigraph 0.5.13; its SPARQL is right).
    """
    for quad in store.quads_for_pattern(subject, predicate, value, None):
        if (
            (subject is None or quad.subject == subject)
            and (predicate is None or quad.predicate == predicate)
            and (value is None or quad.object == value)
        ):
            yield quad
