"""The story strip: which acts it tells, where they stand, and that it can be read."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kg.model import ArticleId, Evidence, Factuality, Graph, NodeId, Precision, Statement, TimeSpan
from kg.view.draw import Layout, View, drawn, scene_of
from kg.view.draw.cards import is_bound, name_if_unsaid
from kg.view.draw.page import scene_page
from kg.view.draw.scene import Disc, Line, Polygon, Scene, Words
from kg.view.draw.story.choosing import chosen, is_headline, weighed
from kg.view.draw.story.columns import UNDATED
from kg.view.draw.values import Theme
from tests.cases import tried_on
from tests.graphs import entity, evidence, statement, trade_graph
from tests.view.draw.graphs import evil_graph, large_graph
from tests.view.draw.scenes import faults

STORIES = Path(__file__).parents[2] / "stories"
WORDS = "Trade and Tensions"
STORY = View(layout=Layout.STORY)


def _graph(*said: Statement) -> Graph:
    return Graph() | replace(trade_graph(), statements=said)


def _said(
    triple: tuple[str, str, str], label: str, factuality: Factuality = Factuality.ASSERTED, **more: object
) -> Statement:
    sentence = _sentence(label.partition(", according to")[0])
    made = statement(triple, sentence, factuality, event=f"event-{label[:12].replace(' ', '-')}")
    return replace(made, label=label, **more)  # type: ignore[arg-type]  # of the tests' own making


def _sentence(words: str) -> Evidence:
    return Evidence(ArticleId("trade"), 0, len(words), words)


def _year(year: int) -> TimeSpan:
    return TimeSpan(date(year, 1, 1), date(year, 12, 31), str(year), Precision.YEAR)


OTHER = _said(("china", "signed", "china"), "China left the room", time=_year(2020))
"""An act of China, which gives it a row."""


def _texts(scene: Scene) -> list[str]:
    return [" ".join(one.text for one in card.parts if isinstance(one, Words)) for card in scene.groups("card")]


def _left_of(scene: Scene, beginning: str) -> float:
    for card in scene.groups("card"):
        words = [one for one in card.parts if isinstance(one, Words)]
        if " ".join(one.text for one in words).startswith(beginning):
            return words[0].x
    raise AssertionError(f"no card begins with {beginning!r}")


@pytest.mark.parametrize("graph", [trade_graph(), large_graph(200, 40), evil_graph()], ids=["trade", "large", "evil"])
def test_a_story_can_be_read(graph: Graph) -> None:
    assert faults(scene_of(graph, replace(STORY, theme=Theme.LIGHT))) == []
    assert faults(scene_of(graph, replace(STORY, theme=Theme.DARK, acts=60))) == []


def test_acts_stand_in_the_order_of_time_and_what_is_planned_after_them() -> None:
    scene = scene_of(
        _graph(
            _said(("canada", "signed", "china"), "Canada will sign a treaty", Factuality.PLANNED),
            _said(("canada", "praised", "china"), "Canada praised its neighbour there", time=_year(2024)),
            _said(("china", "praised", "canada"), "China imposed a tariff then", time=_year(2018)),
        ),
        STORY,
    )
    lefts = [_left_of(scene, begin) for begin in ("China imposed", "Canada praised", "Canada will")]
    assert lefts == sorted(lefts)
    assert len(set(lefts)) == 3


def test_a_line_leads_from_an_act_to_the_row_of_whom_it_is_done_to() -> None:
    scene = scene_of(
        _graph(_said(("canada", "criticised", "china"), "Canada criticised China for this", time=_year(2024)), OTHER),
        STORY,
    )
    (line,) = scene.groups("to")
    assert isinstance(line.parts[0], Line)
    assert isinstance(line.parts[1], Polygon)
    row = next(one for one in scene.flat() if isinstance(one, Words) and one.text == "China")
    assert abs(line.parts[0].points[-1][1] - row.y) < 30


def test_what_two_do_together_has_a_line_without_a_head() -> None:
    said = _said(("canada", "worsenedRelationsWith", "china"), "Canada faced friction with China", time=_year(2024))
    (line,) = scene_of(_graph(said, OTHER), STORY).groups("to")
    assert isinstance(line.parts[1], Disc)


def test_an_answer_has_an_arrow_from_the_act_that_it_answers() -> None:
    scene = scene_of(trade_graph(), STORY)
    assert len(list(scene.groups("answer"))) == 1
    assert any("answer" in one.text for one in scene.flat() if isinstance(one, Words))


def test_an_answer_without_a_date_stands_with_what_it_answers_and_says_so() -> None:
    scene = scene_of(trade_graph(), STORY)
    assert _left_of(scene, "Canada imposed") == _left_of(scene, "Government of China imposed")
    assert [text.startswith("Government of China") for text in _texts(scene) if "in response · no date" in text] == [
        True
    ]
    assert not any(one.text.casefold() == UNDATED for one in scene.flat() if isinstance(one, Words))


def test_a_perfect_of_the_first_sentence_stands_on_the_day_of_the_article() -> None:
    said = _said(("canada", "criticised", "china"), "Canada has freed whom China holds", rule="clause/active")
    said = replace(said, predicate_text="has freed", tense="present perfect")
    graph = replace(_graph(said), articles=(replace(trade_graph().articles[0], title="", date=date(2026, 1, 14)),))
    assert "as of 14 Jan 2026" in [one.text for one in scene_of(graph, STORY).flat() if isinstance(one, Words)]


def test_ends_of_lines_into_one_row_are_at_different_heights_inside_of_it() -> None:
    scene = scene_of(
        _graph(
            _said(("canada", "criticised", "china"), "Canada criticised China for its steel", time=_year(2024)),
            _said(("canada", "praised", "china"), "Canada praised China for something else", time=_year(2024)),
            OTHER,
        ),
        STORY,
    )
    row = next(one for one in scene.flat() if isinstance(one, Words) and one.text == "China")
    ends = [one.parts[0].points[-1][1] for one in scene.groups("to") if isinstance(one.parts[0], Line)]
    assert len({*ends}) == 2
    assert all(abs(end - row.y) < 20 for end in ends)


def test_the_legend_tells_what_a_line_with_a_dot_means() -> None:
    both = _said(("canada", "worsenedRelationsWith", "china"), "Canada faced friction with China", time=_year(2024))
    one_sided = _said(("canada", "criticised", "china"), "Canada criticised China for this", time=_year(2024))
    for said, expected in ((both, True), (one_sided, False)):
        texts = [one.text for one in scene_of(_graph(said, OTHER), STORY).flat() if isinstance(one, Words)]
        assert any("with a dot" in one for one in texts) is expected


def test_the_office_of_a_source_stands_under_its_name() -> None:
    graph = replace(
        trade_graph(),
        entities=(
            *trade_graph().entities,
            entity("ann", "Person", "Ann Lee"),
            entity("premier", "Office", "Premier of Peru"),
        ),
        statements=(
            statement(("ann", "heldOffice", "premier"), evidence(WORDS)),
            _said(("canada", "criticised", "china"), "Canada criticised China", attributed_to=NodeId("ann")),
        ),
    )
    assert any(one.startswith("Ann Lee Premier of Peru Canada") for one in _texts(scene_of(Graph() | graph, STORY)))


def test_who_does_nothing_has_no_row_and_is_named_on_the_card_whose_words_leave_it_out() -> None:
    graph = replace(trade_graph(), entities=(*trade_graph().entities, entity("peru", "Country", "Peru")))
    it, mines = "Canada criticised it for this", "Canada criticised Peruvian mines"
    for label, words, told in ((it, "it", True), (mines, "it", False), (it, "the commission", False)):
        said = _said(("canada", "criticised", "peru"), label, time=_year(2020), object_text=words)
        scene = scene_of(Graph() | replace(graph, statements=(said, OTHER)), STORY)
        names = [one.text for one in scene.flat() if isinstance(one, Words) and one.is_bold]
        assert "Peru" not in names
        assert any("to whom: Peru" in text for text in _texts(scene)) is told


def test_what_a_source_says_stands_below_with_its_name() -> None:
    said = _said(
        ("canada", "criticised", "china"),
        "Canada did not ease tariffs, according to Canadian officials",
        Factuality.DENIED,
        attributed_to=NodeId("canadian-officials"),
    )
    (text,) = _texts(scene_of(_graph(said), STORY))
    assert text == "Canadian officials Canada did not ease tariffs"


@tried_on("label", "factuality", "predicate")
def test_words_that_do_not_stand_by_themselves_come_last(label: str, factuality: str, predicate: str) -> None:
    odd = replace(_said(("canada", "criticised", "china"), label, Factuality(factuality)), predicate_text=predicate)
    good = _said(("china", "criticised", "canada"), "China criticised Canada for its tariffs")
    graph = _graph(odd, good)
    assert [one.text for one in chosen(graph, graph.statements, 1).acts] == [good.label]


def test_a_headline_stands_over_the_picture_and_is_no_card() -> None:
    head = _said(("canada", "criticised", "china"), "Ottawa files charges over steel")
    body = _said(("canada", "praised", "china"), "Canada has filed charges over steel")
    article = replace(trade_graph().articles[0], title=head.label)
    graph = replace(trade_graph(), articles=(article,), statements=(head, body))
    assert [one.text for one in chosen(graph, graph.statements).acts] == [body.label]
    titles = {"Steel (again)?": True, "Live: Steel (again)?": True, "No steel (again)?": False, "": False}
    assert {title: is_headline(" Steel (again)?", replace(article, title=title)) for title in titles} == titles


def test_what_another_clause_governs_is_known_by_the_word_before_it() -> None:
    quotes = {"It ended, and “it (all) left": False, "It ended because “it (all) left": True, "it (all) left": False}
    quotes |= {"China told Peru that it (all) left": True, "It ended becausit (all) left": False}
    said = _said(("canada", "left", "china"), "It left", clause_text="it (all) left")
    assert {one: is_bound(replace(said, evidence=frozenset({_sentence(one)}))) for one in quotes} == quotes


def test_a_plan_in_the_words_of_a_fact_is_not_told_beside_it() -> None:
    words = "Canada and China agree to reopen the post"
    fact = _said(("canada", "agreedWith", "china"), words)
    plan = replace(_said(("canada", "praised", "china"), words, Factuality.PLANNED), event=NodeId("event-plan"))
    graph = _graph(fact, plan)
    found = chosen(graph, graph.statements)
    assert [one.factuality for one in (*found.acts, *found.words)] == [Factuality.ASSERTED]


def test_what_a_sentence_denies_is_told_beside_what_it_tells() -> None:
    told = _said(("canada", "praised", "china"), "The talks are expected to yield progress", Factuality.EXPECTED)
    denied = _said(("canada", "criticised", "china"), "The talks are expected to yield no treaty", Factuality.DENIED)
    graph = _graph(told, replace(denied, event=NodeId("event-denied")))
    found = chosen(graph, graph.statements)
    assert {one.factuality for one in (*found.acts, *found.words)} == {Factuality.EXPECTED, Factuality.DENIED}


def test_what_is_left_out_is_told_and_top_sets_how_many_acts_there_are() -> None:
    graph = large_graph(400, 60)
    few, more = (scene_of(graph, replace(STORY, acts=count)) for count in (5, 20))
    assert len(list(few.groups("card"))) == 5 < len(list(more.groups("card")))
    assert any("5 of" in one.text for one in few.flat() if isinstance(one, Words))


def test_top_0_shows_every_card_that_can_be_told() -> None:
    graph = large_graph(80, 20)
    found, every = chosen(graph, graph.statements, 0), weighed(graph, graph.statements)
    assert {*found.acts, *found.words} == {*every.cards}
    assert faults(scene_of(graph, replace(STORY, acts=0))) == []


def test_a_rate_that_the_words_leave_out_stands_under_them() -> None:
    first = trade_graph().statements[0]
    labels = (f"Canada imposed a {rate}tariff on China" for rate in ("", "100% "))
    bare, told = (replace(first, label=one, evidence=frozenset({_sentence(one)})) for one in labels)
    assert first.event == "event-3f"
    for said, shown in ((bare, True), (told, False)):
        (text,) = _texts(scene_of(_graph(said), STORY))
        assert ("rate 100%" in text) is shown


def test_a_graph_without_acts_says_so() -> None:
    scene = scene_of(replace(trade_graph(), statements=()), STORY)
    assert faults(scene) == []
    assert any("No act" in one.text for one in scene.flat() if isinstance(one, Words))


def test_the_description_tells_the_story_in_words() -> None:
    scene = scene_of(
        _graph(_said(("canada", "criticised", "china"), "Canada criticised China", time=_year(2024))), STORY
    )
    assert scene.description == "Canada: Canada criticised China (2024)."


def test_a_government_is_in_the_row_of_its_country() -> None:
    graph = replace(
        trade_graph(),
        entities=(
            entity("canada", "Country", "Canada", country="CA"),
            entity("china", "Country", "China", country="CN"),
            entity("beijing", "Government", "Government of China", country="CN"),
        ),
        statements=(
            _said(("beijing", "criticised", "canada"), "Beijing criticised Canada again"),
            _said(("china", "praised", "canada"), "China praised Canada once more"),
        ),
    )
    scene = scene_of(Graph() | graph, STORY)
    names = [one.text for one in scene.flat() if isinstance(one, Words) and one.is_bold]
    assert names.count("China") == 1
    assert "Government of" not in names


def test_the_same_graph_in_another_order_gives_the_same_bytes() -> None:
    graph = large_graph(80, 20)
    turned = Graph(graph.articles, graph.entities[::-1], (), (), graph.statements[::-1])
    for form in ("svg", "png", "pdf", "html"):
        assert _drawn(graph, form) == _drawn(Graph() | turned, form)


def test_a_picture_of_four_thousand_statements_is_no_larger_than_one_of_four_hundred() -> None:
    small, large = (len(list(scene_of(large_graph(size, size // 10), STORY).flat())) for size in (400, 4000))
    assert large < 2 * small


def test_the_page_of_a_story_leads_from_each_card_to_its_sentence_and_asks_the_network_for_nothing() -> None:
    scene = scene_of(trade_graph(), STORY)
    page = scene_page(scene, trade_graph())
    said = [one for card in scene.groups("card") for one in card.said]
    assert said
    assert all(f'id="{one}"' in page for one in said)
    assert all(f'href="#{card.said[0]}"' in page for card in scene.groups("card"))
    assert "default-src 'none'" in page
    assert "<script" not in page


def _drawn(graph: Graph, form: str) -> bytes:
    return drawn(graph, form, STORY)


@tried_on("text", "name")
def test_a_name_is_said_where_its_country_or_people_is(text: str, name: str) -> None:
    assert name_if_unsaid(trade_graph(), NodeId("china"), text) == name
