"""Labels that were cut, completed with the next words of their sentence."""

from __future__ import annotations

import re
from itertools import takewhile

from kg.view.draw.look import aside_words
from kg.view.draw.scene import ELLIPSIS, without_joints

_ANCHOR = 3  # last words of a label by which its place in the sentence is found
_MOST_ADDED = 24
_MOST = 40  # words of a completed label
_MARKS = ".,;:!?\"'“”‘’()"
_ENDS = (";", ":", ".", "!", "?")
_DASHES = frozenset("-–—")
_BACK = frozenset({"and", "or", "that", "which", "who", "as"})
"""Before these a text is cut that stays too long."""


def completed(text: str, sentence: str) -> str:
    """A label that ends in "…", with what follows in its sentence up to an aside or the end of it.

    One whose last words do not stand once in the sentence stays as it is. What is still too long is cut at a joint.

    >>> completed("Peru paid the men who were owed …", "Peru paid the men who were owed wages for May.")
    'Peru paid the men who were owed wages for May'
    >>> completed("Peru left …", "Chad stayed.")
    'Peru left …'
    """
    if not text.endswith(ELLIPSIS):
        return text
    told = text.removesuffix(ELLIPSIS).split()
    words = sentence.split()
    place = _end_of(told, words)
    room = min(_MOST_ADDED, _MOST - len(told))
    if place is None or room < 1 or words[place - 1].rstrip("\"'”’").endswith((",", *_ENDS)):
        return text
    added, is_whole = _added(words[place:], room)
    return " ".join([*told, *added]) + ("" if is_whole else f" {ELLIPSIS}")


def _end_of(told: list[str], words: list[str]) -> int | None:
    """Where the last words of a label end in its sentence, if they stand there once."""
    plain = [_plain(word) for word in words]
    anchor = [_plain(word) for word in told[-_ANCHOR:]]
    size = len(anchor)
    found = [at + size for at in range(len(plain) - size + 1) if plain[at : at + size] == anchor]
    return found[0] if len(found) == 1 else None


def _added(rest: list[str], room: int) -> tuple[list[str], bool]:
    """The next words, at most ``room``, and whether with them the phrase is whole."""
    size = next((number + 1 for number in range(len(rest)) if _is_end(rest, number)), len(rest))
    size = min(size, len(list(takewhile(lambda word: word not in _DASHES, rest))))
    if size <= room:
        return _unmarked(rest[:size]), True
    commas = [number + 1 for number, word in enumerate(rest[:room]) if word.endswith(",")]
    joints = [number for number, word in enumerate(rest[:room]) if word in _BACK]
    return _unmarked(rest[: max([*commas, *joints], default=room)]), False


def _unmarked(words: list[str]) -> list[str]:
    """Words without a joint and without the marks of a sentence at their end; an abbreviation keeps its point."""
    words = without_joints(words)
    if not words:
        return []
    last = words[-1].rstrip(",;:!?")
    if last.rstrip("\"'”’").count(".") == 1:
        last = re.sub(r"[.,]([\"'”’]?)$", r"\1", last)
    return [*words[:-1], last]


def _is_end(rest: list[str], number: int) -> bool:
    """Whether a phrase ends with a word: the sentence does, or an aside follows."""
    word = rest[number]
    if number + 1 == len(rest):
        return True
    if word.rstrip('"”’').endswith(","):
        return word[-1] in '"”’' or rest[number + 1].casefold() in aside_words()
    return word.endswith(";")


def _plain(word: str) -> str:
    return word.strip(_MARKS).replace("’", "'").casefold()
