"""The pipeline: articles are parsed, turned into frames, mapped to statements and resolved into one graph."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from kg.attribution.releases import in_its_voice, releasing_body
from kg.extraction import Extractor
from kg.facts.states import with_parties
from kg.frames.extractor import CLAUSES, ClauseExtractor
from kg.frames.summary import EMPTY, UNSURE, WRONG, left_out, untold
from kg.gazetteer import Gazetteer
from kg.isolation import FOREIGN, USUAL, ArticleLimits, step
from kg.mapping import statements
from kg.mapping.mains import hung
from kg.mapping.matching import misfits
from kg.mapping.threshold import above_threshold, is_kept, is_uninformative, without_ids
from kg.model import Activity, Article, Entity, Event, Factuality, Frame, Graph, NodeId, Statement, Trust
from kg.model.construction import Construction
from kg.model.graph import PARTS
from kg.model.merge import renamed
from kg.ontology import Ontology
from kg.parse.readings import Omission, reading_of
from kg.parse.soundness import Soundness
from kg.pipeline.outcomes import UNSURE as NOT_SURE
from kg.pipeline.outcomes import UNWORTHY, Built, Outcome, isolated, joined
from kg.pipeline.workers import Settings, settings
from kg.reviews import Applied, Reviews
from kg.text.normalization import readable
from kg.version import VERSION

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kg.reader import Reader


def outcomes(  # noqa: PLR0913 - the keywords of ``kg.pipeline.workers.BuildSettings``
    articles: Iterable[Article],
    reader: Reader,
    ontology: Ontology,
    *,
    extractor: Extractor | None = None,
    min_confidence: float | None = 0.0,
    reviews: Reviews | None = None,
    files: Settings = (),
    limits: ArticleLimits = USUAL,
) -> Iterator[Outcome]:
    """The graph of each article as it is done, or the error that it failed with.

    Statements below ``min_confidence`` (None: those of too little worth, ``kg.mapping.threshold``) and those that
    ``reviews`` found wrong are left out and counted; ``extractor`` takes the place of ``ClauseExtractor``; ``files``
    are settings that name files of the user's (``kg.pipeline.workers.files_of``).
    """
    from kg.pipeline.mentions import anchors_in

    known = known_entities(reader.gazetteer)
    found_by = extractor or ClauseExtractor.of(ontology)
    named = "" if found_by.name == CLAUSES else found_by.name  # the usual extractor goes without saying
    digest = reviews.digest if reviews else ""
    made_by = settings(min_confidence, extractor=named, reviews=digest, files=files)
    activity = Activity(VERSION, reader.model, made_by)

    def built(article: Article, doc: Doc) -> Built:
        told = said_by_frames(article, doc, ontology, found_by)
        said = reviews.applied(article, told.pieces) if reviews else Applied(told.pieces)
        pieces, verdicts = _told(said, min_confidence)
        graph = _resolved(pieces, article, ontology, known)
        with step("summary"):
            omitted = (*reading_of(doc).omitted, *told.empty, *verdicts)
            counts = left_out(doc, article, graph, omitted)
            silent, named = untold(doc, article, graph, omitted), anchors_in(article, doc, told.clauses)
            graph = replace(graph, articles=(replace(article, untold=silent, anchors=named),))
        counts.update(said.counts)
        # What the statements are called that are left out for being less sure, or of less worth.
        what = f"{NOT_SURE} {min_confidence:g}" if min_confidence is not None else UNWORTHY
        counts[f"{what}, and details of them (--all keeps them)"] = sum(cause == UNSURE for cause, _ in verdicts)
        counts.update(cause for cause, _ in told.unfit)
        return Built(graph.made_by(activity), counts, dict(reversed(told.unfit)))

    yield from isolated(articles, reader, built, limits)


def build(  # noqa: PLR0913 - those of ``outcomes``
    articles: Iterable[Article],
    reader: Reader,
    ontology: Ontology,
    *,
    extractor: Extractor | None = None,
    min_confidence: float | None = 0.0,
    reviews: Reviews | None = None,
) -> Built:
    """The graph of all articles; raises the ``ArticleError`` of the first that cannot be read."""
    found = outcomes(articles, reader, ontology, extractor=extractor, min_confidence=min_confidence, reviews=reviews)
    return joined(found)


def article_graph(
    article: Article, doc: Doc, ontology: Ontology, *, known: KnownEntity, extractor: Extractor | None = None
) -> Graph:
    """The graph of one parsed article."""
    said = said_by_frames(article, doc, ontology, extractor or ClauseExtractor.of(ontology))
    return _resolved(chain.from_iterable(said.pieces), article, ontology, known)


@dataclass(frozen=True)
class SaidByFrames:
    """The frames of an article that say something, each with what it says, a small graph a statement."""

    clauses: tuple[tuple[Frame, tuple[Graph, ...]], ...]
    empty: tuple[Omission, ...]
    """Frames that say nothing by themselves."""
    unfit: tuple[tuple[str, str], ...]
    """What the user's relations and wordings did not tell for want of the right classes, each with its sentence."""

    @property
    def pieces(self) -> list[tuple[Graph, ...]]:
        """What each clause says."""
        return [pieces for _, pieces in self.clauses]


def said_by_frames(article: Article, doc: Doc, ontology: Ontology, extractor: Extractor) -> SaidByFrames:
    """What the frames of a parsed article say."""
    read = readable(article)
    with step("frames" if extractor.name == CLAUSES else f"{FOREIGN} {extractor.name}"):
        parse = Soundness.of(doc)
        found = [replace(frame, parse=parse) for frame in extractor.frames(doc, read.article)]
        body = releasing_body(doc, read.article)
    with step("mapping"):
        unfit = tuple(_unfit(doc, found, ontology)) if ontology is not Ontology.load() else ()
        silent = [is_uninformative(frame) for frame in found]
        telling = [frame for frame, says_nothing in zip(found, silent, strict=True) if not says_nothing]
        empty = tuple((EMPTY, frame.start) for frame, says_nothing in zip(found, silent, strict=True) if says_nothing)
        pieces = hung((tuple(statements(frame, ontology)) for frame in telling), found)
        voiced = (tuple(in_its_voice(piece, body) for piece in clause) for clause in pieces)
        restored = (tuple(read.restored(piece) for piece in clause) for clause in voiced)
        return SaidByFrames(tuple(zip(telling, restored, strict=True)), empty, unfit)


def _unfit(doc: Doc, found: Iterable[Frame], ontology: Ontology) -> Iterator[tuple[str, str]]:
    """What the user's relations and wordings did not tell for want of the right classes, each with its sentence."""
    ours = {one for relation in Ontology.load().relations.values() for one in relation.evocations}
    for frame in found:
        for relation, wording, wrong in misfits(frame, ontology):
            if relation.is_of_user or wording not in ours:
                sentence = next((one.text for one in doc.sents if one.start_char <= frame.start < one.end_char), "")
                yield f"clauses with the words of “{relation.label}”, whose {wrong}", " ".join(sentence.split())


def _resolved(said: Iterable[Graph], article: Article, ontology: Ontology, known: KnownEntity) -> Graph:
    with step("resolution"):
        return with_parties(resolve(said, article, known), ontology.makings)


def known_entities(gazetteer: Gazetteer) -> KnownEntity:
    """Lookup in the gazetteer, by id; None for an unknown one."""

    def known(node: NodeId) -> Entity | None:
        try:
            return gazetteer.entity(node)
        except KeyError:
            return None

    return known


def _told(said: Applied, least: float | None) -> tuple[list[Graph], list[Omission]]:
    """The pieces that are not found wrong and are sure enough; what the others would have said, with its cause."""
    pieces: list[Graph] = []
    omitted: list[Omission] = []
    rights = [(clause, without_ids(clause, said.wrong)) for clause in said.clauses]
    mains = (one for _, right in rights for piece in right for one in piece.statements if one.is_main)
    has_better = any(map(is_kept, mains))
    for clause, right in rights:
        kept = above_threshold(right, least, beside_better=has_better)
        pieces += kept
        for cause, before, after in ((WRONG, clause, right), (UNSURE, right, kept)):
            there = {one.id for piece in after for one in piece.statements}
            missing = (one for piece in before for one in piece.statements if one.id not in there)
            omitted += [(cause, one.first_evidence.start) for one in missing]
    return pieces, omitted


HOLDING = "heldOffice"
KnownEntity = Callable[[NodeId], Entity | None]


def resolve(pieces: Iterable[Graph], article: Article, known: KnownEntity) -> Graph:
    """The graph of one article; ``known`` looks up entities that links lead to (the country of a government)."""
    graph, joined = _together(pieces)
    again = _told_again(joined, graph.statements)
    if again:
        graph = renamed(graph, again)
        joined = replace(graph, statements=()).of_one_article()
    statements = tuple(_identified(graph.statements))
    linked = _with_link_targets(_with_countries(joined, statements), known)
    # Events with only those roles whose filler exists, and no event that fills a role of its own.
    nodes = linked.nodes
    filled = (
        (event, (r for r in event.roles if r.filler in nodes and r.filler != event.id)) for event in linked.events
    )
    events = tuple(replace(event, roles=frozenset(roles)) for event, roles in filled)
    return Graph((article,), linked.entities, events, linked.quantities, statements).of_one_article()


def same_events(pieces: Iterable[Graph]) -> Mapping[NodeId, NodeId]:
    """The events of an article that are one with an earlier event, with that."""
    graph, joined = _together(pieces)
    return _told_again(joined, graph.statements)


def _together(pieces: Iterable[Graph]) -> tuple[Graph, Graph]:
    """All that the pieces have, side by side; and their nodes, each once."""
    found = list(pieces)
    nodes = {name: tuple(node for piece in found for node in getattr(piece, name)) for name in PARTS[1:-1]}
    graph = Graph(**nodes, statements=tuple(_distinct(one for piece in found for one in piece.statements)))
    return graph, replace(graph, statements=()).of_one_article()


def _distinct(statements: Iterable[Statement]) -> Iterator[Statement]:
    """A noun that a verb of the same sentence already told ("imposed [tariffs]") tells nothing new."""
    found = list(statements)
    told = {_key(statement) for statement in found if not Construction.of(statement.rule).is_nominal}
    for statement in found:
        if not (Construction.of(statement.rule).is_nominal and _key(statement) in told):
            yield statement


def _key(statement: Statement) -> tuple[object, ...]:
    return (statement.relation, statement.subject, statement.object, statement.first_evidence.start)


def _told_again(graph: Graph, statements: Iterable[Statement]) -> Mapping[NodeId, NodeId]:
    """The events of clauses that say the same as an earlier one, in a title and in the text, with those of the first.

    Of classes of the ontology the coreference of happenings tells which are one; another place makes another event.
    """
    events = {event.id: event for event in graph.events}
    first: dict[tuple[object, ...], Event] = {}
    again: dict[NodeId, NodeId] = {}
    for said in statements:
        event = events.get(said.event) if said.event and said.is_main else None
        if event is None or event.cls != "Event" or not said.is_open:
            continue
        known = first.setdefault(_saying(said), event)
        if known.id != event.id and _agree(known, event):
            again[event.id] = known.id
            first[_saying(said)] = replace(known, roles=known.roles | event.roles)
    return again


def _saying(said: Statement) -> tuple[object, ...]:
    """What makes two clauses say the same."""
    target = None if said.object == said.event else said.object
    time = (said.time.start, said.time.end, said.time.text) if said.time else None
    firmness = said.factuality, said.negated, said.condition
    return said.subject, said.relation, target, firmness, said.attributed_to, said.reported_by, time


def _agree(one: Event, other: Event) -> bool:
    """Whether no role of two events has fillers of which none is the same."""
    common = one.roles & other.roles
    names = {role.name for role in one.roles} & {role.name for role in other.roles}
    return names == {role.name for role in common}


def _identified(statements: Iterable[Statement]) -> Iterator[Statement]:
    """Statements with ids that hash what they say: who, what, whom, how firmly, by whose word, when.

    A detail of a statement that is not told becomes a main one; that of a lead is a lead, unless it was read.
    """
    found = [(statement.id, replace(statement, id=_name(statement))) for statement in statements]
    clauses = dict(found)
    for _, statement in found:
        # The main statement of which one is a detail, be it by way of others.
        main, seen = None, {statement.id}
        above = clauses.get(statement.detail_of) if statement.detail_of else None
        while above is not None and above.id not in seen:
            main = above
            seen.add(above.id)
            above = clauses.get(above.detail_of) if above.detail_of else None
        condition = clauses.get(statement.condition_statement) if statement.condition_statement else None
        yield replace(
            statement,
            detail_of=main.id if main else None,
            label="" if main else statement.label,
            clause_text="" if main else statement.clause_text,
            trust=Trust.LEAD if main and main.is_lead and not statement.is_read else statement.trust,
            condition_statement=condition.id if condition and condition.id != statement.id else None,
        )


def _name(statement: Statement) -> NodeId:
    time = statement.time
    # What an id hashes beside: the polarity of what is not denied, the condition.
    is_negated = statement.negated and statement.factuality is not Factuality.DENIED
    content = (
        statement.subject,
        statement.relation,
        statement.object,
        statement.event,
        statement.factuality.value,
        statement.attributed_to,
        statement.reported_by,
        (time.start, time.end, time.text) if time else None,
        *(*(("negated",) if is_negated else ()), *filter(None, (statement.condition,))),
    )
    return NodeId(f"statement-{hashlib.sha256(repr(content).encode()).hexdigest()[:12]}")


def _with_countries(graph: Graph, statements: Iterable[Statement]) -> Graph:
    """Persons with the country of an office that the article gives them ("Gambian President Dawda Jawara")."""
    country = {entity.id: entity.country for entity in graph.entities if entity.country}
    held = {
        s.subject: country[s.object]
        for s in sorted(statements, key=lambda s: s.first_evidence)
        if s.relation == HOLDING and s.object in country
    }
    return replace(
        graph,
        entities=tuple(replace(e, country=held[e.id]) if not e.country and e.id in held else e for e in graph.entities),
    )


def _with_link_targets(graph: Graph, known: KnownEntity) -> Graph:
    """The graph with every entity that a link leads to; a link to something unknown is dropped."""
    have = {entity.id: entity for entity in graph.entities}
    events = {event.id for event in graph.events}
    queue = [link.target for entity in graph.entities for link in entity.links]
    queue += [role.filler for event in graph.events for role in event.roles]
    while queue:
        target = queue.pop()
        if target in have or target in events:
            continue
        entity = known(target)
        if entity is not None:
            have[target] = entity
            queue.extend(link.target for link in entity.links)
    kept = ((entity, (link for link in entity.links if link.target in have)) for entity in have.values())
    return replace(graph, entities=tuple(replace(entity, links=frozenset(links)) for entity, links in kept))
