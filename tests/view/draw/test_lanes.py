"""Lanes: the acts of each actor in time."""

from dataclasses import replace
from datetime import date

import pytest

from kg.model import Factuality, Graph, Precision, TimeSpan
from kg.view.draw import Layout, View, drawn, scene_of
from kg.view.draw.scene import Polygon, Scene, Words
from kg.view.draw.values import Theme
from tests.graphs import evidence, statement, trade_graph
from tests.view.draw.graphs import evil_graph, large_graph
from tests.view.draw.scenes import faults

LANES = View(layout=Layout.LANES)
WORDS = "Trade and Tensions"


def _marks(scene: Scene) -> dict[str, Polygon]:
    """The sign of each act, by its words."""
    found = {}
    for mark in scene.groups("mark"):
        (sign,) = mark.parts
        assert isinstance(sign, Polygon)
        found[mark.title.partition(": ")[2]] = sign
    return found


def _two() -> Graph:
    year = TimeSpan(date(2024, 1, 1), date(2024, 12, 31), "2024", Precision.YEAR)
    withheld = replace(evidence(WORDS), quote="")
    dated = replace(statement(("canada", "criticised", "china"), withheld, time=year), label="Canada did it then")
    undated = replace(
        statement(("canada", "praised", "china"), withheld, Factuality.PLANNED), label="Canada will do it again"
    )
    return Graph() | replace(trade_graph(), statements=(dated, undated))


@pytest.mark.parametrize("theme", list(Theme))
@pytest.mark.parametrize("graph", [trade_graph(), large_graph(600, 60), evil_graph()], ids=["trade", "large", "evil"])
def test_lanes_can_be_read(graph: Graph, theme: Theme) -> None:
    assert faults(scene_of(graph, replace(LANES, theme=theme))) == []
    assert faults(scene_of(graph, replace(LANES, theme=theme, actors=0))) == []


def test_what_has_no_time_stands_below_the_line_at_the_day_of_its_article_and_says_so() -> None:
    scene = scene_of(_two(), LANES)
    marks = _marks(scene)
    told, fallen_back = marks["Canada did it then"], marks["Canada will do it again"]
    assert max(y for _, y in told.points) < min(y for _, y in fallen_back.points)
    assert told.points[0][0] < fallen_back.points[0][0]
    texts = [one.text for one in scene.flat() if isinstance(one, Words)]
    assert "2024" in texts
    assert "article of 14 Jan 2026" in texts
    assert "Canada will do it again (planned)" in texts


def test_what_is_no_fact_is_hollow() -> None:
    marks = _marks(scene_of(_two(), LANES))
    assert marks["Canada did it then"].fill == marks["Canada did it then"].stroke
    assert marks["Canada will do it again"].fill != marks["Canada will do it again"].stroke


def test_more_acts_of_one_time_than_there_is_room_for_are_counted() -> None:
    scene = scene_of(large_graph(600, 7), replace(LANES, actors=3))
    assert any(one.text.startswith("+") for one in scene.flat() if isinstance(one, Words))


def test_lanes_that_are_left_out_are_told() -> None:
    scene = scene_of(large_graph(600, 60), replace(LANES, actors=3))
    assert any(", 3 of " in one.text for one in scene.flat() if isinstance(one, Words))


def test_without_any_day_it_says_so() -> None:
    graph = _two()
    undated = replace(graph.statements[0], time=None)
    bare = replace(graph, articles=tuple(replace(one, date=None) for one in graph.articles), statements=(undated,))
    assert "No act of an actor is told with a day." in [
        one.text for one in scene_of(bare, LANES).flat() if isinstance(one, Words)
    ]


def test_a_picture_of_four_thousand_statements_is_no_larger_than_one_of_four_hundred() -> None:
    small, large = (len(list(scene_of(large_graph(size, size // 10), LANES).flat())) for size in (400, 4000))
    assert large < 2 * small


def test_the_same_graph_in_another_order_gives_the_same_bytes() -> None:
    graph = large_graph(200, 40)
    turned = Graph(graph.articles, graph.entities[::-1], (), (), graph.statements[::-1])
    assert drawn(graph, "svg", LANES) == drawn(Graph() | turned, "svg", LANES)
