"""The threshold of what is sure: set by risk control, and none where nothing can be shown."""

import pytest

from training.judged.trust import Weighed, at_most, threshold


def _judged(confidence: float, count: int, wrong: int, *, firm: bool = True) -> list[Weighed]:
    return [Weighed("news", 7, confidence, firm, number >= wrong, plain=True) for number in range(count)]


def test_the_bound_is_that_of_the_binomial_distribution() -> None:
    assert at_most(0, 10, 0.9**10) == pytest.approx(0.1, abs=1e-6)
    assert at_most(3, 40) > at_most(30, 400) > 3 / 40


def test_the_threshold_goes_down_as_far_as_few_are_wrong() -> None:
    judged = [*_judged(0.9, 100, 4), *_judged(0.8, 100, 6), *_judged(0.7, 100, 60)]
    assert threshold(judged) == 0.71


def test_what_looks_right_by_chance_shows_nothing() -> None:
    assert threshold(_judged(0.9, 6, 0)) > 1


def test_where_too_many_are_wrong_nothing_is_sure() -> None:
    assert threshold([*_judged(0.95, 60, 20), *_judged(0.8, 60, 20)]) > 1


def test_links_that_are_not_firm_do_not_count() -> None:
    assert threshold([*_judged(0.9, 100, 2), *_judged(0.9, 100, 90, firm=False)]) == 0.5
