"""Queries: what they answer, what they are refused, where they are stopped; the nearest terms where one is unknown."""

import csv
import io
import json
import os
import signal
import sys
import threading
import time
import xml.etree.ElementTree as ET
from pathlib import Path
from unittest.mock import Mock

import pyoxigraph as ox
import pytest

from kg.errors import InputError, QueryError
from kg.store import Answer, Limits, Query, StoppedError, Worker
from kg.store.lexing import is_update
from kg.store.questions import SentenceRow, with_sentences
from kg.store.worker import answered
from kg.turtle.documents import write
from kg.turtle.formats import FORMATS
from tests.asking import ask
from tests.cases import tried_on
from tests.graphs import trade_graph

NEVER_ENDS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"


def rows(answer: Answer) -> list[dict[str, str | None]]:
    return list(answer.rows())


def test_prefixes_need_not_be_written(worker: Worker) -> None:
    answer = worker.ask(Query("SELECT ?l { ?s rdf:predicate kg:imposedTariffOn ; rdf:subject/rdfs:label ?l }"))
    assert rows(answer) == [{"l": "Canada"}, {"l": "Government of China"}]


def test_a_query_may_declare_its_own_prefixes(worker: Worker) -> None:
    text = "PREFIX kg: <https://w3id.org/newsgraph/ontology#> ASK { ?s a kg:Statement }"
    assert worker.ask(Query(text)).body == b'{"head":{},"boolean":true}'


def test_several_files_are_asked_as_one(trade: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.nt"
    other.write_text('<https://example.org/a> <http://www.w3.org/2000/01/rdf-schema#label> "a" .\n')
    answer = ask([trade, other], 'SELECT (COUNT(*) AS ?n) { VALUES ?l { "a" "Canada" } ?s rdfs:label ?l }')
    assert rows(answer) == [{"n": "2"}]


def test_the_base_iri_of_a_graph_is_what_id_stands_for(tmp_path: Path) -> None:
    path = tmp_path / "own.ttl"
    write(trade_graph(), path, base_iri="https://example.org/x/")
    assert rows(ask(path, "SELECT ?l { id:canada rdfs:label ?l }")) == [{"l": "Canada"}]


def test_rows_are_sorted_where_the_query_orders_nothing(worker: Worker) -> None:
    labels = [row["l"] or "" for row in rows(worker.ask(Query("SELECT ?l { ?s a kg:Country ; rdfs:label ?l }")))]
    assert labels == ["Canada", "China"]
    backwards = Query("SELECT ?l { ?s a kg:Country ; rdfs:label ?l } ORDER BY DESC(?l)")
    assert [row["l"] for row in rows(worker.ask(backwards))] == ["China", "Canada"]


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_each_form_says_the_same(worker: Worker, form: str) -> None:
    text = """SELECT ?iri ?plain ?number ?day ?text ?none { BIND(kg:x AS ?iri) BIND("a\\tb\\"<&,é" AS ?plain)
        BIND(1.5 AS ?number) BIND("2026-01-14"^^xsd:date AS ?day) BIND("x\\r\\ny"@en AS ?text) }"""
    body = worker.ask(Query(text, form)).body
    parsed = (
        ox.parse_query_results(body, format=getattr(ox.QueryResultsFormat, form.upper())) if form != "csv" else None
    )
    values = ["https://w3id.org/newsgraph/ontology#x", 'a\tb"<&,é', "1.5", "2026-01-14", "x\r\ny", None]
    if parsed is None:
        found = list(csv.reader(io.StringIO(body.decode(), newline="")))
        assert found == [["iri", "plain", "number", "day", "text", "none"], [value or "" for value in values]]
    else:
        assert isinstance(parsed, ox.QuerySolutions)
        (row,) = list(parsed)
        assert [getattr(value, "value", None) for value in row] == values
    if form == "xml":
        ET.fromstring(body)


def test_a_graph_comes_as_turtle_with_our_prefixes(worker: Worker) -> None:
    answer = worker.ask(Query("CONSTRUCT { ?s rdfs:label ?l } { ?s a kg:Country ; rdfs:label ?l }"))
    assert (answer.kind, answer.count) == ("graph", 2)
    assert b'id:canada rdfs:label "Canada"' in answer.body


def test_describe_tells_what_is_known(worker: Worker) -> None:
    assert b'skos:notation "CAN"' in worker.ask(Query("DESCRIBE id:canada")).body


def test_the_same_question_has_the_same_bytes(trade: Path) -> None:
    query = "SELECT DISTINCT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p"
    assert ask(trade, query).body == ask(trade, query).body


def test_from_a_graph_of_the_store_is_allowed(tmp_path: Path) -> None:
    path = tmp_path / "named.nq"
    path.write_text("<http://x/s> <http://x/p> <http://x/o> <http://x/g> .\n")
    assert ask(path, "SELECT * FROM <http://x/g> { ?s ?p ?o }").count == 1


@pytest.mark.parametrize("text", ["LOAD <http://127.0.0.1/x>", "DELETE WHERE { ?s ?p ?o }", "CLEAR ALL"])
def test_an_update_is_refused_as_such(worker: Worker, text: str) -> None:
    with pytest.raises(QueryError, match="update"):
        worker.ask(Query(text))


def test_a_query_that_does_not_parse_says_where(worker: Worker) -> None:
    with pytest.raises(QueryError, match=r"does not parse.* 1:17"):
        worker.ask(Query("SELECT * { ?s } "))


@tried_on("text")
def test_a_character_that_there_is_not_does_not_parse(worker: Worker, text: str) -> None:
    with pytest.raises(QueryError, match="does not parse"):
        worker.ask(Query(text))


def test_an_update_is_told_by_its_first_keyword() -> None:
    updates = ["PREFIX insert: <http://x/> DELETE WHERE {", "# select\nBASE <http://x/> drop all", "WITH <http://x/g>"]
    queries = ["PREFIX insert: <http://x/> ASK {}", "ASK { ?s ?p 'INSERT' }", "# DELETE\nSELECT ?add {}", ""]
    assert [is_update(text) for text in (*updates, *queries)] == [True] * 3 + [False] * 4


def test_a_query_is_stopped_at_its_time_limit_and_the_next_one_runs(trade: Path) -> None:
    with Worker([trade], Limits(seconds=2)) as running:
        with pytest.raises(QueryError, match="stopped after 2 seconds"):
            running.ask(Query(NEVER_ENDS))
        assert running.ask(Query("ASK { id:canada ?p ?o }")).kind == "boolean"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell what a process worked")
def test_a_query_that_other_programs_held_up_is_told_so(trade: Path) -> None:
    with Worker([trade], Limits(seconds=0.5)) as running:
        running.open()
        os.kill(running.pid, signal.SIGSTOP)
        with pytest.raises(
            QueryError, match=r"stopped after 0\.5 seconds, of which it had a processor for 0\.0"
        ) as told:
            running.ask(Query("ASK { id:canada ?p ?o }"))
        assert "other programs keep the machine busy" in told.value.hint


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system knows no alarms")
def test_who_asks_may_be_held_up_past_the_time_limit(trade: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "Timer", Mock())
    with Worker([trade], Limits(seconds=0.5)) as running, pytest.raises(StoppedError, match=r"after 0\.5 seconds"):
        running.ask(Query(NEVER_ENDS))


def test_what_is_stopped_before_its_process_has_started_is_not_asked(trade: Path) -> None:
    with Worker([trade], Limits(seconds=60)) as running:
        running.stop()
        with pytest.raises(StoppedError):
            running.ask(Query(NEVER_ENDS))
        running.resume()
        assert running.ask(Query("ASK { id:canada ?p ?o }")).holds()


def test_rows_past_the_limit_are_left_out_and_this_is_said(trade: Path) -> None:
    answer = ask(trade, "SELECT * { ?s ?p ?o }", limits=Limits(rows=10))
    assert (answer.count, answer.truncated) == (10, True)
    assert len(json.loads(answer.body)["results"]["bindings"]) == 10


def test_a_limit_that_is_just_met_is_no_cut(trade: Path) -> None:
    answer = ask(trade, "SELECT * { ?s a kg:Country }", limits=Limits(rows=2))
    assert (answer.count, answer.truncated) == (2, False)


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_bytes_past_the_limit_are_left_out_and_the_form_stays_whole(trade: Path, form: str) -> None:
    answer = ask(trade, Query("SELECT * { ?s ?p ?o }", form), limits=Limits(bytes=1000))
    assert answer.truncated
    assert len(answer.body) < 1300
    if form in {"json", "xml"}:
        parsed = ox.parse_query_results(answer.body, format=getattr(ox.QueryResultsFormat, form.upper()))
        assert isinstance(parsed, ox.QuerySolutions)
        assert len(list(parsed)) == answer.count


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="no such limit")
def test_a_query_that_takes_too_much_memory_is_stopped_and_the_next_one_runs(trade: Path) -> None:
    greedy = "SELECT DISTINCT ?a ?c ?d ?f ?g ?i { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?c"
    with Worker([trade], Limits(seconds=60, megabytes=64)) as running:
        with pytest.raises(QueryError, match="memory"):
            running.ask(Query(greedy))
        assert running.ask(Query("ASK { id:canada ?p ?o }")).kind == "boolean"


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="no such limit")
def test_a_file_that_takes_far_more_memory_than_its_size_is_not_loaded(tmp_path: Path) -> None:
    names = "\n".join(f":{number} :p :o ." for number in range(8000))
    (tmp_path / "bomb.ttl").write_text(f"@prefix : <http://example.org/{'x' * 300_000}> .\n{names}\n")
    with pytest.raises(InputError, match=r"bomb\.ttl: loading takes more memory"):
        ask(tmp_path / "bomb.ttl", "ASK {}", limits=Limits(megabytes=16))


def test_data_are_loaded_whatever_little_memory_a_query_may_take(tmp_path: Path) -> None:
    lines = "\n".join(f":{number} :p {', '.join(map(str, range(number, number + 5)))} ." for number in range(10_000))
    (tmp_path / "numbers.ttl").write_text(f"@prefix : <http://example.org/> .\n{lines}\n")
    assert ask(tmp_path / "numbers.ttl", "ASK { ?s ?p 7 }", limits=Limits(megabytes=16)).holds()


@pytest.mark.parametrize("mark", "_~.-!$&'()*+,;=/?@")
def test_a_name_with_an_escape_has_an_answer(worker: Worker, mark: str) -> None:
    assert worker.ask(Query(f"SELECT * {{ ?s kg:it\\{mark}s ?o }}")).count == 0


def test_what_only_rdflib_takes_for_a_name_costs_no_answer(worker: Worker) -> None:
    text = r'ASK { ?s ?p "\u0022 . ?s <https://w3id.org/newsgraph/ontology#a%zz> \u0022" }'
    assert not worker.ask(Query(text)).holds()


def test_help_that_takes_too_long_costs_no_answer() -> None:
    label, value = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label"), ox.Literal("a")
    store = ox.Store()
    store.bulk_extend(ox.Quad(ox.NamedNode(f"http://x/{number}"), label, value) for number in range(50_000))
    asked, kg = Query("SELECT * { ?s kg:nope ?o }"), {"kg": "https://w3id.org/newsgraph/ontology#"}
    (note,) = answered(store, asked, Limits(rows=10, bytes=1000), kg).notes
    assert note == "kg:nope is not in the graph."
    hurried = answered(store, asked, Limits(rows=10, bytes=1000), kg, help_until=time.perf_counter() + 0.02)
    assert (hurried.kind, hurried.notes) == ("solutions", ())


def test_an_empty_answer_of_known_terms_has_no_note(worker: Worker) -> None:
    assert worker.ask(Query("SELECT * { id:canada kg:signed id:china }")).notes == ()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("bad.ttl", "@prefix : <x", r"bad\.ttl: .* line 1"),
        ("bad.doc", "", "no RDF format"),
        ("none.ttl", None, r"none\.ttl: No such file"),
    ],
)
def test_a_source_that_cannot_be_read_is_named(tmp_path: Path, name: str, content: str | None, said: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_text(content)
    with pytest.raises(InputError, match=said):
        ask(path, "ASK {}")


def test_a_folder_that_is_no_store_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no store"):
        ask(tmp_path, "ASK {}")


def test_a_store_on_disk_is_asked_as_it_is(trade: Path, tmp_path: Path) -> None:
    store = ox.Store(str(tmp_path / "store"))
    store.bulk_load(path=trade, format=ox.RdfFormat.TURTLE)
    store.flush()
    del store
    assert rows(ask(tmp_path / "store", "SELECT ?l { id:canada rdfs:label ?l }")) == [{"l": "Canada"}]


def test_stores_and_files_are_asked_as_one(trade: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        store = ox.Store(str(tmp_path / name))
        store.load(f"<http://x/{name}> a <http://x/store> .", format=ox.RdfFormat.TURTLE)
        store.flush()
        del store
    sources = [tmp_path / "a", trade, tmp_path / "b"]
    assert rows(ask(sources, "SELECT (COUNT(*) AS ?n) { VALUES ?c { <http://x/store> kg:Country } ?s a ?c }")) == [
        {"n": "4"}
    ]


def test_a_query_nested_too_deeply_says_so(worker: Worker) -> None:
    with pytest.raises(StoppedError, match="nested too deeply"):
        worker.ask(Query(f"ASK {{ FILTER({'!' * 200_000}true) }}"))
    assert worker.ask(Query("ASK {}")).holds()


@pytest.mark.parametrize("text", ["ASK { ?s a kg:Statment }", "SELECT (COUNT(*) AS ?n) { ?s a kg:Statment }"])
def test_a_misspelt_term_is_told_where_false_or_nought_comes_out(worker: Worker, text: str) -> None:
    assert "kg:Statement" in worker.ask(Query(text)).notes[0]


def test_words_that_only_oxigraph_knows_are_no_fault(worker: Worker) -> None:
    answer = worker.ask(Query("SELECT ?s { ?s a kg:Nope . LATERAL { ?s kg:from ?o } }"))
    assert (answer.count, answer.notes) == (0, ())


def test_a_variable_named_border_orders_nothing(trade: Path) -> None:
    asked = "SELECT ?border { VALUES ?border { 3 1 2 } }"
    assert [row["border"] for row in ask(trade, asked).rows()] == ["1", "2", "3"]
    assert [row["border"] for row in ask(trade, f"{asked} ORDER BY DESC(?border)").rows()] == ["3", "2", "1"]


def test_a_graph_past_its_bytes_is_cut_and_parses(trade: Path) -> None:
    answer = ask(trade, "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", limits=Limits(bytes=2000))
    assert answer.truncated
    assert 0 < len(answer.body) <= 2000
    assert len(list(ox.parse(answer.body, format=ox.RdfFormat.TURTLE))) == answer.count > 0


def test_xml_has_no_character_that_xml_cannot_have(trade: Path) -> None:
    body = ask(trade, Query(r'SELECT ("a\u0001b" AS ?x) {}', "xml")).body
    assert "a\ufffdb" in "".join(ET.fromstring(body).itertext())


@pytest.mark.parametrize(
    ("term", "written"),
    [
        ("7", "7"),
        ("-0.5", "-0.5"),
        ("'INF'^^xsd:double", '"INF"^^<http://www.w3.org/2001/XMLSchema#double>'),
        ("'abc'^^xsd:integer", '"abc"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("5.0", '"5"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("5.5e0", '"5.5"^^<http://www.w3.org/2001/XMLSchema#double>'),
        ("'7'", '"7"'),
    ],
)
def test_a_number_in_tsv_is_bare_where_it_is_read_back_as_the_same(worker: Worker, term: str, written: str) -> None:
    text = f"SELECT ?x {{ BIND({term} AS ?x) }}"
    body = worker.ask(Query(text, "tsv")).body
    assert body.decode() == f"?x\n{written}\n"
    (row,) = worker.ask(Query(text)).rows()
    read = ox.parse_query_results(body, format=ox.QueryResultsFormat.TSV)
    assert isinstance(read, ox.QuerySolutions)
    assert [row["x"]] == [one["x"].value for one in read]


@tried_on("text", "hint")
def test_a_query_that_does_not_parse_says_what_may_be_meant(worker: Worker, text: str, hint: str) -> None:
    with pytest.raises(QueryError) as raised:
        worker.ask(Query(text))
    assert raised.value.hint.startswith(hint)
    assert bool(raised.value.hint) == bool(hint)
    assert len(raised.value.message) < 100


def test_sentences_are_looked_up_for_statements_alone(worker: Worker) -> None:
    (known, *_) = rows(worker.ask(Query("SELECT ?statement { ?statement kg:evidence ?span }")))
    others: list[SentenceRow] = [{"statement": value} for value in ("a b> } } #", "nothing", "http://x/ }", None)]
    told = with_sentences([known, *others, {"other": "a"}], worker)
    assert told[0]["sentence"]
    assert told[0]["statement"] == known["statement"]
    assert [row["sentence"] for row in told[1:]] == [None] * 5


def test_triples_are_counted_once(trade: Path) -> None:
    text = "CONSTRUCT { id:canada a kg:Country } { ?s ?p ?o }"
    answer = ask(trade, text, limits=Limits(rows=1))
    assert (answer.count, answer.truncated) == (1, False)


@pytest.mark.parametrize("form", ["ttl", "nt", "jsonld", "rdfxml", "trig"])
def test_blank_nodes_have_the_same_names_each_time(tmp_path: Path, form: str) -> None:
    text = '@prefix : <https://x.test/> . :a :knows [ :name "B" ; :knows [ :name "C" ] ] , [ :name "D" ] .'
    made = ox.serialize(ox.parse(text, format=FORMATS["ttl"]), format=FORMATS[form])
    path = tmp_path / ("a.rdf" if form == "rdfxml" else f"a.{form}")
    path.write_bytes(made or b"")
    answers = []
    for _ in range(2):
        with Worker([path, path]) as running:
            answers.append(rows(running.ask(Query("SELECT ?a ?b { ?a <https://x.test/name> ?b }"))))
    assert answers[0] == answers[1]
    names = [row["a"] for row in answers[0]]
    assert len(set(names)) == 6  # two files, each with its own
    assert all(str(name).startswith("_:b") for name in names)


def test_a_triple_about_a_blank_node_keeps_it(tmp_path: Path) -> None:
    says = ':s :says <<( _:x :name "B" )>> , <<( :a :b <<( :c :d _:x )>> )>> .'
    (tmp_path / "a.ttl").write_text(f'@prefix : <https://x.test/> . _:x :name "B" . {says}')
    with Worker([tmp_path / "a.ttl"]) as running:
        asked = (
            "SELECT ?x { ?x <https://x.test/name> ?n . ?s ?p <<( ?x ?q ?n )>> . ?s ?p <<( ?a ?b <<( ?c ?d ?x )>> )>> }"
        )
        assert len(rows(running.ask(Query(asked)))) == 1


# Terms of a query that the graph does not have get the nearest that it has.


@tried_on("text", "said")
def test_a_misspelt_term_gets_the_nearest(worker: Worker, text: str, said: str) -> None:
    (note,) = worker.ask(Query(text)).notes
    assert note.startswith(said)


def test_a_misspelt_name_is_told_without_its_escapes(worker: Worker) -> None:
    (note,) = worker.ask(Query(r"SELECT * { ?s kg:imposed\-tariff ?o }")).notes
    assert note.startswith("kg:imposed-tariff is not in the graph. Nearest: kg:imposedTariffOn")


@tried_on("term", "nearest")
def test_the_nearest_term_is_told_in_any_namespace(worker: Worker, term: str, nearest: str) -> None:
    (line,) = worker.ask(Query(f"SELECT * {{ ?s ?p ?o FILTER(?o = {term} || ?p = {term}) }}")).notes
    assert line.startswith(f"{term} is not in the graph. Nearest: {nearest} (")


@tried_on("term", "nearest")
def test_the_nearest_term_is_told_in_vocabularies_of_others(tmp_path: Path, term: str, nearest: str) -> None:
    (tmp_path / "people.ttl").write_text(
        "@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix at: <https://example.org/places/> .\n"
        "at:lisbon a foaf:Person ; foaf:name 'A' ; foaf:knows [ foaf:name 'B' ] ."
    )
    text = f"PREFIX foaf: <http://xmlns.com/foaf/0.1/> SELECT * {{ ?s ?p ?o FILTER({term} IN (?s, ?p, ?o)) }}"
    with Worker([tmp_path / "people.ttl"]) as running:
        (line,) = running.ask(Query(text)).notes
    assert line.endswith(f" is not in the graph. Nearest: {nearest}")


def test_only_what_is_about_as_near_is_told_beside_the_nearest(worker: Worker) -> None:
    (line,) = worker.ask(Query("SELECT * { ?s kg:factuality kg:Asertd ; kg:impoes ?o }")).notes[:1]
    assert line == "kg:Asertd is not in the graph. Nearest: kg:Asserted (5 uses)"
