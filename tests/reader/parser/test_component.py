"""The component with its weights: trees that hold, and the same scores whatever else is read, on any threads."""

from functools import cache

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

import kg.components  # noqa: F401  registers the component
from kg.parse.network import SIZES, Network, Window, installed, shape, weights
from kg.parse.readings import reading_of

SENTENCE = (
    "The/DT ministry/NN in/IN Oslo/NNP imposed/VBD tariffs/NNS on/IN steel/NN from/IN Chad/NNP and/CC Niger/NNP ./."
)
OTHERS = ("He/PRP left/VBD ./.", "It/PRP rained/VBD on/IN Monday/NNP ,/, officials/NNS said/VBD ./.")


@cache
def pipeline() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("kg_parse")
    return nlp


def tagged(text: str) -> Doc:
    words = [word.rpartition("/") for word in text.split()]
    return Doc(pipeline().vocab, words=[form for form, _, _ in words], tags=[tag for _, _, tag in words])


def parsed(text: str) -> Doc:
    return pipeline().get_pipe("kg_parse")(tagged(text))


def arcs(doc: Doc) -> list[tuple[int, str, float]]:
    return [(token.head.i, token.dep_, sure) for token, sure in zip(doc, reading_of(doc).arcs, strict=True)]


def test_the_weights_are_there() -> None:
    assert installed() == SIZES
    for size in SIZES:
        assert weights(size).stat().st_size < 100_000_000  # the most that a hosted repository takes
        assert weights(size).with_suffix(".json").is_file()


def test_a_sentence_gets_heads_labels_and_how_sure_they_are() -> None:
    found = {token.text: (token.head.text, token.dep_) for token in parsed(SENTENCE)}
    assert found["ministry"] == ("imposed", "nsubj")
    assert found["Oslo"] == ("in", "pobj")
    assert found["imposed"] == ("imposed", "ROOT")
    assert found["tariffs"] == ("imposed", "dobj")
    assert found["Niger"] == ("Chad", "conj")
    assert all(0 <= sure <= 1 for _, _, sure in arcs(parsed(SENTENCE)))


def test_a_block_parses_the_same_whatever_else_is_read() -> None:
    alone = arcs(parsed(SENTENCE))
    for batch in ([SENTENCE, *OTHERS], [*OTHERS, SENTENCE], [SENTENCE] * 3):
        docs = list(pipeline().pipe(map(tagged, batch), batch_size=2))
        assert arcs(docs[batch.index(SENTENCE)]) == alone


@pytest.mark.parametrize("size", SIZES)
def test_windows_that_are_read_together_are_scored_as_each_is_alone(size: str) -> None:
    network = Network.load(size)
    docs = [tagged(text) for text in ("He/PRP left/VBD ./.", "They/PRP paid/VBD ./.", "Both/DT agreed/VBD ./.")]
    words = [[token.text for token in doc] for doc in docs]
    windows = [Window(network.pieces(some), some, ["PRP", "VBD", "."]) for some in words]
    assert len({window.size for window in windows}) == 1
    for window, beside in zip(windows, network.score(windows), strict=True):
        (alone,) = network.score([window])
        for name in ("arcs", "below", "above", "starts", "states"):
            assert np.array_equal(getattr(alone, name), getattr(beside, name))


@pytest.mark.parametrize("size", SIZES)
def test_scores_are_the_same_on_more_threads(size: str) -> None:
    one = Network.load(size)  # it sees to it that onnxruntime is silent, which is imported after
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 4
    several = Network(InferenceSession(weights(size), options, providers=["CPUExecutionProvider"]))
    doc = tagged(f"{SENTENCE} {' '.join(OTHERS)} {SENTENCE}")
    words, tags = [token.text for token in doc], [token.tag_ for token in doc]
    scored = [network.score([Window(network.pieces(words), words, tags)])[0] for network in (one, several)]
    for name in ("arcs", "below", "above", "starts", "states"):
        assert np.array_equal(*(getattr(one, name) for one in scored))


def test_sentences_start_where_the_text_says() -> None:
    doc = parsed(f"{SENTENCE} {OTHERS[0]}")
    assert [sentence.text for sentence in doc.sents] == [doc[:13].text, "He left ."]


def test_starts_that_are_set_stand() -> None:
    doc = tagged(f"{SENTENCE} {OTHERS[0]}")
    for token in doc:
        token.is_sent_start = token.i in {0, 5}
    assert [sentence.start for sentence in pipeline().get_pipe("kg_parse")(doc).sents] == [0, 5]


def test_white_space_hangs_on_the_word_before_it() -> None:
    doc = Doc(pipeline().vocab, words=["\n", "He", "left", " ", "."], tags=["_SP", "PRP", "VBD", "_SP", "."])
    pipeline().get_pipe("kg_parse")(doc)
    assert [token.head.i for token in doc if token.is_space] == [1, 2]
    assert len(list(doc.sents)) == 1


def test_a_doc_of_white_space_is_left_alone() -> None:
    doc = Doc(pipeline().vocab, words=["\n"], tags=["_SP"])
    assert not pipeline().get_pipe("kg_parse")(doc).has_annotation("DEP")
    assert reading_of(doc).arcs == (1.0,)  # the arcs of an article are those of all its tokens


def test_words_without_end_are_parsed() -> None:
    doc = parsed("word/NN " * 1500)
    assert [token.i for token in doc if token.head == token] == [sentence.root.i for sentence in doc.sents]


@pytest.mark.parametrize(
    ("word", "number"), [("oslo", 1), ("Oslo", 2), ("OSLO", 3), ("A", 2), ("3rd", 4), ("--", 5), ("e-Mail", 1)]
)
def test_a_word_has_a_shape(word: str, number: int) -> None:
    assert shape(word) == number
