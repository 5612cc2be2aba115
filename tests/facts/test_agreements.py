"""Agreements: all their parties, one node under all their names, in questions and timelines."""

from pathlib import Path

import pytest

from kg.facts.selection import Filter
from kg.facts.states import parties_of, with_parties
from kg.model import Entity, Event, Graph
from kg.tables.timeline import timeline
from tests.asking import asked
from tests.cases import tried_on
from tests.reading import graph, said, tools

pytestmark = pytest.mark.model

SIGNED = "Chile and Peru signed a fishing pact on Monday. The agreement runs for ten years. Bolivia praised the deal."

MORE = SIGNED + " Kenya will sign a gas deal with Uganda. There is no treaty between Fiji and Tonga."


def agreements(found: Graph) -> dict[str, set[str]]:
    """Agreement -> the labels of its parties."""
    entities = (node for node in found.nodes.values() if isinstance(node, Entity) and node.cls == "Agreement")
    return {entity.label: {found.label(node) for node in parties_of(entity)} for entity in entities}


def parties(found: Graph, cls: str) -> set[str]:
    """The labels of the parties of the happenings of a class."""
    events = (node for node in found.nodes.values() if isinstance(node, Event) and node.cls == cls)
    return {found.label(role.filler) for event in events for role in event.roles if role.name == "party"}


@tried_on("text", "cls", "wanted")
def test_everyone_who_does_it_together_is_a_party(text: str, cls: str, wanted: list[str]) -> None:
    assert parties(graph(text), cls) == {*wanted}


@tried_on("text")
def test_who_acts_alone_is_no_party(text: str) -> None:
    found = graph(text)
    assert not [role for event in found.events for role in event.roles if role.name == "party"]


@tried_on("text")
def test_the_other_side_is_told(text: str) -> None:
    assert ("Chile", "agreedWith", "Peru") in {(s.subject, s.relation, s.object) for s in said(graph(text))}


def test_who_signs_a_law_together_has_not_agreed_with_each_other() -> None:
    found = said(graph("The governor and the mayor signed the bill."))
    assert "agreedWith" not in {each.relation for each in found}


def test_one_agreement_is_one_node_under_all_its_names() -> None:
    assert agreements(graph(SIGNED)) == {"fishing pact": {"Chile", "Peru"}}
    assert agreements(graph("Kenya and Uganda reached a deal on power.")) == {"deal on power": {"Kenya", "Uganda"}}
    named = "Chile and Peru signed the Lima Fisheries Compact. Bolivia welcomed the compact. The deal runs for years."
    assert agreements(graph(named)) == {"Lima Fisheries Compact": {"Chile", "Peru"}}
    truce = "A ceasefire between Yemen and Oman took effect. The truce was broken on Tuesday."
    assert set(agreements(graph(truce))) == {"ceasefire between Yemen and Oman"}


@tried_on("text")
def test_what_is_no_fact_gives_an_agreement_no_parties(text: str) -> None:
    found = agreements(graph(text))
    assert found
    assert not any(found.values())


def test_there_is_no_deal_where_the_text_says_so() -> None:
    (told,) = (
        each for each in said(graph("There is no deal between Fiji and Tonga.")) if each.relation == "agreedWith"
    )
    assert told.factuality == "Denied"


def test_parties_are_given_once() -> None:
    assert with_parties(graph(SIGNED), tools()[1].makings) == graph(SIGNED)


def test_a_timeline_between_two_has_what_befalls_their_agreement() -> None:
    moments = timeline(graph(SIGNED), Filter(), between=("Chile", "Peru"), undated=True)
    assert "praised" in {told.relation for moment in moments for told in moment.statements}
    assert not timeline(graph(MORE), Filter(), between=("Chile", "Uganda"), undated=True)


def test_the_question_tells_who_agreed_with_whom_on_what(tmp_path: Path) -> None:
    rows = asked(graph(MORE), tmp_path, "agreements")
    assert {(row["subject"], row["with"], row["agreement"], row["factuality"]) for row in rows} >= {
        ("Chile", "Peru", "fishing pact", "Asserted"),
        ("Peru", "Chile", "fishing pact", "Asserted"),
        ("Kenya", "Uganda", "gas deal with Uganda", "Planned"),
        ("Fiji", "Tonga", "treaty between Fiji and Tonga", "Denied"),
    }
