"""Named questions answer on business, disaster and court news."""

from pathlib import Path

import pytest

from tests.asking import asked
from tests.cases import tried_on
from tests.reading import read

pytestmark = pytest.mark.model


@tried_on("text", "name", "wanted")
def test_a_question_finds_what_the_article_tells(text: str, name: str, wanted: list[list[str]], tmp_path: Path) -> None:
    found = asked(read(__file__)[text], tmp_path, name)
    assert {*map(tuple, wanted)} <= {(row["subject"], row["relation"], row["object"] or "") for row in found}
    court, _, disaster = read(__file__).values()
    assert asked(court if name == "casualties" else disaster, tmp_path, name) == []


def test_the_number_of_the_dead_and_the_place_stand_beside_them(tmp_path: Path) -> None:
    *_, disaster = read(__file__).values()
    (row,) = (row for row in asked(disaster, tmp_path, "casualties") if row["relation"] == "killed")
    assert (row["amount"], row["place"]) == ("40", "Sylhet Division")
