"""What leaves the page as a table or on paper tells all that was looked at, and where it is from."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.model import NodeId
from kg.view.draw import View
from kg.view.draw.drawing import drawn
from tests.graphs import trade_graph
from tests.view.draw.conftest import Open
from tests.view.draw.graphs import large_graph

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


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
