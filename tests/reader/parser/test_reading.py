"""The reader with the house's own parser."""

from functools import cache

import pytest

from kg.ontology import Ontology
from kg.parse.readings import reading_of
from kg.pipeline.build import build
from kg.reader import Reader
from tests.reading import sentence

pytestmark = pytest.mark.model


@cache
def reader() -> Reader:
    return Reader.load(own_parser=True)


def test_the_reader_says_what_parses() -> None:
    assert reader().model == "en_core_web_md-3.7.1+kg_parse-3"
    assert reader().nlp.pipe_names[:3] == ["tok2vec", "tagger", "kg_parse"]


def test_a_doc_keeps_how_likely_its_arcs_are() -> None:
    _, doc = next(iter(reader().read([sentence("Chad imposed tariffs on steel from Niger.")])))
    assert len(reading_of(doc).arcs) == len(doc)
    assert [token.dep_ for token in doc][:3] == ["nsubj", "ROOT", "dobj"]


def test_a_pronoun_within_a_phrase_is_not_spelt_out_as_the_phrase() -> None:
    text = (
        "Ecuador has set the example by giving shelter to Venezuelans fleeing the humanitarian crisis in their country."
    )
    assert build([sentence(text)], reader(), Ontology.load()).graph.statements
