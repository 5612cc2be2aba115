"""Labels: a clause as a sentence of its own, made of the text's words."""

import pytest

from kg.lexicon import pairs, words
from kg.model import Factuality
from tests.cases import tried_on
from tests.lexicons import listed
from tests.reading import graph

pytestmark = pytest.mark.model


def labels(text: str) -> list[str]:
    """The sentences of the main statements."""
    return [told.label for told in graph(text).statements if told.detail_of is None]


@tried_on("text", "expected")
def test_a_text_has_these_labels(text: str, expected: list[str]) -> None:
    assert sorted(labels(text)) == expected


@tried_on("text", "label")
def test_a_clause_is_told_as_a_sentence_of_its_own(text: str, label: str) -> None:
    assert label in labels(text)


@tried_on("text", "label")
def test_an_aim_stands_with_the_clause_that_it_depends_on(text: str, label: str) -> None:
    assert any(one.startswith(label.removesuffix(" against the bank")) for one in labels(text))


@tried_on("text", "rebuilt")
def test_a_label_rebuilds_nothing(text: str, rebuilt: str) -> None:
    assert not [label for label in labels(text) if rebuilt in label]


@tried_on("text", "there", "absent")
def test_no_stub_is_left_where_a_label_is_cut(text: str, there: list[str], absent: list[str]) -> None:
    told = " | ".join(labels(text))
    assert all(words_there in told for words_there in there)
    assert not any(words_absent in told for words_absent in absent)


@tried_on("text", "factuality", "word")
def test_what_is_no_fact_is_heard_to_be_none(text: str, factuality: str, word: str) -> None:
    told = [s.label for s in graph(text).statements if s.detail_of is None and s.factuality.value == factuality]
    assert told
    assert all(word in label for label in told)


def test_a_long_clause_is_cut_where_a_phrase_ends() -> None:
    text = (
        "The council of ministers of the union of the northern states praised the long and careful work of the court "
        "on the law of the sea in the waters of the north, in the bay and along the coast of the islands, which lie in "
        "the middle of the strait between the two states that have both signed the treaty and the protocol."
    )
    label = next(label for label in labels(text) if "praised" in label)
    assert len(label.split()) <= 40
    assert "praised the long and careful work of the court" in label
    assert not label.endswith((" of", " the", " in", ","))


def test_every_main_statement_has_a_label_and_no_detail_has_one() -> None:
    found = graph("Norway's minister met Anna Berg in Oslo on Monday and sent rice from Japan to Chad.").statements
    assert any(told.detail_of for told in found)
    assert all(bool(told.label) == (told.detail_of is None) for told in found)


def test_every_firmness_but_that_of_a_fact_has_a_word() -> None:
    firm = {one.value for one in Factuality} - {"Asserted"}
    assert set(pairs("wording", "firmness")) == firm | {f"not {one}" for one in firm - {"Denied"}}
    assert words("wording", "pronouns", "words") >= {"he", "she"}
    assert listed("wording", "connecting", "words") == sorted(listed("wording", "connecting", "words"))
