"""The page with all forms of pictures, what leaves it, the pages of seed article and server, and barriers to access."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from kg.corpus import linked
from kg.corpus.happenings import Corpus as Told
from kg.facts.selection import Counted
from kg.model import Factuality, Graph, NodeId
from kg.model.merge import merged
from kg.several.front import FrontDays, file_address, front_of
from kg.text.articles import ReadingOptions, article_of
from kg.turtle.documents import read
from kg.view.draw import Layout, Theme, View, scene_of
from kg.view.draw.content import content
from kg.view.draw.drawing import drawn
from kg.view.draw.front import front_page
from kg.view.draw.page import page as html_of
from kg.view.draw.scene import svg
from scripts.access import SIZES, STORY, TOKEN, Found, look_round, order, served
from tests.cases import tables
from tests.graphs import trade_graph
from tests.view.draw.conftest import Open, faults_of_access
from tests.view.draw.graphs import large_graph

pytestmark = pytest.mark.browser


def test_one_article_begins_as_a_story_whose_cards_lead_to_their_sentences(opened: Open) -> None:
    site = opened(seed_graph(), View()).page
    assert site.input_value("#form") == "story"
    site.locator("#picture [data-said]", has_text="Canada arrested").first.dispatch_event("click")
    assert "Canada arrested a senior Chinese technology executive" in site.locator("#text .sentence.on").inner_text()
    assert site.locator("#picture [data-said].on").count() >= 1
    site.locator("#text .sentence", has_text="arrived in Beijing").first.click()
    assert "Beijing" in site.locator("#picture [data-said].on").first.text_content()  # type: ignore[operator]


def test_a_sheet_is_dark_on_a_dark_page_and_light_in_print_and_has_one_column_on_a_phone(opened: Open) -> None:
    site = opened(seed_graph(), View()).page
    ground = site.locator("#picture svg > rect").first
    for width, wide in ((1100, 700), (360, 320)):
        site.set_viewport_size({"width": width, "height": 800})
        site.locator(f"#picture svg[viewBox^='0 0 {wide} ']").wait_for()
        for colour in ("#14181d", "#ffffff"):
            site.evaluate("document.getElementById('theme').click()")
            assert ground.get_attribute("fill") == colour
    lefts = "cards => new Set(cards.map(card => card.querySelector('rect').getAttribute('x'))).size"
    assert site.locator("#picture svg .card").evaluate_all(lefts) == 1
    site.evaluate("document.getElementById('theme').click()")
    for event, colour in (("beforeprint", "#ffffff"), ("afterprint", "#14181d")):
        site.evaluate(f"dispatchEvent(new Event('{event}'))")
        assert ground.get_attribute("fill") == colour


def test_several_articles_begin_as_a_matrix(opened: Open) -> None:
    site = opened(large_graph(400, 60), View()).page
    assert site.locator("#form option").all_inner_texts() == ["Matrix", "Network", "Story of one article"]
    site.locator("#picture [data-said]").first.dispatch_event("click")
    assert site.locator("#card section").count() >= 1
    site.select_option("#form", "network")
    site.locator("#picture .node").first.wait_for()
    assert site.locator("#picture [data-said]").count() == 0


def test_what_filters_leave_is_laid_out_anew_and_counted_as_everywhere(opened: Open) -> None:
    site = opened(trade_graph(), View()).page
    every = site.locator("#picture [data-said]").count()
    site.locator("[data-group=factuality] input[value=Asserted]").uncheck()
    assert site.locator("#status").inner_text() == "2 of 5 main statements"
    assert site.locator("#shown").inner_text() == "Shown: 2 main statements"
    assert 0 < site.locator("#picture [data-said]").count() < every
    assert "2 of factuality left out" not in site.locator("#picture").inner_text()
    assert "1 of factuality left out" in site.locator("#picture").inner_text()
    site.click("#reset")
    assert site.locator("#picture [data-said]").count() == every


@pytest.mark.parametrize("form", ["matrix", "story"])
@pytest.mark.parametrize("width", [360, 1100])
def test_every_form_is_laid_out_anew_for_the_room_that_it_has(opened: Open, form: str, width: int) -> None:
    graph = large_graph(400, 60)
    site = opened(graph, View()).page
    site.set_viewport_size({"width": width, "height": 800})
    site.evaluate(f"location.hash = '#form={form}&article={graph.articles[10].id}&from=2018-06-01&to=2018-12-31'")
    site.locator("#status", has_text=" of 400").wait_for()
    pane = site.locator("#picture").bounding_box()
    assert pane
    assert site.evaluate("document.scrollingElement.scrollWidth") <= width
    over = "all => all.filter(one => one.getBoundingClientRect().right > innerWidth + 1).length"
    assert site.locator("#picture svg text").evaluate_all(over) == 0
    small = "all => all.filter(one => one.getBoundingClientRect().height < 9).map(one => one.textContent)"
    assert site.locator("#picture svg text").evaluate_all(small) == []
    said = site.locator("#picture [data-said]").first
    said.dispatch_event("click")
    assert site.locator("#card").is_visible()
    assert said.evaluate("one => one.classList.contains('on')")


def test_an_article_of_several_is_chosen_and_its_story_told(opened: Open) -> None:
    site = opened(large_graph(400, 60), View()).page
    site.select_option("#form", "story")
    site.select_option("#article", "3")
    title = site.locator("#headline").inner_text()
    assert title in site.locator("#picture").inner_text()
    assert " of 20 main statements of this article" in site.locator("#shown").inner_text()
    site.go_back()
    assert title not in site.locator("#picture").inner_text()


def test_a_view_picks_the_form_and_a_focus_the_network() -> None:
    starts = [
        content(trade_graph(), view)["start"] for view in (View(), View(layout=Layout.NETWORK), View(focus="Canada"))
    ]
    assert [start["form"] for start in starts] == ["story", "network", "network"]  # type: ignore[index]


def test_of_a_few_articles_the_page_has_the_story_of_each_as_it_is_drawn(opened: Open) -> None:
    graph = merged(read(path) for path in sorted(STORY.parents[1].glob("*/graph.ttl")))
    (article,) = seed_graph().articles
    site = opened(graph, View()).page
    site.evaluate(f"location.hash = '#form=story&article={article.id}'")
    site.locator("#picture", has_text="The story").wait_for()
    assert site.locator("#headline").inner_text() == article.title
    assert "Canada arrested" in site.locator("#picture").inner_text()
    site.fill("#search", "tariff")
    site.locator("#picture svg text", has_text="with “tariff”").wait_for()


@pytest.mark.parametrize("layout", [Layout.STORY, Layout.MATRIX])
def test_in_the_dark_a_sheet_has_the_colours_of_a_dark_one(layout: Layout) -> None:
    graph = seed_graph() if layout is Layout.STORY else large_graph(400, 60)
    darkened: dict[str, str] = content(graph, View())["darkened"]  # type: ignore[assignment]
    light, dark = (svg(scene_of(graph, View(layout=layout, theme=theme))) for theme in Theme)
    assert re.sub(r"#[0-9a-f]{6}\b", lambda found: darkened.get(found[0], found[0]), light) == dark


def test_cells_of_a_matrix_that_is_laid_out_anew_tell_as_many_as_the_first(opened: Open) -> None:
    site = opened(merged(read(path) for path in sorted(STORY.parents[1].glob("*/graph.ttl"))), View()).page
    cells = "all => all.map(one => one.dataset.said).filter(Boolean).sort()"
    first = site.locator("#picture [data-said]").evaluate_all(cells)
    site.set_viewport_size({"width": 360, "height": 800})
    site.locator("#picture svg[width='360'], #picture svg[viewBox^='0 0 3']").wait_for()
    again = site.locator("#picture [data-said]").evaluate_all(cells)
    assert len(first) > 10
    assert {frozenset(one.split()) for one in first} <= {frozenset(one.split()) for one in again}  # which has more room


def test_a_story_is_exported_as_it_is_drawn(opened: Open) -> None:
    site = opened(trade_graph(), View()).page
    with site.expect_download() as download:
        site.click("#export-svg")
    assert b"<title>" in download.value.path().read_bytes()


# What leaves the page as a table or on paper tells all that was looked at, and where it is from.


if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def _csv(site: Page) -> list[dict[str, str]]:
    with site.expect_download() as download:
        site.click("#export-csv")
    return list(csv.DictReader(Path(download.value.path()).read_text(encoding="utf-8").splitlines()))


def test_a_row_of_a_table_has_its_article_and_its_id(opened: Open) -> None:
    graph = trade_graph()
    rows = _csv(opened(graph).page)
    assert {row["statement id"] for row in rows} == {one.id for one in graph.statements}
    assert {row["article id"] for row in rows} == {one.id for one in graph.articles}


def test_of_a_question_its_answer_is_exported_and_no_picture(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "trade.html"
    path.write_bytes(drawn(trade_graph(), "html"))
    context = browser.new_context(viewport={"width": 1500, "height": 900}, accept_downloads=True)
    site = context.new_page()
    site.goto(path.as_uri())
    site.keyboard.press("4")
    assert site.locator("#export-csv").is_hidden()
    site.get_by_role("button", name="Who imposed what on whom").click()
    rows = _csv(site)
    known = {one.id: one for one in trade_graph().statements}
    assert len(rows) == 2
    assert all(row["quote"] == known[NodeId(row["statement id"])].first_evidence.quote for row in rows)
    assert site.locator("#export-svg").is_hidden()
    site.keyboard.press("1")
    assert site.locator("#export-svg").is_visible()
    context.close()


def test_a_printed_table_has_every_row_and_nothing_to_press(opened: Open) -> None:
    site = opened(large_graph(400, 30), View()).page
    site.set_viewport_size({"width": 700, "height": 900})
    site.keyboard.press("2")
    assert site.locator("#table tbody tr").count() == 150
    site.emulate_media(media="print")
    site.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert site.locator("#table tbody tr").count() == 400
    assert "400 main statements" in site.locator("#printed").inner_text()
    for name in ("#filters-button", "#more-button", ".more", "#histogram"):
        assert not site.locator(name).is_visible()
    assert not site.evaluate("document.scrollingElement.scrollWidth > innerWidth")
    site.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert site.locator("#table tbody tr").count() == 150


# The seed article's page and the pages of the server in a real browser.


if TYPE_CHECKING:
    from playwright.sync_api import Browser
CLICK_EVERY_LINE = """edges => edges.map(edge => {
    edge.dispatchEvent(new MouseEvent("click", {bubbles: true}));
    const texts = (path) => [...document.querySelectorAll(path)].map(found => found.textContent);
    return [edge.ariaDescription || edge.ariaLabel, texts("#text .sentence.on"), texts("#text mark")];
})"""
WORDS_OF_LINES = cast("dict[str, list[str]]", tables(__file__)["words_of_lines"])


@cache
def seed_graph() -> Graph:
    """The story's graph with the article's own text, which its Turtle leaves out."""
    graph = read(STORY)
    (known,) = graph.articles
    article = article_of(
        (STORY.parents[3] / "seeds" / "canada-china.txt").read_text(encoding="utf-8"), reading=ReadingOptions()
    )
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


# Barriers that axe finds at the narrowest and at 200 %; scripts/access.py looks at the rest of sizes and pages.


if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.mark.parametrize(("place", "scheme"), [(0, "dark"), (4, "light")])
def test_no_barrier_stands_on_the_page(browser: Browser, tmp_path: Path, place: int, scheme: str) -> None:
    pytest.importorskip("axe_playwright_python", reason="pip install axe-playwright-python")
    width, height, zoom = SIZES[place]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=zoom,
        color_scheme="dark" if scheme == "dark" else "light",
    )
    path = tmp_path / "graph.html"
    path.write_text(html_of(seed_graph()), encoding="utf-8")
    site, found = context.new_page(), Found()
    site.goto(path.as_uri())
    site.wait_for_selector("body[data-ready]")
    look_round(site, "page", found)
    context.close()
    assert found.looked >= 6
    assert found.faults == []


def test_no_barrier_stands_in_the_server_on_a_narrow_screen(browser: Browser) -> None:
    pytest.importorskip("axe_playwright_python", reason="pip install axe-playwright-python")
    pytest.importorskip("uvicorn")
    context = browser.new_context(viewport={"width": 320, "height": 640}, color_scheme="dark")
    site, found = context.new_page(), Found()
    with served(STORY) as address:
        for path in (f"?token={TOKEN}", "entity/canada", "ask"):
            site.goto(f"{address}/{path}")
            found.look(site, path)
    context.close()
    assert found.faults == []


def test_what_is_wrong_is_found(browser: Browser) -> None:
    pytest.importorskip("axe_playwright_python", reason="pip install axe-playwright-python")
    context = browser.new_context(viewport={"width": 320, "height": 640})
    site, found = context.new_page(), Found()
    site.set_content("<img src='data:,'><button aria-label='Leave'>Go</button><div style='width:500px'>wide</div>")
    found.look(site, "bad")
    told = "\n".join(found.faults)
    for rule in ("image-alt", "label-content-name-mismatch", "wider than the window"):
        assert rule in told
    assert order(site) == []
    context.close()


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_no_barrier_stands_on_a_front_page(browser: Browser, tmp_path: Path, scheme: str) -> None:
    pytest.importorskip("axe_playwright_python", reason="pip install axe-playwright-python")
    graph = seed_graph()
    found = front_of(Told(graph, linked(graph)), FrontDays(), "The week", file_address)
    path = tmp_path / "front.html"
    path.write_bytes(front_page(found))
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, color_scheme="dark" if scheme == "dark" else "light"
    )
    site, looked = context.new_page(), Found()
    site.goto(path.as_uri())
    looked.look(site, "front page")
    site.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    looked.look(site, "front page, open")
    context.close()
    assert looked.faults == []
