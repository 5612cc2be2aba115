"""Stretches of a text that do not overlap, asked which of them holds a place; a long article has thousands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from kg.model import Block


class Intervals:
    """Ordered stretches of characters, each with a word that says what it is."""

    def __init__(self, stretches: Iterable[tuple[int, int, str]]) -> None:
        self._stretches = tuple(stretches)
        self._starts = [start for start, _, _ in self._stretches]

    @classmethod
    def of(cls, blocks: Iterable[Block]) -> Intervals:
        """Those of an article's blocks, each with its kind."""
        return cls((block.start, block.end, block.kind) for block in blocks)

    def at(self, place: int) -> str:
        """The word of the stretch that holds a character; the empty string where none does.

        >>> found = Intervals([(0, 5, "title"), (9, 12, "caption")])
        >>> found.at(4), found.at(5), found.at(9)
        ('title', '', 'caption')
        """
        number = bisect_right(self._starts, place) - 1
        if number < 0 or place >= self._stretches[number][1]:
            return ""
        return self._stretches[number][2]
