"""The layout of a story: rows, columns and cards in the least room, in one column where it is narrow."""

from dataclasses import replace
from datetime import date

import pytest

from kg.errors import KgError
from kg.model import ArticleId, Evidence, Factuality, Graph, NodeId, Precision, Statement, TimeSpan
from kg.view.draw import Layout, View, scene_of
from kg.view.draw.scene import Box, Line, Scene, Words
from tests.graphs import entity, evidence, statement, trade_graph
from tests.view.draw.graphs import evil_graph, large_graph
from tests.view.draw.scenes import faults

STORY = View(layout=Layout.STORY)
PHONE = replace(STORY, width=320)
NAMES = ("Chad", "Peru", "Oman", "Cuba", "Mali")


def _year(year: int) -> TimeSpan:
    return TimeSpan(date(year, 1, 1), date(year, 12, 31), str(year), Precision.YEAR)


def _said(actor: str, year: int, words: str, factuality: Factuality = Factuality.ASSERTED) -> Statement:
    made = statement((actor.casefold(), "signed", "it"), evidence("Trade and Tensions"), factuality)
    return replace(
        made, label=f"{actor} {words}", time=_year(year) if year else None, event=NodeId(f"event-{actor}-{words}")
    )


def _scene(*said: Statement, view: View = STORY, day: date | None = date(2024, 5, 17)) -> Scene:
    articles = (replace(trade_graph().articles[0], date=day),)
    groups = (entity(one, "Group", one) for one in ("tensions", "rebels", "miners"))
    actors = (*(entity(one.casefold(), "Country", one) for one in NAMES), *groups, entity("it", "Topic", "it"))
    named = tuple(
        replace(one, id=NodeId(f"statement-{number}"), evidence=frozenset({_sentence(one.label, number)}))
        for number, one in enumerate(said)
    )
    return scene_of(Graph() | replace(trade_graph(), articles=articles, entities=actors, statements=named), view)


def _sentence(words: str, number: int) -> Evidence:
    return Evidence(ArticleId("trade"), 300 * number, 300 * number + len(words) + 1, f"{words}.")


def _frames(scene: Scene) -> list[Box]:
    return [next(part for part in card.parts if isinstance(part, Box)) for card in scene.groups("card")]


def _texts(scene: Scene) -> list[str]:
    return [" ".join(part.text for part in card.parts if isinstance(part, Words)) for card in scene.groups("card")]


def _bold(scene: Scene) -> list[str]:
    return [one.text for one in scene.flat() if isinstance(one, Words) and one.is_bold]


@pytest.mark.parametrize("width", [280, 499, 500, 1000, 2000])
@pytest.mark.parametrize("graph", [trade_graph(), large_graph(400, 60), evil_graph()], ids=["trade", "large", "evil"])
def test_a_story_of_any_width_can_be_read(graph: Graph, width: int) -> None:
    scene = scene_of(graph, replace(STORY, width=width))
    assert scene.width == width
    assert faults(scene) == []


@pytest.mark.parametrize("width", [0, 279, 2001])
def test_a_width_that_cannot_be_read_is_refused(width: int) -> None:
    with pytest.raises(KgError, match="cannot be read"):
        View(width=width)


def test_a_narrow_story_has_its_cards_below_each_other_in_the_order_of_time() -> None:
    said = (
        _said("Chad", 0, "will sign a treaty with everybody else", Factuality.PLANNED),
        _said("Peru", 2024, "signed a treaty in spring"),
        _said("Oman", 2018, "signed a treaty long ago"),
    )
    scene = _scene(*said, view=PHONE)
    frames = _frames(scene)
    assert len({(one.x, one.width) for one in frames}) == 1
    assert [text.partition(" ")[0] for text in _texts(scene)] == ["Oman", "Peru", "Chad"]
    assert sorted(frames, key=lambda one: one.y) == frames
    (now,) = (one for one in scene.parts if isinstance(one, Line))
    assert frames[1].y + frames[1].height < now.points[0][1] < frames[2].y


def test_an_answer_in_a_narrow_story_has_its_arrow_beside_the_cards() -> None:
    scene = scene_of(trade_graph(), PHONE)
    (answer,) = scene.groups("answer")
    assert isinstance(answer.parts[0], Line)
    right = max(one.x + one.width for one in _frames(scene))
    assert all(right <= x <= scene.width for x, _ in answer.parts[0].points[:2])


def test_those_who_act_once_and_have_no_name_nor_one_in_the_headline_share_a_row() -> None:
    said = [_said(name, 2018, f"signed treaty {name}") for name in (*NAMES, "tensions", "rebels", "miners", "miners")]
    said[-1] = replace(said[-1], label="miners left the river", event=NodeId("event-left"))
    for some, rows in ((said, [*NAMES, "tensions", "rebels", "miners"]), (said[:-1], [*NAMES, "tensions", "Others"])):
        scene = _scene(*some, view=replace(STORY, acts=0))
        assert [name for name in _bold(scene) if name in {*NAMES, "tensions", "rebels", "miners", "Others"}] == rows
        assert faults(scene) == []


def test_many_cards_of_one_time_stand_side_by_side() -> None:
    said = [_said("Chad", 2018, f"signed treaty {number} with a neighbour of long standing") for number in range(9)]
    scene = _scene(*said, view=replace(STORY, acts=0))
    assert len(_frames(scene)) == 9
    assert len({one.x for one in _frames(scene)}) > 1
    assert scene.height < 500


def test_cards_are_wide_enough_for_words_and_the_picture_for_a_page() -> None:
    said = [
        _said(name, year, f"signed treaty {name} {year} with a neighbour of long standing and much patience")
        for name in NAMES[:4]
        for year in (2010, 2018, 2024)
    ]
    scene = _scene(*said, _said("Chad", 0, "will sign a last treaty", Factuality.PLANNED))
    assert min(one.width for one in _frames(scene)) >= 158
    assert scene.height <= 700 * 2**0.5


def test_stacked_cards_are_read_down_one_column_and_then_the_next() -> None:
    said = [_said(NAMES[number % 5], 0, f"signed treaty {number} with a neighbour") for number in range(7)]
    scene = _scene(*said, view=replace(STORY, acts=0), day=None)
    numbers = [text.split()[3] for text in _texts(scene)]
    assert numbers == [str(number) for number in range(7)]
    lefts = [one.x for one in _frames(scene)]
    assert lefts == sorted(lefts)
    assert len({*lefts}) == 2
