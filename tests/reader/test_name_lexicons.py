"""The examples of the lexicons of titles, places and names do what their sections say; the counterexamples do not."""

from collections.abc import Iterator
from datetime import date

import pytest
from spacy.tokens import Doc

from kg.frames.annotations import Annotations
from kg.frames.senses import country_of, is_ethnic
from kg.gazetteer import Gazetteer
from kg.lexicon import lexicon, words
from kg.names.component import Names
from kg.names.lexemes import gender
from kg.parse.nouns import noun_class
from kg.parse.readings import Reading, put
from tests.lexicons import listed
from tests.reader.name_cases import PARSES
from tests.reader.recorded import parses, recorded

_PARSES = parses(PARSES)
_GAZETTEER = Gazetteer.load()
_PERSONS = ("honorific", "abbreviation")  # of titles: what stands before a name
_NO_TITLES = ("status_never", *_PERSONS)


def _examples(name: str, key: str, *, but: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    found = [(section, text) for section in lexicon(name) if section not in but for text in listed(name, section, key)]
    assert len(found) >= len(lexicon(name)) - len(but)
    return found


def _read(text: str) -> Doc:
    doc = recorded(_PARSES[text])
    put(doc, Reading(date=date(2026, 1, 14)))
    return Names(_GAZETTEER)(doc)


def _readings(text: str) -> set[str]:
    return {span.id_ for span in _read(text).spans["names"]}


@pytest.mark.parametrize("name", ["given", "names", "places", "titles"])
def test_words_are_sorted_and_listed_once(name: str) -> None:
    lists = [
        (section, listed(name, section, key))
        for section, table in lexicon(name).items()
        for key in ("words", "titles")
        if isinstance(table, dict) and isinstance(table.get(key), list)
    ]
    assert lists
    assert [section for section, found in lists if found != sorted(set(found))] == []


def test_no_given_name_is_of_both_genders() -> None:
    assert words("given", "male", "words").isdisjoint(words("given", "female", "words"))
    assert (gender("Mark"), gender("Giorgia"), gender("Kim")) == ("male", "female", "")


@pytest.mark.parametrize(("section", "text"), _examples("places", "examples"))
def test_examples_of_places_are_governments(section: str, text: str) -> None:
    assert "metonym" in _readings(text), section


@pytest.mark.parametrize(("section", "text"), _examples("places", "counterexamples"))
def test_counterexamples_of_places_are_cities(section: str, text: str) -> None:
    assert "metonym" not in _readings(text), section


@pytest.mark.parametrize(("section", "text"), _examples("titles", "examples", but=_NO_TITLES))
def test_examples_of_titles_are_offices(section: str, text: str) -> None:
    assert "office" in _readings(text), section


@pytest.mark.parametrize(("section", "text"), _examples("titles", "counterexamples", but=_NO_TITLES))
def test_counterexamples_of_titles_are_none(section: str, text: str) -> None:
    offices = [span for span in _read(text).spans["names"] if span.label_ == "Office" and "former" not in text]
    assert offices == [], section


def test_who_would_like_an_office_holds_none() -> None:
    for key in ("examples", "counterexamples"):
        for text in listed("titles", "status_never", key):
            assert ("office" in _readings(text)) is (key == "counterexamples"), text


@pytest.mark.parametrize(("section", "text"), [(s, t) for s in _PERSONS for t in listed("titles", s, "examples")])
def test_what_goes_before_a_name_is_no_part_of_it(section: str, text: str) -> None:
    (person,) = (span for span in _read(text).spans["names"] if span.label_ == "Person")
    assert f"{text.partition(' ')[0]} {person.text}" == text, section


def test_what_only_looks_like_a_short_title_is_none() -> None:
    for text in listed("titles", "abbreviation", "counterexamples"):
        assert list(_read(text).spans["names"]) == []


@pytest.mark.parametrize(("section", "line"), [*_examples("names", "examples"), *_examples("names", "counterexamples")])
def test_an_example_of_names_reads_as_it_says(section: str, line: str) -> None:
    text, _, expected = line.partition(" => ")
    assert ("; ".join(_names_and_owned(_read(text))) or "none") == expected, section


def _names_and_owned(doc: Doc) -> Iterator[str]:
    """Each name with class, country and label, where that is another, and for each other noun whose it is."""
    notes = Annotations.of(doc)
    for token in notes.doc:
        name = max((span for span in doc.spans["names"] if span.start <= token.i < span.end), key=len, default=None)
        if name is not None and name.start == token.i:
            entity = notes.entities[name.kb_id_]
            label = f" ({entity.label})" if entity.label != name.text else ""
            stands_for = "nobody's" if is_ethnic(name.root) else f"{entity.cls} {entity.country}".strip() + label
            yield f"{name.text}: {stands_for}"
        elif name is None and token.pos_ == "NOUN":
            owner = country_of(token, noun_class(token.lemma_.lower()), notes)
            yield f"{token.text} of {owner.label if owner else 'nobody'}"
