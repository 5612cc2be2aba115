"""The pages for those who write Python, and for those who change the program, say what is so."""

import ast
import doctest
import re
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

import kg
from kg.model.scales import Factuality
from kg.reader import COMPONENTS
from scripts import architecture

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


@pytest.mark.model
def test_every_example_of_the_python_page_gives_what_it_shows() -> None:
    tried = doctest.testfile(str(DOCS / "python-api.md"), module_relative=False, encoding="utf-8")
    assert (tried.failed, tried.attempted >= 20) == (0, True)


def test_the_python_page_names_every_method_of_a_graph() -> None:
    page = (DOCS / "python-api.md").read_text(encoding="utf-8")
    public = {name for name in vars(kg.Graph) if not name.startswith("_")} - {"values", "base_iri", "rows", "label"}
    assert {name for name in public if f".{name}(" not in page} == set()
    assert len(public) >= 10


def test_the_picture_has_every_step_and_component(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(architecture, "FOLDER", tmp_path)
    assert architecture.main() == 0
    svg = (tmp_path / "way-of-the-data.svg").read_text(encoding="utf-8")
    for shown in (*(name for _, name in architecture.STEPS), *COMPONENTS, "Ontology", "Article", "Doc", "Frame"):
        assert shown in svg
    assert "<desc>articles gives Article. Reader.read gives Article." in svg


def test_steps_that_do_not_meet_are_an_error() -> None:
    found = {step.name: step for step in architecture.steps()}
    assert architecture.passed(found["Reader.read"], found["ClauseExtractor.frames"]) == "Doc"
    with pytest.raises(ValueError, match="statements takes"):
        architecture.passed(replace(found["articles"], gives=("Article",)), found["statements"])
    with pytest.raises(ValueError, match="no function nobody"):
        architecture._function(ast.parse("x = 1"), "nobody")


def test_every_room_stands_in_the_list_with_its_job() -> None:
    rows = list(architecture.rooms())[2:]
    listed = set(re.findall(r"^\| \d+ \| `kg\.(\w+)`", "\n".join(rows), re.MULTILINE))
    there = {path.stem for path in (ROOT / "kg").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert listed == there - {"__init__"}
    assert all(re.match(r"\| \d+ \| `kg\.\w+` \| .{15,} \| [1-9]\d* \| [\d,]+ \|$", row) for row in rows)


def glossary() -> str:
    return (DOCS / "reference" / "glossary.md").read_text(encoding="utf-8")


def test_what_the_glossary_names_is_there() -> None:
    names = set(re.findall(r"`(kg(?:\.\w+)+)`", glossary()))
    assert len(names) >= 30
    for name in names:
        assert _found(name), name


def _found(name: str) -> bool:
    """Whether a dotted name is a module, or an attribute or field of what one has."""
    parts = name.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            found: object = import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for part in parts[cut:]:
            if part in getattr(found, "__annotations__", {}):
                return True
            if not hasattr(found, part):
                return False
            found = getattr(found, part)
        return True
    return False


def test_a_name_that_is_not_there_is_found_out() -> None:
    assert _found("kg.model.Statement.detail_of")
    assert not _found("kg.model.Nobody")
    assert not _found("kg.model.Statement.nothing")


def test_the_glossary_has_every_factuality_and_the_terms_of_the_house() -> None:
    text = glossary().lower()
    assert [one for one in Factuality if one.value.lower() not in text] == []
    for term in ("attribution", "evidence", "main statement, detail", "happening", "metonym", "country inference"):
        assert term in text


def test_what_the_guide_for_contributors_names_is_there() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    paths = set(re.findall(r"`((?:kg|tests|docs|scripts|ontologies)/[\w./*-]*)`", guide))
    assert len(paths) >= 20
    assert [path for path in paths if not any(ROOT.glob(path.rstrip("/")))] == []
    linked = re.findall(r"\]\((docs/[\w/.-]+)\)", guide)
    assert [path for path in linked if not (ROOT / path).exists()] == []
    checks = re.search(r"checks=\((.*?)\)", (ROOT / "scripts" / "check").read_text(encoding="utf-8"), re.DOTALL)
    assert checks
    for tool in re.findall(r"ruff check|ruff format|mypy|lint-imports|deptry|vulture|codespell|house_rules", checks[1]):
        assert tool in guide
