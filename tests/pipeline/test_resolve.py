"""Pieces of one article become a graph: equal statements one, ids by content, links that lead somewhere."""

from dataclasses import replace
from datetime import date

import pytest

from kg.mapping.pieces import Predicate, piece
from kg.model import (
    Article,
    ArticleId,
    Entity,
    Event,
    Factuality,
    Frame,
    Graph,
    Link,
    NodeId,
    Phrase,
    Role,
    Statement,
    TimeSpan,
)  # fmt: skip
from kg.pipeline.build import HOLDING, resolve
from tests.mapping.made import SENTENCE, frame, phrase

ARTICLE = Article(ArticleId("a"), "sentence", ())
NORWAY, JAPAN = phrase("Norway", "Country"), phrase("Japan", "Country")
KNOWN = {NodeId("norway"): Entity(NodeId("norway"), "Country", "Kingdom of Norway", alpha3="NOR", country="NOR")}


def said(made: Frame, subject: Phrase, target: Phrase, *, relation: str = "visited", rule: str = "") -> Graph:
    predicate = Predicate(relation, relation, text=made.predicate_text, object_text=target.text, rule=rule or made.rule)
    return piece(made, (subject, target), predicate, event=None)


def resolved(*pieces: Graph) -> Graph:
    return resolve(pieces, ARTICLE, KNOWN.get)


def ids(*pieces: Graph) -> set[NodeId]:
    return {statement.id for statement in resolved(*pieces).statements}


VISIT = frame("visit")


def test_the_same_statement_twice_is_one_with_the_evidence_of_both() -> None:
    again = replace(VISIT, sentence=replace(SENTENCE, start=20, end=28))
    (only,) = resolved(said(VISIT, NORWAY, JAPAN), said(again, NORWAY, JAPAN)).statements
    assert len(only.evidence) == 2


@pytest.mark.parametrize(
    "other",
    [
        replace(VISIT, factuality=Factuality.PLANNED),
        replace(VISIT, source=JAPAN.entity),
        replace(VISIT, time=TimeSpan(date(2024, 1, 1), date(2024, 12, 31), "in 2024")),
    ],
    ids=["how firm", "by whom", "when"],
)
def test_what_differs_in_one_thing_is_another_statement(other: Frame) -> None:
    assert len(ids(said(VISIT, NORWAY, JAPAN), said(other, NORWAY, JAPAN))) == 2


@pytest.mark.parametrize("other", [replace(VISIT, confidence=0.5), replace(VISIT, predicate_text="has visited")])
def test_confidence_and_words_make_no_other_statement(other: Frame) -> None:
    assert len(ids(said(VISIT, NORWAY, JAPAN), said(other, NORWAY, JAPAN))) == 1


def test_the_order_of_the_pieces_does_not_matter() -> None:
    pieces = (
        said(VISIT, NORWAY, JAPAN),
        said(VISIT, JAPAN, NORWAY),
        said(frame("leave"), NORWAY, JAPAN, relation="left"),
    )
    assert resolved(*pieces) == resolved(*reversed(pieces))


def test_a_noun_that_a_verb_of_the_sentence_told_tells_nothing_new() -> None:
    verb, noun = said(VISIT, NORWAY, JAPAN), said(VISIT, NORWAY, JAPAN, rule="noun/happening/visit")
    assert [statement.rule for statement in resolved(noun, verb).statements] == ["clause/active"]
    assert [statement.rule for statement in resolved(noun).statements] == ["noun/happening/visit"]


def test_a_link_brings_the_entity_it_leads_to_and_one_to_nowhere_is_dropped() -> None:
    links = frozenset({Link("actsFor", NodeId("norway")), Link("actsFor", NodeId("atlantis"))})
    government = replace(JAPAN, entity=Entity(NodeId("government-of-norway"), "Government", "Oslo", links=links))
    found = resolved(said(VISIT, government, JAPAN))
    assert found.label(NodeId("norway")) == "Kingdom of Norway"
    (entity,) = (each for each in found.entities if each.cls == "Government")
    assert {link.target for link in entity.links} == {"norway"}


def test_an_event_keeps_no_role_without_a_filler_and_none_that_is_itself() -> None:
    roles = frozenset(
        {Role("agent", NodeId("japan")), Role("topic", NodeId("nobody")), Role("cause", NodeId("event-1"))}
    )
    event = Event(NodeId("event-1"), "Visit", "visit", roles)
    predicate = Predicate("visited", "visited", text="visit", object_text="", rule="clause/active")
    found = resolved(piece(VISIT, (NORWAY, JAPAN), predicate, event=event))
    assert [event.roles for event in found.events] == [frozenset({Role("agent", NodeId("japan"))})]


def test_a_person_has_the_country_of_the_office_that_the_article_gives_him() -> None:
    person = phrase("Anna Berg", "Person")
    office = replace(NORWAY, entity=Entity(NodeId("minister-of-norway"), "Office", "Minister", country="NOR"))
    held = resolved(said(VISIT, person, office, relation=HOLDING))
    visited = resolved(said(VISIT, person, office))
    assert [countries(graph) for graph in (held, visited)] == ["NOR", ""]


def countries(graph: Graph) -> str:
    return next(entity.country for entity in graph.entities if entity.cls == "Person")


def test_every_node_that_a_statement_names_is_in_the_graph() -> None:
    source = replace(VISIT, source=phrase("analysts", "Group").entity, reported_by=phrase("Reuters", "Topic").entity)
    found = resolved(said(source, NORWAY, JAPAN))
    (only,) = found.statements
    assert named(only) <= found.nodes.keys()


def named(statement: Statement) -> set[NodeId]:
    ends = (statement.subject, statement.object, statement.attributed_to, statement.reported_by)
    return {node for node in ends if node is not None}
