"""What is near a question whose answer is empty: the same without its parameters, and questions of its kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.store import Query, Worker
from kg.store.questions import Question, our_question

_OVERVIEW = ("happenings", "acts-of", "agenda", "requests", "claims-by", "denied", "amounts")
"""Questions that most graphs answer, for one that names none that are near."""
_SHOWN = 4
_NAMED = "subject"


def near(question: Question, given: Mapping[str, str], worker: Worker, *, is_part: bool = False) -> Iterator[str]:
    """Lines for whoever asked: with what values there are rows, and which other questions have some.

    Other questions are asked with those of the parameters that they take; none of a part that was taken for this one.
    """
    asked = {name: value for name, value in given.items() if name != "details"}
    yield f"nothing answers {question.name}{_with(asked)}"
    if is_part:
        return
    if asked:
        yield from _without_parameters(question, worker)
    counts = {one.name: _count(one, asked, worker) for one in neighbours(question)}
    found = [f"{name} ({count})" for name, count in counts.items() if count]
    if found:
        yield f"near it, with their rows: {', '.join(found[:_SHOWN])}; kg query GRAPH --ask NAME{_with(asked)}"


def neighbours(question: Question) -> Sequence[Question]:
    """The questions of ours that are near one."""
    found = (our_question(name) for name in question.near or _OVERVIEW if name != question.name)
    return [one for one in found if one is not None]


def _without_parameters(question: Question, worker: Worker) -> Iterator[str]:
    """How many rows there are for any values, and whom they are about."""
    rows = list(worker.ask(Query(question.filled({}, worker))).rows())
    names = dict.fromkeys(row.get(_NAMED) or "" for row in rows)
    about = ", ".join([name for name in names if name][:_SHOWN])
    if rows:
        yield f"{len(rows)} rows without parameters{f': {about}' if about else ''}"


def _count(question: Question, given: Mapping[str, str], worker: Worker) -> int:
    takes = {parameter.name for parameter in question.parameters}
    fitting = {name: value for name, value in given.items() if name in takes}
    return worker.ask(Query(question.filled(fitting, worker))).count


def _with(given: Mapping[str, str]) -> str:
    return "".join(f" -p {name}={value}" for name, value in given.items())
