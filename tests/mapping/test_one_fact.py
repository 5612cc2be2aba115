"""One fact, one main statement: what a clause and its content, its naming or its noun tell stands there once."""

import pytest

from kg.model import Event
from tests.cases import tried_on
from tests.reading import read

pytestmark = pytest.mark.model


def mains(text: str) -> list[str]:
    found = read(__file__)[text]
    told = [one for one in found.statements if one.is_main]
    return sorted(f"{found.label(one.subject)} | {one.relation_label} | {found.label(one.object)}" for one in told)


@tried_on("text", "expected")
def test_each_fact_has_one_main_statement(text: str, expected: list[str]) -> None:
    assert mains(text) == expected


@tried_on("text", "expected")
def test_a_participle_of_saying_is_theirs_who_ask(text: str, expected: str) -> None:
    found = read(__file__)[text]
    sources = {found.label(one.attributed_to) for one in found.statements if one.attributed_to}
    assert sources <= {expected}
    assert all(line.startswith(expected) for line in mains(text))


def test_who_presents_something_as_a_part_says_so() -> None:
    found = read(__file__)["Experts see the ban as part of a plan to cut waste."]
    (main,) = [one for one in found.statements if one.is_main]
    assert main.attributed_to is not None
    assert found.label(main.attributed_to) == "Experts"


@tried_on("text", "expected")
def test_what_became_of_an_object_is_told_of_it(text: str, expected: list[str]) -> None:
    found = read(__file__)[text]
    assert mains(text) == expected[:1]
    (main,) = [one for one in found.statements if one.is_main]
    event = found.nodes[main.event] if main.event else None
    assert isinstance(event, Event)
    assert [found.label(role.filler) for role in event.roles if role.name == "attribute"] == expected[1:]


@tried_on("text", "expected")
def test_what_is_not_expected_or_planned_is_no_denial(text: str, expected: dict[str, list[object]]) -> None:
    found = read(__file__)[text]
    told = {found.label(one.object): [one.factuality.value, one.negated] for one in found.statements if one.is_main}
    assert told == expected


@tried_on("text", "expected")
def test_a_condition_is_a_detail_of_what_depends_on_it(text: str, expected: list[str]) -> None:
    assert mains(text) == expected
    found = read(__file__)[text]
    (main,) = [one for one in found.statements if one.is_main]
    assert any(word in main.label for word in (" if ", " unless "))
