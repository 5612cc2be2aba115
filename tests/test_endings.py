"""What ends says so for two minor versions, with what takes its place, and is gone in time."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import Ending, ends
from kg.version import VERSION
from tests.conftest import Kg

ROOT = Path(__file__).resolve().parents[1]
SOON = "0.9.0"


def faults(source: str, version: str) -> Iterator[str]:
    """What is wrong with the calls of ``ends`` in a module, at a version."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "ends":
            named = {one.arg: ast.literal_eval(one.value) for one in node.keywords}
            since, gone = (tuple(map(int, named[name].split("."))) for name in ("since", "gone"))
            if gone <= tuple(map(int, version.split("."))):
                yield f"line {node.lineno}: {named['gone']} has come, take it out"
            if since[0] == gone[0] and gone[1] - since[1] < 2:
                yield f"line {node.lineno}: it is told for less than two minor versions"


def test_nothing_outstays_its_end() -> None:
    for path in sorted((ROOT / "kg").rglob("*.py")):
        assert list(faults(path.read_text(encoding="utf-8"), VERSION)) == [], path


@pytest.mark.parametrize(
    ("since", "gone", "version", "told"),
    [
        ("0.2.0", "0.4.0", "0.3.1", []),
        ("0.2.0", "0.4.0", "0.4.0", ["line 1: 0.4.0 has come, take it out"]),
        ("0.2.0", "0.3.0", "0.2.0", ["line 1: it is told for less than two minor versions"]),
        ("0.9.0", "1.0.0", "0.9.0", []),
    ],
)
def test_an_end_that_has_come_or_comes_too_soon_is_a_fault(
    since: str, gone: str, version: str, told: list[str]
) -> None:
    assert list(faults(f"ends('a', 'b', since={since!r}, gone={gone!r})", version)) == told


def test_whoever_calls_it_is_warned_where_he_stands() -> None:
    def old() -> None:
        ends("old()", "new() does the same", since="0.7.0", gone=SOON)

    with pytest.warns(Ending, match=r"old\(\) ends with newsgraph 0\.9\.0 .*: new\(\) does the same") as told:
        old()
    assert told[0].filename == __file__


def test_a_command_tells_it_as_a_note(kg: Kg, trade: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def is_corpus(_path: Path) -> bool:
        ends("--old", "--new", since="0.7.0", gone=SOON)
        return False

    monkeypatch.setattr("kg.files.graphs.is_corpus", is_corpus)
    ran = kg("show", trade)
    assert ran.code == 0
    assert "note: --old ends with newsgraph 0.9.0 (told since 0.7.0): --new" in ran.err
