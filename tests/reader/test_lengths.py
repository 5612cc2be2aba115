"""Runs of words too long to be a sentence are with_sentence_limit; sentences are left alone."""

from __future__ import annotations

from time import process_time

import pytest
import spacy
from spacy.tokens import Doc

from kg.parse.preparation import FORCED_SPLITS, LONGEST, tokens, with_sentence_limit

_NLP = spacy.blank("en")
_VOCAB = _NLP.vocab


def _starts(words: list[str]) -> list[int]:
    doc = with_sentence_limit(Doc(_VOCAB, words=words))
    found = [token.i for token in doc if token.i and token.is_sent_start]
    assert doc.user_data.get(FORCED_SPLITS, 0) == len(found)
    return found


def test_words_without_a_full_stop_are_parted_where_they_grow_too_long() -> None:
    assert _starts(["Peru"] * (2 * LONGEST + 1)) == [LONGEST, 2 * LONGEST]


def test_sentences_are_left_alone_however_many_there_are() -> None:
    assert _starts(["Peru", "left", "."] * LONGEST) == []
    assert _starts(["Peru"] * (LONGEST - 1) + ["."]) == []


@pytest.mark.parametrize(
    "text", ["<" * 4000 + "a" * 4000 + " ", "a<" * 4000, "1," * 4000, "(" * 4000, "é" * 8000, "a@" * 4000]
)
def test_a_word_without_end_is_cut_before_the_tokenizer_looks_at_it(text: str) -> None:
    begin = process_time()
    assert tokens(_NLP, f"Peru, {text} left.").text == f"Peru, {text} left."
    assert process_time() - begin < 5


def test_words_of_any_usual_length_are_left_to_the_tokenizer() -> None:
    text = f"He didn't read https://example.org/{'a' * 200} (p. 3)."
    assert [token.text for token in tokens(_NLP, text)] == [token.text for token in _NLP.make_doc(text)]
