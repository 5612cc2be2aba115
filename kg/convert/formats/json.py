"""GeoJSON, places and events on any map; JSON Lines, a row for each statement in each article that says it."""

import json
from collections import defaultdict
from collections.abc import Iterator

from kg.convert import FileFormat, begins, head_is
from kg.facts.status import Statuses, statuses
from kg.model import Entity, Event, Graph, NodeId, Statement
from kg.model.json import Json
from kg.streams.spool import sorted_on_disk
from kg.tables.rows import Vocabulary, jsonl, statement_rows

_PLACE = "place"
_MARK = "newsgraph"


def geojson(graph: Graph, vocabulary: Vocabulary) -> bytes:
    """A feature collection: the places by id, then the events by place and id; the same graph, the same bytes."""
    features = [*_places(graph, vocabulary), *_events(graph, vocabulary)]
    unplaced = sorted(entity.label for entity in graph.entities if entity.cls == "Place" and not entity.position)
    shown = {feature["properties"]["id"] for feature in features if isinstance(feature["properties"], dict)}
    left = sum(vocabulary.node(event.id) not in shown for event in graph.events)
    collection = {
        "type": "FeatureCollection",
        "generator": _MARK,
        "withoutPosition": unplaced,
        "eventsWithoutPlace": left,
        "features": features,
    }
    return (json.dumps(collection, ensure_ascii=False, indent=1) + "\n").encode()


def _places(graph: Graph, vocabulary: Vocabulary) -> Iterator[dict[str, Json]]:
    for entity in sorted(graph.entities, key=lambda entity: entity.id):
        if entity.position:
            properties: dict[str, Json] = {
                "id": vocabulary.node(entity.id),
                "title": entity.label,
                "kind": "place",
                "class": entity.cls,
                "country": entity.alpha3 or entity.country or None,
                "wikidata": entity.wikidata or None,
            }
            yield _feature(entity, properties)


def _events(graph: Graph, vocabulary: Vocabulary) -> Iterator[dict[str, Json]]:
    found: dict[NodeId, list[Statement]] = defaultdict(list)
    for statement in sorted(graph.statements, key=lambda statement: (statement.first_evidence, statement.id)):
        if statement.event:
            found[statement.event].append(statement)
    known, told = statuses(graph), found
    for event in sorted(graph.events, key=lambda event: event.id):
        # Where an event is: its place, else a place that has another part in it, the first that has a position.
        ordered = sorted(event.roles, key=lambda role: (role.name != _PLACE, role))
        fillers = [(role.name, graph.nodes.get(role.filler)) for role in ordered]
        if place := next(
            (
                node
                for name, node in fillers
                if isinstance(node, Entity) and node.position and (name == _PLACE or node.cls == "Place")
            ),
            None,
        ):
            said = {"id": vocabulary.node(event.id)} | _properties(event, place, told[event.id], graph, known)
            yield _feature(place, said)


def _properties(event: Event, place: Entity, said: list[Statement], graph: Graph, known: Statuses) -> dict[str, Json]:
    """What a map shows of an event: "planned, says Canada", its day, the sentence."""
    status = known[event.id]
    time = event.time or next((statement.time for statement in said if statement.time), None)
    spans = (span for statement in said for span in sorted(statement.evidence))
    return {
        "title": event.label,
        "kind": "event",
        "class": event.cls,
        "place": place.label,
        "start": time.start.isoformat() if time and time.start else None,
        "end": time.end.isoformat() if time and time.end else None,
        "fact": status.is_fact,
        "factuality": status.factuality.value if status.factuality else None,
        "attributedTo": [graph.label(source) for source in status.sources],
        "quote": next((span.quote for span in spans if span.quote), None),
    }


def _feature(place: Entity, properties: dict[str, Json]) -> dict[str, Json]:
    latitude, longitude = place.position
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [round(longitude, 4), round(latitude, 4)]},
        "properties": properties,
    }


def _is_ours(head: bytes) -> bool:
    """A row has our names."""
    try:
        row = json.loads(head.partition(b"\n")[0])
    except (ValueError, RecursionError):
        return False
    return isinstance(row, dict) and {"subjectIri", "factuality"} <= row.keys()


FORMATS = (
    FileFormat(
        name="geojson",
        description="GeoJSON: places, and events that have a place, for any map",
        content=lambda graph, style: geojson(graph, style.vocabulary),
        recognizes=begins(b'{\n "type": "FeatureCollection",\n "generator": "newsgraph",'),
    ),
    FileFormat(
        name="jsonl",
        description="JSON Lines: a statement a row, for pandas, DuckDB, jq",
        stream=lambda file, graph, style: file.writelines(
            line.encode() for line in jsonl(statement_rows(graph, style.vocabulary, sort=sorted_on_disk))
        ),
        recognizes=head_is(_is_ours),
        has_codes=True,
    ),
)
