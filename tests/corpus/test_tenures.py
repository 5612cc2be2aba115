"""Who held an office on a day: by articles on their days, and by the table of office holders."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kg.corpus import linked
from kg.corpus.happenings import Corpus
from kg.corpus.rdf import as_rdf
from kg.corpus.tenures import Tenure, office_named, tenures
from kg.model import Factuality, Graph, NodeId, TimeSpan
from kg.model.merge import merged
from kg.turtle.documents import write
from tests.conftest import Kg
from tests.corpus.made import Clause, told
from tests.graphs import entity

OFFICE = "chairman-of-velox"
DAYS = [date(2026, 1, 5), date(2026, 2, 5), date(2026, 3, 5)]


def holding(
    name: str, day: date | None, who: str, time: TimeSpan | None = None, rule: str = "holding/current"
) -> Graph:
    """An article that calls somebody the chairman."""
    graph = told(name, day, Clause(who, "chaired", "velox"))
    (said,) = graph.statements
    held = replace(said, relation="heldOffice", object=NodeId(OFFICE), event=None, rule=rule, time=time)
    return replace(graph, events=(), statements=(held,)) | Graph(
        entities=(entity(OFFICE, "Office", "Chairman of Velox"),)
    )


def found(*graphs: Graph) -> list[tuple[str, date | None, date | None, int]]:
    graph = merged(graphs)
    corpus = Corpus(graph, linked(graph))
    return [(one.person, one.start, one.end, len(one.statements)) for one in tenures(corpus)]


def test_who_is_called_the_holder_on_two_days_held_the_office_between() -> None:
    graphs = holding("a", DAYS[0], "karl-berg"), holding("b", DAYS[2], "karl-berg")
    assert [one[1:] for one in found(*graphs)] == [(DAYS[0], DAYS[2], 2)]


def test_another_holder_between_makes_two_tenures() -> None:
    people = ["karl-berg", "mykhailo-podoliak", "karl-berg"]
    graphs = [holding(name, day, who) for name, day, who in zip("abc", DAYS, people, strict=True)]
    assert [one[1:3] for one in found(*graphs)] == [(day, day) for day in DAYS]


def clause(predicate: str, time: TimeSpan | None = None, source: str = "") -> Graph:
    """An article in which a clause tells who is the chairman."""
    graph = holding("a", DAYS[0], "karl-berg", time, "clause/active/be")
    source_id = NodeId(source) if source else None
    return replace(
        graph,
        statements=tuple(replace(said, predicate_text=predicate, attributed_to=source_id) for said in graph.statements),
    )


UNTIL, SINCE = TimeSpan(end=date(2015, 12, 31)), TimeSpan(date(2019, 1, 1))


@pytest.mark.parametrize(
    ("graph", "expected"),
    [
        (clause("is"), [(DAYS[0], DAYS[0])]),
        (clause("has been", SINCE), [(SINCE.start, DAYS[0])]),
        (clause("is", TimeSpan(end=date(2028, 12, 31))), [(DAYS[0], DAYS[0])]),
        (clause("served as", TimeSpan(date(2010, 1, 1), UNTIL.end)), [(date(2010, 1, 1), UNTIL.end)]),
        (clause("was"), []),
        (clause("was", UNTIL), []),
        (clause("had been"), []),
        (clause("is", source="ana-berg"), []),
        (holding("a", DAYS[0], "karl-berg", rule="holding/told"), []),
    ],
)
def test_only_a_fact_in_the_present_tense_reaches_the_day_of_its_article(
    graph: Graph, expected: list[tuple[date | None, date | None]]
) -> None:
    assert [one[1:3] for one in found(graph)] == expected


@pytest.mark.parametrize("other", ["ana-berg", "mykhailo-podoliak"])
def test_two_holders_on_one_day_break_no_tenure_whatever_their_names(other: str) -> None:
    graphs = [holding(name, day, "karl-berg") for name, day in zip("abc", DAYS, strict=True)]
    ends = [one[1:3] for one in found(*graphs, holding("d", DAYS[1], other))]
    assert sorted(ends, key=repr) == [(DAYS[0], DAYS[2]), (DAYS[1], DAYS[1])]


@pytest.mark.parametrize(
    "graph",
    [
        holding("a", None, "karl-berg"),
        holding("a", DAYS[0], "karl-berg", rule="holding/former"),
    ],
)
def test_who_held_it_before_or_on_no_known_day_did_not_hold_it_then(graph: Graph) -> None:
    assert found(graph) == []


def test_a_time_of_the_text_goes_before_the_day_of_the_article() -> None:
    span = TimeSpan(date(2020, 1, 1), date(2021, 6, 30))
    assert found(holding("a", DAYS[0], "karl-berg", span)) == [("karl-berg", span.start, span.end, 1)]


def test_what_is_denied_proves_nothing() -> None:
    graph = holding("a", DAYS[0], "karl-berg")
    denied = (replace(said, factuality=Factuality.DENIED) for said in graph.statements)
    assert found(replace(graph, statements=tuple(denied))) == []


def test_the_table_knows_an_office_that_no_article_tells_of() -> None:
    office = office_named("President of France")
    assert office is not None
    graph = told("a", DAYS[0], Clause("velox", "sued", "peru"))
    terms = tenures(Corpus(graph, linked(graph)), [office])
    assert on(terms, date(2015, 3, 1)) == {"François Hollande"}
    assert on(terms, date(2018, 3, 1)) == {"Emmanuel Macron"}


def on(terms: Sequence[Tenure], day: date) -> set[str]:
    return {one.holder for one in terms if one.covers(day)}


def test_who_held_an_office_on_a_day_is_told_with_its_sentence(kg: Kg, tmp_path: Path) -> None:
    write(holding("a", DAYS[0], "karl-berg") | holding("b", DAYS[2], "karl-berg"), tmp_path / "a.ttl", evidence="full")
    ran = kg("tenures", "a.ttl", "--office", "Chairman of Velox", "--on", "2026-02-01", "-f", "jsonl")
    (row,) = map(json.loads, ran.out.splitlines())
    assert (row["holder"], row["by"], row["sources"], len(row["statements"])) == ("Karl Berg", "articles", 2, 2)
    assert row["sentence"].startswith("Karl Berg chaired Velox")
    assert "nobody is known" in kg("tenures", "a.ttl", "--on", "2026-04-01").err
    assert kg("tenures", "a.ttl", "--office", "Chairman of Nothing").code == 2


def test_tenures_are_rdf_with_what_proves_them() -> None:
    graph = holding("a", DAYS[0], "karl-berg")
    (said,) = graph.statements
    body = as_rdf(Corpus(graph, linked(graph)), "nt").decode()
    (name,) = (line.split()[0] for line in body.splitlines() if line.endswith("#Tenure> ."))
    proof = f"{name} <https://w3id.org/newsgraph/ontology#byStatement> <https://w3id.org/newsgraph/id/{said.id}> ."
    assert proof in body.splitlines()
