"""Graph -> RDF nodes in reading order (docs/reference/graph.md, 1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from urllib.parse import quote

from kg.contributions import Contributed
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
from kg.sorting import Sort
from kg.spool import GraphLike
from kg.status import Status, relation_classes, statuses
from kg.turtle.literals import day, decimal, degrees, exact, integer, text, true
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
    Node,
    Term,
    Triple,
    node,
    term_iri,
)
from kg.turtle.vocabulary import LABEL, TYPE, relation_iri, vocabulary

EVENT_CLASS, FACTUALITY, ATTRIBUTED_TO = (Iri(KG + name) for name in ("eventClass", "factuality", "attributedTo"))
RELATION_CLASS, NEGATED = Iri(KG + "relationClass"), Iri(KG + "negated")
_EXACT_MATCH = Iri(SKOS + "exactMatch")
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
class Section:
    """Nodes under a heading, to be read once and in the order of the sections."""

    title: str
    nodes: Iterable[Node]


def sections(graph: GraphLike, *, base_iri: str, evidence: EvidenceDetail, sort: Sort = sorted) -> Iterator[Section]:
    """All triples of a graph, each once: its nodes, its statements by article, and the facts that follow.

    With ``sorted_on_disk`` for ``sort`` no more than a part of it is in memory at a time.
    """
    iris = Iris(base_iri)
    by_name = sort(graph.entities, key=lambda entity: (entity.cls, entity.label, entity.id))
    yield Section("Articles", (_article(article, iris, evidence) for article in graph.articles))
    yield Section("Entities", (_entity(entity, iris) for entity in by_name))
    status = statuses(graph)
    classes = relation_classes(graph)
    yield Section("Events", (_event(event, status[event.id], classes[event.id], iris) for event in graph.events))
    yield Section("Quantities", (_quantity(quantity, iris) for quantity in graph.quantities))
    yield from _statement_sections(graph, iris, evidence, sort)
    yield Section("Facts", _grouped(sort(_facts(graph, iris), key=_itself)))
    yield Section("Posts held", _memberships(graph, iris, sort))
    yield Section("How the statements were made", _activities(graph, iris))
    yield Section("Relations and classes used", vocabulary(graph))


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


def _article(article: Article, iris: Iris, evidence: EvidenceDetail) -> Node:
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


def _contributions(node: Contributed) -> tuple[Iri, Iterable[Literal]]:
    return _kg("contribution"), map(Literal, sorted(node.contributions))


def _places(stretches: Iterable[tuple[int, int, str]]) -> str:
    return " ".join(f"{start}-{end}:{kind}" for start, end, kind in stretches)


def _entity(entity: Entity, iris: Iris) -> Node:
    return node(
        iris.node(entity.id),
        (TYPE, [term_iri(entity.cls)]),
        (LABEL, [Literal(entity.label)]),
        (Iri(SKOS + "altLabel"), map(Literal, sorted(entity.alt_labels))),
        (_EXACT_MATCH, _item(entity.wikidata)),
        (Iri(SKOS + "notation"), text(entity.alpha3)),
        (_kg("countryCode"), text(entity.country)),
        (_kg("hsCode"), text(entity.hs_code)),
        *zip((Iri(SCHEMA + "latitude"), Iri(SCHEMA + "longitude")), map(degrees, entity.position), strict=False),
        *((term_iri(name), map(iris.node, targets)) for name, targets in _targets(entity.links)),
        _contributions(entity),
    )


def _item(wikidata: str) -> list[Iri]:
    return [Iri(WD + wikidata)] if wikidata else []


def _targets(links: Iterable[Link | Role]) -> list[tuple[str, list[NodeId]]]:
    """Links or roles by name, with their targets, both sorted."""
    found: dict[str, list[NodeId]] = defaultdict(list)
    for link in links:
        match link:
            case Link(relation=name, target=target) | Role(name=name, filler=target):
                found[name].append(target)
    return [(name, sorted(found[name])) for name in sorted(found)]


def _event(event: Event, status: Status, classes: frozenset[str], iris: Iris) -> Node:
    return node(
        iris.node(event.id),
        (TYPE, [term_iri(status.cls_of(event))]),
        (EVENT_CLASS, [] if status.is_fact else [term_iri(event.cls)]),
        (LABEL, [Literal(event.label)]),
        (_EXACT_MATCH, _item(event.wikidata)),
        (FACTUALITY, [_kg(status.factuality)] if status.factuality else []),
        (NEGATED, true(is_so=status.negated)),
        (RELATION_CLASS, map(term_iri, sorted(classes))),
        (ATTRIBUTED_TO, map(iris.node, status.sources)),
        *((term_iri(name), map(iris.node, targets)) for name, targets in _targets(event.roles)),
        *_time(event.time),
        _contributions(event),
    )


def _time(time: TimeSpan | None) -> list[tuple[Iri, list[Literal]]]:
    if time is None:
        return []
    return [
        (_kg("start"), day(time.start)),
        (_kg("end"), day(time.end)),
        (_kg("timeText"), text(time.text)),
        (_kg("timePrecision"), text(time.precision or "")),
    ]


def _quantity(quantity: Quantity, iris: Iris) -> Node:
    return node(
        iris.node(quantity.id),
        (TYPE, [Iri(SCHEMA + "QuantitativeValue")]),
        (LABEL, [Literal(quantity.text)]),
        (Iri(SCHEMA + "value"), decimal(quantity.value)),
        (Iri(SCHEMA + "unitText"), text(quantity.unit)),
        (Iri(SCHEMA + "minValue"), decimal(quantity.minimum)),
        (Iri(SCHEMA + "maxValue"), decimal(quantity.maximum)),
        _contributions(quantity),
    )


def _statement_sections(graph: GraphLike, iris: Iris, evidence: EvidenceDetail, sort: Sort) -> Iterator[Section]:
    """Article by article, each span before the statements that it is the first evidence of."""
    titles = {article.id: article.title for article in graph.articles if article.title}
    told = sort(_told(graph), key=lambda pair: pair[0])
    for article, pairs in groupby(told, key=lambda pair: pair[0].article):
        name = f"{article}: {titles[article]}" if article in titles else article
        yield Section(f"What {name} says", _spans(pairs, iris, evidence))
    without = (_statement(statement, iris) for statement in graph.statements if not statement.evidence)
    yield Section("Without evidence", without)


def _told(graph: GraphLike) -> Iterator[tuple[Evidence, Statement | None]]:
    """Each span of each statement, the first with the statement itself."""
    for statement in graph.statements:
        first = min(statement.evidence, default=None)
        yield from ((span, statement if span == first else None) for span in statement.evidence)


def _spans(pairs: Iterable[tuple[Evidence, Statement | None]], iris: Iris, evidence: EvidenceDetail) -> Iterator[Node]:
    for span, same in groupby(pairs, key=lambda pair: pair[0]):
        yield from _span(span, iris, evidence)
        yield from (_statement(statement, iris) for _, statement in same if statement is not None)


def _span(span: Evidence, iris: Iris, evidence: EvidenceDetail) -> Iterator[Node]:
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


def _statement(statement: Statement, iris: Iris) -> Node:
    said_by: list[tuple[Iri, list[Term]]] = [
        (ATTRIBUTED_TO, [iris.node(statement.attributed_to)] if statement.attributed_to else []),
        (_kg("reportedBy"), [iris.node(statement.reported_by)] if statement.reported_by else []),
        (_kg("ownAct"), [*true(is_so=statement.own_act)]),
    ]
    words = [
        (_kg("subjectText"), text(statement.subject_text)),
        (_kg("predicateText"), text(statement.predicate_text)),
        (_kg("objectText"), text(statement.object_text)),
    ]
    return node(
        iris.node(statement.id),
        (TYPE, [_kg("Statement")]),
        (LABEL, text(statement.label)),
        (Iri(RDF + "subject"), [iris.node(statement.subject)]),
        (Iri(RDF + "predicate"), [relation_iri(statement)]),
        (Iri(RDF + "object"), [iris.node(statement.object)]),
        (_kg("event"), [iris.node(statement.event)] if statement.event else []),
        (_kg("detailOf"), [iris.node(statement.detail_of)] if statement.detail_of else []),
        (FACTUALITY, [_kg(statement.factuality)]),
        (RELATION_CLASS, [term_iri(statement.narrowest_class)] if statement.relation_class else []),
        (NEGATED, true(is_so=statement.negated)),
        (_kg("firmnessCue"), text(statement.firmness_cue)),
        (_kg("conditionText"), text(statement.condition)),
        (_kg("conditionStatement"), [iris.node(one) for one in (statement.condition_statement,) if one]),
        *said_by,
        *_time(statement.time),
        (_kg("claimedOn"), day(statement.claimed_on)),
        *words,
        (_kg("confidence"), decimal(exact(statement.confidence))),
        (_kg("usefulness"), decimal(exact(statement.usefulness))),
        (_kg("confidenceReason"), map(Literal, sorted(statement.reasons))),
        (_kg("reviewedBy"), map(Literal, sorted(statement.reviewed_by))),
        (_kg("rule"), text(statement.rule)),
        (_kg("usedRule"), map(Literal, sorted(statement.rules))),
        (_kg("evidence"), map(iris.span, sorted(statement.evidence))),
        (Iri(PROV + "wasGeneratedBy"), map(iris.activity, sorted(statement.activities))),
        _contributions(statement),
    )


def _grouped(ordered: Iterable[Triple]) -> Iterator[Node]:
    """Triples in their order as nodes; one that comes twice stands once."""
    for subject, same in groupby((triple for triple, _ in groupby(ordered)), key=lambda triple: triple[0]):
        found: dict[Iri, list[Term]] = defaultdict(list)
        for _, predicate, value in same:
            found[predicate].append(value)
        yield node(subject, *found.items())


def _memberships(graph: GraphLike, iris: Iris, sort: Sort) -> Iterator[Node]:
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


def _activities(graph: GraphLike, iris: Iris) -> Iterator[Node]:
    found = {activity for statement in graph.statements for activity in statement.activities}
    for activity in sorted(found):
        yield node(iris.activity(activity), (TYPE, [Iri(PROV + "Activity")]), *_settings(activity))


def _settings(activity: Activity) -> Iterator[tuple[Iri, list[Literal]]]:
    yield _kg("version"), [Literal(activity.version)]
    yield _kg("model"), text(activity.model)
    yield _kg("setting"), [Literal(f"{name}={value}") for name, value in sorted(activity.settings)]


def _kg(name: str) -> Iri:
    return Iri(KG + name)
