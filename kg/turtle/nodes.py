"""Graph -> RDF nodes in reading order (docs/reference/graph.md, 1)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from itertools import groupby
from urllib.parse import quote

from kg import model
from kg.errors import InputError
from kg.facts.status import Status, relation_classes, statuses
from kg.model.fields import Field, told_fields
from kg.streams.spool import GraphLike, Sort
from kg.turtle import terms as rdf
from kg.turtle.vocabulary import TYPE, relation_iri, vocabulary


def _kg(name: str) -> rdf.Iri:
    return rdf.Iri(rdf.KG + name)


EVENT_CLASS, FACTUALITY, ATTRIBUTED_TO = map(_kg, ("eventClass", "factuality", "attributedTo"))
RELATION_CLASS, NEGATED, FIRMNESS, TRUST = map(_kg, ("relationClass", "negated", "firmness", "trust"))
_EXACT_MATCH = rdf.Iri(rdf.SKOS + "exactMatch")
_OF_SPANS = tuple(rdf.Iri(rdf.OA + name) for name in ("hasSource", "hasSelector", "exact", "start", "end"))
_POSITION = rdf.Iri(rdf.SCHEMA + "latitude"), rdf.Iri(rdf.SCHEMA + "longitude")
STATUS = (EVENT_CLASS, FACTUALITY, FIRMNESS, NEGATED, ATTRIBUTED_TO, TRUST)
"""Properties of an event that tell how it stands, beside its class."""


class EvidenceDetail(StrEnum):
    """How much of the articles' text goes into a file (copyright)."""

    OFFSETS = "offsets"
    """Each statement's sentence with its place."""
    FULL = "full"
    """The articles' text as well."""
    NONE = "none"
    """Places alone: who has the article finds the words."""


@dataclass(frozen=True, slots=True)
class NodeSection:
    """Nodes under a heading, to be read once and in the order of the sections."""

    title: str
    nodes: Iterable[rdf.TurtleNode]


def sections(
    graph: GraphLike,
    *,
    base_iri: str,
    evidence: EvidenceDetail,
    sort: Sort = sorted,
    only: frozenset[str] = frozenset(),
) -> Iterator[NodeSection]:
    """All triples of a graph, each once: its nodes, its statements by article, and the facts that follow.

    With ``sorted_on_disk`` for ``sort`` no more than a part of it is in memory at a time. With ``only`` little more is
    made than what has these properties.
    """
    iris = rdf.Iris(base_iri, only)
    by_name = sort(graph.entities, key=lambda entity: (entity.cls, entity.label, entity.id))
    yield NodeSection("Articles", (_article(article, iris, evidence) for article in graph.articles))
    yield NodeSection("Entities", (_entity(entity, iris) for entity in by_name))
    status = statuses(graph)
    classes = relation_classes(graph)
    yield NodeSection("Events", (_event(event, status[event.id], classes[event.id], iris) for event in graph.events))
    kind = (TYPE, [rdf.Iri(rdf.SCHEMA + "QuantitativeValue")])
    quantities = (rdf.node(iris.node(one.id), kind, *told_properties(one, iris, {})) for one in graph.quantities)
    yield NodeSection("Quantities", quantities)
    # Article by article, each span before the statements that it is the first evidence of, which come with it.
    titles = {article.id: article.title for article in graph.articles if article.title}
    firsts = ((said, min(said.evidence, default=None)) for said in graph.statements)
    spans = ((span, said if span == first else None) for said, first in firsts for span in said.evidence)
    told = sort(spans, key=lambda pair: pair[0])
    for article, pairs in groupby(told, key=lambda pair: pair[0].article):
        name = f"{article}: {titles[article]}" if article in titles else article
        yield NodeSection(f"What {name} says", _spans(pairs, iris, evidence))
    without = (_statement(statement, iris) for statement in graph.statements if not statement.evidence)
    yield NodeSection("Without evidence", without)
    yield NodeSection("Facts", _grouped(sort(_facts(graph, iris), key=lambda triple: triple)))
    yield NodeSection("Posts held", _memberships(graph, iris, sort))
    yield NodeSection("How the statements were made", _activities(graph, iris))
    yield NodeSection("Relations and classes used", vocabulary(graph))


def facts(graph: model.Graph, iris: rdf.Iris) -> frozenset[rdf.Triple]:
    """The plain triples: what ``Statement.is_fact``, and between two states the same at country level."""
    return frozenset(_facts(graph, iris))


def states(entities: Iterable[model.Entity]) -> dict[model.NodeId, model.NodeId]:
    """The state that each entity is or acts for; without those that act for none, or for several."""
    found = {
        one.id: [one.id] if one.cls == "Country" else [link.target for link in one.links if link.relation == "actsFor"]
        for one in entities
    }
    return {entity: countries[0] for entity, countries in found.items() if len(countries) == 1}


def _facts(graph: GraphLike, iris: rdf.Iris) -> Iterator[rdf.Triple]:
    acts_for = states(graph.entities)
    for said in graph.statements:
        if said.is_fact:
            predicate = relation_iri(said)
            yield iris.node(said.subject), predicate, iris.node(said.object)
            actor, other = acts_for.get(said.subject), acts_for.get(said.object)
            if actor and other and actor != other:
                yield iris.node(actor), predicate, iris.node(other)


def _article(article: model.Article, iris: rdf.Iris, evidence: EvidenceDetail) -> rdf.TurtleNode:
    full = evidence is EvidenceDetail.FULL
    parts = " ".join(f"{quote(name, safe='')}:{told}" for name, told in sorted(article.contributes or ()))
    return rdf.node(
        iris.article(article.id),
        (TYPE, [rdf.Iri(rdf.SCHEMA + "NewsArticle")]),
        (rdf.Iri(rdf.SCHEMA + "headline"), text(article.title)),
        (rdf.Iri(rdf.SCHEMA + "datePublished"), day(article.date)),
        (rdf.Iri(rdf.SCHEMA + "author"), map(rdf.Literal, sorted(set(article.authors)))),
        (_kg("byline"), text("\n".join(article.authors) if len(article.authors) > 1 else "")),
        (rdf.Iri(rdf.SCHEMA + "publisher"), text(article.publisher)),
        (rdf.Iri(rdf.SCHEMA + "url"), text(article.url)),
        (rdf.Iri(rdf.SCHEMA + "inLanguage"), text(article.language)),
        *(
            (rdf.Iri(iri), [rdf.Literal(one) for key, one in sorted(article.notes) if key == name])
            for name, iri in rdf.NOTES.items()
            if name != model.CORRECTION or evidence is not EvidenceDetail.NONE
        ),
        (_kg("textSha256"), text(article.sha256)),
        (
            _kg("blocks"),
            text(_places((block.start, block.end, block.kind) for block in article.blocks) if full else ""),
        ),
        (_kg("contributesTo"), [] if article.contributes is None else [rdf.Literal(parts)]),
        (_kg("untold"), text(_places((one.start, one.end, one.why) for one in sorted(article.untold)))),
        (rdf.Iri(rdf.SCHEMA + "text"), text(article.text if full else "")),
    )


def _places(stretches: Iterable[tuple[int, int, str]]) -> str:
    return " ".join(f"{start}-{end}:{kind}" for start, end, kind in stretches)


def _entity(entity: model.Entity, iris: rdf.Iris) -> rdf.TurtleNode:
    told: dict[str, Properties] = {
        "cls": [(TYPE, [rdf.term_iri(entity.cls)])],
        "wikidata": _item(entity),
        "position": [
            *(
                (name, [rdf.Literal(f"{degrees:.4f}", rdf.XSD + "decimal")])  # to some ten metres
                for name, degrees in zip(_POSITION, entity.position, strict=False)
            ),
            *_targets(entity.links, iris),
        ],
    }
    return rdf.node(iris.node(entity.id), *told_properties(entity, iris, told))


def _item(described: model.Entity | model.Event) -> "Properties":
    return [(_EXACT_MATCH, [rdf.Iri(rdf.WD + described.wikidata)])] if described.wikidata else []


def _targets(links: Iterable[model.Link | model.Role], iris: rdf.Iris) -> "Properties":
    """Links or roles by name, with their targets, both sorted."""
    found: dict[str, list[model.NodeId]] = defaultdict(list)
    for link in links:
        match link:
            case model.Link(relation=name, target=target) | model.Role(name=name, filler=target):
                found[name].append(target)
    return [(rdf.term_iri(name), map(iris.node, sorted(found[name]))) for name in sorted(found)]


def _event(event: model.Event, status: Status, classes: frozenset[str], iris: rdf.Iris) -> rdf.TurtleNode:
    told: dict[str, Properties] = {
        "cls": [
            (TYPE, [rdf.term_iri(status.cls_of(event))]),
            (EVENT_CLASS, [] if status.is_fact else [rdf.term_iri(event.cls)]),
        ],
        "roles": [
            *_item(event),
            (FACTUALITY, [_kg(status.factuality)] if status.factuality else []),
            (FIRMNESS, text(status.firmness)),
            (NEGATED, true(is_so=status.negated)),
            (TRUST, [_kg(status.trust.told)] if status.trust and status.trust.told else []),
            (RELATION_CLASS, map(rdf.term_iri, sorted(classes))),
            (ATTRIBUTED_TO, map(iris.node, status.sources)),
            *_targets(event.roles, iris),
        ],
        "time": _time(event.time),
    }
    return rdf.node(iris.node(event.id), *told_properties(event, iris, told))


def _time(time: model.TimeSpan | None) -> "Properties":
    if time is None:
        return []
    return [
        (_kg("start"), day(time.start)),
        (_kg("end"), day(time.end)),
        (_kg("timeText"), text(time.text)),
        (_kg("timePrecision"), text(time.precision or "")),
    ]


def _spans(
    pairs: Iterable[tuple[model.Evidence, model.Statement | None]], iris: rdf.Iris, evidence: EvidenceDetail
) -> Iterator[rdf.TurtleNode]:
    for span, same in groupby(pairs, key=lambda pair: pair[0]):
        if iris.tells(*_OF_SPANS):
            yield from _span(span, iris, evidence)
        yield from (_statement(statement, iris) for _, statement in same if statement is not None)


def _span(span: model.Evidence, iris: rdf.Iris, evidence: EvidenceDetail) -> Iterator[rdf.TurtleNode]:
    """One node for a stretch of text with its two selectors (Web Annotation Data Model, 4.2)."""
    place, words = iris.span(span, "place"), iris.span(span, "words")
    shows_words = span.quote and evidence is not EvidenceDetail.NONE
    yield rdf.node(
        iris.span(span),
        (TYPE, [rdf.Iri(rdf.OA + "SpecificResource")]),
        (rdf.Iri(rdf.OA + "hasSource"), [iris.article(span.article)]),
        (rdf.Iri(rdf.OA + "hasSelector"), [words, place] if shows_words else [place]),
    )
    if shows_words:
        yield rdf.node(
            words,
            (TYPE, [rdf.Iri(rdf.OA + "TextQuoteSelector")]),
            (rdf.Iri(rdf.OA + "exact"), [rdf.Literal(span.quote)]),
        )
    yield rdf.node(
        place,
        (TYPE, [rdf.Iri(rdf.OA + "TextPositionSelector")]),
        (rdf.Iri(rdf.OA + "start"), [integer(span.start)]),
        (rdf.Iri(rdf.OA + "end"), [integer(span.end)]),
    )


def _statement(statement: model.Statement, iris: rdf.Iris) -> rdf.TurtleNode:
    told: dict[str, Properties] = {
        "id": [(TYPE, [_kg("Statement")])],
        "relation": [(rdf.Iri(rdf.RDF + "predicate"), [relation_iri(statement)])],
        "factuality": [(FACTUALITY, [_kg(statement.factuality)]), (FIRMNESS, [rdf.Literal(statement.firmness_told)])],
        "relation_class": [
            (RELATION_CLASS, [rdf.term_iri(statement.narrowest_class)] if statement.relation_class else [])
        ],
        "time": _time(statement.time),
        "evidence": [(_kg("evidence"), map(iris.span, sorted(statement.evidence)))],
        "activities": [(rdf.Iri(rdf.PROV + "wasGeneratedBy"), map(iris.activity, sorted(statement.activities)))],
    }
    return rdf.node(iris.node(statement.id), *told_properties(statement, iris, told))


def _grouped(ordered: Iterable[rdf.Triple]) -> Iterator[rdf.TurtleNode]:
    """Triples in their order as nodes; one that comes twice stands once."""
    for subject, same in groupby((triple for triple, _ in groupby(ordered)), key=lambda triple: triple[0]):
        found: dict[rdf.Iri, list[rdf.Term]] = defaultdict(list)
        for _, predicate, value in same:
            found[predicate].append(value)
        yield rdf.node(subject, *found.items())


def _memberships(graph: GraphLike, iris: rdf.Iris, sort: Sort) -> Iterator[rdf.TurtleNode]:
    """Who held which post when, from the facts of ``heldOffice`` (W3C Organization Ontology, 5.4)."""
    holdings = (said for said in graph.statements if said.is_fact and said.relation == "heldOffice")
    timed = ((said, said.time or model.TimeSpan()) for said in holdings)
    held = (((said.subject, said.object, time.start, time.end), said.id) for said, time in timed)
    for key, same in groupby(sort(held, key=lambda pair: repr(pair[0])), key=lambda pair: pair[0]):
        member, post, start, end = key
        yield rdf.node(
            iris.minted("membership", *map(str, key)),
            (TYPE, [rdf.Iri(rdf.ORG + "Membership")]),
            (rdf.Iri(rdf.ORG + "member"), [iris.node(member)]),
            (rdf.Iri(rdf.ORG + "post"), [iris.node(post)]),
            (_kg("start"), day(start)),
            (_kg("end"), day(end)),
            (rdf.Iri(rdf.PROV + "wasDerivedFrom"), [iris.node(name) for _, name in same]),
        )


def _activities(graph: GraphLike, iris: rdf.Iris) -> Iterator[rdf.TurtleNode]:
    found = {activity for statement in graph.statements for activity in statement.activities}
    for activity in sorted(found):
        yield rdf.node(
            iris.activity(activity),
            (TYPE, [rdf.Iri(rdf.PROV + "Activity")]),
            (_kg("version"), [rdf.Literal(activity.version)]),
            (_kg("model"), text(activity.model)),
            (_kg("setting"), [rdf.Literal(f"{name}={value}") for name, value in sorted(activity.settings)]),
        )


REIFIES = rdf.Iri(rdf.RDF + "reifies")
_PARTS = (rdf.Iri(rdf.RDF + "subject"), rdf.Iri(rdf.RDF + "predicate"), rdf.Iri(rdf.RDF + "object"))


def reifying(sections: Iterable[NodeSection]) -> Iterator[NodeSection]:
    """The same sections, subject, predicate and object of each statement as one triple term."""

    def one_term(found: rdf.TurtleNode) -> rdf.TurtleNode:
        values = dict(found.properties)
        parts = [value for part in _PARTS for value in values.get(part, ()) if isinstance(value, rdf.Iri)]
        if len(parts) != len(_PARTS):
            return found
        first, *others = ((name, told) for name, told in found.properties if name not in _PARTS)
        return replace(found, properties=(first, (REIFIES, (rdf.Reified(*parts),)), *others))

    return (replace(section, nodes=map(one_term, section.nodes)) for section in sections)


def true(*, is_so: bool) -> list[rdf.Literal]:
    """True, or nothing."""
    return [rdf.Literal("true", rdf.XSD + "boolean")] if is_so else []


def text(text: str) -> list[rdf.Literal]:
    """A text; nothing where it is empty."""
    return [rdf.Literal(text)] if text else []


def day(day: date | None) -> list[rdf.Literal]:
    """A day, if it is known."""
    return [rdf.Literal(day.isoformat(), rdf.XSD + "date")] if day else []


def integer(number: int) -> rdf.Literal:
    """A whole number."""
    return rdf.Literal(str(number), rdf.XSD + "integer")


def decimal(number: Decimal) -> list[rdf.Literal]:
    """The number with a decimal point, which tells it from an integer in Turtle."""
    plain = format(number, "f")
    return [rdf.Literal(plain if "." in plain else plain + ".0", rdf.XSD + "decimal")]


Properties = Sequence[tuple[rdf.Iri, Iterable[rdf.Term]]]


def told_properties(
    described: object, iris: rdf.Iris, apart: Mapping[str, Properties]
) -> Iterator[tuple[rdf.Iri, Iterable[rdf.Term]]]:
    """The properties of a node in the order of its fields; ``apart`` are those of fields that are told otherwise."""
    for field, told in _written_fields(type(described), iris.only):  # type: ignore[arg-type] # as in fields_of
        if field.name in apart:
            yield from apart[field.name]
        elif told is not None:
            yield told, _terms(field.kind, getattr(described, field.name), iris)


@cache
def _written_fields(cls: type, only: frozenset[str]) -> Sequence[tuple[Field, rdf.Iri | None]]:
    """The fields of a class with their properties, but those whose property is not written."""
    found = ((field, property_of(field) if field.told.property else None) for field in told_fields(cls))
    return [pair for pair in found if not (only and pair[1]) or pair[1].value in only]


def told_values(cls: type, told: Iterable[str], texts: Callable[[str], Sequence[str]]) -> dict[str, object]:
    """The values of a class's fields that are told: ``texts`` gives the values of a property as strings, by its IRI.

    A text that is not told is empty; another field that is not told is missing. Raises ``InputError`` for what cannot
    be a value of the field.
    """
    fields = _by_property(cls)
    found = {iri: texts(iri) for iri in told if iri in fields}
    values = {fields[iri].name: _value(fields[iri].kind, some) for iri, some in found.items() if some}
    return {field.name: "" for field in fields.values() if field.kind is str} | values


@cache
def _by_property(cls: type) -> Mapping[str, Field]:
    return {property_of(field).value: field for field in told_fields(cls) if field.told.property}


@cache
def property_of(field: Field) -> rdf.Iri:
    """The property of a field that has one."""
    return rdf.Iri(rdf.expanded(field.told.property))


def _terms(kind: object, value: object, iris: rdf.Iris) -> Iterable[rdf.Term]:
    found: Iterable[rdf.Term] = []
    match value:
        case bool():
            found = true(is_so=value)
        case model.Factuality():
            found = [rdf.Iri(rdf.KG + value)]
        case model.Trust():
            found = [rdf.Iri(rdf.KG + value.told)] if value.told else []
        case date():
            found = day(value)
        case float():
            found = decimal(Decimal(repr(value)))  # as it is written, not as the machine holds it
        case Decimal():
            found = decimal(value)
        case frozenset():
            found = [rdf.Literal(one) for one in sorted(value)]
        case str():
            found = [iris.node(model.NodeId(value))] if kind is model.NodeId and value else text(value)
    return found


def _value(kind: object, texts: Sequence[str]) -> object:
    if kind == frozenset[str]:
        return frozenset(texts)
    first = next(iter(texts), "")
    read = _READ.get(kind)
    return first if read is None else read(first)


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise InputError(f"{text!r} is no number") from None


_READ: Mapping[object, Callable[[str], object]] = {
    model.NodeId: rdf.local_name,
    bool: "true".__eq__,
    float: float,
    Decimal: _number,
    date: lambda text: date.fromisoformat(text[:10]),
    model.Factuality: lambda text: model.Factuality(rdf.term_name(text)),
    model.Trust: lambda text: model.Trust(rdf.term_name(text)),
}
