"""Classes of names that no table has, by the words beside them."""

from __future__ import annotations

import pytest

from tests.parses import annotated


def _class(text: str, name: str) -> str:
    """The class of the first mention of a name."""
    return next(str(span.label_) for span in annotated(text).spans["names"] if span.text == name)


@pytest.mark.parametrize(
    ("text", "name", "cls"),
    [
        ("Farmers fear the Bluetongue virus.", "Bluetongue", "Topic"),
        ("Farmers sued the Bluetongue company.", "Bluetongue", "Company"),
        ("Motorola sued Macbook on Tuesday.", "Macbook", "Organization"),
        ("He leads the new Zenbook Foundation.", "Zenbook Foundation", "Organization"),
    ],
)
def test_a_disease_and_a_company_are_told_by_the_noun_behind(text: str, name: str, cls: str) -> None:
    assert _class(text, name) == cls
