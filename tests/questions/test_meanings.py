"""Named questions by the class of the predicate: whatever its words, and nothing of another class."""

import re
from dataclasses import replace
from datetime import date

import pytest

from kg.errors import QueryError
from kg.model import Factuality, Graph, NodeId, Precision, Statement, TimeSpan
from kg.ontology import Ontology
from kg.store import Worker
from kg.store.questions import Question, questions
from kg.turtle.documents import write
from tests.asking import Here, told
from tests.graphs import evidence, statement, trade_graph

SPAN = evidence("China responded with tariffs on Canadian canola.")
MINE = "https://example.org/my#Lobbying"
CLASSES = [one.name for one in Ontology.load().relation_classes.values() if one.property]
BY_CLASS = [one for one in questions() if "VALUES ?meaning { kg:" in one.text]


def classes_of(one: Question) -> set[str]:
    (listed,) = re.findall(r"VALUES \?meaning \{ ([^}]*) \}", one.text)
    return {name.removeprefix("kg:") for name in listed.split()}


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
