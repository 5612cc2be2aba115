"""What follows from what is the same: happenings, claims, trends, the network, RDF."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import networkx as nx
import pytest
import rdflib
from rdflib.namespace import RDFS

from kg.corpus import linked
from kg.corpus.claims import Bond, ties
from kg.corpus.happenings import Corpus, Stage
from kg.corpus.network import communities, network, signed_ties
from kg.corpus.rdf import as_rdf
from kg.corpus.trends import trend
from kg.model import Factuality, Graph, Role, TimeSpan
from kg.model.merge import merged
from kg.ontology import ontology_folder
from kg.turtle.documents import write
from tests.conftest import Kg
from tests.corpus.joined import one_happening
from tests.corpus.made import Clause, told

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)
KG = "https://w3id.org/newsgraph/ontology#"


def corpus(*graphs: Graph) -> Corpus:
    whole = merged(graphs)
    return Corpus(whole, linked(whole))


def toll(name: str, day: date, count: int, more: str = "") -> Graph:
    return told(name, day, Clause("velox", "killed", "peru", count=count, source="ana-berg"), more=more)


def bonds(found: Corpus) -> set[tuple[str, str, Bond]]:
    return {(tie.first.value, tie.second.value, tie.bond) for tie in ties(found)}


def test_a_plan_that_was_carried_out_is_one_happening() -> None:
    plan = Clause("velox", "visited", "peru", firmness=Factuality.PLANNED)
    (one,) = corpus(told("a", MONDAY, plan), told("b", TUESDAY, Clause("velox", "visited", "peru"))).happenings
    assert [(telling.stage, telling.told_on) for telling in one.history] == [
        (Stage.PLANNED, MONDAY),
        (Stage.DONE, TUESDAY),
    ]
    assert one.stage is Stage.DONE


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ([3, None], [(Stage.PLANNED, MONDAY), (Stage.DONE, TUESDAY)]),
        ([None, 3], [(Stage.PLANNED, MONDAY), (Stage.DONE, TUESDAY)]),
        ([2, None], [(Stage.DONE, MONDAY)]),
        ([2, 3], [(Stage.DONE, MONDAY)]),
        ([None, None], [(Stage.DONE, MONDAY)]),
    ],
)
def test_what_is_told_before_its_time_is_planned(
    times: list[int | None], expected: list[tuple[Stage, date | None]]
) -> None:
    spans = [TimeSpan(date(2026, 3, day), date(2026, 3, day)) if day else None for day in times]
    (one,) = one_happening(at("a", MONDAY, spans[0]), at("b", TUESDAY, spans[1])).happenings
    assert [(telling.stage, telling.told_on) for telling in one.history] == expected


def test_a_value_of_a_later_day_is_an_update() -> None:
    assert ("12", "15", Bond.UPDATES) in bonds(corpus(toll("a", MONDAY, 12), toll("b", TUESDAY, 15)))


def test_two_values_of_one_day_by_two_sources_conflict() -> None:
    other = told("b", MONDAY, Clause("velox", "killed", "peru", count=15, source="karl-berg"))
    assert ("12", "15", Bond.CONFLICTS) in bonds(corpus(toll("a", MONDAY, 12), other))


def test_a_denial_is_tied_to_what_it_denies() -> None:
    denial = Clause("velox", "attacked", "peru", firmness=Factuality.DENIED, source="ana-berg")
    found = corpus(told("a", MONDAY, Clause("velox", "attacked", "peru")), told("b", MONDAY, denial))
    assert ("done", "denied", Bond.DENIES) in bonds(found)
    assert len(found.happenings) == 2


def test_copies_are_one_source() -> None:
    more = " ".join(f"The mine opened in the year {year} and was closed again." for year in range(1900, 1912))
    (one,) = corpus(toll("a", MONDAY, 12, more), toll("b", MONDAY, 12, more)).happenings
    assert (len(one.articles), one.sources) == (2, 1)


def test_a_happening_counts_once_in_a_trend_however_often_it_is_told() -> None:
    clause = Clause("peru", "attacked", "chile")
    found = trend(corpus(told("a", MONDAY, clause), told("b", TUESDAY, clause)), {"attacked": "ASSAULT"})
    assert [(one.period, one.source, one.target, one.hostile, one.score) for one in found] == [
        ("2026-03", "peru", "chile", 1, -2.0)
    ]


def test_a_trend_leaves_requests_out() -> None:
    acts = (Clause("peru", "attacked", "chile"), Clause("peru", "asked", "chile"))
    (found,) = trend(corpus(told("a", MONDAY, *acts)), {"attacked": "ASSAULT", "asked": "REQUEST"})
    assert (found.hostile, found.cooperative, found.score) == (1, 0, -2.0)


def at(name: str, day: date | None, time: TimeSpan | None) -> Graph:
    """An article that tells of an attack at a time."""
    graph = told(name, day, Clause("peru", "attacked", "chile"))
    return replace(graph, statements=tuple(replace(said, time=time) for said in graph.statements))


YEAR = TimeSpan(date(2025, 1, 1), date(2025, 12, 31))
OCTOBER = TimeSpan(date(2025, 10, 7), date(2025, 10, 7))


@pytest.mark.parametrize(
    ("times", "by", "expected"),
    [
        ([None], "month", ["2026-03"]),
        ([YEAR], "month", []),
        ([None, YEAR], "month", []),
        ([YEAR], "year", ["2025"]),
        ([TimeSpan(date(2025, 10, 1))], "year", []),
        ([OCTOBER], "month", ["2025-10"]),
        ([YEAR, OCTOBER], "month", ["2025-10"]),
        ([None, replace(OCTOBER, start=date(2026, 4, 1), end=date(2026, 4, 2))], "month", ["2026-04"]),
        ([None, OCTOBER], "day", ["2025-10-07"]),
    ],
)
def test_a_trend_counts_on_a_time_within_a_period_before_the_days_of_articles(
    times: list[TimeSpan | None], by: str, expected: list[str]
) -> None:
    one = one_happening(*(at(f"a{number}", MONDAY, time) for number, time in enumerate(times)))
    assert [found.period for found in trend(one, {"attacked": "ASSAULT"}, by=by)] == expected


@pytest.mark.parametrize(("first", "second", "expected"), [(MONDAY, TUESDAY, "a"), (TUESDAY, MONDAY, "b")])
def test_a_trend_shows_the_telling_of_the_earliest_day(first: date, second: date, expected: str) -> None:
    one = one_happening(at("a", first, None), at("b", second, None))
    (found,) = trend(one, {"attacked": "ASSAULT"})
    (shown,) = found.statements
    assert one.statements[shown].first_evidence.article == expected


def test_the_network_ties_entities_by_happenings() -> None:
    clause = Clause("peru", "visited", "chile")
    found = network(corpus(told("a", MONDAY, clause), told("b", TUESDAY, clause)))
    assert [(source, target, data["sources"]) for source, target, data in found.edges(data=True)] == [
        ("peru", "chile", 2)
    ]


def test_all_terms_of_the_rdf_have_a_label_and_a_definition() -> None:
    body = as_rdf(corpus(toll("a", MONDAY, 12), toll("b", TUESDAY, 15)), "ttl")
    assert body == as_rdf(corpus(toll("b", TUESDAY, 15), toll("a", MONDAY, 12)), "ttl")
    known = rdflib.Graph().parse(ontology_folder() / "corpus.ttl").parse(ontology_folder() / "news.ttl")
    found = rdflib.Graph().parse(data=body, format="turtle")
    terms = {term for triple in found for term in triple[1:] if str(term).startswith(KG)}
    assert rdflib.URIRef(f"{KG}updatesClaim") in terms
    assert [term for term in terms if not (known.value(term, RDFS.label) and known.value(term, RDFS.comment))] == []


def test_what_two_do_together_is_an_act_of_either() -> None:
    one = corpus(told("a", MONDAY, Clause("peru", "met", "chile")))
    found = trend(one, {"met": "CONSULT"}, mutual={"met"})
    assert [(period.source, period.target) for period in found] == [("chile", "peru"), ("peru", "chile")]


def test_communities_are_of_those_that_happenings_tie() -> None:
    graphs = told("a", MONDAY, Clause("peru", "visited", "chile"), Clause("velox", "sued", "ana-berg"))
    found = network(corpus(graphs, told("b", TUESDAY, Clause("peru", "praised", "chile"))))
    assert communities(found) == (("ana-berg", "velox"), ("chile", "peru"))


def test_states_are_tied_by_the_acts_of_both_in_a_period() -> None:
    acts = (
        told("a", MONDAY, Clause("peru", "attacked", "chile")),
        told("b", TUESDAY, Clause("chile", "praised", "peru")),
    )
    both = corpus(*acts)
    found = signed_ties(both, trend(both, {"attacked": "ASSAULT", "praised": "SUPPORT"}))
    ((one, other, month, data),) = found.edges(keys=True, data=True)
    assert (one, other, month) == ("chile", "peru", "2026-03")
    assert data == {"score": -0.5, "cooperative": 1, "hostile": 1}
    assert [data["label"] for _, data in found.nodes(data=True)] == ["Chile", "Peru"]


def test_what_two_states_do_together_ties_them_once() -> None:
    both = corpus(told("a", MONDAY, Clause("peru", "met", "chile"), Clause("peru", "attacked", "chile")))
    found = signed_ties(both, trend(both, {"met": "CONSULT", "attacked": "ASSAULT"}, mutual={"met"}))
    ((*_, data),) = found.edges(data=True)
    assert data == {"score": -0.5, "cooperative": 1, "hostile": 1}


def test_numbers_are_no_nodes_of_the_network() -> None:
    graph = told("a", MONDAY, Clause("peru", "sent", "chile", count=5))
    amount = Role("amount", graph.quantities[0].id)
    events = tuple(replace(event, roles=event.roles | {amount}) for event in graph.events)
    assert set(network(corpus(replace(graph, events=events)))) == {"peru", "chile"}


def test_the_network_of_a_corpus_is_written_with_its_communities(kg: Kg, tmp_path: Path) -> None:
    write(told("a", MONDAY, Clause("peru", "visited", "chile")), tmp_path / "a.ttl", evidence="full")
    assert "Peru" in kg("corpus", "network", "a.ttl").out
    assert kg("corpus", "network", "a.ttl", "-o", "a.graphml").code == 0
    (edge,) = nx.read_graphml(tmp_path / "a.graphml", force_multigraph=True).edges(data=True)
    assert (edge[2]["stage"], edge[2]["sources"]) == ("done", 1)
    assert kg("corpus", "network", "a.ttl", "-o", "a.txt").code == 2
