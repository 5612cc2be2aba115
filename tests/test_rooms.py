"""Tests stand beside their rooms: whoever changes a room knows which folder to run."""

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


def test_no_test_at_the_top_is_of_one_room() -> None:
    named = {path.stem.removeprefix("test_") for path in (ROOT / "tests").glob("test_*.py")}
    assert not named & rooms("kg")
