"""Common nouns have one class each, and the lexicon keeps its order."""

from collections import Counter
from collections.abc import Iterator

import pytest

from kg.lexicon import lexicon
from kg.parse.nouns import is_event_noun, is_person, noun_class
from tests.lexicons import listed

_SECTIONS = sorted(lexicon("nouns"))


def _class(section: str) -> str:
    table = lexicon("nouns")[section]
    assert isinstance(table, dict)
    return str(table["class"])


def _cases(key: str) -> Iterator[tuple[str, str]]:
    for section in _SECTIONS:
        for word in listed("nouns", section, key):
            yield section, word


def test_the_lexicon_has_its_sections() -> None:
    assert len(_SECTIONS) == 16


@pytest.mark.parametrize(("section", "noun"), list(_cases("examples")))
def test_examples_have_the_class_of_their_section(section: str, noun: str) -> None:
    assert noun_class(noun) == _class(section)
    assert section != "event" or is_event_noun(noun)


@pytest.mark.parametrize(("section", "noun"), list(_cases("counterexamples")))
def test_counterexamples_are_not_listed(section: str, noun: str) -> None:
    assert noun not in listed("nouns", section, "words")


@pytest.mark.parametrize("section", _SECTIONS)
def test_words_are_sorted_and_in_lower_case(section: str) -> None:
    found = listed("nouns", section, "words")
    assert found == sorted(set(found))
    assert found == [word.lower() for word in found]


def test_a_noun_has_one_class() -> None:
    counts = Counter(word for section in _SECTIONS if section != "event" for word in listed("nouns", section, "words"))
    assert [word for word, count in counts.items() if count > 1] == []


def test_an_unknown_noun_is_a_topic_and_nobody() -> None:
    assert noun_class("autonomy") == "Topic"
    assert not is_person("autonomy")
    assert not is_event_noun("autonomy")
