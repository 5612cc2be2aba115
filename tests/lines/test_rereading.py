"""The readings that lost, as ``kg explain`` tells them."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kg.coref.candidates import Decision, Excluded, ScoredName
from kg.coref.chains import Constraint
from kg.files.graphs import loaded
from kg.lines.rereading import Readings, Rereading
from tests.conftest import Kg

pytestmark = pytest.mark.model
TEXT = """Halden Bank fined by Norway

The Norwegian regulator fined Halden Bank on Tuesday after a long inquiry.

Anna Berg met Prime Minister Lars Lund in Oslo. He criticised the bank sharply.

Vestby Steel sold a mine in Peru to a rival from Chile. The company said they would cut 200 jobs.

The rival praised Lund. He thanked Paul Moser and Karl Holm for what he had done.
"""
BY = (ScoredName("Halden Bank", 0.9), ScoredName("Norway", 0.2), ScoredName("Peru", 0.01))


@pytest.fixture
def graph(kg: Kg, tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT)
    assert kg("build", "a.txt", "-o", "a.ttl", "--all", "-q").code == 0
    return tmp_path / "a.ttl"


def told(kg: Kg, *arguments: str) -> str:
    ran = kg("explain", "a.ttl", *arguments)
    assert ran.code == 0, ran.err
    return " ".join(ran.out.split())


@pytest.mark.usefixtures("graph")
def test_what_a_pronoun_means_is_told_with_what_lost(kg: Kg) -> None:
    found = told(kg, "--subject", "Lars Lund", "--relation", "criticised")
    assert "reference “He” is Lars Lund (" in found
    assert "“the bank” is Halden Bank (" in found
    laid_off = told(kg, "--relation", "laidOff")
    assert "“The company” is Vestby Steel (" in laid_off  # who says it
    assert ", before Halden Bank (" in laid_off
    assert "nearer, but ruled out: Chile (of another class)" in laid_off


@pytest.mark.usefixtures("graph")
def test_machines_get_the_candidates_of_each_end(kg: Kg) -> None:
    rows = json.loads(kg("explain", "a.ttl", "--relation", "laidOff", "-f", "json").out)
    (they,) = [one for row in rows for one in row["references"] if one["text"] == "they"]
    assert TEXT[they["start"] : they["end"]] == "they"
    assert they["candidates"][0]["name"] == they["antecedent"] == "Vestby Steel"
    assert they["scale"] == "probability"
    assert all(one["score"] < they["candidates"][0]["score"] for one in they["candidates"][1:])


@pytest.mark.usefixtures("graph")
def test_a_name_in_full_has_no_other_reading(kg: Kg) -> None:
    assert "reference" not in told(kg, "--subject", "Anna Berg")


@pytest.mark.usefixtures("graph")
def test_the_article_itself_may_be_given_and_no_other(kg: Kg, tmp_path: Path) -> None:
    assert "“He” is Lars Lund" in told(kg, "--relation", "criticised", "--article", "a.txt")
    (tmp_path / "b.txt").write_text(TEXT + "More.\n")
    ran = kg("explain", "a.ttl", "1", "--article", "b.txt")
    assert ran.code == 2
    assert "none of the articles that the graph was made from" in ran.err


@pytest.mark.usefixtures("graph")
def test_of_a_sentence_that_the_parser_was_unsure_of_another_parse_is_told(graph: Path) -> None:
    found = loaded(graph).graph
    unsure = [replace(one, reasons=frozenset({"-0.50 unsound: in Peru"})) for one in found.statements if one.is_main]
    reading = Rereading(replace(found, statements=tuple(unsure)))
    told = [reading.of(one) for one in unsure]
    assert any(one.is_agreed for one in told)
    assert all(one.is_agreed or one.others for one in told if "fined" in unsure[told.index(one)].label)
    sure = [Rereading(found).of(one) for one in found.statements if not any("unsound" in why for why in one.reasons)]
    assert not any(one.is_agreed or one.others for one in sure)


def decision(antecedent: str = "") -> Decision:
    return Decision(0, 2, 0, "it", antecedent, "", 0.6, BY, (Excluded("Chile", Constraint.BINDING),))


@pytest.mark.parametrize(
    ("found", "line"),
    [
        (decision("Halden Bank"), "“it” is Halden Bank (0.9), before Norway (0.2)"),
        (decision(), "“it” stays open: at best Halden Bank (0.9), Norway (0.2), 0.6 needed"),
    ],
)
def test_a_decision_in_a_line(found: Decision, line: str) -> None:
    assert list(Readings((found,)).fields()) == [
        ("reference", line),
        ("", "nearer, but ruled out: Chile (told of beside it)"),
    ]


def test_another_parse_in_a_line() -> None:
    assert list(Readings(is_agreed=True).fields()) == [("other parse", "reads it so too")]
    assert list(Readings(others=("A sold B", "C left")).fields()) == [
        ("other parse", "reads instead: A sold B; C left")
    ]
    assert Readings(others=("A sold B",)).columns()["otherParse"] == ["A sold B"]
