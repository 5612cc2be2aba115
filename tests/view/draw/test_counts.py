"""Statements are counted alike wherever they are counted: build, statistics, pictures, page, server."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from kg import load
from kg.facts.selection import Counted
from kg.graph.surveys import counts
from kg.lines.summary import summary
from kg.model import Graph
from kg.view.draw import Layout, View, picture, scene_of
from kg.view.draw.choice import said_in
from kg.view.draw.content import content
from kg.view.draw.scene import Scene, Words
from kg.view.serve import pages
from kg.view.serve.library import ServedPart
from tests.graphs import trade_graph
from tests.view.draw.conftest import Open

STORIES = Path(__file__).resolve().parents[2] / "stories"


@cache
def graph_of(name: str) -> Graph:
    """A story's graph."""
    return load(STORIES / name / "graph.ttl").values


def detailed_graph() -> Graph:
    """Of five statements three main ones, a detail with a relation of the ontology, and one in the text's own words."""
    first, second, third, *others = trade_graph().statements
    typed, own = replace(second, detail_of=first.id, is_open=False), replace(third, detail_of=first.id, is_open=True)
    return replace(trade_graph(), statements=(first, typed, own, *others))


def _words(scene: Scene) -> str:
    return " ".join(shape.text for shape in scene.flat() if isinstance(shape, Words))


@pytest.mark.parametrize("name", ["border-talks", "canada-china", "mackerel-quota", "mine-court"])
def test_build_statistics_picture_and_page_count_the_same_main_statements(name: str) -> None:
    graph = graph_of(name)
    every = Counted.of(graph.statements)
    drawn = Counted.of(said_in(graph, View()))
    assert drawn.mains == every.mains
    assert drawn.details < every.details
    assert next(summary(graph, {}, name)).startswith(f"{name}: {every} from 1 article")
    assert counts(graph)["statement"] == {"main statement": every.mains, "detail": every.details}
    assert counts(graph)["factuality"].total() == every.mains
    assert counts(graph, details=True)["factuality"].total() == every.mains + every.details
    assert f"of {every.mains} main statements" in _words(scene_of(graph, View(layout=Layout.STORY)))
    assert f", of {drawn}. " in _words(scene_of(graph, View(layout=Layout.MATRIX)))
    assert f"of {every.mains} main statements" in _words(scene_of(graph, View(layout=Layout.LANES)))
    assert picture(graph).left_out.all_statements == drawn
    given = content(graph, View())
    assert given["counted"] == {"mains": drawn.mains, "details": drawn.details}


def test_the_server_counts_as_a_build_does() -> None:
    (line, *_) = summary(detailed_graph(), {}, "trade.ttl")
    assert line == "trade.ttl: 3 main statements, 2 details from 1 article"
    told = pages.home(ServedPart(detailed_graph()))
    assert told.count("3 main statements, 2 details") == 2  # of the graph, and of its article
    part, every = Counted(2, 1), Counted.of(detailed_graph().statements)
    assert "2 of 3 main statements, 1 of 2 details are on this page" in pages.drawn("<header>", part, every)
    assert "on this page" not in pages.drawn("<header>", every, every)


def test_a_view_without_details_tells_those_that_it_has() -> None:
    assert picture(detailed_graph(), View(top=0)).note == "All: 8 nodes, 3 main statements, 1 detail"
    assert picture(detailed_graph(), View(top=0, details=True)).left_out.all_statements == Counted(3, 2)


@pytest.mark.browser
def test_the_page_tells_them_in_the_words_of_the_build(opened: Open) -> None:
    found = opened(detailed_graph())
    status = found.page.locator("#status")
    assert status.inner_text() == "3 main statements, 1 detail"
    assert "3 main statements, 1 detail" in found.page.locator("#shown").inner_text()
    asserted = counts(detailed_graph())["factuality"]["Asserted"]
    box = found.page.locator("[data-group=factuality] label", has_text="asserted")
    assert box.locator(".count").inner_text().split(" + ")[0] == str(asserted)
    box.locator("input").uncheck()
    assert status.inner_text().startswith(f"{3 - asserted} of 3 main statements, ")
    assert found.faults == []
