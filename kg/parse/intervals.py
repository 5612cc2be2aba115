"""Labelled intervals of a text that do not overlap, searched by offset; a long article has thousands."""

from bisect import bisect_right
from collections.abc import Iterable

from kg.model import Block


class Intervals:
    """Ordered character intervals, each with a label."""

    def __init__(self, stretches: Iterable[tuple[int, int, str]]) -> None:
        self._stretches = tuple(stretches)
        self._starts = [start for start, _, _ in self._stretches]

    @classmethod
    def of(cls, blocks: Iterable[Block]) -> "Intervals":
        """The intervals of an article's blocks, labelled with their kinds."""
        return cls((block.start, block.end, block.kind) for block in blocks)

    def at(self, place: int) -> str:
        """The label of the interval that holds a character offset; the empty string where none does.

        >>> found = Intervals([(0, 5, "title"), (9, 12, "caption")])
        >>> found.at(4), found.at(5), found.at(9)
        ('title', '', 'caption')
        """
        number = bisect_right(self._starts, place) - 1
        is_inside = number >= 0 and place < self._stretches[number][1]
        return self._stretches[number][2] if is_inside else ""
