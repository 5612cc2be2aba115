"""Settings: the option, then the environment, then kg.toml or [tool.kg]."""

import json
import os
from pathlib import Path

import pytest
from typer.main import get_command

from kg.cli.app import NAMES, app, defaults, settings_file
from kg.errors import KgError
from kg.gazetteer import read_aliases
from kg.ontology import Ontology
from tests.chain import Chain
from tests.conftest import Kg

TEXT = "Norway protested.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_no_settings_are_no_defaults(folder: Path) -> None:
    assert folder.exists()
    assert settings_file() is None
    assert defaults(("build",)) == {}


def test_a_table_holds_for_its_command_alone(folder: Path) -> None:
    (folder / "kg.toml").write_text('model = "a"\n[build]\nmin-confidence = 0.5\nmodel = "b"\n')
    assert defaults(("build", "show")) == {"build": {"model": "b", "min-confidence": 0.5}, "show": {"model": "a"}}


def test_paths_are_meant_from_the_folder_of_the_settings(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "kg.toml").write_text('ontology = ["mine.ttl"]\naliases = "names.csv"\n')
    (folder / "below").mkdir()
    monkeypatch.chdir(folder / "below")
    assert defaults(("build",))["build"] == {
        "ontology": [str(folder / "mine.ttl")],
        "aliases": str(folder / "names.csv"),
    }


def test_pyproject_counts_where_it_has_a_table_of_ours(folder: Path) -> None:
    (folder / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert settings_file() is None
    (folder / "pyproject.toml").write_text("[tool.kg]\njobs = 2\n")
    assert defaults(("build",)) == {"build": {"jobs": 2}}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("modle = 'a'", "'modle' is no setting"),
        ("[bild]\njobs = 1", "'bild' is no setting"),
        ("model = [1", "kg.toml"),
        ("jobs = 2026-01-14", "value of the wrong kind"),
    ],
)
def test_a_wrong_setting_is_an_error_that_names_the_file(folder: Path, content: str, message: str) -> None:
    (folder / "kg.toml").write_text(content)
    with pytest.raises(KgError, match=message) as caught:
        defaults(("build",))
    assert "kg.toml" in caught.value.message


def test_a_misspelt_setting_gets_the_nearest(folder: Path) -> None:
    (folder / "kg.toml").write_text("min-confidance = 0.5")
    with pytest.raises(KgError) as caught:
        defaults(("build",))
    assert caught.value.hint == "Nearest: min-confidence"


def test_the_option_goes_before_the_environment_and_that_before_the_file(
    kg: Kg, chain: Chain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "news.txt").write_text(TEXT)
    (tmp_path / "kg.toml").write_text("min-confidence = 0.1\n")
    kg("build", "news.txt")
    assert chain.recipes[-1].min_confidence == 0.1
    monkeypatch.setenv("KG_MIN_CONFIDENCE", "0.2")
    kg("build", "news.txt")
    assert chain.recipes[-1].min_confidence == 0.2
    kg("build", "news.txt", "--min-confidence", "0.3")
    assert chain.recipes[-1].min_confidence == 0.3


def test_every_setting_is_an_option_of_some_command() -> None:
    commands = getattr(get_command(app), "commands", {})
    options = {option for command in commands.values() for parameter in command.params for option in parameter.opts}
    assert [name for name in NAMES if f"--{name}" not in options] == []


def test_a_setting_goes_by_the_name_of_the_option_not_of_the_parameter(kg: Kg, trade: Path, tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text('[show]\nformat = "jsonl"\n')
    assert json.loads(kg("show", trade).out.splitlines()[0])["number"] == 1
    assert kg("show", trade, "-f", "csv").out.startswith("number,")


def test_a_format_is_set_for_one_command_at_a_time(kg: Kg, trade: Path, tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text('format = "jsonl"\n')
    ran = kg("convert", trade, "-o", "other.ttl")
    assert ran.code == 2
    assert "kg.toml: format is a setting of one command" in ran.err


def test_a_setting_that_changes_a_result_is_told_with_its_file(
    kg: Kg, chain: Chain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "news.txt").write_text(TEXT)
    (tmp_path / "kg.toml").write_text('min-confidence = 1.0\njobs = 1\n[build]\nmodel = "a"\n')
    told = f'note: {tmp_path}/kg.toml sets min-confidence = 1.0, model = "a"'
    assert kg("build", "news.txt").err.splitlines()[0] == told
    given = kg("build", "news.txt", "--min-confidence", "0.5", "--model=b")
    monkeypatch.setenv("KG_MODEL", "c")
    monkeypatch.setenv("KG_MIN_CONFIDENCE", "0.5")
    for ran in (given, kg("build", "news.txt"), kg("build", "--help"), kg("doctor")):
        assert "sets" not in ran.err
    assert len(chain.recipes) == 3


def test_settings_of_other_people_are_not_taken(
    kg: Kg, chain: Chain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kg.toml").write_text("min-confidence = 1.0\n")
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "news.txt").write_text(TEXT)
    monkeypatch.chdir(tmp_path / "below")
    if os.geteuid() == 0:
        os.chown(tmp_path / "kg.toml", 1000, -1)
    else:
        other = os.geteuid() + 1
        monkeypatch.setattr("os.geteuid", lambda: other)
    ran = kg("build", "news.txt")
    assert chain.recipes[-1].min_confidence is None
    told = f"note: {tmp_path}/kg.toml belongs to somebody else, and its settings are not taken"
    assert ran.err.splitlines()[0] == told
    assert settings_file() is None


@pytest.mark.parametrize("content", ["root:x:0:the secret\n", "the secret,root\n", "[[the secret]]"])
def test_an_error_shows_nothing_of_a_file_that_is_none_of_ours(folder: Path, content: str) -> None:
    for name in ("secret.csv", "secret.toml"):
        (folder / name).write_text(content)
        for read in (read_aliases, Ontology.load):
            with pytest.raises(KgError, match=r":1:|line 1|is missing") as caught:
                read(folder / name)
            assert "the secret" not in caught.value.message + caught.value.hint
