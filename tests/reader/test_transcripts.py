"""Who speaks is no word of what is said; "I" is who speaks, up to the next who does."""

import pytest

from kg.model import Article, ArticleId
from kg.pipeline.build import article_graph, known_entities
from kg.text.layout import blocks
from kg.text.normalization import readable
from tests.cases import tried_on
from tests.reading import said, tools

pytestmark = pytest.mark.model


def _lines(text: str) -> set[str]:
    reader, ontology = tools()
    ((article, doc),) = reader.read([Article(ArticleId("a"), text, blocks(text))])
    graph = article_graph(article, doc, ontology, known=known_entities(reader.gazetteer))
    graph = readable(Article(ArticleId("a"), text, blocks(text))).restored(graph)
    assert all(text[e.start : e.end] == e.quote for s in graph.statements for e in s.evidence)
    return {f"{each.subject} {each.relation} {each.object} {each.source}".strip() for each in said(graph)}


@tried_on("text", "told", "untold")
def test_a_text_says(text: str, told: list[str], untold: list[str]) -> None:
    found = _lines(text)
    assert found >= {*told}
    assert not [line for line in found if any(other in line for other in untold)]


def test_items_times_and_headings_are_no_words_of_the_sentence() -> None:
    plain = {"Norway praised France", "Sweden criticised Norway"}
    assert _lines("Norway praised France.\n\nSweden criticized Norway.\n") == plain
    for text in (
        "1. Norway praised France.\n\n2. Sweden criticized Norway.\n",
        "(a) Norway praised France.\n\n(b) Sweden criticized Norway.\n",
        "14:32 GMT Norway praised France.\n\n14:10 GMT Sweden criticized Norway.\n",
        "Praise: Norway praised France.\n\nBlame: Sweden criticized Norway.\n",
        "OSLO (AP) — Norway praised France.\n\nUpdated 14:10 Sweden criticized Norway.\n",
    ):
        assert _lines(text) == plain, text
