"""A large corpus that is served: what is asked about is taken from it, and what is left out is told."""

from collections.abc import Iterator
from contextlib import closing, nullcontext
from functools import partial
from pathlib import Path
from threading import Event
from urllib.parse import urlencode

import pytest

pytest.importorskip("starlette")
pytest.importorskip("httpx2")

from starlette.testclient import TestClient

from kg.model import ArticleId
from kg.several.front import served_front
from kg.several.opened import AskableNow, askable_as_one
from kg.shards import excerpts
from kg.shards.folder import CorpusWriter
from kg.shards.wanted import FEW
from kg.store import Limits
from kg.view.endpoint import Endpoint
from kg.view.serve import application, endpoint_alone
from kg.view.serve.library import CorpusLibrary, library_of
from tests.cases import tried_on
from tests.conftest import Kg
from tests.gold_graph import gold_graph
from tests.serving import asked, run_alone, served
from tests.shards.made import corpus, shard_of, trade
from tests.waiting import PATIENCE

TOKEN = "a-token-for-tests"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CorpusLibrary]:
    """A corpus of which one article is taken at a time: eight that tell the same, and a newer one."""
    shards = [shard_of(one) for one in (*map(trade, range(8)), gold_graph("libya-medics"))]
    path = corpus(tmp_path_factory.mktemp("served"), shards)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(excerpts, "FEW", 0)
        patched.setattr(excerpts, "_CLAUSES_AN_ARTICLE", FEW)
        with closing(CorpusLibrary([path])) as found:
            yield found


@pytest.fixture(scope="module")
def client(library: CorpusLibrary) -> Iterator[TestClient]:
    """Its pages."""
    with closing(TestClient(application(library, TOKEN), base_url="http://127.0.0.1:8000")) as found:
        found.get("/", params={"token": TOKEN})
        yield found


def test_the_overview_is_of_the_newest_and_says_so(client: TestClient) -> None:
    page = client.get("/").text
    assert "the newest 1 of 9 articles that tell of it are read" in page
    assert "Libya" in page
    assert "canola" not in page


@tried_on("path", "told")
def test_what_is_asked_about_is_of_the_articles_that_tell_of_it(client: TestClient, path: str, told: str) -> None:
    page = client.get(path).text
    assert "the newest 1 of 8 articles that tell of it are read" in page
    assert told in page


def test_any_article_is_drawn(client: TestClient) -> None:
    assert "100% tariff" in client.get("/graph?article=trade 003").text
    assert client.get("/graph?article=nothing").status_code == 400


def test_any_name_is_found(client: TestClient) -> None:
    assert client.get("/search", params={"q": "mark c"}).json() == [{"id": "mark-carney", "label": "Mark Carney"}]
    assert client.get("/search", params={"q": "carney"}).json() == [{"id": "mark-carney", "label": "Mark Carney"}]
    assert client.get("/search", params={"q": "arney"}).json() == []
    assert client.get("/search", params={"q": ""}).json() == []


def test_a_name_that_is_not_there_is_told(client: TestClient) -> None:
    answer = client.get("/graph?focus=Canda")
    assert answer.status_code == 400
    assert "Canada" in answer.text


def test_a_named_question_is_asked_of_the_articles_that_tell_of_it(client: TestClient) -> None:
    page = client.post("/ask/who-imposed-what", data={"who": "Canada"}).text
    assert "<caption>1 row<" in page
    assert "the newest 1 of 8 articles that tell of it are read" in page
    assert "Canada imposed a 100% tariff on Chinese electric vehicles." in page


def test_sparql_of_ones_own_sees_the_newest(client: TestClient) -> None:
    asked = "SELECT (COUNT(?a) AS ?n) { ?a a <https://schema.org/NewsArticle> }"
    page = client.post("/ask", data={"sparql": asked}).text
    assert "<td>1" in page
    assert "the newest 1 of 9 articles" in page


def test_an_assistant_is_told_where_more_names_are_than_are_looked_at(
    library: CorpusLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("mcp")
    from kg.view.serve.assistants import GraphTools

    tools = GraphTools(library)
    assert "note" not in tools.search_entities("c")
    monkeypatch.setattr(excerpts, "OFFERED", 2)
    monkeypatch.setattr(CorpusLibrary, "most_names", 2)
    assert tools.search_entities("c")["note"] == "no more than 2 names are looked at: give more of the name"


def test_a_question_about_a_large_corpus_is_given_up_in_time(
    library: CorpusLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("mcp")
    from kg.view.serve.assistants import GraphTools, server_of

    goes_on, waited = Event(), list[bool]()
    monkeypatch.setattr(CorpusLibrary, "_excerpt", lambda *_: waited.append(goes_on.wait(PATIENCE)))
    server = server_of(GraphTools(library), Limits(seconds=0.1))
    with pytest.raises(Exception, match=r"took more than 0\.1 seconds"):
        run_alone(partial(server.call_tool, "ask_question", {"name": "about", "parameters": {"who": "Canada"}}))
    assert waited == []
    goes_on.set()


def taken(address: str, name: str) -> dict[str, str]:
    """What each page of a server has; the picture is of one article."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    query = urlencode({"query": "SELECT ?a { ?a a <https://schema.org/NewsArticle> }"})
    pages = {
        "overview": asked(f"{address}/graphs", headers=headers),
        "front": asked(f"{address}/", headers=headers),
        "picture": asked(f"{address}/graph?article={name}", headers=headers),
        "search": asked(f"{address}/search?q=libya", headers=headers),
        "sparql": asked(f"{address}/sparql?{query}", headers=headers | {"Accept": "text/csv"}),
        "question": asked(f"{address}/ask/articles", headers=headers | {"Accept": "application/json"}),
    }
    return {page: reply.body.decode() for page, reply in pages.items()}


@pytest.mark.parametrize("is_large", [False, True])
def test_what_was_removed_or_added_is_seen_by_the_next_request(*, is_large: bool, tmp_path: Path) -> None:
    medics = gold_graph("libya-medics")
    path, name = corpus(tmp_path, [shard_of(trade(0)), shard_of(medics)]), medics.articles[0].id
    opening = partial(askable_as_one, [path])
    with (
        closing(AskableNow([path], (lambda: nullcontext((path,))) if is_large else opening)) as files,
        closing(library_of(files)(files)) as library,
        served(application(library, TOKEN, front=served_front([path], None))) as address,
    ):
        before = taken(address, name)
        with CorpusWriter(path) as writer:
            writer.remove([name])
        gone = taken(address, name)
        with CorpusWriter(path) as writer:
            writer.put(shard_of(medics))
        again = taken(address, name)
    for page in before:
        assert "libya" in before[page].lower(), page
        assert "libya" not in gone[page].replace(name, "").lower(), page
        assert "libya" in again[page].lower(), page


def test_an_endpoint_alone_asks_a_corpus_as_it_is(tmp_path: Path) -> None:
    path = corpus(tmp_path, [shard_of(trade(0)), shard_of(trade(1))])
    counted = "/sparql?" + urlencode({"query": "SELECT (COUNT(?a) AS ?n) { ?a a <https://schema.org/NewsArticle> }"})
    with (
        closing(AskableNow([path], partial(askable_as_one, [path]))) as files,
        closing(Endpoint(files)) as endpoint,
        served(endpoint_alone(endpoint)) as address,
    ):
        assert b"\n2\r\n" in asked(address + counted, headers={"Accept": "text/csv"}).body
        with CorpusWriter(path) as writer:
            writer.remove([ArticleId("trade 001")])
        assert b"\n1\r\n" in asked(address + counted, headers={"Accept": "text/csv"}).body


def test_tools_open_a_corpus_of_any_size_as_it_lies(kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[Path, ...]] = []
    monkeypatch.setattr("kg.view.serve.assistants.run_tools", lambda paths, *_, **__: opened.append(paths()))
    monkeypatch.setattr("kg.files.graphs._MOST_ASKABLE", 0)
    path = corpus(tmp_path, [shard_of(trade(0))])
    assert kg("serve", path, "--mcp").code == 0
    assert opened == [(path,)]
