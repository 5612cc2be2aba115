"""GeoJSON: places and events on any map."""

from __future__ import annotations

from kg.convert.marks import begins
from kg.convert.values import FileFormat, Style
from kg.model import Graph

_HEAD = b'{\n "type": "FeatureCollection",\n "generator": "newsgraph",'


def _content(graph: Graph, style: Style) -> bytes:
    from kg.convert.geojson import geojson

    return geojson(graph, style.vocabulary)


FORMATS = (
    FileFormat(
        name="geojson",
        description="GeoJSON: places, and events that have a place, for any map",
        content=_content,
        recognizes=begins(_HEAD),
    ),
)
