"""A quick share of ``scripts/mutate.py``: texts broken in every way are read, and the graphs keep to their words."""

from collections import Counter
from random import Random

import pytest

from scripts.mutate import LONGEST, MUTATIONS, endless, faults, mutant, texts
from tests.sampling import some

_COUNT = 100


@pytest.mark.model
def test_mutated_texts_are_read_without_a_fault() -> None:
    sources, tally = texts(()), Counter[str]()
    mutants = (mutant(sources, number, seed=0) for number in some(range(_COUNT), _COUNT // 2))
    found = [f"{fault.mutant.number}: {fault.cause}" for fault in faults(mutants, seconds=60, tally=tally)]
    assert found == []
    assert tally["texts"] >= _COUNT // 2
    assert tally["statements"] > tally["texts"]


def test_mutants_differ_from_each_other_and_are_the_same_again() -> None:
    sources = texts(())
    made = [mutant(sources, number, seed=0) for number in range(_COUNT)]
    assert made == [mutant(sources, number, seed=0) for number in range(_COUNT)]
    assert len({each.text for each in made}) > 0.95 * _COUNT
    assert {name for each in made for name in each.mutations} == set(MUTATIONS)


@pytest.mark.parametrize("name", sorted(MUTATIONS))
def test_every_mutation_changes_some_text(name: str) -> None:
    text = "The “Chinese” government said, on Monday, that it won't.\nRussia left Iran. The United States stayed."
    assert any(MUTATIONS[name](text, Random(seed)) != text for seed in range(5))
    assert isinstance(MUTATIONS[name]("", Random(0)), str)


def test_an_endless_text_is_one_paragraph() -> None:
    made = endless(texts(()), 1)
    assert len(made.text) == LONGEST
    assert "\n" not in made.text
