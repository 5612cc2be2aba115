"""Where something happens, be it told inside the object, or beside a relation that asks for no place."""

import pytest

from kg.model import Event
from tests.cases import tried_on
from tests.reading import read

pytestmark = pytest.mark.model


@tried_on("text", "places")
def test_the_event_has_its_place(text: str, places: list[str]) -> None:
    found = read(__file__)[text]
    main = next(one for one in found.statements if one.is_main)
    event = found.nodes[main.event] if main.event else None
    assert isinstance(event, Event)
    assert {found.label(role.filler) for role in event.roles if role.name == "place"} == {*places}
