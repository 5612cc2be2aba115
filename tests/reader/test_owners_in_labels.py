"""Labels of phrases with a possessive pronoun: the text's words; whose it is stands in a link."""

import pytest

from kg.model.nodes import MENTIONED, OWNER
from tests.cases import tried_on
from tests.reading import graph

pytestmark = pytest.mark.model


@tried_on("text", "label")
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


def _meant(text: str, label: str, relation: str) -> set[str]:
    """The labels of what the entity or event of a label leads to by a link."""
    made = graph(text)
    links = {(link.relation, link.target) for entity in made.entities if entity.label == label for link in entity.links}
    roles = {(role.name, role.filler) for event in made.events if event.label == label for role in event.roles}
    assert label in {*(one.label for one in made.entities), *(one.label for one in made.events)}
    return {made.label(target) for name, target in links | roles if name == relation}


@tried_on("text", "label", "meant")
def test_what_a_pronoun_deeper_inside_means_is_mentioned(text: str, label: str, meant: list[str]) -> None:
    assert _meant(text, label, MENTIONED) == {*meant}
    assert not _meant(text, label, OWNER)


@tried_on("text", "label", "owners")
def test_a_happening_has_an_owner_and_so_has_what_its_owner_speaks_of(text: str, label: str, owners: list[str]) -> None:
    assert _meant(text, label, OWNER) == {*owners}
    assert not _meant(text, label, MENTIONED)


@tried_on("text", "label", "owners")
def test_owners_of_whom_nothing_else_tells_are_kept_and_no_pronoun_is_without_its_sentence(
    text: str, label: str, owners: list[str]
) -> None:
    assert _meant(text, label, OWNER) == {*owners}
