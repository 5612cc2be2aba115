"""Mentions of events and noun phrases have the ids of the graph."""

from kg.model.mention import EntityMention, EventMention
from kg.ontology import Ontology
from kg.pipeline.build import article_graph
from kg.pipeline.mentions import mentions_in
from tests.parses import annotated
from tests.reading import sentence

FIRE = "A fire killed two miners in Peru. The fire destroyed a bridge, officials said."
ARREST = "Norway arrested three smugglers after the collapse of a dam."


def events(text: str) -> list[EventMention]:
    return [one for one in mentions(text) if isinstance(one, EventMention)]


def mentions(text: str) -> tuple[object, ...]:
    return mentions_in(sentence(text), annotated(text).real, Ontology.load())


def test_predicates_and_event_nouns_are_mentions_of_events() -> None:
    assert [one.text for one in events(ARREST)] == ["arrested", "collapse"]


def test_what_says_so_is_an_event_too() -> None:
    assert "said" in [one.text for one in events(FIRE)]


def test_the_events_are_those_of_the_graph() -> None:
    doc = annotated(ARREST).real
    graph = article_graph(sentence(ARREST), doc, Ontology.load(), known=lambda _: None)
    arrest = next(one for one in graph.events if one.cls == "Arrest")
    assert {"arrested": arrest.id}.items() <= {one.text: one.event for one in events(ARREST)}.items()
    assert {one.event for one in events(ARREST)} <= {one.id for one in graph.events}


def test_one_happening_has_one_id() -> None:
    fires = {one.event for one in events(FIRE) if one.text == "fire"}
    assert len(fires) == 1


def test_the_firmness_is_that_of_the_clause() -> None:
    told = {one.text: one.factuality and one.factuality.value for one in events(ARREST)}
    assert told["arrested"] == "Asserted"


def test_noun_phrases_that_take_part_are_mentions_of_entities() -> None:
    found = {one.text: one.cls for one in mentions(ARREST) if isinstance(one, EntityMention)}
    assert found["Norway"] == "Country"
    assert found["three smugglers"] == "Group"


def test_no_clause_is_a_mention_of_an_entity() -> None:
    assert all("killed" not in one.text for one in mentions(FIRE) if isinstance(one, EntityMention))


SHOP = "A shop in Huancayo burnt after the court-ordered closure of a mill, according to police."


def test_a_phrase_that_one_clause_tells_of_ends_with_its_head() -> None:
    found = {one.text: one.entity for one in mentions(SHOP) if isinstance(one, EntityMention)}
    assert "A shop" in found
    assert "huancayo" in found["A shop"]


def test_what_no_clause_tells_of_is_an_event_too() -> None:
    assert {"burnt", "ordered", "closure", "according to"} <= {one.text for one in events(SHOP)}
