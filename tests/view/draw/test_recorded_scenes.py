"""Scenes of the recorded stories: each can be read, prints on A4, and tells the news and no more than the article."""

import re
from pathlib import Path

import pypdfium2
import pytest

from kg.facts.status import is_denying
from kg.model import Factuality, Graph
from kg.turtle.documents import read
from kg.view.draw import Layout, View, drawn, scene_of
from kg.view.draw.scene import Group, Scene, Words
from kg.view.draw.sheet import TEXT
from kg.view.draw.values import MOST_ACTS
from tests.view.draw.scenes import faults

STORIES = tuple(sorted((Path(__file__).resolve().parents[2] / "stories").glob("*/graph.ttl")))
SCENES = tuple(layout for layout in Layout if layout is not Layout.NETWORK)
_RESOLVED = 0.7
"""Part of a card's words that stand in its sentence: others are names in the place of pronouns, verbs made finite."""


def _graph(path: Path) -> Graph:
    return read(path)


def _cards(scene: Scene) -> list[tuple[Group, str]]:
    return [(one, " ".join(part.text for part in one.parts if isinstance(part, Words))) for one in scene.groups("card")]


def test_the_stories_are_there() -> None:
    assert len(STORIES) >= 2


@pytest.mark.parametrize("layout", SCENES)
@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.parent.name)
def test_a_scene_of_an_article_can_be_read_on_screen_and_on_paper(path: Path, layout: Layout) -> None:
    view = View(layout=layout)
    scene = scene_of(_graph(path), view)
    assert faults(scene) == []
    assert scene.width == 700
    assert scene.description
    page = pypdfium2.PdfDocument(drawn(_graph(path), "pdf", view))[0].get_size()
    short, long = sorted(page)
    assert [round(short), round(long)] == [595, 842] or (
        layout is Layout.STORY and max(short, 595) < 596 and long > 842
    )


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.parent.name)
def test_a_story_tells_acts_in_the_words_of_their_sentences(path: Path) -> None:
    graph = _graph(path)
    known = {one.id: one for one in graph.statements}
    cards = _cards(scene_of(graph, View(layout=Layout.STORY)))
    assert 5 <= len(cards) <= MOST_ACTS
    for card, text in cards:
        said = known[card.said[0]]
        lines = [one.text for one in card.parts if isinstance(one, Words) and one.size == TEXT]
        words = re.findall(r"\w+", " ".join(lines).casefold())
        names = f"{graph.label(said.subject)} {graph.label(said.attributed_to or said.subject)}".casefold()
        there = [word for word in words if word in card.title.casefold() or word in names]
        assert len(there) >= _RESOLVED * len(words), text


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.parent.name)
def test_what_is_no_fact_says_so_on_its_card(path: Path) -> None:
    graph = _graph(path)
    known = {one.id: one for one in graph.statements}
    told = {Factuality.PLANNED: "planned", Factuality.EXPECTED: "expected"}
    for card, text in _cards(scene_of(graph, View(layout=Layout.STORY))):
        said = known[card.said[0]]
        assert told.get(said.factuality, "") in text
        assert said.factuality is not Factuality.DENIED or is_denying(text)  # or it says "not so"
        if said.attributed_to and not said.own_act:
            assert graph.label(said.attributed_to) in text


def test_the_story_of_the_seed_has_the_news() -> None:
    (path,) = (one for one in STORIES if one.parent.name == "canada-china")
    texts = [text for _, text in _cards(scene_of(_graph(path), View()))]
    for words in (
        "imposed a 100% tariff on Chinese electric vehicles",
        "China responded with tariffs",
        "arrived in Beijing",
        "scheduled to sign",
        "not the immediate removal of all tariffs",
        "warned against easing tariffs",
    ):
        assert [text for text in texts if words in text], words
