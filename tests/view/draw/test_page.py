"""The page in a real browser."""

import hashlib
import re
from importlib.resources import files
from pathlib import Path

import pytest

from kg.view.draw import View
from kg.view.draw.page import SCRIPTS, asset, page
from tests.graphs import TEXT, trade_graph
from tests.view.draw.conftest import Open, faults_of_access
from tests.view.draw.graphs import evil_graph, large_graph

browser_test = pytest.mark.browser


def test_what_is_vendored_is_what_was_published() -> None:
    folder = files("kg.view.draw") / "assets" / "vendor"
    sums = re.findall(r"\| `([\w.-]+)` \|.*`([0-9a-f]{64})`", (folder / "VENDORED.md").read_text())
    assert [name for name, _ in sums] == ["viz-global.js"]
    for name, published in sums:
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == published


def test_the_page_is_the_same_each_time_and_allows_nothing_but_its_own() -> None:
    made = page(trade_graph())
    assert made == page(trade_graph())
    assert "default-src 'none'" in made
    assert "unsafe-inline" not in made
    assert not re.search(r"""<(link|script|img)[^>]+(src|href)=["']?(http|//)""", made)


def test_article_text_is_data_and_no_markup() -> None:
    made = page(evil_graph())
    assert (
        made.count("<script") == 4
    )  # data, Graphviz and its worker, which do not run by themselves, and the page's own
    assert "<img" not in made


@browser_test
def test_it_opens_without_error_or_request(opened: Open) -> None:
    found = opened(trade_graph())
    assert found.faults == []
    assert [url[:5] for url in found.requests if not url.startswith(("data:", "blob:"))] == ["file:"]
    assert found.page.locator("#picture .edge").count() >= 5
    assert found.page.locator("#text").inner_text().split() == TEXT.split()


@browser_test
def test_a_line_clicked_marks_its_words_and_tells_all(opened: Open) -> None:
    found = opened(trade_graph())
    found.page.locator("#picture .edge.denied .area").dispatch_event("click")
    assert (
        found.page.locator("#text .sentence.on").inner_text()
        == "Canadian officials say Ottawa did not ease the tariffs."
    )
    assert found.page.locator("#text mark.predicate").inner_text() == "ease"
    card = found.page.locator("#card").inner_text()
    for words in ("Canadian officials", "Denied", "clause/active", "0.90"):
        assert words in card


@browser_test
def test_a_sentence_clicked_lights_up_its_lines(opened: Open) -> None:
    found = opened(trade_graph())
    assert found.page.locator("#picture .edge.on").count() == 0
    found.page.get_by_text("China responded with tariffs").click()
    lit = found.page.locator("#picture .edge.on").evaluate_all(
        "edges => edges.map(edge => edge.ariaDescription || edge.ariaLabel)"
    )
    assert len(lit) == 3  # in, out, and to canola
    assert all(label.startswith("China imposedtariffon") for label in lit)


@browser_test
def test_a_node_clicked_shows_its_card_and_twice_its_neighbours(opened: Open) -> None:
    found = opened(trade_graph())
    found.page.locator("#node-mark-carney").dispatch_event("click")
    assert "Mark Carney" in found.page.locator("#card h2").first.inner_text()
    found.page.locator("#node-mark-carney").dispatch_event("dblclick")
    nodes = found.page.locator("#picture .node")
    nodes.nth(3).wait_for(state="detached")
    assert nodes.count() == 3
    found.page.click("#unfocus")
    nodes.nth(3).wait_for()


@browser_test
@pytest.mark.parametrize(
    ("group", "value", "left"), [("factuality", "Denied", 4), ("kind", "Person", 3), ("relation", "imposedTariffOn", 3)]
)
def test_filters_leave_what_they_say(opened: Open, group: str, value: str, left: int) -> None:
    found = opened(trade_graph())
    found.page.locator(f"[data-group={group}]").evaluate("group => { group.open = true; }")
    found.page.locator(f"[data-group={group}] input[value='{value}']").evaluate("box => box.click()")
    assert found.page.locator("#status").inner_text() == f"{left} of 5 main statements"
    found.page.click("#reset")
    assert found.page.locator("#status").inner_text() == "5 main statements"


@browser_test
def test_dates_filter_and_the_histogram_sets_them(opened: Open) -> None:
    found = opened(trade_graph())
    found.page.locator("#histogram button").first.click()
    assert found.page.input_value("#from") == "2024-01-01"
    assert found.page.locator("#status").inner_text() == "2 of 5 main statements"


@browser_test
def test_search_finds_other_names(opened: Open) -> None:
    found = opened(trade_graph())
    found.page.keyboard.press("/")
    found.page.keyboard.type("canadian canola")
    found.page.locator("#status", has_text="1 of 5").wait_for()


@browser_test
def test_table_and_timeline_show_the_same_statements(opened: Open) -> None:
    found = opened(trade_graph())
    found.page.keyboard.press("2")
    assert found.page.locator("#table tbody tr").count() == 5
    found.page.get_by_role("button", name="factuality", exact=True).click()
    assert found.page.locator("#table td.factuality").first.inner_text() == "Asserted"
    found.page.keyboard.press("3")
    assert found.page.locator("#timeline li").count() == 5
    assert (
        "3 main statements without a date of their own stand at their article's"
        in found.page.locator("#timeline").inner_text()
    )
    assert found.page.locator("#timeline time", has_text="2026-01-14 (the article's date)").count() == 3


@browser_test
def test_everything_can_be_reached_by_keys(opened: Open) -> None:
    found = opened(trade_graph())
    found.page.locator("#picture .node, #picture .edge").first.focus()
    first = found.page.evaluate("document.activeElement.id")
    found.page.keyboard.press("ArrowRight")
    assert found.page.evaluate("document.activeElement.id") != first
    found.page.keyboard.press("Enter")
    assert found.page.locator("#card").is_visible()
    found.page.keyboard.press("Escape")
    assert found.page.locator("#card").is_hidden()
    found.page.keyboard.press("?")
    assert found.page.locator("#help").is_visible()


@browser_test
@pytest.mark.parametrize(("button", "begins"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("csv", b"subject,label")])
def test_exports_open_and_look_the_same_from_the_dark(opened: Open, button: str, begins: bytes) -> None:
    found = opened(trade_graph())
    data = []
    for _ in range(2):
        with found.page.expect_download() as download:
            found.page.click(f"#export-{button}")
        data.append(Path(download.value.path()).read_bytes())
        found.page.click("#theme")
    assert data[0].startswith(begins)
    assert data[0] == data[1]
    assert found.faults == []


@browser_test
def test_an_attack_in_the_article_stays_words(opened: Open) -> None:
    found = opened(evil_graph())
    found.page.locator("#text .sentence").click()
    for view in ("table", "timeline", "picture"):
        found.page.click(f"#show-{view}")
    with found.page.expect_download() as download:
        found.page.click("#export-svg")
    assert b"<script" not in Path(download.value.path()).read_bytes()
    assert found.page.evaluate("window.hacked") is None
    assert found.page.locator("main img, aside img, article script").count() == 0
    assert found.faults == []


@browser_test
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(opened: Open, theme: str) -> None:
    found = opened(trade_graph())
    if theme == "dark":
        found.page.click("#theme")
    found.page.locator("#picture .edge.denied .area").dispatch_event("click")
    for view in ("picture", "table", "timeline"):
        found.page.click(f"#show-{view}")
        assert faults_of_access(found.page) == []


@browser_test
@pytest.mark.slow
def test_two_thousand_statements_are_quick(opened: Open) -> None:
    found = opened(large_graph())
    paint = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
    assert found.page.evaluate(paint) < 2000
    assert float(found.page.evaluate("document.body.dataset.ready")) < 4000
    for view in ("picture", "table", "timeline"):
        found.page.click(f"#show-{view}")
        found.page.locator("[data-group=factuality] input").first.click()
        assert float(found.page.evaluate("document.body.dataset.took")) < 300
    assert found.faults == []


@browser_test
def test_a_view_is_where_the_page_starts(opened: Open) -> None:
    found = opened(trade_graph(), View(focus="Mark Carney", factualities=("planned",)))
    assert found.page.locator("#status").inner_text() == "1 main statement"
    assert found.page.locator("#unfocus").is_visible()


def test_scripts_are_of_a_length_that_one_reads() -> None:
    for name in SCRIPTS:
        assert asset(name).count("\n") <= 400
