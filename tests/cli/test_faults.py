"""Commands that end with an error: what they say, with which exit code, and that nothing was read, made or changed."""

import shlex
import tomllib
from pathlib import Path
from shutil import copytree
from typing import TypedDict

import pytest

from tests.chain import Chain
from tests.commands import prepare
from tests.conftest import Kg


class Fault(TypedDict, total=False):
    """A row of ``faults.toml``."""

    run: str
    says: list[str]
    files: dict[str, str]
    code: int


FAULTS: dict[str, dict[str, Fault]] = tomllib.loads(Path(__file__).with_name("faults.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled")
    prepare(folder)
    return folder


def contents(folder: Path) -> dict[Path, bytes | None]:
    return {path: path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


@pytest.mark.parametrize(
    "fault",
    [pytest.param(fault, id=f"{of}: {name}") for of, faults in FAULTS.items() for name, fault in faults.items()],
)
def test_a_command_that_cannot_be_done_says_why_and_changes_nothing(
    kg: Kg, chain: Chain, tmp_path: Path, filled: Path, fault: Fault
) -> None:
    copytree(filled, tmp_path, dirs_exist_ok=True)
    for name, content in fault.get("files", {}).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    before = contents(tmp_path)
    ran = kg(*shlex.split(fault["run"]))
    beginning, *more = fault["says"]
    assert (ran.code, ran.out) == (fault.get("code", 2), "")
    assert f"\nerror: {beginning}" in f"\n{ran.err}"
    assert [words for words in more if words not in ran.err] == []
    assert (contents(tmp_path), chain.recipes) == (before, [])
