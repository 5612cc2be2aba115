"""Named questions: what they take, how values get into them, which there are, and what a careful reader answers."""

import csv
import io
import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib

from kg.errors import InputError, KgError, QueryError
from kg.model import Entity, Factuality, Graph, NodeId
from kg.store import Query, Worker
from kg.store.questions import Question, TermKind, catalogue, near, question, questions, terms
from kg.turtle.documents import lines_with, serialize, to_turtle, write
from tests.asking import Here, told
from tests.cases import tried_on
from tests.gold_graph import GOLD, gold_graph
from tests.graphs import entity, evidence, statement, trade_graph

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
def test_each_has_a_title_and_examples_carries_the_statement_unless_it_counts_and_runs_as_it_is(
    one: Question, worker: Worker
) -> None:
    known = {parameter.name for parameter in one.parameters}
    head = one.text[one.text.index("\nSELECT") :].split("{", 1)[0]
    assert one.title
    assert one.examples
    for example in one.examples:
        assert f"--ask {one.name}" in example
        assert {name.partition("=")[0] for name in re.findall(r"-p (\S+)", example)} <= known
    assert "?statement" in head or "COUNT" in head
    assert "ORDER BY" in one.text
    answer = worker.ask(Query(one.text))
    assert answer.kind == "solutions"
    assert answer.count or one.name not in {"who-imposed-what", "planned"}


@pytest.mark.parametrize("name", ["Canada", "canada", "CAN", "id:canada", "https://w3id.org/newsgraph/id/canada"])
def test_an_entity_goes_by_its_names(worker: Worker, name: str) -> None:
    assert [row["object"] for row in told(worker, "who-imposed-what", who=name)] == ["China"]


@pytest.mark.parametrize("name", ["China", "Government of China"])
def test_a_state_stands_for_those_who_act_for_it_and_a_label_goes_before_other_names(worker: Worker, name: str) -> None:
    assert [row["subject"] for row in told(worker, "who-imposed-what", who=name)] == ["Government of China"]


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


@tried_on("name", "nodes")
def test_a_city_is_also_the_government_that_goes_by_its_name(cities: Worker, name: str, nodes: list[str]) -> None:
    assert [str(term).rpartition("/")[2].rstrip(">") for term in terms("who", TermKind.ENTITY, name, cities)] == nodes


def test_an_unknown_name_gets_the_nearest(worker: Worker) -> None:
    with pytest.raises(QueryError) as caught:
        told(worker, "who-imposed-what", who="Canda")
    assert "Canada" in caught.value.hint


@tried_on("name", "given", "said")
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


@tried_on("a", "b")
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


@tried_on("name", "value", "day")
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


def test_a_hint_offers_only_questions_that_take_what_was_given(worker: Worker) -> None:
    taking = {one.name for one in OURS if {"who", "whom"} <= {each.name for each in one.parameters}}
    _, *lines = near(question("who-lifted-what"), {"who": "Canada", "whom": "China"}, worker)
    (hint,) = (line for line in lines if line.startswith("near it"))
    assert "who-imposed-what (1)" in hint
    assert set(re.findall(r"([\w-]+) \(\d+\)", hint)) <= taking
    assert not [line for line in near(question("office-holders"), {"on": "2026-01-14"}, worker) if "near it" in line]


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


@tried_on("text", "said")
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


# Named questions on three articles as a careful reader reads them: the answers are checked by hand.


ANSWERS: dict[str, dict[str, list[str]]] = tomllib.loads(
    (Path(__file__).parents[1] / "questions" / "answers.toml").read_text(encoding="utf-8")
)
CASES = [(article, asked) for article, answers in ANSWERS.items() for asked in answers]
_GIVEN = re.compile(r"(\w+)=(.*?)(?= \w+=|$)")


@pytest.fixture(scope="module")
def workers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Worker]:
    folder = tmp_path_factory.mktemp("gold")
    for article in ANSWERS:
        write(gold_graph(article), folder / f"{article}.ttl")
    return {article: Here([folder / f"{article}.ttl"]) for article in ANSWERS}


def answered(worker: Worker, asked: str) -> list[dict[str, str | None]]:
    name, _, given = asked.partition(" ")
    return told(worker, name, **dict(_GIVEN.findall(given)))


def test_three_articles_answer_every_question_that_carries_statements() -> None:
    counting = {one.name for one in questions() if "?statement" not in one.text.split("{")[0]}
    asked = {case.split()[0] for _, case in CASES}
    assert len(ANSWERS) == 3
    assert len(CASES) >= 100
    by_class = {one.name for one in questions() if "VALUES ?meaning { " in one.text}  # tests/questions/test_meanings.py
    of_articles = {"articles", "corrections", "shared-sentences", "sources"}
    others = of_articles | {"most-connected", "by-meaning", "agenda", "negated"}  # negated: nothing in them is
    assert {one.name for one in questions()} - counting <= asked | by_class | others


@pytest.mark.parametrize(("article", "asked"), CASES, ids=str)
def test_the_answer_is_that_of_a_careful_reader(workers: dict[str, Worker], article: str, asked: str) -> None:
    found = [str(row["statement"]).rpartition("-")[2] for row in answered(workers[article], asked)]
    assert sorted(found) == ANSWERS[article][asked]


def test_a_row_tells_goods_rate_and_dates(workers: dict[str, Worker]) -> None:
    first, *_ = answered(workers["canada-china"], "who-imposed-what who=Canada")
    told_of = [first[name] for name in ("goods", "rate", "start", "end", "factuality")]
    assert told_of == ["Chinese electric vehicles", "100%", "2024-01-01", "2024-12-31", "Asserted"]


def test_an_answer_names_what_it_answers(workers: dict[str, Worker]) -> None:
    (row,) = answered(workers["canada-china"], "retaliation")
    assert (row["answering"], row["answered"], row["first"]) == ("China", "Canada", "Chinese electric vehicles")


def test_sources_are_counted(workers: dict[str, Worker]) -> None:
    first, *_ = answered(workers["libya-medics"], "sources")
    assert (first["source"], first["statements"], first["denies"]) == ("Nicolas Sarkozy", "5", "2")


def asked_of(graph: Graph, folder: Path, asked: str) -> list[dict[str, str | None]]:
    (folder / "graph.ttl").unlink(missing_ok=True)
    write(graph, folder / "graph.ttl")
    return answered(Here([folder / "graph.ttl"]), asked)


def test_sources_that_contradict_each_other_are_found(tmp_path: Path) -> None:
    triple = ("government-of-canada", "ease", "the-tariffs")
    says = statement(triple, evidence("Trade and Tensions"), source="government-of-china", is_open=True)
    (row,) = asked_of(trade_graph() | Graph(statements=(says,)), tmp_path, "contradictions")
    assert (row["affirms"], row["denies"]) == ("Government of China", "Canadian officials")


@pytest.mark.parametrize(("done", "count"), [(Factuality.ASSERTED, 1), (Factuality.DENIED, 0)])
def test_what_was_planned_and_is_done_is_found(tmp_path: Path, done: Factuality, count: int) -> None:
    triple = ("mark-carney", "signed", "several-memoranda-of-understanding")
    later = statement(triple, evidence("Trade and Tensions"), done)
    graph = trade_graph() | Graph(statements=(later,))
    assert len(asked_of(graph, tmp_path, "planned-then-done")) == count
    assert len(asked_of(graph, tmp_path, "planned")) == 1 - count


def test_a_statement_without_evidence_is_found(tmp_path: Path) -> None:
    text = to_turtle(trade_graph())
    (tmp_path / "graph.ttl").write_text(re.sub(r" ;\s+kg:evidence id:\S+", "", text, count=1))
    assert len(answered(Here([tmp_path / "graph.ttl"]), "without-evidence")) == 1


@pytest.mark.parametrize(("day", "count"), [("2024-06-01", 1), ("2023-12-31", 0), ("2025-01-01", 0)])
def test_an_office_is_held_from_its_first_day_to_its_last(tmp_path: Path, day: str, count: int) -> None:
    assert len(asked_of(trade_graph(), tmp_path, f"office-holders on={day}")) == count


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Worker:
    """The seed article as it is really read."""
    import kg

    path = tmp_path_factory.mktemp("seed") / "seed.ttl"
    kg.build(GOLD.parent.parent / "seeds" / "canada-china.txt", date="2026-01-14").save(path)
    return Here([path])


@pytest.mark.model
@tried_on("asked", "wanted")
def test_the_seed_article_as_it_is_read_answers(seed: Worker, asked: str, wanted: dict[str, str]) -> None:
    rows = answered(seed, asked)
    assert any(wanted.items() <= row.items() for row in rows), rows


@pytest.mark.model
def test_no_statement_of_the_seed_article_is_without_evidence(seed: Worker) -> None:
    assert answered(seed, "without-evidence") == []
