"""Pictures: what is chosen, what is said to be left out, and that Graphviz lays nothing over anything."""

import re
from dataclasses import replace
from datetime import date
from itertools import combinations
from xml.etree import ElementTree

import pytest

from kg.errors import KgError
from kg.facts.selection import Counted
from kg.model import Event, Factuality, Graph, NodeId
from kg.view.draw import FORMS, Direction, Theme, Tone, View, dot, drawing, form_of, mermaid, picture
from kg.view.draw.choice import fits, tone_of, tone_of_statement
from kg.view.draw.look import class_looks, palette
from tests.cases import tried_on
from tests.graphs import entity, evidence, statement, trade_graph
from tests.view.draw.graphs import EVIL, evil_graph, large_graph

SVG = "{http://www.w3.org/2000/svg}"
Box = tuple[float, float, float, float]


def _labels(graph: Graph, view: View) -> set[str]:
    return {node.label for node in picture(graph, view).nodes}


def test_an_act_with_goods_and_a_rate_is_a_node_between_those_who_take_part() -> None:
    drawn = picture(trade_graph())
    act = next(node for node in drawn.nodes if node.is_act and node.id == "event-3f")
    assert (act.label, act.detail, act.tone) == ("imposedtariffon", "100% · 2024", Tone.CONFLICT)
    into = [(edge.tail, edge.has_head) for edge in drawn.edges if edge.head == act.id]
    out = {(edge.head, edge.role) for edge in drawn.edges if edge.tail == act.id}
    assert into == [("canada", False)]
    assert out == {("china", ""), ("chinese-electric-vehicles", "commodity")}


def test_a_claim_and_a_denial_are_said_on_the_edge() -> None:
    (edge,) = (edge for edge in picture(trade_graph()).edges if edge.factuality is Factuality.DENIED)
    assert (edge.label, edge.detail) == ("not: ease", "says Canadian officials")
    text = dot(picture(trade_graph()))
    assert "not: ease" in text
    assert "<S>" not in text
    assert 'style="dotted"' in text


def test_what_is_planned_is_dashed() -> None:
    line = next(line for line in dot(picture(trade_graph())).splitlines() if "signed" in line and "->" in line)
    assert 'style="dashed"' in line
    assert "planned" in line


def _tariff(factuality: Factuality, source: str = "") -> str:
    """The drawing of a tariff that is told so."""
    graph = trade_graph()
    first = replace(graph.statements[0], factuality=factuality, attributed_to=NodeId(source) if source else None)
    return dot(picture(replace(graph, statements=(first,))))


@pytest.mark.parametrize(
    ("factuality", "source", "style"),
    [
        (Factuality.PLANNED, "", "dashed"),
        (Factuality.ASSERTED, "canadian-officials", "dashed"),
        (Factuality.DENIED, "", "dotted"),
    ],
)
def test_an_act_that_is_no_fact_is_hollow(factuality: Factuality, source: str, style: str) -> None:
    (act,) = (line for line in _tariff(factuality, source).splitlines() if line.startswith('"event-3f" ['))
    ground = palette(Theme.LIGHT).ground
    assert f'style="rounded,filled,{style}"' in act
    assert f'fillcolor="{ground}"' in act
    assert "not told as a fact" in _tariff(factuality, source)
    (fact,) = (line for line in _tariff(Factuality.ASSERTED).splitlines() if line.startswith('"event-3f" ['))
    assert 'style="rounded,filled,solid"' in fact
    assert f'fillcolor="{ground}"' not in fact
    assert "not told as a fact" not in _tariff(Factuality.ASSERTED)


def test_a_happening_that_is_only_named_is_hollow_where_it_stands_alone() -> None:
    graph = trade_graph()
    visit = Event(NodeId("event-v"), "Visit", "the visit")
    praised = statement(("china", "praised", "event-v"), evidence("Trade and Tensions"))
    told = dot(picture(Graph() | replace(graph, events=(visit,), statements=(praised,))))
    (node,) = (line for line in told.splitlines() if line.startswith('"event-v" ['))
    assert 'style="filled,dashed"' in node
    assert "(happening, not told as a fact)" in node


def test_what_a_source_claims_is_dashed() -> None:
    graph = trade_graph()
    claim = statement(("china", "praised", "canada"), evidence("Trade and Tensions"), source="canadian-officials")
    told = picture(Graph() | replace(graph, statements=(claim,)))
    line = next(line for line in dot(told).splitlines() if "praised" in line and "->" in line)
    assert 'style="dashed"' in line
    assert "dashed: a lead, claimed by a source" in dot(told)
    assert "-.->" in mermaid(told)


def test_the_best_connected_come_first_and_the_rest_is_said_to_be_left_out() -> None:
    drawn = picture(large_graph(400, 100), View(top=12))
    assert len(drawn.nodes) <= 12
    left = drawn.left_out
    assert left.all_nodes == len(drawn.nodes) + left.nodes
    assert left.all_statements == Counted(400)
    shown = {one for edge in drawn.edges for one in edge.said}
    assert Counted(len(shown)) == left.all_statements - left.statements
    assert f"{left.statements}" in drawn.note
    assert drawn.note.split(". Left out")[0] in re.sub(r"<[^>]*>", " ", dot(drawn)).replace("  ", " ")


def test_typed_relations_go_before_open_ones_that_are_as_sure() -> None:
    graph = large_graph(400, 100)
    drawn = picture(
        replace(graph, statements=tuple(replace(one, confidence=0.8) for one in graph.statements)), View(top=12)
    )
    assert not any(edge.is_open for edge in drawn.edges)


def test_top_0_draws_all_that_fits() -> None:
    graph = large_graph(200, 50)
    drawn = picture(graph, View(top=0))
    assert {one for edge in drawn.edges for one in edge.said} == {
        one.id for one in graph.statements if fits(graph, one)
    }
    assert drawn.note == "Shown: 50 of 50 nodes, 107 of 200 main statements. Left out: 0 nodes, 93 main statements"
    assert picture(trade_graph(), View(top=0)).note == "All: 10 nodes, 5 main statements"


def test_a_focus_shows_what_touches_it_and_two_hops_more() -> None:
    one = _labels(trade_graph(), View(focus="Mark Carney"))
    assert one == {"Mark Carney", "Prime Minister of Canada", "several memoranda of understanding"}
    assert "China" not in one
    two = _labels(trade_graph(), View(focus="Canada", hops=2))
    assert {"Canada", "China"} <= two


def test_a_focus_that_is_not_there_is_an_error_with_the_nearest_name() -> None:
    with pytest.raises(KgError, match="not in the graph") as raised:
        picture(trade_graph(), View(focus="Mark Carny"))
    assert "Mark Carney" in raised.value.hint


@pytest.mark.parametrize(
    ("view", "statements"),
    [
        (View(factualities=("denied",)), 1),
        (View(factualities=("denied", "planned")), 2),
        (View(relations=("signed",)), 1),
        (View(since=date(2025, 1, 1)), 0),
        (View(since=date(2024, 6, 1), until=date(2024, 7, 1)), 2),
    ],
)
def test_filters_choose_statements(view: View, statements: int) -> None:
    drawn = picture(trade_graph(), view)
    assert len({one for edge in drawn.edges for one in edge.said}) == statements
    assert "(" in drawn.note


def test_by_country_governments_people_and_groups_are_their_countries() -> None:
    drawn = picture(trade_graph(), View(by_country=True))
    labels = {node.label for node in drawn.nodes}
    assert not {"Government of Canada", "Mark Carney", "Prime Minister of Canada"} & labels
    assert {"Canada", "China", "the tariffs"} <= labels
    assert "actors as their countries" in drawn.note


def test_by_country_what_two_of_one_country_do_is_counted() -> None:
    drawn = picture(trade_graph(), View(by_country=True, relations=("heldOffice", "signed")))
    assert drawn.left_out.inside == 1
    assert drawn.note.endswith("1 of them within one country")


def test_who_has_no_country_belongs_to_none() -> None:
    graph = trade_graph()
    loose = tuple(replace(one, country="", links=frozenset()) for one in graph.entities)
    drawn = picture(replace(graph, entities=loose))
    assert not [edge for edge in drawn.edges if not edge.said]
    assert picture(replace(graph, entities=loose), View(by_country=True)).left_out.inside == 0


@pytest.mark.parametrize(
    ("event", "tone"),
    [("ImposeTariff", Tone.CONFLICT), ("Visit", Tone.COOPERATION), ("AdoptPolicy", Tone.NEUTRAL), ("no", Tone.NEUTRAL)],
)
def test_a_tone_is_the_class_of_the_happening(event: str, tone: Tone) -> None:
    assert tone_of(event) is tone


@tried_on("subject", "relation", "cls", "tone")
def test_an_open_relation_has_the_tone_of_its_class(subject: str, relation: str, cls: str, tone: str) -> None:
    known = trade_graph()
    known = replace(known, entities=(*known.entities, entity("canola", "Commodity", "canola")))
    said = replace(known.statements[0], subject=NodeId(subject), relation=relation, is_open=True, relation_class=cls)
    said = replace(said, is_passive=relation == "be-slammed")
    assert tone_of_statement(known, said) is Tone[tone]


def test_no_two_classes_differ_by_colour_alone() -> None:
    looks = [(look.shape, look.style, look.lines, look.margin) for look in class_looks().values()]
    assert len(set(looks)) == len(looks)


@pytest.mark.parametrize("theme", Theme)
def test_words_can_be_read_on_every_ground(theme: Theme) -> None:
    colours = palette(theme)
    for look in class_looks().values():
        assert _contrast(colours.ink, look.fill(theme)) >= 7
    for words, ground in (
        (colours.conflict, colours.conflict_fill),
        (colours.cooperation, colours.cooperation_fill),
        (colours.quiet, colours.ground),
        (colours.quiet, colours.conflict_fill),
        (colours.quiet, colours.cooperation_fill),
    ):
        assert _contrast(words, ground) >= 4.5


def test_the_same_graph_gives_the_same_text_in_any_order() -> None:
    graph = large_graph(200, 50)
    turned = Graph(graph.articles[::-1], graph.entities[::-1], (), (), graph.statements[::-1])
    assert dot(picture(graph)) == dot(picture(Graph() | turned))


@pytest.mark.parametrize("form", [form for form in FORMS if form != "html"])
def test_every_format_is_what_it_says(form: str) -> None:
    begins = {"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF", "dot": b"digraph {", "mermaid": b"%% "}
    assert drawing(picture(trade_graph()), form).startswith(begins[form])


def test_an_svg_has_a_title_and_a_description() -> None:
    root = ElementTree.fromstring(drawing(picture(trade_graph()), "svg"))
    assert root.get("role") == "img"
    assert [root.findtext(f"{SVG}{name}") for name in ("title", "desc")] == [
        "Trade and Tensions · 2026-01-14",
        "All: 10 nodes, 5 main statements",
    ]
    assert len(root.findall(f".//{SVG}title")) == 1


@pytest.mark.parametrize("name", ["x.docx", "x"])
def test_a_suffix_that_is_none_of_ours_is_an_error(name: str) -> None:
    with pytest.raises(KgError, match="is no format of pictures"):
        form_of(name)


def test_whatever_stands_in_a_graph_every_format_is_well_formed() -> None:
    drawn = picture(evil_graph())
    root = ElementTree.fromstring(drawing(drawn, "svg"))
    assert not root.findall(f".//{SVG}script")
    text = mermaid(drawn)
    assert "<script" not in text
    assert "onerror" in text
    assert EVIL not in dot(drawn)


@pytest.mark.parametrize("direction", [Direction.RIGHT, Direction.DOWN, Direction.LEFT, Direction.UP])
@pytest.mark.parametrize("graph", [trade_graph(), large_graph(300, 60)], ids=["trade", "large"])
def test_nothing_lies_on_anything(graph: Graph, direction: Direction) -> None:
    drawn = picture(graph, View(direction=direction))
    root = ElementTree.fromstring(drawing(drawn, "svg", View(direction=direction)))
    edges = [found for found in root.iter(f"{SVG}g") if (found.get("class") or "").startswith("edge")]
    assert len(edges) == len(drawn.edges)
    boxes = [_box(found) for found in root.iter(f"{SVG}g") if (found.get("class") or "").startswith("node")]
    boxes += [box for edge in edges if (box := _label_box(edge))]
    assert len(boxes) > len(drawn.nodes)
    assert not [pair for pair in combinations(boxes, 2) if _overlap(*pair)]


def _contrast(first: str, second: str) -> float:
    """WCAG 2.2's contrast ratio."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _box(group: ElementTree.Element) -> Box:
    shapes = [
        _shape_box(shape) for shape in group.iter() if shape.tag.removeprefix(SVG) in {"polygon", "ellipse", "path"}
    ]
    texts = [_text_box(text) for text in group.iter(f"{SVG}text")]
    return _around([box for box in shapes if box] or texts)


def _label_box(edge: ElementTree.Element) -> Box | None:
    texts = [_text_box(text) for text in edge.iter(f"{SVG}text")]
    return _around(texts) if texts else None


def _around(boxes: list[Box]) -> Box:
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


def _shape_box(shape: ElementTree.Element) -> Box | None:
    if shape.tag == f"{SVG}ellipse":
        x, y, rx, ry = (float(shape.get(name, "0")) for name in ("cx", "cy", "rx", "ry"))
        return x - rx, y - ry, x + rx, y + ry
    numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", shape.get("points") or shape.get("d") or "")]
    return (min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2])) if numbers else None


def _text_box(text: ElementTree.Element) -> Box:
    """Where a text stands, its letters taken as narrow as they come."""
    x, y, size = (float(text.get(name, "0")) for name in ("x", "y", "font-size"))
    width = len(text.text or "") * size * 0.42
    return x, y - size * 0.7, x + width, y


def _overlap(first: Box, second: Box) -> bool:
    across = min(first[2], second[2]) - max(first[0], second[0])
    down = min(first[3], second[3]) - max(first[1], second[1])
    return across > 1 and down > 1
