"""Labels of phrases with a possessive pronoun: the text's words; whose it is stands in a link and another name."""

from __future__ import annotations

import pytest

from tests.reading import graph

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "label", "other"),
    [
        ("Anna Berg led the court. Her agent praised Peru.", "Her agent", "Anna Berg's agent"),
        ("Peru lost the dispute. Its exports fell.", "Its exports", "Peru's exports"),
        ("The officials met in Lima. Their goal is to expand trade.", "Their goal", "officials' goal"),
    ],
)
def test_the_words_stay_and_the_owner_stands_in_another_name(text: str, label: str, other: str) -> None:
    entity = next(entity for entity in graph(text).entities if entity.label == label)
    assert other in entity.alt_labels
    assert [link.relation for link in entity.links if link.relation == "ofEntity"] == ["ofEntity"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("It was cold. Our customers enjoy the port.", "Our customers"),
        ("Chile bought its neighbour's ports.", "its neighbour's ports"),
    ],
)
def test_an_owner_that_is_open_or_inside_has_no_other_name(text: str, label: str) -> None:
    entity = next(entity for entity in graph(text).entities if entity.label == label)
    assert not any(name.endswith(label.partition(" ")[2]) and "'s " in name[:8] for name in entity.alt_labels)


def test_a_long_owner_is_no_part_of_a_name() -> None:
    text = "The officials who had met in Lima in May of 2019 spoke. Their goal is to expand trade."
    entity = next(entity for entity in graph(text).entities if entity.label == "Their goal")
    assert entity.alt_labels == {"goal"}


def test_the_bare_words_stay_among_the_other_names() -> None:
    made = graph("Peru lost the dispute. Its exports fell.").entities
    assert any({"exports"} <= entity.alt_labels for entity in made if entity.label == "Its exports")
