"""Maximum spanning trees with one root: non-projective (Chu-Liu/Edmonds) or projective (Eisner 1996)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Scores: TypeAlias = NDArray[np.float64]
_SECOND_ROOT = 1e6
"""What a root costs: more than any arcs can bring, so that the best tree has one."""


def best_tree(scores: Scores) -> list[int]:
    """The heads of words 1 to n (0 is the root) in the best tree; ``scores[word, head]``, row 0 and diagonal unused."""
    scores = scores.astype(np.float64)
    np.fill_diagonal(scores, -np.inf)
    scores[0] = -np.inf
    heads = _greedy(scores)
    if np.count_nonzero(heads[1:] == 0) != 1 or _cycle(heads.tolist()):
        scores[1:, 0] -= _SECOND_ROOT
        heads = _spanning(scores)
    found: list[int] = heads[1:].tolist()
    return found


def _greedy(scores: Scores) -> NDArray[np.intp]:
    heads: NDArray[np.intp] = scores.argmax(axis=1)
    heads[0] = 0
    return heads


def _spanning(scores: Scores) -> NDArray[np.intp]:
    """The heads of the best tree over all words: greedy, and where that makes a cycle, the cycle as one word."""
    heads = _greedy(scores)
    cycle = _cycle(heads.tolist())
    if not cycle:
        return heads
    outside = [place for place in range(len(heads)) if place not in cycle]
    smaller, enters, leaves = _contracted(scores, heads, cycle, outside)
    inner = _spanning(smaller)
    last = len(outside)
    for row, place in enumerate(outside[1:], 1):
        heads[place] = leaves[row] if inner[row] == last else outside[inner[row]]
    above = inner[last]
    heads[enters[above]] = outside[above]
    return heads


def _contracted(
    scores: Scores, heads: NDArray[np.intp], cycle: Sequence[int], outside: Sequence[int]
) -> tuple[Scores, list[int], list[int]]:
    """Scores with a cycle as one last word; where arcs from outside enter the cycle, and where those outwards leave."""
    inside = np.array(cycle)
    rest = np.array(outside)
    kept = scores[inside, heads[inside]]
    entering = scores[np.ix_(inside, rest)] - kept[:, None]
    leaving = scores[np.ix_(rest, inside)]
    size = len(outside) + 1
    smaller = np.full((size, size), -np.inf)
    smaller[:-1, :-1] = scores[np.ix_(rest, rest)]
    smaller[-1, :-1] = entering.max(axis=0)
    smaller[:-1, -1] = leaving.max(axis=1)
    smaller[0] = -np.inf
    return smaller, inside[entering.argmax(axis=0)].tolist(), inside[leaving.argmax(axis=1)].tolist()


def _cycle(heads: Sequence[int]) -> list[int]:
    """The words of some cycle, or none; 0 is the root, which hangs on itself."""
    state = [0] * len(heads)
    state[0] = -1
    for start in range(1, len(heads)):
        place = start
        while not state[place]:
            state[place] = start
            place = heads[place]
        if state[place] == start:
            cycle = [place]
            while heads[cycle[-1]] != place:
                cycle.append(heads[cycle[-1]])
            return cycle
        place = start
        while state[place] == start:
            state[place] = -1
            place = heads[place]
    return []


def has_crossing_arcs(heads: Sequence[int]) -> bool:
    """Whether a tree is non-projective; ``heads`` are those of words 1 to n, 0 the root."""
    ends = np.array([(word, head) for word, head in enumerate(heads, 1) if head], dtype=np.intp).reshape(-1, 2)
    first, last = ends.min(axis=1), ends.max(axis=1)
    return bool(((first[:, None] < first) & (first < last[:, None]) & (last[:, None] < last)).any())


def best_projective_tree(scores: Scores) -> list[int]:
    """The heads of words 1 to n (0 is the root) in the best tree without crossing arcs; takes O(n³)."""
    chart = _Chart(scores)
    chart.fill()
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

    def fill(self) -> None:
        for width in range(1, self._size - 1):
            self._join(width)

    def _join(self, width: int) -> None:
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
