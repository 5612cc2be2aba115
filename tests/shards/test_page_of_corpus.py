"""Every command of the page on a corpus runs."""

import json
import re
import shlex
from pathlib import Path

import pytest

from tests.conftest import Kg
from tests.whole_builds import TEXTS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "keep-a-corpus.md"


@pytest.mark.model
def test_every_command_of_the_page_runs(kg: Kg, tmp_path: Path) -> None:
    rows = [{"id": "a1", "date": "2026-01-14", "url": "https://example.org/a", "text": "Peru banned canola."}]
    rows += [
        {"id": name, "text": text, "date": "2026-01-13"}
        for name, text in zip(("a2", "a711"), TEXTS.values(), strict=False)
    ]
    (tmp_path / "archive.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (tmp_path / "corrected.jsonl").write_text(json.dumps({"id": "a712", "text": "Peru sued Chile."}))
    (tmp_path / "today").mkdir()
    (tmp_path / "today" / "news.txt").write_text("Norway protested against the tariffs of Canada.\n")
    commands = re.findall(r"^\$ kg (.*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(commands) >= 15
    for command in commands:
        ran = kg(*shlex.split(command))
        assert ran.code == 0, (command, ran.err)
    assert (tmp_path / "week.ttl").read_text().count("a schema:NewsArticle") == 3
