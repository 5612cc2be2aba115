"""Sentences that make no statement say why; each with its place, through files and merging."""

from dataclasses import replace
from pathlib import Path

import pytest

import kg
from kg.model import Article, Untold, Why
from kg.turtle.documents import read, to_turtle, write
from tests.graphs import trade_graph

TEXT = "Norway protests\n\nNorway protested against the tariffs on Monday. What a mess. It worked. Why not?"
A, B = Untold(0, 9, Why.QUESTION), Untold(12, 20, Why.ENDS)


@pytest.mark.model
def test_a_sentence_without_a_statement_says_why() -> None:
    (article,) = kg.build(TEXT).values.articles
    found = {TEXT[one.start : one.end]: one.why for one in article.untold}
    assert found == {"What a mess.": Why.VERBLESS, "It worked.": Why.ENDS, "Why not?": Why.QUESTION}


@pytest.mark.parametrize("evidence", ["none", "offsets", "full"])
def test_a_file_keeps_them_whatever_it_has_of_the_words(tmp_path: Path, evidence: str) -> None:
    graph = replace(trade_graph(), articles=tuple(_with(one, A, B) for one in trade_graph().articles))
    write(graph, tmp_path / "graph.ttl", evidence=evidence)
    assert read(tmp_path / "graph.ttl").articles[0].untold == {A, B}


def test_a_file_without_them_is_read(trade: Path) -> None:
    assert "kg:untold" not in to_turtle(trade_graph())
    assert read(trade).articles[0].untold == frozenset()


def test_a_joined_article_has_those_of_both() -> None:
    (article,) = trade_graph().articles
    one, other = _with(article, A), _with(article, B)
    assert one | other == other | one == _with(article, A, B)


def _with(article: Article, *untold: Untold) -> Article:
    return replace(article, untold=frozenset(untold))
