"""Answers of named questions as plain values, for the page of a graph."""

from __future__ import annotations

from kg.model import Graph
from kg.store import Answer, Limits, Query, Worker
from kg.store.questions import Question, questions
from kg.turtle.documents import serialize

AnswerJson = dict[str, object]
MOST_ASKED = 1000
"""Statements of a page that has its answers in it: of more of them each question takes longer than one waits for."""
_STATEMENT = "statement"
_ROWS = 300


def answers(graph: Graph) -> list[AnswerJson]:
    """The named questions that a graph answers without parameters, by name, with ``_ROWS`` rows at most."""
    limits = Limits(rows=_ROWS)
    with Worker((), limits, serialize(graph, "nt")) as worker:
        asked = ((one, worker.ask(Query(one.text, helps=False))) for one in questions())
        return [answer_json(one, answer) for one, answer in asked if answer.count]


def answer_json(asked: Question, answer: Answer) -> AnswerJson:
    """A question with its rows of text; ``said`` is the id of the statement of each row, empty where it has none."""
    rows = [{name: answer.short(value or "") for name, value in row.items()} for row in answer.rows()]
    columns = [name for name in answer.variables if name != _STATEMENT]
    return {
        "name": asked.name,
        "title": asked.title,
        "columns": columns,
        "rows": [[row[name].removeprefix("kg:") for name in columns] for row in rows],
        "said": [row.get(_STATEMENT, "").removeprefix("id:") for row in rows],
        "isCut": answer.truncated,
    }
