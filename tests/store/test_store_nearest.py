"""Terms of a query that the graph does not have get the nearest that it has."""

from pathlib import Path

import pytest

from kg.store import Query, Worker


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT * { ?s kg:impoes ?o }", "kg:impoes is not in the graph. Nearest: kg:imposedTariffOn (3 uses)"),
        (
            "SELECT * { ?s rdf:predicate kg:imposedTarifOn }",
            "kg:imposedTarifOn is not in the graph. Nearest: kg:imposed",
        ),
        ("SELECT * { id:canda ?p ?o }", "id:canda is not in the graph. Nearest: id:canada"),
        ("SELECT * { ?s rel:eased ?o }", "rel:eased is not in the graph. Nearest: rel:ease (1 use)"),
        ("SELECT * { ?s kg:zzzzqq ?o }", "kg:zzzzqq is not in the graph."),
    ],
)
def test_a_misspelt_term_gets_the_nearest(worker: Worker, text: str, said: str) -> None:
    (note,) = worker.ask(Query(text)).notes
    assert note.startswith(said)


def test_a_misspelt_name_is_told_without_its_escapes(worker: Worker) -> None:
    (note,) = worker.ask(Query(r"SELECT * { ?s kg:imposed\-tariff ?o }")).notes
    assert note.startswith("kg:imposed-tariff is not in the graph. Nearest: kg:imposedTariffOn")


@pytest.mark.parametrize(
    ("term", "nearest"),
    [
        ("rdfs:lable", "rdfs:label"),
        ("kg:asserted", "kg:Asserted"),
        ("rel:imposedTarifOn", "kg:imposedTariffOn"),
        ("schema:NewsArticel", "schema:NewsArticle"),
    ],
)
def test_the_nearest_term_is_told_in_any_namespace(worker: Worker, term: str, nearest: str) -> None:
    (line,) = worker.ask(Query(f"SELECT * {{ ?s ?p ?o FILTER(?o = {term} || ?p = {term}) }}")).notes
    assert line.startswith(f"{term} is not in the graph. Nearest: {nearest} (")


@pytest.mark.parametrize(
    ("term", "nearest"),
    [
        ("foaf:naem", "foaf:name (2 uses)"),
        ("<http://xmlns.com/foaf/0.1/knos>", "foaf:knows (1 use)"),
        ("foaf:Persn", "foaf:Person (1 use)"),
        ("<https://example.org/places/lissbon>", "https://example.org/places/lisbon (1 use)"),
        ("<https://xmlns.com/foaf/0.1/name>", "foaf:name (2 uses)"),
    ],
)
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
