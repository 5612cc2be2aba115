"""How long a page of many statements takes in Chromium: scripts/page_speed.py [STATEMENTS ...], else 5,000 and 50,000.

It tells how long the page takes to make, when it first paints and when its picture stands, and for each thing one can
do the longest that the browser answered nobody (its long tasks, which begin at 50 ms).
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from playwright.sync_api import Page

SIZES = (5000, 50000)
WATCH = """() => {
    window.longest = 0;
    new PerformanceObserver(list => {
        for (const one of list.getEntries()) window.longest = Math.max(window.longest, one.duration);
    }).observe({type: "longtask"});
}"""
"""Keeps the longest task of the page from now on, in milliseconds."""
_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
_SETTLE = 700  # milliseconds in which what was begun ends


def main() -> int:
    """Measure each size."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for size in [int(one) for one in sys.argv[1:]] or SIZES:
            path = Path(folder) / "graph.html"
            _make(size, path)
            page = browser.new_page(viewport={"width": 1500, "height": 900})
            page.goto(path.as_uri())
            page.wait_for_selector("body[data-ready]", timeout=60_000)
            print(
                f"  first paint {page.evaluate(_PAINT):.0f} ms, ready {page.evaluate('document.body.dataset.ready')} ms"
            )
            page.evaluate(WATCH)
            for name, act in _acts(page).items():
                page.evaluate("window.longest = 0")
                act()
                page.wait_for_timeout(_SETTLE)
                print(f"  {name:<28} {float(page.evaluate('window.longest')):4.0f} ms")
        browser.close()
    return 0


def _make(size: int, path: Path) -> None:
    from kg.view.draw.page import page
    from tests.view.draw.graphs import large_graph

    graph = large_graph(size, size // 10 + 200)
    start = time.perf_counter()
    path.write_text(page(graph), encoding="utf-8")
    print(f"{size:,} statements: made in {time.perf_counter() - start:.1f} s, {path.stat().st_size / 1e6:.1f} MB")


def _acts(page: Page) -> dict[str, Callable[[], object]]:
    factuality = page.locator("[data-group=factuality] input").first
    return {
        "network": lambda: page.select_option("#form", "network"),
        "network, all nodes": lambda: page.select_option("#top", "0"),
        "a filter, network": factuality.click,
        "a search, network": lambda: page.fill("#search", "entity number 7"),
        "no filter, network": lambda: page.click("#reset"),
        "a sentence": page.locator("#text .sentence").first.click,
        "a node": lambda: page.locator("#picture .node").first.dispatch_event("click"),
        "its neighbours": lambda: page.locator("#picture .node").first.dispatch_event("dblclick"),
        "all again": lambda: page.click("#unfocus"),
        "matrix": lambda: page.select_option("#form", "matrix"),
        "a filter, matrix": factuality.click,
        "a time, matrix": lambda: _brush(page),
        "network of a time": lambda: page.select_option("#form", "network"),
        "story of one article": lambda: page.select_option("#form", "story"),
        "all times": lambda: page.get_by_role("button", name="All times").click(),
        "table": lambda: page.click("#show-table"),
        "a filter, table": factuality.click,
        "sorted by subject": page.locator("#table th button").nth(1).click,
        "more rows": page.locator("#table .more").click,
        "timeline": lambda: page.click("#show-timeline"),
        "a filter, timeline": factuality.click,
        "a time, timeline": lambda: _brush(page),
        "a step back": page.go_back,
        "another article": lambda: page.select_option("#article", "3"),
    }


def _brush(page: Page) -> None:
    """Drag over the first half of the bars of time."""
    box = page.locator("#histogram").bounding_box()
    if box:
        page.mouse.move(box["x"] + 5, box["y"] + 20)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] / 8, box["y"] + 20, steps=5)
        page.mouse.up()


if __name__ == "__main__":
    sys.exit(main())
