"""A hint that names a command or an option is followed: what it says works."""

import ast
import hashlib
import io
import json
import re
import shlex
import shutil
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TypedDict, cast

import pytest

from kg.model import Article, ArticleId, Graph
from kg.store.disk import append
from kg.turtle.documents import write
from tests.chain import Chain
from tests.commands import COMMANDS
from tests.conftest import Kg
from tests.graphs import trade_graph
from tests.view.draw.graphs import large_graph

KG = Path(__file__).resolve().parents[2] / "kg"
_NAMING = re.compile(rf"\bkg ({'|'.join(COMMANDS)})\b|(?<![\w-])--[a-z][a-z-]+\b|^-[a-z] |\bulimit\b")
_GIVEN = {"hint", "cure"}


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


def hints() -> frozenset[str]:
    """The hints, what is filled in later as {}: given as such, or constants of a module."""
    return frozenset(hint for path in KG.rglob("*.py") for hint in _hints(ast.parse(path.read_text(encoding="utf-8"))))


def _hints(module: ast.Module) -> Iterator[str]:
    for node in (*_constants(module), *_given(module)):
        for text in _texts(node):
            if _NAMING.search(text) and "\n" not in text:
                yield text


def _constants(module: ast.Module) -> Iterator[ast.AST]:
    """What a module's constants are; its docstrings, help and options are none."""
    for node in module.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None and not _is_for_typer(node.value):
            yield node.value


def _is_for_typer(node: ast.AST) -> bool:
    called = (one.func for one in ast.walk(node) if isinstance(one, ast.Call))
    names = {one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "") for one in called}
    return not names.isdisjoint({"Option", "Argument", "Typer", "dated", "evidence"})


def _given(module: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(module):
        if isinstance(node, ast.keyword) and node.arg in _GIVEN:
            yield node.value
        elif isinstance(node, ast.Assign):
            to = [one.id for target in node.targets for one in ast.walk(target) if isinstance(one, ast.Name)]
            if not _GIVEN.isdisjoint(to):
                yield node.value


def _texts(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Constant(value=str() as text):
            yield text
        case ast.JoinedStr(values=values):
            yield "".join(str(one.value) if isinstance(one, ast.Constant) else "{}" for one in values)
        case _:
            for below in ast.iter_child_nodes(node):
                yield from _texts(below)
