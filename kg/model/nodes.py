"""The nodes of a graph that statements speak of: entities, events, quantities. Frozen values, joined by ``|``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, NewType

from kg.model.classes import UNTOLD
from kg.model.contributions import joined_contributions
from kg.model.fields import Law, Told, joined_fields
from kg.model.scales import Precision

NodeId = NewType("NodeId", str)
"""The local name of a node: the graph's base IRI goes before it."""
Contributions = Annotated[frozenset[str], Told("kg:contribution", law=Law.APART)]
OWNER = "ofEntity"
"""The link of "its own rules" to whose they are, of an entity or an event."""
MENTIONED = "mentionsEntity"
"""The link of "a part of its debt", of an entity or an event, to whom a pronoun inside it means."""


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """An interval of days, both ends included, ``None`` where open or unknown."""

    start: date | None = None
    end: date | None = None
    text: str = ""
    precision: Precision | None = None

    def __post_init__(self) -> None:
        if self.start and self.end and self.start > self.end:
            raise ValueError(f"a time that ends before it starts: {self.start} to {self.end}")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit (percent, an ISO 4217 code, or a noun), how the words bound it, and what it measures."""

    id: Annotated[NodeId, Told(law=Law.IDENTITY)]
    text: Annotated[str, Told("rdfs:label")]
    value: Annotated[Decimal | None, Told("schema:value")] = None
    unit: Annotated[str, Told("schema:unitText")] = ""
    minimum: Annotated[Decimal | None, Told("schema:minValue")] = None
    maximum: Annotated[Decimal | None, Told("schema:maxValue")] = None
    bound: Annotated[str, Told("kg:bound")] = ""
    """ "exactly", "at least", "about" or "up to"; empty in files of earlier versions."""
    scope: Annotated[str, Told("kg:scope")] = ""
    """ "toll", "sentence", "term", "price" or "share"; empty for what only counts or sums up."""
    whole: Annotated[Decimal | None, Told("kg:whole")] = None
    contributions: Contributions = frozenset()
    cls: ClassVar = "Quantity"

    def __post_init__(self) -> None:
        for name in ("value", "minimum", "maximum", "whole"):
            if (number := getattr(self, name)) is not None:  # as every store returns it: 5.160 is 5.16, and 1E+2 is 100
                object.__setattr__(self, name, Decimal(format(number.normalize(), "f")))

    @property
    def number(self) -> Decimal | None:
        """The value, else the bound that is known; None where neither is."""
        return next((one for one in (self.value, self.minimum, self.maximum) if one is not None), None)

    def of(self, scope: str) -> Quantity:
        """The same number as what it measures."""
        return replace(self, id=NodeId(f"{self.id}-{scope}"), scope=scope)

    def united(self, other: Quantity) -> Quantity:
        """Either of two descriptions of one quantity, whichever sorts first: order of arrival must not matter."""
        return min(self, other, key=lambda one: repr(replace(one, contributions=frozenset())))

    def __or__(self, other: Quantity) -> Quantity:
        """The quantity of several articles."""
        return replace(self.united(other), contributions=joined_contributions(self, other))


@dataclass(frozen=True, order=True, slots=True)
class Link:
    """An object property of an entity: ``actsFor``, ``inCountry``, ``originCountry`` ... and the other entity."""

    relation: str
    target: NodeId


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity that the articles mention.

    ``cls`` is a class name of ``ontologies/news.ttl`` ("Country", "Government", ...); ``wikidata`` a bare id ("Q16");
    ``alpha3`` the ISO 3166-1 code of a country; ``country`` that of the one that it is, acts for or belongs to.
    """

    id: Annotated[NodeId, Told(law=Law.IDENTITY)]
    cls: Annotated[str, Told()]
    label: Annotated[str, Told("rdfs:label")]
    alt_labels: Annotated[frozenset[str], Told("skos:altLabel", law=Law.APART)] = frozenset()
    wikidata: Annotated[str, Told()] = ""
    alpha3: Annotated[str, Told("skos:notation", law=Law.GREATEST)] = ""
    country: Annotated[str, Told("kg:countryCode", law=Law.GREATEST)] = ""
    links: Annotated[frozenset[Link], Told(law=Law.UNION)] = frozenset()
    hs_code: Annotated[str, Told("kg:hsCode", law=Law.GREATEST)] = ""
    """Of goods: their code in the Harmonized System."""
    position: Annotated[tuple[float, ...], Told(law=Law.GREATEST)] = ()
    """Latitude and longitude of a place in degrees (WGS 84), empty where they are not known."""
    contributions: Contributions = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "alt_labels", self.alt_labels - {self.label})

    def united(self, other: Entity) -> Entity:
        """The same entity with what both know of it; a class where nothing tells more gives way to any other."""
        if self == other:
            return self
        ranks = ((not e.wikidata, e.wikidata, -len(e.label), e.label, e.cls in UNTOLD, e.cls) for e in (self, other))
        first = self if next(ranks) <= next(ranks) else other
        labels = self.alt_labels | other.alt_labels | {self.label, other.label}
        return joined_fields(first, self, other, alt_labels=labels - {first.label})

    def __or__(self, other: Entity) -> Entity:
        """The entity of several articles."""
        return replace(self.united(other), contributions=joined_contributions(self, other))


@dataclass(frozen=True, order=True, slots=True)
class Role:
    """A participant of an event: ``agent``, ``target``, ``commodity``, ``rate`` ... and the node that fills it."""

    name: str
    filler: NodeId


@dataclass(frozen=True, slots=True)
class Event:
    """An event, however often it is mentioned; ``cls`` is an event class ("ImposeTariff", "Event").

    ``wikidata`` is the item of an event with a name of its own ("Q26013", the War of 1812).
    """

    id: Annotated[NodeId, Told(law=Law.IDENTITY)]
    cls: Annotated[str, Told()]
    label: Annotated[str, Told("rdfs:label")]
    roles: Annotated[frozenset[Role], Told(law=Law.UNION)] = frozenset()
    time: Annotated[TimeSpan | None, Told(law=Law.APART)] = None
    wikidata: Annotated[str, Told(law=Law.GREATEST)] = ""
    contributions: Contributions = frozenset()

    def united(self, other: Event) -> Event:
        """The same event with the roles of both."""
        first = min(self, other, key=lambda e: (e.cls == "Event", e.cls, -len(e.label), e.label))
        time = min(filter(None, (self.time, other.time)), key=repr, default=None)
        return joined_fields(first, self, other, time=time)

    def __or__(self, other: Event) -> Event:
        """The event of several articles."""
        return replace(self.united(other), contributions=joined_contributions(self, other))


GraphNode = Entity | Event | Quantity
"""What stands at an end of a statement."""


def meant(node: GraphNode | None) -> tuple[NodeId, ...]:
    """Whose something is and whom the pronouns in its name mean, sorted; empty where nothing tells."""
    match node:
        case Entity():
            links = {(link.relation, link.target) for link in node.links}
        case Event():
            links = {(role.name, role.filler) for role in node.roles}
        case _:
            return ()
    return tuple(sorted(target for relation, target in links if relation in {OWNER, MENTIONED}))
