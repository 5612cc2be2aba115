"""Widths of letters, and where lines break."""

import ctypes

import pypdfium2
import pypdfium2.raw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.view.draw.scene import clipped, width, wrapped


@pytest.mark.parametrize(("face", "is_bold"), [(b"Helvetica", False), (b"Helvetica-Bold", True)])
def test_letters_are_as_wide_as_in_the_face_of_a_pdf(face: bytes, *, is_bold: bool) -> None:
    document = pypdfium2.PdfDocument.new()
    font = pypdfium2.raw.FPDFText_LoadStandardFont(document.raw, face)
    for letter in map(chr, range(32, 127)):
        found = ctypes.c_float()
        pypdfium2.raw.FPDFFont_GetGlyphWidth(font, ord(letter), ctypes.c_float(1000), found)
        assert round(width(letter, 1000, is_bold=is_bold)) == round(found.value), letter


def test_a_letter_with_an_accent_is_as_wide_as_without() -> None:
    assert width("ğčŁż", 10) == pytest.approx(width("gcLz", 10), abs=0.01)
    assert width("中", 10) == 10


def test_what_does_not_fit_is_cut_and_marked() -> None:
    assert wrapped("Canada imposed a tariff on steel", 10, 60, 2) == ("Canada", "imposed …")
    assert clipped("relations with the United States", 10, 100) == "relations …"
    assert clipped("relations", 10, 100) == "relations"


def test_the_mark_of_a_cut_stands_on_no_line_of_its_own() -> None:
    lines = wrapped("broadcasts anti-Pyongyang propaganda …", 11.5, width("broadcasts anti-Pyongyang propaganda", 11.5))
    assert lines[-1].strip() != "…"


def test_a_word_that_is_wider_than_the_line_breaks_at_its_hyphen() -> None:
    assert wrapped("Trans-Pacific", 10, 40) == ("Trans-", "Pacific")


@pytest.mark.slow
@given(st.text(max_size=80), st.floats(20, 200), st.integers(1, 4))
def test_no_line_is_wider_than_its_room(text: str, room: float, most: int) -> None:
    lines = wrapped(text, 10, room, most)
    assert len(lines) <= most
    assert all(width(line, 10) <= room for line in lines)
