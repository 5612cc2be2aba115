"""The picture of a comparison: each change once, by kind, with what was told and what is told now."""

from dataclasses import replace

import pytest

from kg.diff import diff
from kg.diff.names import ChangeKind
from kg.model import Factuality, Graph
from kg.view.draw import View
from kg.view.draw.changes import changes_scene
from kg.view.draw.scene import Scene, Words
from kg.view.draw.values import Theme
from tests.comparing import graph_of, said
from tests.graphs import trade_graph
from tests.view.draw.graphs import evil_graph, large_graph
from tests.view.draw.scenes import faults


def _texts(scene: Scene) -> list[str]:
    return [one.text for one in scene.flat() if isinstance(one, Words)]


def _left_edges(scene: Scene) -> list[float]:
    return [min(one.x for one in card.parts if isinstance(one, Words)) for card in scene.groups("card")]


def _scene(first: Graph, second: Graph, view: View = View()) -> Scene:  # noqa: B008 frozen
    return changes_scene(first, second, diff(first, second), view)


@pytest.mark.parametrize("theme", list(Theme))
@pytest.mark.parametrize("graph", [trade_graph(), large_graph(200, 40), evil_graph()], ids=["trade", "large", "evil"])
def test_a_comparison_can_be_read(graph: Graph, theme: Theme) -> None:
    half = replace(graph, statements=graph.statements[::2])
    turned = tuple(replace(one, factuality=Factuality.DENIED) for one in graph.statements)
    for other in (half, replace(graph, statements=turned), graph_of()):
        for first, second in ((graph, other), (other, graph)):
            assert faults(_scene(first, second, View(theme=theme))) == []


def test_what_is_gone_stands_left_and_what_is_new_stands_right() -> None:
    scene = _scene(graph_of(said("canada", "visited", "china")), graph_of(said("china", "visited", "canada")))
    gone, new = _left_edges(scene)
    assert gone < new
    assert {"No longer told", "New"} <= set(_texts(scene))


def test_a_contradiction_has_both_sides_and_what_differs() -> None:
    first = said("canada", "visited", "china")
    second = replace(first, factuality=Factuality.DENIED)
    changes = diff(graph_of(first), graph_of(second))
    assert [one.kind for one in changes] == [ChangeKind.CONTRADICTED]
    scene = changes_scene(graph_of(first), graph_of(second), changes)
    assert len(list(scene.groups("card"))) == 2
    assert "told as so, now denied" in _texts(scene)
    assert not [text for text in _texts(scene) if "→" in text]


def test_no_difference_is_said() -> None:
    assert "Both say the same." in _texts(_scene(trade_graph(), trade_graph()))


def test_more_changes_than_there_is_room_for_are_counted() -> None:
    graph = large_graph(200, 40)
    few = _scene(graph, replace(graph, statements=()), View(acts=3))
    assert len(list(few.groups("card"))) == 3
    assert any(text.startswith("and ") and text.endswith(" more") for text in _texts(few))
