"""Reasons for and against a statement, kept with it for ``kg explain``: the features of greatest weight.

A reason is a weight in log-odds and the name of a feature in ``confidence.toml``, with the words that it is about where
there are any: "-0.42 subject it or they", "-0.61 unsound: of Peru".
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from kg.lexicon import lexicon
from kg.mapping.confidence import contributions
from kg.mapping.features import RIGHT, SOUND, StatementFeatureValues
from kg.model import Frame, Phrase

UNSOUND = "unsound"
_AGAINST = {SOUND: UNSOUND, RIGHT: "words against"}
"""Features that are told by another name where they speak against a statement."""
_LEAST = 0.15
"""Log-odds that are worth a word."""
_MOST = 4


@runtime_checkable
class Uncertain(Protocol):
    """A parse that knows its least certain attachments."""

    def least_certain(self, frame: Frame, ends: tuple[Phrase, Phrase]) -> str:
        """The words of the least certain arc of a statement about two phrases; "" where all are certain."""


def reasons(frame: Frame, ends: tuple[Phrase, Phrase], found: StatementFeatureValues) -> frozenset[str]:
    """The reasons of a statement by its features, four at most, each as weight in log-odds and name."""
    weighed = {name: value for name, value in contributions(found).items() if abs(value) >= _LEAST}
    told = {_told(name, value): value for name, value in weighed.items() if _told(name, value) in _telling()}
    strongest = sorted(told, key=lambda name: (-abs(told[name]), name))[:_MOST]
    return frozenset(f"{told[name]:+.2f} {_with_words(name, frame, ends)}" for name in strongest)


def _told(name: str, value: float) -> str:
    """The feature by the name under which it is told: a structure that is not sound has one of its own."""
    return _AGAINST.get(name, name) if value < 0 else name


def _with_words(name: str, frame: Frame, ends: tuple[Phrase, Phrase]) -> str:
    words = frame.parse.least_certain(frame, ends) if name == UNSOUND and isinstance(frame.parse, Uncertain) else ""
    return f"{name}: {words}" if words else name


def _telling() -> dict[str, object]:
    table = lexicon("confidence")["telling"]
    return dict(table) if isinstance(table, dict) else {}
