"""Which statements are sure enough to be told, and what goes with one that is not."""

from __future__ import annotations

from collections.abc import Iterable

from kg.lexicon import lexicon
from kg.model import Graph


def threshold() -> float:
    """The confidence below which a statement is left out unless it is asked for: ``confidence.toml``, from 0 to 1."""
    value = lexicon("confidence")["threshold"]
    assert isinstance(value, int | float)
    return float(value)


def sure_enough(clause: Iterable[Graph], least: float) -> tuple[Graph, ...]:
    """The pieces of one clause whose statement is at least so sure.

    A detail in the text's own words hangs on its main statement: "sent to Peru" says little without what was sent, so
    that it goes with it. One of a relation of the ontology says something by itself, and stays.
    """
    pieces = tuple(clause)
    unsure = {said.id for piece in pieces for said in piece.statements if said.confidence < least}
    return tuple(
        piece
        for piece in pieces
        if not any(said.id in unsure or (said.is_open and said.detail_of in unsure) for said in piece.statements)
    )
