"""Every command that the page on several articles shows runs."""

from __future__ import annotations

import io
import re
import shlex
from dataclasses import replace
from pathlib import Path

import pytest

from kg.model import Article, ArticleId, Factuality, Graph, Statement
from kg.turtle import write
from tests.conftest import Kg
from tests.graphs import trade_graph

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "link-articles.md"


def of_article(graph: Graph, name: str) -> Graph:
    """The same graph as another article's, in which what was planned is done."""

    def moved(said: Statement) -> Statement:
        spans = frozenset(replace(span, article=ArticleId(name)) for span in said.evidence)
        return replace(said, evidence=spans, factuality=Factuality.ASSERTED, negated=False)

    articles: tuple[Article, ...] = tuple(replace(one, id=ArticleId(name)) for one in graph.articles)
    return replace(graph, articles=articles, statements=tuple(map(moved, graph.statements)))


@pytest.fixture
def days(tmp_path: Path) -> None:
    """The graphs that the page speaks of."""
    write(trade_graph(), tmp_path / "monday.ttl", evidence="full")
    write(of_article(trade_graph(), "later"), tmp_path / "tuesday.ttl", evidence="full")


@pytest.mark.usefixtures("days")
def test_every_command_of_the_page_runs(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = re.findall(r"^\$ kg (.*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(lines) == 12
    for line in lines:
        monkeypatch.setattr("sys.stdin", io.StringIO("y\nn\ns\nb\nq\n"))
        ran = kg(*shlex.split(line))
        assert ran.code == 0, (line, ran.err)
