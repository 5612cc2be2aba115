"""Names right behind the noun for what they name, which the parser overlooks."""

from __future__ import annotations

import pytest

from tests.parses import annotated


@pytest.mark.parametrize(
    ("text", "name", "cls"),
    [
        ("The opposition party Narc called on the president to resign.", "Narc", "PoliticalParty"),
        ("The opposition party Narc rejected the deal.", "Narc", "PoliticalParty"),
        ("The rebel group Ansra attacked a village.", "Ansra", "Organization"),
    ],
)
def test_a_name_between_a_noun_for_a_body_and_its_verb_is_the_name_of_that(text: str, name: str, cls: str) -> None:
    assert [(span.text, span.label_) for span in annotated(text).spans["names"]] == [(name, cls)]


@pytest.mark.parametrize("text", ["The group Tuesday rejected the deal.", "The opposition party May win the vote."])
def test_a_day_or_an_auxiliary_is_no_name(text: str) -> None:
    assert not list(annotated(text).spans["names"])
