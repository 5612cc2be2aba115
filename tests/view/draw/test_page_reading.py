"""The article beside the picture: what is marked in it, and what each sentence says of its statements."""

from dataclasses import replace

import pytest

from kg.model import BlockKind, Graph, Untold, Why
from kg.text.layout import blocks as laid_out
from kg.view.draw.content import content
from kg.view.draw.reading import WHYS, Marker, blocks
from kg.view.draw.values import View
from tests.graphs import TEXT, trade_graph
from tests.view.draw.conftest import Open
from tests.view.draw.test_seed_page import seed_graph

ASKED = "Canadian officials say Ottawa did not ease the tariffs."
CLICK = """sentence => {
    sentence.click();
    const card = document.getElementById("card");
    return [sentence.dataset.said.split(" ").filter(Boolean).length, document.querySelectorAll("#card section").length,
            document.querySelector("#card .why")?.textContent ?? "", sentence.classList.contains("on"), card.hidden];
}"""


def quiet_graph() -> Graph:
    """The trade dispute without what the officials say: a sentence without a statement."""
    graph = trade_graph()
    (article,) = graph.articles
    start = TEXT.index(ASKED)
    untold = frozenset({Untold(start, len(TEXT), Why.PRONOUN)})
    said = tuple(one for one in graph.statements if one.first_evidence.quote != ASKED)
    return replace(graph, articles=(replace(article, untold=untold),), statements=said)


def test_every_reason_has_its_words() -> None:
    assert {*(one.value for one in Why), *(one.value for one in BlockKind if not one.makes_statements)} < set(WHYS)


def test_words_are_cut_where_statements_stand_and_the_rest_says_why() -> None:
    graph = quiet_graph()
    numbers = {one.id: number for number, one in enumerate(graph.statements)}
    pieces = [piece for _, found in blocks(graph, graph.articles[0], numbers) for piece in found]
    assert "".join(piece.text for piece in pieces) == TEXT
    assert {piece.text: piece.why for piece in pieces if piece.why} == {
        "Trade and Tensions\n": "heading",
        ASKED: "pronoun",
    }


def test_a_dateline_in_the_line_of_its_paragraph_stays_there_and_one_alone_stands_alone() -> None:
    text = "OSLO, 4 March 2026\n\nTalks fail again in Oslo\n\nOSLO (AP) — The talks failed."
    article = replace(trade_graph().articles[0], text=text, blocks=laid_out(text))
    shown = [(kind, "".join(piece.text for piece in found)) for kind, found in blocks(Graph(), article, {})]
    assert [(kind, words.strip()) for kind, words in shown] == [
        ("dateline", "OSLO, 4 March 2026"),
        ("title", "Talks fail again in Oslo"),
        ("paragraph", "OSLO (AP) — The talks failed."),
    ]


def test_of_a_graph_without_the_text_a_sentence_that_makes_no_statement_is_told_by_its_place() -> None:
    graph = quiet_graph()
    bare = replace(graph.articles[0], text="", blocks=())
    numbers = {one.id: number for number, one in enumerate(graph.statements)}
    pieces = [piece for _, found in blocks(graph, bare, numbers) for piece in found]
    place = f"(words withheld: {TEXT.index(ASKED)} to {len(TEXT)})"
    assert [(piece.text, piece.why) for piece in pieces if piece.why] == [(place, "pronoun")]


def test_statements_that_the_page_has_not_are_told_of() -> None:
    graph = trade_graph()
    shown = {one.id: 0 for one in graph.statements if one.first_evidence.quote != ASKED}
    pieces = [piece for _, found in blocks(graph, graph.articles[0], shown) for piece in found]
    assert [piece.text for piece in pieces if piece.why == "elsewhere"] == [ASKED]


def test_names_times_and_sources_are_marked_and_never_within_one_another() -> None:
    graph = trade_graph()
    said = [one for one in graph.statements if one.first_evidence.quote == ASKED]
    marks = Marker.of(graph, graph.statements).marks(ASKED, said)
    assert next((ASKED[start:end], part) for start, end, part in marks) == ("Canadian officials", "source")
    late = "Relations worsened further in 2024 when Canada imposed a 100% tariff"
    dated = [one for one in graph.statements if one.time and late in one.first_evidence.quote]
    found = Marker.of(graph, graph.statements).marks(late, dated)
    assert [(late[start:end], part) for start, end, part in found] == [("in 2024", "time"), ("Canada", "name")]
    assert Marker.of(graph, graph.statements).marks("Canadas and in 2024x", dated) == ()


def test_a_topic_is_no_name() -> None:
    given = content(seed_graph(), View())
    pieces = [piece for article in given["articles"] for block in article["blocks"] for piece in block["pieces"]]  # type: ignore[attr-defined]
    named = {piece["text"][start:end] for piece in pieces for start, end, part in piece["marks"] if part == "name"}
    assert {"Canada", "Beijing", "Washington", "Mark Carney"} <= named
    assert not {"tariffs", "trade", "strategic autonomy"} & named


@pytest.mark.browser
def test_every_sentence_of_the_seed_lights_its_statements_or_says_why(opened: Open) -> None:
    site = opened(seed_graph()).page
    sentences = site.locator("#text .sentence").evaluate_all(f"all => all.map({CLICK})")
    told = [one for one in sentences if one[0]]
    assert len(told) >= 21
    for count, cards, why, is_on, is_hidden in sentences:
        assert (cards, is_on, is_hidden) == (count, True, False)
        assert bool(why) == (count == 0)


@pytest.mark.browser
def test_a_sentence_without_a_statement_says_why(opened: Open) -> None:
    site = opened(quiet_graph()).page
    quiet = site.locator("#text .sentence.none", has_text="Canadian officials")
    assert quiet.evaluate("one => getComputedStyle(one, '::after').content") == '"\u20600"'
    quiet.click()
    assert WHYS["pronoun"] in site.locator("#card").inner_text()
    assert site.locator("#text .sentence.on").count() == 1


@pytest.mark.browser
def test_sentences_are_walked_through_by_arrows(opened: Open) -> None:
    site = opened(trade_graph()).page
    site.locator("#text .sentence[tabindex='0']").focus()
    site.keyboard.press("ArrowDown")
    site.keyboard.press("Enter")
    assert site.locator("#text .sentence.on").count() == 1
    assert site.locator("#text .sentence[tabindex='0']").count() == 1


@pytest.mark.browser
def test_a_graph_without_the_text_says_that_only_sentences_stand_there(opened: Open) -> None:
    graph = trade_graph()
    bare = replace(graph, articles=(replace(graph.articles[0], text="", blocks=()),))
    assert "--evidence full" in opened(bare).page.locator("#wordless").inner_text()
    assert opened(graph).page.locator("#wordless").inner_text() == ""
