"""What the words of a statement add: each token in its role, the sums exact, the row as long as the weights."""

import numpy as np
import pytest

from kg.frames.clausal import frames
from kg.model import Frame, Phrase
from kg.parse.network import SIZES, Network, weights
from kg.parse.soundness import (
    HEADS,
    QUESTIONS,
    STRETCHES,
    WORD_WEIGHTS,
    Soundness,
    StatementPlace,
    WordWeights,
    load_word_weights,
)
from tests.reading import sentence, tools


def _judge(text: str) -> tuple[Soundness, list[StatementPlace]]:
    """The judge of a text, and the places of what its frames tell of subject and object."""
    reader, ontology = tools()
    ((article, doc),) = reader.read([sentence(text)])
    judge = Soundness.of(doc)
    assert judge is not None
    found = []
    for frame in frames(doc, article, nouns=ontology.nouns):
        ends = {slot: [a.phrase for a in frame.arguments if a.slot == slot] for slot in ("subject", "object")}
        for pair in zip(ends["subject"], ends["object"], strict=False):
            heads, _ = judge.features.read(frame, pair, typed=False)
            found.append(judge.place(frame, heads, pair))
    assert found
    return judge, found


def _alone(role: int, width: int, size: int) -> WordWeights:
    """Weights that read the first number of a state in one role, and nothing else."""
    states = np.zeros((width, HEADS + STRETCHES, QUESTIONS))
    states[0, role] = 1.0
    return WordWeights(states, np.zeros((size, QUESTIONS)), np.zeros(QUESTIONS))


@pytest.mark.parametrize("role", range(HEADS + STRETCHES))
def test_a_token_adds_in_its_own_role_what_its_state_says(role: int) -> None:
    judge, (place, *_) = _judge("Norway imposed heavy tariffs on steel.")
    states = np.arange(len(judge.doc) * 2, dtype=np.float16).reshape(-1, 2)
    alone = _alone(role, 2, len(place.row))
    right, useful = alone.of(place, alone.added(states))
    ranges = [*((head, head + 1) for head in place.heads), *place.stretches]
    assert right == useful == float(states[slice(*ranges[role]), 0].astype(float).mean())


def test_the_row_is_as_long_as_the_weights_that_go_with_the_parser() -> None:
    held, parser = load_word_weights(weights(SIZES[0], WORD_WEIGHTS))
    assert parser == Network.load(SIZES[0]).version
    _, found = _judge("Norway said that it would not impose tariffs on steel, and Chad did.")
    assert {len(place.row) for place in found} == {len(held.row)}
    assert held.states.shape[1:] == (HEADS + STRETCHES, QUESTIONS)


def test_no_order_of_adding_changes_a_digit() -> None:
    held, _ = load_word_weights(weights(SIZES[0], WORD_WEIGHTS))
    chance = np.random.default_rng(1)
    states = np.array(chance.normal(size=(5, len(held.states))), dtype=np.float16)
    order = chance.permutation(len(held.states))
    turned = WordWeights(held.states[order], held.row, held.bias)
    assert np.array_equal(held.added(states), turned.added(states[:, order]))


def test_the_marks_of_a_sentence_are_told() -> None:
    plain, asked = (_judge(text)[1][0].row for text in ("Norway imposed tariffs.", "Norway imposed tariffs!"))
    assert plain != asked
    assert len(plain) == len(asked)


def test_an_end_that_stands_in_another_sentence_is_told() -> None:
    reader, ontology = tools()
    ((article, doc),) = reader.read([sentence("Norway raised tariffs on steel. Chad imposed quotas.")])
    judge = Soundness.of(doc)
    assert judge is not None
    found = {frame.lemma: frame for frame in frames(doc, article, nouns=ontology.nouns)}
    ends = [_phrase(found["impose"], slot) for slot in ("subject", "object")]
    far = _phrase(found["raise"], "subject"), ends[1]
    heads, _ = judge.features.read(found["impose"], far, typed=False)
    rows = [judge.features.place(heads, pair).row[-1] for pair in ((ends[0], ends[1]), far)]
    assert rows == [0.0, 1.0]


def _phrase(frame: Frame, slot: str) -> Phrase:
    return next(argument.phrase for argument in frame.arguments if argument.slot == slot)
