"""How likely a reader keeps a statement: pairs that differ in one thing."""

from dataclasses import replace

from kg.mapping.confidence import features, usefulness
from kg.model import Phrase
from tests.mapping.made import frame, phrase

CANADA = replace(phrase("Canada", "Country"), entity=replace(phrase("Canada", "Country").entity, wikidata="Q16"))
PLAIN = frame("accuse", subject=CANADA, object=phrase("China", "Country"))


def kept(subject: Phrase, target: str, *, typed: bool = False) -> float:
    return usefulness(features(PLAIN, (subject, phrase(target)), typed=typed))


def test_what_a_relation_of_the_ontology_claims_is_kept_oftener() -> None:
    assert kept(CANADA, "tariffs", typed=True) > kept(CANADA, "tariffs")


def test_a_name_that_is_known_is_worth_more_than_a_pronoun_left_open() -> None:
    assert kept(CANADA, "tariffs") > kept(phrase("it"), "tariffs")


def test_an_object_of_several_words_says_more_than_one_of_one_word() -> None:
    assert kept(CANADA, "new tariffs on steel from Peru") > kept(CANADA, "tariffs")


def test_it_is_a_share_in_hundredths() -> None:
    found = kept(CANADA, "tariffs")
    assert 0 < found < 1
    assert found == round(found, 2)
