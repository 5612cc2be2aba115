"""The tree of a Doc says what spaCy says, token by token and span by span."""

from itertools import islice

import pytest
from spacy import tokens as spacy
from spacy.vocab import Vocab

from kg.parse.tree import Span, Token, once, tree
from tests.parses import annotated, at, parsed, raw, recorded

TEXT = "The United States said on Tuesday it would send 200 troops to Poland."
EVERY = 12  # one recorded text in so many is compared
VALUES = [
    "i", "idx", "text", "lower_", "lemma_", "pos_", "tag_", "dep_", "ent_type_", "whitespace_", "is_alpha",
    "is_punct", "is_space", "is_quote", "is_sent_start", "is_title", "is_upper",
]  # fmt: skip
TOKENS = ("head", "left_edge", "right_edge")
SEQUENCES = ("children", "lefts", "rights", "subtree", "ancestors")


def test_every_token_is_told_as_in_spacy() -> None:
    """Over some of the recorded parses, repaired."""
    texts = list(islice(recorded(), 0, None, EVERY))
    assert len(texts) > EVERY
    for text in texts:
        doc = parsed(text)
        assert [_told(token) for token in doc] == [_told(token) for token in doc.real], text


def test_every_stretch_has_the_words_and_the_root_that_spacy_gives_it() -> None:
    """Stretches of all lengths, sentences among them."""
    same = parsed(TEXT)
    doc = same.real
    places = [(start, end) for start in range(len(doc)) for end in range(start + 1, len(doc) + 1)]
    assert [_span(same[start:end]) for start, end in places] == [_span(doc[start:end]) for start, end in places]
    assert [_span(span) for span in same.sents] == [_span(span) for span in doc.sents]
    assert same[2:7][1].text == doc[2:7][1].text
    assert same[2:7][1:-1].text == doc[2:7][1:-1].text


def test_span_groups_and_notes_are_those_of_the_doc() -> None:
    """What the components write is read through the tree, whenever it was made."""
    same = annotated(TEXT)
    doc = same.real
    for name in ("names", "times", "quotes", "attributions", "corefs"):
        assert [_span(span) for span in same.spans[name]] == [_span(span) for span in doc.spans[name]]
    assert not same.spans.get("none", ())
    assert same.user_data is doc.user_data


def test_a_tree_is_its_own_tree() -> None:
    """A function may ask for the tree of what it was given."""
    same = tree(raw(TEXT))
    assert tree(same) is same


def test_what_leads_to_tokens_of_spacy_is_refused() -> None:
    """They are other objects than those of the tree."""
    with pytest.raises(AttributeError, match="conjuncts"):
        _ = getattr(at(tree(raw(TEXT)), "troops"), "conjuncts")  # noqa: B009


def test_what_a_token_tells_is_worked_out_once() -> None:
    """The parse of a tree does not change."""
    asked: list[str] = []

    @once
    def head(token: Token) -> str:
        asked.append(token.text)
        return token.head.text

    found = at(raw(TEXT), "troops")
    assert [head(found), head(found), asked] == ["send", "send", ["troops"]]


def test_spans_that_are_set_on_a_tree_are_set_on_the_doc() -> None:
    """With all that they tell."""
    same = parsed(TEXT)
    same.spans["names"] = [Span(same, 0, 1, label="Country", kb_id="peru", span_id="table")]
    assert [_span(span) for span in same.spans["names"]] == [_span(span) for span in same.real.spans["names"]]


def test_neighbours_are_asked_for_beyond_both_ends() -> None:
    """A negative index does not count from the end of the text."""
    doc = parsed(TEXT)
    assert [doc.lower_at(place) for place in (-1, 0, len(doc) - 1, len(doc))] == ["", "the", ".", ""]
    assert doc.same_sentence(0, len(doc) - 1)
    assert not doc.same_sentence(-1, 0)
    assert not doc.same_sentence(len(doc) - 1, len(doc))


def test_a_sentence_ends_where_the_next_begins() -> None:
    """Neighbours across its end are of two sentences."""
    words = ["He", "won", ".", "She", "lost", "."]
    doc = tree(spacy.Doc(Vocab(), words=words, sent_starts=[place in (0, 3) for place in range(len(words))]))
    assert doc.same_sentence(0, 2)
    assert not doc.same_sentence(2, 3)


def test_words_in_lower_case_are_those_written_so_somewhere() -> None:
    """A word with a capital is none, a mark neither."""
    assert parsed(TEXT).lower_case_words == {"said", "on", "it", "would", "send", "troops", "to"}


def _told(token: Token | spacy.Token) -> list[object]:
    others = [[other.i for other in getattr(token, name)] for name in SEQUENCES]
    sentence = (token.sent.start, token.sent.end)
    neighbour = token.nbor(-1).i if token.i else None
    return [
        *(getattr(token, name) for name in VALUES),
        *(getattr(token, name).i for name in TOKENS),
        *others,
        sentence,
        neighbour,
        len(token),
    ]


def _span(span: Span | spacy.Span) -> list[object]:
    return [
        span.start,
        span.end,
        span.start_char,
        span.end_char,
        span.text,
        span.root.i,
        span.label_,
        span.kb_id_,
        span.id_,
        len(span),
        [token.i for token in span],
    ]
