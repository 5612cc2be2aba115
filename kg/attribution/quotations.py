"""Quotations by paired marks: straight, curly, single, ``…'', «…»; apostrophes are told apart.

Marks are paired on characters, since tokenizers split them in different ways; results are token offsets.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

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
_WORD = re.compile(r"\w*")


@dataclass(frozen=True, order=True, slots=True)
class Quotation:
    """A quotation in token offsets: from ``start`` to ``end`` with its marks, ``inner`` without."""

    start: int
    end: int
    inner: Range


_Pair = tuple[int, int, int, int]
"""Offsets of a quotation: of its opening mark, of its words, of its closing mark, and of the end of that."""


def quotations(doc: Doc) -> tuple[Quotation, ...]:
    """The quotations of a text, in order; an embedded quotation comes after that which holds it."""
    starts = [token.idx for token in doc]
    found = []
    for start, first, last, end in (*double_quoted(doc.text), *_single_pairs(doc.text)):
        inner = bisect_left(starts, first), bisect_left(starts, last)
        found.append(Quotation(bisect_right(starts, start) - 1, bisect_left(starts, end), inner))
    return tuple(sorted(quotation for quotation in found if quotation.inner[0] < quotation.inner[1]))


def outermost(found: tuple[Quotation, ...]) -> tuple[Quotation, ...]:
    """The quotations that are embedded in no other."""
    kept: list[Quotation] = []
    for quotation in found:
        if not kept or quotation.start >= kept[-1].end:
            kept.append(quotation)
    return tuple(kept)


def double_quoted(text: str) -> Iterator[_Pair]:
    """Each opening double mark with its closing one, else with the next opening mark or the end of its line."""
    opened: re.Match[str] | None = None
    for mark in _DOUBLE.finditer(text):
        opens, closes = _sides(text, mark)
        if opened is None:
            opened = mark if opens else None
        elif closes and not (opens and "\n" in text[opened.end() : mark.start()]):
            yield opened.start(), opened.end(), mark.start(), mark.end()
            opened = None
        else:
            end = min(_line_end(text, opened), mark.start())
            yield opened.start(), opened.end(), end, end
            opened = mark
    if opened is not None:
        end = _line_end(text, opened)
        yield opened.start(), opened.end(), end, end


def _sides(text: str, mark: re.Match[str]) -> tuple[bool, bool]:
    """Whether a mark can open and whether it can close, by its shape and its neighbours."""
    if mark.group() in _OPENERS | _CLOSERS:
        return mark.group() in _OPENERS, mark.group() in _CLOSERS
    before = text[mark.start() - 1 : mark.start()] or "\n"
    after = text[mark.end() : mark.end() + 1] or "\n"
    opens = (before.isspace() or before in _BEFORE_OPENING) and not after.isspace()
    closes = not before.isspace() and (after.isspace() or after in _AFTER_CLOSING)
    return (True, True) if opens == closes else (opens, closes)


def _line_end(text: str, mark: re.Match[str]) -> int:
    end = text.find("\n", mark.start())
    return end if end >= 0 else len(text)


def _single_pairs(text: str) -> Iterator[_Pair]:
    """Each single mark that opens with the first that can close; after a plural's "s" a better one is waited for."""
    marks = list(_SINGLE.finditer(text))
    past = 0
    for number, mark in enumerate(marks):
        if mark.start() < past or not _opens_single(text, mark):
            continue
        limit, closing = min(_line_end(text, mark), mark.start() + _MAX_SINGLE), list[re.Match[str]]()
        for later in marks[number + 1 :]:
            if later.start() > limit or _opens_single(text, later):
                break
            if not text[later.end() : later.end() + 1].isalnum():
                closing.append(later)
        sure = [later for later in closing if text[later.start() - 1] != "s"]  # "the states' rights'"
        if closing:
            last = (sure or closing)[0]
            past = last.end()
            yield mark.start(), mark.end(), last.start(), last.end()


def _opens_single(text: str, mark: re.Match[str]) -> bool:
    before = text[mark.start() - 1 : mark.start()]
    if mark.group() == "’" or not (before.isspace() or before in _BEFORE_OPENING | {""}):
        return False
    following = _WORD.match(text, mark.end())
    return following is not None and following.group().lower() not in _APOSTROPHIZED | {""}


def next_word(doc: Doc, start: int) -> int | None:
    """The index of the first token from ``start`` on that is no comma or full stop; None at the end of the line."""
    for token in doc[start:]:
        if "\n" in token.text:
            return None
        if token.text not in {",", "."}:
            return token.i
    return None


def previous_word(doc: Doc, end: int) -> int | None:
    """The index of the last token before ``end`` that is no space; None at the beginning of a text."""
    return next((token.i for token in reversed(doc[:end]) if not token.is_space), None)
