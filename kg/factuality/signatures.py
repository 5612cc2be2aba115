"""Factuality values, and the signatures by which a governor determines that of its complement.

The signatures of ``signatures.toml`` are after Nairn, Condoravdi and Karttunen, "Computing relative polarity for
textual inference" (2006): a word has a value for each polarity of its own clause; the value of a chain ("refused to
stop buying") is worked out from the top down.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from kg.lexicon import Value, lexicon, words
from kg.model import Factuality

_UNLISTED = "*"
_SHOWN = {"to": "{} to", "ing": "{} doing", "that": "{} that", "act": "{}"}
_LEFT_OPEN = {
    Factuality.POSSIBLE: Factuality.POSSIBLE,
    Factuality.REQUESTED: Factuality.POSSIBLE,
    Factuality.CONDITIONAL: Factuality.CONDITIONAL,
}
"""What "may refuse to", "was asked to refuse to" leave open; "will refuse to" denies."""
_STRENGTH = tuple(Factuality)


@dataclass(frozen=True, slots=True)
class Signature:
    """The factuality of a complement where its governor is asserted, denied, in between or past.

    ``words`` are the entry as it is shown, ``rule`` is its section.
    """

    holds: Factuality
    denied: Factuality
    open: Factuality | None = None
    past: Factuality | None = None
    words: str = ""
    rule: str = ""


def signature(construction: str, field: str, word: str) -> Signature | None:
    """The signature of a word in its list: ``signature("to", "verbs", "fail")``; None where no list has it."""
    return _signatures().get((f"{construction}_{field}", word))


def unlisted(construction: str, word: str = "") -> Signature:
    """The signature of a governor that no list has."""
    words = _SHOWN[construction].format(word) if word else ""
    return replace(_signatures()[f"{construction}_unlisted", _UNLISTED], words=words)


def implied(found: Signature, above: Firmness, *, is_past: bool = False) -> Firmness:
    """The factuality of a complement by its governor's signature and the governor's own factuality ``above``."""
    if above.is_denied:
        return Firmness(found.denied, f"{above.cue} {found.words}".strip(), found.rule)
    if above.is_asserted:
        return _by(found.past if is_past and found.past is not None else found.holds, found)
    if found.open is not None:
        return _by(found.open, found)
    if found.holds is Factuality.REQUESTED and above.value is Factuality.POSSIBLE:
        return above  # "may try to sign": who need not wish it is not said to
    if found.holds is Factuality.DENIED:
        left = _LEFT_OPEN.get(above.value)
        return Firmness(left, above.cue, above.rule) if left is not None else _by(found.holds, found)
    return least_firm(above, _by(found.holds, found))


def _by(value: Factuality, found: Signature) -> Firmness:
    return Firmness(value, found.words, found.rule)


@cache
def _signatures() -> Mapping[tuple[str, str], Signature]:
    """(List, word) -> signature."""
    found: dict[tuple[str, str], Signature] = {}
    for name, table in lexicon("signatures").items():
        if isinstance(table, dict):
            found |= _listed(table, name)
    return found


def _listed(table: Mapping[str, Value], rule: str) -> Mapping[tuple[str, str], Signature]:
    holds, denied = Factuality(str(table["holds"])), Factuality(str(table["denied"]))
    left_open, past = (Factuality(str(table[key])) if key in table else None for key in ("open", "past"))
    return {
        (key, str(word)): Signature(holds, denied, left_open, past, _words(key, str(word)), rule)
        for key, listed in table.items()
        if "_" in key and isinstance(listed, list)
        for word in listed
    }


def _words(key: str, word: str) -> str:
    """The entry as it is shown: "fail to", "stop doing", "deny that", "prevent from"."""
    construction, _, field = key.partition("_")
    return word if field == "phrases" and construction != "to" else _SHOWN[construction].format(word)


@dataclass(frozen=True, slots=True)
class Firmness:
    """A factuality value and its cue ("fail to"), empty for a plain assertion.

    ``rule`` is what rule decided: a section of ``stance.toml`` or ``signatures.toml``.
    """

    value: Factuality = Factuality.ASSERTED
    cue: str = ""
    rule: str = ""

    @property
    def is_denied(self) -> bool:
        """Whether the value is Denied."""
        return self.value is Factuality.DENIED

    @property
    def is_asserted(self) -> bool:
        """Whether the value is Asserted."""
        return self.value is Factuality.ASSERTED

    def unless_denied(self, instead: Factuality) -> Firmness:
        """The same, or ``instead`` where it is denied."""
        return Firmness(instead, self.cue, self.rule) if self.is_denied else self


PLAIN = Firmness()


def least_firm(*found: Firmness) -> Firmness:
    """The least firm of several, with its cue: a request for a plan is a request, a failed plan is denied."""
    return max(found, key=lambda each: (_STRENGTH.index(each.value), bool(each.cue)))


def word_effect(section: str, word: str) -> Factuality | None:
    """The factuality that a word of a table ("modals", "adverbs") gives its clause; None for a word not in it."""
    return _word_effects(section).get(word)


@cache
def _word_effects(section: str) -> Mapping[str, Factuality]:
    table = lexicon("stance")[section]
    values = [value for value in Factuality if isinstance(table, dict) and value.value in table]
    return {word: value for value in values for word in words("stance", section, value.value)}
