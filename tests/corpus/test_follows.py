"""What follows from what is the same: happenings, claims, trends, the network, RDF, answers to questions."""

import json
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import networkx as nx
import pytest
import rdflib
from hypothesis import given
from rdflib import RDFS
from starlette.testclient import TestClient

from kg.cli.ask import as_linked
from kg.corpus import linked
from kg.corpus.claims import Bond, ties
from kg.corpus.happenings import Corpus, FoldedAnswer, Stage, folded
from kg.corpus.links import read_links
from kg.corpus.network import communities, network
from kg.corpus.rdf import as_rdf, united
from kg.corpus.tables import made
from kg.corpus.tenures import HOLDING, tenures
from kg.corpus.trends import state_acts, trend
from kg.model import Factuality, Graph, NodeId, Role, TimeSpan
from kg.model.merge import merged
from kg.ontology import ontology_folder
from kg.turtle.documents import serialize, write
from kg.turtle.terms import KG
from kg.view.serve import application
from kg.view.serve.library import library_of
from tests.conftest import Kg
from tests.corpus.joined import one_happening
from tests.corpus.made import Clause, corpora, told
from tests.graphs import entity
from tests.shards.made import corpus as folder
from tests.shards.made import shard_of

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


def corpus(*graphs: Graph) -> Corpus:
    whole = merged(graphs)
    return Corpus(whole, linked(whole))


def toll(name: str, day: date, count: int, more: str = "") -> Graph:
    return told(name, day, Clause("velox", "killed", "peru", count=count, source="ana-berg"), more=more)


def bonds(found: Corpus) -> set[tuple[str, str, Bond]]:
    return {(tie.first.value, tie.second.value, tie.bond) for tie in ties(found)}


def test_a_plan_that_was_carried_out_is_one_happening() -> None:
    plan = Clause("velox", "visited", "peru", firmness=Factuality.PLANNED)
    (one,) = corpus(told("a", MONDAY, plan), told("b", TUESDAY, Clause("velox", "visited", "peru"))).happenings
    assert [(telling.stage, telling.told_on) for telling in one.history] == [
        (Stage.PLANNED, MONDAY),
        (Stage.DONE, TUESDAY),
    ]
    assert one.stage is Stage.DONE


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ([3, None], [(Stage.PLANNED, MONDAY), (Stage.DONE, TUESDAY)]),
        ([None, 3], [(Stage.PLANNED, MONDAY), (Stage.DONE, TUESDAY)]),
        ([2, None], [(Stage.DONE, MONDAY)]),
        ([2, 3], [(Stage.DONE, MONDAY)]),
        ([None, None], [(Stage.DONE, MONDAY)]),
    ],
)
def test_what_is_told_before_its_time_is_planned(
    times: list[int | None], expected: list[tuple[Stage, date | None]]
) -> None:
    spans = [TimeSpan(date(2026, 3, day), date(2026, 3, day)) if day else None for day in times]
    (one,) = one_happening(at("a", MONDAY, spans[0]), at("b", TUESDAY, spans[1])).happenings
    assert [(telling.stage, telling.told_on) for telling in one.history] == expected


def test_a_value_of_a_later_day_is_an_update() -> None:
    assert ("12", "15", Bond.UPDATES) in bonds(corpus(toll("a", MONDAY, 12), toll("b", TUESDAY, 15)))


def test_two_values_of_one_day_by_two_sources_conflict() -> None:
    other = told("b", MONDAY, Clause("velox", "killed", "peru", count=15, source="karl-berg"))
    assert ("12", "15", Bond.CONFLICTS) in bonds(corpus(toll("a", MONDAY, 12), other))


def test_a_denial_is_tied_to_what_it_denies() -> None:
    denial = Clause("velox", "attacked", "peru", firmness=Factuality.DENIED, source="ana-berg")
    found = corpus(told("a", MONDAY, Clause("velox", "attacked", "peru")), told("b", MONDAY, denial))
    assert ("done", "denied", Bond.DENIES) in bonds(found)
    assert len(found.happenings) == 2


def test_copies_are_one_source() -> None:
    more = " ".join(f"The mine opened in the year {year} and was closed again." for year in range(1900, 1912))
    (one,) = corpus(toll("a", MONDAY, 12, more), toll("b", MONDAY, 12, more)).happenings
    assert (len(one.articles), one.sources) == (2, 1)


def test_a_happening_counts_once_in_a_trend_however_often_it_is_told() -> None:
    clause = Clause("peru", "attacked", "chile")
    found = trend(state_acts(corpus(told("a", MONDAY, clause), told("b", TUESDAY, clause)), {"attacked": "ASSAULT"}))
    assert [(one.period, one.source, one.target, one.hostile, one.score) for one in found] == [
        ("2026-03", "peru", "chile", 1, -2.0)
    ]


def test_a_trend_leaves_requests_out() -> None:
    acts = (Clause("peru", "attacked", "chile"), Clause("peru", "asked", "chile"))
    (found,) = trend(state_acts(corpus(told("a", MONDAY, *acts)), {"attacked": "ASSAULT", "asked": "REQUEST"}))
    assert (found.hostile, len(found.acts), found.score) == (1, 1, -2.0)


def at(name: str, day: date | None, time: TimeSpan | None) -> Graph:
    """An article that tells, in the present, of an attack at a time."""
    graph = told(name, day, Clause("peru", "attacked", "chile"))
    said = (replace(one, time=time, predicate_text="attacks") for one in graph.statements)
    return replace(graph, statements=tuple(said))


YEAR = TimeSpan(date(2025, 1, 1), date(2025, 12, 31))
OCTOBER = TimeSpan(date(2025, 10, 7), date(2025, 10, 7))


@pytest.mark.parametrize(
    ("times", "by", "expected"),
    [
        ([None], "month", ["2026-03"]),
        ([YEAR], "month", []),
        ([None, YEAR], "month", []),
        ([YEAR], "year", ["2025"]),
        ([TimeSpan(date(2025, 10, 1))], "year", []),
        ([OCTOBER], "month", ["2025-10"]),
        ([YEAR, OCTOBER], "month", ["2025-10"]),
        ([None, replace(OCTOBER, start=date(2026, 4, 1), end=date(2026, 4, 2))], "month", ["2026-04"]),
        ([None, OCTOBER], "day", ["2025-10-07"]),
    ],
)
def test_a_trend_counts_on_a_time_within_a_period_before_the_days_of_articles(
    times: list[TimeSpan | None], by: str, expected: list[str]
) -> None:
    one = one_happening(*(at(f"a{number}", MONDAY, time) for number, time in enumerate(times)))
    assert [found.period for found in trend(state_acts(one, {"attacked": "ASSAULT"}), by)] == expected


@pytest.mark.parametrize(("first", "second", "expected"), [(MONDAY, TUESDAY, "a"), (TUESDAY, MONDAY, "b")])
def test_a_trend_shows_the_telling_of_the_earliest_day(first: date, second: date, expected: str) -> None:
    one = one_happening(at("a", first, None), at("b", second, None))
    (found,) = trend(state_acts(one, {"attacked": "ASSAULT"}))
    (shown,) = found.statements
    assert one.statements[shown].first_evidence.article == expected


def test_the_network_ties_entities_by_happenings() -> None:
    clause = Clause("peru", "visited", "chile")
    found = network(made(corpus(told("a", MONDAY, clause), told("b", TUESDAY, clause))))
    assert [(source, target, data["sources"]) for source, target, data in found.edges(data=True)] == [
        ("peru", "chile", 2)
    ]


def test_all_terms_of_the_rdf_have_a_label_and_a_definition() -> None:
    body = as_rdf(corpus(toll("a", MONDAY, 12), toll("b", TUESDAY, 15)), "ttl")
    assert body == as_rdf(corpus(toll("b", TUESDAY, 15), toll("a", MONDAY, 12)), "ttl")
    known = rdflib.Graph().parse(ontology_folder() / "corpus.ttl").parse(ontology_folder() / "news.ttl")
    found = rdflib.Graph().parse(data=body, format="turtle")
    terms = {term for triple in found for term in triple[1:] if str(term).startswith(KG)}
    assert rdflib.URIRef(f"{KG}updatesClaim") in terms
    assert [term for term in terms if not (known.value(term, RDFS.label) and known.value(term, RDFS.comment))] == []


def test_what_two_do_together_is_an_act_of_either() -> None:
    one = corpus(told("a", MONDAY, Clause("peru", "met", "chile")))
    found = trend(state_acts(one, {"met": "CONSULT"}, mutual={"met"}))
    assert [(period.source, period.target) for period in found] == [("chile", "peru"), ("peru", "chile")]


def test_communities_are_of_those_that_happenings_tie() -> None:
    graphs = told("a", MONDAY, Clause("peru", "visited", "chile"), Clause("velox", "sued", "ana-berg"))
    found = network(made(corpus(graphs, told("b", TUESDAY, Clause("peru", "praised", "chile")))))
    assert communities(found) == (("ana-berg", "velox"), ("chile", "peru"))


def test_numbers_are_no_nodes_of_the_network() -> None:
    graph = told("a", MONDAY, Clause("peru", "sent", "chile", count=5))
    amount = Role("amount", graph.quantities[0].id)
    events = tuple(replace(event, roles=event.roles | {amount}) for event in graph.events)
    assert set(network(made(corpus(replace(graph, events=events))))) == {"peru", "chile"}


def test_the_network_of_a_corpus_is_written_with_its_communities(kg: Kg, tmp_path: Path) -> None:
    write(told("a", MONDAY, Clause("peru", "visited", "chile")), tmp_path / "a.ttl", evidence="full")
    assert "Peru" in kg("corpus", "network", "a.ttl").out
    assert kg("corpus", "network", "a.ttl", "-o", "a.graphml").code == 0
    (edge,) = nx.read_graphml(tmp_path / "a.graphml", force_multigraph=True).edges(data=True)
    assert (edge[2]["stage"], edge[2]["sources"]) == ("done", 1)
    assert kg("corpus", "network", "a.ttl", "-o", "a.txt").code == 2


# Questions of a corpus: what is the same is one node, and a happening one row with its independent sources.


DAYS = [date(2026, 3, 2), date(2026, 3, 3)]
BOTH = [
    told("a", DAYS[0], Clause("mykhailo-podoliak", "visited", "peru", firmness=Factuality.PLANNED)),
    told("b", DAYS[1], Clause("mykhailo-podolyak", "visited", "peru")),
]


def test_what_is_the_same_is_one_node_with_all_its_names() -> None:
    graph = united(corpus(*BOTH))
    (person,) = (entity for entity in graph.entities if entity.cls == "Person")
    assert {person.label, *person.alt_labels} == {"Mykhailo Podoliak", "Mykhailo Podolyak"}
    assert {said.subject for said in graph.statements} == {person.id}
    assert len(graph.events) == 1
    assert {role.filler for event in graph.events for role in event.roles} == {person.id, "peru"}
    assert graph.events[0].id in {said.event for said in graph.statements}


def test_one_graph_does_not_depend_on_the_order_of_articles() -> None:
    assert serialize(united(corpus(*BOTH)), "nt") == serialize(united(corpus(*reversed(BOTH))), "nt")


@given(corpora())
def test_links_of_a_file_make_the_same_graph_as_those_made_now(graphs: list[Graph]) -> None:
    found = corpus(*graphs)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "links.jsonl"
        path.write_text(found.links.text(), encoding="utf-8")
        graph = united(Corpus(found.graph, read_links(path)))
    assert graph == united(found)
    assert {role.filler for event in graph.events for role in event.roles} <= graph.nodes.keys()


def test_a_happening_has_one_label() -> None:
    found = corpus(*BOTH, told("c", DAYS[1], Clause("velox", "sued", "peru")))
    body = serialize(united(found), "nt", evidence="full") + as_rdf(found, "nt")
    known = rdflib.Graph().parse(data=body, format="nt")
    events = set(known.subjects(rdflib.URIRef(f"{KG}toldAs")))
    assert [len(list(known.objects(event, RDFS.label))) for event in events] == [1, 1]


def test_a_happening_is_one_row_that_of_its_firmest_telling() -> None:
    found = corpus(*BOTH)
    rows = [{"statement": said.id, "subject": said.subject} for said in found.graph.statements]
    plan, done = sorted(found.graph.statements, key=lambda said: said.is_fact)
    (answer,) = folded(sorted(rows, key=lambda row: row["statement"] != plan.id), found, statement)
    assert answer.row["statement"] == done.id
    assert (answer.statements, answer.sources) == ((done.id, plan.id), 2)


def test_a_row_has_all_whom_its_article_has_on_a_side_and_the_first_day_on_which_it_was_told() -> None:
    found = corpus(*BOTH)
    plan, done = sorted(found.graph.statements, key=lambda said: said.is_fact)
    rows: list[dict[str, str | None]] = [
        {"statement": plan.id, "relation": "visited", "object": "Lima"},
        {"statement": done.id, "relation": "visited", "object": "Peru"},
        {"statement": done.id, "relation": "visited", "object": "Chile"},
    ]
    (answer,) = folded(rows, found, statement)
    assert (answer.row["object"], answer.told_on, answer.began) == ("Peru; Chile", DAYS[0], "2026-03-02")


@pytest.mark.parametrize(
    ("row", "since", "until", "is_within"),
    [
        ({}, None, None, True),
        ({}, DAYS[0], None, False),
        ({}, None, DAYS[0], False),
        ({"start": "2026-03-01", "end": "2026-03-02"}, DAYS[0], None, True),
        ({"start": "2026-03-01", "end": "2026-03-02"}, DAYS[1], None, False),
        ({"start": "2026-03-03"}, None, DAYS[0], False),
        ({"end": "2026-03-02"}, DAYS[0], DAYS[0], True),
    ],
)
def test_a_happening_reaches_into_days_by_its_time(
    row: dict[str, str], since: date | None, until: date | None, *, is_within: bool
) -> None:
    assert FoldedAnswer(row).is_within(since, until) is is_within
    assert FoldedAnswer({}, told_on=DAYS[0]).is_within(DAYS[0], DAYS[0])


def statement(row: object) -> NodeId:
    assert isinstance(row, dict)
    return NodeId(str(row["statement"]))


def test_copies_count_once_and_rows_without_a_statement_stay() -> None:
    more = " ".join(f"The mine opened in the year {year} and was closed again." for year in range(1900, 1912))
    clause = Clause("velox", "visited", "peru")
    found = corpus(told("a", DAYS[0], clause, more=more), told("b", DAYS[0], clause, more=more))
    rows = [{"statement": said.id} for said in found.graph.statements] + [{"statement": "none"}]
    assert [answer.sources for answer in folded(rows, found, statement)] == [1, 0]


@pytest.fixture
def days(tmp_path: Path) -> None:
    """Two graphs with their links."""
    for graph, name in zip(BOTH, ("monday", "tuesday"), strict=True):
        write(graph, tmp_path / f"{name}.ttl", evidence="full")


@pytest.mark.usefixtures("days")
def test_a_named_question_is_asked_of_several_graphs_with_their_links(kg: Kg) -> None:
    assert kg("corpus", "link", "monday.ttl", "tuesday.ttl").code == 0
    asked = ("query", "monday.ttl", "--with", "tuesday.ttl", "--links", "monday.links.jsonl", "--ask", "about")
    ran = kg(*asked, "-p", "who=Mykhailo Podolyak", "-f", "jsonl", "--sentences")
    rows = [json.loads(line) for line in ran.out.splitlines()]
    found = [(row["factuality"], row["sources"], len(row["statements"].split())) for row in rows]
    assert found == [("Asserted", "2", 2)]
    assert rows[0]["sentence"] == "Mykhailo Podolyak visited Peru near the old harbour."
    assert "statements" not in kg(*asked).out


@pytest.mark.usefixtures("days")
@pytest.mark.parametrize(
    ("asked_for", "found"),
    [("since=2026-03-02", (0, 1)), ("until=2026-03", (0, 1)), ("since=2026-04", (0, 0)), ("since=x", (2, 0))],
)
def test_with_links_days_of_a_question_are_those_on_which_articles_tell(
    kg: Kg, asked_for: str, found: tuple[int, int]
) -> None:
    kg("corpus", "link", "monday.ttl", "tuesday.ttl")
    asked = ("query", "monday.ttl", "--with", "tuesday.ttl", "--links", "monday.links.jsonl", "--ask", "acts-of")
    ran = kg(*asked, "-f", "jsonl", "-p", asked_for)
    assert (ran.code, len(ran.out.splitlines())) == found


def test_where_an_article_calls_another_so_the_table_ends() -> None:
    office, graph = entity("president-of-france", "Office", "President of France"), corpus(BOTH[1]).graph
    said = (
        replace(one, object=office.id, relation=HOLDING, tense="present") for one in graph.statements if one.is_fact
    )
    graph = replace(graph, statements=tuple(said), entities=(*graph.entities, office))
    found = [(one.is_of_table, one.end) for one in tenures(Corpus(graph, linked(graph)))][-2:]
    assert found == [(True, DAYS[1] - timedelta(1)), (False, DAYS[1])]


@pytest.mark.parametrize("asked_of", [["a.ttl", "--links", "a.links.jsonl"], ["news.corpus"]])
def test_with_links_the_table_tells_who_held_an_office_on_a_day(kg: Kg, tmp_path: Path, asked_of: list[str]) -> None:
    graph = told("a", date(2022, 5, 5), Clause("ana-berg", "visited", "peru"))
    office = entity("president-of-france", "Office", "President of France")
    macron = entity("emmanuel-macron", "Person", "Emmanuel Macron")
    statements = tuple(
        replace(one, subject=macron.id, object=office.id, relation="heldOffice", is_open=False, tense="present")
        for one in graph.statements
    )
    graph = replace(graph, statements=statements) | Graph(entities=(office, macron))
    write(graph, tmp_path / "a.ttl", evidence="full")
    folder(tmp_path, [shard_of(graph)])
    for one in ("a.ttl", "news.corpus"):
        kg("corpus", "link", one)
    asked = ("query", *asked_of, "--ask", "office-holders", "-f", "jsonl", "-p")
    wanted = [
        "2015-01-01 François Hollande the table of office holders",
        "2024-01-01 Emmanuel Macron the articles together",
    ]
    rows = [json.loads(kg(*asked, f"on={day}").out) | {"on": day} for day in ("2015-01-01", "2024-01-01")]
    assert ["{on} {holder} {known_from}".format(**row) for row in rows] == wanted
    paths, links = [tmp_path / asked_of[0]], tmp_path / asked_of[-1] if "--links" in asked_of else None
    with closing(library_of(paths)(paths, together=partial(as_linked, paths, links))) as library:
        client = TestClient(application(library, "t"), base_url="http://127.0.0.1:8000")
        for row in rows:  # a server answers the same
            page = client.get("/ask/office-holders", params={"on": row["on"], "token": "t"}).text
            assert all(f">{row[name]}" in page for name in ("holder", "office", "known_from"))
            assert "<caption>1 row<" in page


@pytest.mark.usefixtures("days")
def test_sparql_of_ones_own_keeps_its_rows_and_columns(kg: Kg) -> None:
    kg("corpus", "link", "monday.ttl", "tuesday.ttl")
    linked_days = ("--with", "tuesday.ttl", "--links", "monday.links.jsonl", "-f")
    sparql = "SELECT ?stands ?sources { ?h kg:standing ?stands ; kg:independentSources ?sources }"
    assert kg("query", "monday.ttl", sparql, *linked_days, "csv").out.split() == ["stands,sources", "done,2"]
    sparql = "SELECT ?statement (9 AS ?sources) { ?statement a kg:Statement }"
    ran = kg("query", "monday.ttl", sparql, *linked_days, "csv")
    rows = ran.out.splitlines()
    assert (rows[0], len(rows), {row.partition(",")[2] for row in rows[1:]}) == ("statement,sources", 3, {"9"})
    assert "<binding" in kg("query", "monday.ttl", sparql, *linked_days, "xml").out
    answers = [kg("query", "monday.ttl", "ASK {}", *linked_days, form).out for form in ("csv", "xml", "json")]
    assert answers[0] == "true\n"
    assert "<boolean>true" in answers[1]
    assert json.loads(answers[2])["boolean"] is True


@pytest.mark.usefixtures("days")
def test_a_form_without_room_for_sources_is_refused(kg: Kg) -> None:
    kg("corpus", "link", "monday.ttl", "tuesday.ttl")
    asked = ("query", "monday.ttl", "--ask", "meetings", "-f", "xml")
    for more in (("--links", "monday.links.jsonl"), ("--sentences",)):
        ran = kg(*asked, *more)
        assert (ran.code, "xml has no room" in ran.err) == (2, True)


@pytest.mark.usefixtures("days")
def test_a_question_with_sources_of_its_own_keeps_them(kg: Kg, tmp_path: Path) -> None:
    kg("corpus", "link", "monday.ttl", "tuesday.ttl")
    (tmp_path / "mine.rq").write_text(
        "# title: Mine\n# example: kg query trade.ttl --ask mine\n"
        "SELECT ?statement (9 AS ?sources) { ?statement a kg:Statement }\n"
    )
    both = ("monday.ttl", "--with", "tuesday.ttl", "--links", "monday.links.jsonl")
    ran = kg("query", *both, "--questions-from", ".", "--ask", "mine", "-f", "csv")
    assert [row.partition(",")[2] for row in ran.out.split()] == ["sources", "9", "9"]
