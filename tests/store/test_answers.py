"""Named questions on three articles as a careful reader reads them: the answers are checked by hand."""

import re
import tomllib
from pathlib import Path

import pytest

from kg.model import Factuality, Graph
from kg.store import Worker
from kg.store.questions import questions
from kg.turtle.documents import to_turtle, write
from tests.asking import Here, told
from tests.gold_graph import GOLD, gold_graph
from tests.graphs import evidence, statement, trade_graph

ANSWERS: dict[str, dict[str, list[str]]] = tomllib.loads(
    (Path(__file__).parents[1] / "questions" / "answers.toml").read_text(encoding="utf-8")
)
CASES = [(article, asked) for article, answers in ANSWERS.items() for asked in answers]
_GIVEN = re.compile(r"(\w+)=(.*?)(?= \w+=|$)")


@pytest.fixture(scope="module")
def workers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Worker]:
    folder = tmp_path_factory.mktemp("gold")
    for article in ANSWERS:
        write(gold_graph(article), folder / f"{article}.ttl")
    return {article: Here([folder / f"{article}.ttl"]) for article in ANSWERS}


def answered(worker: Worker, asked: str) -> list[dict[str, str | None]]:
    name, _, given = asked.partition(" ")
    return told(worker, name, **dict(_GIVEN.findall(given)))


def test_three_articles_answer_every_question_that_carries_statements() -> None:
    counting = {one.name for one in questions() if "?statement" not in one.text.split("{")[0]}
    asked = {case.split()[0] for _, case in CASES}
    assert len(ANSWERS) == 3
    assert len(CASES) >= 100
    by_class = {one.name for one in questions() if "VALUES ?meaning { " in one.text}  # tests/questions/test_meanings.py
    others = {"most-connected", "articles", "sources", "by-meaning", "agenda", "negated"}  # negated: nothing in them is
    assert {one.name for one in questions()} - counting <= asked | by_class | others


@pytest.mark.parametrize(("article", "asked"), CASES, ids=str)
def test_the_answer_is_that_of_a_careful_reader(workers: dict[str, Worker], article: str, asked: str) -> None:
    found = [str(row["statement"]).rpartition("-")[2] for row in answered(workers[article], asked)]
    assert sorted(found) == ANSWERS[article][asked]


def test_a_row_tells_goods_rate_and_dates(workers: dict[str, Worker]) -> None:
    first, *_ = answered(workers["canada-china"], "who-imposed-what who=Canada")
    assert {name: first[name] for name in ("goods", "rate", "start", "end", "factuality")} == {
        "goods": "Chinese electric vehicles",
        "rate": "100%",
        "start": "2024-01-01",
        "end": "2024-12-31",
        "factuality": "Asserted",
    }


def test_an_answer_names_what_it_answers(workers: dict[str, Worker]) -> None:
    (row,) = answered(workers["canada-china"], "retaliation")
    assert (row["answering"], row["answered"], row["first"]) == ("China", "Canada", "Chinese electric vehicles")


def test_sources_are_counted(workers: dict[str, Worker]) -> None:
    first, *_ = answered(workers["libya-medics"], "sources")
    assert (first["source"], first["statements"], first["denies"]) == ("Nicolas Sarkozy", "5", "2")


def asked_of(graph: Graph, folder: Path, asked: str) -> list[dict[str, str | None]]:
    (folder / "graph.ttl").unlink(missing_ok=True)
    write(graph, folder / "graph.ttl")
    return answered(Here([folder / "graph.ttl"]), asked)


def test_sources_that_contradict_each_other_are_found(tmp_path: Path) -> None:
    triple = ("government-of-canada", "ease", "the-tariffs")
    says = statement(triple, evidence("Trade and Tensions"), source="government-of-china", is_open=True)
    (row,) = asked_of(trade_graph() | Graph(statements=(says,)), tmp_path, "contradictions")
    assert (row["affirms"], row["denies"]) == ("Government of China", "Canadian officials")


@pytest.mark.parametrize(("done", "count"), [(Factuality.ASSERTED, 1), (Factuality.DENIED, 0)])
def test_what_was_planned_and_is_done_is_found(tmp_path: Path, done: Factuality, count: int) -> None:
    triple = ("mark-carney", "signed", "several-memoranda-of-understanding")
    later = statement(triple, evidence("Trade and Tensions"), done)
    graph = trade_graph() | Graph(statements=(later,))
    assert len(asked_of(graph, tmp_path, "planned-then-done")) == count
    assert len(asked_of(graph, tmp_path, "planned")) == 1 - count


def test_a_statement_without_evidence_is_found(tmp_path: Path) -> None:
    text = to_turtle(trade_graph())
    (tmp_path / "graph.ttl").write_text(re.sub(r" ;\s+kg:evidence id:\S+", "", text, count=1))
    assert len(answered(Here([tmp_path / "graph.ttl"]), "without-evidence")) == 1


@pytest.mark.parametrize(("day", "count"), [("2024-06-01", 1), ("2023-12-31", 0), ("2025-01-01", 0)])
def test_an_office_is_held_from_its_first_day_to_its_last(tmp_path: Path, day: str, count: int) -> None:
    assert len(asked_of(trade_graph(), tmp_path, f"office-holders on={day}")) == count


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Worker:
    """The seed article as it is really read."""
    import kg

    path = tmp_path_factory.mktemp("seed") / "seed.ttl"
    kg.build(GOLD.parent.parent / "seeds" / "canada-china.txt", date="2026-01-14").save(path)
    return Here([path])


@pytest.mark.model
@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        (
            "who-imposed-what who=Canada",
            {
                "subject": "Canada",
                "object": "China",
                "goods": "Chinese electric vehicles",
                "rate": "100%",
                "start": "2024-01-01",
            },
        ),
        ("retaliation", {"answering": "China", "answered": "Canada"}),
        ("planned who=Mark Carney", {"relation": "signed", "factuality": "Planned"}),
        ("negated", {"source": "Canadian officials"}),
        ("urged who=China", {"subject": "Government of China", "object": "Government of Canada"}),
        ("office-holders on=2026-01-14 of=Canada", {"holder": "Mark Carney", "office": "Prime Minister of Canada"}),
        ("meetings who=China", {"subject": "Mark Carney", "start": "2026-01-12", "end": "2026-01-18"}),
        ("arrests", {"subject": "Canada", "requested_by": "United States"}),
        ("timeline-between a=Canada b=China", {"relation": "imposed tariff on", "start": "2024-01-01"}),
        ("trade-and-dependence who=United States", {"relation": "exports to", "amount": "about 90%"}),
    ],
)
def test_the_seed_article_as_it_is_read_answers(seed: Worker, asked: str, wanted: dict[str, str]) -> None:
    rows = answered(seed, asked)
    assert any(wanted.items() <= row.items() for row in rows), rows


@pytest.mark.model
def test_no_statement_of_the_seed_article_is_without_evidence(seed: Worker) -> None:
    assert answered(seed, "without-evidence") == []
