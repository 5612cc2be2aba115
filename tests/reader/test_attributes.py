"""What the attribute ruler sets is set the same, its rules looked up by the word."""

import pytest
import spacy
from spacy.language import Language
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

from kg.parse.language_model import Attributes

_WORDS = ("Cuba", "is", "gon", "na", "buy", "buses", "there", "is", "more", "\n")
_TAGS = ("NNP", "VBZ", "VBG", "TO", "VB", "NNS", "EX", "VBZ", "JJR", "_SP")
_DEPS = ("nsubj", "aux", "ROOT", "aux", "xcomp", "dobj", "expl", "conj", "attr", "dep")


@pytest.fixture
def nlp() -> Language:
    """A pipeline whose ruler has rules of one token and of two, and two that set the same attribute."""
    made = spacy.blank("en")
    ruler = made.add_pipe("attribute_ruler")
    assert isinstance(ruler, AttributeRuler)
    ruler.add([[{"TAG": "VBZ"}], [{"TAG": "VB"}]], {"POS": "VERB", "MORPH": "VerbForm=Fin"})
    ruler.add([[{"TAG": "VBZ", "DEP": {"IN": ["aux", "cop"]}}]], {"POS": "AUX"})
    ruler.add([[{"LOWER": "gon"}, {"LOWER": "na"}]], {"LEMMA": "go"}, index=0)
    ruler.add([[{"DEP": "expl"}, {"LOWER": {"IN": ["is", "are"]}}]], {"POS": "VERB"}, index=1)
    ruler.add([[{"TAG": "NNS"}]], {"POS": "NOUN", "MORPH": "Number=Plur"})
    ruler.add([[{"IS_SPACE": True}]], {"POS": "SPACE"})
    return made


def _doc(nlp: Language, *, aux: str = "aux") -> Doc:
    deps = [aux if dep == "aux" else dep for dep in _DEPS]
    return Doc(nlp.vocab, words=list(_WORDS), tags=list(_TAGS), deps=deps, heads=[2] * len(_WORDS))


def _set(doc: Doc) -> list[tuple[str, str, str]]:
    return [(token.pos_, str(token.morph), token.lemma_) for token in doc]


@pytest.mark.parametrize("aux", ["aux", "auxpass"])
def test_the_same_is_set_as_by_the_ruler(nlp: Language, aux: str) -> None:
    expected = _set(nlp.get_pipe("attribute_ruler")(_doc(nlp, aux=aux)))
    assert ("VERB", "VerbForm=Fin", "") in expected
    assert _set(Attributes(nlp, "kg_attributes")(_doc(nlp, aux=aux))) == expected


def test_a_word_met_again_is_set_the_same(nlp: Language) -> None:
    attributes = Attributes(nlp, "kg_attributes")
    assert _set(attributes(_doc(nlp))) == _set(attributes(_doc(nlp)))


def test_the_label_of_a_word_counts(nlp: Language) -> None:
    attributes = Attributes(nlp, "kg_attributes")
    assert attributes(_doc(nlp))[1].pos_ == "AUX"
    assert attributes(_doc(nlp, aux="auxpass"))[1].pos_ == "VERB"


@pytest.mark.model
def test_articles_have_the_attributes_of_the_models_own_ruler() -> None:
    from kg.reader import _loaded, best_model

    nlp = _loaded(best_model())
    text = "There's a plan: Mexico isn't gonna let's say leave, c'mon. Y'all had better ask; Bonn's mayors met, \n ate."
    expected = _set(nlp(text))
    nlp.add_pipe("kg_attributes", after="attribute_ruler")
    nlp.disable_pipe("attribute_ruler")
    assert _set(nlp(text)) == expected
