"""Who speaks is no word of what is said; "I" is who speaks, up to the next who does."""

import pytest

from kg.model import Article, ArticleId
from kg.pipeline.build import article_graph, known_entities
from kg.text.layout import blocks
from tests.reading import said, tools

pytestmark = pytest.mark.model


def _lines(text: str) -> set[str]:
    reader, ontology = tools()
    ((article, doc),) = reader.read([Article(ArticleId("a"), text, blocks(text))])
    assert doc.text == text
    graph = article_graph(article, doc, ontology, known=known_entities(reader.gazetteer))
    assert all(text[e.start : e.end] == e.quote for s in graph.statements for e in s.evidence)
    return {f"{each.subject} {each.relation} {each.object} {each.source}".strip() for each in said(graph)}


def test_a_speaker_in_capitals_says_what_follows_up_to_the_next() -> None:
    found = _lines("ERIK BERG: I praise France.\n\nANNA ROUX: I criticize Norway.\n\nERIK BERG: I praise Sweden.\n")
    assert found == {
        "ERIK BERG praised France ERIK BERG",
        "ANNA ROUX criticised Norway ANNA ROUX",
        "ERIK BERG praised Sweden ERIK BERG",
    }


def test_a_speaker_that_is_no_known_name_ends_the_words_of_the_one_before() -> None:
    found = _lines("ERIK BERG: I praise France.\n\nQ: I praise Norway.\n\nERIK BERG: I praise Sweden.\n")
    assert "ERIK BERG praised Sweden ERIK BERG" in found
    assert not any("Norway" in line for line in found)


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
