"""Parentheticals that are no part of their sentence: "(WHO)", "(1.8 metres)", "[sic]", "(a)" and "(b)" of a list.

They mislead a parser. They are found by their form alone; in doubt a bracket stays: "(which runs until May)" belongs
to the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kg.lexicon import patterns, words

_BRACKET = re.compile(
    r"(?<=[^\s([])\s+(?P<whole>[(\[](?P<inner>[^()\[\]\n]{1,80})[)\]])(?:(?<!\d[)\]])|(?! ?\d))(?=[\s,.;:!?’'\"”—–]|$)"
)
_TICKER = re.compile(r"(?<=\S)\s+(?P<whole><[A-Z\d]{1,6}(?:\.[A-Z]{1,3})?>)")
_MARKED = re.compile(r"(?P<open><)[A-Z][^<>\n]{3,60}(?P<close>>)")
_WORD_BEFORE = re.compile(r"[\w.’'-]+$")
_MARK = re.compile(r"(?:^|(?<=\s))(?P<open>\(?)(?P<sign>\d{1,2}|[a-z]|[ivx]{2,4})\)\s+(?P<next>[\"“‘]?\w+)")
_PAUSE = re.compile(r"(?:[,;:]|\band|\bor)\s+$")
_FEWEST_MARKS = 2
_LONGEST_WORD = 60  # characters before a bracket that are looked at
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_LETTERS = tuple("abcdefghijklmnopqrstuvwxyz")
_NUMBERS = tuple(str(number) for number in range(1, 100))


class AsideKind(StrEnum):
    """The kind of an aside: a list marker, a bracket without content, or one that is parsed by itself."""

    MARK = "mark"
    SILENT = "silent"
    TELLING = "telling"


@dataclass(frozen=True, order=True, slots=True)
class Aside:
    """A parenthetical, in character offsets."""

    start: int
    end: int
    kind: AsideKind


def asides(text: str) -> tuple[Aside, ...]:
    """The asides of a paragraph, in order, without overlaps.

    >>> text = "The World Bank (WB) will (a) lend and (b) give money [sic], not by halves (it said so)."
    >>> [text[each.start : each.end] for each in asides(text)]
    ['(WB)', '(a)', '(b)', '[sic]']
    """
    if not any(sign in text for sign in "([)<"):
        return ()
    marks = tuple(_marks(text))
    taken = {mark.start for mark in marks}
    return tuple(sorted([*marks, *(found for found in _brackets(text) if found.start not in taken)]))


def _brackets(text: str) -> Iterator[Aside]:
    tickers = [found.span("whole") for found in _TICKER.finditer(text)]  # "Acme <ACM.N>"
    marks = [found.span(mark) for found in _MARKED.finditer(text) for mark in ("open", "close")]  # "<Acme Mining>"
    spoken = (span for span in marks if not any(start <= span[0] < end for start, end in tickers))
    yield from (Aside(*span, AsideKind.SILENT) for span in (*tickers, *spoken))
    for found in _BRACKET.finditer(text):
        start, end = found.span("whole")
        inner = found["inner"].strip()
        if any(pattern.fullmatch(inner) for pattern in patterns("layout", "asides", "silent")):
            yield Aside(start, end, AsideKind.SILENT)
        elif _is_beside(text, found.start()) and any(
            pattern.fullmatch(inner) for pattern in patterns("layout", "asides", "telling")
        ):
            yield Aside(start, end, AsideKind.TELLING)


def _is_beside(text: str, end: int) -> bool:
    """Whether a bracket stands behind a word, and not in the place of one: "the (U.S.) has declared"."""
    before = _WORD_BEFORE.search(text[max(0, end - _LONGEST_WORD) : end])
    governing = words("layout", "asides", "governors") | words("layout", "asides", "cited")
    return before is not None and before.group().lower() not in governing


def _marks(text: str) -> Iterator[Aside]:
    """The signs of a list that runs on in a sentence: from the first one on, one after the other, at least two."""
    found = [each for each in _MARK.finditer(text) if _is_mark(text, each)]
    for order in (_LETTERS, _ROMAN, _NUMBERS):
        series: list[re.Match[str]] = []
        for each in found:
            if each["sign"] == order[0]:
                yield from _listed(series)
                series = [each]
            elif series and each["sign"] == order[min(len(series), len(order) - 1)]:
                series.append(each)
        yield from _listed(series)


def _is_mark(text: str, found: re.Match[str]) -> bool:
    before = text[max(0, found.start() - _LONGEST_WORD) : found.start()]
    if not found["open"] and before and not _PAUSE.search(before):
        return False
    named = before.split()[-1:]
    is_cited = bool(named) and named[0].lower() in words("layout", "asides", "cited")
    return not is_cited and found["next"].lower() not in words("layout", "asides", "between_citations")


def _listed(series: Sequence[re.Match[str]]) -> Iterator[Aside]:
    if len(series) >= _FEWEST_MARKS:
        text = series[0].string
        yield from (Aside(_with_colon(text, each.start()), each.end("sign") + 1, AsideKind.MARK) for each in series)


def _with_colon(text: str, start: int) -> int:
    """Where a sign begins; with the colon of "will: (a) close the port", which parts what belongs together."""
    near = text[max(0, start - _LONGEST_WORD) : start]
    before = near.rstrip()
    word = before.removesuffix(":").split()[-1:]
    is_governed = before.endswith(":") and bool(word) and word[0].lower() in words("layout", "asides", "governors")
    return start - len(near) + len(before) - 1 if is_governed else start
