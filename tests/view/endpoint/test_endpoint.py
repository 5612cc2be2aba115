"""The SPARQL 1.1 Protocol endpoint: its requests, its answers, its refusals; and clients that others made."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
import rdflib

from kg.store import Limits
from kg.turtle.documents import write
from tests.cases import tried_on
from tests.graphs import trade_graph
from tests.serving import Reply, asked, served

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

from kg.view.endpoint import Endpoint

COUNTRIES = "SELECT ?l { ?s a kg:Country ; rdfs:label ?l }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o }"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("endpoint") / "trade.ttl"
    write(trade_graph(), path)
    endpoint = Endpoint([path], Limits(seconds=5, rows=500))
    with served(endpoint) as address:
        yield f"{address}/sparql"
    endpoint.close()


def got(url: str, query: str, accept: str = "") -> Reply:
    return asked(f"{url}?query={quote(query)}", headers={"Accept": accept} if accept else {})


def labels(reply: Reply) -> list[str]:
    return [row["l"]["value"] for row in json.loads(reply.body)["results"]["bindings"]]


def test_a_query_by_get(url: str) -> None:
    reply = got(url, COUNTRIES)
    assert (reply.status, labels(reply)) == (200, ["Canada", "China"])
    assert reply.headers["content-type"] == "application/sparql-results+json; charset=utf-8"


def test_the_head_of_an_answer(url: str) -> None:
    reply = asked(f"{url}?query={quote(COUNTRIES)}", method="HEAD")
    assert (reply.status, reply.headers["content-type"]) == (200, "application/sparql-results+json; charset=utf-8")


def test_a_query_by_form(url: str) -> None:
    assert labels(asked(url, method="POST", body=urlencode({"query": COUNTRIES}).encode(), headers=FORM)) == [
        "Canada",
        "China",
    ]


def test_a_query_by_itself(url: str) -> None:
    assert labels(asked(url, method="POST", body=COUNTRIES.encode(), headers=DIRECT)) == ["Canada", "China"]


@tried_on("accept", "kind")
def test_solutions_come_as_the_client_prefers(url: str, accept: str, kind: str) -> None:
    assert got(url, COUNTRIES, accept).headers["content-type"] == f"{kind}; charset=utf-8"


@tried_on("accept", "kind")
def test_graphs_come_as_the_client_prefers(url: str, accept: str, kind: str) -> None:
    assert got(url, "DESCRIBE id:canada", accept).headers["content-type"] == f"{kind}; charset=utf-8"


@pytest.mark.parametrize(
    ("query", "accept", "told"),
    [
        (COUNTRIES, "text/turtle", b"text/csv"),
        (COUNTRIES, "application/sparql-results+json;q=0", b"text/csv"),
        (COUNTRIES, "*/*;q=0", b"text/csv"),
        (COUNTRIES, "image/png, nonsense;q=x", b"text/csv"),
        ("ASK {}", "text/turtle", b"text/csv"),
        ("DESCRIBE id:canada", "text/csv", b"text/turtle"),
    ],
)
def test_what_the_client_does_not_accept_is_not_sent(url: str, query: str, accept: str, told: bytes) -> None:
    reply = got(url, query, accept)
    assert (reply.status, told in reply.body, reply.headers["vary"]) == (406, True, "Accept")


def test_an_address_without_a_query_describes_the_service(url: str) -> None:
    reply = asked(url)
    graph = rdflib.Graph().parse(data=reply.body, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    service = graph.value(None, rdflib.RDF.type, sd.Service)
    assert (reply.status, str(graph.value(service, sd.endpoint))) == (200, url)
    assert graph.value(service, sd.supportedLanguage) == sd.SPARQL11Query


@pytest.mark.parametrize(
    ("request_", "body", "headers", "status"),
    [
        ("GET ?query=ASK%20%7B", None, {}, 400),
        ("GET ?other=1", None, {}, 400),
        ("GET ?query=ASK%20%7B%7D&query=ASK%20%7B%7D", None, {}, 400),
        ("GET ?query=%FF", None, {}, 400),
        ("GET ?query=", None, {}, 400),
        ("GET ?query=ASK%20%7B%7D" + "&x=" * 1000, None, {}, 400),
        ("POST ", b" ", DIRECT, 400),
        ("PUT ?query=ASK%20%7B%7D", None, {}, 405),
        ("DELETE ?query=ASK%20%7B%7D", None, {}, 405),
        ("POST ", b"ASK {}", {"Content-Type": "text/plain"}, 415),
        ("POST ", "ASK {}".encode("utf-16"), DIRECT, 400),
        ("POST ", "ASK {}".encode("utf-16"), {"Content-Type": "application/sparql-query; charset=UTF-16"}, 415),
        ("POST ", b"#" * (2 << 20), DIRECT, 413),
    ],
)
def test_what_the_protocol_does_not_know_is_refused(
    url: str, request_: str, body: bytes | None, headers: dict[str, str], status: int
) -> None:
    method, _, suffix = request_.partition(" ")
    assert asked(url + suffix, method=method, body=body, headers=headers).status == status


@pytest.mark.parametrize(
    ("request_", "body", "headers"),
    [
        ("POST ", b"update=CLEAR%20ALL", FORM),
        ("POST ", b"query=CLEAR%20ALL", FORM),
        ("POST ", b"CLEAR ALL", {"Content-Type": "application/sparql-update"}),
        ("POST ", b"CLEAR ALL", DIRECT),
        ("POST ", b"BASE <urn:clear> PREFIX add: <urn:x>\n# select\nWITH <urn:a> DELETE { ?s ?p ?o } WHERE {}", DIRECT),
        ("GET ?update=CLEAR%20ALL", None, {}),
        ("GET ?query=INSERT%20DATA%20%7B%3Curn%3Aa%3E%20a%20%3Curn%3Ab%3E%7D", None, {}),
    ],
)
def test_an_update_is_refused_in_one_way_however_it_comes(
    url: str, request_: str, body: bytes | None, headers: dict[str, str]
) -> None:
    method, _, suffix = request_.partition(" ")
    reply = asked(url + suffix, method=method, body=body, headers=headers)
    assert (reply.status, reply.body) == (400, b"that is an update, and this endpoint only reads\n")


def test_an_empty_query_is_said_to_be_empty(url: str) -> None:
    assert asked(f"{url}?query=").body == b"the query is empty\n"


def test_nothing_is_asked_of_another_machine(url: str) -> None:
    reply = got(url, "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")
    assert (reply.status, b"refused" in reply.body) == (403, True)


@pytest.mark.parametrize("parameter", ["default-graph-uri", "named-graph-uri", "FROM", "FROM NAMED"])
def test_a_graph_that_is_not_there_is_empty_however_it_is_named(url: str, parameter: str) -> None:
    name, where = "http://127.0.0.1:1/", "{ { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    reply = (
        got(url, f"ASK {parameter} <{name}> {where}")
        if parameter.isupper()
        else asked(f"{url}?query={quote(f'ASK {where}')}&{parameter}={quote(name)}")
    )
    assert (reply.status, json.loads(reply.body)["boolean"]) == (200, False)


def test_a_query_past_its_time_is_stopped_and_others_go_on(url: str) -> None:
    reply = got(url, ENDLESS)
    assert (reply.status, b"add conditions" in reply.body, b"--" in reply.body) == (503, True, False)
    assert got(url, COUNTRIES).status == 200


def test_an_answer_that_was_cut_says_so(url: str) -> None:
    assert got(url, "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 600").headers["kg-truncated"] == "true"
    assert "kg-truncated" not in got(url, COUNTRIES).headers


def test_rdflib_asks_it(url: str) -> None:
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    graph = rdflib.Graph(SPARQLStore(url))
    kg = rdflib.Namespace("https://w3id.org/newsgraph/ontology#")
    assert len(list(graph.subjects(rdflib.RDF.type, kg.Country))) == 2
    assert bool(graph.query("ASK { ?s a <https://w3id.org/newsgraph/ontology#Country> }").askAnswer)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv", "turtle", "n3", "rdf+xml"])
def test_sparqlwrapper_asks_it_in_every_form(url: str, form: str) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper")
    client = wrapper.SPARQLWrapper(url)
    is_graph = form in {"turtle", "n3", "rdf+xml"}
    client.setQuery("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 5" if is_graph else COUNTRIES)
    client.setReturnFormat(form)
    for method in (wrapper.GET, wrapper.POST):
        client.setMethod(method)
        assert client.query().convert()


def test_many_at_once_are_all_answered(url: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: labels(got(url, COUNTRIES)), range(24)))
    assert found == [["Canada", "China"]] * 24


def test_those_who_wait_longer_than_a_query_may_run_are_told_so(tmp_path: Path) -> None:
    write(trade_graph(), tmp_path / "trade.ttl")
    endpoint = Endpoint([tmp_path / "trade.ttl"], Limits(seconds=1), workers=1)
    with served(endpoint) as address, ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(lambda _: asked(f"{address}/?query={quote(ENDLESS)}"), range(4)))
    endpoint.close()
    told = [reply.body for reply in replies]
    assert any(b"stopped after 1 seconds" in body for body in told)
    assert b"too many queries at once: ask again later\n" in told
    assert {(reply.status, reply.headers["retry-after"]) for reply in replies} == {(503, "5")}


def test_a_dataset_of_the_protocol_takes_the_place_of_from(tmp_path: Path) -> None:
    path = tmp_path / "named.nq"
    path.write_text("<http://x/s> <http://x/p> 1 <http://x/g> .\n".replace("1", '"1"'))
    endpoint = Endpoint([path], workers=1)
    with served(endpoint) as address:
        query = quote("ASK FROM <http://x/none> { ?s ?p ?o }")
        there = asked(f"{address}/?query={query}&default-graph-uri=http%3A%2F%2Fx%2Fg")
    endpoint.close()
    assert json.loads(there.body)["boolean"]
