"""What stands aside in a sentence is kept from the parser, and is back in the Doc, at its place, behind the parse."""

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc

from kg.parse.preparation import ParserInput
from kg.parse.readings import Reading, put, reading_of
from kg.reader import joined
from tests.cases import tried_on
from tests.parses import at
from tests.reading import sentence, tools

_NLP = spacy.blank("en")


def _flat(doc: Doc) -> Doc:
    """A parse of any words: all hang on the first, all are one organization."""
    count = len(doc)
    found = Doc(
        doc.vocab,
        words=[token.text for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        tags=["NNP"] * count,
        pos=["PROPN"] * count,
        lemmas=[token.lower_ for token in doc],
        heads=[0] * count,
        deps=["ROOT", *["dep"] * (count - 1)],
        ents=["B-ORG", *["I-ORG"] * (count - 1)],
    )
    put(found, Reading(arcs=(0.5,) * count, states=np.ones((count, 2), dtype=np.float16)))
    return found


def _joined(text: str) -> tuple[list[str], Doc]:
    """What was parsed, and the whole of it."""
    cut = ParserInput.of(_NLP.make_doc(text))
    docs = cut.docs()
    return [doc.text for doc in docs], cut.joined([_flat(doc) for doc in docs])


def test_a_text_without_asides_is_parsed_as_it_is() -> None:
    doc = _NLP.make_doc("Norway left (it said so).")
    assert ParserInput.of(doc).docs() == [doc]


@tried_on("text", "seen")
def test_the_parser_sees_the_sentence_without_its_asides(text: str, seen: list[str]) -> None:
    parsed, whole = _joined(text)
    assert parsed == seen
    assert whole.text == text
    assert [token.text for token in whole] == [token.text for token in _NLP.make_doc(text)]


def test_a_bracket_hangs_on_the_word_before_it() -> None:
    _, whole = _joined("The Bank of Oslo (BOO) lends.")
    assert (at(whole, "BOO").head.text, at(whole, "BOO").dep_) == ("Oslo", "appos")
    assert {at(whole, mark).head.text for mark in "()"} == {"BOO"}
    assert [ent.text for ent in whole.ents] == ["The Bank of Oslo", "BOO"]  # a name ends where the bracket begins
    assert len(list(whole.sents)) == 1


def test_how_sure_an_arc_is_and_the_encoders_state_stay_with_their_token() -> None:
    _, whole = _joined("They [sic] stay and [sic] go.")
    assert reading_of(whole).arcs == (0.5, 1, 1, 1, 0.5, 0.5, 1, 1, 1, 0.5, 0.5)
    states = reading_of(whole).states
    assert states is not None
    assert [int(row.sum()) for row in states] == [2, 0, 0, 0, 2, 2, 0, 0, 0, 2, 2]


def test_a_paragraph_of_nothing_but_an_aside_is_parsed_whole() -> None:
    doc = _NLP.make_doc(" [sic]")
    assert ParserInput.of(doc).docs() == [doc]


@pytest.mark.model
def test_a_sentence_with_asides_is_read_as_if_they_were_not_there() -> None:
    text = "- The World Bank (WB) will widen the road and cut the tax (see page 4)."
    reader, _ = tools()
    ((article, doc),) = reader.read([sentence(text)])
    assert doc.text == article.text
    assert (at(doc, "WB").dep_, at(doc, "WB").head.text) == ("appos", "Bank")
    assert [token.dep_ for token in doc if token.text in {"page", "4"}] == ["meta"] * 2
    assert (at(doc, "widen").dep_, at(doc, "cut").dep_) == ("ROOT", "conj")


def test_states_that_are_of_one_block_alone_are_no_states_of_an_article() -> None:
    text = "Norway left."
    with pytest.raises(AssertionError, match="states"):
        joined(sentence(text), [_flat(_NLP.make_doc(text))])
