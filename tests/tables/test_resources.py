"""Statements, entities and events as resources, data frames and timelines; the process that answers queries."""

import pydoc
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal

import polars as pl
import pytest

import kg
from kg.api import Graph
from kg.errors import KgError, MissingPartError
from kg.facts.selection import Filter
from kg.model import Factuality, NodeId, TimeSpan
from kg.model import Graph as Values
from kg.store import Limits, Solutions, StoppedError
from kg.tables.data_frames import html_table, polars_table
from kg.tables.resources import EntityResource, EventResource, QuantityResource, StatementResource, Unknown
from kg.tables.rows import COLUMNS, KINDS, statement_rows
from kg.tables.timeline import timeline
from tests.cases import tried_on
from tests.gold_graph import gold_graph
from tests.graphs import YEAR_2024, entity, evidence, statement, trade_graph

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


def test_help_tells_what_a_field_of_a_statement_is() -> None:
    assert "The expected share of such statements that are right" in pydoc.render_doc(StatementResource)


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
    ("asked", "nearest"), [({"name": "Canda"}, "Canada"), ({"cls": "Persn"}, "Person"), ({"country": "CAM"}, "CAN")]
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


@tried_on("query", "said")
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


# Tables of pandas and polars, and those that a notebook shows.


GRAPH = trade_graph()


def test_polars_has_the_rows_of_pandas_with_their_types() -> None:
    table, other = kg.Graph(GRAPH).to_polars(), kg.Graph(GRAPH).to_pandas()
    assert (table.columns, table.height) == (list(COLUMNS), len(other))
    types = dict(table.schema)
    wanted: dict[str, pl.DataType] = {
        "start": pl.Date(), "fact": pl.Boolean(), "quoteStart": pl.Int64(), "confidence": pl.Float64(),
        "rules": pl.List(pl.String), "subject": pl.String(),
    }  # fmt: skip
    assert {name: types[name] for name in wanted} == wanted
    for name in COLUMNS:
        if KINDS.get(name) in {None, str, int, bool}:
            values = [None if value != value else value for value in other[name]]  # noqa: PLR0124 - NaN
            assert table[name].to_list() == values, name
    assert {type(day) for day in table["start"].drop_nulls()} == {date}


def test_roles_are_names_with_their_values() -> None:
    told = [row["roles"] for row in statement_rows(GRAPH)]
    found = [{one["name"]: one["values"] for one in roles} for roles in kg.Graph(GRAPH).to_polars()["roles"]]
    assert found == told
    assert any(found)


def test_a_table_without_rows_has_its_columns() -> None:
    assert dict(polars_table([], COLUMNS, KINDS).schema) == dict(kg.Graph(GRAPH).to_polars().schema)
    rows = Solutions([{"who": "Canada", "n": None}], columns=["who", "n"])
    assert rows.to_polars().to_dicts() == [{"who": "Canada", "n": None}]
    assert dict(Solutions([], columns=["who"]).to_polars().schema) == {"who": pl.String}
    assert rows.to_pandas()["who"].tolist() == ["Canada"]


@pytest.mark.parametrize("name", ["pandas", "polars"])
def test_without_the_package_it_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    for made in (kg.Graph(GRAPH), Solutions([], columns=[])):
        with pytest.raises(MissingPartError, match=f"{name} is not installed") as error:
            getattr(made, f"to_{name}")()
        assert f"pip install {name}" in error.value.hint or "-m pip install" in error.value.hint


def test_what_a_graph_gives_shows_itself_in_a_notebook() -> None:
    graph = kg.Graph(GRAPH)
    said = graph.statements()
    shown = said._repr_html_()
    assert shown.count("<tr>") == len(said) + 1
    assert "<th>says</th><th>firmness</th><th>source</th><th>when</th><th>sentence</th>" in shown
    assert "denied" in shown
    assert "<td" in said[0]._repr_html_()
    assert "Q16" in graph.entities()._repr_html_()
    assert graph.events()._repr_html_().startswith("<table>")
    assert graph.statements(since="1900", until="1901")._repr_html_() == "<p>none</p>"
    assert isinstance(said, tuple)
    assert said == tuple(said)


def test_texts_are_no_markup() -> None:
    rows = Solutions([{"<b>": "<script>alert(1)</script>"}], columns=["<b>"])
    assert "<script>" not in rows._repr_html_()
    assert "&lt;b&gt;" in rows._repr_html_()


def test_a_long_table_tells_how_many_rows_it_leaves_out() -> None:
    assert html_table([{"a": number} for number in range(1060)], ["a"]).endswith("<p>1,010 more</p>")
    assert "more" not in html_table([{"a": 1}], ["a"])


# What happened when, between whom.


ANY = Filter()


def test_moments_come_in_the_order_of_time() -> None:
    times = [moment.time for moment in timeline(gold_graph("canada-china"), ANY) if moment.time]
    assert times
    assert times == sorted(times, key=lambda time: time.start or time.end or date.min)


def test_what_is_due_by_a_day_stands_at_that_day() -> None:
    span = evidence("China responded with tariffs on Canadian canola.")
    due = statement(("china", "lift", "tariffs"), span, is_open=True, time=TimeSpan(None, date(2026, 7, 1), "by July"))
    *_, last = timeline(trade_graph() | Values(statements=(due,)), ANY)
    assert last.first.id == due.id


def test_undated_moments_come_last_and_when_asked_for() -> None:
    dated, all_moments = timeline(trade_graph(), ANY), timeline(trade_graph(), ANY, undated=True)
    assert len(dated) == 2
    assert len(all_moments) == 5
    assert all_moments[:2] == dated


def test_one_happening_is_one_moment_with_the_narrowest_time() -> None:
    told = next(one for one in trade_graph().statements if one.event == "event-3f")
    day = TimeSpan(date(2024, 10, 1), date(2024, 10, 1), "on October 1")
    again = replace(told, id=type(told.id)("statement-again"), time=day)
    moments = [one for one in timeline(trade_graph() | Values(statements=(again,)), ANY) if len(one.statements) == 2]
    assert [moment.time for moment in moments] == [day]


def test_a_clause_in_its_own_words_is_one_moment() -> None:
    span = evidence("China responded with tariffs on Canadian canola.")
    clause = tuple(
        statement(ends, span, is_open=True, time=YEAR_2024)
        for ends in (("china", "respond", "canada"), ("china", "respond-with", "tariffs"), ("china", "react", "canada"))
    )
    moments = timeline(Values(statements=clause) | trade_graph(), Filter(relation="respond-with"))
    assert len(moments) == 1
    found = [moment for moment in timeline(Values(statements=clause) | trade_graph(), ANY) if moment.first.is_open]
    assert [(one.first.relation, len(one.statements)) for one in found] == [("react", 1), ("respond", 2)]


def test_a_fact_is_shown_before_a_claim() -> None:
    claim = statement(
        ("china", "imposedTariffOn", "canada"),
        evidence("Trade and Tensions"),
        event="event-3f",
        source="canadian-officials",
        time=YEAR_2024,
    )
    first, *_ = timeline(trade_graph() | Values(statements=(claim,)), ANY)
    assert len(first.statements) == 2
    assert first.first.id == "statement-b2"


def test_between_two_states_counts_those_who_stand_for_them() -> None:
    moments = timeline(gold_graph("canada-china"), ANY, between=("Canada", "China"), undated=True)
    found = {told.id.rpartition("-")[2] for moment in moments for told in moment.statements}
    assert found >= {"f06", "f13", "f19", "f20", "f23", "f24", "f25", "f26", "f43"}
    assert not found & {"f05", "f09", "f12", "f17", "f39", "f44", "f47"}


def test_a_span_of_days_leaves_out_the_rest() -> None:
    wanted = Filter(since=date(2026, 1, 1))
    assert {moment.time.start for moment in timeline(gold_graph("canada-china"), wanted) if moment.time} == {
        date(2026, 1, 12)
    }


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(KgError, match="not in the graph"):
        timeline(trade_graph(), ANY, between=("Atlantis",))


def test_a_statement_whose_event_alone_is_dated_has_its_time() -> None:
    graph = trade_graph()
    told = tuple(replace(one, time=None) if one.id == "statement-b2" else one for one in graph.statements)
    undated = replace(graph, statements=told)
    for wanted in (ANY, Filter(since=date(2024, 6, 1), until=date(2024, 6, 1))):
        assert [moment.time for moment in timeline(undated, wanted)] == [YEAR_2024, YEAR_2024]


@pytest.mark.parametrize(
    ("factuality", "source", "found"),
    [
        (Factuality.ASSERTED, "", True),
        (Factuality.DENIED, "", False),
        (Factuality.PLANNED, "", False),
        (Factuality.ASSERTED, "china", False),
    ],
)
def test_only_who_holds_an_office_as_a_fact_stands_for_the_state(
    factuality: Factuality, source: str, *, found: bool
) -> None:
    office = entity("premier", "Office", "Premier", ("actsFor", "canada"))
    person = entity("jane-doe", "Person", "Jane Doe")
    span = evidence("Trade and Tensions")
    told = (
        statement(("jane-doe", "heldOffice", "premier"), span, factuality, source=source),
        statement(("jane-doe", "visited", "china"), span),
    )
    graph = trade_graph() | Values(entities=(office, person), statements=told)
    moments = timeline(graph, Filter(relation="visited"), between=("Canada", "China"), undated=True)
    assert bool(moments) is found


def test_the_name_of_a_government_means_its_state_too() -> None:
    names = ("Canada", "Government of Canada")
    named = [timeline(trade_graph(), ANY, between=(one, "China"), undated=True) for one in names]
    assert named[0] == named[1]
    assert len(named[0]) == 2


def test_what_a_clause_tells_beside_its_main_statement_stands_under_it() -> None:
    span = evidence("China responded with tariffs on Canadian canola.")
    main = statement(("china", "respond-with", "tariffs"), span, is_open=True, event="event-main", time=YEAR_2024)
    more = statement(("china", "respond-in", "canada"), span, is_open=True, event="event-more", time=YEAR_2024)
    graph = trade_graph() | Values(statements=(main, replace(more, detail_of=main.id)))
    (found,) = (one for one in timeline(graph, ANY) if main in one.statements)
    assert (found.first, len(found.statements)) == (main, 2)
