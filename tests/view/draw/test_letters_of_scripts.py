"""Letters of many scripts in PDF and PNG: in visual order, joined, each in a face that has it, else told."""

import unicodedata
from dataclasses import replace
from itertools import pairwise
from typing import cast

import pypdfium2
import pytest

from kg.view.draw import Layout, View, scene_of
from kg.view.draw.drawing import rendered
from kg.view.draw.pdf import joined, pdf, png, visual
from kg.view.draw.scene import Scene, Words
from tests.cases import tables, tried_on
from tests.graphs import trade_graph

NAMES = cast("dict[str, str]", tables(__file__)["names"])


def _scene(text: str, *, is_bold: bool = False) -> Scene:
    return Scene(300, 60, "#ffffff", "A title", "What it shows", (Words(16, 30, text, 12, "#000000", is_bold),))


def _text(data: bytes) -> str:
    return str(pypdfium2.PdfDocument(data)[0].get_textpage().get_text_bounded())


@pytest.mark.parametrize("is_bold", [False, True])
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_names_of_many_scripts_are_drawn_without_a_note(name: str, *, is_bold: bool) -> None:
    scene = _scene(f"Canada ({name}) voted", is_bold=is_bold)
    drawn = _text(pdf(scene))
    assert {*unicodedata.normalize("NFKC", name)} <= {*unicodedata.normalize("NFKC", drawn)}
    assert "Boxes" not in drawn
    assert png(scene) == png(scene) != png(_scene(f"Canada ({'￿' * len(name)}) voted", is_bold=is_bold))


def test_a_script_that_no_face_has_is_told_under_the_picture() -> None:
    scene = _scene("ประเทศไทย and தமிழ் voted")
    drawn = " ".join(_text(pdf(scene)).split())
    assert "Boxes stand for letters of Tamil, Thai" in drawn
    high = int.from_bytes(png(scene)[20:24], "big")
    assert high > int.from_bytes(png(_scene("Canada voted"))[20:24], "big") == 120


@tried_on("text", "seen")
def test_a_line_is_in_the_order_in_which_it_is_seen(text: str, seen: str) -> None:
    assert visual(text) == seen


@pytest.mark.parametrize("text", ["محمد", "السعودية", "سلام", "لا", "الأول", "دار", "قطر"])
def test_arabic_letters_are_joined_as_the_letters_of_their_names(text: str) -> None:
    made = joined(text)
    assert unicodedata.normalize("NFKC", made) == text
    forms = [unicodedata.name(letter).split()[-2] for letter in made]
    for first, second in pairwise(forms):
        assert (first in {"INITIAL", "MEDIAL"}) is (second in {"MEDIAL", "FINAL"})


def test_networks_have_the_faces_too() -> None:
    boxes = rendered('graph { a [label="\uffff\uffff\uffff"] }', "png")
    assert all(rendered(f'graph {{ a [label="{name}"] }}', "png") != boxes for name in NAMES.values())


def test_a_story_with_names_of_many_scripts_is_the_same_each_time() -> None:
    title = " · ".join(NAMES.values())
    graph = trade_graph()
    graph = replace(graph, articles=(replace(graph.articles[0], title=title),))
    scene = scene_of(graph, View(layout=Layout.STORY))
    assert pdf(scene) == pdf(scene)
    assert "习近平選舉" in _text(pdf(scene))
