"""Damaged PDFs and those that ask for gigabytes are errors that name the file."""

import random
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.text import pdfium
from kg.text.articles import ReadingOptions, articles
from kg.text.formats import pdf_page
from kg.text.pdf import lines
from tests.conftest import Kg
from tests.pdf import bomb, pdf

PAGES = pdf([[(20, 700, "Talks in Oslo"), (12, 650, "Canada imposed a tariff on Chinese steel in 2024.")]] * 3)
WITHOUT_A_PAGE = PAGES.replace(b"4 0 R 6 0 R", b"4 0 R 3 0 R")
MOST = 1_000_000


def damaged(seed: int) -> bytes:
    """The pages with some bytes changed, a piece gone or a piece doubled."""
    chance = random.Random(seed)
    data = bytearray(PAGES)
    for _ in range(chance.randint(1, 12)):
        place, size = chance.randrange(len(data)), chance.randint(1, 40)
        match chance.randrange(3):
            case 0:
                data[place] = chance.randrange(256)
            case 1:
                del data[place : place + size]
            case _:
                data[place:place] = data[place : place + size]
    return bytes(data)


def test_a_page_that_cannot_be_read_is_named() -> None:
    with pytest.raises(InputError, match=r"torn\.pdf: page 2 cannot be read"):
        pdf_page(WITHOUT_A_PAGE, "torn.pdf")


def test_of_many_damaged_pdfs_each_is_read_or_told() -> None:
    found = [pdfium.extracted(damaged(seed), MOST) for seed in range(500)]
    assert all(("pages" in one) != ("fault" in one) for one in found)
    assert sum("fault" in one for one in found) > 20
    assert sum("pages" in one for one in found) > 20


def test_a_damaged_pdf_is_told_and_the_others_go_on(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "torn.pdf").write_bytes(WITHOUT_A_PAGE)
    ran = kg("build", tmp_path / "torn.pdf")
    assert (ran.code, ran.err.splitlines()[0]) == (
        2,
        f"error: {tmp_path / 'torn.pdf'}: page 2 cannot be read (Failed to load page.)",
    )


def test_a_pdf_that_asks_for_gigabytes_is_refused_in_little_time() -> None:
    data = bomb()
    assert len(data) < 5000
    with pytest.raises(InputError, match=r"bomb\.pdf: cannot be read as PDF in the memory and time"):
        lines(data, "bomb.pdf", MOST, seconds=2)
    assert len(lines(bomb(depth=2, width=1), "small.pdf", MOST)) == 1


def test_a_pdf_with_more_characters_than_are_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "long.pdf").write_bytes(PAGES)
    told: list[str] = []
    reading = ReadingOptions(largest=100)
    assert not list(articles([tmp_path / "long.pdf"], reading=reading, skipped=lambda error: told.append(str(error))))
    assert told == [f"{tmp_path / 'long.pdf'}: is larger than 100 characters"]
