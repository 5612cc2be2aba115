"""Who published what, two actors side by side, and a page that is sent: on the page of several articles."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from kg.model import Graph
from kg.view.draw import Layout, View
from tests.graphs import entity, trade_graph
from tests.view.draw.conftest import NETWORK, Open, faults_of_access
from tests.view.draw.graphs import large_graph

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.browser
BOTH = ("The Post", "The Ministry")


def _published(size: int = 200) -> Graph:
    """Twenty articles of two publishers in turn, with a delegation that acts for the first entity."""
    graph = large_graph(size, 20)
    articles = [replace(one, publisher=BOTH[place % 2]) for place, one in enumerate(graph.articles)]
    delegation = entity("delegation", "Group", "delegation", ("actsFor", "entity-000"))
    first = replace(graph.statements[0], subject=delegation.id)
    return replace(
        graph,
        articles=tuple(articles),
        entities=tuple(sorted([*graph.entities, delegation], key=lambda one: one.id)),
        statements=(first, *graph.statements[1:]),
    )


def test_who_published_is_a_filter_a_column_and_a_colour(opened: Open) -> None:
    found = opened(_published(), View(layout=Layout.MATRIX))
    site = found.page
    site.select_option("#colour", "publisher")
    assert "The Ministry" in (site.locator("#picture svg").text_content() or "")
    site.locator("[data-group=publisher] input[value='The Post']").uncheck()
    assert site.inner_text("#status") == "100 of 200 main statements"
    site.keyboard.press("2")
    assert {*site.locator("td.publisher").all_inner_texts()} == {"AThe Ministry"}
    assert {*site.locator("td.source").all_inner_texts()} == {"The Ministry itself"}
    one, *others = _published().articles  # of an article without a publisher no badge stands alone
    untold = opened(replace(_published(), articles=(replace(one, publisher=""), *others))).page
    untold.keyboard.press("2")
    cells = {*untold.locator("td.publisher").all_inner_texts()}
    assert ("" in cells, cells & {"A", "B", "C"}) == (True, set())
    with site.expect_download() as saved:
        site.click("#export-csv")
    assert '"The Ministry","Article 1","article-01"' in saved.value.path().read_text(encoding="utf-8")
    assert "colour=publisher" in site.url
    assert "no-publisher=The+Post" in site.url
    assert found.faults == []


def test_two_stand_side_by_side_by_a_link_with_those_who_act_for_them(opened: Open, tmp_path: Path) -> None:
    site = opened(_published()).page
    link = urlencode({"view": "sides", "sides": "entity-000|by The Ministry"})
    site.goto(f"{(tmp_path / 'graph.html').as_uri()}#{link}")
    site.reload()
    site.wait_for_selector("body[data-ready]")
    assert site.input_value("#side-1") == "all published by The Ministry"
    heads = site.locator("#beside thead th").all_inner_texts()
    own = [one for one in _published().statements if one.subject in {"entity-000", "delegation"}]
    assert heads[1:] == [
        f"Entity number 0: {len(own)} main statements",
        f"{BOTH[1]}: 100".join(["all published by ", " main statements"]),
    ]
    assert "with delegation" in site.inner_text("#beside caption")
    days = site.locator("#beside tbody th").all_inner_texts()
    assert days == sorted(days, key=lambda day: (day == "no date told", day))
    site.select_option("#between", "each")
    assert site.locator("#beside tbody td:nth-child(2) li").count() < len(own)
    assert faults_of_access(site) == []


def test_a_page_that_is_saved_opens_as_it_was_and_a_link_of_a_file_has_no_path(opened: Open, tmp_path: Path) -> None:
    site = opened(trade_graph()).page
    site.context.grant_permissions(["clipboard-read", "clipboard-write"])
    site.fill("#search", "canola")
    site.keyboard.press("Enter")
    site.click("#show-table")
    site.click("#copy-link")
    site.locator("#status", has_text="Link copied").wait_for()
    assert site.evaluate("navigator.clipboard.readText()") == "graph.html#view=table&q=canola"
    with site.expect_download() as saved:
        site.click("#save-page")
    saved.value.save_as(tmp_path / "sent.html")
    site.goto((tmp_path / "sent.html").as_uri())
    site.wait_for_selector("body[data-ready]")
    assert site.locator("#table tbody tr").count() == 1
    assert site.input_value("#search") == "canola"


def test_an_edit_that_is_in_no_file_is_there_after_a_reload(opened: Open) -> None:
    site = opened(trade_graph(), View()).page
    site.locator("#picture [data-said]").first.dispatch_event("click")
    site.get_by_role("button", name="Leave the card out").first.click()
    assert site.inner_text("#shown").endswith("; 1 edit of yours in no file yet")
    cards = site.locator("#picture [data-said]").count()
    site.reload()
    site.wait_for_selector("body[data-ready]")
    assert site.locator("#picture [data-said]").count() == cards
    assert site.inner_text("#shown").endswith("; 1 edit of yours in no file yet")


def test_what_has_no_date_is_last_by_time_and_a_network_fits_when_asked(opened: Open) -> None:
    graph = replace(trade_graph(), articles=tuple(replace(one, date=None) for one in trade_graph().articles))
    site = opened(graph, NETWORK).page
    site.click("#zoom-fit")
    inner, frame = (site.locator(name).bounding_box() for name in ("#picture svg", "#picture"))
    assert inner is not None
    assert frame is not None
    assert inner["width"] <= frame["width"]
    assert inner["height"] <= frame["height"]
    site.click("#show-table")
    for _ in range(2):
        site.locator("#table th button", has_text="when").click()
        whens = site.locator("#table td.first").all_inner_texts()
        assert whens == sorted(whens, key=lambda when: when == "")
        assert "" in whens
        assert whens[0] != ""
