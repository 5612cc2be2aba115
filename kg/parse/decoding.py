"""The maximum spanning tree with one root and without crossing arcs (Eisner 1996)."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Scores: TypeAlias = NDArray[np.float64]


def best_projective_tree(scores: Scores) -> list[int]:
    """The heads of words 1 to n (0 is the root) in the best tree; ``scores[word, head]``, row 0 and diagonal unused.

    Takes O(n³).
    """
    chart = _Chart(scores)
    for width in range(1, len(scores) - 1):
        chart.join(width)
    return chart.heads()


class _Chart:
    """The best trees over each stretch of words; those of ``left`` hang on its last word, of ``right`` on its first.

    A table has a row for each word and a column for each distance to the other end of a stretch, so that what is joined
    is a block of each table: ``_from`` tables go by the first word, ``_to`` tables by the last.
    """

    def __init__(self, scores: Scores) -> None:
        size = len(scores)
        self._scores = scores
        self._size = size
        self._left_from, self._left_to = np.zeros((size, size)), np.zeros((size, size))
        self._right_from, self._right_to = np.zeros((size, size)), np.zeros((size, size))
        self._arc_left_to, self._arc_right_from = np.zeros((size, size)), np.zeros((size, size))
        self._split, self._below_left, self._below_right = (np.zeros((size, size), dtype=np.intp) for _ in range(3))

    def join(self, width: int) -> None:
        """Fills all stretches of a width, of which none depends on another, at once."""
        first, last = slice(1, self._size - width), slice(1 + width, self._size)
        nearer = slice(width - 1, None, -1)
        split, inner = _best(self._right_from[first, :width] + self._left_to[last, nearer])
        self._split[first, width] = split
        self._arc_left_to[last, width] = inner + self._scores.diagonal(width)[1:]
        self._arc_right_from[first, width] = inner + self._scores.diagonal(-width)[1:]
        below, best = _best(self._left_from[first, :width] + self._arc_left_to[last, width:0:-1])
        self._below_left[first, width] = below
        self._left_from[first, width] = self._left_to[last, width] = best
        below, best = _best(self._arc_right_from[first, 1 : width + 1] + self._right_to[last, nearer])
        self._below_right[first, width] = 1 + below
        self._right_from[first, width] = self._right_to[last, width] = best

    def heads(self) -> list[int]:
        """The heads of the best tree."""
        size = self._size
        tops = self._left_from[1, : size - 1] + self._right_to[size - 1, size - 2 :: -1] + self._scores[1:, 0]
        root = 1 + int(tops.argmax())
        heads = [0] * size
        waiting = [(True, 1, root), (False, root, size - 1)]
        while waiting:
            is_left, first, last = waiting.pop()
            if first == last:
                continue
            if is_left:
                below = first + int(self._below_left[first, last - first])
                heads[below] = last
                split = below + int(self._split[below, last - below])
                waiting += [(True, first, below), (False, below, split), (True, split + 1, last)]
            else:
                below = first + int(self._below_right[first, last - first])
                heads[below] = first
                split = first + int(self._split[first, below - first])
                waiting += [(False, below, last), (False, first, split), (True, split + 1, below)]
        return heads[1:]


def _best(values: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """The place of the greatest value of each row, and the value."""
    return values.argmax(axis=1), values.max(axis=1)
