"""The best tree of scored arcs, against all trees tried out."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.parse.decoding import Scores, best_tree


def is_tree(heads: tuple[int, ...]) -> bool:
    """Whether every word leads to the root, and one word hangs on it."""
    for start in range(1, len(heads) + 1):
        place, seen = start, 0
        while place and seen <= len(heads):
            place, seen = heads[place - 1], seen + 1
        if place:
            return False
    return heads.count(0) == 1


def best_of_all(scores: Scores) -> list[int]:
    words = len(scores) - 1
    trees = [heads for heads in product(range(words + 1), repeat=words) if is_tree(heads)]
    return list(max(trees, key=lambda heads: sum(scores[place, head] for place, head in enumerate(heads, 1))))


@pytest.mark.parametrize("words", [1, 2, 3, 4, 5])
def test_no_tree_is_better(words: int) -> None:
    chance = np.random.default_rng(words)
    for _ in range(25):
        scores = chance.normal(size=(words + 1, words + 1))
        assert best_tree(scores) == best_of_all(scores)


@given(st.integers(1, 40), st.integers(0, 10**6))
def test_it_is_always_a_tree(words: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(words + 1, words + 1))
    assert is_tree(tuple(best_tree(scores)))


def test_the_scores_are_left_alone() -> None:
    scores = np.zeros((3, 3))
    best_tree(scores)
    assert not scores.any()
