"""The core is understood, and runs, without the houses beside it: ``kg.view`` and ``kg.corpus``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.model

TEXT = "Norway imposed a 25% tariff on steel from Chad on 3 March 2025."
CORE = """
import sys
from importlib.abc import MetaPathFinder

HIDDEN = {
    "kg.view", "kg.corpus",
    "starlette", "uvicorn", "h11", "prometheus_client", "pygraphviz",
    "datasketch", "rapidfuzz", "scipy", "snowballstemmer",
}

class Hidden(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name in HIDDEN or name.split(".")[0] in HIDDEN:
            raise ModuleNotFoundError(f"hidden: {name}", name=name)

sys.meta_path.insert(0, Hidden())
from kg.cli.app import run
for line in sys.argv[1:]:
    code = run(line.split())
    if code:
        sys.exit(f"kg {line} ended with {code}")
"""
COMMANDS = (
    "build news.txt -o news.ttl",
    "show news.ttl",
    "explain news.ttl 1",
    "query news.ttl --ask who-imposed-what",
    "timeline news.ttl",
    "stats news.ttl",
    "check news.ttl",
    "convert news.ttl -o news.jsonl",
    "diff news.ttl news.ttl",
    "mentions news.txt",
)


def ran(folder: Path, *lines: str) -> subprocess.CompletedProcess[str]:
    """Commands with the core alone, one after the other in a process of their own."""
    command = [sys.executable, "-c", CORE, *lines]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_core_does_without_the_houses_beside_it(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text(TEXT, encoding="utf-8")
    done = ran(tmp_path, *COMMANDS)
    assert done.returncode == 0, done.stderr
    assert "Norway" in done.stdout


def test_what_is_hidden_cannot_be_had(tmp_path: Path) -> None:
    """Else the test above would tell nothing."""
    (tmp_path / "news.ttl").write_text("", encoding="utf-8")
    done = ran(tmp_path, "draw news.ttl -o news.svg")
    assert done.returncode != 0
    assert "kg.view" in done.stderr
