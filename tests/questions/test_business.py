"""Named questions answer on business, disaster and court news."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from kg.model import Graph
from tests.asking import asked
from tests.reading import graphs

pytestmark = pytest.mark.model

COURT = (
    "A widow sued Siemens over the crash. Siemens settled the lawsuit for 3 million euros. "
    "A court sentenced the trader to nine years in prison. Judges acquitted two managers. "
    "The European Commission opened infringement proceedings against Hungary."
)
COMPANIES = (
    "Siemens acquired a Danish company for 2 billion euros. Volkswagen laid off 300 workers. "
    "Volkswagen recalled 4,000 vehicles. Anna Berg founded the company in 1999. A Swiss airline filed for bankruptcy."
)
DISASTER = (
    "A flood killed 40 people in Sylhet. The storm displaced 3,000 families in Cagayan. "
    "Two nurses were injured in the blast. A mudslide destroyed the dam."
)
ASKED: Mapping[str, tuple[str, set[tuple[str, str, str | None]]]] = {
    "disputes": (
        COURT,
        {
            ("widow", "filed dispute against", "Siemens"),
            ("Siemens", "settled with", "lawsuit"),
            ("court", "prosecuted", "trader"),
            ("Judges", "acquitted", "two managers"),
            ("European Commission", "opened proceedings against", "Hungary"),
        },
    ),
    "companies": (
        COMPANIES,
        {
            ("Siemens", "acquired", "Danish company"),
            ("Volkswagen", "laid off", "300 workers"),
            ("Volkswagen", "recalled", "4,000 vehicles"),
            ("Swiss airline", "filed for bankruptcy", None),
        },
    ),
    "casualties": (
        DISASTER,
        {
            ("flood", "killed", "40 people"),
            ("storm", "displaced", "3,000 families"),
            ("Two nurses", "was injured", "blast"),
            ("mudslide", "destroyed", "dam"),
        },
    ),
}


@cache
def read() -> Mapping[str, Graph]:
    """The graph of each text."""
    return graphs([COURT, COMPANIES, DISASTER])


@pytest.mark.parametrize("name", ASKED)
def test_a_question_finds_what_the_article_tells(name: str, tmp_path: Path) -> None:
    text, wanted = ASKED[name]
    found = asked(read()[text], tmp_path, name)
    assert wanted <= {(row["subject"], row["relation"], row["object"]) for row in found}


def test_the_number_of_the_dead_and_the_place_stand_beside_them(tmp_path: Path) -> None:
    (row,) = (row for row in asked(read()[DISASTER], tmp_path, "casualties") if row["relation"] == "killed")
    assert (row["amount"], row["place"]) == ("40", "Sylhet Division")


@pytest.mark.parametrize("name", ASKED)
def test_it_finds_nothing_of_another_kind(name: str, tmp_path: Path) -> None:
    other = DISASTER if name != "casualties" else COURT
    assert asked(read()[other], tmp_path, name) == []
