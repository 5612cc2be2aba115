"""Scenes as SVG, PDF and PNG: well formed, complete, the same each time."""

from xml.etree import ElementTree

import pypdfium2
import pytest

from kg.model import NodeId
from kg.view.draw.pdf import pdf, png
from kg.view.draw.scene import Box, Disc, Group, Line, Polygon, Scene, Words, svg
from tests.view.draw.graphs import EVIL

SVG = "{http://www.w3.org/2000/svg}"


def _scene(text: str = "Erdoğan met Šefčovič in Łódź", height: float = 100) -> Scene:
    parts = (
        Box(10, 10, 100, 30, "#cfe2f9", "#0b6b45", 2, (4, 3), 5),
        Disc(150, 25, 8, "#a4191d"),
        Polygon(((180, 10), (200, 40), (160, 40)), "", "#000000"),
        Line(((10, 60), (100, 60), (100, 90)), "#1b1f24", 1.5, (2, 2)),
        Group((Words(12, 30, text, 11, "#000000", is_bold=True),), "card", "its sentence", (NodeId("statement-1"),)),
    )
    return Scene(240, height, "#ffffff", f"A title: {text}", "What it shows", parts)


def test_an_svg_has_title_description_and_the_statements_of_its_groups() -> None:
    root = ElementTree.fromstring(svg(_scene()))
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "A title: Erdoğan met Šefčovič in Łódź"
    assert root.findtext(f"{SVG}desc") == "What it shows"
    (card,) = root.findall(f"{SVG}g")
    assert (card.get("class"), card.get("data-said"), card.findtext(f"{SVG}title")) == (
        "card",
        "statement-1",
        "its sentence",
    )


def test_words_in_an_svg_are_plain_text_and_groups_have_names() -> None:
    text = svg(_scene("Canada"))
    (words,) = ElementTree.fromstring(text).iter(f"{SVG}text")
    assert (words.text, words.get("textLength")) == ("Canada", None)
    assert 'inkscape:label="card: its sentence"' in text


def test_a_group_is_a_link_where_that_is_asked_for() -> None:
    assert 'href="#statement-1"' in svg(_scene(), linked=lambda said: f"#{said}")
    assert "href" not in svg(_scene())


def test_whatever_stands_in_words_a_scene_is_well_formed() -> None:
    root = ElementTree.fromstring(svg(_scene(EVIL + "\x00\ud800")))
    assert not root.findall(f".//{SVG}script")
    assert pdf(_scene(EVIL)).startswith(b"%PDF")


def test_a_pdf_has_all_words_and_a_title_on_a_page_of_a4() -> None:
    document = pypdfium2.PdfDocument(pdf(_scene("Trump met Xi (again) – “briefly”")))
    assert document.get_metadata_value("Title") == "A title: Trump met Xi (again) – “briefly”"
    assert "Trump met Xi (again) – “briefly”" in document[0].get_textpage().get_text_bounded()
    assert sorted(map(round, document[0].get_size())) == [595, 842]


def test_a_scene_that_would_be_too_small_on_a4_has_a_larger_page() -> None:
    assert pypdfium2.PdfDocument(pdf(_scene(height=4000)))[0].get_size()[1] > 3000 * 0.75


def test_a_png_is_as_large_as_asked_for_and_has_its_colours() -> None:
    data = png(_scene(), 2)
    assert data.startswith(b"\x89PNG")
    assert (int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")) == (480, 200)


@pytest.mark.parametrize("form", [lambda one: svg(one).encode(), pdf, png], ids=["svg", "pdf", "png"])
def test_the_same_scene_gives_the_same_bytes(form: object) -> None:
    assert callable(form)
    assert form(_scene()) == form(_scene())
