"""The best projective tree of scored arcs: one whose arcs do not cross (Eisner's algorithm, with one root)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kg.parse.decode import Scores


def crosses(heads: Sequence[int]) -> bool:
    """Whether arcs of a tree cross; ``heads`` are those of words 1 to n, 0 the root."""
    spans = [(min(word, head), max(word, head)) for word, head in enumerate(heads, 1) if head]
    return any(a < c < b < d for a, b in spans for c, d in spans)


def best_projective_tree(scores: Scores) -> list[int]:
    """The heads of words 1 to n, 0 the root, from ``scores[word, head]``."""
    chart = _Chart(scores)
    chart.fill()
    return chart.heads()


class _Chart:
    """The best trees over each stretch of words; those of ``left`` hang on its last word, of ``right`` on its first."""

    def __init__(self, scores: Scores) -> None:
        size = len(scores)
        self._scores = scores
        self._size = size
        self._left, self._right = np.zeros((size, size)), np.zeros((size, size))
        self._arc_left, self._arc_right = np.zeros((size, size)), np.zeros((size, size))
        self._from_left, self._from_right, self._split = (np.zeros((size, size), dtype=np.intp) for _ in range(3))

    def fill(self) -> None:
        for width in range(1, self._size - 1):
            for first in range(1, self._size - width):
                self._join(first, first + width)

    def _join(self, first: int, last: int) -> None:
        inner = self._right[first, first:last] + self._left[first + 1 : last + 1, last]
        split = int(inner.argmax())
        self._split[first, last] = first + split
        self._arc_left[first, last] = inner[split] + self._scores[first, last]
        self._arc_right[first, last] = inner[split] + self._scores[last, first]
        self._left[first, last], self._from_left[first, last] = _best(
            self._left[first, first:last] + self._arc_left[first:last, last], first
        )
        self._right[first, last], self._from_right[first, last] = _best(
            self._arc_right[first, first + 1 : last + 1] + self._right[first + 1 : last + 1, last], first + 1
        )

    def heads(self) -> list[int]:
        """The heads of the best tree."""
        size = self._size
        tops = self._left[1, 1:] + self._right[1:, size - 1] + self._scores[1:, 0]
        root = 1 + int(tops.argmax())
        heads = [0] * size
        waiting = [(True, 1, root), (False, root, size - 1)]
        while waiting:
            is_left, first, last = waiting.pop()
            if first == last:
                continue
            if is_left:
                below = int(self._from_left[first, last])
                heads[below] = last
                split = int(self._split[below, last])
                waiting += [(True, first, below), (False, below, split), (True, split + 1, last)]
            else:
                below = int(self._from_right[first, last])
                heads[below] = first
                split = int(self._split[first, below])
                waiting += [(False, below, last), (False, first, split), (True, split + 1, below)]
        return heads[1:]


def _best(values: NDArray[np.float64], offset: int) -> tuple[float, int]:
    place = int(values.argmax())
    return float(values[place]), offset + place
