"""The seed article's page and the pages of the server in a real browser."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.facts.selection import Counted
from kg.model import Factuality, Graph
from kg.text.articles import ReadingOptions, article_of
from kg.turtle.documents import read
from kg.view.draw import Layout, View
from scripts.access import TOKEN, served
from tests.view.draw.conftest import Open, faults_of_access

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[3]
STORY = ROOT / "tests" / "stories" / "canada-china" / "graph.ttl"
CLICK_EVERY_LINE = """edges => edges.map(edge => {
    edge.dispatchEvent(new MouseEvent("click", {bubbles: true}));
    const texts = (path) => [...document.querySelectorAll(path)].map(found => found.textContent);
    return [edge.ariaDescription || edge.ariaLabel, texts("#text .sentence.on"), texts("#text mark")];
})"""
WORDS_OF_LINES = {
    "Canada arrested a senior Chinese technology executive in 2018 at the request of the United States, 2018": [
        "Canada",
        "arrested",
        "a senior Chinese technology executive",
    ],
    "Past setbacks stemmed from Canada aligning too closely with Washington, according to Chinese state media": [
        "past setbacks",
        "stemmed from",
        "Canada aligning too closely with Washington",
    ],
    "Prime Minister Mark Carney arrived in Beijing this week, 2026-01": [
        "Prime Minister Mark Carney",
        "arrived in",
        "Beijing",
    ],
}

pytestmark = pytest.mark.browser


@cache
def seed_graph() -> Graph:
    """The story's graph with the article's own text, which its Turtle leaves out."""
    graph = read(STORY)
    (known,) = graph.articles
    article = article_of((ROOT / "seeds" / "canada-china.txt").read_text(encoding="utf-8"), reading=ReadingOptions())
    assert article.id == known.id
    return replace(graph, articles=(replace(article, date=known.date),))


def test_it_opens_without_error_or_request_and_a_line_clicked_marks_the_very_words(opened: Open) -> None:
    found = opened(seed_graph(), View(layout=Layout.NETWORK, top=0))
    said = {one.predicate_text: one for one in seed_graph().statements}
    lines = found.page.locator("#picture .edge").evaluate_all(CLICK_EVERY_LINE)
    assert len(lines) >= 30
    for label, words in WORDS_OF_LINES.items():
        sentences, marks = next((sentences, marks) for spoken, sentences, marks in lines if spoken == label)
        assert marks == words
        assert sentences == [said[" ".join(words[1:-1])].first_evidence.quote]
    assert found.page.locator("#text").inner_text().split()[-5:] == seed_graph().articles[0].text.split()[-5:]
    assert found.faults == []
    assert [url[:5] for url in found.requests if not url.startswith(("data:", "blob:"))] == ["file:"]


def test_a_sentence_lights_up_its_lines_and_search_and_filter_leave_what_they_say(opened: Open) -> None:
    site = opened(seed_graph()).page
    site.get_by_text("China responded with tariffs").click()
    lit = site.locator("#picture .edge.on").evaluate_all(
        "edges => edges.map(edge => edge.ariaDescription || edge.ariaLabel)"
    )
    assert len(lit) == 5  # in, out, and to canola, seafood, pork
    assert set(lit) == {"China responded with tariffs on Canadian exports including canola, seafood, and pork"}
    mains = [one for one in seed_graph().statements if one.detail_of is None or not one.is_open]
    every = Counted.of(mains)
    site.locator("[data-group=factuality] input[value='Planned']").evaluate("box => box.click()")
    firm = Counted.of(one for one in mains if one.factuality is not Factuality.PLANNED)
    assert site.locator("#status").inner_text() == firm.out_of(every)
    site.click("#reset")
    about = Counted.of(one for one in mains if "memoranda" in one.first_evidence.quote)
    assert about.mains
    site.keyboard.press("/")
    site.keyboard.type("memoranda")
    site.locator("#status", has_text=about.out_of(every)).wait_for()


def test_axe_finds_nothing(opened: Open) -> None:
    site = opened(seed_graph()).page
    site.get_by_text("China responded with tariffs").click()
    found = faults_of_access(site)
    site.click("#theme")
    assert found + faults_of_access(site) == []


def test_axe_finds_nothing_on_the_pages_of_the_server(browser: Browser) -> None:
    context = browser.new_context()
    site = context.new_page()
    faults: list[str] = []
    site.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    site.on("pageerror", lambda error: faults.append(str(error)))
    with served(STORY) as address:
        site.goto(f"{address}/?token={TOKEN}")
        assert "1 article, " in site.locator("main").inner_text()
        found = faults_of_access(site)
        site.get_by_role("link", name="China Courts Canada").click()
        site.wait_for_selector("body[data-ready]")
        found += faults_of_access(site)
        context.close()
    assert (found, faults) == ([], [])
