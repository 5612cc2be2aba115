"""Windows and sentences of blocks, with a network that says what the test wants."""

from collections.abc import Iterable, Sequence

import numpy as np
import pytest

from kg.parse.network import Network, NetworkScores, Rows, Window
from kg.parse.parser import Arc, TaggedWords, parse
from tests.cases import tried_on


class Stub(Network):
    """Each word hangs on the one before it; a word in capitals starts a sentence, a "Maybe" is as likely as not to."""

    labels: tuple[str, ...] = ("ROOT", "dep", "conj")

    def __init__(self) -> None:
        self.widths: list[int] = []

    def pieces(self, words: Iterable[str]) -> list[list[int]]:
        return [[1] for _ in words]

    def score(self, windows: Sequence[Window]) -> list[NetworkScores]:
        assert len({window.size for window in windows}) == 1
        return [self._scored(window.words) for window in windows]

    def _scored(self, words: Sequence[str]) -> NetworkScores:
        self.widths.append(len(words))
        size = len(words) + 1
        arcs = np.zeros((size, size), dtype=np.float32)
        for place in range(1, size):
            arcs[place, place - 1] = 5
        labels = np.zeros((size, 3, size), dtype=np.float32)
        labels[:, 2] = 1
        starts = np.array(
            [-1, *(5 if word.isupper() else 1 if word == "Maybe" else -1 for word in words)], dtype=np.float32
        )
        states = np.array([[0.0], *([len(word)] for word in words)], dtype=np.float32)
        return scored(arcs, labels, starts, states)


def scored(*found: Rows) -> NetworkScores:
    """The output for these scores of arcs, labels [word, label, head] and starts, and these states."""
    arcs, labels, starts, states = found
    below = np.concatenate([labels, np.zeros_like(labels[..., :1])], axis=-1)
    return NetworkScores(arcs, below, np.eye(len(arcs), dtype=np.float32), starts, states)


def parsed(text: str, *, starts: dict[int, bool] | None = None, tag: str = "NN") -> tuple[list[Arc], list[int]]:
    words = text.split()
    stub = Stub()
    known = [(starts or {}).get(place) for place in range(len(words))]
    ((arcs, _),) = parse(stub, [TaggedWords(words, [tag] * len(words), known)])
    return arcs, stub.widths


def roots(arcs: Sequence[Arc]) -> list[int]:
    return [place for place, arc in enumerate(arcs) if arc.head == place]


def test_each_sentence_has_a_root_of_its_own() -> None:
    arcs, widths = parsed("A b c D e")
    assert [arc.head for arc in arcs] == [0, 0, 1, 3, 3]
    assert [arc.label for arc in arcs] == ["ROOT", "conj", "conj", "ROOT", "conj"]
    assert widths == [5]


@tried_on("text", "tag", "found")
def test_a_name_behind_a_word_without_a_stop_must_be_a_likelier_start(text: str, tag: str, found: list[int]) -> None:
    arcs, _ = parsed(text, tag=tag)
    assert roots(arcs) == found


def test_starts_that_are_known_stand() -> None:
    arcs, _ = parsed("A b c D e", starts={2: True, 3: False})
    assert roots(arcs) == [0, 2]


def test_the_likelihood_of_an_arc_is_among_the_heads_in_its_sentence() -> None:
    arcs, _ = parsed("A b C d e f")
    sure = [arc.probability for arc in arcs]
    assert sure[1] == pytest.approx(np.exp(5) / (np.exp(5) + 1), abs=1e-4)
    assert sure[3] == pytest.approx(np.exp(5) / (np.exp(5) + 3), abs=1e-4)


def test_a_long_block_is_cut_where_a_sentence_starts() -> None:
    sentence = "A " + "b " * 99
    arcs, widths = parsed(sentence * 5)
    assert roots(arcs) == [0, 100, 200, 300, 400]
    assert max(widths) <= 160


def test_a_long_sentence_is_read_whole() -> None:
    arcs, widths = parsed("A " + "b " * 299)
    assert roots(arcs) == [0]
    assert widths[-1] == 300


def test_a_sentence_without_end_is_cut_at_the_widest_window() -> None:
    arcs, widths = parsed("A " + "b " * 999)
    assert len(arcs) == 1000
    assert roots(arcs) == [0, 480, 960]
    assert max(widths) == 480


def test_a_known_start_after_a_long_sentence_begins_a_new_one() -> None:
    arcs, _ = parsed("A " + "b " * 699, starts={480: True})
    assert roots(arcs) == [0, 480]


def test_blocks_that_are_read_together_are_parsed_as_each_is_alone() -> None:
    texts = ["A b c", "A " + "b " * 299, "A b C d", "D e f", ("A " + "b " * 99) * 5]
    blocks = [TaggedWords(text.split(), ["NN"] * len(text.split()), [None] * len(text.split())) for text in texts]
    assert [found.arcs for found in parse(Stub(), blocks)] == [parsed(text)[0] for text in texts]


def test_every_word_of_every_window_has_its_state() -> None:
    words = ("A " + "bb " * 99 + "C " + "ddd " * 99).split()
    ((_, states),) = parse(Stub(), [TaggedWords(words, ["NN"] * len(words), [None] * len(words))])
    assert states[:, 0].tolist() == [len(word) for word in words]


class TwoSubjects(Stub):
    """Both nouns are likely to be the subject of the last word, the second one more."""

    labels: tuple[str, ...] = ("ROOT", "nsubj", "compound")

    def _scored(self, words: Sequence[str]) -> NetworkScores:
        assert len(words) == 3
        arcs = np.zeros((4, 4), dtype=np.float32)
        arcs[1, 3], arcs[1, 2], arcs[2, 3], arcs[3, 0] = 3, 2, 6, 6
        labels = np.zeros((4, 3, 4), dtype=np.float32)
        labels[:, 1, 3], labels[:, 2, 2] = 1, 1
        return scored(arcs, labels, np.full(4, -1, dtype=np.float32), np.empty((4, 0), dtype=np.float32))


def test_a_verb_has_one_subject() -> None:
    ((arcs, _),) = parse(TwoSubjects(), [TaggedWords(["News", "Daily", "wrote"], ["NN"] * 3, [None] * 3)])
    assert [(arc.head, arc.label) for arc in arcs] == [(1, "compound"), (2, "nsubj"), (2, "ROOT")]
