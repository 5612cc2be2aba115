"""Statements, entities and events with labels, found by name; the process that answers queries."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

import kg
from kg.api import Graph
from kg.model import NodeId
from kg.store import Limits, Solutions, StoppedError
from kg.tables.resources import EntityResource, EventResource, QuantityResource, Unknown
from tests.graphs import evidence, statement, trade_graph

BASE = "https://w3id.org/newsgraph/"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a = ?h) }"


@pytest.fixture
def graph() -> Graph:
    return Graph(trade_graph())


def test_a_statement_has_ends_with_labels(graph: Graph) -> None:
    (said,) = graph.statements(subject="Canadian", relation="imposedTariffOn")
    assert (str(said.subject), str(said.relation), str(said.object)) == ("Canada", "imposedtariffon", "China")
    assert (said.subject.id, said.subject.cls, said.subject.wikidata, said.subject.country) == (
        "canada", "Country", "Q16", "CAN",
    )  # fmt: skip
    assert (said.subject.iri, said.iri) == (f"{BASE}id/canada", f"{BASE}id/statement-b2")
    assert (said.relation.id, said.relation.iri) == ("imposedTariffOn", f"{BASE}ontology#imposedTariffOn")
    assert said.sentence.startswith("Relations worsened further in 2024 when Canada")
    assert said.article is not None
    assert (said.article.title, said.evidence) == ("Trade and Tensions", (said.first_evidence,))
    assert said.time is not None
    assert (said.time.start, said.is_fact, said.factuality) == (date(2024, 1, 1), True, "Asserted")
    assert (said.source, said.reported_by, said.is_main, said.main) == (None, None, True, None)
    assert (said.rule, said.confidence) == ("clause/active", 0.9)
    assert (said.subject_text, said.predicate_text, said.object_text) == ("canada", "imposedTariffOn", "china")
    assert repr(said) == "<Statement Canada · imposedtariffon · China>"


def test_statements_are_found_by_time_and_by_whom_they_are_about(graph: Graph) -> None:
    assert [said.relation.id for said in graph.statements(since="2024", until="2024-06")] == [
        "imposedTariffOn",
        "heldOffice",
    ]
    assert graph.statements(since="2025-01-01") == ()
    assert [said.relation.id for said in graph.statements(about="Canadian officials")] == ["ease"]
    assert len(graph.statements(about="Mark Carney")) == 2
    with pytest.raises(kg.KgError, match="'soon' is no date"):
        graph.statements(since="soon")


def test_what_is_no_fact_says_so(graph: Graph) -> None:
    (said,) = graph.statements(factuality="denied")
    assert str(said.source) == "Canadian officials"
    assert not said.is_fact
    assert said.relation.is_open
    assert repr(said).endswith("the tariffs, denied, says Canadian officials>")


def test_roles_lead_to_nodes(graph: Graph) -> None:
    (said,) = graph.statements(subject="Canada", relation="imposedTariffOn")
    assert {name: [str(one) for one in found] for name, found in said.roles.items()} == {
        "agent": ["Canada"],
        "commodity": ["Chinese electric vehicles"],
        "rate": ["100%"],
        "target": ["China"],
    }
    (rate,) = said.roles["rate"]
    assert isinstance(rate, QuantityResource)
    assert (rate.number, rate.unit, rate.cls) == (Decimal(100), "percent", "Quantity")
    assert isinstance(said.event, EventResource)
    assert said.event.roles == said.roles
    (goods,) = said.roles["commodity"]
    assert isinstance(goods, EntityResource)
    assert [str(one) for one in goods.links["originCountry"]] == ["China"]


def test_a_standing_relation_has_no_roles(graph: Graph) -> None:
    (said,) = graph.statements(relation="heldOffice")
    assert said.event is None
    assert dict(said.roles) == {}


def test_nodes_know_what_is_told_of_them(graph: Graph) -> None:
    (canada,) = graph.entities("Canada")
    assert canada.alt_labels == ("Canadian",)
    assert [said.relation.id for said in canada.statements] == ["imposedTariffOn"]
    (event,) = graph.events(participant="China", cls="ImposeTariff", factuality="asserted")[1:]
    assert (event.label, event.is_fact, event.factuality, event.sources) == (
        "tariffs on Canadian canola", True, "Asserted", (),
    )  # fmt: skip
    assert event.time is None
    assert repr(canada) == "<Country 'Canada'>"


def test_entities_are_found_by_class_and_country(graph: Graph) -> None:
    canadians = ["Canada", "Canadian officials", "Government of Canada", "Mark Carney"]
    assert [str(one) for one in graph.entities(country="CAN")] == canadians
    assert graph.entities(country="Canada") == graph.entities(country="can")
    assert {one.cls for one in graph.entities(cls="Actor")} == {"Country", "Government", "Group", "Office", "Person"}
    assert [str(one) for one in graph.entities(cls="Person")] == ["Mark Carney"]
    assert len(graph.entities()) == 11


def test_events_of_a_class_above_are_found(graph: Graph) -> None:
    assert graph.events(cls="Event") == graph.events()
    assert graph.events(factuality="Planned") == ()


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [({"name": "Canda"}, "Canada"), ({"cls": "Persn"}, "Person"), ({"country": "CAM"}, "CAN")],
)
def test_an_entity_that_is_not_there_is_an_error_with_the_nearest(
    graph: Graph, asked: dict[str, str], nearest: str
) -> None:
    with pytest.raises(kg.KgError) as raised:
        graph.entities(**asked)
    assert nearest in raised.value.hint


def test_a_misspelt_filter_of_statements_or_events_names_the_nearest(graph: Graph) -> None:
    for ask in (
        lambda: graph.statements(relation="imposedTarifOn"),
        lambda: graph.events(cls="ImposeTarif"),
        lambda: graph.label("canadda"),
    ):
        with pytest.raises(kg.KgError) as raised:
            ask()
        assert raised.value.hint.startswith("Nearest: ")
    with pytest.raises(kg.KgError) as raised:
        graph.statements(factuality="sure")
    assert raised.value.hint == "one of Asserted, Planned, Expected, Possible, Requested, Conditional, Denied"


def test_a_matter_that_is_no_country_has_none(graph: Graph) -> None:
    with pytest.raises(kg.KgError, match="'canola' is no country of the graph"):
        graph.entities(country="canola")


def test_a_detail_leads_to_its_main_statement_and_back() -> None:
    made = trade_graph()
    main = replace(made.statements[0], id=NodeId("main"), label="Canada imposed a tariff on China.")
    detail = replace(made.statements[0], id=NodeId("detail"), relation="imposedTariffAt", detail_of=NodeId("main"))
    graph = Graph(replace(made, statements=(detail, main)))
    found = {said.id: said for said in graph.statements()}
    assert found[NodeId("main")].details == (found[NodeId("detail")],)
    assert found[NodeId("detail")].main == found[NodeId("main")]
    assert not found[NodeId("detail")].is_main
    assert found[NodeId("main")].label == "Canada imposed a tariff on China."
    assert found[NodeId("detail")].label.count(" ") >= 2


def test_a_node_that_the_graph_does_not_describe_goes_by_its_id() -> None:
    told = statement(("nobody", "signed", "nothing"), evidence("China responded with tariffs on Canadian canola."))
    (said,) = Graph(replace(trade_graph(), statements=(told,), articles=())).statements()
    assert isinstance(said.subject, Unknown)
    assert (said.subject.label, said.subject.cls, said.subject.wikidata, said.article) == ("nobody", "", "", None)


def test_a_statement_has_the_time_of_its_event() -> None:
    made = trade_graph()
    told = tuple(replace(one, time=None) for one in made.statements)
    (said,) = Graph(replace(made, statements=told)).statements(subject="Canada", relation="imposedTariffOn")
    assert said.time is not None
    assert (said.time.start, said.time.end) == (date(2024, 1, 1), date(2024, 12, 31))


def test_rows_have_columns_and_become_a_table(graph: Graph) -> None:
    rows = graph.query("SELECT ?who ?whom { ?who kg:imposedTariffOn ?whom }")
    assert isinstance(rows, Solutions)
    assert rows.columns == ("who", "whom")
    assert len(rows) == 3  # what a government does its country does too
    assert rows.column("who") == (f"{BASE}id/canada", f"{BASE}id/china", f"{BASE}id/government-of-china")
    assert list(rows.to_pandas().columns) == ["who", "whom"]
    with pytest.raises(KeyError):
        rows.column("nobody")
    empty = graph.query("SELECT ?who { ?who kg:imposedTarifOn ?whom }")
    assert isinstance(empty, Solutions)
    assert (tuple(empty), empty.columns) == ((), ("who",))
    assert "imposedTariffOn" in "".join(empty.notes)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }", "SERVICE"),
        ("LOAD <http://example.org/>", "update"),
        ("DELETE WHERE { ?s ?p ?o }", "update"),
        ("SELECT * FROM <http://example.org/> { ?s ?p ?o }", "FROM"),
    ],
)
def test_what_reaches_out_or_changes_is_refused(graph: Graph, query: str, said: str) -> None:
    with pytest.raises(kg.QueryError) as raised:
        graph.query(query)
    assert said in f"{raised.value.message} {raised.value.hint}"
    assert len(graph) == 5


def test_the_process_that_answers_starts_once_and_ends_with_the_graph() -> None:
    graph = Graph(trade_graph())
    assert graph.query("ASK { ?s ?p ?o }") is True
    worker = graph._worker
    started = worker.pid
    assert graph.ask("who-imposed-what").columns
    with pytest.raises(StoppedError, match=r"stopped after 0\.01 seconds"):
        graph.query(SLOW, limits=Limits(seconds=0.01))
    assert (worker.pid, worker.is_open) == (started, True)
    del graph
    assert not worker.is_open
