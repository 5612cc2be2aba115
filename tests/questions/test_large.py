"""Named questions on a graph of a few hundred articles: none takes the square of its time."""

from collections.abc import Iterator

import pytest

from kg.store import Limits, Query, Worker
from kg.store.questions import Question, questions
from kg.turtle.documents import write
from scripts.benchmark_store import made_up

STATEMENTS = 4_000
SECONDS = 60.0
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
