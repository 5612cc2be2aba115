"""True-casing of headlines and datelines in capitals.

"CHINA COURTS CANADA", "BEIJING, Jan 14". A word of four letters or more that is no acronym we know is
taken to be written in capitals for show, and the names around it are looked up without regard to case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from kg.gazetteer.tables import table
from kg.lexicon import words

SHORTEST = 4
_LONGEST = 8


def in_capitals(found: list[str], is_known: Callable[[str], bool]) -> list[str]:
    """The pieces of a text, with names in capitals in the case of the tables."""
    written = list(found)
    for start, end in _runs(found):
        if any(_is_shouted(piece) and not is_known(piece) for piece in found[start:end]):
            written[start:end] = _respelt(found[start:end])
    return written


def _runs(found: list[str]) -> Iterator[tuple[int, int]]:
    """Stretches without a lower-case letter that hold a long word in capitals."""
    start, is_run = 0, False
    for place, piece in enumerate([*found, "end"]):
        if piece != piece.upper():
            if is_run:
                yield start, place
            start, is_run = place + 1, False
        else:
            is_run = is_run or _is_shouted(piece)


def _is_shouted(piece: str) -> bool:
    return len(piece) >= SHORTEST and piece.isalpha() and piece.isupper()


def _respelt(run: list[str]) -> list[str]:
    written: list[str] = []
    spelt, ordinary = _spellings(), words("capitals", "ordinary", "words")
    while len(written) < len(run):
        place = len(written)
        for size in range(min(_LONGEST, len(run) - place), 0, -1):
            part = run[place : place + size]
            name = spelt.get(" ".join(part).casefold())
            if name and (size > 1 or len(part[0]) >= SHORTEST):
                written += name.split(" ")
                break
        else:
            written.append(run[place].lower() if run[place] in ordinary else run[place])
    return written


@cache
def _spellings() -> dict[str, str]:
    return {name.casefold(): name for name in table("names").first()}
