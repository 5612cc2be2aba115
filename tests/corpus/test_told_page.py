"""The page of what several articles tell: happenings with their sources, values over days, contradictions."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kg.turtle.documents import write
from kg.view.draw.told import ToldContrast, ToldHappening, ToldSentence, ToldValue, told_page
from tests.conftest import Kg
from tests.corpus.made import Clause, told

DAYS = [date(2026, 3, 2), date(2026, 3, 3)]


def value(day: date, number: int, holder: str = "police") -> ToldValue:
    return ToldValue("people (killed)", day, Decimal(number), holder, f"{number} were killed.")


def happening(*values: ToldValue, text: str = "A bomb went off.") -> ToldHappening:
    contrasts = [ToldContrast("conflicts with", ("police", "12", "Twelve died."), ("doctors", "9", "Nine died."))]
    sentences = [ToldSentence(DAYS[0], "Monday News", "done", text)]
    roles = ["place Lima"]
    return ToldHappening("h1", "a bomb", "2026-03-02", ["done"], 2, ["a", "b"], roles, sentences, values, contrasts)


def test_values_over_days_are_a_picture_and_a_table() -> None:
    page = told_page("Lima", [happening(value(DAYS[0], 9, "doctors"), value(DAYS[0], 12), value(DAYS[1], 17))]).decode()
    dots = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', page)
    assert len(dots) == 3
    assert dots[0][0] == dots[1][0] < dots[2][0]
    assert float(dots[2][1]) == min(float(y) for _, y in dots)
    assert 'aria-label="people (killed): 2026-03-02 9; 2026-03-02 12; 2026-03-03 17"' in page
    assert "<td>doctors</td>" in page


def test_who_contradicts_whom_stands_with_both_sentences() -> None:
    page = told_page("Lima", [happening()]).decode()
    assert page.index("Twelve died.") < page.index("conflicts with") < page.index("Nine died.")
    assert "2 articles, 2 independent sources" in page


def test_words_of_articles_are_text_and_the_page_asks_for_nothing() -> None:
    page = told_page("<b>", [happening(text="<script>alert(1)</script>")]).decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "default-src 'none'" in page


def test_the_same_happenings_are_the_same_page() -> None:
    assert told_page("Lima", [happening()]) == told_page("Lima", [happening()])


@pytest.fixture
def linked_days(kg: Kg, tmp_path: Path) -> None:
    """Two graphs that tell of one toll, with their links."""
    for name, day, count in (("monday", DAYS[0], 12), ("tuesday", DAYS[1], 15)):
        write(
            told(name, day, Clause("velox", "killed", "peru", count=count)), tmp_path / f"{name}.ttl", evidence="full"
        )
    assert kg("corpus", "link", "monday.ttl", "tuesday.ttl").code == 0


@pytest.mark.usefixtures("linked_days")
def test_several_graphs_are_drawn_as_a_page_of_what_they_tell(kg: Kg, tmp_path: Path) -> None:
    both = ("draw", "monday.ttl", "--with", "tuesday.ttl")
    ran = kg(*both, "--links", "monday.links.jsonl", "-o", "week.html")
    page = (tmp_path / "week.html").read_text()
    assert ran.code == 0, ran.err
    assert 'aria-label="miners (killed): 2026-03-02 12; 2026-03-03 15"' in page
    assert "killed 12 miners of Peru" in page
    assert kg(*both, "--links", "monday.links.jsonl", "-o", "week.html", "--focus", "Chile").code == 2


@pytest.mark.usefixtures("linked_days")
@pytest.mark.parametrize("more", [[], ["--links", "monday.links.jsonl", "-f", "svg"]])
def test_what_several_graphs_cannot_be_drawn_as_is_told(kg: Kg, more: list[str]) -> None:
    ran = kg("draw", "monday.ttl", "--with", "tuesday.ttl", *more)
    assert (ran.code, "hint:" in ran.err) == (2, True)
