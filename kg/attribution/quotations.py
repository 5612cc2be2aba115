"""Quotation marks are paired: straight, curly, single, ``…'', «…»; apostrophes are told apart. Lines round a quotation.

Works on characters, since tokenizers cut marks in different ways; what it finds is given in tokens.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from kg.lexicon import words
from kg.parse.tree import Doc

_DOUBLE = re.compile(r"``|''|[\"“”„«»]")
_SINGLE = re.compile(r"(?<!['`])['‘’`](?!['`])")
_OPENERS = frozenset({"``", "“", "„", "«"})
_CLOSERS = frozenset({"''", "”", "»"})
_BEFORE_OPENING = frozenset("([{—–-/:…‘'“\"`")
_AFTER_CLOSING = frozenset(".,;:!?)]}—–-/…’'”\"")
_ELISIONS = words("reporting", "marks", "elisions")
_CONTRACTIONS = words("reporting", "marks", "contractions")
_MAX_LINES = 8  # a quotation whose closing mark is further away has lost it
_MAX_SINGLE = 600  # characters; further apart two apostrophes are two apostrophes


@dataclass(frozen=True, order=True, slots=True)
class Quotation:
    """Words between one opening and one closing mark, in tokens, marks left out.

    ``pieces`` are several where each paragraph of a long quotation opens with a mark of its own. ``start`` and
    ``end`` bound the whole with its marks.
    """

    start: int
    end: int
    pieces: tuple[tuple[int, int], ...]
    single: bool = False


class _Side(Enum):
    OPEN = "open"
    CLOSE = "close"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class _Pair:
    """Offsets of a quotation: of its opening mark, of its words, and of the end of its closing mark."""

    start: int
    inner_start: int
    inner_end: int
    end: int
    single: bool = False
    runs_on: bool = False


def quotations(doc: Doc) -> tuple[Quotation, ...]:
    """The quotations of a text, in order; a quotation within another stands after it."""
    text = doc.text
    doubles = list(_double_pairs(text))
    singles = [pair for pair in _single_pairs(text) if not any(_cross(pair, other) for other in doubles)]
    starts = [token.idx for token in doc]
    groups = [*_run_on_groups(doubles), *((pair,) for pair in singles)]
    found = (_in_tokens(group, starts) for group in groups)
    return tuple(sorted(quotation for quotation in found if quotation.pieces))


def outermost(found: tuple[Quotation, ...]) -> tuple[Quotation, ...]:
    """The quotations that lie in no other."""
    kept: list[Quotation] = []
    for quotation in found:
        if not kept or quotation.start >= kept[-1].end:
            kept.append(quotation)
    return tuple(kept)


def _double_pairs(text: str) -> Iterator[_Pair]:
    opened: re.Match[str] | None = None
    for mark in _DOUBLE.finditer(text):
        side = _side(text, mark)
        if opened is None:
            opened = None if side is _Side.CLOSE else mark
        elif _closes(text, opened, mark, side):
            yield _Pair(opened.start(), opened.end(), mark.start(), mark.end())
            opened = None
        else:
            yield from _unclosed(text, opened, at_line_start=_opens_line(text, mark))
            opened = None if side is _Side.CLOSE else mark
    if opened is not None:
        yield from _unclosed(text, opened, at_line_start=False)


def _side(text: str, mark: re.Match[str]) -> _Side:
    """Whether a mark can open, close or do either, by its shape and its neighbours."""
    before = text[mark.start() - 1] if mark.start() else "\n"
    after = text[mark.end()] if mark.end() < len(text) else "\n"
    opens = (before.isspace() or before in _BEFORE_OPENING) and not after.isspace()
    closes = not before.isspace() and (after.isspace() or after in _AFTER_CLOSING)
    if mark.group() in _OPENERS:
        return _Side.EITHER if closes and not opens else _Side.OPEN
    if mark.group() in _CLOSERS:
        return _Side.EITHER if opens and not closes else _Side.CLOSE
    if opens == closes:
        return _Side.EITHER
    return _Side.OPEN if opens else _Side.CLOSE


def _closes(text: str, opened: re.Match[str], mark: re.Match[str], side: _Side) -> bool:
    between = text[opened.end() : mark.start()]
    lines = between.count("\n")
    if not lines:
        return side is not _Side.OPEN
    if side is _Side.OPEN or lines > _MAX_LINES or _opens_line(text, mark):
        return False
    return side is _Side.CLOSE or len(_DOUBLE.findall(text, *_line(text, mark.start()))) % 2 == 1


def _unclosed(text: str, opened: re.Match[str], *, at_line_start: bool) -> Iterator[_Pair]:
    """A quotation without closing mark goes to the end of its line, if the mark is a sure opener."""
    _, end = _line(text, opened.start())
    if _side(text, opened) is _Side.OPEN:
        yield _Pair(opened.start(), opened.end(), end, end, runs_on=at_line_start)


def _line(text: str, offset: int) -> tuple[int, int]:
    end = text.find("\n", offset)
    return text.rfind("\n", 0, offset) + 1, len(text) if end < 0 else end


def _opens_line(text: str, mark: re.Match[str]) -> bool:
    return not text[_line(text, mark.start())[0] : mark.start()].strip()


def _single_pairs(text: str) -> Iterator[_Pair]:
    marks = list(_SINGLE.finditer(text))
    past = 0
    for number, mark in enumerate(marks):
        if mark.start() < past or not _opens_single(text, mark):
            continue
        closing = _single_closing(text, marks[number + 1 :], mark)
        if closing is not None:
            past = closing.end()
            yield _Pair(mark.start(), mark.end(), closing.start(), closing.end(), single=True)


def _opens_single(text: str, mark: re.Match[str]) -> bool:
    before = text[mark.start() - 1] if mark.start() else "\n"
    word = re.match(r"\w*", text[mark.end() : mark.end() + 12])
    if mark.group() == "’" or not (before.isspace() or before in _BEFORE_OPENING) or word is None:
        return False
    following = word.group().lower()
    after = text[mark.end() : mark.end() + 1]
    if after.isspace() or not (following or after in _BEFORE_OPENING or after == "."):
        return False
    return following not in _ELISIONS and following not in _CONTRACTIONS and not re.fullmatch(r"\d\ds?", following)


def _single_closing(text: str, later: list[re.Match[str]], opened: re.Match[str]) -> re.Match[str] | None:
    """The first mark that can close; one after a plural's "s" waits for a better one ("the states' rights'")."""
    line_end = _line(text, opened.start())[1]
    shape = "’'" if opened.group() == "‘" else "'’"
    candidates: list[re.Match[str]] = []
    for mark in later:
        if mark.start() > min(line_end, opened.start() + _MAX_SINGLE) or _opens_single(text, mark):
            break
        after = text[mark.end() : mark.end() + 1]
        if mark.group() in shape and not after.isalnum():
            candidates.append(mark)
    sure = [mark for mark in candidates if not _is_plural_possessive(text, mark)]
    return next(iter(sure or candidates), None)


def _is_plural_possessive(text: str, mark: re.Match[str]) -> bool:
    return text[mark.start() - 1] == "s" and re.match(r"\s\w", text[mark.end() : mark.end() + 2]) is not None


def _cross(pair: _Pair, other: _Pair) -> bool:
    return pair.start < other.start < pair.end < other.end or other.start < pair.start < other.end < pair.end


def _run_on_groups(pairs: list[_Pair]) -> Iterator[tuple[_Pair, ...]]:
    """Quotations that run on from paragraph to paragraph, together."""
    group: list[_Pair] = []
    for pair, following in pairwise([*pairs, None]):
        if pair is None:
            return
        group.append(pair)
        if not (pair.runs_on and following is not None):
            yield tuple(group)
            group = []


def _in_tokens(group: tuple[_Pair, ...], starts: list[int]) -> Quotation:
    pieces = ((bisect_left(starts, pair.inner_start), bisect_left(starts, pair.inner_end)) for pair in group)
    first = bisect_right(starts, group[0].start) - 1
    return Quotation(
        start=first,
        end=bisect_left(starts, group[-1].end),
        pieces=tuple((start, end) for start, end in pieces if start < end),
        single=group[0].single,
    )


def next_word(doc: Doc, start: int) -> int | None:
    """The first token of the line from ``start`` on that is no comma, quotation mark or space."""
    for token in doc[start:]:
        if "\n" in token.text:
            return None
        if not (token.is_space or token.is_quote or token.text in {",", "."}):
            return token.i
    return None


def previous_word(doc: Doc, end: int, *, over_lines: bool = False) -> int | None:
    """The last token before ``end`` that is no space; on the same line unless told otherwise."""
    for token in reversed(doc[:end]):
        if "\n" in token.text and not over_lines:
            return None
        if not token.is_space:
            return token.i
    return None


def line_start(doc: Doc, position: int) -> int:
    """The first token of the line that holds a token."""
    while position > 0 and "\n" not in doc[position - 1].text:
        position -= 1
    return position


def line_breaks(doc: Doc, start: int, end: int) -> int:
    """How many runs of line breaks lie between two tokens."""
    return sum("\n" in token.text for token in doc[start:end])
