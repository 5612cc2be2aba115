"""The scale of factuality, and what a single word makes of its clause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg.lexicon import lexicon, words
from kg.model import Factuality

_STRENGTH = tuple(Factuality)


@dataclass(frozen=True, slots=True)
class Firmness:
    """How firmly something is put forward, and the words that decided it ("fail to"); none where it is plain.

    ``rule`` is what rule decided: a section of ``stance.toml`` or ``signatures.toml``.
    """

    value: Factuality = Factuality.ASSERTED
    cue: str = ""
    rule: str = ""

    @property
    def is_denied(self) -> bool:
        """Whether it is said not to be so."""
        return self.value is Factuality.DENIED

    @property
    def is_asserted(self) -> bool:
        """Whether it is put forward as so."""
        return self.value is Factuality.ASSERTED

    def unless_denied(self, instead: Factuality) -> Firmness:
        """The same, or ``instead`` where it is denied."""
        return Firmness(instead, self.cue, self.rule) if self.is_denied else self


PLAIN = Firmness()


def least_firm(*found: Firmness) -> Firmness:
    """The least firm of several, with its words: a request for a plan is a request, a failed plan is denied."""
    return max(found, key=lambda each: (_STRENGTH.index(each.value), bool(each.cue)))


def word_effect(section: str, word: str) -> Factuality:
    """What a word of a plain table ("modals", "adverbs") makes of its clause."""
    return _word_effects(section).get(word, Factuality.ASSERTED)


def words_of(section: str, value: Factuality) -> frozenset[str]:
    """The words of a plain table that make their clause so firm."""
    table = lexicon("stance")[section]
    return words("stance", section, value.value) if isinstance(table, dict) and value.value in table else frozenset()


@cache
def _word_effects(section: str) -> Mapping[str, Factuality]:
    return {word: value for value in Factuality for word in words_of(section, value)}
