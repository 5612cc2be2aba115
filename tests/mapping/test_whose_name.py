"""Made texts with short names, titles, pairs, a headline: whom the statements then name, and whom not."""

import pytest

from kg.check.rules import rule_findings
from kg.check.telling import Severity
from tests.cases import tried_on
from tests.reading import graph, tools

pytestmark = pytest.mark.model


def _ends(text: str) -> set[str]:
    """The labels of what statements are about and lead to."""
    made = graph(text)
    return {made.label(node) for said in made.statements for node in (said.subject, said.object)}


@tried_on("text", "there", "absent")
def test_a_short_name_is_the_one_that_was_named(text: str, there: str, absent: str) -> None:
    ends = _ends(text)
    assert any(there in end for end in ends)
    assert absent not in ends


@tried_on("text", "there", "absent")
def test_an_office_is_whose_the_text_says(text: str, there: str, absent: str) -> None:
    ends = _ends(text)
    assert there in ends
    assert absent not in ends


@tried_on("text", "pair")
def test_both_are_the_pair_that_was_last_told_of(text: str, pair: list[str]) -> None:
    made = graph(text)
    signed = {made.label(said.subject) for said in made.statements if said.relation == "signed"}
    assert signed & {"Peru", "Chile", "Brazil", "Ecuador"} == {*pair}


@tried_on("text", "relation", "subject", "target")
def test_what_stands_before_a_noun_is_told(text: str, relation: str, subject: str, target: str) -> None:
    made = graph(text)
    told = {(said.relation, made.label(said.subject), made.label(said.object)) for said in made.statements}
    assert (relation, subject, target) in told
    assert [finding for finding in rule_findings(made, tools()[1]) if finding.severity is Severity.ERROR] == []


@tried_on("text")
def test_what_is_no_participle_or_body_tells_nothing_more(text: str) -> None:
    assert not [said for said in graph(text).statements if said.rule.startswith("compound")]


def test_a_body_that_many_states_have_is_the_own_of_its_article() -> None:
    ids = {entity.label: entity.id for entity in graph("The Supreme Court praised the deal.").entities}
    assert ids["Supreme Court"].startswith("supreme-court-")
