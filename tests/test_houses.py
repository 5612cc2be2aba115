"""The core is understood, and runs, without what it finds by entry points: houses beside it, plug-ins, packages.

``python -m tests.test_houses`` writes the figures of docs/reading-the-core.md anew.
"""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

pytestmark = pytest.mark.model

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reading-the-core.md"
READER = "## The reader of English"
BAR = 25_000
TEXT = "Norway imposed a 25% tariff on steel from Chad on 3 March 2025."
CORE = """
import json, sys
from importlib.abc import MetaPathFinder

HIDDEN = {
    "kg.view", "kg.corpus", "kg.foreign", "kg.llm", "kg.shards.cluster",
    "kg.cli.corpus", "kg.cli.draw", "kg.cli.happenings", "kg.cli.llm", "kg.cli.shelf",
    "kg.several.front", "kg.several.pairs", "kg.several.told",
    "datasketch", "distributed", "duckdb", "feedparser", "h11", "mcp", "msgspec", "pandas", "polars",
    "prometheus_client", "pyarrow", "pygraphviz", "rapidfuzz", "reportlab", "scipy", "snowballstemmer", "starlette",
    "uvicorn", "warcio",
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
loaded = {name: module.__file__ for name, module in sys.modules.items() if name.partition(".")[0] == "kg"}
print(json.dumps(loaded), file=open("loaded.json", "w"))
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
    (folder / "news.txt").write_text(TEXT, encoding="utf-8")
    command = [sys.executable, "-c", CORE, *lines]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def lines_loaded(folder: Path) -> Counter[str]:
    """Room -> lines of its modules that the commands loaded, up to the next hundred."""
    loaded: Mapping[str, str] = json.loads((folder / "loaded.json").read_text())
    rooms: Counter[str] = Counter()
    for name, file in loaded.items():
        room = name.split(".")[1] if Path(file).parent != ROOT / "kg" else "kg"
        rooms[room] += Path(file).read_text(encoding="utf-8").count("\n")
    return Counter({room: -(-count // 100) * 100 for room, count in rooms.items()})


def test_the_core_does_without_what_it_finds_by_entry_points(tmp_path: Path) -> None:
    done = ran(tmp_path, *COMMANDS)
    assert done.returncode == 0, done.stderr
    assert "Norway" in done.stdout
    found, page = lines_loaded(tmp_path), PAGE.read_text(encoding="utf-8")
    told, frame = page_lines(page), page_lines(page.partition(READER)[0])
    assert set(found) == set(told), "python -m tests.test_houses writes the page anew"
    assert found.total() <= told.total(), "what a reader of the core must know only falls"
    assert sum(found[room] for room in frame) <= frame.total() < BAR


@pytest.mark.parametrize("line", ["draw news.ttl -o news.svg", "corpus status x", "happenings x.ttl"])
def test_what_is_hidden_cannot_be_had(tmp_path: Path, line: str) -> None:
    """Else the test above would tell nothing."""
    done = ran(tmp_path, line)
    assert done.returncode != 0
    assert f"No such command '{line.split(maxsplit=1)[0]}'" in done.stderr


def test_a_format_that_is_hidden_is_none(tmp_path: Path) -> None:
    (tmp_path / "news.ttl").touch()
    assert "'ftm' is no format" in ran(tmp_path, "convert news.ttl -f ftm").stderr


def page_lines(page: str) -> Counter[str]:
    """Room -> lines, as the page has them."""
    rows = re.findall(r"^\| `(\w+)` \| ([\d,]+) \|", page, re.MULTILINE)
    return Counter({room: int(count.replace(",", "")) for room, count in rows})


def write() -> None:
    """Write the figures of the page anew."""
    with TemporaryDirectory() as name:
        done = ran(Path(name), *COMMANDS)
        if done.returncode:
            sys.exit(done.stderr)
        found = lines_loaded(Path(name))
    page = PAGE.read_text(encoding="utf-8")
    page = re.sub(r"^(\| `(\w+)` \| )[\d,]+", lambda row: f"{row[1]}{found[row[2]]:,}", page, flags=re.MULTILINE)
    frame = page_lines(page.partition(READER)[0]).total()
    page = re.sub(r"(?<=load )[\d,]+(?= lines)", f"{found.total():,}", page)
    page = re.sub(r"[\d,]+(?= of them are the frame)", f"{frame:,}", page)
    PAGE.write_text(page, encoding="utf-8")
    missing = set(found) - set(page_lines(page))
    sys.exit("\n".join(f"no row of {room} ({found[room]:,} lines)" for room in sorted(missing)) or 0)


if __name__ == "__main__":
    write()
