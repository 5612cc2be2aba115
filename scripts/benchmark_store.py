"""Time of questions on a large graph: our store (a process of its own, pyoxigraph) beside rdflib, in the same run.

    python scripts/benchmark_store.py [STATEMENTS] [--no-rdflib]

The graph is made up: states that visit, sanction and accuse one another, each statement with event, time and sentence.
28,000 statements are about a million triples.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

import rdflib

from kg import model
from kg.store import Limits, Query, Worker
from kg.store.questions import question
from kg.turtle.documents import to_turtle

Result = TypeVar("Result")
_STATES = 200
_PER_ARTICLE = 40
_RELATIONS = {
    "visited": "Visit",
    "sanctioned": "ImposeSanctions",
    "accused": "Accuse",
    "imposedTariffOn": "ImposeTariff",
}
_SENTENCE = "One state did something to another on that day, it was said in the capital."

QUERIES = {
    "a lookup": "SELECT ?p ?o { id:state-7 ?p ?o }",
    "a join of five patterns": """SELECT ?statement ?label { ?statement a kg:Statement ; rdf:subject id:state-7 ;
        rdf:predicate kg:sanctioned ; rdf:object ?o ; kg:factuality kg:Asserted . ?o rdfs:label ?label }""",
    "a count by group": "SELECT ?p (COUNT(*) AS ?n) { ?s a kg:Statement ; rdf:predicate ?p } GROUP BY ?p",
    "a path with a filter of dates": """SELECT ?statement ?words { ?statement rdf:subject/kg:actsFor? id:state-7 ;
        kg:start ?start ; kg:evidence/oa:hasSelector/oa:exact ?words
        FILTER(?start >= "2025-06-01"^^xsd:date) }""",
    "plans without their act (MINUS)": """SELECT ?plan { ?plan rdf:subject id:state-7 ; rdf:predicate ?p ;
        rdf:object ?o ; kg:factuality kg:Planned
        MINUS { ?act rdf:subject id:state-7 ; rdf:predicate ?p ; rdf:object ?o ; kg:factuality kg:Asserted } }""",
}
NAMED = {"the question planned": question("planned").text.replace("?who { UNDEF }", "?who { id:state-7 }")}
"""Asked of our store alone: rdflib needs more than 20 GB of memory for it."""


def main() -> int:
    """Print a table of seconds."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    graph = made_up(numbers[0] if numbers else 28_000)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph.ttl"
        text, seconds = _timed(lambda: to_turtle(graph))
        path.write_text(text, encoding="utf-8")
        print(f"written in {seconds:.1f} s")
        ours = _ours(path)
        theirs = {} if "--no-rdflib" in sys.argv else _theirs(path)
    print(f"{'':32}{'ours':>10}{'rdflib':>10}{'times':>8}")
    for name, took in ours.items():
        other = theirs.get(name)
        print(f"{name:32}{took:9.3f}s" + (f"{other:9.3f}s{other / took:7.1f}" if other else ""))
    return 0


def _ours(path: Path) -> dict[str, float]:
    found: dict[str, float] = {}
    with Worker([path], Limits(seconds=300, rows=1_000_000)) as worker:
        _, found["loading"] = _timed(lambda: worker.ask(Query("ASK {}")))
        (count,) = worker.ask(Query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")).rows()
        print(f"{int(count['n'] or 0):,} triples")
        for name, text in (QUERIES | NAMED).items():
            answer, found[name] = _timed(lambda text=text: worker.ask(Query(text)))  # type: ignore[misc]
            print(f"  {name}: {answer.count} rows")
    return found


def _theirs(path: Path) -> dict[str, float]:
    found: dict[str, float] = {}
    graph, found["loading"] = _timed(lambda: rdflib.Graph().parse(path))
    for name, text in QUERIES.items():
        _, found[name] = _timed(lambda text=text: list(graph.query(text)))  # type: ignore[misc]
    return found


def _timed(work: Callable[[], Result]) -> tuple[Result, float]:
    started = time.perf_counter()
    result = work()
    return result, time.perf_counter() - started


def made_up(statements: int) -> model.Graph:
    """A graph of that many statements; the same number gives the same graph."""
    chance = random.Random(0)
    states = [
        model.Entity(model.NodeId(f"state-{n}"), "Country", f"State {n}", country=f"S{n:02}") for n in range(_STATES)
    ]
    governments = [
        model.Entity(
            model.NodeId(f"government-{n}"),
            "Government",
            f"Government {n}",
            links=frozenset({model.Link("actsFor", state.id)}),
        )
        for n, state in enumerate(states)
    ]
    actors = [*states, *governments]
    articles = [
        model.Article(model.ArticleId(f"a{n}"), "", (), date(2024, 1, 1) + timedelta(n % 700), f"Article {n}")
        for n in range(statements // _PER_ARTICLE + 1)
    ]
    made = [_statement(n, articles[n // _PER_ARTICLE].id, chance, actors) for n in range(statements)]
    events = tuple(event for _, event in made)
    return model.Graph(tuple(articles), tuple(actors), events, (), tuple(told for told, _ in made))


def _statement(
    number: int, article: model.ArticleId, chance: random.Random, actors: list[model.Entity]
) -> tuple[model.Statement, model.Event]:
    first, second = chance.sample(actors, 2)
    relation = chance.choice(sorted(_RELATIONS))
    day = date(2024, 1, 1) + timedelta(chance.randrange(700))
    time_ = model.TimeSpan(day, day, "that day", model.Precision.DAY)
    roles = frozenset({model.Role("agent", first.id), model.Role("target", second.id)})
    event = model.Event(model.NodeId(f"event-{number}"), _RELATIONS[relation], f"{relation} {number}", roles, time_)
    start = number % _PER_ARTICLE * 100
    told = model.Statement(
        id=model.NodeId(f"statement-{number}"),
        subject=first.id,
        relation=relation,
        relation_label=relation,
        is_open=False,
        object=second.id,
        event=event.id,
        factuality=chance.choice(list(model.Factuality)),
        evidence=frozenset({model.Evidence(article, start, start + len(_SENTENCE), _SENTENCE)}),
        subject_text=first.label,
        predicate_text=relation,
        object_text=second.label,
        rule="made/up",
        confidence=chance.randrange(50, 100) / 100,
        attributed_to=chance.choice(actors).id if chance.random() < 1 / 3 else None,
        time=time_,
    )
    return told, event


if __name__ == "__main__":
    sys.exit(main())
