"""Entities by id and by country."""

from __future__ import annotations

from functools import cache

from kg.gazetteer.items import Item, item, item_of
from kg.gazetteer.tables import TableRow, table
from kg.model import Entity, Link, NodeId

_PLACES = ("Country", "Place")
_TIES = {"Place": "inCountry"}


class Nodes:
    """The entities of the tables, made on demand."""

    def __init__(self) -> None:
        self._entities: dict[str, Entity] = {}

    def entity(self, node: NodeId) -> Entity:
        """The entity with an id; raises ``KeyError`` if there is none."""
        if node not in self._entities:
            row = next(table("entities").rows(node), None)
            found = _entity(row) if row else self._of_item(node)
            if found is None:
                raise KeyError(node)
            self._entities[node] = found
        return self._entities[node]

    def of(self, item: Item) -> Entity:
        """The entity of an item."""
        return self.entity(item.node)

    def country(self, alpha3: str) -> Entity:
        """The country or territory with an ISO 3166-1 alpha-3 code; raises ``KeyError`` if there is none."""
        return self.entity(_codes()[alpha3])

    def has_country(self, alpha3: str) -> bool:
        """Whether the tables have a country or territory with a code."""
        return alpha3 in _codes()

    def government(self, alpha3: str) -> Entity | None:
        """The government of a country or territory; None where it has none: nobody governs from Antarctica."""
        try:
            return self.entity(NodeId(f"government-of-{_codes()[alpha3]}"))
        except KeyError:
            return None

    def _of_item(self, node: NodeId) -> Entity | None:
        item = item_of(node)
        if item is None:
            return None
        relation = _TIES.get(item.cls, "")
        is_tied = bool(relation) and self.has_country(item.country)
        return Entity(
            id=node,
            cls=item.cls,
            label=item.label,
            wikidata=item.qid,
            country=item.country,
            links=frozenset({Link(relation, self.country(item.country).id)} if is_tied else ()),
            position=item.position,
        )

    def countries_of(self, organization: NodeId) -> frozenset[str]:
        """The alpha-3 codes of an organization's members; empty if they are not known."""
        return frozenset(code for row in table("members").rows(organization) for code in row["members"].split())


@cache
def _codes() -> dict[str, NodeId]:
    return {row["alpha3"]: NodeId(row["id"]) for row in table("countries")}


def _entity(row: TableRow) -> Entity:
    placed = item(row["wikidata"]) if row["wikidata"] and row["class"] in _PLACES else None
    links = (link.split(":") for link in row["links"].split())
    return Entity(
        id=NodeId(row["id"]),
        cls=row["class"],
        label=row["label"],
        wikidata=row["wikidata"],
        alpha3=row["alpha3"],
        country=row["country"],
        links=frozenset(Link(relation, NodeId(target)) for relation, target in links),
        hs_code=row["hs"],
        position=placed.position if placed else (),
    )
