"""An editor's hand: edits of a story in a file, which hold when the graph is built anew, or are told."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kg.errors import KgError
from kg.model import Graph
from kg.turtle.documents import read
from kg.view.draw import View, scene_of
from kg.view.draw.scene import Words
from kg.view.draw.story.choosing import chosen, remarks
from kg.view.draw.story.hand import CardEdit, Hand, hand_of
from tests.cases import tried_on
from tests.view.draw.conftest import Open

GRAPH = Path(__file__).resolve().parents[2] / "stories" / "canada-china" / "graph.ttl"
EDITS = """
title = "Talks again"
note = "As of noon."

[[card]]
of = "canada imposed a 100% tariff"
words = "Canada put a tariff on cars"
day = 2024-08-27
colour = "oppose and harm"
note = "see page 3"

[[card]]
of = "China responded with tariffs"
drop = true

[[card]]
of = "Nobody ever wrote this"
drop = true
"""


@pytest.fixture
def hand(tmp_path: Path) -> Hand:
    path = tmp_path / "china.story.toml"
    path.write_text(EDITS, encoding="utf-8")
    return hand_of(path)


def _texts(graph: Graph, hand: Hand) -> str:
    return " ".join(one.text for one in scene_of(graph, View(hand=hand)).flat() if isinstance(one, Words))


def test_a_card_is_reworded_dated_coloured_noted_or_left_out_and_says_that_it_was_edited(hand: Hand) -> None:
    graph = read(GRAPH)
    shown = _texts(graph, hand)
    assert "Talks again" in shown
    assert "As of noon." in shown
    assert "see page 3 · edited" in shown.replace("see page 3 · ? · ", "see page 3 · ")
    assert "what is marked edited an editor's" in shown
    picked = chosen(graph, graph.statements, hand=hand)
    (card,) = (one for one in picked.acts if one.text == "Canada put a tariff on cars")
    assert (card.family.name, card.time and card.time.start) == ("OpposeAndHarm", date(2024, 8, 27))
    assert not any("China responded with tariffs" in one.text for one in (*picked.acts, *picked.words))


def test_edits_hold_when_the_graph_is_built_anew_and_those_that_fit_nothing_are_told(hand: Hand) -> None:
    graph = read(GRAPH)
    renamed = (replace(one, id=type(one.id)(f"{one.id}-again")) for one in graph.statements)
    anew = replace(graph, statements=tuple(renamed))
    assert any(one.text == "Canada put a tariff on cars" for one in chosen(anew, anew.statements, hand=hand).acts)
    assert list(remarks(anew, View(hand=hand))) == ["an edit fits no card any more: Nobody ever wrote this"]


def test_a_card_that_was_not_chosen_is_kept_in() -> None:
    graph = read(GRAPH)
    (left, *_) = set(chosen(graph, graph.statements, 0).acts) - set(chosen(graph, graph.statements, 3).acts)
    kept = chosen(graph, graph.statements, 3, Hand(cards=(CardEdit(left.text, keep=True),)))
    assert left in {replace(one, is_edited=False) for one in kept.acts}
    assert len((*kept.acts, *kept.words)) == 3


@tried_on("text", "told")
def test_what_is_no_edit_is_told(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "a.story.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KgError, match=told):
        hand_of(path)


@pytest.mark.browser
def test_the_page_leaves_a_card_out_in_its_rows_takes_it_back_and_saves_edits(opened: Open, tmp_path: Path) -> None:
    site = opened(read(GRAPH), View()).page
    count = site.locator("#picture .card").count()
    site.locator("#picture .card").first.dispatch_event("click")
    site.get_by_role("button", name="Leave the card out").first.click()
    assert (site.locator("#picture .card").count(), site.locator(".selected, #picture .on").count()) == (count - 1, 0)
    site.locator("#picture .card").first.dispatch_event("click")
    site.get_by_label("Other words for its card").first.fill("Rewritten")
    site.get_by_role("button", name="Put it so").first.click()
    site.locator("#picture", has_text="Rewritten").wait_for()
    with site.expect_download() as saved:
        site.get_by_role("button", name="Save edits").first.click()
    path = tmp_path / "picture.story.toml"
    saved.value.save_as(path)
    assert [(one.drop, one.words) for one in hand_of(path).cards] == [(True, ""), (False, "Rewritten")]
    assert site.locator("#picture .card").count() == count - 1
    for _ in range(2):
        site.get_by_role("button", name="Undo").first.click()
    assert site.locator("#picture .card").count() == count
