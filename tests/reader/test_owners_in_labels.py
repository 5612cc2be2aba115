"""Labels of phrases with a possessive pronoun: whose it is stands in them where that is known."""

from __future__ import annotations

import pytest

from tests.reading import graph

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Anna Berg led the court. Her agent praised Peru.", "Anna Berg's agent"),
        ("Peru lost the dispute. Its exports fell.", "Peru's exports"),
        ("The officials met in Lima. Their goal is to expand trade.", "officials' goal"),
        ("Chile bought its neighbour's ports.", "Chile's neighbour's ports"),
    ],
)
def test_the_owner_stands_in_the_label(text: str, label: str) -> None:
    assert label in {entity.label for entity in graph(text).entities}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("It was cold. Our customers enjoy the port.", "customers"),
        ("The officials who had met in Lima in May of 2019 spoke. Their goal is to expand trade.", "goal"),
    ],
)
def test_an_owner_that_is_open_or_long_does_not(text: str, label: str) -> None:
    labels = {entity.label for entity in graph(text).entities}
    assert label in labels
    assert not any(other != label and other.endswith(f" {label}") for other in labels)


def test_the_bare_words_stay_among_the_other_names() -> None:
    made = graph("Peru lost the dispute. Its exports fell.").entities
    assert any({"exports"} <= entity.alt_labels for entity in made if entity.label == "Peru's exports")
