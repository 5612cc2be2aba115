"""What people install: built to the same bytes twice, and away from the clone it does what the clone does."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from kg.version import VERSION

ROOT = Path(__file__).resolve().parents[1]
pytestmark = [pytest.mark.model, pytest.mark.slow]


def test_what_is_built_runs_away_from_the_clone_and_gives_its_bytes(tmp_path: Path) -> None:
    told = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [ROOT / "scripts" / "release", "--offline", tmp_path / "dist"]
    done = subprocess.run(command, env=told, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("the same when built again") == 2
    assert "the same graph as the clone's, and kg doctor is content" in done.stderr
    assert {path.name for path in (tmp_path / "dist").iterdir()} == {
        f"newsgraph-{VERSION}-py3-none-any.whl", f"newsgraph-{VERSION}.tar.gz",
    }  # fmt: skip
