"""A browser for the tests of the page; without Chromium they are skipped, with its reason."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from unittest.mock import patch

import pytest

from kg.model import Graph
from kg.view.draw import Layout, View
from kg.view.draw.page import page
from scripts.access import barriers
from tests.waiting import PATIENCE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page


NETWORK = View(layout=Layout.NETWORK)


@dataclass(frozen=True)
class Opened:
    """A page that stands in the browser, and what went wrong or went out."""

    page: Page
    faults: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


class Open(Protocol):
    """Opens the page of a graph, from a file."""

    def __call__(self, graph: Graph, view: View = ...) -> Opened: ...


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium without a window."""
    api = pytest.importorskip("playwright.sync_api", reason="pip install playwright")
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("apt-get install chromium")
    with api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        new_context = started.new_context
        with patch.object(started, "new_context", lambda **options: _patient(new_context(**options))):
            yield started
        started.close()


def _patient(context: BrowserContext) -> BrowserContext:
    context.set_default_timeout(PATIENCE * 1000)
    return context


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens pages in a context of their own, closed at the end."""
    context = browser.new_context(viewport={"width": 1500, "height": 900}, accept_downloads=True)

    def opening(graph: Graph, view: View = NETWORK) -> Opened:
        path = tmp_path / "graph.html"
        path.write_text(page(graph, view), encoding="utf-8")
        found = Opened(context.new_page())
        found.page.on("console", lambda said: found.faults.append(said.text) if said.type == "error" else None)
        found.page.on("pageerror", lambda error: found.faults.append(str(error)))
        found.page.on("request", lambda request: found.requests.append(request.url))
        found.page.goto(path.as_uri())
        found.page.wait_for_selector("body[data-ready]")
        return found

    yield opening
    context.close()


def faults_of_access(page: Page) -> list[tuple[str, str]]:
    """What axe finds on a page: each rule with the first element that breaks it."""
    pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install axe-playwright-python")
    return barriers(page)
