"""Leaders of earlier decades, and of which state a leader is."""

import pytest

from kg.gazetteer import Gazetteer
from kg.gazetteer.tables import table
from tests.cases import tried_on


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def test_leaders_of_earlier_decades_are_found_when_asked_for(gazetteer: Gazetteer) -> None:
    assert gazetteer.surname("Thatcher") == ()
    assert [person.country for person in gazetteer.surname("Thatcher", with_past=True)] == ["GBR"]
    assert [person.id for person in gazetteer.own_surname("Putin", heads=True)] == ["vladimir-putin"]
    assert gazetteer.own_surname("Brown") == ()


@tried_on("name", "country")
def test_a_person_is_of_the_state_that_he_or_she_led(gazetteer: Gazetteer, name: str, country: str) -> None:
    assert {entry.entity.country for entry in gazetteer.lookup(name)} == {country}


def test_a_dependent_territory_has_no_president_of_another_state() -> None:
    people = {row["id"] for row in table("entities") if row["class"] == "Person"}
    assert not [node for node in people if node.startswith(("china-", "french-polynesia-"))]
    assert not any(row["office"] in ("president-of-guam", "president-of-macau") for row in table("terms"))
