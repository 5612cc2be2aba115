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
    spans = [(min(word, head), max(word, head)) for word, head in enumerate(heads, 1) if head]
    return any(a < c < b < d for a, b in spans for c, d in spans)


def best_projective_tree(scores: Scores) -> list[int]:
    """The heads of words 1 to n (0 is the root) in the best tree without crossing arcs; takes O(n³)."""
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
            self._join(width)

    def _join(self, width: int) -> None:
        """Fills all stretches of a width, of which none depends on another, at once."""
        first = np.arange(1, self._size - width)
        last = first + width
        row, column = first[:, None], last[:, None]
        start = row + np.arange(width)  # of each stretch all words but the last
        end = start + 1
        split, inner = _best(self._right[row, start] + self._left[end, column])
        self._split[first, last] = first + split
        self._arc_left[first, last] = inner + self._scores[first, last]
        self._arc_right[first, last] = inner + self._scores[last, first]
        below, self._left[first, last] = _best(self._left[row, start] + self._arc_left[start, column])
        self._from_left[first, last] = first + below
        below, self._right[first, last] = _best(self._arc_right[row, end] + self._right[end, column])
        self._from_right[first, last] = first + 1 + below

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


def _best(values: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """The place of the greatest value of each row, and the value."""
    places = values.argmax(axis=1)
    return places, values[np.arange(len(values)), places]
