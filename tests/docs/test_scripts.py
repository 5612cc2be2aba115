"""The one-command set-up, with a Python that only says what it was asked for: nothing is installed."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_STUB = """#!/bin/sh
case "$*" in
  *version_info*) exit {old} ;;
  -V) echo "Python 3.12.0" ;;
  *"-m venv"*) for last; do :; done; mkdir -p "$last/bin"; cp "$0" "$last/bin/python"; echo "venv $*" >> "{log}" ;;
  *"-m pip"*) echo "pip $*" >> "{log}"; exit {pip} ;;
  *) echo "ran $*" ;;
esac
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A bare clone's scripts and a lock of one package."""
    (tmp_path / "scripts").mkdir()
    for name in ("kg", "venv.sh"):
        shutil.copy(ROOT / "scripts" / name, tmp_path / "scripts" / name)
    (tmp_path / "requirements.txt").write_text("wasabi==1.1.3 \\\n    --hash=sha256:00\n")
    return tmp_path


def _python(clone: Path, name: str = "python3", *, old: bool = False, pip: int = 0) -> None:
    tools = clone / "tools"
    tools.mkdir(exist_ok=True)
    stub = tools / name
    stub.write_text(_STUB.format(old=int(old), pip=pip, log=clone / "log"))
    stub.chmod(0o755)


def _kg(clone: Path, *arguments: str, script: Path | None = None) -> subprocess.CompletedProcess[str]:
    tools = clone / "tools"
    tools.mkdir(exist_ok=True)
    for name in ("bash", "sh", "dirname", "cmp", "grep", "cp", "mkdir", "readlink"):
        if not (tools / name).exists():
            (tools / name).symlink_to(shutil.which(name) or name)
    command = [str(tools / "bash"), str(script or clone / "scripts" / "kg"), *arguments]
    return subprocess.run(command, env={"PATH": str(tools)}, capture_output=True, text=True, check=False)


def _log(clone: Path) -> str:
    return (clone / "log").read_text() if (clone / "log").exists() else ""


def test_the_first_use_installs_and_says_so_and_the_next_starts_at_once(clone: Path) -> None:
    _python(clone)
    first = _kg(clone, "show", "x.ttl")
    assert first.stdout == "ran -P -m kg show x.ttl\n"
    assert "first use: making .venv with Python 3.12.0" in first.stderr
    assert "installing 1 packages from requirements.txt" in first.stderr
    assert "--require-hashes --no-deps -r" in _log(clone)
    (clone / "log").unlink()
    second = _kg(clone, "--help")
    assert (second.stdout, second.stderr) == ("ran -P -m kg --help\n", "")
    assert _log(clone) == ""


def test_it_runs_by_way_of_links(clone: Path) -> None:
    _python(clone)
    (clone / "bin").mkdir()
    (clone / "bin" / "near").symlink_to("../scripts/kg")
    (clone / "far").symlink_to(clone / "bin" / "near")
    assert _kg(clone, "--help", script=clone / "far").stdout == "ran -P -m kg --help\n"


def test_a_changed_lock_is_installed_again(clone: Path) -> None:
    _python(clone)
    _kg(clone)
    (clone / "log").unlink()
    (clone / "requirements.txt").write_text("wasabi==1.1.4 \\\n    --hash=sha256:01\n")
    assert "installing" in _kg(clone).stderr
    assert "venv" not in _log(clone).replace(".venv", "")


def test_an_old_python_is_passed_over_for_a_newer_one(clone: Path) -> None:
    _python(clone, "python3", old=True)
    _python(clone, "python3.12")
    assert "tools/python3.12)" in _kg(clone).stderr


def test_without_a_python_it_says_what_to_install(clone: Path) -> None:
    _python(clone, old=True)
    ran = _kg(clone)
    assert ran.returncode == 4
    assert "error: Python 3.11 or later is needed" in ran.stderr
    assert "hint: install it" in ran.stderr


def test_a_failed_installation_is_told_and_tried_again(clone: Path) -> None:
    _python(clone, pip=1)
    ran = _kg(clone)
    assert ran.returncode == 4
    assert "the packages could not be installed" in ran.stderr
    assert "installing" in _kg(clone).stderr
