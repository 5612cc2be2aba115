"""Runs of words too long to be a sentence are parted; sentences are left alone."""

from __future__ import annotations

import spacy
from spacy.tokens import Doc

from kg.nlp.lengths import LONGEST, PARTED, parted

_VOCAB = spacy.blank("en").vocab


def _starts(words: list[str]) -> list[int]:
    doc = parted(Doc(_VOCAB, words=words))
    found = [token.i for token in doc if token.i and token.is_sent_start]
    assert doc.user_data.get(PARTED, 0) == len(found)
    return found


def test_a_list_without_end_is_parted_behind_a_comma() -> None:
    starts = _starts(["Peru", ","] * LONGEST)
    assert starts == [LONGEST, 2 * LONGEST - LONGEST % 2][: len(starts)]
    assert all(start % 2 == 0 for start in starts)


def test_words_without_any_mark_are_parted_where_they_grow_too_long() -> None:
    assert _starts(["Peru"] * (2 * LONGEST + 1)) == [LONGEST, 2 * LONGEST]


def test_a_line_break_parts_before_words_do() -> None:
    assert _starts(["Peru"] * 200 + ["\n"] + ["Peru"] * 200) == [201]


def test_sentences_are_left_alone_however_many_there_are() -> None:
    assert _starts(["Peru", "left", "."] * LONGEST) == []
    assert _starts(["Peru"] * (LONGEST - 1) + ["."]) == []
