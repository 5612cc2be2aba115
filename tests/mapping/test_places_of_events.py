"""Where something happens, be it told inside the object, or beside a relation that asks for no place."""

from collections.abc import Mapping
from functools import cache

import pytest

from kg.model import Event, Graph
from tests.reading import graphs

pytestmark = pytest.mark.model

PLACES = {
    "Acme will build a plant in Chad for 3 million dollars.": {"Chad"},
    "The bank closed two branches in Togo to cut costs.": {"Togo"},
    "Acme bought a mine in Peru from Delta.": {"Peru"},
    "Storms destroyed 40 homes near Manila in May.": {"Manila"},
    "Gunmen killed nine people at a market in Jos.": {"Jos"},
    "Police arrested two men in Lima on Monday.": {"Lima"},
    "The minister opened a summit in Nairobi.": {"Nairobi"},
    "Norway criticised the government of Chad in Lagos.": {"Lagos"},
    "The bishop praised the nuns of Chad.": set(),
    "The union condemned the attack on Togo.": set(),
    "Anna Berg arrived in Lima.": set(),
    "The pact ended the war in Mali.": set(),
}


@cache
def read() -> Mapping[str, Graph]:
    """All sentences, read at once."""
    return dict(graphs(PLACES))


@pytest.mark.parametrize("text", PLACES)
def test_the_event_has_its_place(text: str) -> None:
    found = read()[text]
    main = next(one for one in found.statements if one.is_main)
    event = found.nodes[main.event] if main.event else None
    assert isinstance(event, Event)
    assert {found.label(role.filler) for role in event.roles if role.name == "place"} == PLACES[text]
