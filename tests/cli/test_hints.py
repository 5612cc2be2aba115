"""A hint that names a command or an option is followed: what it says works."""

import hashlib
import io
import json
import re
import shlex
import shutil
import tomllib
from datetime import date
from pathlib import Path
from typing import TypedDict, cast

import pytest

from kg.model import Article, ArticleId, Graph
from kg.store.disk import append
from kg.turtle.documents import write
from tests.chain import Chain
from tests.conftest import Kg
from tests.graphs import trade_graph
from tests.hints import hints
from tests.view.draw.graphs import large_graph


class Hints(TypedDict):
    """``hints.toml``: wrong commands by their hint, with what it says to do; and hints that are not tried."""

    followed: dict[str, list[tuple[str, list[str]]]]
    untried: dict[str, str]


HINTS = cast("Hints", tomllib.loads(Path(__file__).with_name("hints.toml").read_text(encoding="utf-8")))
_NEWS = "Norway protested against it in the capital.\n"
_NO_DAY = '<meta property="article:published_time" content="2026-02-30">'
CASES = [(hint, wrong, right) for hint, cases in HINTS["followed"].items() for wrong, right in cases]


def _record(name: str, text: str, day: str = "2026-01-14") -> str:
    return json.dumps({"id": name, "text": text, "date": day}) + "\n"


@pytest.fixture
def place(chain: Chain, trade: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what is right and what is wrong."""
    monkeypatch.setattr("sys.stdin", io.StringIO("quit\n"))
    monkeypatch.setattr("kg.store._LATER", "ask for less, or set --timeout")  # nor is this machine busy
    chain.graph = trade_graph()
    text = trade.read_text(encoding="utf-8")
    broken = re.sub(r"kg:factuality kg:\w+ ;", "", text)
    files = {
        "news.txt": _NEWS,
        "french.txt": "Le président de la République a rencontré le Premier ministre pour parler des droits.\n" * 3,
        "foreign.ttl": '<urn:a> <urn:b> "c" .\n',
        "broken.ttl": broken,
        "graph.txt": text,
        "graph.ttl": text,
        "ask.rq": "ASK { ?s ?p ?o }\n",
        "judged.json": '{"judged": "yes"}\n',
        "tables.graphml": "",
        "dated.jsonl": _record("a", "Norway protested.", "2026-02-01"),
        "other.jsonl": _record("a", "Norway denied it."),
        "another.jsonl": _record("b", "Norway denied it."),
        "odd.html": f"<html><head>{_NO_DAY}</head><body><article><p>{_NEWS * 9}</p></article></body></html>",
        "mine.nt": "notes of mine\n",
        "mine.svg": "a drawing of mine\n",
    }
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    digest = hashlib.sha256(b"Norway protested.").hexdigest()
    held = Article(ArticleId("a"), "", (), date(2026, 1, 14), sha256=digest)
    write(trade_graph() | Graph(articles=(held,)), tmp_path / "held.ttl")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "notes.md").write_text("notes\n", encoding="utf-8")
    append(large_graph(40, 10), tmp_path / "some.store")
    shutil.copytree(tmp_path / "some.store", tmp_path / "damaged.store")
    for table in (tmp_path / "damaged.store").glob("*.sst"):
        table.write_bytes(bytes(table.stat().st_size))
    return tmp_path


def test_each_hint_is_followed_or_it_is_said_why_not() -> None:
    assert set(HINTS["followed"]) | set(HINTS["untried"]) == hints()
    assert {hint for hint, cases in HINTS["followed"].items() if not cases} <= set(HINTS["untried"])


@pytest.mark.parametrize(("hint", "wrong", "right"), CASES, ids=[wrong for _, wrong, _ in CASES])
def test_what_a_hint_says_works(kg: Kg, place: Path, hint: str, wrong: str, right: list[str]) -> None:
    assert place.is_dir()
    ran = kg(*shlex.split(wrong))
    assert ran.code in {2, 3}, ran.err
    told = ran.err.partition("hint: ")[2]
    assert re.search(".*".join(map(re.escape, hint.split("{}"))), told, re.DOTALL), ran.err
    for command in right:
        ran = kg(*shlex.split(command))
        assert ran.code in {0, 1}, (command, ran.err)
