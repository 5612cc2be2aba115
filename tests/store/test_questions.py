"""Named questions: what they take, how values get into them, which there are."""

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib

from kg.errors import InputError, KgError, QueryError
from kg.model import Entity, Graph, NodeId
from kg.store import Query, Worker
from kg.store.questions import Question, TermKind, catalogue, question, questions, terms
from kg.turtle.documents import lines_with, serialize, write
from tests.asking import Here, told
from tests.graphs import entity, trade_graph

OURS = questions()


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Worker:
    """What answers queries about the trade dispute."""
    path = tmp_path_factory.mktemp("trade") / "trade.ttl"
    write(trade_graph(), path)
    return Here([path])


def test_there_are_at_least_twenty() -> None:
    assert len(OURS) >= 20


@pytest.mark.parametrize("one", OURS, ids=lambda one: one.name)
def test_each_has_a_title_an_example_and_runs_as_it_is(one: Question, worker: Worker) -> None:
    assert one.title
    assert one.examples
    assert all(f"--ask {one.name}" in example for example in one.examples)
    answer = worker.ask(Query(one.text))
    assert answer.kind == "solutions"
    assert answer.count or one.name not in {"who-imposed-what", "planned"}


@pytest.mark.parametrize("one", OURS, ids=lambda one: one.name)
def test_each_example_gives_parameters_that_there_are(one: Question) -> None:
    known = {parameter.name for parameter in one.parameters}
    for example in one.examples:
        assert {name.partition("=")[0] for name in re.findall(r"-p (\S+)", example)} <= known


@pytest.mark.parametrize("one", OURS, ids=lambda one: one.name)
def test_each_carries_the_statement_unless_it_counts(one: Question) -> None:
    head = one.text[one.text.index("\nSELECT") :].split("{", 1)[0]
    assert "?statement" in head or "COUNT" in head


@pytest.mark.parametrize("one", OURS, ids=lambda one: one.name)
def test_each_orders_its_rows(one: Question) -> None:
    assert "ORDER BY" in one.text


@pytest.mark.parametrize("name", ["Canada", "canada", "CAN", "id:canada", "https://w3id.org/newsgraph/id/canada"])
def test_an_entity_goes_by_its_names(worker: Worker, name: str) -> None:
    assert [row["object"] for row in told(worker, "who-imposed-what", who=name)] == ["China"]


def test_a_state_stands_for_those_who_act_for_it(worker: Worker) -> None:
    assert [row["subject"] for row in told(worker, "who-imposed-what", who="China")] == ["Government of China"]


def test_a_label_goes_before_other_names(worker: Worker) -> None:
    assert [row["subject"] for row in told(worker, "who-imposed-what", who="Government of China")] == [
        "Government of China"
    ]


@pytest.fixture(scope="module")
def cities(tmp_path_factory: pytest.TempPathFactory) -> Worker:
    """Beijing is a city, and in the texts also the Government of China; so is Ottawa; Georgia is two things."""
    named = entity("government-of-china", "Government", "Government of China", ("actsFor", "china"), country="CHN")
    made = (
        entity("beijing", "Place", "Beijing", ("inCountry", "china"), country="CHN"),
        replace(named, alt_labels=frozenset({"Beijing", "Canada"})),
        entity("georgia", "Country", "Georgia", country="GEO"),
        entity("georgia-us-state", "Place", "Georgia", ("inCountry", "united-states"), country="USA"),
    )
    path = tmp_path_factory.mktemp("cities") / "trade.ttl"
    write(trade_graph() | Graph(entities=made), path)
    return Here([path])


@pytest.mark.parametrize(
    ("name", "nodes"),
    [
        ("Beijing", ["beijing", "government-of-china"]),
        ("Canada", ["canada"]),
        ("Georgia", ["georgia", "georgia-us-state"]),
        ("id:beijing", ["beijing"]),
        ("canadian", ["canada"]),
    ],
)
def test_a_city_is_also_the_government_that_goes_by_its_name(cities: Worker, name: str, nodes: list[str]) -> None:
    assert [str(term).rpartition("/")[2].rstrip(">") for term in terms("who", TermKind.ENTITY, name, cities)] == nodes


def test_an_unknown_name_gets_the_nearest(worker: Worker) -> None:
    with pytest.raises(QueryError) as caught:
        told(worker, "who-imposed-what", who="Canda")
    assert "Canada" in caught.value.hint


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("who-imposed-what", {"which": "x"}, "no parameter 'which'"),
        ("who-imposed-what", {"since": "last year"}, "no date"),
        ("about", {"factuality": "maybe"}, "no factuality"),
        ("unsure", {"below": "low"}, "no number"),
        ("who-imposed-what", {"who": "http://x/> } ; DROP ALL #"}, "no IRI"),
    ],
)
def test_a_value_of_another_kind_is_refused(worker: Worker, name: str, given: dict[str, str], said: str) -> None:
    with pytest.raises(KgError, match=said):
        told(worker, name, **given)


@pytest.mark.parametrize("text", ['" } #', "\\", "\n", "} VALUES ?x { 1 }", "'\"'"])
def test_a_text_stays_a_text(worker: Worker, text: str) -> None:
    assert told(worker, "measures-on-goods", goods=text) == []


TWO_TEXTS = """# title: Two texts
# param a (text): VALUES ?b { "no block" } is a comment
# param b (text): another
SELECT ?a ?b {
  # VALUES ?a { "no block" }
  BIND("VALUES ?a { 1 }" AS ?c)
  VALUES ?a { UNDEF }
  values ?b {"a } b"}
}
"""


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("x", "y"),
        ("VALUES ?b { 1 }", "} UNION { ?b ?p ?o }"),
        ('" } VALUES ?b { 1 } #', "VALUES ?a { 2 }"),
        ("VALUES ?b { UNDEF }", "x"),
    ],
)
def test_what_a_value_says_is_no_block(worker: Worker, tmp_path: Path, a: str, b: str) -> None:
    path = tmp_path / "two.rq"
    path.write_text(TWO_TEXTS)
    two = Question.of(path)
    assert [parameter.default for parameter in two.parameters] == ["UNDEF", '"a } b"']
    for given in ({"a": a, "b": b}, {"b": b, "a": a}):
        assert list(worker.ask(Query(two.filled(given, worker))).rows()) == [{"a": a, "b": b}]


def test_every_block_of_a_parameter_is_filled(worker: Worker, tmp_path: Path) -> None:
    path = tmp_path / "both.rq"
    path.write_text(
        "# title: T\n# param x (text): x\nSELECT ?x ?y { { VALUES ?x { UNDEF } BIND(?x AS ?y) } VALUES ?x { UNDEF } }"
    )
    filled = Question.of(path).filled({"x": "one"}, worker)
    assert list(worker.ask(Query(filled)).rows()) == [{"x": "one", "y": "one"}]


@pytest.mark.parametrize(
    ("name", "value", "day"),
    [
        ("since", "2024", "2024-01-01"),
        ("until", "2024", "2024-12-31"),
        ("since", "2024-02", "2024-02-01"),
        ("until", "2024-02", "2024-02-29"),
        ("on", "2024", "2024-01-01"),
        ("until", "2024-06-03", "2024-06-03"),
    ],
)
def test_a_year_or_a_month_alone_is_a_date(worker: Worker, tmp_path: Path, name: str, value: str, day: str) -> None:
    path = tmp_path / "dated.rq"
    path.write_text(f"# title: T\n# param {name} (date): a day\nSELECT ?{name} {{ VALUES ?{name} {{ UNDEF }} }}")
    filled = Question.of(path).filled({name: value}, worker)
    assert list(worker.ask(Query(filled)).rows()) == [{name: day}]


@pytest.mark.parametrize("value", ["2024-13", "0000", "24", "2024-02-30", "soon"])
def test_what_is_no_date_is_refused(worker: Worker, value: str) -> None:
    with pytest.raises(KgError, match="no date"):
        told(worker, "acts-of", since=value)


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-sNaN"])
def test_what_is_no_finite_number_is_refused(worker: Worker, value: str) -> None:
    with pytest.raises(QueryError, match="no number"):
        told(worker, "unsure", below=value)


def test_a_question_of_that_name_is_found_or_the_nearest_told() -> None:
    with pytest.raises(QueryError) as caught:
        question("who-imposed")
    assert "who-imposed-what" in caught.value.hint


def test_a_folder_of_ones_own_adds_and_replaces(tmp_path: Path) -> None:
    (tmp_path / "mine.rq").write_text("# title: Mine\nSELECT ?s { ?s ?p ?o }\n")
    (tmp_path / "denied.rq").write_text("# title: My denials\nSELECT ?s { ?s ?p ?o }\n")
    found = {one.name: one.title for one in questions([tmp_path])}
    assert found["mine"] == "Mine"
    assert found["denied"] == "My denials"
    assert len(found) == len(OURS) + 1


def test_one_bad_file_takes_nothing_from_the_others(tmp_path: Path) -> None:
    (tmp_path / "bad.rq").write_text("SELECT ?s { ?s ?p ?o }\n")
    (tmp_path / "binary.rq").write_bytes(b"\xff\xfe# title: x")
    (tmp_path / "denied.rq").write_text("# title: T\n# param x (text): x\nSELECT ?s { ?s ?p 'open }\n")
    (tmp_path / "mine.rq").write_text("# title: Mine\nSELECT ?s { ?s ?p ?o }\n")
    known = catalogue([tmp_path])
    assert set(known.questions) == {one.name for one in OURS} - {"denied"} | {"mine"}
    assert sorted(known.faults) == ["bad", "binary", "denied"]
    assert question("mine", [tmp_path]).title == "Mine"
    assert question("planned", [tmp_path]) in OURS
    for name in known.faults:
        assert any(f"{name}.rq" in line for line in known.notes)
        with pytest.raises(InputError, match=rf"{name}\.rq"):
            question(name, [tmp_path])


def test_a_file_in_place_of_ours_is_told(tmp_path: Path) -> None:
    (tmp_path / "denied.rq").write_text("# title: My denials\nSELECT ?s { ?s ?p ?o }\n")
    (note,) = catalogue([tmp_path]).notes
    assert "denied" in note
    assert str(tmp_path) in note


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT * { ?s ?p ?o }", "no line `# title"),
        ("SELECT * { ?s ?p ?o } # title: late", "no line `# title"),
        ("# title: T\n# param who (text): x\nSELECT * { # VALUES ?who { UNDEF }\n}", r"no block `VALUES \?who"),
        ("# title: T\n# param who (text): x\nSELECT * { VALUES ?who { 'open } }", "does not end"),
        ("# title: T\n# param who (entity): x\nSELECT * { ?s ?p ?o }", r"no block `VALUES \?who"),
        ("# title: T\n# param who (thing): x\nSELECT * { VALUES ?who { UNDEF } }", "'thing' is no kind"),
    ],
)
def test_a_file_that_does_not_say_what_it_must_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "mine.rq"
    path.write_text(text)
    with pytest.raises(InputError, match=said):
        question(str(path))


STATE = {"who": "Canada", "source": "Canada", "about": "Canada", "a": "Canada", "b": "China", "of": "Canada"}


@pytest.mark.slow
@pytest.mark.parametrize("one", OURS, ids=lambda one: one.name)
def test_each_is_portable_sparql_that_rdflib_answers_as_we_do(worker: Worker, one: Question) -> None:
    from kg.turtle.documents import to_rdflib

    graph: rdflib.Graph = to_rdflib(trade_graph())
    given = {parameter.name: STATE[parameter.name] for parameter in one.parameters if parameter.name in STATE}
    text = one.filled(given, worker)
    for name in given:  # asked of all and of one at once: rdflib takes longest to parse
        text = text.replace(f"VALUES ?{name} {{ ", f"VALUES ?{name} {{ UNDEF ")
    table = graph.query(text).serialize(format="csv") or b""
    theirs = list(csv.DictReader(io.StringIO(table.decode())))
    ours = [{key: value or "" for key, value in row.items()} for row in worker.ask(Query(text)).rows()]
    assert _comparable(theirs) == _comparable(ours)


def _comparable(rows: list[dict[str, str]]) -> list[str]:
    """Rows in one order: rdflib writes 100.0 for 100, and a row of nothing where there is no group."""
    plain = ({key: value.removesuffix(".0") for key, value in row.items()} for row in rows)
    return sorted(str(row) for row in plain if any(row.values()))


def test_a_name_stands_for_all_nodes_of_its_item(tmp_path: Path) -> None:
    known = trade_graph()
    twin = Entity(NodeId("kanada-q16"), "Country", "Kanada", wikidata="Q16", alpha3="CAN", country="CAN")
    graph = known | Graph(entities=(twin,))
    path = tmp_path / "twins.ttl"
    write(graph, path)
    text = question("about").filled({"who": "Kanada"}, Here([path]))
    assert "id/canada>" in text
    assert "id/kanada-q16>" in text


@pytest.mark.parametrize("one", OURS, ids=lambda one: one.name)
def test_each_is_answered_by_what_it_reads_as_by_all(one: Question, worker: Worker, tmp_path: Path) -> None:
    path = tmp_path / "read.nt"
    path.write_bytes(lines_with(trade_graph(), one.properties) if one.properties else serialize(trade_graph(), "nt"))
    fewer = Here([path])
    text = one.filled({}, fewer)
    assert list(fewer.ask(Query(text)).rows()) == list(worker.ask(Query(text)).rows())


def test_what_reads_any_property_names_none() -> None:
    assert not question("quantities").properties
    assert question("meetings").properties < question("contradictions").properties | question("meetings").properties
