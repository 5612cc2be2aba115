"""Tests stand beside their rooms: whoever changes a room knows which folder to run."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
READER = frozenset({"attribution", "coref", "factuality", "frames", "names", "parse"})
"""Rooms that read sentences: ``tests/reader`` tries them on recorded parses, through one another."""
NO_CODE = frozenset({"data", "lexicons"})
ACROSS = frozenset({"docs", "gold", "grammar", "old", "questions", "reader", "stories", "training"})
"""Folders of what goes through many rooms: pages, recorded articles, named questions."""


def rooms(folder: str) -> set[str]:
    """The folders inside one of the repository's that hold something."""
    return {path.name for path in (ROOT / folder).iterdir() if path.is_dir() and path.name != "__pycache__"}


def test_each_room_has_its_folder_of_tests_and_each_folder_its_room() -> None:
    assert rooms("tests") - ACROSS == rooms("kg") - READER - NO_CODE
    assert rooms("tests/view") == rooms("kg/view")


def test_a_loose_module_stands_at_the_top_only_where_all_rooms_need_it() -> None:
    assert len(list((ROOT / "kg").glob("*.py"))) <= 15


def test_how_firm_a_clause_is_and_who_says_it_is_decided_in_one_room_each() -> None:
    decided = {"Firmness": "factuality", "Attribution": "attribution", "Spoken": "attribution"}
    for path in (ROOT / "kg").rglob("*.py"):
        made = decided.keys() & re.findall(r"(?<![\w.])(\w+)\(", path.read_text(encoding="utf-8"))
        assert {decided[name] for name in made} <= {path.relative_to(ROOT / "kg").parts[0]}, path


def test_no_test_at_the_top_is_of_one_room() -> None:
    named = {path.stem.removeprefix("test_") for path in (ROOT / "tests").glob("test_*.py")}
    assert not named & rooms("kg")
