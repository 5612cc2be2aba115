"""Runs of words too long to be a sentence are with_sentence_limit; sentences are left alone."""

import tracemalloc
from collections.abc import Callable
from time import process_time

import pytest
import spacy
from spacy.tokens import Doc

from kg.attribution.releases import has_mark
from kg.parse.preparation import LONGEST, ParserInput, groups, tokens, unparsed, with_sentence_limit
from kg.parse.readings import reading_of
from kg.parse.syntax import META
from kg.parse.tree import Doc as Tree
from kg.reader import joined
from tests.reading import sentence, tools

_NLP = spacy.blank("en")
_VOCAB = _NLP.vocab


def _starts(words: list[str]) -> list[int]:
    doc = with_sentence_limit(Doc(_VOCAB, words=words))
    found = [token.i for token in doc if token.i and token.is_sent_start]
    assert reading_of(doc).forced_splits == len(found)
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


@pytest.mark.parametrize("before", ["", "said ", "said\n"])
@pytest.mark.parametrize("after", ["", " left", "\nleft", "\u00a0left"])
def test_a_word_too_long_to_be_one_is_one_token_at_its_place(before: str, after: str) -> None:
    text = f"{before}https://example.org/{'a/b-c,' * 7000}{after}"
    found = tokens(_NLP, text)
    assert found.text == text
    assert [len(token) > 40_000 for token in found].count(True) == 1


def test_the_parser_does_not_see_a_word_too_long_to_be_one() -> None:
    cut = ParserInput.of(tokens(_NLP, f"Norway said on {'a-' * 5000} that (WHO) Sweden left."))
    assert next(doc.text for doc in cut.docs()) == "Norway said on that (WHO) Sweden left."
    (parsed,) = cut.docs()
    tagged = Doc(
        _VOCAB,
        words=[token.text for token in parsed],
        spaces=[bool(token.whitespace_) for token in parsed],
        tags=["NN"] * len(parsed),
        pos=["NOUN"] * len(parsed),
        lemmas=[token.text for token in parsed],
        heads=[0] * len(parsed),
        deps=["ROOT", *["dep"] * (len(parsed) - 1)],
    )
    whole = cut.joined([tagged])
    assert whole.text == cut.whole.text
    assert [(len(token), token.head.text) for token in whole if token.dep_ == META] == [(10_000, "on")]


def test_blanks_without_end_are_no_word_that_is_not_read() -> None:
    article = sentence(f"Peru{' ' * 20_000}sued Chile, see {'a' * 300}.")
    assert reading_of(joined(article, [tokens(_NLP, article.text)])).long_words == 1


def test_a_paragraph_of_many_pages_is_parsed_in_stretches_that_end_where_a_sentence_does() -> None:
    sentence = "Norway left the talks on Monday. "
    for text in (sentence * 3000, "Norway left " * 6000, "N" * 70_000, sentence * 3):
        found = [doc.text for doc in unparsed(_NLP, text)]
        assert "".join(found) == text
        assert max(map(len, found)) <= 20_000
    assert {doc.text[-2:] for doc in unparsed(_NLP, sentence * 3000)} == {". "}
    assert [doc.text for doc in unparsed(_NLP, sentence)] == [sentence]


def test_what_a_sentence_without_end_has_after_a_stretch_is_no_more_than_a_token_a_stretch() -> None:
    text = f"{'Norway left, and ' * 59_000}Sweden stayed. Peru left at 3.5 knots."
    first, *others, last = unparsed(_NLP, text)
    assert "".join(doc.text for doc in (first, *others, last)) == text
    assert (len(first) > 4000, {len(doc) for doc in others}, len(last)) == (True, {1}, 6)
    assert [len(doc) > 1 for doc in unparsed(_NLP, text[:20_100])] == [True] * 2


def test_the_language_model_takes_no_more_than_it_has_room_for() -> None:
    docs = [Doc(_VOCAB, words=["Peru"] * size) for size in (3000, 900, 200, 9000, *[1] * 300)]
    found = list(groups(docs))
    assert [doc for group in found for doc in group] == docs
    assert [len(group) for group in found] == [2, 1, 1, 256, 44]
    assert list(groups([])) == []


@pytest.mark.parametrize("sign", ["`", " ", "-", " -"])
def test_signs_without_end_are_no_mark_of_a_release_and_take_no_time(sign: str) -> None:
    begin = process_time()
    assert not has_mark(f"Norway left {sign * 80_000} on Monday.")
    assert has_mark(f"Ministry of Health {sign * 80_000} PRESS RELEASE {sign * 80_000}")
    assert process_time() - begin < 5


LONG_TEXT = "\n\n".join(
    f"On day {n} Norway left the talks, and Sweden (which had sold {n} ships) stayed." for n in range(60)
)


def _kept(work: Callable[[], object]) -> float:
    """Bytes for each character of ``LONG_TEXT`` that what the work gives takes; its caches are filled before."""
    work()
    tracemalloc.start()
    try:
        found = work()
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found
    return kept / len(LONG_TEXT)


@pytest.mark.model
def test_a_megabyte_of_text_takes_no_gigabyte() -> None:
    article, (reader, _) = sentence(LONG_TEXT), tools()
    (parsed,) = reader.parsed([article])
    assert _kept(lambda: reader.parsed([article])) < 500
    assert _kept(lambda: Tree(parsed)) < 100
