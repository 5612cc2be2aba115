"""Named questions: what they take, how values get into them, which there are."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from rdflib.plugins.sparql import prepareQuery

from kg.errors import InputError, QueryError
from kg.store import Query, Worker
from kg.store.questions import Question, question, questions
from kg.turtle import write
from tests.graphs import trade_graph

OURS = questions()


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    path = tmp_path_factory.mktemp("questions") / "trade.ttl"
    write(trade_graph(), path)
    with Worker([path]) as running:
        yield running


def asked(worker: Worker, name: str, **given: str) -> list[dict[str, str | None]]:
    return list(worker.ask(Query(question(name).filled(given, worker))).rows())


def test_there_are_at_least_twenty() -> None:
    assert len(OURS) >= 20


@pytest.mark.parametrize("one", OURS, ids=lambda one: one.name)
def test_each_has_a_title_an_example_and_runs_as_it_is(one: Question, worker: Worker) -> None:
    assert one.title
    assert one.examples
    assert all(f"--ask {one.name}" in example for example in one.examples)
    answer = worker.ask(Query(one.text))
    assert answer.kind == "solutions"
    assert answer.notes == () or one.name not in {"who-imposed-what", "planned"}


@pytest.mark.parametrize("one", OURS, ids=lambda one: one.name)
def test_each_is_portable_sparql(one: Question) -> None:
    prepareQuery(one.text)


@pytest.mark.parametrize("one", OURS, ids=lambda one: one.name)
def test_each_carries_the_statement_unless_it_counts(one: Question) -> None:
    head = one.text[one.text.index("\nSELECT") :].split("{", 1)[0]
    assert "?statement" in head or "COUNT" in head


@pytest.mark.parametrize("one", OURS, ids=lambda one: one.name)
def test_each_orders_its_rows(one: Question) -> None:
    assert "ORDER BY" in one.text


@pytest.mark.parametrize("name", ["Canada", "canada", "CAN", "id:canada", "https://w3id.org/newsgraph/id/canada"])
def test_an_entity_goes_by_its_names(worker: Worker, name: str) -> None:
    assert [row["object"] for row in asked(worker, "who-imposed-what", who=name)] == ["China"]


def test_a_state_stands_for_those_who_act_for_it(worker: Worker) -> None:
    assert [row["subject"] for row in asked(worker, "who-imposed-what", who="China")] == ["Government of China"]


def test_a_label_goes_before_other_names(worker: Worker) -> None:
    assert [row["subject"] for row in asked(worker, "who-imposed-what", who="Government of China")] == [
        "Government of China"
    ]


def test_an_unknown_name_gets_the_nearest(worker: Worker) -> None:
    with pytest.raises(QueryError) as caught:
        asked(worker, "who-imposed-what", who="Canda")
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
    with pytest.raises(QueryError, match=said):
        asked(worker, name, **given)


@pytest.mark.parametrize("text", ['" } #', "\\", "\n", "} VALUES ?x { 1 }", "'\"'"])
def test_a_text_stays_a_text(worker: Worker, text: str) -> None:
    assert asked(worker, "measures-on-goods", goods=text) == []


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


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT * { ?s ?p ?o }", "no line `# title"),
        ("# title: T\n# param who (entity): x\nSELECT * { ?s ?p ?o }", r"no block `VALUES \?who"),
        ("# title: T\n# param who (thing): x\nSELECT * { VALUES ?who { UNDEF } }", "'thing' is no kind"),
    ],
)
def test_a_file_that_does_not_say_what_it_must_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "mine.rq"
    path.write_text(text)
    with pytest.raises(InputError, match=said):
        question(str(path))


def test_rdflib_answers_as_we_do(worker: Worker) -> None:
    from kg.turtle import to_rdflib

    graph: rdflib.Graph = to_rdflib(trade_graph())
    for name in ("who-imposed-what", "retaliation", "planned", "denied"):
        table = graph.query(question(name).text).serialize(format="csv") or b""
        theirs = list(csv.DictReader(io.StringIO(table.decode())))
        ours = [{key: value or "" for key, value in row.items()} for row in asked(worker, name)]
        assert theirs == ours, name
