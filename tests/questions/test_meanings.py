"""Named questions by the class of the predicate, by namesakes; and on a large graph."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kg.errors import QueryError
from kg.model import Article, ArticleId, Entity, Evidence, Factuality, Graph, NodeId, Precision, Statement, TimeSpan
from kg.ontology import Ontology
from kg.pipeline.build import build
from kg.store import Limits, Query, Worker
from kg.store.questions import Question, questions
from kg.text.articles import ReadingOptions, article_of
from kg.turtle.documents import write
from scripts.server_load import made_up
from tests.asking import Here, Row, asked, told
from tests.graphs import entity, evidence, statement, trade_graph
from tests.reading import tools

SPAN = evidence("China responded with tariffs on Canadian canola.")
MINE = "https://example.org/my#Lobbying"
CLASSES = [one.name for one in Ontology.load().relation_classes.values() if one.property]
BY_CLASS = [one for one in questions() if "VALUES ?meaning { kg:" in one.text]


def classes_of(one: Question) -> set[str]:
    (listed,) = re.findall(r"VALUES \?meaning \{ ([^}]*) \}", one.text)
    return {name.removeprefix("kg:") for name in listed.split()} - {"Happening"}  # kg:Occurring in files of version 1


def of_class(cls: str, name: str = "") -> Statement:
    said = statement(("canada", "act", "china"), SPAN, name=name or f"of-{cls}", is_open=True)
    return replace(said, relation_class=cls)


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Worker:
    """A statement of every class, one of a user's class, a detail, and three that are yet to be."""
    detail = replace(of_class("Opposing", "detail"), detail_of=NodeId("of-Opposing"))
    planned = (
        replace(
            of_class("Making", f"in-{year}"),
            factuality=Factuality.PLANNED,
            time=TimeSpan(date(year, 1, 1), date(year, 12, 31), f"in {year}", Precision.YEAR),
        )
        for year in (2025, 2026)
    )
    said = (*map(of_class, CLASSES), of_class(f"Asking {MINE}", "of-mine"), detail, *planned)
    path = tmp_path_factory.mktemp("meanings") / "graph.ttl"
    write(trade_graph() | Graph(statements=said), path)
    return Here([path])


def names(worker: Worker, question: str, **given: str) -> set[str]:
    return {str(row["statement"]).rpartition("/")[2] for row in told(worker, question, **given)}


def test_there_are_forty_and_every_class_has_one() -> None:
    assert len(BY_CLASS) >= 40
    assert set().union(*map(classes_of, BY_CLASS)) == set(CLASSES)


@pytest.mark.parametrize("one", BY_CLASS, ids=lambda one: one.name)
def test_it_finds_what_is_of_its_class_and_no_detail(worker: Worker, one: Question) -> None:
    expected = {f"of-{cls}" for cls in classes_of(one)}
    expected |= {"of-mine"} if "Asking" in classes_of(one) else set()
    expected |= {"in-2025", "in-2026"} if "Making" in classes_of(one) else set()
    assert names(worker, one.name) == expected
    assert names(worker, one.name, who="Canada") == expected
    assert names(worker, one.name, who="China") == set()


@pytest.mark.parametrize("meaning", ["Criticising", "criticising", "kg:Criticising", "criticise"])
def test_a_class_goes_by_name_or_label(worker: Worker, meaning: str) -> None:
    assert names(worker, "by-meaning", meaning=meaning) == {"of-Criticising"}


@pytest.mark.parametrize("meaning", ["OpposeAndHarm", "oppose and harm"])
def test_a_family_has_all_its_classes(worker: Worker, meaning: str) -> None:
    assert names(worker, "by-meaning", meaning=meaning) == {
        f"of-{cls}" for cls in ("Opposing", "Competing", "Restricting", "Harming")
    }


def test_an_unknown_class_gets_the_nearest(worker: Worker) -> None:
    with pytest.raises(QueryError) as caught:
        told(worker, "by-meaning", meaning="Criticizing")
    assert "Criticising" in caught.value.hint


def test_what_is_to_happen_in_a_year(worker: Worker) -> None:
    assert names(worker, "agenda", since="2026", until="2026") == {"in-2026"}
    assert {"in-2025", "in-2026"} <= names(worker, "agenda")
    assert "of-Making" not in names(worker, "agenda")


# Who is one node in several articles by name alone is told, with the articles; whoever is known for sure is not.


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


# Named questions on a graph of two thousand statements: none takes the square of its time.


STATEMENTS = 2_000
SECONDS = 30.0
"""Many times what the slowest takes; a condition that is tried on every pair of statements takes minutes."""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    path = tmp_path_factory.mktemp("large") / "archive.ttl"
    write(made_up(STATEMENTS), path)
    with Worker([path], Limits(SECONDS)) as worker:
        worker.ask(Query("ASK {}"))
        yield worker


@pytest.mark.slow
@pytest.mark.parametrize("one", questions(), ids=lambda one: one.name)
def test_each_question_is_answered_in_time(large: Worker, one: Question) -> None:
    assert large.ask(Query(one.text, helps=False)).count <= STATEMENTS
