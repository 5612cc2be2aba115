"""The gold facts of an article as a graph: what a perfect reading of it would give."""

import csv
import json
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TypedDict

from kg.model import (
    Article,
    ArticleId,
    Block,
    BlockKind,
    Entity,
    Event,
    Evidence,
    Factuality,
    Graph,
    Link,
    NodeId,
    Precision,
    Quantity,
    Role,
    Statement,
    TimeSpan,
)

GOLD = Path(__file__).parent / "gold"
_CODES = {
    "Canada": "CAN", "China": "CHN", "United States": "USA", "Libya": "LBY", "Bulgaria": "BGR", "France": "FRA",
    "Qatar": "QAT", "Venezuela": "VEN",
}  # fmt: skip
_PEOPLES = {"Canadian": "Canada", "Chinese": "China", "Qatari": "Qatar"}
_GOVERNMENTS = {
    "Justin Trudeau government": "Canada", "Maduro regime": "Venezuela", "previous administration": "United States",
}  # fmt: skip


class _Relation(TypedDict):
    types: list[str]
    words: list[str]


class _Time(TypedDict):
    start: str | None
    end: str | None


class _Fact(TypedDict):
    id: str
    quote: str
    subject: list[str]
    relation: _Relation
    object: list[str]
    roles: dict[str, list[str]]
    time: _Time | None
    source: list[str] | None
    factuality: str


class _Gold(TypedDict):
    article: str
    date: str | None
    title: str
    facts: list[_Fact]


@dataclass(frozen=True)
class _Kind:
    """A line of the table of relations."""

    event: str
    subject: str
    object: str


@cache
def gold_graph(name: str) -> Graph:
    """The graph of an article's gold facts; statements are called after the facts: ``canada-china-f24``."""
    gold: _Gold = json.loads((GOLD / f"{name}.json").read_text(encoding="utf-8"))
    places = (GOLD / "articles" / f"{name}.txt", GOLD.parent.parent / "seeds" / f"{name}.txt")
    text = next(path for path in places if path.exists()).read_text(encoding="utf-8")
    day = date.fromisoformat(gold["date"]) if gold["date"] else None
    block = (Block(0, len(text), BlockKind.PARAGRAPH),)
    graph = Graph(articles=(Article(ArticleId(name), text, block, day, gold["title"]),))
    for fact in gold["facts"]:
        graph |= _fact_graph(fact, gold, text)
    return graph


def _fact_graph(fact: _Fact, gold: _Gold, text: str) -> Graph:
    kinds = _kinds()
    types = fact["relation"]["types"]
    relation = types[0] if types else re.sub(r"\W+", "-", fact["relation"]["words"][0])
    kind = kinds.get(relation, _Kind("", "", ""))
    subject = _entity(fact["subject"][0], relation, "subject")
    value = _entity(fact["object"][0], relation, "object") if fact["object"] else subject
    source = _entity(fact["source"][0]) if fact["source"] else None
    event, fillers, quantities = _event(fact, kind, gold) if kind.event else (None, (), ())
    if event:
        ends = {Role(kind.subject, subject.id), Role(kind.object, value.id)}
        event = Event(event.id, event.cls, event.label, event.roles | ends, event.time)
    start = text.index(fact["quote"])
    statement = Statement(
        id=NodeId(f"{gold['article']}-{fact['id']}"),
        subject=subject.id,
        relation=relation,
        relation_label=re.sub(r"(?=[A-Z])", " ", relation).lower().replace("-", " "),
        is_open=not types,
        object=value.id,
        event=event.id if event else None,
        factuality=Factuality(fact["factuality"]),
        evidence=frozenset({Evidence(ArticleId(gold["article"]), start, start + len(fact["quote"]), fact["quote"])}),
        subject_text=fact["subject"][-1],
        predicate_text=relation,
        object_text=(fact["object"] or fact["subject"])[-1],
        rule="gold",
        confidence=1.0,
        attributed_to=source.id if source else None,
        time=_time(fact),
    )
    states = (_entity(name) for name in _CODES)
    entities = (subject, value, *fillers, *states, *((source,) if source else ()))
    parts = (Graph(entities=(entity,)) for entity in entities)
    graph = Graph(events=(event,) if event else (), quantities=quantities, statements=(statement,))
    for part in parts:
        graph |= part
    return graph


def _event(fact: _Fact, kind: _Kind, gold: _Gold) -> tuple[Event, tuple[Entity, ...], tuple[Quantity, ...]]:
    """The event with its roles beyond the two ends, and what fills them."""
    roles: set[Role] = set()
    entities: list[Entity] = []
    quantities: list[Quantity] = []
    for name, wordings in fact["roles"].items():
        for words in _distinct(wordings) if name in {"commodity", "instrument", "party"} else wordings[:1]:
            earlier = _fact_named(words, gold) if name in {"inResponseTo", "cause"} else None
            if earlier:
                roles.add(Role(name, _event_id(gold, earlier)))
            elif name in {"rate", "amount"}:
                quantities.append(_quantity(words))
                roles.add(Role(name, quantities[-1].id))
            else:
                entities.append(_entity(words, role=name))
                roles.add(Role(name, entities[-1].id))
    label = " ".join((fact["object"] or fact["subject"])[-1:])
    event = Event(_event_id(gold, fact), kind.event, label, frozenset(roles), _time(fact))
    return event, tuple(entities), tuple(quantities)


def _event_id(gold: _Gold, fact: _Fact) -> NodeId:
    return NodeId(f"event-{gold['article']}-{fact['id']}")


def _distinct(wordings: list[str]) -> list[str]:
    """The first of wordings that say the same in fewer words: "electric vehicles" after "Chinese electric vehicles"."""
    kept: list[str] = []
    for words in wordings:
        tokens = set(words.lower().split())
        if not any(tokens <= set(one.lower().split()) or set(one.lower().split()) <= tokens for one in kept):
            kept.append(words)
    return kept


def _fact_named(words: str, gold: _Gold) -> _Fact | None:
    """The fact of which some object is the longest that the words hold."""
    held = [
        (len(value), fact)
        for fact in gold["facts"]
        for value in fact["object"]
        if " " in value and value in words and fact["relation"]["types"]
    ]
    return max(held, key=lambda pair: pair[0])[1] if held else None


def _time(fact: _Fact) -> TimeSpan | None:
    time = fact["time"]
    if time is None:
        return None
    start, end = (date.fromisoformat(day) if day else None for day in (time["start"], time["end"]))
    return TimeSpan(start, end, "", Precision.YEAR if start and end and start.year == end.year else None)


def _quantity(words: str) -> Quantity:
    number = re.search(r"\d+(\.\d+)?", words)
    unit = "percent" if "%" in words or "percent" in words else ""
    return Quantity(NodeId(f"quantity-{_slug(words)}"), words, Decimal(number[0]) if number else None, unit)


def _entity(name: str, relation: str = "", role: str = "") -> Entity:
    cls, links = "Topic", frozenset[Link]()
    country = next((one for one in _CODES if name.endswith(one)), "") or _country_of(name)
    target = NodeId(_slug(country))
    if name in _CODES:
        return Entity(NodeId(_slug(name)), "Country", name, alpha3=_CODES[name], country=_CODES[name])
    if relation == "heldOffice" and role == "object":
        cls, links = "Office", frozenset({Link("actsFor", target)} if country else ())
    elif relation == "heldOffice" or name in {"Mark Carney", "Nicolas Sarkozy", "Donald J. Trump"}:
        return Entity(NodeId(_slug(name)), "Person", name)
    elif name.startswith("Government of") or name in _GOVERNMENTS:
        cls, links = "Government", frozenset({Link("actsFor", target)})
    elif name.endswith(("officials", "media", "authorities", "leaders")):
        cls, links = "Group", frozenset({Link("ofCountry", target)} if country else ())
    elif role == "commodity":
        cls = "Commodity"
    return Entity(NodeId(_slug(name)), cls, name, country=_CODES.get(country, "") if links else "", links=links)


def _country_of(name: str) -> str:
    """The country that a name tells by its people ("some Canadian leaders"), or that a government is of."""
    return _GOVERNMENTS.get(name, "") or next((_PEOPLES[word] for word in name.split()[:2] if word in _PEOPLES), "")


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


@cache
def _kinds() -> dict[str, _Kind]:
    with (GOLD / "relations.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["relation"]: _Kind(row["event"], row["subject"], row["object"]) for row in rows if row["event"]}
