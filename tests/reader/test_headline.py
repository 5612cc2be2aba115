"""Headlines are parsed as one would say them; their words stay as they stand."""

import re

import pytest

from kg.model import Article, ArticleId, Block, BlockKind
from kg.pipeline.build import article_graph, known_entities
from kg.text.articles import article_of
from tests.cases import tried_on
from tests.reading import Said, said, tools

pytestmark = pytest.mark.model

BODY = "The story was told in Chad, Niger, Laos, Vietnam and Norway on Monday."


def headline(title: str) -> list[Said]:
    """What a headline says above a story."""
    text = f"{title}\n\n{BODY}"
    blocks = (Block(0, len(title) + 2, BlockKind.TITLE), Block(len(title) + 2, len(text), BlockKind.PARAGRAPH))
    reader, ontology = tools()
    ((article, doc),) = reader.read([Article(ArticleId("a"), text, blocks)])
    assert doc.text == text
    return list(said(article_graph(article, doc, ontology, known=known_entities(reader.gazetteer))))


NORWAY = re.compile(r"Norway \|")


@tried_on("title", "line")
def test_a_headline_without_a_story_is_read_in_sentence_case(title: str, line: str | None) -> None:
    reader, ontology = tools()
    ((article, doc),) = reader.read([article_of(title)])
    assert doc.text == title
    lines = [str(one) for one in said(article_graph(article, doc, ontology, known=known_entities(reader.gazetteer)))]
    assert any(found.startswith(line) for found in lines) if line else not any(map(NORWAY.match, lines))


@tried_on("title", "line")
def test_a_headline_says_so(title: str, line: str) -> None:
    lines = [str(statement) for statement in headline(title)]
    assert any(found.startswith(line) for found in lines), lines


@tried_on("title", "line")
def test_a_headline_says_nothing_of_the_kind(title: str, line: str) -> None:
    assert not any(str(statement).startswith(line) for statement in headline(title))
