"""The examples of the lexicons of titles, places and names do what their sections say; the counterexamples do not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from spacy.tokens import Doc

from kg.gazetteer import Gazetteer
from kg.lexicon import lexicon, words
from kg.nlp.given import gender
from kg.nlp.names import Names
from tests.nlp.recorded import parses, recorded

_PARSES = parses(Path(__file__).parent / "names" / "parses.jsonl")
_GAZETTEER = Gazetteer.load()
_CITY = ("site", "travel", "reach", "local", "capital")
_NO_OFFICE = ("honorific", "abbreviation", "generic", "holding")


def _examples(name: str, key: str, sections: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    for section, table in sorted(lexicon(name).items()):
        assert isinstance(table, dict)
        found = table[key]
        assert isinstance(found, list)
        if not sections or section in sections:
            yield from ((section, str(text)) for text in found)


def _read(text: str) -> Doc:
    doc = recorded(_PARSES[text])
    doc.user_data["kg.date"] = "2026-01-14"
    return Names(_GAZETTEER)(doc)


def _readings(text: str) -> set[str]:
    doc = _read(text)
    return {span.id_ for span in doc.spans["names"]}


@pytest.mark.parametrize("name", ["given", "names", "places", "titles"])
def test_words_are_sorted_and_listed_once(name: str) -> None:
    for table in lexicon(name).values():
        assert isinstance(table, dict)
        for key, listed in table.items():
            if isinstance(listed, list) and key in ("words", "titles"):
                assert listed == sorted({str(word) for word in listed}), table["examples"]


def test_no_given_name_is_of_both_genders() -> None:
    assert words("given", "male", "words").isdisjoint(words("given", "female", "words"))
    assert (gender("Mark"), gender("Giorgia"), gender("Kim")) == ("male", "female", "")


@pytest.mark.parametrize(("section", "text"), list(_examples("places", "examples")))
def test_examples_of_places_are_governments_or_cities(section: str, text: str) -> None:
    if section == "combining":
        assert "demonym" in _readings(text)
    else:
        assert ("metonym" in _readings(text)) is (section not in _CITY)


@pytest.mark.parametrize(("section", "text"), list(_examples("places", "counterexamples")))
def test_counterexamples_of_places_are_the_other(section: str, text: str) -> None:
    if section != "combining":
        assert ("metonym" in _readings(text)) is (section in _CITY)


@pytest.mark.parametrize(("section", "text"), list(_examples("titles", "examples")))
def test_examples_of_titles_are_offices(section: str, text: str) -> None:
    doc = _read(text)
    if section == "holding":
        assert list(doc.spans["holdings"])
    elif section not in _NO_OFFICE:
        assert "office" in _readings(text)


@pytest.mark.parametrize(("section", "text"), list(_examples("titles", "counterexamples")))
def test_counterexamples_of_titles_are_none(section: str, text: str) -> None:
    doc = _read(text)
    if section == "holding":
        assert not list(doc.spans["holdings"])
    elif section not in _NO_OFFICE:
        assert not [span for span in doc.spans["names"] if span.label_ == "Office" and "former" not in text]
