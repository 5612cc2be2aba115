"""The page of ``kg serve --links`` on which a reader decides doubtful pairs."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cases import tried_on

pytest.importorskip("starlette")
pytest.importorskip("httpx2")

from starlette.testclient import TestClient

from kg.corpus import DecisionFile, Doubt, Links, Unit
from kg.corpus.decisions import PairDecision, Place, basis
from kg.corpus.doubtful import DoubtfulPairs, reasons
from kg.model import ArticleId, NodeId
from kg.model.merge import merged
from kg.several.pairs import pair_reviews
from kg.turtle.documents import write
from kg.view.serve import application
from kg.view.serve.library import Library
from tests.conftest import Kg
from tests.corpus.made import Clause, told
from tests.serving import served
from tests.view.draw.conftest import faults_of_access

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TOKEN = "a-token-for-tests"
SURE, UNSURE = "k-berg", "mykhailo-podolyak"
DOUBTS = (
    Doubt("entity", Unit(NodeId(SURE), ArticleId("b")), Unit(NodeId("karl-berg"), ArticleId("a")), 0.9),
    Doubt(
        "entity",
        Unit(NodeId("mykhailo-podoliak"), ArticleId("a")),
        Unit(NodeId(UNSURE), ArticleId("b")),
        0.48,
        ("bare, story", "like spelling"),
    ),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A graph of two articles beside its links, in which two pairs are doubtful."""
    said = (Clause("mykhailo-podoliak", "visited", "peru"), Clause("karl-berg", "sued", "velox"))
    more = (Clause(UNSURE, "left <b>", "peru"), Clause(SURE, "blamed", "velox"))
    graphs = [told("a", date(2026, 3, 2), *said), told("b", date(2026, 3, 3), *more)]
    write(merged(graphs), tmp_path / "news.ttl", evidence="full")
    made = basis(merged(graphs), []).text()
    (tmp_path / "news.links.jsonl").write_text(made + Links(doubts=DOUBTS).text(), encoding="utf-8")
    return tmp_path


@pytest.fixture
def client(folder: Path) -> Iterator[TestClient]:
    """A browser with the token, at a server that offers the pairs to Anna."""
    review = pair_reviews([folder / "news.ttl"], folder / "news.links.jsonl", None, "Anna")
    with closing(Library([folder / "news.ttl"])) as library:
        app = application(library, TOKEN, review=review)
        with TestClient(app, "http://127.0.0.1:8000", cookies={"kg-token-8000": TOKEN}) as asks:
            yield asks


def answer(client: TestClient, what: str) -> str:
    """The page after an answer to the pair that waits."""
    page = client.get("/review").text
    key = page.partition('name="pair" value="')[2].partition('"')[0]
    return client.post("/review", data={"pair": key, "answer": what}).text


def decisions(folder: Path) -> list[tuple[str, bool, str]]:
    file = DecisionFile(folder / "news.decisions.jsonl")
    return [(one.second.unit.node, one.is_same, one.reader) for one in file.decisions()]


def test_the_most_doubtful_pair_comes_first_with_all_that_is_known_of_it(client: TestClient) -> None:
    page = client.get("/review").text
    for told_of in (
        "Mykhailo Podoliak <small>Person</small>",
        "Mykhailo Podoliak visited Peru near the old harbour. <small>2026-03-02</small>",
        "Mykhailo Podolyak left &lt;b&gt; Peru",
        "<b>48%</b>. Speaking for it: both only described: story; like spelling.",
        "2 doubtful pairs, the most doubtful first: 0 decided, 2 left.",
        "news.ttl</code>",
    ):
        assert told_of in page
    assert "2 doubtful pairs" in client.get("/").text


def test_answers_are_saved_as_those_of_the_terminal(client: TestClient, folder: Path) -> None:
    assert "are the same: saved in" in answer(client, "same")
    assert decisions(folder) == [(UNSURE, True, "Anna")]
    assert "No doubtful pair is left" in answer(client, "other")
    assert decisions(folder) == [(UNSURE, True, "Anna"), ("karl-berg", False, "Anna")]


def test_an_answer_is_taken_back(client: TestClient, folder: Path) -> None:
    answer(client, "same")
    assert "Taken back" in answer(client, "undo")
    assert (decisions(folder), "0 decided" in client.get("/review").text) == ([], True)
    assert "Nothing was answered here" in answer(client, "undo")


def test_taking_back_leaves_what_another_reader_decided(client: TestClient, folder: Path) -> None:
    answer(client, "same")
    pairs, file = DoubtfulPairs(Library([folder / "news.ttl"]).graph, DOUBTS), folder / "news.decisions.jsonl"
    DecisionFile(file).put(pairs.decision(pairs.ordered[0], "Ben", is_same=False))
    answer(client, "undo")
    assert decisions(folder) == [(UNSURE, False, "Ben")]


def test_a_pair_that_is_skipped_comes_behind_the_others(client: TestClient, folder: Path) -> None:
    assert "Karl Berg" in answer(client, "skip")
    assert "mykhailo" in answer(client, "skip").lower()
    assert "Karl Berg" in answer(client, "undo")
    assert not (folder / "news.decisions.jsonl").exists()


def test_without_the_token_and_from_elsewhere_nothing_is_decided(client: TestClient, folder: Path) -> None:
    key = client.get("/review").text.partition('name="pair" value="')[2].partition('"')[0]
    asked = {"pair": key, "answer": "same"}
    assert client.post("/review", data=asked, headers={"Origin": "http://evil.example"}).status_code == 403
    client.cookies.clear()
    assert client.post("/review", data=asked).status_code == 403
    assert not (folder / "news.decisions.jsonl").exists()


@pytest.mark.parametrize("form", [{"pair": "x", "answer": "same"}, {"pair": "x", "answer": "maybe"}, {}])
def test_what_is_no_answer_is_told(client: TestClient, folder: Path, form: dict[str, str]) -> None:
    assert client.post("/review", data=form).status_code == 400
    assert not (folder / "news.decisions.jsonl").exists()


def test_without_links_no_pair_is_offered(folder: Path) -> None:
    with closing(Library([folder / "news.ttl"])) as library:
        client = TestClient(application(library, TOKEN), "http://127.0.0.1:8000", cookies={"kg-token-8000": TOKEN})
        assert client.get("/review").status_code == 404
        assert "/review" not in client.get("/").text


@tried_on("links", "named", "more")
def test_the_command_that_links_anew_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, links: str, named: str, more: str
) -> None:
    monkeypatch.chdir(folder)
    Path("week.links.jsonl").write_bytes(Path("news.links.jsonl").read_bytes())
    review = pair_reviews([Path("news.ttl")], Path(links), Path(named) if named else None, "Anna")
    assert review().command == f"kg corpus link news.ttl{more}"


def test_decisions_go_to_the_file_that_the_links_name(folder: Path) -> None:
    graph = Library([folder / "news.ttl"]).graph
    (folder / "week.links.jsonl").write_text(
        basis(graph, [], "mine.jsonl").text() + Links(doubts=DOUBTS).text(), encoding="utf-8"
    )
    review = pair_reviews([folder / "news.ttl"], folder / "week.links.jsonl", None, "Anna")()
    assert review.waiting
    review.answer(review.waiting.key, "same")
    assert (folder / "mine.jsonl").exists()


@tried_on("options", "fault")
@pytest.mark.usefixtures("folder")
def test_what_does_not_go_together_is_refused(kg: Kg, options: list[str], fault: str) -> None:
    ran = kg("serve", "news.ttl", "--no-browser", *options)
    assert (ran.code, fault in ran.err) == (2, True)


def test_of_decisions_that_several_write_at_once_none_is_lost(tmp_path: Path) -> None:
    def place(number: int) -> Place:
        return Place(Unit(NodeId(f"n{number:03}"), ArticleId("a")))

    def put(number: int) -> None:
        decision = PairDecision("entity", place(number), place(number + 100), is_same=True)
        DecisionFile(tmp_path / "some.jsonl").put(decision)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(put, range(40)))
    assert len(DecisionFile(tmp_path / "some.jsonl").decisions()) == 40


def test_reasons_are_told_in_words() -> None:
    assert list(reasons(DOUBTS[1])) == ["both only described: story", "like spelling"]


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pairs_are_decided_by_keys_and_no_barrier_stands(browser: Browser, folder: Path, scheme: str) -> None:
    review = pair_reviews([folder / "news.ttl"], folder / "news.links.jsonl", None, "Anna")
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, color_scheme="dark" if scheme == "dark" else "light"
    )
    with closing(Library([folder / "news.ttl"])) as library:
        app = application(library, TOKEN, review=review)
        with served(app) as address:
            site = context.new_page()
            site.goto(f"{address}/?token={TOKEN}")
            site.click("text=Decide doubtful pairs")
            assert faults_of_access(site) == []
            site.keyboard.press("s")
            site.wait_for_selector("text=Skipped")
            site.keyboard.press("n")
            site.wait_for_selector("text=are not the same")
            assert site.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()
    assert decisions(folder) == [("karl-berg", False, "Anna")]
