"""The network: what is one node and one line, and what lines are called."""

import re
from dataclasses import replace

import pytest

from kg.facts.selection import Counted
from kg.model import Factuality, Graph, Statement
from kg.view.draw import Edge, Picture, Tone, View, dot, network, picture
from kg.view.draw.rendering import width_of
from tests.graphs import entity, evidence, statement, trade_graph
from tests.view.draw.graphs import evil_graph, large_graph


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


@pytest.mark.parametrize(
    ("factuality", "words", "shown"),
    [
        (Factuality.ASSERTED, "criticised", "criticised"),
        (Factuality.PLANNED, "is scheduled to criticise", "is scheduled to criticise"),
        (Factuality.DENIED, "criticised", "not: criticised"),
        (Factuality.DENIED, "did not criticise", "did not criticise"),
        (Factuality.DENIED, "hasn’t criticised", "hasn’t criticised"),
        (Factuality.PLANNED, "", "criticised"),
    ],
)
def test_what_is_not_so_is_called_in_the_words_of_the_text(factuality: Factuality, words: str, shown: str) -> None:
    said = statement(("canada", "criticised", "china"), evidence("Trade and Tensions"), factuality)
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


@pytest.mark.parametrize("graph", [trade_graph(), large_graph(600, 60), evil_graph()], ids=["trade", "large", "evil"])
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
