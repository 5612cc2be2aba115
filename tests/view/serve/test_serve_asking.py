"""Named questions in the server: forms, answers at addresses, names that are offered."""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

pytest.importorskip("starlette")
pytest.importorskip("httpx2")

from starlette.testclient import TestClient

from kg.turtle.documents import write
from kg.view.serve import application
from kg.view.serve.library import Library
from scripts.access import STORY, TOKEN
from tests.graphs import trade_graph
from tests.view.draw.graphs import large_graph


@contextmanager
def asking(path: Path) -> Iterator[TestClient]:
    """Who may ask the server of a graph."""
    with closing(Library([path])) as library:
        client = TestClient(application(library, TOKEN), base_url="http://127.0.0.1:8000")
        client.get("/", params={"token": TOKEN})
        yield client
        client.close()


@pytest.fixture
def client(trade: Path) -> Iterator[TestClient]:
    with asking(trade) as found:
        yield found


def test_an_answer_is_at_an_address_with_what_was_asked_in_its_form(client: TestClient) -> None:
    text = client.get("/ask/about", params={"who": "Mark Carney", "factuality": "planned"}).text
    assert ">1 row<" in text
    assert 'list="entities" value="Mark Carney"' in text
    assert "<option selected>planned</option>" in text
    assert text.index('<form action="/ask/about">') < text.index("<h2>Answer</h2>")
    assert '<a href="/entity/mark-carney">Mark Carney</a>' in text
    wrong = client.get("/ask/about", params={"who": "Mark Carny"})
    assert (wrong.status_code, "Mark Carney" in wrong.text, 'value="Mark Carny"' in wrong.text) == (400, True, True)
    assert "5 rows" in client.get("/ask", params={"sparql": "SELECT ?x { ?x a kg:Statement }"}).text
    page = client.get("/ask").text
    assert page.index("<h2>Questions</h2>") < page.index("<h2>SPARQL</h2>")


def test_a_page_of_the_server_asks_it_for_rows_with_their_statements(client: TestClient) -> None:
    told = client.get("/ask/about", params={"who": "Mark Carney"}, headers={"accept": "application/json"}).json()
    assert (told["name"], len(told["rows"]), told["isCut"]) == ("about", 2, False)
    assert "statement" not in told["columns"]
    assert set(told["said"]) <= {one.id for one in trade_graph().statements}
    page = client.get("/graph")
    assert '"asks":"/ask/"' in page.text
    assert "connect-src 'self'" in page.headers["content-security-policy"]


def test_names_that_begin_as_what_is_typed_are_offered_first(client: TestClient) -> None:
    found = [one["label"] for one in client.get("/search", params={"q": "can"}).json()]
    assert found[0] == "Canada"
    assert "Government of Canada" in found[1:]


def test_the_words_of_a_statement_lead_to_it() -> None:
    with asking(STORY) as client:
        text = client.get("/ask/who-imposed-what", params={"who": "Canada"}).text
    assert re.search(
        r'<td class="words"><a href="/graph\?article=[\w-]+#said=statement-\w+">Canada imposed a tariff', text
    )
    assert ">rate<" in text
    assert ">source<" not in text  # of no row


def test_of_many_articles_each_has_its_story_when_it_is_chosen(tmp_path: Path) -> None:
    path = tmp_path / "large.ttl"
    write(large_graph(400, 60), path)
    with asking(path) as client:
        name = large_graph(400, 60).articles[3].id
        assert f'href="/graph#form=story&amp;article={name}"' in client.get("/").text
        drawn = client.get("/story", params={"article": name}).json()
        assert drawn.keys() == {"wide", "narrow"}
        assert "<svg" in drawn["wide"]
        assert client.get("/story", params={"article": "none"}).status_code == 400
