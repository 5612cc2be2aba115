"""RDF -> Graph: the inverse of ``kg.turtle.nodes``, whichever format the triples came in."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TypeVar
from urllib.parse import unquote

from kg import model
from kg.errors import InputError
from kg.facts.status import REPORTED
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
EARLIER = {rdf.Iri(rdf.KG + "Happening"): "Occurring"}
"""Classes of relations by the names that earlier files give them: of happenings, kg:Happening is the class of nodes."""


def graph_of(triples: Iterable[rdf.Triple], faults: dict[str, str] | None = None) -> model.Graph:
    """The graph of some triples; terms outside newsgraph's vocabulary are ignored.

    Raises ``InputError`` where a node of ours lacks what it must have, or has what it cannot. With ``faults`` such
    nodes are left out, and what is wrong is put there by their IRIs.
    """
    found = _Triples(triples)

    def built(subjects: Iterable[str], build: Callable[[str], Node]) -> Iterator[Node]:
        for subject in subjects:
            try:
                yield build(subject)
            except (ValueError, InputError) as error:
                if faults is None:
                    raise InputError(f"<{subject}>: {error}", hint="`kg check` lists all that is wrong") from error
                faults[subject] = str(error)

    quantities = found.instances(rdf.SCHEMA + "QuantitativeValue")
    bare = model.Graph(
        articles=tuple(built(found.instances(rdf.SCHEMA + "NewsArticle"), lambda one: _article(found, one))),
        quantities=tuple(built(quantities, lambda one: _made(found, one, model.Quantity))),
        statements=tuple(built(found.instances(rdf.KG + "Statement"), lambda one: _statement(found, one))),
    )
    named = [subject for subject in found.named if subject not in found.events]
    acting = tuple(built(filter(found.acts, named), lambda one: _entity(found, one, frozenset())))
    derived = facts(bare | model.Graph(entities=acting), rdf.Iris(found.base))
    return (
        bare
        | model.Graph(entities=tuple(built(named, lambda one: _entity(found, one, derived))))
        | model.Graph(events=tuple(built(sorted(found.events), lambda one: _event(found, one, derived))))
    )


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

    def links(self, subject: str, derived: frozenset[rdf.Triple]) -> Iterator[tuple[str, model.NodeId]]:
        """The ``kg:`` properties of a node that point to nodes and do not follow from a statement."""
        for predicate, values in self._values[subject].items():
            if predicate.startswith(rdf.KG) and (name := rdf.term_name(predicate)) not in _DESCRIPTION:
                for value in values:
                    if isinstance(value, rdf.Iri) and (rdf.Iri(subject), rdf.Iri(predicate), value) not in derived:
                        yield name, model.NodeId(rdf.local_name(value.value))

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
        return rdf.split_iri(next(iter(self.instances(rdf.KG + "Statement")), ""))[0]


def _article(found: _Triples, subject: str) -> model.Article:
    byline = found.text(subject, rdf.KG + "byline")
    blocks, contributes = found.text(subject, rdf.KG + "blocks"), found.texts(subject, rdf.KG + "contributesTo")
    record = [token.rpartition(":") for told in contributes for token in told.split()]
    return model.Article(
        id=_article_id(subject),
        text=found.text(subject, rdf.SCHEMA + "text"),
        blocks=tuple(model.Block(start, end, model.BlockKind(kind)) for start, end, kind in _places(blocks)),
        date=_day(found.text(subject, rdf.SCHEMA + "datePublished")),
        title=found.text(subject, rdf.SCHEMA + "headline"),
        authors=tuple(byline.split("\n") if byline else found.texts(subject, rdf.SCHEMA + "author")),
        publisher=found.text(subject, rdf.SCHEMA + "publisher"),
        url=found.text(subject, rdf.SCHEMA + "url"),
        language=found.text(subject, rdf.SCHEMA + "inLanguage"),
        sha256=found.text(subject, rdf.KG + "textSha256"),
        notes=frozenset((name, one) for name, iri in rdf.NOTES.items() for one in found.texts(subject, iri)),
        untold=frozenset(
            model.Untold(start, end, model.Why(why))
            for text in found.texts(subject, rdf.KG + "untold")
            for start, end, why in _places(text)
        ),
        # As it is written; of two graphs that were joined as triples, those of both.
        contributes=frozenset((unquote(name), told) for name, _, told in record) if contributes else None,
    )


def _article_id(iri: str) -> model.ArticleId:
    return model.ArticleId(rdf.local_name(iri).removeprefix("article-"))


def _places(text: str) -> Iterator[tuple[int, int, str]]:
    for stretch in text.split():
        place, kind = stretch.split(":")
        start, end = place.split("-")
        yield int(start), int(end), kind


def _entity(found: _Triples, subject: str, derived: frozenset[rdf.Triple]) -> model.Entity:
    told = [found.text(subject, rdf.SCHEMA + name) for name in ("latitude", "longitude")]
    try:
        position = tuple(map(float, told)) if all(told) else ()
    except ValueError:
        raise InputError(f"{subject}: {told[0]!r} and {told[1]!r} are no latitude and longitude in degrees") from None
    return _made(
        found,
        subject,
        model.Entity,
        cls=rdf.term_name(found.needed(subject, rdf.RDF + "type")),
        wikidata=_wikidata(found, subject),
        links=frozenset(model.Link(name, target) for name, target in found.links(subject, derived)),
        position=position,
    )


def _made(found: _Triples, subject: str, kind: type[Node], **apart: object) -> Node:
    """A node of some class: its told fields, and those that are told apart."""
    told = told_values(kind, found.properties(subject), lambda iri: found.texts(subject, iri))
    return kind(**({"id": model.NodeId(rdf.local_name(subject))} | told | apart))


def _event(found: _Triples, subject: str, derived: frozenset[rdf.Triple]) -> model.Event:
    types = (cls for cls in found.texts(subject, rdf.RDF + "type") if cls != rdf.KG + REPORTED)
    return _made(
        found,
        subject,
        model.Event,
        cls=rdf.term_name(next(types, "") or found.needed(subject, rdf.KG + "eventClass")),
        roles=frozenset(model.Role(name, filler) for name, filler in found.links(subject, derived)),
        time=_time(found, subject),
        wikidata=_wikidata(found, subject),
    )


def _wikidata(found: _Triples, subject: str) -> str:
    return found.text(subject, rdf.SKOS + "exactMatch").removeprefix(rdf.WD)


def _time(found: _Triples, subject: str) -> model.TimeSpan | None:
    precision = found.text(subject, rdf.KG + "timePrecision")
    time = model.TimeSpan(
        start=_day(found.text(subject, rdf.KG + "start")),
        end=_day(found.text(subject, rdf.KG + "end")),
        text=found.text(subject, rdf.KG + "timeText"),
        precision=model.Precision(precision) if precision else None,
    )
    return None if time == model.TimeSpan() else time


def _day(text: str) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def _statement(found: _Triples, subject: str) -> model.Statement:
    for term in (rdf.RDF + "subject", rdf.RDF + "object", rdf.KG + "factuality", rdf.KG + "evidence"):
        found.needed(subject, term)
    relation = found.needed(subject, rdf.RDF + "predicate")
    # Whether an end is a pronoun that stays open; a file of an earlier version tells it by the id alone.
    ends = (rdf.local_name(found.text(subject, rdf.RDF + name)) for name in ("subject", "object"))
    # The names of a relation class and, before it, of those above one that is a user's, up to ours.
    path = [found.text(subject, rdf.KG + "relationClass")]
    while not path[0].startswith(rdf.KG) and (above := found.text(path[0], rdf.SKOS + "broader")) and above not in path:
        path.insert(0, above)
    return _made(
        found,
        subject,
        model.Statement,
        relation=rdf.term_name(relation),
        relation_label=found.text(relation, rdf.RDFS + "label"),
        is_open=relation.startswith(rdf.REL),
        event=model.NodeId(rdf.local_name(event)) if (event := found.text(subject, rdf.KG + "event")) else None,
        unresolved=found.text(subject, rdf.KG + "unresolved") == "true" or any(map(_PRONOUN.fullmatch, ends)),
        time=_time(found, subject),
        relation_class=" ".join(EARLIER.get(rdf.Iri(name)) or rdf.term_name(name) for name in path),
        confidence=float(found.text(subject, rdf.KG + "confidence") or 1),
        evidence=frozenset(_evidence(found, span) for span in found.texts(subject, rdf.KG + "evidence")),
        activities=frozenset(_activities(found, found.texts(subject, rdf.PROV + "wasGeneratedBy"))),
    )


def _evidence(found: _Triples, span: str) -> model.Evidence:
    article = _article_id(found.needed(span, rdf.OA + "hasSource"))
    selectors = found.texts(span, rdf.OA + "hasSelector")

    def told(name: str) -> str:
        return next(filter(None, (found.text(selector, rdf.OA + name) for selector in selectors)), "")

    start, end = (int(told(name) or found.needed(span, rdf.OA + name)) for name in ("start", "end"))
    return model.Evidence(article, start, end, told("exact"))


def activities_in(triples: Iterable[rdf.Triple]) -> frozenset[model.Activity]:
    """The activities that triples describe."""
    found = _Triples(triples)
    return frozenset(_activities(found, found.instances(rdf.PROV + "Activity")))


def _activities(found: _Triples, iris: Iterable[str]) -> Iterator[model.Activity]:
    for iri in iris:
        settings: Mapping[str, str] = dict(text.split("=", 1) for text in found.texts(iri, rdf.KG + "setting"))
        version, reader = found.text(iri, rdf.KG + "version"), found.text(iri, rdf.KG + "model")
        yield model.Activity(version, reader, tuple(sorted(settings.items())))
