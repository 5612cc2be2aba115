"""How sure statements are: pairs of frames that differ in one thing, and what the table of weights must keep to."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kg.lexicon import lexicon
from kg.mapping.confidence import confidence, features, probability
from kg.model import Entity, Evidence, Factuality, Frame, NodeId, Phrase
from tests.mapping.made import frame, phrase

JUDGED = Path(__file__).parents[1] / "gold" / "judged.jsonl"
CANADA = phrase("Canada", "Country")
CHINA = replace(phrase("China", "Country"), start=CANADA.end + 10, end=CANADA.end + 15)
PLAIN = frame("accuse", subject=CANADA, object=CHINA)
HE = phrase("he")
TRADE = phrase("trade", with_=CHINA)


def sure(said: Frame, subject: Phrase = CANADA, target: Phrase = CHINA) -> float:
    """The confidence of one statement of a frame."""
    return confidence(said, (subject, target), typed=False)


def evidence(length: int) -> Evidence:
    """A sentence of so many characters."""
    return Evidence(PLAIN.sentence.article, 0, length, "a" * (length - 1) + ".")


def test_a_plain_clause_with_names_is_surer_than_a_participle_of_a_nested_noun() -> None:
    nested = replace(frame("restrict", subject=HE, object=TRADE), rule="clause/participle-active")
    assert sure(PLAIN) > sure(nested, HE, CHINA)


def test_a_short_sentence_is_surer_than_a_long_one() -> None:
    short, long, longest = (sure(replace(PLAIN, sentence=evidence(length))) for length in (60, 200, 400))
    assert short > long >= longest


def test_an_own_subject_is_surer_than_one_shared_over_a_conjunction() -> None:
    assert sure(PLAIN) > sure(replace(PLAIN, rule="clause/shared-active"))


@pytest.mark.parametrize("words", ["its", "it"])
def test_a_name_is_surer_than_a_pronoun_that_stands_for_it(words: str) -> None:
    assert sure(PLAIN) > sure(PLAIN, replace(CANADA, text=words))


def test_a_source_that_is_an_actor_is_surer_than_one_that_is_none() -> None:
    actor = replace(PLAIN, source=CHINA.entity)
    assert sure(actor) > sure(replace(PLAIN, source=Entity(NodeId("report"), "Topic", "report")))


def test_what_is_asserted_is_surer_than_what_is_possible() -> None:
    assert sure(PLAIN) > sure(replace(PLAIN, factuality=Factuality.POSSIBLE))


def test_an_object_is_surer_than_what_hangs_on_it() -> None:
    said = frame("restrict", subject=CANADA, object=TRADE)
    assert sure(said, target=TRADE) > sure(said, target=CHINA)


@pytest.mark.parametrize("start", [-200, 200])
def test_ends_that_stand_near_are_surer_than_ends_far_apart(start: int) -> None:
    near, far = (replace(CHINA, start=CANADA.end + gap, end=CANADA.end + gap + 5) for gap in (20, start))
    assert sure(PLAIN, target=near) > sure(PLAIN, target=far)


def test_the_confidence_of_the_frame_counts_and_hundredths_are_told() -> None:
    half = sure(replace(PLAIN, confidence=0.5))
    assert half == pytest.approx(sure(PLAIN) / 2, abs=0.01)
    assert half == round(half, 2)


def test_names_of_features() -> None:
    assert features(PLAIN, (CANADA, CHINA), typed=True) == {
        "active", "typed", "subject name", "object object", "object name", "factuality asserted", "headline",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["typed", "long sentence", "subject possessive"])
def test_a_weight_moves_the_probability_its_own_way(name: str) -> None:
    table = lexicon("confidence")["weights"]
    assert isinstance(table, dict)
    weight = table[name]
    assert isinstance(weight, float)
    assert (probability(frozenset({name})) > probability(frozenset())) == (weight > 0)


def test_judgements_are_well_formed() -> None:
    rows = [json.loads(line) for line in JUDGED.read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 300
    assert {row["verdict"] for row in rows} == {"right", "wrong"}
    assert len({(row["article"], row["statement"], row["start"]) for row in rows}) == len(rows)
    assert all(("cause" in row) == (row["verdict"] == "wrong") for row in rows)
