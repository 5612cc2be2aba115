"""Wikidata items by name, as candidates for entity linking: most names are ambiguous.

An item's node follows from it: its label and its id, unless the entities have it under a node of their own.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.gazetteer.words import key, slug
from kg.lexicon import data_file
from kg.model import NodeId

_END = b"\n"


class Sheet:
    """Rows of a table, found by the first column; what is not asked for is never read."""

    def __init__(self, data: mmap.mmap | bytes) -> None:
        self._data = data
        self._first = data.find(_END) + 1

    def rows(self, key: str) -> Iterator[tuple[str, ...]]:
        """The cells of the rows whose first column is ``key``, in the order of the file."""
        prefix = f"{key}\t".encode()
        # Where the first row that does not come before a prefix begins.
        low, high = self._first, len(self._data)
        while low < high:
            start = self._data.rfind(_END, 0, (low + high) // 2) + 1
            if self._data[start : start + len(prefix)] < prefix:
                low = self._data.find(_END, start) + 1
            else:
                high = start
        place = low
        while self._data[place : place + len(prefix)] == prefix:
            end = self._data.find(_END, place)
            yield tuple(self._data[place:end].decode().split("\t"))
            place = end + 1


@cache
def sheet(name: str) -> Sheet:
    """The table ``data/NAME.tsv`` of English."""
    with data_file(f"{name}.tsv").open("rb") as file:
        return Sheet(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


_NODE = re.compile(r".+-(q[1-9]\d*)")


@dataclass(frozen=True, slots=True)
class Item:
    """An item: class of the ontology, what kind of thing, country (alpha-3), first-level division, prior.

    ``weight`` is the higher, the better known the item is; a place of a hundred is known all over the world.
    ``position`` is latitude and longitude in degrees, or empty.
    """

    qid: str
    cls: str
    kind: str
    label: str
    node: NodeId
    country: str
    region: str
    position: tuple[float, ...]
    weight: int


@dataclass(frozen=True, slots=True)
class ItemCandidate:
    """A candidate item of a name.

    ``kind`` is "n" for its name, "a" for an alias, "c" for an acronym, "d" for what only sports pages call a club, "t"
    for the town or country that stands for its team; ``is_word`` where the name is an English word as well.
    """

    item: Item
    kind: str
    is_word: bool


@lru_cache(maxsize=4096)
def candidates(name: str) -> tuple[ItemCandidate, ...]:
    """The candidate items of a name, those with the lower number first."""
    marks = (mark for _, cell in sheet("itemnames").rows(key(name)) for mark in cell.split())
    found = ((item(f"Q{mark[1:]}"), mark[0]) for mark in marks)
    return tuple(ItemCandidate(one, kind.lower(), kind.isupper()) for one, kind in found if one)


@lru_cache(maxsize=4096)
def item(qid: str) -> Item | None:
    """The item with an id ("Q84"); None where the table has none."""
    return next((_item(row) for row in sheet("items").rows(qid)), None)


def item_of(node: str) -> Item | None:
    """The item whose node it is."""
    match = _NODE.fullmatch(node)
    found = item(match[1].upper()) if match else None
    return found if found and found.node == node else None


def _item(row: tuple[str, ...]) -> Item:
    qid, cls, kind, label, node, country, region, latitude, longitude, weight, _ = row
    return Item(
        qid=qid,
        cls=cls,
        kind=kind,
        label=label,
        node=NodeId(node or f"{slug(label)}-{qid.lower()}"),
        country=country,
        region=region,
        position=(round(float(latitude), 4), round(float(longitude), 4)) if latitude and longitude else (),
        weight=int(weight),
    )
