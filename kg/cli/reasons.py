"""The reasons for a statement's confidence in words, for ``kg explain``."""

from __future__ import annotations

from typing import NamedTuple

from kg.lexicon import lexicon
from kg.model import Statement


class Reasons(NamedTuple):
    """Phrases for reasons that raise a statement's confidence, and for those that lower it."""

    surer: tuple[str, ...] = ()
    less: tuple[str, ...] = ()


def reasons(said: Statement) -> Reasons:
    """Why a statement is as sure as it is, the strongest reason first; none where its file tells none.

    A feature that the lexicon does not know, of a later version, goes by its name.
    """
    found = sorted((_parted(reason) for reason in said.reasons), key=lambda pair: (-abs(pair[0]), pair[1]))
    surer, less = ([_words(name) for value, name in found if (value > 0) == wanted] for wanted in (True, False))
    return Reasons(tuple(surer), tuple(less))


def _parted(reason: str) -> tuple[float, str]:
    """The weight and the feature of a reason."""
    weight, _, name = reason.partition(" ")
    return float(weight), name


def _words(name: str) -> str:
    """A feature in words: those of ``telling``, with the words that it is about in their place."""
    feature, _, about = name.partition(": ")
    table = lexicon("confidence")["telling"]
    known = table if isinstance(table, dict) else {}
    key = f"{feature}:" if about else feature
    return str(known.get(key, known.get(feature, feature))).replace("{words}", about)
