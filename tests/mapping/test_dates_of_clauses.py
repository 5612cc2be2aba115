"""Which day a clause has: its own, that of the clause it goes with, or none."""

from datetime import date

import pytest

from kg.model import Event
from tests.cases import tried_on
from tests.reading import read

pytestmark = pytest.mark.model

FRIDAY = date(2026, 5, 15)


@tried_on("text", "expected")
def test_a_clause_has_its_own_day_or_that_of_the_clause_it_goes_with(text: str, expected: dict[str, str]) -> None:
    times = {
        name: one.time
        for one in read(__file__, on=FRIDAY)[text].statements
        for name in (one.predicate_text, one.relation)
    }
    days = {name: time.start.isoformat() if time and time.start else "" for name, time in times.items()}
    assert {name: days[name] for name in expected} == expected


@tried_on("text", "relation", "role", "filler")
def test_what_happened_before_is_a_link_and_no_day(text: str, relation: str, role: str, filler: str) -> None:
    assert (role, filler) in roles(text, relation)
    assert all(one.time is None for one in read(__file__, on=FRIDAY)[text].statements)


@tried_on("text")
def test_before_a_court_is_no_time(text: str) -> None:
    assert "before" not in dict(roles(text, "filedDisputeAgainst"))


def roles(text: str, relation: str) -> set[tuple[str, str]]:
    found = read(__file__, on=FRIDAY)[text]
    said = next(one for one in found.statements if one.relation == relation)
    event = found.nodes[said.event] if said.event else None
    assert isinstance(event, Event)
    return {(role.name, found.label(role.filler)) for role in event.roles}
