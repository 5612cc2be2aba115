"""One workspace: time, focus, path and selection are shared by all views, and stand in the address."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import quote_plus, urlencode

import pytest

from kg.model import TimeSpan
from kg.view.draw import View
from kg.view.draw.choice import said_in
from kg.view.draw.content import content
from kg.view.draw.drawing import answers, drawn
from scripts.access import STORY, TOKEN, served
from tests.graphs import trade_graph
from tests.view.draw.conftest import Open, faults_of_access
from tests.view.draw.graphs import large_graph
from tests.view.draw.test_page_forms import seed_graph

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


def _status(site: Page) -> str:
    return site.locator("#status").inner_text()


def _brush(site: Page, first: int, last: int) -> None:
    """Drag from one bar of the time to another."""
    boxes = [site.locator("#histogram button").nth(place).bounding_box() for place in (first, last)]
    start, end = ((box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in boxes if box)
    site.mouse.move(*start)
    site.mouse.down()
    site.mouse.move(*end, steps=4)
    site.mouse.up()


def test_a_drag_over_the_time_leaves_the_same_statements_in_every_view(opened: Open) -> None:
    site = opened(large_graph(2000, 60), View()).page
    _brush(site, 1, 3)
    some = _status(site)
    assert " of 2,000 main statements" in some
    count = int(some.split()[0].replace(",", ""))
    site.keyboard.press("2")
    assert site.locator("#table caption").inner_text() == f"{count:,} main statements"
    site.keyboard.press("3")
    assert site.locator("#timeline h2").first.inner_text() == "2019"
    assert site.locator("#timeline .more").inner_text().endswith(f"; {count - 150} are left")
    assert site.locator("#histogram button.out").count() == site.locator("#histogram button").count() - 3
    site.get_by_role("button", name="All times").click()
    assert _status(site) == "2,000 main statements"


def test_a_bar_chosen_by_key_is_widened_with_shift_and_given_up_with_the_next_press(opened: Open) -> None:
    site = opened(large_graph(2000, 60), View()).page
    site.locator("#histogram button").nth(1).press("Enter")
    assert (site.input_value("#from"), site.input_value("#to")) == ("2019-01-01", "2019-12-31")
    site.locator("#histogram button").nth(4).press("Shift+Enter")
    assert (site.input_value("#from"), site.input_value("#to")) == ("2019-01-01", "2022-12-31")
    _brush(site, 1, 4)
    assert site.input_value("#from") == ""


def test_a_focus_is_one_of_table_and_timeline_too_and_grows_by_a_key(opened: Open) -> None:
    site = opened(trade_graph()).page
    site.locator("#node-mark-carney").dispatch_event("click")
    site.keyboard.press("f")
    few = int(_status(site).split()[0])
    site.keyboard.press("2")
    assert site.locator("#table tbody tr").count() == few
    site.keyboard.press("1")
    site.locator("#picture .node:not(#node-mark-carney)").first.dispatch_event("click")
    site.keyboard.press("e")
    assert int(_status(site).split()[0]) >= few
    assert site.locator("#unfocus").inner_text().count(",") == 1


def test_a_path_is_told_with_the_sentences_along_it(opened: Open) -> None:
    site = opened(trade_graph()).page
    ends = ("#node-chinese-electric-vehicles", "#node-canola")
    for end in ends:
        site.locator(end).dispatch_event("click")
        site.keyboard.press("p")
    card = site.locator("#card")
    assert card.locator("h2").first.inner_text() == "From Chinese electric vehicles to canola"
    assert card.locator("section blockquote").count() == card.locator("section").count() >= 2
    assert site.locator("#unfocus").inner_text() == "Leave the path from Chinese electric vehicles to canola"
    told = card.inner_text()
    site.reload()
    site.wait_for_selector("body[data-ready]")
    assert site.locator("#card").inner_text() == told
    site.keyboard.press("Escape")
    site.keyboard.press("Escape")
    assert _status(site) == "5 main statements"


def test_from_any_view_the_card_of_a_statement_leads_to_its_ends(opened: Open) -> None:
    site = opened(trade_graph(), View()).page
    site.keyboard.press("2")
    site.locator("#table .said").first.click()
    site.locator("#card dd .said").first.click()
    name = site.locator("#card h2").first.inner_text()
    site.get_by_role("button", name="Show only what is linked to it").click()
    assert site.locator("#unfocus").inner_text() == f"Leave {name}"
    assert 0 < site.locator("#table tbody tr").count() < 5


def test_back_and_forward_lead_through_what_one_looked_at(opened: Open) -> None:
    site = opened(trade_graph()).page
    site.click("#show-table")
    site.locator("[data-group=factuality] input[value=Denied]").uncheck()
    site.locator("#table .said").first.click()
    site.go_back()
    assert site.locator("#card").is_hidden()
    assert _status(site) == "4 of 5 main statements"
    site.go_back()
    assert _status(site) == "5 main statements"
    assert site.locator("[data-group=factuality] input[value=Denied]").is_checked()
    site.go_back()
    assert site.locator("#picture-view").is_visible()
    for _ in range(3):
        site.go_forward()
    assert site.locator("#card").is_visible()
    assert _status(site) == "4 of 5 main statements"


def test_typing_is_one_step_back(opened: Open) -> None:
    site = opened(trade_graph()).page
    steps = site.evaluate("history.length")
    for part in ("can", "canad", "canadian canola"):
        site.fill("#search", part)
        site.wait_for_url(re.compile(f"#.*q={re.escape(quote_plus(part))}$"))
    assert site.evaluate("history.length") == steps + 1


def test_escape_leaves_the_search_as_it_is_and_then_clears_it(opened: Open) -> None:
    site = opened(trade_graph()).page
    site.fill("#search", "canadian canola")
    site.locator("#status", has_text="1 of 5").wait_for()
    site.locator("#search").press("Escape")
    assert site.input_value("#search") == "canadian canola"
    site.keyboard.press("Escape")
    assert (site.input_value("#search"), _status(site)) == ("", "5 main statements")


def test_a_view_that_was_saved_is_a_link_that_the_address_keeps(opened: Open) -> None:
    site = opened(trade_graph()).page
    site.locator("[data-group=factuality] input[value=Denied]").uncheck()
    site.click("#show-table")
    site.click("#save-view")
    site.click("#reset")
    site.reload()
    site.wait_for_selector("body[data-ready]")
    assert _status(site) == "5 main statements"
    site.locator("#saved a").click()
    site.locator("#status", has_text="4 of 5 main statements").wait_for()
    assert site.locator("#table-view").is_visible()
    site.locator("#saved button").click()
    assert "saved=" not in site.evaluate("location.hash")


@pytest.mark.parametrize("width", [360, 700, 1100, 1600])
def test_a_sheet_fits_its_pane_and_filters_are_a_drawer_where_there_is_no_room(opened: Open, width: int) -> None:
    site = opened(seed_graph(), View()).page
    site.set_viewport_size({"width": width, "height": 800})
    site.reload()
    site.wait_for_selector("body[data-ready]")
    over = "document.scrollingElement.scrollWidth > innerWidth"
    assert not site.evaluate(over)
    if width > 500:
        box, pane = site.locator("#picture svg").bounding_box(), site.locator("#picture").bounding_box()
        assert box
        assert pane
        assert box["width"] <= pane["width"]
    if width < 1280:
        assert site.locator("#filters").is_hidden()
        site.click("#filters-button")
        assert site.locator("#filters").is_visible()
        assert not site.evaluate(over)
        site.keyboard.press("Escape")
        assert site.locator("#filters").is_hidden()
    else:
        assert site.locator("#filters").is_visible()


def test_questions_that_have_an_answer_are_told_with_the_statement_of_each_row() -> None:
    found = {one["name"]: one for one in answers(trade_graph())}
    assert "who-imposed-what" in found
    assert "casualties" not in found
    known = {one.id for one in trade_graph().statements}
    assert set(found["about"]["said"]) == known  # type: ignore[call-overload]


def test_answers_lead_to_statements_and_are_filtered_as_all_else(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "trade.html"
    path.write_bytes(drawn(trade_graph(), "html"))
    context = browser.new_context(viewport={"width": 1500, "height": 900})
    site = context.new_page()
    site.goto(path.as_uri())
    site.keyboard.press("4")
    site.get_by_role("button", name="Who imposed what on whom").click()
    assert site.locator("#answer caption").inner_text() == "2 rows"
    site.locator("#answer .said").first.click()
    assert site.locator("#card section").count() == 1
    assert site.locator("#answer tr.on").count() == 1
    _brush(site, 0, 0)
    assert site.locator("#answer caption").inner_text() == "1 of 2 rows"
    site.reload()
    site.locator("#answer caption", has_text="1 of 2 rows").wait_for()
    assert faults_of_access(site) == []
    context.close()


def test_a_page_of_the_server_asks_it(browser: Browser) -> None:
    pytest.importorskip("uvicorn")
    context = browser.new_context(viewport={"width": 1500, "height": 900})
    site = context.new_page()
    with served(STORY) as address:
        site.goto(f"{address}/?token={TOKEN}")
        site.goto(f"{address}/graph#view=questions&ask=who-imposed-what")
        site.locator("#answer caption", has_text="3 rows").wait_for()
        site.locator("#answer .said").first.click()
        assert site.locator("#text .sentence.on").count() == 1
        site.get_by_role("link", name="Ask it of someone").click()
        site.get_by_label("who imposed it").press_sequentially("cana")
        site.locator("#entities option", has_text="Canada").first.wait_for(state="attached")
        site.get_by_label("who imposed it").fill("Canada")
        site.get_by_role("button", name="Ask").click()
        site.locator("caption", has_text="2 rows").wait_for()
        assert "who=Canada" in site.url
        site.goto(f"{address}/ask")
        site.fill("#find", "imposed goods")
        assert site.locator(".questions details:visible").count() < 10
    context.close()


def test_where_a_path_begins_is_kept_until_it_has_an_end_and_no_search_cuts_it(opened: Open) -> None:
    site = opened(trade_graph()).page
    site.locator("#node-chinese-electric-vehicles").dispatch_event("click")
    site.keyboard.press("p")
    site.fill("#about", "Mark Carney")
    site.locator("#about").press("Enter")
    assert "path from Chinese electric vehicles" in _status(site)
    site.click("#unfocus")
    site.keyboard.press("2")
    site.fill("#search", "canadian canola")
    site.locator("#status", has_text="1 of 5").wait_for()
    assert site.input_value("#path-from") == "Chinese electric vehicles"
    site.fill("#path-to", "canola")
    site.locator("#path-to").press("Enter")
    assert site.locator("#card h2").first.inner_text() == "From Chinese electric vehicles to canola"
    assert site.locator("#card section").count() >= 2
    assert site.input_value("#search") == ""


def test_a_path_is_asked_for_by_two_names(opened: Open) -> None:
    site = opened(trade_graph()).page
    site.keyboard.press("2")
    for field, name in (("#path-from", "Chinese electric vehicles"), ("#path-to", "canola")):
        site.fill(field, name)
        site.locator(field).press("Enter")
    assert site.locator("#unfocus").inner_text() == "Leave the path from Chinese electric vehicles to canola"
    assert (site.input_value("#path-from"), site.input_value("#path-to")) == ("Chinese electric vehicles", "canola")


def test_bars_are_days_where_most_is_of_one_week_whatever_else_is_told(opened: Open) -> None:
    graph = trade_graph()
    week = [TimeSpan(date(2026, 1, day), date(2026, 1, day)) for day in (12, 13, 15)]
    times = [*week, TimeSpan(date(1974, 1, 1), date(1974, 12, 31)), TimeSpan(date(1985, 1, 1), date(1985, 12, 31))]
    said = tuple(replace(one, time=time) for one, time in zip(graph.statements, times, strict=True))
    site = opened(replace(graph, statements=said), View()).page
    bars = site.locator("#histogram button").evaluate_all("bars => bars.map((bar) => bar.dataset.time)")
    assert bars == ["1974", "1985", "2026-01-12", "2026-01-13", "2026-01-15"]
    _brush(site, 2, 3)
    assert (site.input_value("#from"), site.input_value("#to")) == ("2026-01-12", "2026-01-13")
    assert _status(site) == "2 of 5 main statements"


def test_of_a_time_the_page_tells_what_only_its_article_dates(opened: Open) -> None:
    graph = trade_graph()
    (article,) = graph.articles
    first = replace(graph.statements[0], time=TimeSpan(date(2026, 1, 14), date(2026, 1, 14)))
    said = (first, *(replace(one, time=None) for one in graph.statements[1:]))
    site = opened(replace(graph, statements=said, articles=(replace(article, date=date(2026, 1, 14)),))).page
    site.fill("#from", "2026-01-14")
    site.locator("#from").press("Tab")
    assert "4 of 5 main statements by the day of the article alone" in site.locator("#brushed").inner_text()
    assert len(said_in(replace(graph, statements=said), View(since=date(2026, 1, 14)))) == 1


def test_what_is_denied_says_not_so_once_and_is_not_struck_out(opened: Open) -> None:
    site = opened(trade_graph()).page
    site.keyboard.press("3")
    denied = site.locator("#timeline li.denied")
    assert denied.locator("em").count() == 0
    assert denied.locator(".said").inner_text().startswith("not so: ")
    assert denied.locator(".said").evaluate("said => getComputedStyle(said).textDecorationLine") == "underline"


def test_a_sentence_in_an_address_is_marked_whether_it_makes_a_statement_or_not(opened: Open) -> None:
    found = opened(trade_graph())
    site, (article,) = found.page, trade_graph().articles
    for sentence in [one.first_evidence.quote for one in trade_graph().statements[:1]]:
        site.goto(f"{site.url.partition('#')[0]}#{urlencode({'article': article.id, 'quote': sentence})}")
        site.locator("#text .sentence.on", has_text=sentence).wait_for()
    assert site.locator("#card section").count() >= 1


def test_an_address_written_by_hand_is_taken_as_it_is_meant(opened: Open) -> None:
    graph = trade_graph()
    found = opened(graph)
    site, (first, *_) = found.page, graph.statements
    given = {"q": first.subject_text.upper(), "top": "-5", "hops": "999999999", "focus": first.subject}
    given |= {"from": "abc", "to": "2026-99-01", "least": "nan"}
    site.goto(f"{site.url.partition('#')[0]}#{urlencode(given)}")
    site.locator("#picture svg .node").first.wait_for()
    assert not _status(site).startswith(("0 ", "Nothing"))
    assert not found.faults


def test_who_says_something_is_called_by_name_and_an_article_without_a_title_by_its_words() -> None:
    graph = trade_graph()
    (article,) = graph.articles
    given = content(replace(graph, articles=(replace(article, title=""),)), View())
    known = {node["id"] for node in given["nodes"]} | set(given["labels"])  # type: ignore[attr-defined, call-overload]
    assert {one.attributed_to for one in graph.statements if one.attributed_to} <= known
    assert given["articles"][0]["title"].startswith("“")  # type: ignore[index]


def test_links_of_a_page_of_the_server_open_the_line_to_which_they_lead(browser: Browser) -> None:
    pytest.importorskip("uvicorn")
    context = browser.new_context()
    site = context.new_page()
    with served(STORY) as address:
        site.goto(f"{address}/?token={TOKEN}")
        line = '<a id="to" href="#line">there</a><details id="line"><summary>What</summary>words</details>'
        site.evaluate("line => document.querySelector('main').insertAdjacentHTML('beforeend', line)", line)
        site.click("#to")
        site.locator("#line[open]").wait_for()
        faults: list[str] = []
        site.on("pageerror", lambda error: faults.append(str(error)))
        site.goto(f"{address}/graphs#100%")
        site.reload()
        assert not faults
    context.close()
