"""FollowTheMoney, as Aleph, OpenSanctions and yente read it: entities, or statements with where each value stands.

Tried with followthemoney 4.11.2. Only facts are written: its links have no place for who denies or plans something.
How sure a fact is stands behind its summary. Begin and end of a link are those of what it says: the day of an
acquisition begins an ownership, and ends none. No payment is written: "fined", "granted" do not say that it was paid.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha1
from itertools import groupby

from kg.convert import FileFormat, Style, begins
from kg.facts.selection import is_dated, is_over, is_span, time_of
from kg.facts.states import is_called
from kg.facts.status import shown
from kg.foreign import trusted
from kg.gazetteer.tables import table
from kg.model import Article, Entity, Event, Evidence, Graph, NodeId, Precision, Statement, TimeSpan

_DATASET = "newsgraph"
_SCHEMATA: Mapping[str, str] = {
    "Person": "Person", "Company": "Company", "Organization": "Organization", "MediaOrganization": "Organization",
    "PoliticalParty": "Organization", "InternationalOrganization": "Organization", "Government": "PublicBody",
    "PublicBody": "PublicBody", "Country": "Territory", "Place": "Address", "Office": "Position",
}  # fmt: skip
"""The classes that it has a schema for."""
_BODIES = frozenset({"Company", "Organization", "PublicBody"})
_LEGAL = _BODIES | {"Person"}
_ANY = frozenset(_SCHEMATA.values())
_RANGES: Mapping[str, frozenset[str]] = {
    "owner": _LEGAL, "asset": frozenset({"Company"}), "director": _LEGAL, "organization": _BODIES, "member": _LEGAL,
    "employee": frozenset({"Person"}), "employer": _BODIES, "holder": frozenset({"Person"}),
    "post": frozenset({"Position"}), "": _ANY, "entity": _ANY, "subject": _ANY, "object": _ANY,
}  # fmt: skip
_LINKS: Mapping[str, tuple[str, str, str]] = {
    "owns": ("Ownership", "owner", "asset"),
    "acquired": ("Ownership", "owner", "asset"),
    "subsidiaryOf": ("Ownership", "asset", "owner"),
    "leads": ("Directorship", "director", "organization"),
    "worksFor": ("Employment", "employee", "employer"),
    "memberOf": ("Membership", "member", "organization"),
    "joined": ("Membership", "member", "organization"),
    "heldOffice": ("Occupancy", "holder", "post"),
    "tookOffice": ("Occupancy", "holder", "post"),
    "sanctioned": ("Sanction", "", "entity"),
}
"""Relation -> the schema of a link, and the properties of subject and object; the others are unknown links."""
_BEGINNINGS = frozenset({"acquired", "joined", "tookOffice", "sanctioned"})
"""Those of an act, whose day is the first of what the link says."""
_UNKNOWN = ("UnknownLink", "subject", "object")
_LENGTHS: Mapping[Precision | None, int] = {Precision.YEAR: 4, Precision.MONTH: 7}


@dataclass(frozen=True, order=True, slots=True)
class _Value:
    """A value of a property, and where it stands; of FollowTheMoney a statement."""

    entity: str
    schema: str
    prop: str = ""
    value: str = ""
    origin: str = ""
    original: str = ""
    seen: str = ""
    last: str = ""
    others: int = 0

    def of(self, told: Mapping[str, str]) -> "Iterator[_Value]":
        """The values of properties that are not empty; the words of the text stand behind the role of a link alone."""
        for prop, value in told.items():
            if value.strip():
                yield replace(self, prop=prop, value=value.strip(), original=self.original if prop == "role" else "")

    @classmethod
    def first(cls, same: "Iterable[_Value]") -> "_Value":
        """Of a value by its sentences the first, with how many others there are, and the first and the last day."""
        found = list(same)
        days = sorted(one.seen for one in found if one.seen) or [""]
        others = len({one.origin for one in found}) - 1
        return replace(found[0], seen=days[0], last=days[-1], others=others)

    @property
    def key(self) -> str:
        """The id of the statement: ``Statement.make_key``."""
        return sha1(f"{_DATASET}.{self.entity}.{self.prop}.{self.value}".encode()).hexdigest()


class _Writer:
    """Writes a graph as values."""

    def __init__(self, graph: Graph, style: Style) -> None:
        self._graph, self._style = graph, style
        self._articles = {article.id: article for article in graph.articles}
        self._codes = {row["alpha3"]: row["code"] for row in table("countries")}
        self._said = trusted(graph, style)
        self._facts = [told for told in self._said if told.is_fact]
        self._schemata = {
            one.id: _SCHEMATA[one.cls] for one in graph.entities if one.cls in _SCHEMATA and is_called(one)
        }

    def values(self) -> list[_Value]:
        """All values, each once; what is left out is told."""
        named = self._schemata.keys()
        linked = [one for one in self._facts if one.subject != one.object and {one.subject, one.object} <= named]
        happened = defaultdict[NodeId, list[Statement]](list)
        for told in self._facts:
            if told.event:
                happened[told.event].append(told)
        events = [one for one in self._graph.events if one.id in happened and self._involved(one)]
        found = {
            *(value for article in self._graph.articles for value in self._article(article)),
            *(value for one in self._graph.entities if one.id in self._schemata for value in self._thing(one)),
            *(value for told in self._facts for value in self._mentions(told)),
            *(value for told in linked for value in self._link(told)),
            *(value for event in events for value in self._event(event, happened[event.id])),
        }
        kept = {told.id for told in linked} | {told.id for event in events for told in happened[event.id]}
        count, entities = self._style.count, self._graph.entities
        known, untold = sum(one.cls in _SCHEMATA for one in entities), len(self._facts) - len(kept)
        count(len(self._said) - len(self._facts), "statements left out that are no facts: planned, denied, claimed")
        count(untold, "facts left out that are of no two named persons, organizations, offices, countries or places")
        count(len(entities) - known, "entities left out that are none of these")
        count(known - len(self._schemata), "entities left out that have no name of their own: the ministry")
        return [_Value.first(same) for _, same in groupby(sorted(found), key=lambda one: one.key)]

    def _article(self, article: Article) -> Iterator[_Value]:
        day = article.date.isoformat() if article.date else ""
        about = _Value(_name(article.id), "Article", seen=day)
        told = {
            "fileName": article.id,
            "title": article.title,
            "publishedAt": day,
            "sourceUrl": article.url,
            "publisher": article.publisher,
            "language": "eng" if article.language.startswith("en") else "",
            "bodyText": article.text,
        }
        yield from about.of(told)
        for author in article.authors:
            yield from about.of({"author": author})

    def _thing(self, entity: Entity) -> Iterator[_Value]:
        about = _Value(_name(entity.id), self._schemata[entity.id])
        told = {"name": entity.label, "wikidataId": entity.wikidata, "country": self._codes.get(entity.country, "")}
        yield from about.of(told | ({"full": entity.label} if about.schema == "Address" else {}))
        for label in sorted(entity.alt_labels):
            yield from about.of({"alias": label})

    def _mentions(self, told: Statement) -> Iterator[_Value]:
        """What the words of both ends stand for, of those that are legal entities."""
        span = told.first_evidence
        for node, words in ((told.subject, told.subject_text), (told.object, told.object_text)):
            schema = self._schemata.get(node, "")
            if schema in _LEGAL and words:
                key = sha1(f"{span.article}|{node}|{words}".encode()).hexdigest()[:12]
                document = _name(span.article)
                found = {"document": document, "resolved": _name(node), "name": words, "detectedSchema": schema}
                yield from self._from(_name(f"mention-{key}"), "Mention", told, span).of(found)
                yield from self._from(_name(node), schema, told, span).of({"proof": document})

    def _link(self, told: Statement) -> Iterator[_Value]:
        """A link as its schema has it, where both ends are what it wants; else an unknown one, with its role."""
        schema, *ends = _LINKS.get(told.relation, _UNKNOWN)
        pairs = dict(zip(ends, (told.subject, told.object), strict=True))
        if not all(self._schemata[node] in _RANGES[prop] for prop, node in pairs.items()):
            schema, *ends = _UNKNOWN
            pairs = dict(zip(ends, (told.subject, told.object), strict=True))
        more = {
            "Sanction": {"authority": self._graph.label(told.subject)},
            "UnknownLink": {"role": told.relation_label},
        }
        found = {prop: _name(node) for prop, node in pairs.items() if prop} | more.get(schema, {})
        yield from self._told(_name(told.id), schema, found | self._days(told, schema), told)

    def _days(self, told: Statement, schema: str) -> dict[str, str]:
        """When what a link says began or ended, where the text tells; else the date of its sentence."""
        time = time_of(self._graph, told)
        if schema == "UnknownLink" or told.relation in _BEGINNINGS:
            return _days(time, begins=schema != "UnknownLink")
        day = self._graph.days.get(told.first_evidence.article)
        is_ended = is_dated(time) and is_span(time) and time.end and day and time.end < day
        return _days(time) | {"status": "ended" if is_ended or is_over(told) else ""}

    def _involved(self, event: Event) -> list[NodeId]:
        return sorted({role.filler for role in event.roles if self._schemata.get(role.filler) in _LEGAL})

    def _event(self, event: Event, said: Iterable[Statement]) -> Iterator[_Value]:
        places = [self._graph.label(role.filler) for role in sorted(event.roles) if role.name == "place"]
        for told in said:
            found = {"name": event.label} | _days(time_of(self._graph, told))
            yield from self._told(_name(event.id), "Event", found, told)
            about = self._from(_name(event.id), "Event", told, told.first_evidence)
            named = [("location", one) for one in places] + [("involved", _name(one)) for one in self._involved(event)]
            yield from (value for prop, one in named for value in about.of({prop: one}))

    def _told(self, name: str, schema: str, found: dict[str, str], told: Statement) -> Iterator[_Value]:
        """What a statement tells of a link or event, for each sentence that tells it."""
        for span in sorted(told.evidence):
            article = self._articles.get(span.article)
            about = {
                "summary": f"{shown(self._graph, told)} (confidence {told.confidence:g})",
                "description": span.quote,
                "recordId": told.id,
                "proof": _name(span.article),
                "sourceUrl": article.url if article else "",
                "publisher": article.publisher if article else "",
            }
            yield from self._from(name, schema, told, span).of(found | about)

    def _from(self, name: str, schema: str, told: Statement, span: Evidence) -> _Value:
        """A value to be, with the statement and the place of its sentence: "statement-3f trade:19-116"."""
        day = self._graph.days.get(span.article)
        origin = f"{told.id} {span.article}:{span.start}-{span.end}"
        return _Value(name, schema, origin=origin, original=told.predicate_text, seen=day.isoformat() if day else "")


def _name(node: str) -> str:
    """The id of a node or article; with a digest where it has other signs than an id there may have."""
    plain = re.sub(r"[^0-9A-Za-z.-]+|[.-]+$", "-", node).strip("-.")
    return f"{_DATASET}-{plain}" + ("" if plain == node else f"-{sha1(node.encode()).hexdigest()[:8]}")


def _days(time: TimeSpan | None, *, begins: bool = False) -> dict[str, str]:
    """First and last day of a span of time; of a date that, as the first day of what ``begins`` then."""
    if not is_dated(time) or time.precision is Precision.APPROXIMATE:
        return {}
    if is_span(time):
        length = _LENGTHS.get(time.precision, 10)
        found = {"startDate": time.start, "endDate": time.end}
        told = {name: day.isoformat()[:length] for name, day in found.items() if day}
        return {} if begins and len(told) > 1 else told
    # What two days have in common: a day, a month, a year; empty where that is nothing.
    one, other = (time.start or date.min).isoformat(), (time.end or date.max).isoformat()
    shared = next((one[:length] for length in (10, 7, 4) if one[:length] == other[:length]), "")
    return {"startDate" if begins else "date": shared}


def _entities(graph: Graph, style: Style) -> bytes:
    found: defaultdict[tuple[str, str], defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for value in _Writer(graph, style).values():
        found[value.entity, value.schema][value.prop].append(value.value)
    return _lines(
        {"datasets": [_DATASET], "id": entity, "schema": schema, "properties": dict(properties)}
        for (entity, schema), properties in sorted(found.items())
    )


def _lines(rows: Iterable[Mapping[str, object]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def _statements(graph: Graph, style: Style) -> bytes:
    values = _Writer(graph, style).values()
    style.count(sum(one.others for one in values), "origins left out: a value has the first of its sentences alone")
    return _lines(
        {
            "canonical_id": one.entity, "dataset": _DATASET, "entity_id": one.entity, "prop": one.prop,
            "schema": one.schema, "value": one.value, "lang": None, "original_value": one.original or None,
            "first_seen": one.seen or None, "last_seen": one.last or None, "external": False,
            "origin": one.origin or None, "id": one.key,
        }
        for one in values
    )  # fmt: skip


ENTITIES = FileFormat(
    name="ftm",
    description="FollowTheMoney: entities, for Aleph, OpenSanctions, yente",
    content=_entities,
    recognizes=begins(b'{"datasets": ["newsgraph"], "id": "newsgraph-'),
)
STATEMENTS = FileFormat(
    name="ftm-statements",
    description="FollowTheMoney: statements, each value with the sentence that it is from",
    content=_statements,
    recognizes=begins(b'{"canonical_id": "newsgraph-'),
)
