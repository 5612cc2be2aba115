"""Persons named with a title, and the branch of a company that has the name of a country."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc as SpacyDoc

from kg.gazetteer import Gazetteer
from kg.names.recognition import name_spans
from kg.parse.tree import tree
from tests.parses import annotated


def _names(text: str) -> set[tuple[str, str]]:
    return {(span.text, str(span.label_)) for span in annotated(text).spans["names"]}


@pytest.mark.parametrize(
    ("text", "name", "cls"),
    [
        ("Danish Foreign Minister Leo Berghems criticized the plan.", "Leo Berghems", "Person"),
        ("Nikko Canada chairman Hajime Kurosawa resigned.", "Hajime Kurosawa", "Person"),
        ("Nikko Canada chairman Hajime Kurosawa resigned.", "Nikko Canada", "Organization"),
        ("Fujitsu Europe chief Kenji Mori praised the plan.", "Fujitsu Europe", "Organization"),
        ("Fujitsu Europe chief Kenji Mori praised the plan.", "Kenji Mori", "Person"),
    ],
)
def test_the_person_behind_a_title_has_the_whole_name(text: str, name: str, cls: str) -> None:
    assert (name, cls) in _names(text)


def test_what_is_called_like_a_body_is_no_person() -> None:
    assert not any(cls == "Person" for _, cls in _names("The former chairman Velox Holdings sued left."))


@pytest.mark.parametrize(
    ("words", "first", "person"),
    [
        (["Velox", "Canada", "Anna", "Berg", "left"], 1, "Anna Berg"),
        (["Yesterday", "Jordan", "Anna", "Berg", "left"], 1, "Jordan Anna Berg"),
        (["President", "Jordan", "Anna", "Berg", "left"], 1, "Jordan Anna Berg"),
    ],
)
def test_a_person_has_no_country_of_a_branch_before_the_name(words: list[str], first: int, person: str) -> None:
    begins = "ADV" if words[0] == "Yesterday" else "PROPN"
    doc = SpacyDoc(
        spacy.blank("en").vocab,
        words=words,
        pos=[begins, "PROPN", "PROPN", "PROPN", "VERB"],
        tags=["RB" if begins == "ADV" else "NNP", "NNP", "NNP", "NNP", "VBD"],
        lemmas=[word.lower() for word in words],
        heads=[3, 3, 3, 4, 4],
        deps=["compound", "compound", "compound", "nsubj", "ROOT"],
        ents=["O", "B-PERSON", *["I-PERSON"] * 2, "O"],
    )
    parse = tree(doc)
    found = name_spans(parse, Gazetteer.load().matches(words))
    assert person in {name.text for name in found if name.label == "PERSON" and name.end == first + 3}
