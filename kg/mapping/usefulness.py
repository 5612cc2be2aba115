"""Usefulness of a statement: the share of statements with its features that careful readers judged worth keeping.

It is apart from confidence: a true statement may be of no interest. The weights, in log-odds, are the tables "useful"
(for parses with probabilities) and "useful unparsed" of ``confidence.toml``; ``python -m training.judged`` fits them.
"""

from __future__ import annotations

from kg.mapping.confidence import logistic, table
from kg.mapping.features import SOUND, StatementFeatureValues


def usefulness(found: StatementFeatureValues) -> float:
    """The expected share of such statements that readers keep, 0 to 1, to hundredths; ``found``: from ``features``."""
    return round(logistic(table("useful" if SOUND in found else "useful unparsed"), found), 2)
