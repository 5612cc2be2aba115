"""A statement names the rules that had a part in it, and no others."""

from dataclasses import replace

from kg.mapping import statements
from kg.model import Frame, Statement
from kg.ontology import Ontology
from kg.parse.readings import reading_of
from kg.parse.repairs import repair
from kg.rules import by_id, rules_of
from tests.cases import tried_on
from tests.parses import framed
from tests.reader.built import doc
from tests.reader.test_repairs import HEADLINE


def made(frame: Frame) -> tuple[Statement, ...]:
    return tuple(statement for piece in statements(frame, Ontology.load()) for statement in piece.statements)


@tried_on("text", "rule")
def test_a_frame_names_the_rule_that_decided(text: str, rule: str) -> None:
    assert rule in framed(text)["sign"].rules


def test_a_plain_clause_needs_no_rule_but_its_construction() -> None:
    assert framed("Norway signed the treaty.")["sign"].rules == ()


def test_a_phrase_names_how_it_was_named() -> None:
    subject = next(a.phrase for a in framed("Norway signed the treaty.")["sign"].arguments if a.slot == "subject")
    assert subject.rules == ("name/name",)


def test_a_statement_names_its_construction_and_a_typed_one_its_wording() -> None:
    (typed,) = made(framed("Norway imposed tariffs on Japan.")["impose"])
    assert typed.rules == {"construction/clause-active", "name/name", "wording/imposedTariffOn/impose-tariff"}
    (open_one,) = made(framed("Norway sold ships.")["sell"])
    assert open_one.is_open
    assert open_one.rules == {"construction/clause-active", "name/name"}
    assert rules_of(open_one) == rules_of(replace(open_one, rules=frozenset({"name/name"})))  # of an earlier version
    assert open_one.rules <= by_id().keys()


def test_a_rule_of_another_package_is_no_construction_of_ours() -> None:
    (said,) = made(replace(framed("Norway sold ships.")["sell"], rule="list/signatories"))
    assert said.rule == "list/signatories"
    assert said.rules == {"name/name"}


def test_a_repair_is_noted_by_the_word_that_it_changed() -> None:
    mended, sound = doc(HEADLINE), doc("Canada/NNP/0/ROOT from/IN/0/prep Canada/NNP/1/pobj")
    repair(mended)
    repair(sound)
    assert reading_of(mended).noted == (("repair/headline-infinitive", 2),)
    assert not reading_of(sound).noted


def test_wordings_of_a_relation_have_names_of_their_own() -> None:
    for relation in Ontology.load().relations.values():
        assert len(set(relation.wordings.values())) == len(relation.evocations), relation.name
