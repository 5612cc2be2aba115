"""The countries of the ends of statements."""

from dataclasses import replace

import pytest

from kg.facts.states import CountryInference
from kg.model import Event, Graph, NodeId, Role
from tests.graphs import entity, evidence, statement

_NODES = (
    entity("peru", "Country", "Peru", country="PER"),
    entity("chile", "Country", "Chile", country="CHL"),
    entity("lima", "Place", "Lima", country="PER"),
    entity("ocean", "Place", "Pacific"),
    entity("un", "InternationalOrganization", "United Nations"),
    entity("sugar", "Commodity", "sugar"),
    entity("troops", "Group", "troops"),
    entity("talks", "Topic", "talks"),
    entity("arabs", "Group", "some Arabs"),
    entity("gunmen", "Group", "Gunmen"),
    entity("border", "Place", "border with Chile"),
)
_BOTH = "Peru rejected talks with Chile."


def _ends(text: str, ends: tuple[str, str], *, place: str = "", words: str = "", event: str = "event") -> list[str]:
    """The codes of subject and object of one statement of an article of one sentence."""
    roles = frozenset({Role("place", NodeId(place))} if place else set())
    subject, value = ends
    made = statement((subject, "rejected", value), evidence(text, "a", text), event=event)
    told = replace(made, object_text=words or value)
    graph = Graph(entities=_NODES, events=(Event(NodeId("event"), "Reject", "no", roles),), statements=(told,))
    inferred = CountryInference(graph, {text})
    return [inferred.of_subject(told), inferred.of_object(told)]


@pytest.mark.parametrize(
    ("text", "ends", "codes"),
    [
        ("Peruvian police fired; troops left.", ("troops", "talks"), ["PER", "PER"]),
        ("Police in Lima rejected talks.", ("peru", "talks"), ["PER", "PER"]),
        ("Peru invaded Chile; troops left.", ("troops", "troops"), ["", ""]),
        ("Congo and its troops rejected talks.", ("troops", "talks"), ["", ""]),  # which of the two?
        ("Troops rejected talks.", ("troops", "talks"), ["", ""]),
        ("Gunmen fled Peru.", ("gunmen", "peru"), ["PER", "PER"]),
        ("Peru called on Arabs.", ("peru", "arabs"), ["PER", ""]),
        ("Peru asked the United Nations.", ("peru", "un"), ["PER", ""]),
        ("Peru taxed sugar.", ("peru", "sugar"), ["PER", "PER"]),
        (_BOTH, ("peru", "chile"), ["PER", "CHL"]),
    ],
)
def test_the_one_country_that_is_named_is_everybodys(text: str, ends: tuple[str, str], codes: list[str]) -> None:
    assert _ends(text, ends) == codes


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("talks with Chile", "CHL"),
        ("Peru's talks with Chile", "CHL"),  # the other side, not the own
        ("a ban on Chilean copper", "CHL"),
        ("talks with Chile and Ecuador", ""),
        ("talks", ""),
    ],
)
def test_a_matter_is_of_the_other_country_that_its_words_name(words: str, code: str) -> None:
    assert _ends(_BOTH, ("peru", "talks"), words=words) == ["PER", code]


def test_people_are_not_of_a_country_that_their_words_name() -> None:
    assert _ends(_BOTH, ("peru", "troops"), words="critics of Chile") == ["PER", ""]


@pytest.mark.parametrize(("place", "code"), [("lima", "PER"), ("ocean", ""), ("", "")])
def test_what_is_met_with_in_a_place_is_of_its_country(place: str, code: str) -> None:
    assert _ends(_BOTH, ("chile", "troops"), place=place) == ["CHL", code]


def test_a_border_is_of_the_country_beyond_it() -> None:
    assert _ends(_BOTH, ("peru", "border")) == ["PER", "CHL"]


def test_without_a_happening_nothing_is_inferred() -> None:
    assert _ends("Peru has troops.", ("peru", "troops"), event="") == ["PER", ""]
