"""The matrix: who acts on whom, how often and how firmly."""

from dataclasses import replace

import pytest

from kg.model import Factuality, Graph
from kg.view.draw import Layout, View, drawn, scene_of
from kg.view.draw.scene import Box, Scene, Words
from kg.view.draw.values import Theme
from tests.graphs import entity, evidence, statement, trade_graph
from tests.view.draw.graphs import evil_graph, large_graph
from tests.view.draw.scenes import faults

MATRIX = View(layout=Layout.MATRIX)
WORDS = "Trade and Tensions"


def _cells(scene: Scene) -> dict[str, list[str]]:
    """What stands in each cell, by whom it is on."""
    return {
        cell.title.partition(":")[0]: [one.text for one in cell.parts if isinstance(one, Words)]
        for cell in scene.groups("cell")
    }


@pytest.mark.parametrize("theme", list(Theme))
@pytest.mark.parametrize("graph", [trade_graph(), large_graph(600, 60), evil_graph()], ids=["trade", "large", "evil"])
def test_a_matrix_can_be_read(graph: Graph, theme: Theme) -> None:
    assert faults(scene_of(graph, replace(MATRIX, theme=theme))) == []
    assert faults(scene_of(graph, replace(MATRIX, theme=theme, actors=30))) == []


def test_facts_and_what_is_none_are_counted_apart() -> None:
    said = (
        statement(("canada", "attacked", "china"), evidence(WORDS)),
        statement(("canada", "sanctioned", "china"), evidence(WORDS)),
        statement(("canada", "accused", "china"), evidence(WORDS)),
        statement(("canada", "sanctioned", "china"), evidence(WORDS), Factuality.PLANNED),
    )
    scene = scene_of(Graph() | replace(trade_graph(), statements=said), MATRIX)
    assert _cells(scene) == {"Canada on China": ["2", "+1", "1"]}
    (cell,) = scene.groups("cell")
    assert set(cell.said) == {one.id for one in said}


def test_what_two_do_together_is_in_both_cells() -> None:
    said = statement(("canada", "worsenedRelationsWith", "china"), evidence(WORDS))
    scene = scene_of(Graph() | replace(trade_graph(), statements=(said,)), MATRIX)
    assert sorted(_cells(scene)) == ["Canada on China", "China on Canada"]


def test_an_act_of_which_its_sentence_has_no_clause_is_told_in_plain_words() -> None:
    said = replace(statement(("canada", "attacked", "china"), evidence(WORDS)), label="Canada attacked China")
    (cell,) = scene_of(Graph() | replace(trade_graph(), statements=(said,)), MATRIX).groups("cell")
    assert cell.title == "Canada on China: Canada attacked China"


def test_an_office_is_no_act() -> None:
    graph = replace(trade_graph(), entities=(entity("x", "Person", "Mark"), entity("o", "Office", "Minister")))
    held = replace(statement(("x", "heldOffice", "o"), evidence(WORDS)), relation_class="HoldingOffice")
    assert not list(scene_of(Graph() | replace(graph, statements=(held,)), MATRIX).groups("cell"))


def test_a_cell_is_tinted_and_no_row_or_column_is_empty() -> None:
    scene = scene_of(trade_graph(), MATRIX)
    names = {one.text for one in scene.flat() if isinstance(one, Words) and one.is_bold and not one.upright}
    heads = {one.text for one in scene.flat() if isinstance(one, Words) and one.upright}
    pairs = [pair.split(" on ") for pair in _cells(scene)]
    assert {target for _, target in pairs if " of " not in target} <= heads
    assert {actor for actor, _ in pairs} <= names
    assert "Mark Carney" not in heads
    assert all(isinstance(cell.parts[0], Box) and cell.parts[0].fill for cell in scene.groups("cell"))


def test_rows_and_columns_are_of_pairs_of_which_something_is_told() -> None:
    names = ("canada", "china", "france", "chad")
    entities = tuple(entity(name, "Country", name.title()) for name in names)
    said = [statement(("canada", "criticised", "x"), evidence(WORDS), when) for when in Factuality]
    said += [statement(("chad", "attacked", "france"), evidence(WORDS), when) for when in list(Factuality)[:2]]
    said.append(statement(("canada", "praised", "china"), evidence(WORDS)))
    graph = Graph() | replace(trade_graph(), entities=(*entities, entity("x", "Topic", "it")), statements=tuple(said))
    scene = scene_of(graph, replace(MATRIX, actors=1))
    assert list(_cells(scene)) == ["Chad on France"]


def test_states_that_an_article_only_describes_are_no_rows() -> None:
    both = entity("both-countries-0a1b2c3d", "Country", "Both countries")
    graph = replace(trade_graph(), entities=(*trade_graph().entities, both))
    said = (
        statement((both.id, "attacked", "china"), evidence(WORDS)),
        statement(("canada", "praised", both.id), evidence(WORDS)),
    )
    assert not _cells(scene_of(Graph() | replace(graph, statements=said), MATRIX))


def test_a_matrix_of_countries_says_so() -> None:
    texts = [
        one.text
        for one in scene_of(large_graph(200, 30), replace(MATRIX, by_country=True)).flat()
        if isinstance(one, Words)
    ]
    assert texts[0].startswith("Which country acts on which")


def test_several_articles_are_a_matrix_unless_asked_otherwise() -> None:
    assert b'class="cell"' in drawn(large_graph(200, 30), "svg")
    assert b'class="card"' in drawn(large_graph(200, 30), "svg", View(layout=Layout.STORY))


def test_a_picture_of_four_thousand_statements_is_no_larger_than_one_of_four_hundred() -> None:
    small, large = (len(list(scene_of(large_graph(size, size // 10), MATRIX).flat())) for size in (400, 4000))
    assert large < 2 * small


def test_the_same_graph_in_another_order_gives_the_same_bytes() -> None:
    graph = large_graph(200, 40)
    turned = Graph(graph.articles, graph.entities[::-1], (), (), graph.statements[::-1])
    assert drawn(graph, "svg", MATRIX) == drawn(Graph() | turned, "svg", MATRIX)
