"""The page in a real browser: the picture, the article beside it, and many statements."""

import hashlib
import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from kg.model import BlockKind, Graph, Untold, Why
from kg.text.layout import blocks as laid_out
from kg.view.draw import View
from kg.view.draw.content import MOST_STATEMENTS, WHYS, Marker, blocks, content
from kg.view.draw.page import SCRIPTS, asset, page
from tests.graphs import TEXT, trade_graph
from tests.view.draw.conftest import Open, faults_of_access
from tests.view.draw.graphs import evil_graph, large_graph
from tests.view.draw.test_page_forms import seed_graph

browser_test = pytest.mark.browser


def test_what_is_vendored_is_what_was_published() -> None:
    folder = files("kg.view.draw") / "assets" / "vendor"
    sums = re.findall(r"\| `([\w.-]+)` \|.*`([0-9a-f]{64})`", (folder / "VENDORED.md").read_text())
    assert [name for name, _ in sums] == ["viz-global.js"]
    for name, published in sums:
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == published


def test_the_page_is_the_same_each_time_and_allows_nothing_but_its_own() -> None:
    made = page(trade_graph())
    assert made == page(trade_graph())
    assert "default-src 'none'" in made
    assert "unsafe-inline" not in made
    assert not re.search(r"""<(link|script|img)[^>]+(src|href)=["']?(http|//)""", made)


def test_article_text_is_data_and_no_markup() -> None:
    made = page(evil_graph())
    assert (
        made.count("<script") == 4
    )  # data, Graphviz and its worker, which do not run by themselves, and the page's own
    assert "<img" not in made


@browser_test
def test_it_opens_without_error_or_request(opened: Open) -> None:
    found = opened(trade_graph())
    assert found.faults == []
    assert [url[:5] for url in found.requests if not url.startswith(("data:", "blob:"))] == ["file:"]
    assert found.page.locator("#picture .edge").count() >= 5
    assert found.page.locator("#text").inner_text().split() == TEXT.split()


@browser_test
def test_a_line_clicked_marks_its_words_and_tells_all(opened: Open) -> None:
    found = opened(trade_graph())
    found.page.locator("#picture .edge.denied .area").dispatch_event("click")
    assert (
        found.page.locator("#text .sentence.on").inner_text()
        == "Canadian officials say Ottawa did not ease the tariffs."
    )
    assert found.page.locator("#text mark.predicate").inner_text() == "ease"
    card = found.page.locator("#card").inner_text()
    for words in ("Canadian officials", "Denied", "clause/active", "0.90"):
        assert words in card


@browser_test
def test_a_sentence_clicked_lights_up_its_lines(opened: Open) -> None:
    found = opened(trade_graph())
    assert found.page.locator("#picture .edge.on").count() == 0
    found.page.get_by_text("China responded with tariffs").click()
    lit = found.page.locator("#picture .edge.on").evaluate_all(
        "edges => edges.map(edge => edge.ariaDescription || edge.ariaLabel)"
    )
    assert len(lit) == 3  # in, out, and to canola
    assert all(label.startswith("China imposedtariffon") for label in lit)


@browser_test
def test_a_node_clicked_shows_its_card_and_twice_its_neighbours(opened: Open) -> None:
    found = opened(trade_graph())
    found.page.locator("#node-mark-carney").dispatch_event("click")
    assert "Mark Carney" in found.page.locator("#card h2").first.inner_text()
    found.page.locator("#node-mark-carney").dispatch_event("dblclick")
    nodes = found.page.locator("#picture .node")
    nodes.nth(3).wait_for(state="detached")
    assert nodes.count() == 3
    found.page.click("#unfocus")
    nodes.nth(3).wait_for()


@browser_test
@pytest.mark.parametrize(
    ("group", "value", "left"), [("factuality", "Denied", 4), ("kind", "Person", 3), ("relation", "imposedTariffOn", 3)]
)
def test_filters_leave_what_they_say(opened: Open, group: str, value: str, left: int) -> None:
    found = opened(trade_graph())
    found.page.locator(f"[data-group={group}]").evaluate("group => { group.open = true; }")
    found.page.locator(f"[data-group={group}] input[value='{value}']").evaluate("box => box.click()")
    assert found.page.locator("#status").inner_text() == f"{left} of 5 main statements"
    found.page.click("#reset")
    assert found.page.locator("#status").inner_text() == "5 main statements"


@browser_test
def test_dates_filter_and_the_histogram_sets_them(opened: Open) -> None:
    found = opened(trade_graph())
    found.page.locator("#histogram button").first.click()
    assert found.page.input_value("#from") == "2024-01-01"
    assert found.page.locator("#status").inner_text() == "2 of 5 main statements"


@browser_test
def test_search_finds_other_names(opened: Open) -> None:
    found = opened(trade_graph())
    found.page.keyboard.press("/")
    found.page.keyboard.type("canadian canola")
    found.page.locator("#status", has_text="1 of 5").wait_for()


@browser_test
def test_table_and_timeline_show_the_same_statements(opened: Open) -> None:
    found = opened(trade_graph())
    found.page.keyboard.press("2")
    assert found.page.locator("#table tbody tr").count() == 5
    found.page.get_by_role("button", name="factuality", exact=True).click()
    assert found.page.locator("#table td.factuality").first.inner_text() == "Asserted"
    found.page.keyboard.press("3")
    assert found.page.locator("#timeline li").count() == 5
    assert (
        "3 main statements without a date of their own stand at their article's"
        in found.page.locator("#timeline").inner_text()
    )
    assert found.page.locator("#timeline time", has_text="2026-01-14 (the article's date)").count() == 3


@browser_test
def test_everything_can_be_reached_by_keys(opened: Open) -> None:
    found = opened(trade_graph())
    found.page.locator("#picture .node, #picture .edge").first.focus()
    first = found.page.evaluate("document.activeElement.id")
    found.page.keyboard.press("ArrowRight")
    assert found.page.evaluate("document.activeElement.id") != first
    found.page.keyboard.press("Enter")
    assert found.page.locator("#card").is_visible()
    found.page.keyboard.press("Escape")
    assert found.page.locator("#card").is_hidden()
    found.page.keyboard.press("?")
    assert found.page.locator("#help").is_visible()


@browser_test
@pytest.mark.parametrize(("button", "begins"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("csv", b"subject,label")])
def test_exports_open_and_look_the_same_from_the_dark(opened: Open, button: str, begins: bytes) -> None:
    found = opened(trade_graph())
    data = []
    for _ in range(2):
        with found.page.expect_download() as download:
            found.page.click(f"#export-{button}")
        data.append(Path(download.value.path()).read_bytes())
        found.page.click("#theme")
    assert data[0].startswith(begins)
    assert data[0] == data[1]
    assert found.faults == []


@browser_test
def test_an_attack_in_the_article_stays_words(opened: Open) -> None:
    found = opened(evil_graph())
    found.page.locator("#text .sentence").click()
    for view in ("table", "timeline", "picture"):
        found.page.click(f"#show-{view}")
    with found.page.expect_download() as download:
        found.page.click("#export-svg")
    assert b"<script" not in Path(download.value.path()).read_bytes()
    assert found.page.evaluate("window.hacked") is None
    assert found.page.locator("main img, aside img, article script").count() == 0
    assert found.faults == []


@browser_test
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(opened: Open, theme: str) -> None:
    found = opened(trade_graph())
    if theme == "dark":
        found.page.click("#theme")
    found.page.locator("#picture .edge.denied .area").dispatch_event("click")
    for view in ("picture", "table", "timeline"):
        found.page.click(f"#show-{view}")
        assert faults_of_access(found.page) == []


@browser_test
@pytest.mark.slow
def test_two_thousand_statements_are_quick(opened: Open) -> None:
    """Time of a processor, so that a busy machine does not fail it."""
    found = opened(large_graph())
    session = found.page.context.new_cdp_session(found.page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def spent() -> float:
        told = session.send("Performance.getMetrics")["metrics"]
        return next(float(one["value"]) for one in told if one["name"] == "TaskDuration")

    begin = spent()
    found.page.reload()
    found.page.wait_for_selector("body[data-ready]")
    assert spent() - begin < 4
    for view in ("picture", "table", "timeline"):
        begin = spent()
        found.page.click(f"#show-{view}")
        found.page.locator("[data-group=factuality] input").first.click()
        assert spent() - begin < 0.6
    assert found.faults == []


@browser_test
def test_a_view_is_where_the_page_starts(opened: Open) -> None:
    found = opened(trade_graph(), View(focus="Mark Carney", factualities=("planned",)))
    assert found.page.locator("#status").inner_text() == "1 main statement"
    assert found.page.locator("#unfocus").is_visible()


def test_scripts_are_of_a_length_that_one_reads() -> None:
    for name in SCRIPTS:
        assert asset(name).count("\n") <= 400


# A page of many statements: it has what is looked at, and nothing is cut in silence.


MOST_NODES = 150
MOST_ELEMENTS = 10_000
"""Of 4,000 statements all rows would have four times as many; how long they take is told by scripts/page_speed.py."""


@pytest.mark.browser
@pytest.mark.slow
def test_whatever_is_clicked_the_page_has_no_more_than_is_looked_at(opened: Open) -> None:
    site = opened(large_graph(4000, 600)).page
    site.select_option("#top", "0")
    for view in ("table", "timeline", "picture"):
        site.click(f"#show-{view}")
        site.locator("[data-group=factuality] input").first.click()
        for name in ("relation", "article"):
            site.locator(f"[data-group={name}] summary").click()
            site.locator(f"[data-group={name}]").get_by_role("button", name=": all").click()
            site.locator(f"[data-group={name}] summary").click()
            assert site.evaluate("document.querySelectorAll('*').length") < MOST_ELEMENTS
    site.fill("#search", "entity number 7")
    site.locator("#status", has_text=" of 4,000").wait_for()
    site.click("#reset")
    site.locator("#text .sentence").first.click()
    site.locator("#picture:not([aria-busy])").wait_for()
    assert int(site.locator("#shown").inner_text().split(" nodes")[0].split()[-1]) <= MOST_NODES


@pytest.mark.slow
def test_a_graph_that_is_too_large_for_a_page_gives_a_part_and_says_so() -> None:
    graph = large_graph(MOST_STATEMENTS + 1000, 900)
    given = content(graph, View())
    assert 0 < len(given["statements"]) <= MOST_STATEMENTS  # type: ignore[arg-type]
    assert "of 6,000 main statements are on this page: those of the best connected" in str(given["note"])
    near = content(graph, View(focus="Entity number 7"))
    assert "near Entity number 7" in str(near["note"])
    assert content(trade_graph(), View())["note"] == ""


@pytest.mark.browser
def test_a_search_that_finds_nothing_says_so_and_leads_back(opened: Open) -> None:
    site = opened(trade_graph()).page
    site.fill("#search", "zebra")
    site.locator("#status", has_text="Nothing is found for “zebra”").wait_for()
    site.locator("#picture .empty", has_text="Nothing is found for “zebra”").wait_for()
    site.get_by_role("button", name="Clear all filters").first.click()
    site.locator("#picture .node").first.wait_for()
    assert site.locator("#status").inner_text() == "5 main statements"


@pytest.mark.browser
def test_statements_are_filtered_by_article_and_undated_ones_stand_at_its_date(opened: Open) -> None:
    site = opened(large_graph(400, 60)).page
    site.locator("[data-group=article] summary").click()
    site.get_by_role("button", name="Article: none").click()
    site.locator("[data-group=article] input").first.check()
    assert site.locator("#status").inner_text() == "20 of 400 main statements"
    site.click("#reset")
    site.fill("#from", "2026-01-01")
    site.locator("#from").dispatch_event("change")
    site.click("#show-timeline")
    assert site.locator("#timeline time", has_text="(the article's date)").count() > 100


@pytest.mark.browser
def test_the_address_keeps_what_one_looks_at(opened: Open) -> None:
    site = opened(trade_graph()).page
    site.locator("[data-group=factuality] input[value=Denied]").uncheck()
    site.locator("#node-mark-carney").dispatch_event("dblclick")
    site.locator("#text .sentence").nth(3).click()
    site.click("#show-table")
    said, card = site.locator("#status").inner_text(), site.locator("#card").inner_text()
    site.reload()
    site.wait_for_selector("body[data-ready]")
    assert site.locator("#table-view").is_visible()
    assert (site.locator("#status").inner_text(), site.locator("#card").inner_text()) == (said, card)
    assert site.locator("#unfocus").inner_text() == "Leave Mark Carney"


@pytest.mark.browser
def test_the_wheel_zooms_at_the_pointer_and_fingers_where_they_are(opened: Open) -> None:
    site = opened(trade_graph()).page
    place = """(() => {
        const box = document.querySelector("#node-mark-carney").getBoundingClientRect();
        return [box.x, box.y];
    })()"""
    before = site.evaluate(place)
    site.mouse.move(*before)
    for _ in range(6):
        site.mouse.wheel(0, -100)
    after = site.evaluate(place)
    assert max(abs(before[0] - after[0]), abs(before[1] - after[1])) < 12
    width = "document.querySelector('#picture svg').getBoundingClientRect().width"
    wide = site.evaluate(width)
    site.evaluate("""() => {
        const canvas = document.getElementById("picture");
        const touch = (id, x) => new Touch({identifier: id, target: canvas, clientX: x, clientY: 300});
        for (const apart of [100, 80, 60]) {
            canvas.dispatchEvent(new TouchEvent("touchmove", {touches: [touch(0, 500), touch(1, 500 + apart)]}));
        }
    }""")
    assert site.evaluate(width) < wide * 0.7


@pytest.mark.browser
def test_words_stay_in_their_nodes_whatever_the_face(opened: Open) -> None:
    site = opened(trade_graph()).page
    over = site.locator("#picture .node").evaluate_all("""nodes => nodes.filter(node => {
        const shape = node.querySelector("polygon, ellipse, path").getBoundingClientRect();
        return [...node.querySelectorAll("text")].some(text => {
            const box = text.getBoundingClientRect();
            return box.left < shape.left - 1 || box.right > shape.right + 1;
        });
    }).map(node => node.textContent)""")
    assert over == []


@pytest.mark.browser
def test_what_leaves_the_page_has_title_note_and_light_colours(opened: Open) -> None:
    site = opened(trade_graph()).page
    site.click("#theme")
    site.locator("[data-group=factuality] input[value=Denied]").uncheck()
    with site.expect_download() as download:
        site.click("#export-svg")
    text = Path(download.value.path()).read_text(encoding="utf-8")
    for words in ("<title>", "<desc>", "1 of factuality left out", "4 main statements"):
        assert words in text
    site.emulate_media(media="print")
    site.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert "1 of factuality left out" in site.locator("#printed").inner_text()
    assert site.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert site.locator("#filters").is_hidden()


@pytest.mark.browser
def test_on_a_phone_the_picture_comes_first(opened: Open) -> None:
    site = opened(trade_graph()).page
    site.set_viewport_size({"width": 360, "height": 740})
    assert site.locator("#filters").is_hidden()
    tops = [site.locator(part).bounding_box() for part in ("#picture", "#reading")]
    assert [box["y"] for box in tops if box] == sorted(box["y"] for box in tops if box)
    assert tops[0]
    assert tops[0]["y"] < 300
    site.locator("#picture .node").first.dispatch_event("click")
    card = site.locator("#card").bounding_box()
    assert card
    assert card["y"] > 740 / 2  # beside what was chosen, not below the window
    assert card["y"] + card["height"] <= 740
    assert site.evaluate("document.scrollingElement.scrollWidth") <= 360


# The article beside the picture: what is marked in it, and what each sentence says of its statements.


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
