"""How sound a structure is: what the head reads, that its sums are exact, and that its weights go with the parser's."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg.frames.clausal import frames
from kg.model import Frame, Phrase
from kg.parse.feedforward import quantized
from kg.parse.network import SIZES, Network, weights
from kg.parse.readings import put, reading_of
from kg.parse.soundness import ROLES, WEIGHTS, Soundness, SoundnessHead, load_head
from kg.pipeline.build import article_graph, known_entities
from tests.reading import sentence, tools

PLAIN = "Norway imposed tariffs on steel."
WINDING = "Ministers Chad said Norway feared blamed rebels for attacks left talks."


def _read(text: str) -> tuple[Doc, list[Frame]]:
    reader, ontology = tools()
    ((article, doc),) = reader.read([sentence(text)])
    return doc, list(frames(doc, article, nouns=ontology.nouns))


def _judged(text: str) -> list[float]:
    """The log-odds of each subject of a text with each object."""
    doc, found = _read(text)
    judge = Soundness.of(doc)
    assert judge is not None
    return [judge.log_odds(frame, ends, typed=False).sound for frame in found for ends in _pairs(frame)]


def _pairs(frame: Frame) -> list[tuple[Phrase, Phrase]]:
    subjects = [argument.phrase for argument in frame.arguments if argument.slot == "subject"]
    objects = [argument.phrase for argument in frame.arguments if argument.slot == "object"]
    return [(subject, target) for subject in subjects for target in objects]


def test_a_plain_clause_is_sounder_than_a_winding_one() -> None:
    assert min(_judged(PLAIN)) > max(_judged(WINDING))


def test_a_statement_is_less_sound_where_an_arc_of_it_is_less_likely() -> None:
    doc, (frame, *_) = _read(PLAIN)
    ends = _pairs(frame)[0]
    before = Soundness.of(doc)
    assert before is not None
    sure = before.log_odds(frame, ends, typed=False).sound
    place = next(token.i for token in doc if token.text == "tariffs")
    reading = reading_of(doc)
    put(doc, replace(reading, arcs=tuple(0.3 if i == place else value for i, value in enumerate(reading.arcs))))
    after = Soundness.of(doc)
    assert after is not None
    assert after.log_odds(frame, ends, typed=False).sound < sure


def test_no_order_of_adding_changes_a_digit() -> None:
    head, _ = load_head(weights(SIZES[0], WEIGHTS))
    chance = np.random.default_rng(1)
    size = head.weights["subject"].shape[0]
    states = np.array(chance.normal(size=(len(ROLES), size)), dtype=np.float16)
    row = [float(value) for value in np.array(chance.normal(size=len(head.weights["signs_hidden"])))]
    order = chance.permutation(size)
    turned = SoundnessHead({**head.weights, **{role: head.weights[role][order] for role in ROLES}})
    roles = range(len(ROLES))
    one = head.log_odds(head.projected(states)[roles, roles].astype(np.float64), row)
    other = turned.log_odds(turned.projected(states[:, order])[roles, roles].astype(np.float64), row)
    assert one == other


@pytest.mark.parametrize(("value", "kept"), [(0.5, 0.5), (0.001, 0.0), (1e6, 64.0), (-1e6, -64.0)])
def test_numbers_are_multiples_of_one_fraction_and_bounded(value: float, kept: float) -> None:
    found: NDArray[np.float64] = quantized([value])
    assert found.tolist() == [kept]


def test_without_states_or_with_another_parser_nothing_judges(monkeypatch: pytest.MonkeyPatch) -> None:
    doc, _ = _read(PLAIN)
    assert Soundness.of(doc) is not None
    reading = reading_of(doc)
    put(doc, replace(reading, states=None))
    assert Soundness.of(doc) is None
    put(doc, reading)
    head, parser = load_head(weights(SIZES[0], WEIGHTS))
    assert parser == Network.load(SIZES[0]).version
    monkeypatch.setattr("kg.parse.soundness.load_head", lambda _: (head, f"{parser}-other"))
    assert Soundness.of(doc) is None


def test_without_weights_statements_are_made_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    reader, ontology = tools()
    ((article, doc),) = reader.read([sentence(PLAIN)])
    known = known_entities(reader.gazetteer)
    judged = article_graph(article, doc, ontology, known=known).statements
    monkeypatch.setattr("kg.parse.soundness.WEIGHTS", "none.npz")
    others = article_graph(article, doc, ontology, known=known).statements
    assert [one.id for one in judged] == [one.id for one in others]
    assert all(0 < one.confidence < 1 for one in others)
