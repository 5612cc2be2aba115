"""Matrix, network and comparison: what each shows, and that all count alike."""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from kg import load
from kg.diff import diff
from kg.diff.names import ChangeKind
from kg.facts.selection import Counted
from kg.graph.surveys import counts
from kg.lines.summary import summary
from kg.model import Factuality, Graph, Statement
from kg.view.draw import Edge, Layout, Picture, Tone, View, dot, drawn, network, picture, scene_of
from kg.view.draw.changes import changes_scene
from kg.view.draw.choice import said_in
from kg.view.draw.content import content
from kg.view.draw.drawing import width_of
from kg.view.draw.scene import Box, Scene, Words
from kg.view.draw.values import Theme
from kg.view.serve import pages
from kg.view.serve.library import ServedPart
from tests.cases import tried_on
from tests.comparing import graph_of, said
from tests.graphs import entity, evidence, statement, trade_graph
from tests.view.draw.conftest import Open
from tests.view.draw.graphs import evil_graph, large_graph
from tests.view.draw.scenes import faults

WORDS = "Trade and Tensions"


# The matrix: who acts on whom, how often and how firmly.


MATRIX = View(layout=Layout.MATRIX)


def _cells(scene: Scene) -> dict[str, list[str]]:
    """What stands in each cell, by whom it is on."""
    return {
        cell.title.partition(":")[0]: [one.text for one in cell.parts if isinstance(one, Words)]
        for cell in scene.groups("cell")
    }


@pytest.mark.parametrize("theme", list(Theme))
@pytest.mark.parametrize("graph", [trade_graph(), large_graph(240, 40), evil_graph()], ids=["trade", "large", "evil"])
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
    assert all(part in drawn(large_graph(200, 30), "svg") for part in (b'class="cell"', b"@page { size: 700px "))
    assert b'class="card"' in drawn(large_graph(200, 30), "svg", View(layout=Layout.STORY))


def test_a_picture_of_four_thousand_statements_is_no_larger_than_one_of_four_hundred() -> None:
    small, large = (len(list(scene_of(large_graph(size, size // 10), MATRIX).flat())) for size in (400, 4000))
    assert large < 2 * small


def test_the_same_graph_in_another_order_gives_the_same_bytes() -> None:
    graph = large_graph(200, 40)
    turned = Graph(graph.articles, graph.entities[::-1], (), (), graph.statements[::-1])
    assert drawn(graph, "svg", MATRIX) == drawn(Graph() | turned, "svg", MATRIX)


# The network: what is one node and one line, and what lines are called.


def _edges(*said: Statement) -> list[Edge]:
    return [edge for edge in picture(Graph() | replace(trade_graph(), statements=said)).edges if not edge.role]


def test_a_country_and_its_government_are_one_node() -> None:
    beijing = entity("government-of-china", "Government", "Government of China", ("actsFor", "china"))
    graph = replace(trade_graph(), entities=(*trade_graph().entities, beijing))
    said = statement(("government-of-china", "criticised", "canada"), evidence("Trade and Tensions"))
    drawn = picture(Graph() | replace(graph, statements=(said,)))
    assert {node.label for node in drawn.nodes} == {"China", "Canada"}
    assert {node.label for node in picture(graph, View(focus="Government of China")).nodes} >= {"China"}


def test_what_is_said_of_both_alike_has_no_head() -> None:
    words = evidence("Trade and Tensions")
    (edge,) = _edges(statement(("canada", "worsenedRelationsWith", "china"), words))
    assert not edge.has_head
    (edge,) = _edges(statement(("canada", "criticised", "china"), words))
    assert edge.has_head


@tried_on("factuality", "words", "shown")
def test_what_is_not_so_is_called_in_the_words_of_the_text(factuality: str, words: str, shown: str) -> None:
    said = statement(("canada", "criticised", "china"), evidence("Trade and Tensions"), Factuality(factuality))
    (edge,) = _edges(replace(said, predicate_text=words))
    assert edge.label == shown


def test_who_is_in_office_is_not_said_to_have_been() -> None:
    graph = replace(trade_graph(), entities=(entity("x", "Person", "Mark"), entity("o", "Office", "Minister")))
    held = replace(statement(("x", "heldOffice", "o"), evidence("Trade and Tensions")), relation_label="held office")
    (edge,) = picture(Graph() | replace(graph, statements=(held,))).edges
    assert edge.label == "office"


def test_a_request_is_no_conflict() -> None:
    (edge,) = _edges(statement(("canada", "requestedOf", "china"), evidence("Trade and Tensions")))
    assert (edge.family, edge.tone) == ("SayAndJudge", Tone.NEUTRAL)


def test_lines_between_two_are_one_with_all_that_they_say_and_who_says_it_where_they_go_both_ways() -> None:
    words = evidence("Trade and Tensions")
    (edge,) = _edges(
        statement(("canada", "criticised", "china"), words, Factuality.PLANNED),
        statement(("canada", "sanctioned", "china"), words),
        statement(("china", "criticised", "canada"), words),
    )
    assert len(edge.said) == 3
    assert (edge.label, edge.factuality) == ("sanctioned", Factuality.ASSERTED)
    assert [one.label for one in edge.bundled] == ["criticised", "China: criticised"]
    line = next(line for line in dot(Picture((), (edge,))).splitlines() if "sanctioned" in line)
    assert 'dir="both"' in line
    assert "planned" in line


@pytest.mark.parametrize("graph", [trade_graph(), large_graph(240, 40), evil_graph()], ids=["trade", "large", "evil"])
@pytest.mark.parametrize("by_country", [False, True])
def test_words_can_be_read_at_the_width_of_a_column(graph: Graph, by_country: bool) -> None:
    view = View(by_country=by_country)
    text = dot(network(graph, "svg", view), view)
    assert width_of(text) * 96 / 72 <= 700
    sizes = [float(size) for size in re.findall(r'(?:POINT-SIZE|fontsize)="([\d.]+)"', text)]
    assert min(sizes) * 96 / 72 >= 11


def test_what_is_too_much_says_what_to_focus_on() -> None:
    graph = large_graph(600, 60)
    made = network(graph, "svg")
    assert 0 < len(made.focuses) <= 3
    assert f"Too many to read at once: focus on {made.focuses[0]}" in made.note
    assert made.focuses[0] not in network(graph, "svg", View(focus=made.focuses[0])).focuses
    assert not network(trade_graph(), "svg").focuses
    assert network(graph, "svg", View(top=40)).nodes == picture(graph, View(top=40)).nodes
    assert network(graph, "dot").nodes == picture(graph).nodes


def test_an_edge_whose_ends_do_not_fit_its_relation_is_not_drawn() -> None:
    words = evidence("Trade and Tensions")
    odd = statement(("chinese-electric-vehicles", "criticised", "china"), words)
    drawn = picture(
        Graph() | replace(trade_graph(), statements=(odd, statement(("canada", "praised", "china"), words)))
    )
    assert [edge.label for edge in drawn.edges if not edge.role] == ["praised"]
    assert drawn.left_out.statements == Counted(1)


# The picture of a comparison: each change once, by kind, with what was told and what is told now.


def _texts(scene: Scene) -> list[str]:
    return [one.text for one in scene.flat() if isinstance(one, Words)]


def _left_edges(scene: Scene) -> list[float]:
    return [min(one.x for one in card.parts if isinstance(one, Words)) for card in scene.groups("card")]


def _scene(first: Graph, second: Graph, view: View = View()) -> Scene:  # noqa: B008 frozen
    return changes_scene(first, second, diff(first, second), view)


@pytest.mark.parametrize("graph", [trade_graph(), large_graph(100, 24), evil_graph()], ids=["trade", "large", "evil"])
def test_a_comparison_can_be_read(graph: Graph) -> None:
    half = replace(graph, statements=graph.statements[::2])
    turned = tuple(replace(one, factuality=Factuality.DENIED) for one in graph.statements)
    for other in (half, replace(graph, statements=turned), graph_of()):
        assert faults(_scene(graph, other, View(theme=Theme.LIGHT))) == []
        assert faults(_scene(other, graph, View(theme=Theme.DARK))) == []


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


# Statements are counted alike wherever they are counted: build, statistics, pictures, page, server.


STORIES = Path(__file__).resolve().parents[2] / "stories"


@cache
def story_of(name: str) -> Graph:
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
    graph = story_of(name)
    every = Counted.of(graph.statements)
    drawn = Counted.of(said_in(graph, View()))
    assert drawn.mains == every.mains
    assert drawn.details < every.details
    assert next(summary(graph, {}, name)).startswith(f"{name}: {every} from 1 article")
    assert 0 < sum(line.startswith("  > ") for line in summary(graph, {}, name)) <= 5
    assert counts(graph)["statement"] == {"main statement": every.mains, "detail": every.details}
    assert counts(graph)["factuality"].total() == every.mains
    assert counts(graph, details=True)["factuality"].total() == every.mains + every.details
    assert f"of {every.mains} main statements" in _words(scene_of(graph, View(layout=Layout.STORY)))
    assert f", of {drawn}. " in _words(scene_of(graph, View(layout=Layout.MATRIX)))
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
