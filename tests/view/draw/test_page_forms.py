"""The page with the pictures that the program draws: story, matrix, lanes beside the network."""

import re

import pytest

from kg.model.merge import merged
from kg.turtle.documents import read
from kg.view.draw import Layout, Theme, View, scene_of
from kg.view.draw.content import content
from kg.view.draw.svg import svg
from scripts.access import STORY
from tests.graphs import trade_graph
from tests.view.draw.conftest import Open
from tests.view.draw.graphs import large_graph
from tests.view.draw.test_seed_page import seed_graph

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
    for width, drawn in ((1100, 700), (360, 320)):
        site.set_viewport_size({"width": width, "height": 800})
        site.locator(f"#picture svg[viewBox^='0 0 {drawn} ']").wait_for()
        for colour in ("#14181d", "#ffffff"):
            site.evaluate("document.getElementById('theme').click()")
            assert ground.get_attribute("fill") == colour
    lefts = "cards => new Set(cards.map(card => card.querySelector('rect').getAttribute('x'))).size"
    assert site.locator("#picture svg .card").evaluate_all(lefts) == 1
    site.evaluate("document.getElementById('theme').click()")
    for event, colour in (("beforeprint", "#ffffff"), ("afterprint", "#14181d")):
        site.evaluate(f"dispatchEvent(new Event('{event}'))")
        assert ground.get_attribute("fill") == colour


def test_several_articles_begin_as_a_matrix_and_have_lanes(opened: Open) -> None:
    site = opened(large_graph(400, 60), View()).page
    assert site.locator("#form option").all_inner_texts() == ["Matrix", "Lanes", "Network", "Story of one article"]
    site.locator("#picture [data-said]").first.dispatch_event("click")
    assert site.locator("#card section").count() >= 1
    for form in ("lanes", "network"):
        site.select_option("#form", form)
        site.locator(f"#picture {'.node' if form == 'network' else '[data-said]'}").first.wait_for()
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


@pytest.mark.parametrize("form", ["matrix", "lanes", "story"])
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


@pytest.mark.parametrize("layout", [Layout.STORY, Layout.MATRIX, Layout.LANES])
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
