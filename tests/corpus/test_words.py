"""The words by which names and happenings are compared."""

import pytest

from kg.corpus.entity_pairs import skeleton
from kg.corpus.profiles import kinds_of
from kg.corpus.words import Documents, initials, stem
from kg.lexicon import words


def are_alike(text: str) -> bool:
    one, other = text.split(" = ")
    return bool(kinds_of(stem(one)) & kinds_of(stem(other)))


@pytest.mark.parametrize("text", sorted(words("links", "alike", "examples")))
def test_words_for_one_kind_of_happening(text: str) -> None:
    assert are_alike(text)


@pytest.mark.parametrize("text", sorted(words("links", "alike", "counterexamples")))
def test_words_for_two_kinds_of_happenings(text: str) -> None:
    assert not are_alike(text)


@pytest.mark.parametrize(("one", "other"), [("podoliak", "podolyak"), ("khadija", "hadija"), ("yuliya", "iuliia")])
def test_two_ways_of_transliteration_sound_alike(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


def test_other_names_sound_otherwise() -> None:
    assert skeleton("berg") != skeleton("borg")


def test_an_acronym_leaves_little_words_out() -> None:
    assert initials(["union", "of", "the", "miners"]) == "um"


def test_in_a_corpus_of_two_a_word_of_both_still_tells_if_it_is_rare() -> None:
    found = Documents.of({"a": "The harbour of Tavola", "b": "The mayor of Tavola"})
    assert found.frequencies.rarity(stem("tavola")) > 2 * found.frequencies.rarity("the")


@pytest.mark.parametrize("block", [1, 2, 3, 100])
def test_texts_that_are_alike_are_found_once_in_order_whatever_the_blocks(
    block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.corpus.words._BLOCK", block)
    texts = {"d": "The harbour", "a": "A strike of dockers", "c": "dockers on strike", "b": "harbour", "e": ""}
    found = list(Documents.of(texts).alike(0.5))
    assert [(one, other) for one, other, _ in found] == [("a", "c"), ("b", "d")]
    assert list(Documents.of({"a": "", "b": ""}).alike(0.5)) == []
