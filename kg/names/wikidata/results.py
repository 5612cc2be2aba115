"""Names in tables of results: "Aberdeen 2 Celtic 1", "CHICAGO 9 0 1.000 -", a line a match or a team."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from kg.names.recognition import Proper
from kg.names.words import Words

_BREAK = "|"
_LONGEST_SCORE = 3
_LEAST = 2
_ORG = "ORG"


def with_results(names: Sequence[Proper], words: Words) -> tuple[Proper, ...]:
    """The names, those that run across the columns of a table of results replaced by what its columns name."""
    cells = list(_cells(words))
    taken = {place for start, end in cells for place in range(start, end)}
    known = {(name.start, name.end): name for name in names}
    kept = [name for name in names if taken.isdisjoint(range(name.start, name.end))]
    found = [replace(known.get(cell, Proper(*cell)), label=_label(known.get(cell))) for cell in cells]
    return tuple(sorted([*kept, *found]))


def _label(name: Proper | None) -> str:
    return name.label if name and name.entries else _ORG


def _cells(words: Words) -> Iterator[tuple[int, int]]:
    """The names before the numbers of each line of a table."""
    for is_break, line in groupby(range(len(words)), key=lambda place: words.readable[place] == _BREAK):
        if not is_break and _is_row(places := list(line), words):
            yield from _named(places, words)


def _is_row(line: Sequence[int], words: Words) -> bool:
    """Whether a line has names and two numbers at least, none of them a year's, and not one word in lower case."""
    numbers = [place for place in line if words.text[place].isdigit()]
    is_short = all(len(words.text[place]) <= _LONGEST_SCORE for place in numbers)
    is_bare = not any(words.text[place].islower() for place in line)
    return len(numbers) >= _LEAST and is_short and is_bare and _is_word(line[0], words)


def _named(line: Sequence[int], words: Words) -> Iterator[tuple[int, int]]:
    start = line[0]
    for place in line:
        if not _is_word(place, words):
            if place > start and words.text[place].isdigit():
                yield start, place
            start = place + 1


def _is_word(place: int, words: Words) -> bool:
    text = words.text[place]
    return text[:1].isupper() and text.replace(".", "").isalpha()
