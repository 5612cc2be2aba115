"""Rows: what docs/reference/graph.md promises of a line."""

import json
from dataclasses import replace

import pytest
from hypothesis import given

import kg
from kg.model import ArticleId, Entity, Event, Factuality, Graph, Link, NodeId, Role
from kg.model.mention import AnyMention, AttributionMention, EntityMention, EventMention, TimeMention
from kg.model.nodes import MENTIONED, OWNER
from kg.tables.rows import Row, Vocabulary, _cell, jsonl, mention_rows, statement_rows
from tests.graphs import evidence, graphs, statement, trade_graph

ID = "https://w3id.org/newsgraph/id/"
A1 = ArticleId("a1")


def rows_by_id(graph: Graph, vocabulary: Vocabulary | None = None) -> dict[str, Row]:
    return {str(row["id"]): row for row in statement_rows(graph, vocabulary or Vocabulary())}


def test_a_row_tells_all_of_a_statement() -> None:
    row = rows_by_id(trade_graph(), Vocabulary(plover={"imposedTariffOn": "SANCTION-discontinue"}))["statement-b2"]
    assert row == {
        "article": "trade", "id": "statement-b2", "label": None, "detailOf": None, "articleDate": "2026-01-14",
        "publisher": "The Paper",
        "subject": "Canada", "subjectIri": ID + "canada", "subjectClass": "Country", "subjectCountry": "CAN",
        "subjectOf": [], "subjectText": "canada",
        "relation": "imposedTariffOn", "relationIri": "https://w3id.org/newsgraph/ontology#imposedTariffOn",
        "relationClass": None, "predicateText": "imposedTariffOn",
        "object": "China", "objectIri": ID + "china", "objectClass": "Country", "objectCountry": "CHN",
        "objectOf": [], "objectText": "china",
        "event": "ImposeTariff", "eventIri": ID + "event-3f", "plover": "SANCTION-discontinue",
        "roles": {"commodity": ["Chinese electric vehicles"], "rate": ["100%"]},
        "eventFact": True, "eventFactuality": "Asserted", "eventNegated": False,
        "factuality": "Asserted", "fact": True, "firmness": "asserted", "firmnessCue": None, "negated": False,
        "unresolved": False, "condition": None, "conditionStatement": None, "trust": None,
        "attributedTo": None, "attributedToIri": None, "reportedBy": None, "claimedOn": None,
        "start": "2024-01-01", "end": "2024-12-31", "timeText": "in 2024", "timePrecision": "year",
        "confidence": 0.9, "usefulness": None, "confidenceReasons": [], "reviewedBy": [], "extractedBy": None,
        "rule": "clause/active", "rules": [], "clauseText": None, "passive": False, "tense": None,
        "quote": "Relations worsened further in 2024 when Canada imposed a 100% tariff on Chinese electric vehicles.",
        "quoteStart": 19, "quoteEnd": 117,
    }  # fmt: skip


def test_a_claim_names_its_source_and_an_open_relation_its_own_namespace() -> None:
    row = rows_by_id(trade_graph())["statement-government-of-canada-ease-the-tariffs-denied-canadian-officials"]
    assert (row["attributedTo"], row["fact"], row["factuality"]) == ("Canadian officials", False, "Denied")
    assert row["relationIri"] == "https://w3id.org/newsgraph/relation/ease"


def test_the_event_of_a_denial_is_a_fact_where_another_statement_tells_it_as_one() -> None:
    graph = trade_graph()
    denied = replace(graph.statements[0], id=NodeId("statement-no"), factuality=Factuality.DENIED)
    for told, is_fact in (((denied,), False), ((*graph.statements, denied), True)):
        rows = {str(row["id"]): row for row in statement_rows(Graph() | replace(graph, statements=told))}
        assert (rows["statement-no"]["fact"], rows["statement-no"]["eventFact"]) == (False, is_fact)


def test_a_statement_of_two_articles_is_a_row_in_each() -> None:
    first, second = evidence("Trade and Tensions"), evidence("Trade and Tensions", article="copy")
    again = evidence("China responded")
    graph = Graph(statements=(statement(("canada", "joined", "china"), (first, second, again)),))
    assert [row["article"] for row in statement_rows(graph)] == ["copy", "trade"]


def test_rows_come_in_the_order_of_the_text() -> None:
    starts = [row["quoteStart"] for row in statement_rows(trade_graph())]
    assert starts == [19, 118, 167, 167, 231]


@pytest.mark.parametrize(("places", "country"), [(("dili",), "TLS"), (("dili", "bali"), None), ((), None)])
def test_a_happening_is_of_the_country_of_its_one_place(places: tuple[str, ...], country: str | None) -> None:
    sites = tuple(
        Entity(NodeId(name), "Place", name, country=code) for name, code in (("dili", "TLS"), ("bali", "IDN"))
    )
    march = Event(NodeId("march"), "Protest", "march", roles=frozenset(Role("place", NodeId(p)) for p in places))
    told = statement(("students", "protestedAgainst", "march"), (evidence("China responded"),))
    graph = Graph(entities=sites, events=(march,), statements=(told,))
    assert [row["objectCountry"] for row in statement_rows(graph)] == [country]


def test_plover_falls_back_on_the_event() -> None:
    vocabulary = Vocabulary(plover={"ImposeTariff": "SANCTION"})
    assert rows_by_id(trade_graph(), vocabulary)["statement-b2"]["plover"] == "SANCTION"


@given(graphs())
def test_each_row_is_a_line_of_json(graph: Graph) -> None:
    rows = list(statement_rows(graph))
    text = "".join(jsonl(rows))
    assert [json.loads(line) for line in text.splitlines()] == rows


def test_mentions_are_rows() -> None:
    mentions: list[AnyMention] = [
        EntityMention(A1, 12, 18, "Ottawa", NodeId("government-of-canada"), "Government", "CAN"),
        EntityMention(A1, 22, 28, "London", NodeId("london"), "Place", "GBR", "Q84", "prior", ("Q92561",)),
        EventMention(A1, 24, 30, "arrest", NodeId("event-3f"), "Arrest", Factuality.PLANNED),
        TimeMention(A1, 31, 35, "2024", "2024", "DATE", "2024-01-01", "2024-12-31"),
        AttributionMention(A1, ((0, 18),), ((19, 22),), ((23, 140),), NodeId("canadian-officials")),
    ]
    ottawa, london, arrest, year, said = mention_rows(mentions)
    assert ottawa == {
        "article": "a1", "kind": "entity", "start": 12, "end": 18, "text": "Ottawa", "class": "Government",
        "entity": ID + "government-of-canada", "countryCode": "CAN", "wikidata": None, "linkedBy": None, "rivals": [],
    }  # fmt: skip
    assert (london["wikidata"], london["linkedBy"], london["rivals"]) == ("Q84", "prior", ["Q92561"])
    assert arrest == {
        "article": "a1", "kind": "event", "start": 24, "end": 30, "text": "arrest", "class": "Arrest",
        "event": ID + "event-3f", "factuality": "Planned",
    }  # fmt: skip
    assert year == {
        "article": "a1", "kind": "time", "start": 31, "end": 35, "text": "2024", "timex": "2024", "timexType": "DATE",
        "from": "2024-01-01", "to": "2024-12-31",
    }  # fmt: skip
    assert said == {
        "article": "a1", "kind": "attribution", "source": [[0, 18]], "cue": [[19, 22]], "content": [[23, 140]],
        "entity": ID + "canadian-officials",
    }  # fmt: skip


def test_a_mention_that_stays_open_has_no_node() -> None:
    assert next(mention_rows([EntityMention(A1, 0, 2, "it", NodeId(""), "")]))["entity"] is None


@pytest.mark.parametrize("graph", [trade_graph(), Graph(), replace(trade_graph(), entities=())])
def test_pandas_has_a_row_a_statement_and_real_dates(graph: Graph) -> None:
    pytest.importorskip("pandas")
    table = kg.Graph(graph).to_pandas()
    assert len(table) == len(graph.statements)
    assert list(table.columns[:3]) == ["article", "id", "subject"]
    assert str(table["start"].dtype).startswith("datetime64")


def test_a_row_tells_whose_its_ends_are_and_whom_their_pronouns_mean() -> None:
    peru, chile = (Entity(NodeId(name), "Country", name.title()) for name in ("peru", "chile"))
    terms = Entity(NodeId("terms"), "Topic", "terms of its loans", links=frozenset({Link(MENTIONED, chile.id)}))
    visit = Event(NodeId("visit"), "Event", "Their visit", roles=frozenset(Role(OWNER, x.id) for x in (peru, chile)))
    told = statement(("visit", "change", "terms"), (evidence("China responded"),))
    (row,) = statement_rows(Graph(entities=(chile, peru, terms), events=(visit,), statements=(told,)))
    assert (row["subjectOf"], row["objectOf"]) == (["Chile", "Peru"], ["Chile"])


def test_a_number_stays_a_number_in_its_cell() -> None:
    assert [*map(repr, map(_cell, (0, 3, True, 0.5)))] == ["0", "3", "True", "0.5"]
