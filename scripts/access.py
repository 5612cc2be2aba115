"""Look for barriers in page, server and documentation with Chromium: scripts/access.py [page|server|docs ...].

axe runs with its rules of WCAG 2.2 AA and best practice, light and dark, at 320, 700, 1,100 and 1,600 pixels and at
200 % of 1,440; nothing may be wider than the window, no request may leave this machine, and keys must reach picture,
text and filters in that order. What is found is listed, and the exit code is 1. ``docs`` needs ``scripts/docs`` to
have run.
"""

from __future__ import annotations

import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from kg.model import Graph

RULES = {"label-content-name-mismatch": {"enabled": True}, "target-size": {"enabled": True}}
"""Rules that axe has and does not run unless asked."""
SIZES = ((320, 640, 1.0), (700, 900, 1.0), (1100, 900, 1.0), (1600, 900, 1.0), (720, 450, 2.0))
"""Width, height and zoom: the last is a window of 1,440 pixels at 200 %."""
STORY = ROOT / "tests" / "stories" / "canada-china" / "graph.ttl"
TOKEN = "a-token-to-look-round"
DOCS = ("index", "tutorial", "accuracy", "gallery/index", "gallery/canada-china", "how-to/serve", "why",
        "reference/index", "reference/commands", "reference/glossary",
        "reference/relations/imposedTariffOn")  # fmt: skip
_WIDE = "document.scrollingElement.scrollWidth - window.innerWidth"
_PANE = (
    "document.activeElement.closest('main, #reading, #filters')?.id || document.activeElement.closest('main')?.tagName"
)

_FROM_THE_TOP = """() => {
    const top = document.createElement("span");
    top.tabIndex = -1;
    document.body.prepend(top);
    top.focus();
    top.remove();
}"""
"""Lets the Tab key begin at the top of the page."""


@dataclass
class Found:
    """What is wrong, each with where it was found."""

    faults: list[str] = field(default_factory=list)
    looked: int = 0

    def look(self, page: Page, name: str) -> None:
        """Run axe on what stands in the browser, and measure its width."""
        self.looked += 1
        self.faults += [f"{name}: {rule}: {html}" for rule, html in barriers(page)]
        if page.evaluate(_WIDE) > 0:
            self.faults.append(f"{name}: {page.evaluate(_WIDE)} pixels wider than the window")


def barriers(page: Page) -> list[tuple[str, str]]:
    """What axe finds on a page: each rule with the first element that breaks it."""
    axe = import_module("axe_playwright_python.sync_playwright").Axe()  # which has no types
    ran = axe.run(page, options={"rules": RULES, "resultTypes": ["violations"]})
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in ran.response["violations"]]


def order(page: Page, steps: int = 200) -> list[str]:
    """The panes in the order in which the Tab key reaches them."""
    page.evaluate(_FROM_THE_TOP)
    seen: list[str] = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        pane = page.evaluate(_PANE)
        if pane and pane not in seen:
            seen.append(pane)
        if seen and page.evaluate("document.activeElement === document.body"):
            break
    return seen


def main() -> int:
    """Look at what is named, or at all."""
    from playwright.sync_api import sync_playwright

    parts = {"page": _pages, "server": _server, "docs": _docs}
    found = Found()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name in sys.argv[1:] or parts:
            parts[name](browser, found)
        browser.close()
    print("\n".join([*dict.fromkeys(found.faults), f"{found.looked} views looked at, {len(found.faults)} faults"]))
    return 1 if found.faults else 0


def _pages(browser: Browser, found: Found) -> None:
    from kg.view.draw.drawing import answers
    from kg.view.draw.page import page as html_of

    with tempfile.TemporaryDirectory() as folder:
        for title, graph in (("page", _seed()), ("page of several", _several())):
            path = Path(folder) / "graph.html"
            path.write_text(html_of(graph, asked={"questions": answers(graph)}), encoding="utf-8")
            for name, page in _windows(browser, title, found):
                page.goto(path.as_uri())
                page.wait_for_selector("body[data-ready]")
                look_round(page, name, found)


def look_round(page: Page, name: str, found: Found) -> None:
    """Look at a page as it begins, in each form whole and of a time, in each view, with a path, and at its help."""
    found.look(page, name)
    if page.locator("#filters-button").is_visible():
        page.click("#filters-button")
        found.look(page, f"{name}, filters")
    if order(page) != ["MAIN", "reading", "filters"]:
        found.faults.append(f"{name}: keys reach {order(page)}")
    if page.locator("#filters-close").is_visible():
        page.click("#filters-close")
    page.locator("#text .sentence").nth(3).click()
    page.locator("#filters details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    for form in page.locator("#form option").evaluate_all("all => all.map(one => one.value)"):
        page.select_option("#form", form)
        page.locator("#picture .node" if form == "network" else "#picture [data-said]").first.wait_for()
        found.look(page, f"{name}, {form}")
    _look_at_some(page, name, found)
    for view in ("table", "timeline"):
        page.click(f"#show-{view}")
        found.look(page, f"{name}, {view}")
    # Look at the questions and at the first answer, where the page has some.
    page.keyboard.press("4")
    if page.locator("#questions-view").is_visible():
        found.look(page, f"{name}, questions")
        page.locator("#answer button").first.click()
        found.look(page, f"{name}, answer")
    page.locator("#help-button").dispatch_event("click")
    found.look(page, f"{name}, help")


def _look_at_some(page: Page, name: str, found: Found) -> None:
    """Look at the forms of what is of a time, which the page lays out itself, and at a path with a saved view."""
    page.locator("#histogram button").last.focus()
    page.keyboard.press("Enter")
    for form in page.locator("#form option").evaluate_all("all => all.map(one => one.value)"):
        page.select_option("#form", form)
        page.locator("#picture .node" if form == "network" else "#picture [data-said], #picture text").first.wait_for()
        found.look(page, f"{name}, {form} of a time")
    page.select_option("#form", "network")
    nodes = page.locator("#picture .node[id^=node-]")
    for place in (0, 1):
        nodes.nth(place).dispatch_event("click")
        page.keyboard.press("p")
    page.locator("#save-view").dispatch_event("click")
    found.look(page, f"{name}, path")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")


def _several() -> Graph:
    """The graphs of the recorded stories as one."""
    from kg.model.merge import merged
    from kg.turtle.documents import read

    return merged(read(path) for path in sorted(STORY.parents[1].glob("*/graph.ttl")))


def _seed() -> Graph:
    """The story's graph with the article's own text, which its Turtle leaves out."""
    from dataclasses import replace

    from kg.text.articles import ReadingOptions, article_of
    from kg.turtle.documents import read

    graph = read(STORY)
    article = article_of((ROOT / "seeds" / "canada-china.txt").read_text(encoding="utf-8"), reading=ReadingOptions())
    return replace(graph, articles=(article | graph.articles[0],))


def _server(browser: Browser, found: Found) -> None:
    with served(STORY) as address:
        for name, page in _windows(browser, "server", found):
            page.goto(f"{address}/?token={TOKEN}")
            found.look(page, f"{name}, home")
            for path in ("entity/canada", "entity/no", "ask"):
                page.goto(f"{address}/{path}")
                found.look(page, f"{name}, {path}")
            page.goto(f"{address}/ask/who-imposed-what?who=Canada")
            found.look(page, f"{name}, answer")
            page.goto(f"{address}/graph")
            page.wait_for_selector("body[data-ready]")
            found.look(page, f"{name}, graph")
            page.keyboard.press("4")
            found.look(page, f"{name}, questions")


def _docs(browser: Browser, found: Found) -> None:
    built = ROOT / "docs" / "_build"
    for name, page in _windows(browser, "docs", found):
        for path in DOCS:
            if not (built / f"{path}.html").exists():
                found.faults.append(f"docs/_build/{path}.html is not there")
                continue
            page.goto((built / f"{path}.html").as_uri())
            found.look(page, f"{name}, {path}")


def _windows(browser: Browser, name: str, found: Found) -> Iterator[tuple[str, Page]]:
    """A fresh window of each size, light and dark, whose requests are watched."""
    for width, height, zoom in SIZES:
        for scheme in ("light", "dark"):
            context = browser.new_context(
                viewport={"width": width, "height": height},
                device_scale_factor=zoom,
                color_scheme="dark" if scheme == "dark" else "light",
            )
            page = context.new_page()
            page.on("request", lambda asked: _watch(asked.url, found))
            page.on("pageerror", lambda error: found.faults.append(f"{name}: {error}"))
            yield f"{name} {width} × {height}, {scheme}", page
            context.close()


def _watch(url: str, found: Found) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"file", "data", "blob"} and parts.hostname != "127.0.0.1":
        found.faults.append(f"a request to {url}")


@contextmanager
def served(path: Path) -> Iterator[str]:
    """The address of ``kg serve`` over a graph, on a free port of this machine alone."""
    import uvicorn

    from kg.view.serve import application
    from kg.view.serve.library import Library

    with closing(Library([path])) as library, socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(application(library, TOKEN), log_level="warning"))
        thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=10)


if __name__ == "__main__":
    sys.exit(main())
