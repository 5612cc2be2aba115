"""The lemmatizer knows the verbs that there are, and looks them up."""

import pytest
import spacy
from spacy.language import Language
from spacy.lookups import Lookups

from kg.lexicon import words
from kg.parse.language_model import prepare

_RARE = min(words("lemmas", "verb", "rare"))


@pytest.fixture
def nlp() -> Language:
    """A pipeline with a lemmatizer of few words, a verb that the lexicon has as rare among them."""
    made = spacy.blank("en")
    lemmatizer = made.add_pipe("lemmatizer", config={"mode": "rule"})
    lookups = Lookups()
    lookups.add_table("lemma_index", {"noun": ["hop", "tariff"], "verb": ["hop", "hope", "sign", _RARE]})
    lookups.add_table("lemma_exc", {})
    lookups.add_table("lemma_rules", {"verb": [["ed", "e"], ["ed", ""]], "noun": [["s", ""]]})
    lemmatizer.initialize(lookups=lookups)  # type: ignore[attr-defined]
    prepare(made)
    return made


def test_what_the_lemmatizer_lists_is_looked_up(nlp: Language) -> None:
    index = nlp.get_pipe("lemmatizer").lookups.get_table("lemma_index")  # type: ignore[attr-defined]
    assert {"hope", "sign"} <= index["verb"].keys()
    assert index["verb"].keys().isdisjoint({"hop", _RARE})
    assert index["noun"].keys() == {"hop", "tariff"}


@pytest.mark.parametrize(("form", "pos", "lemma"), [("hoped", "VERB", "hope"), ("signed", "VERB", "sign")])
def test_a_form_is_that_of_a_verb_that_there_is(nlp: Language, form: str, pos: str, lemma: str) -> None:
    doc = nlp.make_doc(form)
    doc[0].pos_ = pos
    assert nlp.get_pipe("lemmatizer")(doc)[0].lemma_ == lemma
