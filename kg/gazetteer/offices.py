"""Offices and who held them, public bodies by title, goods by name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache

from kg.gazetteer.items import Item, item, item_of
from kg.gazetteer.tables import TableRow, table
from kg.gazetteer.values import OfficeTerm
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


_HEADS = ("1", "3", "5")
_LONG_AGO = "5"
_CLASSES = {"titles": "Office", "bodies": "PublicBody"}


class Offices(Nodes):
    """Lookup of offices and public bodies by title, of persons by family name, of goods by lemma."""

    def __init__(self) -> None:
        super().__init__()
        self._held: dict[NodeId, tuple[OfficeTerm, ...]] = {}

    def office(self, title: str, holder_of: str) -> Entity | None:
        """The office with a title, in a country (alpha-3) or an organization (its id); None if there is none.

        ``office("prime minister", "CAN")`` is the Prime Minister of Canada. Every country has the usual
        ministers: where no table has them, an entity is made. Not every country has a president or a king.
        """
        return self._titled("titles", title, holder_of) or self._usual("titles", title, holder_of)

    def body(self, title: str, alpha3: str) -> Entity | None:
        """The public body that a title means in a country: ``body("foreign ministry", "CHN")``.

        Where no table has the body, but the title is one that every state has, an entity is made for it.
        """
        return self._titled("bodies", title, alpha3) or self._usual("bodies", title, alpha3)

    def holders(self, office: NodeId, on: date | None) -> tuple[OfficeTerm, ...]:
        """The holders of an office on a day; empty where the day is unknown."""
        if on is None:
            return ()
        return tuple(term for term in self.tenures(office) if (term.start or on) <= on <= (term.end or on))

    def tenures(self, office: NodeId) -> tuple[OfficeTerm, ...]:
        """All terms of an office, the earliest first."""
        return self._terms(table("terms").rows(office))

    def terms(self, person: NodeId) -> tuple[OfficeTerm, ...]:
        """A person's terms of office, the earliest first."""
        if person not in self._held:
            self._held[person] = self._terms(_terms_by_person().get(person, ()))
        return self._held[person]

    def surname(self, name: str, *, with_past: bool = False) -> tuple[Entity, ...]:
        """The leaders and ministers with a family name; only leaders are listed.

        ``with_past`` adds the heads of state and government of earlier decades.
        """
        rows = table("surnames").rows(name)
        return tuple(self.entity(NodeId(row["person"])) for row in rows if with_past or row["rank"] != _LONG_AGO)

    def own_surname(self, name: str, *, heads: bool = False) -> tuple[Entity, ...]:
        """The leaders with a family name that nobody of another country has; ``heads`` of state and government only."""
        rows = (row for row in table("surnames").rows(name) if row["only"] and (not heads or row["rank"] in _HEADS))
        return tuple(self.entity(NodeId(row["person"])) for row in rows)

    def commodity(self, lemma_phrase: str) -> Entity | None:
        """The goods that a lower-case phrase of lemmas names, with their HS code; None if it names none."""
        row = next(table("commodities").rows(lemma_phrase.lower()), None)
        return self.entity(NodeId(row["id"])) if row else None

    def _titled(self, name: str, title: str, holder_of: str) -> Entity | None:
        row = _by_owner(name, title.lower()).get(holder_of)
        return self.entity(NodeId(row["id"])) if row else None

    def _usual(self, name: str, title: str, alpha3: str) -> Entity | None:
        """The office or body of a kind that every state has, made if the tables do not have it."""
        usual = _by_owner(name, title.lower()).get("*")
        government = self.government(alpha3)
        if usual is None or government is None:
            return None
        country = self.country(alpha3)
        node = NodeId(f"{usual['id']}-of-{country.id}")
        try:
            return self.entity(node)
        except KeyError:
            made = Entity(
                id=node,
                cls=_CLASSES[name],
                label=usual["label"] + government.label.removeprefix("Government"),
                country=alpha3,
                links=frozenset({Link("actsFor", country.id)}),
            )
        self._entities[node] = made
        return made

    def _terms(self, rows: Iterable[TableRow]) -> tuple[OfficeTerm, ...]:
        found = (
            OfficeTerm(
                self.entity(NodeId(row["person"])),
                self.entity(NodeId(row["office"])),
                date.fromisoformat(row["start"]) if row["start"] else None,
                date.fromisoformat(row["end"]) if row["end"] else None,
            )
            for row in rows
        )
        return tuple(sorted(found, key=lambda term: (term.start or date.min, term.office.id, term.person.id)))


@lru_cache(maxsize=4096)
def _by_owner(name: str, title: str) -> dict[str, TableRow]:
    """The first row of a title for each country or organization that has it."""
    return {row["of"]: row for row in reversed(tuple(table(name).rows(title)))}


@cache
def _terms_by_person() -> dict[str, list[TableRow]]:
    found: dict[str, list[TableRow]] = {}
    for row in table("terms"):
        found.setdefault(row["person"], []).append(row)
    return found
