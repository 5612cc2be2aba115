"""Graph -> RDF nodes in reading order (docs/reference/graph.md, 1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import groupby
from urllib.parse import quote

from kg.facts.status import Status, relation_classes, statuses
from kg.model import (
    Activity,
    Article,
    Entity,
    Event,
    Evidence,
    Graph,
    Link,
    NodeId,
    Quantity,
    Role,
    Statement,
    TimeSpan,
)
from kg.streams.sorting import Sort
from kg.streams.spool import GraphLike
from kg.turtle.codecs import Properties, day, degrees, integer, text, told_properties, true
from kg.turtle.terms import (
    KG,
    OA,
    ORG,
    PROV,
    RDF,
    SCHEMA,
    SKOS,
    WD,
    Iri,
    Iris,
    Literal,
    Reified,
    Term,
    Triple,
    TurtleNode,
    node,
    term_iri,
)
from kg.turtle.vocabulary import TYPE, relation_iri, vocabulary

EVENT_CLASS, FACTUALITY, ATTRIBUTED_TO = (Iri(KG + name) for name in ("eventClass", "factuality", "attributedTo"))
RELATION_CLASS, NEGATED = Iri(KG + "relationClass"), Iri(KG + "negated")
_EXACT_MATCH = Iri(SKOS + "exactMatch")
_OF_SPANS = tuple(Iri(OA + name) for name in ("hasSource", "hasSelector", "exact", "start", "end"))
_POSITION = Iri(SCHEMA + "latitude"), Iri(SCHEMA + "longitude")
STATUS = (EVENT_CLASS, FACTUALITY, NEGATED, ATTRIBUTED_TO)
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
    nodes: Iterable[TurtleNode]


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
    iris = Iris(base_iri, only)
    by_name = sort(graph.entities, key=lambda entity: (entity.cls, entity.label, entity.id))
    yield NodeSection("Articles", (_article(article, iris, evidence) for article in graph.articles))
    yield NodeSection("Entities", (_entity(entity, iris) for entity in by_name))
    status = statuses(graph)
    classes = relation_classes(graph)
    yield NodeSection("Events", (_event(event, status[event.id], classes[event.id], iris) for event in graph.events))
    yield NodeSection("Quantities", (_quantity(quantity, iris) for quantity in graph.quantities))
    yield from _statement_sections(graph, iris, evidence, sort)
    yield NodeSection("Facts", _grouped(sort(_facts(graph, iris), key=_itself)))
    yield NodeSection("Posts held", _memberships(graph, iris, sort))
    yield NodeSection("How the statements were made", _activities(graph, iris))
    yield NodeSection("Relations and classes used", vocabulary(graph))


def facts(graph: Graph, iris: Iris) -> frozenset[Triple]:
    """The plain triples: what ``Statement.is_fact``, and between two states the same at country level."""
    return frozenset(_facts(graph, iris))


def states(entities: Iterable[Entity]) -> dict[NodeId, NodeId]:
    """The state that each entity is or acts for; without those that act for none, or for several."""
    found = ((entity.id, _country(entity)) for entity in entities)
    return {entity: country for entity, country in found if country}


def _facts(graph: GraphLike, iris: Iris) -> Iterator[Triple]:
    acts_for = states(graph.entities)
    return (triple for statement in graph.statements for triple in _plain(statement, acts_for, iris))


def _itself(triple: Triple) -> Triple:
    return triple


def _plain(statement: Statement, acts_for: dict[NodeId, NodeId], iris: Iris) -> Iterator[Triple]:
    if not statement.is_fact:
        return
    predicate = relation_iri(statement)
    yield iris.node(statement.subject), predicate, iris.node(statement.object)
    actor, other = acts_for.get(statement.subject), acts_for.get(statement.object)
    if actor and other and actor != other:
        yield iris.node(actor), predicate, iris.node(other)


def _country(entity: Entity) -> NodeId | None:
    """The state that an entity is or acts for; None where it acts for none, or for several."""
    if entity.cls == "Country":
        return entity.id
    states = [link.target for link in entity.links if link.relation == "actsFor"]
    return states[0] if len(states) == 1 else None


def _article(article: Article, iris: Iris, evidence: EvidenceDetail) -> TurtleNode:
    full = evidence is EvidenceDetail.FULL
    return node(
        iris.article(article.id),
        (TYPE, [Iri(SCHEMA + "NewsArticle")]),
        (Iri(SCHEMA + "headline"), text(article.title)),
        (Iri(SCHEMA + "datePublished"), day(article.date)),
        (Iri(SCHEMA + "author"), map(Literal, sorted(set(article.authors)))),
        (_kg("byline"), text("\n".join(article.authors) if len(article.authors) > 1 else "")),
        (Iri(SCHEMA + "publisher"), text(article.publisher)),
        (Iri(SCHEMA + "url"), text(article.url)),
        (Iri(SCHEMA + "inLanguage"), text(article.language)),
        (_kg("textSha256"), text(article.sha256)),
        (
            _kg("blocks"),
            text(_places((block.start, block.end, block.kind) for block in article.blocks) if full else ""),
        ),
        (_kg("contributesTo"), _record(article)),
        (_kg("untold"), text(_places((one.start, one.end, one.why) for one in sorted(article.untold)))),
        (Iri(SCHEMA + "text"), text(article.text if full else "")),
    )


def _record(article: Article) -> list[Literal]:
    if article.contributes is None:
        return []
    return [Literal(" ".join(f"{quote(name, safe='')}:{told}" for name, told in sorted(article.contributes)))]


def _places(stretches: Iterable[tuple[int, int, str]]) -> str:
    return " ".join(f"{start}-{end}:{kind}" for start, end, kind in stretches)


def _entity(entity: Entity, iris: Iris) -> TurtleNode:
    told: dict[str, Properties] = {
        "cls": [(TYPE, [term_iri(entity.cls)])],
        "wikidata": [(_EXACT_MATCH, _item(entity.wikidata))],
        "position": [
            *zip(_POSITION, map(degrees, entity.position), strict=False),
            *_targets(entity.links, iris),
        ],
    }
    return node(iris.node(entity.id), *told_properties(entity, iris, told))


def _item(wikidata: str) -> list[Iri]:
    return [Iri(WD + wikidata)] if wikidata else []


def _targets(links: Iterable[Link | Role], iris: Iris) -> Properties:
    """Links or roles by name, with their targets, both sorted."""
    found: dict[str, list[NodeId]] = defaultdict(list)
    for link in links:
        match link:
            case Link(relation=name, target=target) | Role(name=name, filler=target):
                found[name].append(target)
    return [(term_iri(name), map(iris.node, sorted(found[name]))) for name in sorted(found)]


def _event(event: Event, status: Status, classes: frozenset[str], iris: Iris) -> TurtleNode:
    told: dict[str, Properties] = {
        "cls": [
            (TYPE, [term_iri(status.cls_of(event))]),
            (EVENT_CLASS, [] if status.is_fact else [term_iri(event.cls)]),
        ],
        "roles": [
            (_EXACT_MATCH, _item(event.wikidata)),
            (FACTUALITY, [_kg(status.factuality)] if status.factuality else []),
            (NEGATED, true(is_so=status.negated)),
            (RELATION_CLASS, map(term_iri, sorted(classes))),
            (ATTRIBUTED_TO, map(iris.node, status.sources)),
            *_targets(event.roles, iris),
        ],
        "time": _time(event.time),
    }
    return node(iris.node(event.id), *told_properties(event, iris, told))


def _time(time: TimeSpan | None) -> Properties:
    if time is None:
        return []
    return [
        (_kg("start"), day(time.start)),
        (_kg("end"), day(time.end)),
        (_kg("timeText"), text(time.text)),
        (_kg("timePrecision"), text(time.precision or "")),
    ]


def _quantity(quantity: Quantity, iris: Iris) -> TurtleNode:
    kind = (TYPE, [Iri(SCHEMA + "QuantitativeValue")])
    return node(iris.node(quantity.id), kind, *told_properties(quantity, iris, {}))


def _statement_sections(graph: GraphLike, iris: Iris, evidence: EvidenceDetail, sort: Sort) -> Iterator[NodeSection]:
    """Article by article, each span before the statements that it is the first evidence of."""
    titles = {article.id: article.title for article in graph.articles if article.title}
    told = sort(_told(graph), key=lambda pair: pair[0])
    for article, pairs in groupby(told, key=lambda pair: pair[0].article):
        name = f"{article}: {titles[article]}" if article in titles else article
        yield NodeSection(f"What {name} says", _spans(pairs, iris, evidence))
    without = (_statement(statement, iris) for statement in graph.statements if not statement.evidence)
    yield NodeSection("Without evidence", without)


def _told(graph: GraphLike) -> Iterator[tuple[Evidence, Statement | None]]:
    """Each span of each statement, the first with the statement itself."""
    for statement in graph.statements:
        first = min(statement.evidence, default=None)
        yield from ((span, statement if span == first else None) for span in statement.evidence)


def _spans(
    pairs: Iterable[tuple[Evidence, Statement | None]], iris: Iris, evidence: EvidenceDetail
) -> Iterator[TurtleNode]:
    for span, same in groupby(pairs, key=lambda pair: pair[0]):
        if iris.tells(*_OF_SPANS):
            yield from _span(span, iris, evidence)
        yield from (_statement(statement, iris) for _, statement in same if statement is not None)


def _span(span: Evidence, iris: Iris, evidence: EvidenceDetail) -> Iterator[TurtleNode]:
    """One node for a stretch of text with its two selectors (Web Annotation Data Model, 4.2)."""
    place, words = iris.span(span, "place"), iris.span(span, "words")
    shows_words = span.quote and evidence is not EvidenceDetail.NONE
    yield node(
        iris.span(span),
        (TYPE, [Iri(OA + "SpecificResource")]),
        (Iri(OA + "hasSource"), [iris.article(span.article)]),
        (Iri(OA + "hasSelector"), [words, place] if shows_words else [place]),
    )
    if shows_words:
        yield node(
            words,
            (TYPE, [Iri(OA + "TextQuoteSelector")]),
            (Iri(OA + "exact"), [Literal(span.quote)]),
        )
    yield node(
        place,
        (TYPE, [Iri(OA + "TextPositionSelector")]),
        (Iri(OA + "start"), [integer(span.start)]),
        (Iri(OA + "end"), [integer(span.end)]),
    )


def _statement(statement: Statement, iris: Iris) -> TurtleNode:
    told: dict[str, Properties] = {
        "id": [(TYPE, [_kg("Statement")])],
        "relation": [(Iri(RDF + "predicate"), [relation_iri(statement)])],
        "relation_class": [(RELATION_CLASS, [term_iri(statement.narrowest_class)] if statement.relation_class else [])],
        "time": _time(statement.time),
        "evidence": [(_kg("evidence"), map(iris.span, sorted(statement.evidence)))],
        "activities": [(Iri(PROV + "wasGeneratedBy"), map(iris.activity, sorted(statement.activities)))],
    }
    return node(iris.node(statement.id), *told_properties(statement, iris, told))


def _grouped(ordered: Iterable[Triple]) -> Iterator[TurtleNode]:
    """Triples in their order as nodes; one that comes twice stands once."""
    for subject, same in groupby((triple for triple, _ in groupby(ordered)), key=lambda triple: triple[0]):
        found: dict[Iri, list[Term]] = defaultdict(list)
        for _, predicate, value in same:
            found[predicate].append(value)
        yield node(subject, *found.items())


def _memberships(graph: GraphLike, iris: Iris, sort: Sort) -> Iterator[TurtleNode]:
    """Who held which post when, from the facts of ``heldOffice`` (W3C Organization Ontology, 5.4)."""
    held = ((_held(statement), statement.id) for statement in graph.statements if _is_holding(statement))
    for key, same in groupby(sort(held, key=lambda pair: repr(pair[0])), key=lambda pair: pair[0]):
        member, post, start, end = key
        yield node(
            iris.minted("membership", *map(str, key)),
            (TYPE, [Iri(ORG + "Membership")]),
            (Iri(ORG + "member"), [iris.node(member)]),
            (Iri(ORG + "post"), [iris.node(post)]),
            (_kg("start"), day(start)),
            (_kg("end"), day(end)),
            (Iri(PROV + "wasDerivedFrom"), [iris.node(name) for _, name in same]),
        )


def _is_holding(statement: Statement) -> bool:
    return statement.is_fact and statement.relation == "heldOffice"


def _held(statement: Statement) -> tuple[NodeId, NodeId, date | None, date | None]:
    time = statement.time or TimeSpan()
    return statement.subject, statement.object, time.start, time.end


def _activities(graph: GraphLike, iris: Iris) -> Iterator[TurtleNode]:
    found = {activity for statement in graph.statements for activity in statement.activities}
    for activity in sorted(found):
        yield node(iris.activity(activity), (TYPE, [Iri(PROV + "Activity")]), *_settings(activity))


def _settings(activity: Activity) -> Iterator[tuple[Iri, list[Literal]]]:
    yield _kg("version"), [Literal(activity.version)]
    yield _kg("model"), text(activity.model)
    yield _kg("setting"), [Literal(f"{name}={value}") for name, value in sorted(activity.settings)]


def _kg(name: str) -> Iri:
    return Iri(KG + name)


REIFIES = Iri(RDF + "reifies")
_PARTS = (Iri(RDF + "subject"), Iri(RDF + "predicate"), Iri(RDF + "object"))


def reifying(sections: Iterable[NodeSection]) -> Iterator[NodeSection]:
    """The same sections, subject, predicate and object of each statement as one triple term."""
    for section in sections:
        yield replace(section, nodes=map(_reifying, section.nodes))


def _reifying(node: TurtleNode) -> TurtleNode:
    values = dict(node.properties)
    parts = [value for part in _PARTS for value in values.get(part, ()) if isinstance(value, Iri)]
    if len(parts) != len(_PARTS):
        return node
    subject, predicate, value = parts
    term: tuple[Term, ...] = (Reified(subject, predicate, value),)
    first, *others = ((name, found) for name, found in node.properties if name not in _PARTS)
    return replace(node, properties=(first, (REIFIES, term), *others))
