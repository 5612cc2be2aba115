"""A page of many statements: it has what is looked at, and nothing is cut in silence."""

from pathlib import Path

import pytest

from kg.view.draw import View
from kg.view.draw.content import MOST_STATEMENTS, content
from tests.graphs import trade_graph
from tests.view.draw.conftest import Open
from tests.view.draw.graphs import large_graph
from tests.waiting import PATIENCE

MOST_ELEMENTS = 10_000
"""Of 4,000 statements all rows would have four times as many; how long they take is told by scripts/page_speed.py."""


@pytest.mark.browser
@pytest.mark.slow
def test_whatever_is_clicked_the_page_has_no_more_than_is_looked_at(opened: Open) -> None:
    site = opened(large_graph(4000, 600)).page
    site.select_option("#top", "0")
    for view in ("table", "timeline", "picture"):
        site.click(f"#show-{view}")
        site.locator("[data-group=factuality] input").first.click()
        for name in ("relation", "article"):
            site.locator(f"[data-group={name}] summary").click()
            site.locator(f"[data-group={name}]").get_by_role("button", name=": all").click()
            site.locator(f"[data-group={name}] summary").click()
            assert site.evaluate("document.querySelectorAll('*').length") < MOST_ELEMENTS
    site.fill("#search", "entity number 7")
    site.locator("#status", has_text=" of 4,000").wait_for()
    site.click("#reset")
    site.locator("#text .sentence").first.click()
    site.locator("#picture:not([aria-busy])").wait_for(timeout=PATIENCE * 1000)
    assert "at most 150 nodes" in site.locator("#shown").inner_text()


def test_a_graph_that_is_too_large_for_a_page_gives_a_part_and_says_so() -> None:
    graph = large_graph(MOST_STATEMENTS + 1000, 900)
    given = content(graph, View())
    assert 0 < len(given["statements"]) <= MOST_STATEMENTS  # type: ignore[arg-type]
    assert "of 6,000 main statements are on this page: those of the best connected" in str(given["note"])
    near = content(graph, View(focus="Entity number 7"))
    assert "near Entity number 7" in str(near["note"])
    assert content(trade_graph(), View())["note"] == ""


@pytest.mark.browser
def test_a_search_that_finds_nothing_says_so_and_leads_back(opened: Open) -> None:
    site = opened(trade_graph()).page
    site.fill("#search", "zebra")
    site.locator("#status", has_text="Nothing is found for “zebra”").wait_for()
    site.locator("#picture .empty", has_text="Nothing is found for “zebra”").wait_for()
    site.get_by_role("button", name="Clear all filters").first.click()
    site.locator("#picture .node").first.wait_for()
    assert site.locator("#status").inner_text() == "5 main statements"


@pytest.mark.browser
def test_statements_are_filtered_by_article_and_undated_ones_stand_at_its_date(opened: Open) -> None:
    site = opened(large_graph(400, 60)).page
    site.locator("[data-group=article] summary").click()
    site.get_by_role("button", name="Article: none").click()
    site.locator("[data-group=article] input").first.check()
    assert site.locator("#status").inner_text() == "20 of 400 main statements"
    site.click("#reset")
    site.fill("#from", "2026-01-01")
    site.locator("#from").dispatch_event("change")
    site.click("#show-timeline")
    assert site.locator("#timeline time", has_text="(the article's date)").count() > 100


@pytest.mark.browser
def test_the_address_keeps_what_one_looks_at(opened: Open) -> None:
    site = opened(trade_graph()).page
    site.locator("[data-group=factuality] input[value=Denied]").uncheck()
    site.locator("#node-mark-carney").dispatch_event("dblclick")
    site.locator("#text .sentence").nth(3).click()
    site.click("#show-table")
    said, card = site.locator("#status").inner_text(), site.locator("#card").inner_text()
    site.reload()
    site.wait_for_selector("body[data-ready]")
    assert site.locator("#table-view").is_visible()
    assert (site.locator("#status").inner_text(), site.locator("#card").inner_text()) == (said, card)
    assert site.locator("#unfocus").inner_text() == "Leave Mark Carney"


@pytest.mark.browser
def test_the_wheel_zooms_at_the_pointer_and_fingers_where_they_are(opened: Open) -> None:
    site = opened(trade_graph()).page
    place = """(() => {
        const box = document.querySelector("#node-mark-carney").getBoundingClientRect();
        return [box.x, box.y];
    })()"""
    before = site.evaluate(place)
    site.mouse.move(*before)
    for _ in range(6):
        site.mouse.wheel(0, -100)
    after = site.evaluate(place)
    assert max(abs(before[0] - after[0]), abs(before[1] - after[1])) < 12
    width = "document.querySelector('#picture svg').getBoundingClientRect().width"
    wide = site.evaluate(width)
    site.evaluate("""() => {
        const canvas = document.getElementById("picture");
        const touch = (id, x) => new Touch({identifier: id, target: canvas, clientX: x, clientY: 300});
        for (const apart of [100, 80, 60]) {
            canvas.dispatchEvent(new TouchEvent("touchmove", {touches: [touch(0, 500), touch(1, 500 + apart)]}));
        }
    }""")
    assert site.evaluate(width) < wide * 0.7


@pytest.mark.browser
def test_words_stay_in_their_nodes_whatever_the_face(opened: Open) -> None:
    site = opened(trade_graph()).page
    over = site.locator("#picture .node").evaluate_all("""nodes => nodes.filter(node => {
        const shape = node.querySelector("polygon, ellipse, path").getBoundingClientRect();
        return [...node.querySelectorAll("text")].some(text => {
            const box = text.getBoundingClientRect();
            return box.left < shape.left - 1 || box.right > shape.right + 1;
        });
    }).map(node => node.textContent)""")
    assert over == []


@pytest.mark.browser
def test_what_leaves_the_page_has_title_note_and_light_colours(opened: Open) -> None:
    site = opened(trade_graph()).page
    site.click("#theme")
    site.locator("[data-group=factuality] input[value=Denied]").uncheck()
    with site.expect_download() as download:
        site.click("#export-svg")
    text = Path(download.value.path()).read_text(encoding="utf-8")
    for words in ("<title>", "<desc>", "1 of factuality left out", "4 main statements"):
        assert words in text
    site.emulate_media(media="print")
    site.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert "1 of factuality left out" in site.locator("#printed").inner_text()
    assert site.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert site.locator("#filters").is_hidden()


@pytest.mark.browser
def test_on_a_phone_the_picture_comes_first(opened: Open) -> None:
    site = opened(trade_graph()).page
    site.set_viewport_size({"width": 360, "height": 740})
    assert site.locator("#filters").is_hidden()
    tops = [site.locator(part).bounding_box() for part in ("#picture", "#reading")]
    assert [box["y"] for box in tops if box] == sorted(box["y"] for box in tops if box)
    assert tops[0]
    assert tops[0]["y"] < 300
    site.locator("#picture .node").first.dispatch_event("click")
    card = site.locator("#card").bounding_box()
    assert card
    assert card["y"] > 740 / 2  # beside what was chosen, not below the window
    assert card["y"] + card["height"] <= 740
    assert site.evaluate("document.scrollingElement.scrollWidth") <= 360
