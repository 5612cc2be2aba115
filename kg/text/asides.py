"""Parentheticals that are no part of their sentence: "(WHO)", "(1.8 metres)", "[sic]", "(see page 4)".

They mislead a parser. They are found by their form alone; in doubt a bracket stays: "(which runs until May)" belongs
to the sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.lexicon import patterns, words

_BRACKET = re.compile(
    r"(?<=[^\s([])\s+(?P<whole>[(\[](?P<inner>[^()\[\]\n]{1,80})[)\]])(?:(?<!\d[)\]])|(?! ?\d))(?=[\s,.;:!?’'\"”—–]|$)"
)
_WORD_BEFORE = re.compile(r"[\w.’'-]+$")
_LONGEST_WORD = 60  # characters before a bracket that are looked at


@dataclass(frozen=True, order=True, slots=True)
class Aside:
    """A parenthetical, in character offsets; one that ``tells`` something is parsed by itself."""

    start: int
    end: int
    tells: bool


def asides(text: str) -> tuple[Aside, ...]:
    """The asides of a paragraph, in order, without overlaps.

    >>> text = "The World Bank (WB) will lend money [sic], not by halves (it said so)."
    >>> [text[each.start : each.end] for each in asides(text)]
    ['(WB)', '[sic]']
    """
    found = []
    for match in _BRACKET.finditer(text) if "(" in text or "[" in text else ():
        (start, end), inner = match.span("whole"), match["inner"].strip()
        if any(pattern.fullmatch(inner) for pattern in patterns("layout", "asides", "silent")):
            found.append(Aside(start, end, tells=False))
        elif _is_beside(text, match.start()) and any(
            pattern.fullmatch(inner) for pattern in patterns("layout", "asides", "telling")
        ):
            found.append(Aside(start, end, tells=True))
    return tuple(found)


def _is_beside(text: str, end: int) -> bool:
    """Whether a bracket stands behind a word, and not in the place of one: "the (U.S.) has declared"."""
    before = _WORD_BEFORE.search(text[max(0, end - _LONGEST_WORD) : end])
    governing = words("layout", "asides", "governors") | words("layout", "asides", "cited")
    return before is not None and before.group().lower() not in governing
