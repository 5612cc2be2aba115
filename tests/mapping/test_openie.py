"""Open statements: the predicate's own words, one an argument."""

from dataclasses import replace

import pytest

from kg.mapping.openie import OpenTriple, triples
from kg.model import Argument, Frame, Phrase
from tests.mapping.made import frame, phrase

NORWAY, JAPAN, OSLO = phrase("Norway", "Country"), phrase("Japan", "Country"), phrase("Oslo", "Place")
OIL, TALKS = phrase("oil", "Commodity"), phrase("talks", "Event")


def shown(made: Frame, *, nested: bool = True) -> list[str]:
    """ "Norway | send to | Japan" of every statement."""
    return [f"{t.subject.text} | {t.label} | {t.object_text}" for t in triples(made, nested=nested)]


def test_what_hangs_on_the_object_is_one_more_unless_a_relation_claims_it() -> None:
    inner = replace(JAPAN, start=11, end=16)
    outer = Phrase(0, 16, "exports to Japan", "export", OIL.entity, (Argument("to", inner),))
    made = frame("cut", subject=NORWAY, object=outer)
    assert shown(made) == ["Norway | cut | exports to Japan", "Norway | cut export to | Japan"]
    assert shown(made, nested=False) == ["Norway | cut | exports to Japan"]


def test_a_verb_that_only_introduces_a_clause_says_nothing() -> None:
    assert shown(frame("say", subject=NORWAY, clause=phrase("talks collapsed"))) == []


def test_without_a_subject_nothing_is_said_but_in_the_passive() -> None:
    assert shown(frame("impose", object=OIL)) == []
    assert shown(frame("impose", words="were imposed", passive=True, object=OIL, on=JAPAN)) == [
        "oil | be imposed on | Japan"
    ]


def test_circumstances_tell_nothing_without_what_was_said_or_promised() -> None:
    said = phrase("talks collapsed")
    assert shown(frame("say", kind="cue", subject=NORWAY, clause=said, in_=OSLO)) == []
    assert shown(frame("say", kind="cue", subject=NORWAY, clause=said, to=JAPAN)) == ["Norway | say to | Japan"]
    assert shown(frame("commit", subject=NORWAY, during=TALKS)) == []
    assert shown(frame("commit", subject=NORWAY, object=OIL, during=TALKS)) == [
        "Norway | commit | oil",
        "Norway | commit oil during | talks",
    ]


def test_nobody_does_something_to_himself() -> None:
    assert shown(frame("praise", subject=NORWAY, object=NORWAY)) == []


def test_what_an_object_is_during_or_before_something_is_told_with_it_alone() -> None:
    inner = replace(TALKS, start=15, end=20)
    outer = Phrase(0, 20, "exports during talks", "export", OIL.entity, (Argument("during", inner),))
    assert shown(frame("cut", subject=NORWAY, object=outer)) == ["Norway | cut | exports during talks"]


@pytest.mark.parametrize(
    "made",
    [
        frame("invest", subject=NORWAY, in_=OIL, if_=phrase("Japan signs")),
        frame("invest", subject=NORWAY, in_=OIL, assuming=phrase("Japan signs")),
    ],
)
def test_a_condition_is_no_object(made: Frame) -> None:
    assert shown(made) == ["Norway | invest in | oil"]


@pytest.mark.parametrize(("rule", "told"), [("clause/active", 1), ("clause/infinitive-active", 0)])
def test_a_verb_alone_tells_what_happens_where_it_has_a_subject_of_its_own(rule: str, told: int) -> None:
    assert len(shown(replace(frame("collapse", subject=TALKS), rule=rule))) == told


@pytest.mark.parametrize(("label", "name"), [("send oil to", "send-oil-to"), ("prôner", "proner"), ("…", "be")])
def test_a_relation_is_its_label_in_plain_letters(label: str, name: str) -> None:
    assert OpenTriple(NORWAY, label, "", OIL, "").relation == name


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (frame("collapse", subject=TALKS), ["talks | collapse | "]),
        (frame("be", words="have ever been", subject=TALKS), []),
        (frame("be", words="-", subject=TALKS), []),
    ],
)
def test_a_verb_that_says_nothing_alone_makes_no_statement(made: Frame, expected: list[str]) -> None:
    assert shown(made) == expected
