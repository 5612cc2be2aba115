"""Quotations by paired marks: straight, curly, single, ``…'', «…»; apostrophes are told apart. Lines of a text.

Marks are paired on characters, since tokenizers split them in different ways; results are token offsets.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from kg.attribution import Range
from kg.lexicon import words
from kg.parse.tree import Doc

_DOUBLE = re.compile(r"``|''|[\"“”„«»]")
_SINGLE = re.compile(r"(?<!['`])['‘’`](?!['`])")
_OPENERS = frozenset({"``", "“", "„", "«"})
_CLOSERS = frozenset({"”", "»"})
_BEFORE_OPENING = frozenset("([{—–-/:…‘'“\"`")
_AFTER_CLOSING = frozenset(".,;:!?)]}—–-/…’'”\"")
_APOSTROPHIZED = words("reporting", "marks", "elisions") | words("reporting", "marks", "contractions")
_MAX_SINGLE = 600  # characters; further apart two apostrophes are two apostrophes


@dataclass(frozen=True, order=True, slots=True)
class Quotation:
    """A quotation in token offsets: from ``start`` to ``end`` with its marks, ``inner`` without."""

    start: int
    end: int
    inner: Range


class _Side(Enum):
    OPEN = "open"
    CLOSE = "close"
    EITHER = "either"


_Pair = tuple[int, int, int, int]
"""Offsets of a quotation: of its opening mark, of its words, of its closing mark, and of the end of that."""


def quotations(doc: Doc) -> tuple[Quotation, ...]:
    """The quotations of a text, in order; an embedded quotation comes after that which holds it."""
    starts = [token.idx for token in doc]
    found = (_in_tokens(pair, starts) for pair in (*_double_pairs(doc.text), *_single_pairs(doc.text)))
    return tuple(sorted(quotation for quotation in found if quotation.inner[0] < quotation.inner[1]))


def outermost(found: tuple[Quotation, ...]) -> tuple[Quotation, ...]:
    """The quotations that are embedded in no other."""
    kept: list[Quotation] = []
    for quotation in found:
        if not kept or quotation.start >= kept[-1].end:
            kept.append(quotation)
    return tuple(kept)


def _double_pairs(text: str) -> Iterator[_Pair]:
    """Each opening mark with its closing one, else with the next opening mark or the end of its line."""
    opened: re.Match[str] | None = None
    for mark in _DOUBLE.finditer(text):
        side = _side(text, mark)
        if opened is None:
            opened = None if side is _Side.CLOSE else mark
        elif side is _Side.CLOSE or (side is _Side.EITHER and "\n" not in text[opened.end() : mark.start()]):
            yield opened.start(), opened.end(), mark.start(), mark.end()
            opened = None
        else:
            yield _unclosed(text, opened, mark.start())
            opened = mark
    if opened is not None:
        yield _unclosed(text, opened, len(text))


def _side(text: str, mark: re.Match[str]) -> _Side:
    """Whether a mark can open, close or do either, by its shape and its neighbours."""
    if mark.group() in _OPENERS:
        return _Side.OPEN
    if mark.group() in _CLOSERS:
        return _Side.CLOSE
    before = text[mark.start() - 1 : mark.start()] or "\n"
    after = text[mark.end() : mark.end() + 1] or "\n"
    opens = (before.isspace() or before in _BEFORE_OPENING) and not after.isspace()
    closes = not before.isspace() and (after.isspace() or after in _AFTER_CLOSING)
    if opens == closes:
        return _Side.EITHER
    return _Side.OPEN if opens else _Side.CLOSE


def _unclosed(text: str, opened: re.Match[str], limit: int) -> _Pair:
    end = min(_line_end(text, opened), limit)
    return opened.start(), opened.end(), end, end


def _line_end(text: str, mark: re.Match[str]) -> int:
    end = text.find("\n", mark.start())
    return end if end >= 0 else len(text)


def _single_pairs(text: str) -> Iterator[_Pair]:
    marks = list(_SINGLE.finditer(text))
    past = 0
    for number, mark in enumerate(marks):
        if mark.start() < past or not _opens_single(text, mark):
            continue
        closing = _single_closing(text, marks[number + 1 :], mark)
        if closing is not None:
            past = closing.end()
            yield mark.start(), mark.end(), closing.start(), closing.end()


def _opens_single(text: str, mark: re.Match[str]) -> bool:
    before = text[mark.start() - 1 : mark.start()]
    following = re.compile(r"\w*").match(text, mark.end())
    word = following.group().lower() if following is not None else ""
    if mark.group() == "’" or not (before.isspace() or before in _BEFORE_OPENING | {""}):
        return False
    return word not in _APOSTROPHIZED | {""}


def _single_closing(text: str, later: list[re.Match[str]], opened: re.Match[str]) -> re.Match[str] | None:
    """The first mark that can close; one after a plural's "s" waits for a better one ("the states' rights'")."""
    candidates: list[re.Match[str]] = []
    for mark in later:
        if mark.start() > min(_line_end(text, opened), opened.start() + _MAX_SINGLE) or _opens_single(text, mark):
            break
        if not text[mark.end() : mark.end() + 1].isalnum():
            candidates.append(mark)
    sure = (mark for mark in candidates if text[mark.start() - 1] != "s")
    return next(sure, next(iter(candidates), None))


def _in_tokens(pair: _Pair, starts: list[int]) -> Quotation:
    start, first, last, end = pair
    inner = bisect_left(starts, first), bisect_left(starts, last)
    return Quotation(bisect_right(starts, start) - 1, bisect_left(starts, end), inner)


def next_word(doc: Doc, start: int) -> int | None:
    """The index of the first token from ``start`` on that is no comma or full stop; None at the end of the line."""
    for token in doc[start:]:
        if "\n" in token.text:
            return None
        if token.text not in {",", "."}:
            return token.i
    return None


def previous_word(doc: Doc, end: int, *, over_lines: bool = False) -> int | None:
    """The index of the last token before ``end``, on its line unless ``over_lines``, that is no space; or None."""
    for token in reversed(doc[:end]):
        if "\n" in token.text and not over_lines:
            return None
        if not token.is_space:
            return token.i
    return None


def line_start(doc: Doc, position: int) -> int:
    """The index of the first token of the line of a token."""
    while position > 0 and "\n" not in doc[position - 1].text:
        position -= 1
    return position
