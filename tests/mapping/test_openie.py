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


def test_each_argument_is_a_statement_with_its_preposition() -> None:
    made = frame("send", subject=NORWAY, object=OIL, to=JAPAN, in_=OSLO)
    assert shown(made) == ["Norway | send | oil", "Norway | send oil to | Japan", "Norway | send oil in | Oslo"]


def test_the_words_of_a_preposition_are_those_that_stand_before_it() -> None:
    made = frame("send", words="has sent", subject=NORWAY, object=phrase("AA"), to=phrase("zz zz"))
    assert [t.text for t in triples(made)] == ["has sent", "has sent AA to"]


def test_what_hangs_by_of_behind_a_preposition_is_one_more() -> None:
    inner = replace(JAPAN, start=30, end=35)
    outer = Phrase(20, 35, "justice of Japan", "justice", OIL.entity, (Argument("of", inner),))
    made = frame("serve", words="served", subject=NORWAY)
    said = replace(made, arguments=(*made.arguments, Argument("as", outer)))
    assert shown(said) == ["Norway | serve as | justice of Japan", "Norway | serve as justice of | Japan"]
    assert shown(said, nested=False) == ["Norway | serve as | justice of Japan"]
    other = replace(outer, arguments=(Argument("in", inner),))
    assert shown(replace(made, arguments=(*made.arguments, Argument("as", other)))) == [
        "Norway | serve as | justice of Japan"
    ]


def test_what_stands_in_front_follows_all_that_is_said() -> None:
    made = frame(
        "send",
        words="sent",
        subject=NORWAY,
        object=replace(OIL, start=20, end=23),
        in_=replace(phrase("May"), start=3, end=6),
    )
    behind = replace(made, start=10, end=14)
    assert [t.text for t in triples(behind)] == ["sent", "sent oil in"]


def test_the_end_of_a_range_keeps_its_beginning() -> None:
    first, last = replace(phrase("1970"), start=20, end=24), replace(phrase("1985"), start=28, end=32)
    made = frame("teach", words="taught", subject=NORWAY)
    slots = (Argument("from", first), Argument("from to", last))
    assert [t.text for t in triples(replace(made, arguments=(*made.arguments, *slots)))] == [
        "taught from",
        "taught from 1970 to",
    ]
    apart = (Argument("from", first), Argument("out of", last))
    assert [t.text for t in triples(replace(made, arguments=(*made.arguments, *apart)))][1] == "taught out of"


def test_what_hangs_on_the_object_is_one_more_unless_a_relation_claims_it() -> None:
    inner = replace(JAPAN, start=11, end=16)
    outer = Phrase(0, 16, "exports to Japan", "export", OIL.entity, (Argument("to", inner),))
    made = frame("cut", subject=NORWAY, object=outer)
    assert shown(made) == ["Norway | cut | exports to Japan", "Norway | cut export to | Japan"]
    assert shown(made, nested=False) == ["Norway | cut | exports to Japan"]


def test_an_idiom_is_one_verb_and_takes_what_hangs_on_its_noun() -> None:
    inner = replace(TALKS, start=8, end=13)
    part = Phrase(0, 13, "part in talks", "part", phrase("part").entity, (Argument("in", inner),))
    assert shown(frame("take", subject=NORWAY, object=part)) == ["Norway | take part in | talks"]
    assert shown(frame("come", subject=TALKS, into=phrase("force"), in_=OSLO)) == ["talks | come into force in | Oslo"]
    assert shown(frame("take", subject=TALKS, object=phrase("place"))) == ["talks | take place | "]
    assert shown(frame("take", subject=NORWAY, object=phrase("the place"))) == ["Norway | take | the place"]


def test_a_subject_alone_has_its_happening_as_object() -> None:
    (found,) = triples(frame("collapse", words="have collapsed", subject=TALKS))
    assert (found.label, found.is_happening, found.object.entity.cls) == ("collapse", True, "Event")
    assert found.object.entity.label == "talks have collapsed"


def test_a_verb_that_only_introduces_a_clause_says_nothing() -> None:
    assert shown(frame("say", subject=NORWAY, clause=phrase("talks collapsed"))) == []


def test_without_a_subject_nothing_is_said_but_in_the_passive() -> None:
    assert shown(frame("impose", object=OIL)) == []
    assert shown(frame("impose", words="were imposed", passive=True, object=OIL, on=JAPAN)) == [
        "oil | be imposed on | Japan"
    ]


def test_a_passive_keeps_the_particle_of_its_verb() -> None:
    made = frame("round up", words="were rounded up", passive=True, object=phrase("rebels"), in_=OSLO)
    assert shown(made) == ["rebels | be rounded up in | Oslo"]


def test_circumstances_tell_nothing_without_what_was_said_or_promised() -> None:
    said = phrase("talks collapsed")
    assert shown(frame("say", kind="cue", subject=NORWAY, clause=said, in_=OSLO)) == []
    assert shown(frame("say", kind="cue", subject=NORWAY, clause=said, to=JAPAN)) == ["Norway | say to | Japan"]
    assert shown(frame("commit", subject=NORWAY, during=TALKS)) == []
    assert shown(frame("commit", subject=NORWAY, object=OIL, during=TALKS)) == [
        "Norway | commit | oil",
        "Norway | commit oil during | talks",
    ]


def test_a_light_noun_is_a_part_of_its_verb_whatever_stands_before_it() -> None:
    made = frame("pay", subject=NORWAY, object=replace(phrase("special attention"), lemma="attention"), to=TALKS)
    assert shown(made) == ["Norway | pay attention to | talks"]


def test_nobody_does_something_to_himself() -> None:
    assert shown(frame("praise", subject=NORWAY, object=NORWAY)) == []


def test_a_copula_has_its_complement_and_a_preposition_takes_it_in() -> None:
    made = frame("be", "copula", words="is", subject=NORWAY, complement=phrase("dependent"), on=OIL)
    assert shown(made) == ["Norway | be | dependent", "Norway | be dependent on | oil"]


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


def test_a_date_is_told_of_the_happening() -> None:
    (found,) = triples(frame("sign", subject=NORWAY, when=phrase("in 2024")))
    assert (found.object_text, found.is_happening) == ("in 2024", True)


def test_a_time_that_is_no_date_is_told_apart_only_where_nothing_else_is_told() -> None:
    met = frame("meet", subject=NORWAY, in_=OSLO, when=phrase("last month"))
    assert shown(met) == ["Norway | meet in | Oslo"]
    assert shown(frame("meet", subject=NORWAY, when=phrase("last month"))) == ["Norway | meet month | last month"]


def test_the_relation_takes_in_a_common_noun_as_the_object_and_no_name() -> None:
    assert "Norway | levy tax on | oil" in shown(frame("levy", subject=NORWAY, object=phrase("tax"), on=OIL))
    assert "Norway | warn of | oil" in shown(frame("warn", subject=NORWAY, object=JAPAN, of=OIL))


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
