"""The threshold below which statements are left out, and which details go with them."""

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


def above_threshold(clause: Iterable[Graph], least: float | None) -> tuple[Graph, ...]:
    """The statements of one clause with a confidence of at least ``least``, as ``without_ids`` keeps them.

    Where ``least`` is None, worth decides against ``threshold``, and what a reader found right stays.
    """
    pieces = tuple(clause)
    return without_ids(pieces, {said.id for piece in pieces for said in piece.statements if not is_kept(said, least)})


def is_kept(said: Statement, least: float | None = None) -> bool:
    """Whether a statement has at least this confidence; without a number, whether its worth reaches the threshold."""
    if least is not None:
        return said.confidence >= least
    return bool(said.reviewed_by) or said.worth >= threshold()


def without_ids(clause: Iterable[Graph], gone: Collection[NodeId]) -> tuple[Graph, ...]:
    """The statements of one clause without those of the ids ``gone``.

    An open detail goes with its main statement ("sent to Peru" says little without what was sent), unless a reader
    found it right. One of an ontology relation is informative by itself and stays.
    """
    return tuple(piece for piece in clause if not any(_goes(said, gone) for said in piece.statements))


def _goes(said: Statement, gone: Collection[NodeId]) -> bool:
    return said.id in gone or (said.is_open and said.detail_of in gone and not said.reviewed_by)
