"""The best tree without crossing arcs, held against all trees of a few words."""

from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest

from kg.parse.decoding import Scores, best_projective_tree


def is_tree(heads: Sequence[int]) -> bool:
    """Whether every word is below the one root, and no arc crosses another or spans the root."""
    for word in range(1, len(heads) + 1):
        seen, place = set(), word
        while place and place not in seen:
            seen.add(place)
            place = heads[place - 1]
        if place:
            return False
    top = heads.index(0) + 1 if heads.count(0) == 1 else 0
    spans = [(min(word, head), max(word, head)) for word, head in enumerate(heads, 1) if head]
    has_crossing_arcs = any(a < c < b < d for (a, b), (c, d) in product(spans, spans))
    return bool(top) and not has_crossing_arcs and not any(first < top < last for first, last in spans)


def total(scores: Scores, heads: Sequence[int]) -> float:
    return float(sum(scores[word, head] for word, head in enumerate(heads, 1)))


@pytest.mark.parametrize("seed", range(12))
def test_no_tree_without_crossing_arcs_is_better(seed: int) -> None:
    size = 1 + seed % 5
    scores = np.random.default_rng(seed).normal(size=(size + 1, size + 1))
    best = max(
        total(scores, heads)
        for heads in product(range(size + 1), repeat=size)
        if all(word != head for word, head in enumerate(heads, 1)) and is_tree(heads)
    )
    found = best_projective_tree(scores)
    assert is_tree(found)
    assert total(scores, found) == pytest.approx(best)


def test_the_scores_are_left_alone() -> None:
    scores = np.zeros((3, 3))
    best_projective_tree(scores)
    assert not scores.any()
