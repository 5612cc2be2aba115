"""Wikidata items by name, as candidates for entity linking: most names are ambiguous.

An item's node follows from it: its label and its id, unless the entities have it under a node of their own.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.gazetteer.tables import TableRow, table
from kg.gazetteer.words import key, slug
from kg.model import NodeId

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
    marks = (mark for row in table("itemnames").rows(key(name)) for mark in row["items"].split())
    found = ((item(f"Q{mark[1:]}"), mark[0]) for mark in marks)
    return tuple(ItemCandidate(one, kind.lower(), kind.isupper()) for one, kind in found if one)


@lru_cache(maxsize=4096)
def item(qid: str) -> Item | None:
    """The item with an id ("Q84"); None where the table has none."""
    return next((_item(row) for row in table("items").rows(qid)), None)


def item_of(node: str) -> Item | None:
    """The item whose node it is."""
    match = _NODE.fullmatch(node)
    found = item(match[1].upper()) if match else None
    return found if found and found.node == node else None


def _item(row: TableRow) -> Item:
    place = row["latitude"], row["longitude"]
    return Item(
        qid=row["qid"],
        cls=row["class"],
        kind=row["kind"],
        label=row["label"],
        node=NodeId(row["node"] or f"{slug(row['label'])}-{row['qid'].lower()}"),
        country=row["country"],
        region=row["region"],
        position=tuple(round(float(one), 4) for one in place) if all(place) else (),
        weight=int(row["weight"]),
    )
