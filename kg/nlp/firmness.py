"""The scale of factuality, and what each word of ``stance.toml`` makes of its complement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg.lexicon import lexicon
from kg.model import Factuality

_STRENGTH = (
    Factuality.ASSERTED,
    Factuality.PLANNED,
    Factuality.EXPECTED,
    Factuality.POSSIBLE,
    Factuality.REQUESTED,
    Factuality.CONDITIONAL,
    Factuality.DENIED,
)
_NAMES = frozenset(value.value for value in Factuality)


@dataclass(frozen=True, slots=True)
class Firmness:
    """How firmly something is put forward, and the words that decided it ("fail to"); none where it is plain."""

    value: Factuality = Factuality.ASSERTED
    cue: str = ""


PLAIN = Firmness()


def weakest(*values: Factuality) -> Factuality:
    """The least firm of several factualities; a request for a plan is a request, a failed plan is denied."""
    return max(values, key=_STRENGTH.index)


def least_firm(*found: Firmness) -> Firmness:
    """As ``weakest``, with the words that decided."""
    return max(found, key=lambda each: (_STRENGTH.index(each.value), bool(each.cue)))


def effect(kind: str, field: str, lemma: str, default: Factuality) -> Factuality:
    """What a word lends a complement: ``kind`` infinitive, participle, clause or noun; ``field`` the word's class."""
    return _effects(kind, field).get(lemma, default)


def word_effect(section: str, word: str) -> Factuality:
    """What a word of a plain table ("modals", "adverbs") makes of its clause."""
    return _word_effects(section).get(word, Factuality.ASSERTED)


def left_open(word: str) -> bool:
    """As in "was not forced to": whether the complement stays open where its governor is denied."""
    return word in _words_of("under_denial", "Possible")


def turned_round(word: str) -> bool:
    """As in "did not hesitate to", "did not fail to": whether the complement holds where its governor is denied."""
    return word in _words_of("under_denial", "Asserted")


def gerund_words(name: str) -> frozenset[str]:
    """The prepositions and governors of one row of the table of gerunds."""
    return _words_of("gerund", name)


def lent_to_gerund(word: str, preposition: str) -> Factuality | None:
    """As in "prevented X from signing", "accused X of signing", "thanked X for signing"."""
    if word in gerund_words("prevented") and preposition in {"from", "to", "of"}:
        return Factuality.DENIED
    if word in gerund_words("alleged"):
        return Factuality.POSSIBLE
    return Factuality.ASSERTED if word in gerund_words("done") else None


@cache
def _effects(kind: str, field: str) -> Mapping[str, Factuality]:
    """Word -> factuality for one kind of complement; the first section that names a word decides."""
    found: dict[str, Factuality] = {}
    for name, section in _table(kind).items():
        for word in _list(section, field):
            found.setdefault(word, Factuality(name))
    return found


@cache
def _word_effects(section: str) -> Mapping[str, Factuality]:
    return {word: Factuality(name) for name in _table(section) if name in _NAMES for word in _words_of(section, name)}


@cache
def _words_of(section: str, name: str) -> frozenset[str]:
    return frozenset(_list(_table(section), name))


def _table(name: str) -> Mapping[str, object]:
    value = lexicon("stance")[name]
    return value if isinstance(value, dict) else {}


def _list(section: object, field: str) -> tuple[str, ...]:
    values = section.get(field, []) if isinstance(section, Mapping) else []
    return tuple(str(value) for value in values) if isinstance(values, list) else ()
