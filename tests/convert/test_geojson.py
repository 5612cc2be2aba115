"""Graphs as GeoJSON: places and events with a position are features, what has none is told."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kg.convert import Style, converted
from kg.gazetteer import Gazetteer
from kg.model import ArticleId, Entity, Event, Evidence, Factuality, Graph, NodeId, Role, Statement
from tests.conftest import Kg

MOSCOW = Entity(NodeId("moscow"), "Place", "Moscow", wikidata="Q649", country="RUS", position=(55.7522, 37.6155))
NOWHERE = Entity(NodeId("nowhere"), "Place", "Nowhere")
QUOTE = "Protesters marched there."
CROWD = Entity(NodeId("crowd"), "Group", "protesters")


def march(place: NodeId, name: str = "march") -> Event:
    return Event(NodeId(name), "Protest", "Protesters marched", frozenset({Role("place", place)}))


def told(event: NodeId, factuality: Factuality) -> Statement:
    return Statement(
        id=NodeId(f"statement-{event}"),
        subject=CROWD.id,
        relation="protestedAgainst",
        relation_label="protested against",
        is_open=False,
        subject_text="Protesters",
        predicate_text="marched",
        object=event,
        object_text="there",
        event=event,
        factuality=factuality,
        rule="verb/march",
        confidence=0.9,
        evidence=frozenset({Evidence(ArticleId("a"), 0, len(QUOTE), QUOTE)}),
    )


def collection(graph: Graph) -> dict[str, object]:
    read = json.loads(converted(graph, "geojson", Style()))
    assert isinstance(read, dict)
    return read


def features(graph: Graph) -> list[dict[str, dict[str, object]]]:
    found = collection(graph)["features"]
    assert isinstance(found, list)
    return found


def test_a_place_is_a_point_longitude_first() -> None:
    (place,) = features(Graph(entities=(MOSCOW,)))
    assert place["geometry"] == {"type": "Point", "coordinates": [37.6155, 55.7522]}
    assert (place["properties"]["title"], place["properties"]["country"]) == ("Moscow", "RUS")


def test_what_has_no_position_is_no_feature_and_is_told() -> None:
    graph = Graph(entities=(MOSCOW, NOWHERE), events=(march(NOWHERE.id),))
    found = collection(graph)
    assert [feature["properties"]["title"] for feature in features(graph)] == ["Moscow"]
    assert (found["withoutPosition"], found["eventsWithoutPlace"]) == (["Nowhere"], 1)


@pytest.mark.parametrize(("factuality", "is_fact"), [(Factuality.ASSERTED, True), (Factuality.PLANNED, False)])
def test_an_event_stands_at_its_place_with_firmness_and_words(factuality: Factuality, *, is_fact: bool) -> None:
    event = march(MOSCOW.id)
    graph = Graph((), (MOSCOW, CROWD), (event,), (), (told(event.id, factuality),))
    _, feature = features(graph)
    said = feature["properties"]
    assert (said["kind"], said["place"], said["fact"]) == ("event", "Moscow", is_fact)
    assert (said["factuality"], said["quote"]) == (factuality.value, QUOTE)


def test_the_order_of_what_is_given_changes_no_byte() -> None:
    events = (march(MOSCOW.id), march(MOSCOW.id, "other"))
    one = Graph((), (MOSCOW, NOWHERE), events)
    other = Graph((), (NOWHERE, MOSCOW), events[::-1])
    assert converted(one, "geojson", Style()) == converted(other, "geojson", Style())


def test_a_position_survives_joining_in_either_order() -> None:
    bare = replace(MOSCOW, position=())
    assert (MOSCOW | bare).position == (bare | MOSCOW).position == MOSCOW.position


def test_countries_and_cities_of_the_tables_have_positions() -> None:
    gazetteer = Gazetteer.load()
    for node in ("china", "london", "moscow", "springfield-q28515"):
        latitude, longitude = gazetteer.entity(NodeId(node)).position
        assert -90 <= latitude <= 90
        assert -180 <= longitude <= 180


@pytest.mark.model
def test_an_article_becomes_a_map(kg: Kg, tmp_path: Path) -> None:
    folder = tmp_path
    (folder / "a.txt").write_text("Protesters marched in Moscow on 3 May 2024.\n", encoding="utf-8")
    assert kg("build", folder / "a.txt", "-o", folder / "a.ttl").code == 0
    assert kg("convert", folder / "a.ttl", "-o", folder / "places.geojson").code == 0
    read = json.loads((folder / "places.geojson").read_text(encoding="utf-8"))
    kinds = [feature["properties"]["kind"] for feature in read["features"]]
    assert "event" in kinds
