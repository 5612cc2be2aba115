"""RDF -> Graph: the inverse of ``kg.turtle.nodes``, whichever format the triples came in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar
from urllib.parse import unquote

from kg.errors import InputError
from kg.facts.status import REPORTED
from kg.model import (
    Activity,
    Article,
    ArticleId,
    Block,
    BlockKind,
    Entity,
    Event,
    Evidence,
    Graph,
    Link,
    NodeId,
    Precision,
    Quantity,
    Role,
    Statement,
    TimeSpan,
    Untold,
    Why,
)
from kg.turtle import terms as rdf
from kg.turtle.nodes import facts, told_values
from kg.turtle.vocabulary import is_event_class

Node = TypeVar("Node")
_PRONOUN = re.compile("(he|him|she|her|it|they|them)-[0-9a-f]{8}")
"""The id of a pronoun for which nothing was found, before statements told so themselves."""
_DESCRIPTION = {
    "attributedTo", "countryCode", "end", "eventClass", "factuality", "hsCode", "relationClass", "start",
    "timePrecision", "timeText", "trust",
}  # fmt: skip
_VOCABULARY = {
    rdf.RDF + "Property",
    rdf.RDFS + "Class",
    rdf.SCHEMA + "QuantitativeValue",
    rdf.KG + "Statement",
    rdf.KG + "RelationClass",
}
"""Classes of what has a label and is no entity."""


def graph_of(triples: Iterable[rdf.Triple], faults: dict[str, str] | None = None) -> Graph:
    """The graph of some triples; terms outside newsgraph's vocabulary are ignored.

    Raises ``InputError`` where a node of ours lacks what it must have, or has what it cannot. With ``faults`` such
    nodes are left out, and what is wrong is put there by their IRIs.
    """
    found, built = _Triples(triples), _Builder(faults)
    bare = Graph(
        articles=built.all(found.instances(rdf.SCHEMA + "NewsArticle"), lambda one: _article(found, one)),
        quantities=built.all(
            found.instances(rdf.SCHEMA + "QuantitativeValue"), lambda one: _made(found, one, Quantity)
        ),
        statements=built.all(found.instances(rdf.KG + "Statement"), lambda one: _statement(found, one)),
    )
    named = [subject for subject in found.named if subject not in found.events]
    acting = Graph(entities=built.all(filter(found.acts, named), lambda one: _entity(found, one, frozenset())))
    derived = facts(bare | acting, rdf.Iris(found.base))
    return (
        bare
        | Graph(entities=built.all(named, lambda one: _entity(found, one, derived)))
        | Graph(events=built.all(sorted(found.events), lambda one: _event(found, one, derived)))
    )


@dataclass(frozen=True)
class _Builder:
    """Builds nodes; those that cannot be are an error, or left out and told."""

    faults: dict[str, str] | None

    def all(self, subjects: Iterable[str], build: Callable[[str], Node]) -> tuple[Node, ...]:
        """The nodes of some subjects."""
        return tuple(node for subject in subjects if (node := self._one(subject, build)) is not None)

    def _one(self, subject: str, build: Callable[[str], Node]) -> Node | None:
        try:
            return build(subject)
        except (ValueError, InputError) as error:
            if self.faults is None:
                raise InputError(f"<{subject}>: {error}", hint="`kg check` lists all that is wrong") from error
            self.faults[subject] = str(error)
            return None


class _Triples:
    """Triples by subject and predicate, with the questions that the rest of this module asks."""

    def __init__(self, triples: Iterable[rdf.Triple]) -> None:
        self._values: dict[str, dict[str, list[rdf.Term]]] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, value in triples:
            self._values[subject.value][predicate.value].append(value)

    def instances(self, cls: str) -> list[str]:
        """The subjects of a class, sorted."""
        return sorted(subject for subject, types in self._types.items() if cls in types)

    def properties(self, subject: str) -> Iterable[str]:
        """The properties that a node has."""
        return self._values[subject]

    def acts(self, subject: str) -> bool:
        """Whether a node is a state, or acts for one."""
        return rdf.KG + "actsFor" in self._values[subject] or rdf.KG + "Country" in self._types[subject]

    def texts(self, subject: str, predicate: str) -> list[str]:
        """All values as strings, sorted: literals by their text, nodes by their IRI."""
        values = self._values[subject].get(predicate) if subject in self._values else None
        return sorted(value[0] for value in values if not isinstance(value, rdf.Reified)) if values else []

    def text(self, subject: str, predicate: str) -> str:
        """The value, or "" where there is none; of several the first."""
        return next(iter(self.texts(subject, predicate)), "")

    def needed(self, subject: str, predicate: str) -> str:
        """The value that must be there."""
        found = self.text(subject, predicate)
        if not found:
            raise InputError(f"has no <{predicate}>")
        return found

    def names(self, subject: str, predicate: str) -> list[NodeId]:
        """The local names of the nodes that a property points to."""
        return [NodeId(rdf.local_name(value)) for value in self.texts(subject, predicate)]

    def name(self, subject: str, predicate: str) -> NodeId | None:
        """The local name of the node that a property points to."""
        return next(iter(self.names(subject, predicate)), None)

    def links(self, subject: str, derived: frozenset[rdf.Triple]) -> Iterator[tuple[str, NodeId]]:
        """The ``kg:`` properties of a node that point to nodes and do not follow from a statement."""
        for predicate, values in self._values[subject].items():
            if predicate.startswith(rdf.KG) and (name := rdf.term_name(predicate)) not in _DESCRIPTION:
                for value in values:
                    if isinstance(value, rdf.Iri) and (rdf.Iri(subject), rdf.Iri(predicate), value) not in derived:
                        yield name, NodeId(rdf.local_name(value.value))

    @cached_property
    def _types(self) -> Mapping[str, Sequence[str]]:
        """Subject -> its classes."""
        return {subject: self.texts(subject, rdf.RDF + "type") for subject in self._values}

    @cached_property
    def events(self) -> frozenset[str]:
        """The subjects whose class is an event."""
        told = {cls: self.texts(cls, rdf.RDFS + "subClassOf") for cls in self._values}
        classes = {cls for found in self._types.values() for cls in found}
        events = {cls for cls in classes if is_event_class(cls, told)}
        return frozenset(subject for subject, found in self._types.items() if not events.isdisjoint(found))

    @cached_property
    def named(self) -> list[str]:
        """The subjects with a class and a label that are neither vocabulary nor quantities."""
        labelled = (subject for subject, properties in self._values.items() if rdf.RDFS + "label" in properties)
        return sorted(one for one in labelled if self._types[one] and not _VOCABULARY.intersection(self._types[one]))

    @cached_property
    def base(self) -> str:
        """The IRI before the local names: that of any statement."""
        some = next(iter(self.instances(rdf.KG + "Statement")), "")
        return some.removesuffix(some[max(some.rfind("/"), some.rfind("#"), some.rfind(":")) + 1 :])


def _article(found: _Triples, subject: str) -> Article:
    byline = found.text(subject, rdf.KG + "byline")
    return Article(
        id=_article_id(subject),
        text=found.text(subject, rdf.SCHEMA + "text"),
        blocks=tuple(
            Block(start, end, BlockKind(kind)) for start, end, kind in _places(found.text(subject, rdf.KG + "blocks"))
        ),
        date=_day(found.text(subject, rdf.SCHEMA + "datePublished")),
        title=found.text(subject, rdf.SCHEMA + "headline"),
        authors=tuple(byline.split("\n") if byline else found.texts(subject, rdf.SCHEMA + "author")),
        publisher=found.text(subject, rdf.SCHEMA + "publisher"),
        url=found.text(subject, rdf.SCHEMA + "url"),
        language=found.text(subject, rdf.SCHEMA + "inLanguage"),
        sha256=found.text(subject, rdf.KG + "textSha256"),
        notes=frozenset((name, one) for name, iri in rdf.NOTES.items() for one in found.texts(subject, iri)),
        untold=frozenset(
            Untold(start, end, Why(why))
            for text in found.texts(subject, rdf.KG + "untold")
            for start, end, why in _places(text)
        ),
        contributes=_record(found.texts(subject, rdf.KG + "contributesTo")),
    )


def _article_id(iri: str) -> ArticleId:
    return ArticleId(rdf.local_name(iri).removeprefix("article-"))


def _record(texts: Sequence[str]) -> frozenset[tuple[str, str]] | None:
    """As it is written; of two graphs that were joined as triples, those of both."""
    if not texts:
        return None
    pairs = (token.rpartition(":") for text in texts for token in text.split())
    return frozenset((unquote(name), told) for name, _, told in pairs)


def _places(text: str) -> Iterator[tuple[int, int, str]]:
    for stretch in text.split():
        place, kind = stretch.split(":")
        start, end = place.split("-")
        yield int(start), int(end), kind


def _entity(found: _Triples, subject: str, derived: frozenset[rdf.Triple]) -> Entity:
    return _made(
        found,
        subject,
        Entity,
        cls=rdf.term_name(found.needed(subject, rdf.RDF + "type")),
        wikidata=_wikidata(found, subject),
        links=frozenset(Link(name, target) for name, target in found.links(subject, derived)),
        position=_position(found, subject),
    )


def _made(found: _Triples, subject: str, kind: type[Node], **apart: object) -> Node:
    """A node of some class: its told fields, and those that are told apart."""
    told = told_values(kind, found.properties(subject), lambda iri: found.texts(subject, iri))
    return kind(**({"id": NodeId(rdf.local_name(subject))} | told | apart))


def _position(found: _Triples, subject: str) -> tuple[float, ...]:
    """Latitude and longitude in degrees, if both are told; ``InputError`` for what are none."""
    told = [found.text(subject, rdf.SCHEMA + name) for name in ("latitude", "longitude")]
    if not all(told):
        return ()
    try:
        return float(told[0]), float(told[1])
    except ValueError:
        raise InputError(f"{subject}: {told[0]!r} and {told[1]!r} are no latitude and longitude in degrees") from None


def _event(found: _Triples, subject: str, derived: frozenset[rdf.Triple]) -> Event:
    types = (cls for cls in found.texts(subject, rdf.RDF + "type") if cls != rdf.KG + REPORTED)
    return _made(
        found,
        subject,
        Event,
        cls=rdf.term_name(next(types, "") or found.needed(subject, rdf.KG + "eventClass")),
        roles=frozenset(Role(name, filler) for name, filler in found.links(subject, derived)),
        time=_time(found, subject),
        wikidata=_wikidata(found, subject),
    )


def _wikidata(found: _Triples, subject: str) -> str:
    return found.text(subject, rdf.SKOS + "exactMatch").removeprefix(rdf.WD)


def _time(found: _Triples, subject: str) -> TimeSpan | None:
    precision = found.text(subject, rdf.KG + "timePrecision")
    time = TimeSpan(
        start=_day(found.text(subject, rdf.KG + "start")),
        end=_day(found.text(subject, rdf.KG + "end")),
        text=found.text(subject, rdf.KG + "timeText"),
        precision=Precision(precision) if precision else None,
    )
    return None if time == TimeSpan() else time


def _day(text: str) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def _statement(found: _Triples, subject: str) -> Statement:
    for name in ("subject", "object"):
        found.needed(subject, rdf.RDF + name)
    relation = found.needed(subject, rdf.RDF + "predicate")
    found.needed(subject, rdf.KG + "factuality")
    found.needed(subject, rdf.KG + "evidence")
    # Whether an end is a pronoun that stays open; a file of an earlier version tells it by the id alone.
    ends = (rdf.local_name(found.text(subject, rdf.RDF + name)) for name in ("subject", "object"))
    # The names of a relation class and, before it, of those above one that is a user's, up to ours.
    path = [found.text(subject, rdf.KG + "relationClass")]
    while not path[0].startswith(rdf.KG) and (above := found.text(path[0], rdf.SKOS + "broader")) and above not in path:
        path.insert(0, above)
    return _made(
        found,
        subject,
        Statement,
        relation=rdf.term_name(relation),
        relation_label=found.text(relation, rdf.RDFS + "label"),
        is_open=relation.startswith(rdf.REL),
        event=found.name(subject, rdf.KG + "event"),
        unresolved=found.text(subject, rdf.KG + "unresolved") == "true" or any(map(_PRONOUN.fullmatch, ends)),
        time=_time(found, subject),
        relation_class=" ".join(map(rdf.term_name, path)),
        confidence=float(found.text(subject, rdf.KG + "confidence") or 1),
        evidence=frozenset(_evidence(found, span) for span in found.texts(subject, rdf.KG + "evidence")),
        activities=frozenset(_activities(found, found.texts(subject, rdf.PROV + "wasGeneratedBy"))),
    )


def _evidence(found: _Triples, span: str) -> Evidence:
    place = _Selectors(found, span)
    return Evidence(
        article=_article_id(found.needed(span, rdf.OA + "hasSource")),
        start=int(place.value("start")),
        end=int(place.value("end")),
        quote=place.optional("exact"),
    )


class _Selectors:
    """The properties of all selectors of one span."""

    def __init__(self, found: _Triples, span: str) -> None:
        self._found, self._span = found, span

    def optional(self, name: str) -> str:
        selectors = self._found.texts(self._span, rdf.OA + "hasSelector")
        return next(filter(None, (self._found.text(selector, rdf.OA + name) for selector in selectors)), "")

    def value(self, name: str) -> str:
        return self.optional(name) or self._found.needed(self._span, rdf.OA + name)


def activities_in(triples: Iterable[rdf.Triple]) -> frozenset[Activity]:
    """The activities that triples describe."""
    found = _Triples(triples)
    return frozenset(_activities(found, found.instances(rdf.PROV + "Activity")))


def _activities(found: _Triples, iris: Iterable[str]) -> Iterator[Activity]:
    for iri in iris:
        settings: Mapping[str, str] = dict(text.split("=", 1) for text in found.texts(iri, rdf.KG + "setting"))
        version, model = found.text(iri, rdf.KG + "version"), found.text(iri, rdf.KG + "model")
        yield Activity(version, model, tuple(sorted(settings.items())))
