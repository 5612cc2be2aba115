"""Who is one node in several articles by name alone is told, with the articles; whoever is known for sure is not."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kg.model import Article, ArticleId, Entity, Evidence, Graph, NodeId
from kg.pipeline.build import build
from kg.text.articles import ReadingOptions, article_of
from tests.asking import Row, asked
from tests.graphs import entity, statement
from tests.reading import tools

ARTICLES = (
    Article(ArticleId("mine"), "Tom Keller closed a mine.", (), date(2026, 3, 2), "The mine"),
    Article(ArticleId("club"), "Tom Keller joined a club.", (), date(2026, 1, 5), "The club"),
)
NOBODY = entity("mine", "Topic", "mine")


def _told(who: str, *articles: str, place: str = "subject") -> Graph:
    """A statement about somebody in each of some articles."""
    found = Graph()
    for article in articles:
        span = Evidence(ArticleId(article), 0, 10, "Tom Keller")
        said = statement((who, "visited", "mine"), span, name=f"statement-{who}-{article}")
        match place:
            case "object":
                said = replace(said, subject=NodeId("mine"), object=NodeId(who))
            case "source":
                said = replace(said, subject=NodeId("mine"), attributed_to=NodeId(who))
            case "reporter":
                said = replace(said, subject=NodeId("mine"), reported_by=NodeId(who))
        found |= Graph(statements=(said,))
    return found


def _rows(folder: Path, one: Entity, told: Graph, **given: str) -> list[Row]:
    return asked(Graph(articles=ARTICLES, entities=(NOBODY, one)) | told, folder, "by-name-alone", **given)


KELLER = entity("tom-keller", "Person", "Tom Keller")


@pytest.mark.parametrize("place", ["subject", "object", "source", "reporter"])
def test_a_person_of_two_articles_has_a_row_for_each(tmp_path: Path, place: str) -> None:
    rows = _rows(tmp_path, KELLER, _told("tom-keller", "mine", "club", place=place))
    assert [
        (row["entity"], row["kind"], row["articles"], row["date"], row["title"], row["statements"]) for row in rows
    ] == [
        ("Tom Keller", "Person", "2", "2026-01-05", "The club", "1"),
        ("Tom Keller", "Person", "2", "2026-03-02", "The mine", "1"),
    ]


def test_a_company_is_told_too_and_can_be_asked_for(tmp_path: Path) -> None:
    told = _told("keller-works", "mine", "club")
    works = entity("keller-works", "Company", "Keller Works")
    assert len(_rows(tmp_path, works, told, **{"class": "Company"})) == 2
    both = Graph(entities=(KELLER,)) | told
    assert _rows(tmp_path, works, both, **{"class": "Person"}) == []


@pytest.mark.parametrize(
    ("one", "articles"),
    [
        (KELLER, ("mine",)),
        (replace(KELLER, wikidata="Q1"), ("mine", "club")),
        (replace(KELLER, cls="Place"), ("mine", "club")),
        (replace(KELLER, cls="Group"), ("mine", "club")),
    ],
)
def test_whoever_is_of_one_article_or_known_or_no_person_is_not(
    tmp_path: Path, one: Entity, articles: tuple[str, ...]
) -> None:
    assert _rows(tmp_path, one, _told("tom-keller", *articles)) == []


def test_questions_that_count_count_a_clause_once(tmp_path: Path) -> None:
    told = _told("tom-keller", "mine", "club")
    first, second = (replace(one, attributed_to=NodeId("tom-keller")) for one in told.statements)
    details = [
        replace(first, id=NodeId(f"{first.id}-{place}"), relation=f"visited-{place}", is_open=True, detail_of=first.id)
        for place in ("in", "with")
    ]
    alone = replace(second, id=NodeId("statement-alone"), subject=NodeId("mine"), attributed_to=None)
    by_detail = replace(second, detail_of=alone.id, own_act=True)
    graph = Graph(ARTICLES, (NOBODY, KELLER), statements=(first, *details, alone, by_detail))
    counts = {"by-name-alone": ["1", "1"], "articles": ["1", "1"], "sources": ["2"]}
    for name, expected in counts.items():
        assert [row["statements"] for row in asked(graph, tmp_path, name)] == expected, name
    named = {row["entity"]: row["statements"] for row in asked(graph, tmp_path, "most-connected")}
    assert named == {"mine": "1", "Tom Keller": "1"}


@pytest.mark.model
def test_two_articles_that_name_two_persons_alike_are_told(tmp_path: Path) -> None:
    texts = ("Tom Keller, a miner, sued the Coal Board of Oslo.", "The singer Tom Keller praised Germany.")
    found = [article_of(text, reading=ReadingOptions(date(2026, 1, 14))) for text in texts]
    rows = asked(build(found, *tools()).graph, tmp_path, "by-name-alone")
    assert [row["entity"] for row in rows] == ["Tom Keller", "Tom Keller"]
    assert len({row["article"] for row in rows}) == 2
