"""Labels: a clause as a sentence of its own, made of the text's words."""

import pytest

from kg.lexicon import pairs, words
from kg.model import Factuality
from tests.lexicons import listed
from tests.reading import graph

pytestmark = pytest.mark.model

PLAIN = [
    (
        "Canada imposed tariffs on Chinese steel, timber and wool.",
        "Canada imposed tariffs on Chinese steel, timber and wool",
    ),
    ("In May, Norway closed the port of Narvik.", "Norway closed the port of Narvik"),
    ("Chad, which had left the union, sent troops to Mali.", "Chad sent troops to Mali"),
    ("Chad, which had left the union, sent troops to Mali.", "Chad had left the union"),
    ("The tariffs that Peru imposed on Chile hurt farmers.", "Peru imposed the tariffs on Chile"),
    ("The port was closed by the army in 2019.", "The port was closed by the army in 2019"),
    ("Peru will sign the treaty and ratify it.", "Peru will sign the treaty"),
    ("Peru will sign the treaty and open the border.", "Peru will open the border"),
    ("Norway urged Chad to release the crew.", "Norway urged Chad to release the crew"),
    ("The talks are expected to yield a deal on fish.", "The talks are expected to yield a deal on fish"),
    ("Peru did not close the border.", "Peru did not close the border"),
    (
        "If Peru closes the border, Chile will open a port.",
        "Chile will open a port if Peru closes the border",
    ),
    (
        "Chile will open a port if Peru closes the border.",
        "Chile will open a port if Peru closes the border",
    ),
    ("Acme, an oil company, bought the mine.", "Acme, an oil company"),
    ("Norway called on all parties to release the crew.", "Norway called on all parties to release the crew"),
    ("The setbacks stemmed from Peru closing the port.", "The setbacks stemmed from Peru closing the port"),
    ("The firm was sold, according to the Post.", "The firm was sold according to the Post"),
    ("Peru set the terms under which firms may buy land.", "Peru set the terms under which firms may buy land"),
]
ABOVE = [
    ("Norway provided rice to help Chad.", "Norway provided rice to help Chad"),
    ("Norway takes steps to align with the bank.", "Norway takes steps to align with the bank"),
    ("China will adopt or maintain all measures against the bank.", "China will adopt all measures against the bank"),
]
AS_SAID = [
    (
        "Peru's trade minister, Rosa Quispe, said the ban was unfair and that she would raise it with Lima this week.",
        "The ban was unfair, according to Rosa Quispe",
    ),
    (
        "The regime represses its people, killing thousands of protesters.",
        "The regime represses its people, killing thousands of protesters",
    ),
    (
        "The trade in grain based on the treaty keeps Chad alive.",
        "The trade in grain based on the treaty keeps Chad alive",
    ),
    ("The deal signed in Oslo by Peru will lapse.", "The deal signed in Oslo by Peru"),
    (
        "The plan will cut emissions, helping Peru to reach its goal.",
        "The plan will cut emissions, helping Peru to reach its goal",
    ),
    ("Peru lost the dispute. Its exports fell.", "Its exports fell"),
    ("The pact was signed in Oslo and updated in Lima.", "The pact was updated in Lima"),
    ("A tribute to those who fled Chad.", "Those who fled Chad"),
    ("A tribute to all the people who attended the burial.", "All the people who attended the burial"),
    ("A tribute to children who had no food.", "Children who had no food"),
    ("The minister said that he's leaving the union.", "The minister is leaving the union, by own account"),
    (
        "The talks yielded a truce but not the release of the crew.",
        "The talks yielded … but not the release of the crew",
    ),
    (
        "New Zealand officials said that Peru closed the port.",
        "Peru closed the port, according to New Zealand officials",
    ),
]
NOT_SAID = [
    ("The regime represses its people, killing thousands of protesters.", "kills"),
    ("The trade in grain based on the treaty keeps Chad alive.", "is based"),
    ("Peru lost the dispute. Its exports fell.", "Peru's exports"),
    ("The pact was signed in Oslo and updated in Lima.", "was was"),
    ("The talks yielded a truce but not the release of the crew.", "yielded not"),
    ("New Zealand officials said that Peru closed the port.", "Zealand Zealand"),
]
NOT_CUT = [
    (
        "The bank praised the plan to widen access to evidence-based care as well as the careful work of all who help.",
        ("based care",),
        ("as well …", "well …"),
    ),
    (
        "Norway invited Chad to be one of sixteen partners of the long and careful project led by the council of Mali.",
        ("project",),
        ("led …",),
    ),
    (
        "The inventors are blaming it on a handling error and not the filter itself.",
        ("blaming … and not the filter",),
        (),
    ),
    (
        "The centres in Mali and the village of the aid group in the north of Chad are suffering from lack of food.",
        ("suffering from lack",),
        (),
    ),
]
HEARD = [
    ("The talks yielded a truce but not the release of the crew.", "Denied", "not"),
    ("Norway denied that it closed the port.", "Denied", "denied"),
    ("Peru is scheduled to sign the treaty.", "Planned", "scheduled"),
    ("Chad may leave the union.", "Possible", "may"),
    ("Chad has yet to leave the union.", "Denied", "not so"),
    ("It is essential that Chad leave the union.", "Requested", "essential"),
    ("The union is capable of paying the debts.", "Possible", "capable"),
]


def labels(text: str) -> list[str]:
    """The sentences of the main statements."""
    return [told.label for told in graph(text).statements if told.detail_of is None]


@pytest.mark.parametrize(("text", "label"), PLAIN)
def test_a_clause_is_told_as_a_sentence_of_its_own(text: str, label: str) -> None:
    assert label in labels(text)


@pytest.mark.parametrize(("text", "label"), ABOVE)
def test_an_aim_stands_with_the_clause_that_it_depends_on(text: str, label: str) -> None:
    assert any(one.startswith(label.removesuffix(" against the bank")) for one in labels(text))


@pytest.mark.parametrize(("text", "label"), AS_SAID)
def test_a_label_quotes_the_clause(text: str, label: str) -> None:
    assert label in labels(text)


@pytest.mark.parametrize(("text", "rebuilt"), NOT_SAID)
def test_a_label_rebuilds_nothing(text: str, rebuilt: str) -> None:
    assert not [label for label in labels(text) if rebuilt in label]


@pytest.mark.parametrize(("text", "there", "absent"), NOT_CUT)
def test_no_stub_is_left_where_a_label_is_cut(text: str, there: tuple[str, ...], absent: tuple[str, ...]) -> None:
    told = " | ".join(labels(text))
    assert all(words_there in told for words_there in there)
    assert not any(words_absent in told for words_absent in absent)


@pytest.mark.parametrize(("text", "factuality", "word"), HEARD)
def test_what_is_no_fact_is_heard_to_be_none(text: str, factuality: str, word: str) -> None:
    told = [s.label for s in graph(text).statements if s.detail_of is None and s.factuality.value == factuality]
    assert told
    assert all(word in label for label in told)


def test_a_source_is_told_and_the_article_itself_is_none() -> None:
    assert labels("The minister said that Peru closed the border.") == [
        "Peru closed the border, according to the minister"
    ]
    assert labels("Peru closed the border.") == ["Peru closed the border"]


def test_who_tells_of_himself_is_not_named_twice() -> None:
    (label,) = [one for one in labels("Norway said that Norway closed the port.") if "closed" in one]
    assert label == "Norway closed the port, by own account"


def test_a_source_whose_words_govern_the_clause_is_not_told_again() -> None:
    assert "The minister denied that Peru closed the border" in labels(
        "The minister denied that Peru closed the border."
    )


def test_a_pronoun_is_whom_it_means_and_stays_where_he_was_named_before() -> None:
    told = labels("Anna Berg resigned. She praised her party.")
    assert "Anna Berg praised her party" in told


def test_a_name_has_its_article_behind_a_verb_and_a_person_spoken_of_is_definite() -> None:
    told = labels("The World Health Organization met. It left. A worker fell. He was ill.")
    assert "The World Health Organization left" in told
    assert "The worker was ill" in told


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


def test_a_word_that_denies_through_an_adverb_is_no_gap() -> None:
    found = labels("Could I have a sample, not necessarily one that is filled out, but just one that you gave?")
    assert all(found)


def test_every_main_statement_has_a_label_and_no_detail_has_one() -> None:
    found = graph("Norway's minister met Anna Berg in Oslo on Monday and sent rice from Japan to Chad.").statements
    assert any(told.detail_of for told in found)
    assert all(bool(told.label) == (told.detail_of is None) for told in found)


def test_every_firmness_but_that_of_a_fact_has_a_word() -> None:
    firm = {one.value for one in Factuality} - {"Asserted"}
    assert set(pairs("wording", "firmness")) == firm | {f"not {one}" for one in firm - {"Denied"}}
    assert words("wording", "pronouns", "words") >= {"he", "she"}
    assert listed("wording", "connecting", "words") == sorted(listed("wording", "connecting", "words"))
