"""Barriers that axe finds at the narrowest and at 200 %; scripts/access.py looks at the rest of sizes and pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.cli.fronts import FrontDays, file_address, front_of
from kg.corpus import linked
from kg.corpus.happenings import Corpus as Told
from kg.view.draw.front import front_page
from kg.view.draw.page import page as html_of
from scripts.access import SIZES, STORY, TOKEN, Found, look_round, order, served
from tests.view.draw.test_seed_page import seed_graph

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


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
