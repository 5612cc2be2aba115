"""Which statements are worth telling, and what goes with one that is not."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from kg.lexicon import lexicon
from kg.model import Graph, NodeId, Statement


def threshold() -> float:
    """The worth (``Statement.worth``) below which a statement is left out unless it is asked for, from 0 to 1.

    It stands in ``confidence.toml``, with what it was chosen by.
    """
    value = lexicon("confidence")["threshold"]
    assert isinstance(value, int | float)
    return float(value)


def sure_enough(clause: Iterable[Graph], least: float | None) -> tuple[Graph, ...]:
    """The pieces of one clause whose statement is at least so sure, as ``without`` keeps them.

    Where no confidence is asked for (None) the statement's worth decides, and what a reader found right stays.
    """
    pieces = tuple(clause)
    return without(pieces, {said.id for piece in pieces for said in piece.statements if not is_kept(said, least)})


def is_kept(said: Statement, least: float | None = None) -> bool:
    """Whether a statement is at least so sure; without a number, whether it is worth telling."""
    if least is not None:
        return said.confidence >= least
    return bool(said.reviewed_by) or said.worth >= threshold()


def without(clause: Iterable[Graph], gone: Collection[NodeId]) -> tuple[Graph, ...]:
    """The pieces of one clause that are left where some of its statements go.

    A detail in the text's own words hangs on its main statement: "sent to Peru" says little without what was sent, so
    that it goes with it, unless a reader found it right. One of a relation of the ontology says something by itself.
    """
    return tuple(piece for piece in clause if not any(_goes(said, gone) for said in piece.statements))


def _goes(said: Statement, gone: Collection[NodeId]) -> bool:
    return said.id in gone or (said.is_open and said.detail_of in gone and not said.reviewed_by)
