"""The local web application: who may ask, and what it answers."""

import json
import re
import subprocess
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Event
from typing import Protocol
from unittest.mock import Mock
from urllib.parse import quote, urlencode, urlsplit

import pytest

from tests.cases import tried_on

pytest.importorskip("starlette")
pytest.importorskip("httpx2")

from starlette.testclient import TestClient

from kg.isolation import ArticleError
from kg.lines.summary import summary
from kg.model import Article, Entity, NodeId
from kg.pipeline.outcomes import Built
from kg.store import Limits
from kg.store.disk import append
from kg.store.questions import questions
from kg.turtle.documents import write
from kg.view.draw.content import MOST_STATEMENTS
from kg.view.endpoint import Endpoint
from kg.view.serve import application, endpoint_alone, pages
from kg.view.serve.library import Library
from tests.chain import Chain, ChainCrew
from tests.graphs import trade_graph
from tests.serving import Reply, asked, served
from tests.view.draw.graphs import evil_graph, large_graph
from tests.waiting import until

TOKEN = "a-token-for-tests"
COOKIES = {"kg-token-8000": TOKEN}
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o }"


class Asks(Protocol):
    """Asks a path of the server with the token, by POST where there are fields of a form."""

    def __call__(self, path: str, **form: str) -> Reply: ...


@contextmanager
def _client(path: Path) -> Iterator[TestClient]:
    library = Library([path])
    client = TestClient(application(library, TOKEN), base_url="http://127.0.0.1:8000")
    client.get("/", params={"token": TOKEN})
    try:
        yield client
    finally:
        client.close()
        library.close()


@contextmanager
def _served(path: Path, limits: Limits) -> Iterator[Asks]:
    """The server over a graph."""
    with closing(Library([path], limits)) as library, served(application(library, TOKEN)) as address:

        def asks(path: str, **form: str) -> Reply:
            cookie = f"kg-token-{urlsplit(address).port}={TOKEN}"
            headers, body = {"Cookie": cookie}, urlencode(form).encode()
            return asked(address + path, method="POST" if form else "GET", headers=headers, body=body or None)

        yield asks


@pytest.fixture
def client(trade: Path) -> Iterator[TestClient]:
    with _client(trade) as found:
        yield found


def test_without_the_token_nothing_is_answered(client: TestClient) -> None:
    client.cookies.clear()
    for path in ("/", "/graph", "/ask", "/entity/canada", "/search?q=a", "/nowhere"):
        assert client.get(path).status_code == 403
    assert client.get("/", params={"token": "wrong"}).status_code == 403


def test_the_token_goes_from_the_address_into_a_cookie_that_no_script_reads(client: TestClient) -> None:
    client.cookies.clear()
    asked_for = {"focus": "Mark Carney", "token": TOKEN, "hops": "2"}
    answer = client.get("/graph", params=asked_for, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"{client.base_url}/graph?focus=Mark+Carney&hops=2",
    )
    assert "httponly" in answer.headers["set-cookie"].lower()
    assert "samesite=strict" in answer.headers["set-cookie"].lower()


@tried_on("headers")
def test_pages_of_others_may_not_ask(client: TestClient, headers: dict[str, str]) -> None:
    answer = client.get("/", headers=headers)
    assert answer.status_code in {403, 421}
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8000", "LOCALHOST", "[::1]:8000"])
def test_the_names_of_this_machine_may_be_used(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host, "authorization": f"Bearer {TOKEN}"}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/graph", "/ask", "/entity/canada", "/entity/no", "/search?q=can"])
def test_every_answer_has_a_strict_policy_and_no_cors(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "unsafe-inline" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in headers


def test_the_pages_show_the_graph(client: TestClient) -> None:
    assert "5 main statements" in client.get("/").text
    assert "Mark Carney" in client.get("/entity/mark-carney").text
    assert '"focus":["mark-carney"]' in client.get("/graph", params={"focus": "Mark Carney"}).text
    assert client.get("/entity/nobody").status_code == 404
    assert client.get("/search", params={"q": "carn"}).json() == [{"id": "mark-carney", "label": "Mark Carney"}]


@pytest.mark.parametrize("hops", ["9" * 5000, "-1", "many", "\u0663"])
def test_any_number_of_hops_is_drawn(client: TestClient, hops: str) -> None:
    assert client.get("/graph", params={"focus": "Mark Carney", "hops": hops}).status_code == 200


def test_sparql_and_a_named_question_are_answered(client: TestClient) -> None:
    asked = client.post("/ask", data={"sparql": "SELECT ?x { ?x a kg:Statement }"})
    assert "5 rows" in asked.text
    named = client.post("/ask/about", data={"who": "Mark Carney", "factuality": ""})
    assert "2 rows" in named.text


@pytest.mark.parametrize("sparql", ["SELECT", "DROP ALL", "SELECT * { SERVICE <http://example.org/> { ?a ?b ?c } }"])
def test_what_may_not_be_asked_is_an_error_on_the_page(client: TestClient, sparql: str) -> None:
    answer = client.post("/ask", data={"sparql": sparql})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text


def test_a_name_that_is_not_there_is_an_error_with_the_nearest(client: TestClient) -> None:
    answer = client.get("/graph", params={"focus": "Mark Carny"})
    assert answer.status_code == 400
    assert "Mark Carney" in answer.text


def test_an_article_pasted_is_built_and_shown(client: TestClient, chain: Chain) -> None:
    answer = client.post("/articles", data={"text": "Canada imposed tariffs on China."}, follow_redirects=False)
    assert answer.status_code == 303
    assert len(chain.read) == 1
    assert client.post("/articles", data={"text": "  "}).status_code == 400
    assert client.post("/articles", content=b"text=" + b"x" * 2_000_001).status_code == 413


@pytest.mark.usefixtures("chain")
def test_a_query_that_runs_outlives_an_article_that_is_added(trade: Path) -> None:
    with _served(trade, Limits(seconds=4)) as asks, ThreadPoolExecutor() as pool:
        asks("/sparql?query=ASK%7B%7D")
        running = pool.submit(asks, f"/sparql?query={quote(ENDLESS)}")
        until(lambda: json.loads(asks("/$/stats").body)["running"])
        asks("/articles", text="Canada imposed tariffs on China.")
        assert asks("/sparql?query=ASK%7B%7D").status == 200
        assert b"stopped after 4 seconds" in running.result().body


def test_while_an_article_is_built_others_ask(trade: Path, chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    has_begun, goes_on = Event(), Event()

    class Waiting(ChainCrew):
        def read(self, articles: Iterable[Article]) -> Iterator[Built | ArticleError]:
            has_begun.set()
            assert goes_on.wait(20)
            return super().read(articles)

    monkeypatch.setattr("kg.pipeline.workers.worker_pool", lambda _: Waiting(chain))
    with _served(trade, Limits()) as asks, ThreadPoolExecutor() as pool:
        building = pool.submit(asks, "/articles", text="Canada imposed tariffs on China.")
        assert has_begun.wait(20)
        assert asks("/sparql?query=ASK%7B%7D").status == 200
        assert asks("/ask", sparql="ASK {}").status == 200
        assert not building.done()
        goes_on.set()


def test_the_files_of_questions_are_read_once(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    read = Mock(wraps=questions)
    monkeypatch.setattr(pages, "questions", read)
    assert [client.get("/ask").text.count("<summary>") > 20 for _ in range(2)] == [True, True]
    assert read.call_count < 2


def test_all_pages_ask_the_same_four_processes(trade: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started = Mock(wraps=subprocess.Popen)
    monkeypatch.setattr(subprocess, "Popen", started)
    with _served(trade, Limits()) as asks, ThreadPoolExecutor() as pool:
        sparql = [pool.submit(asks, "/ask", sparql="SELECT ?x { ?x a kg:Statement }") for _ in range(4)]
        named = [pool.submit(asks, "/ask/about", who="Mark Carney") for _ in range(4)]
        assert all(b"5 rows" in asked.result().body for asked in sparql)
        assert all(b"2 rows" in asked.result().body for asked in named)
    assert started.call_count <= 4


def test_the_pages_say_that_the_server_is_busy(trade: Path) -> None:
    with _served(trade, Limits(seconds=1)) as asks, ThreadPoolExecutor(32) as pool:
        busy = [pool.submit(asks, "/ask", sparql=ENDLESS) for _ in range(32)]
        assert any((b"too many" in asked.result().body, asked.result().status) == (True, 503) for asked in busy)


def test_queries_see_the_file_as_it_is_and_what_is_added_under_its_base(tmp_path: Path, chain: Chain) -> None:
    own, base = tmp_path / "own.ttl", "https://example.org/mine/"
    write(trade_graph(), own, base_iri=base)
    with own.open("a") as file:
        file.write(f"<{base}canada> <http://www.w3.org/2002/07/owl#sameAs> <http://example.org/Canada> .\n")
    query = "SELECT ?c ?same { ?c a kg:Country OPTIONAL { ?c owl:sameAs ?same } }"
    same = [(f"{base}canada", "http://example.org/Canada"), (f"{base}china", None)]
    with _client(own) as client:

        def countries() -> list[tuple[str | None, str | None]]:
            told = client.get("/sparql", params={"query": "PREFIX owl: <http://www.w3.org/2002/07/owl#> " + query})
            rows = told.json()["results"]["bindings"]
            return [(row["c"]["value"], row["same"]["value"] if "same" in row else None) for row in rows]

        assert countries() == same
        norway = Entity(NodeId("norway"), "Country", "Norway")
        chain.graph = replace(trade_graph(), entities=(*trade_graph().entities, norway))
        client.post("/articles", data={"text": "Norway protested."})
        assert countries() == [*same, (f"{base}norway", None)]
        assert ">id:norway</a>" in client.post("/ask", data={"sparql": "SELECT ?c { ?c a kg:Country }"}).text
        write(trade_graph(), own, base_iri="https://example.org/new/")
        assert ("https://example.org/new/china", None) in countries()


def test_stores_and_files_are_served_together(tmp_path: Path, trade: Path) -> None:
    append(large_graph(20, 5), tmp_path / "large.store")
    with closing(Library([tmp_path / "large.store", trade])) as library:
        client = TestClient(application(library, TOKEN), base_url="http://127.0.0.1:8000", cookies=COOKIES)
        counted = client.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s a kg:Statement }"}).json()
        assert counted["results"]["bindings"][0]["n"]["value"] == "25"
        assert "25 main statements" in client.get("/").text


def test_the_editor_completes_terms_as_sparql_writes_them(tmp_path: Path) -> None:
    first, second, *others = trade_graph().statements
    known = (replace(first, relation="https://schema.org/knows"), replace(second, relation="set-up", is_open=True))
    write(replace(trade_graph(), statements=(*known, *others)), tmp_path / "mine.ttl")
    with _client(tmp_path / "mine.ttl") as client:
        (terms,) = re.findall(r'id="terms">(.*?)</script>', client.get("/ask").text)
    assert {"<https://schema.org/knows>", "rel:set-up", "kg:imposedTariffOn"} <= set(json.loads(terms))


def test_statements_are_counted_as_a_build_counts_them(tmp_path: Path) -> None:
    first, second, *others = trade_graph().statements
    graph = replace(trade_graph(), statements=(first, replace(second, detail_of=first.id), *others))
    write(graph, tmp_path / "trade.ttl")
    (line, *_) = summary(graph, {}, "trade.ttl")
    assert line == "trade.ttl: 4 main statements, 1 detail from 1 article"
    with _client(tmp_path / "trade.ttl") as client:
        home = client.get("/").text
    assert home.count("4 main statements, 1 detail") == 2  # of the graph, and of its article


def test_words_of_a_graph_are_never_markup(tmp_path: Path) -> None:
    path = tmp_path / "evil.ttl"
    write(evil_graph(), path)
    with _client(path) as client:
        for address in ("/", "/ask", "/entity/a-b"):
            text = client.get(address).text
            assert "<img" not in text
            assert "<script>window" not in text


def test_the_date_of_an_article_is_asked_for_and_taken(client: TestClient, chain: Chain) -> None:
    assert 'name="date" type="date"' in client.get("/").text
    client.post("/articles", data={"text": "Canada protested last year.", "date": "2026-01-14"})
    assert [article.date for article in chain.read] == [date(2026, 1, 14)]
    wrong = client.post("/articles", data={"text": "Canada protested last year.", "date": "soon"})
    assert (wrong.status_code, "is no date" in wrong.text) == (400, True)


def test_a_pasted_article_without_a_day_is_asked_for_it_and_its_dateline_is_taken(
    client: TestClient, chain: Chain
) -> None:
    asked = client.post("/articles", data={"text": "Canada <b> protested.", "ask": "date"})
    assert "What day is it of?" in asked.text
    assert "Canada &lt;b&gt; protested.</textarea>" in asked.text
    assert chain.read == []
    client.post("/articles", data={"text": "Canada protested.", "date": ""})  # as that page sends it
    assert [article.date for article in chain.read] == [None]
    dated = "Canada protests\n\nOTTAWA, 3 May 2026 (Agency) - Canada protested against the tariffs."
    client.post("/articles", data={"text": dated, "ask": "date"})
    assert [article.date for article in chain.read] == [date(2026, 5, 3)]


@pytest.mark.parametrize("how", ["fails", "breaks"])
def test_an_article_that_fails_is_told_and_the_server_goes_on(trade: Path, chain: Chain, how: str) -> None:
    chain.fails = "unlucky"
    if how == "breaks":
        chain.graph = Mock(spec=[])  # what no step foresees
    with closing(Library([trade])) as library:
        app = application(library, TOKEN)
        client = TestClient(app, "http://127.0.0.1:8000", raise_server_exceptions=False, cookies=COOKIES)
        text = "An unlucky article." if how == "fails" else "A lucky article."
        answer = client.post("/articles", data={"text": text})
        assert (answer.status_code, "The server goes on" in answer.text) == (422 if how == "fails" else 500, True)
        assert ("failed in names: IndexError" in answer.text) == (how == "fails")
        assert "Traceback" not in answer.text
        assert client.get("/").status_code == 200


def test_rows_have_their_sentences_and_lead_to_them(client: TestClient) -> None:
    text = client.post("/ask/about", data={"who": "Mark Carney", "factuality": ""}).text
    assert '<th scope="col">sentence' in text
    assert '<a href="/graph?article=trade#said=statement-' in text
    card = client.get("/entity/mark-carney").text
    assert '<a href="/graph?article=trade#said=statement-' in card
    assert re.search(r"<td>(asserted: put forward as so|planned: planned, not done)", card)
    assert '<th scope="col">who says so' in card
    assert "<td>The Paper itself<td>" in card
    assert "/graph#view=sides&sides=mark-carney%7C" in card
    assert ' download="answer.csv" href="data:text/csv;charset=utf-8,' in text
    assert "article%2Cpublisher%0D%0A" in text


@pytest.mark.slow
def test_of_a_large_graph_a_page_gets_a_part_and_tells_so(tmp_path: Path, client: TestClient) -> None:
    assert "statements are on this page" not in client.get("/graph").text
    path = tmp_path / "large.ttl"
    write(large_graph(6000, 300), path)
    with _client(path) as large:
        page = large.get("/graph").text
        assert re.search(r"[345],\d{3} of 6,000 main statements are on this page", page)
        assert '<a href="/">Graphs</a>' in page
        assert page.count('"spoken":') <= MOST_STATEMENTS
        assert large.get("/graph", params={"focus": "Entity number 7"}).text.count('"spoken":') < 200


def test_programs_ask_sparql_with_the_token_as_bearer(client: TestClient) -> None:
    client.cookies.clear()
    query = {"query": "SELECT ?l { ?s a kg:Country ; rdfs:label ?l }"}
    assert client.get("/sparql", params=query).status_code == 403
    assert client.get("/sparql", params=query, headers={"Authorization": "Bearer wrong"}).status_code == 403
    answer = client.get("/sparql", params=query, headers={"Authorization": f"Bearer {TOKEN}"})
    assert [row["l"]["value"] for row in answer.json()["results"]["bindings"]] == ["Canada", "China"]


def test_the_endpoint_alone_needs_no_token_but_the_servers_name(trade: Path) -> None:
    endpoint = Endpoint([trade], workers=1)
    client = TestClient(endpoint_alone(endpoint), base_url="http://127.0.0.1:8000")
    assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True
    assert client.get("/sparql", params={"query": "ASK {}"}, headers={"Host": "evil.example"}).status_code == 421
    assert (
        client.get("/sparql", params={"query": "ASK {}"}, headers={"Origin": "http://evil.example"}).status_code == 403
    )
    assert client.get("/").status_code == 404
    client.close()
    endpoint.close()
