"""What the documentation shows runs: the notebook, the commands of the tutorial, the generated pages."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from kg.convert import own_formats
from scripts import reference
from tests.conftest import Kg

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    return tmp_path


@pytest.mark.model
@pytest.mark.slow
def test_the_example_notebook_runs(seeds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(seeds)
    cells = json.loads((DOCS / "example.ipynb").read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    assert len(code) >= 4
    names: dict[str, object] = {}
    for cell in code:
        exec(compile(cell, "example.ipynb", "exec"), names)
    assert (seeds / "carney.svg").exists()


@pytest.mark.model
@pytest.mark.slow
def test_every_command_of_tutorial_and_how_to_runs(kg: Kg, seeds: Path) -> None:
    assert seeds == Path.cwd()
    pages = [DOCS / "tutorial.md", DOCS / "how-to" / "draw-a-large-graph.md"]
    commands = [line for page in pages for line in re.findall(r"^\$ kg (.*)$", page.read_text(), re.MULTILINE)]
    assert len(commands) >= 10
    for command in commands:
        ran = kg(*shlex.split(command))
        assert ran.code == 0, ran.err


def test_every_relation_and_class_has_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reference, "FOLDER", tmp_path)
    assert reference.main() == 0
    page = (tmp_path / "relations" / "imposedTariffOn.md").read_text()
    assert "[ImposeTariff](../classes/ImposeTariff.md)" in page
    assert "## It is not read from" in page
    assert len(list((tmp_path / "relations").glob("*.md"))) > 80
    assert "## kg draw" in (tmp_path / "commands.md").read_text()
    formats = (tmp_path / "formats.md").read_text()
    assert [name for name in own_formats() if f"| `{name}` |" not in formats] == []
