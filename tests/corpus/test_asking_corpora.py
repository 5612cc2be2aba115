"""Questions of a corpus: what is the same is one node, and a happening one row with its independent sources."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import rdflib
from hypothesis import given
from rdflib import RDFS

from kg.corpus import linked
from kg.corpus.answers import FoldedAnswer, folded
from kg.corpus.happenings import Corpus
from kg.corpus.links import read_links
from kg.corpus.rdf import as_rdf
from kg.corpus.united import united
from kg.model import Factuality, Graph, NodeId
from kg.model.merge import merged
from kg.turtle.documents import serialize, write
from kg.turtle.terms import KG
from tests.conftest import Kg
from tests.corpus.made import Clause, corpora, told
from tests.graphs import entity

DAYS = [date(2026, 3, 2), date(2026, 3, 3)]
BOTH = [
    told("a", DAYS[0], Clause("mykhailo-podoliak", "visited", "peru", firmness=Factuality.PLANNED)),
    told("b", DAYS[1], Clause("mykhailo-podolyak", "visited", "peru")),
]


def corpus(*graphs: Graph) -> Corpus:
    graph = merged(graphs)
    return Corpus(graph, linked(graph))


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
    assert [(row["factuality"], row["sources"], len(row["statements"].split())) for row in rows] == [
        ("Asserted", "2", 2)
    ]
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


def test_with_links_the_table_tells_who_held_an_office_on_a_day(kg: Kg, tmp_path: Path) -> None:
    graph = told("a", date(2022, 5, 5), Clause("ana-berg", "visited", "peru"))
    office = entity("president-of-france", "Office", "President of France")
    macron = entity("emmanuel-macron", "Person", "Emmanuel Macron")
    statements = tuple(
        replace(one, subject=macron.id, object=office.id, relation="heldOffice", is_open=False, predicate_text="is")
        for one in graph.statements
    )
    write(replace(graph, statements=statements) | Graph(entities=(office, macron)), tmp_path / "a.ttl", evidence="full")
    kg("corpus", "link", "a.ttl")
    asked = ("query", "a.ttl", "--links", "a.links.jsonl", "--ask", "office-holders", "-f", "jsonl", "-p")
    rows = [json.loads(kg(*asked, f"on={day}").out) for day in ("2015-01-01", "2024-01-01")]
    assert [(row["holder"], row["known_from"]) for row in rows] == [
        ("François Hollande", "the table of office holders"),
        ("Emmanuel Macron", "the articles together"),
    ]


@pytest.mark.usefixtures("days")
def test_sparql_of_ones_own_keeps_its_rows_and_columns(kg: Kg) -> None:
    kg("corpus", "link", "monday.ttl", "tuesday.ttl")
    linked_days = ("--with", "tuesday.ttl", "--links", "monday.links.jsonl", "-f")
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


@pytest.mark.usefixtures("days")
def test_happenings_are_asked_in_sparql(kg: Kg) -> None:
    kg("corpus", "link", "monday.ttl", "tuesday.ttl")
    sparql = "SELECT ?stands ?sources { ?h kg:standing ?stands ; kg:independentSources ?sources }"
    ran = kg("query", "monday.ttl", sparql, "--with", "tuesday.ttl", "--links", "monday.links.jsonl", "-f", "csv")
    assert ran.out.split() == ["stands,sources", "done,2"]
