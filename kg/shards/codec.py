"""The graph of one article as bytes, lossless: the same graph has the same bytes."""

from __future__ import annotations

import msgspec

from kg.model import Graph

_ENCODER = msgspec.json.Encoder(order="deterministic")
_DECODER = msgspec.json.Decoder(Graph)


def encoded(graph: Graph) -> bytes:
    """The graph as JSON: the fields of the model by their names, sets sorted."""
    return _ENCODER.encode(graph)


def decoded(data: bytes) -> Graph:
    """The graph of such JSON; ``ValueError`` where it is none."""
    return _DECODER.decode(data)
