"""The network of a graph: its edges, chains through it, who matters, cooperation and conflict."""

import os
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg.graph.analysis
from kg.facts.plover import SCALE, event_type
from kg.graph import EdgeData, Projection, to_networkx
from kg.graph.analysis import Triad, actors, acts, brokers, by_period, centralities, communities, ties, triads
from kg.graph.paths import PathOptions, paths
from kg.model import Entity, Factuality, Graph, NodeId, Statement, TimeSpan
from tests.graphs import YEAR_2024, entity, evidence, graphs, statement, trade_graph

PLOVER = {"imposedTariffOn": "SANCTION-discontinue", "visited": "CONSULT-visit", "aided": "AID", "attacked": "ASSAULT"}
SENTENCE = evidence("Trade and Tensions")


def states(*names: str) -> tuple[Entity, ...]:
    return tuple(entity(name, "Country", name.title()) for name in names)


def said(source: str, relation: str, target: str, factuality: Factuality = Factuality.ASSERTED) -> Statement:
    return statement((source, relation, target), SENTENCE, factuality)


def network_of(*statements: Statement) -> Graph:
    names = sorted({end for one in statements for end in (one.subject, one.object)})
    return Graph() | Graph(entities=states(*names), statements=statements)


def test_an_edge_is_a_statement_typed_and_dated() -> None:
    network = to_networkx(trade_graph())
    edge = network.edges["canada", "china", "statement-b2"]
    assert {name: edge[name] for name in ("relation", "factuality", "fact", "start", "end", "event", "article")} == {
        "relation": "imposedTariffOn",
        "factuality": "Asserted",
        "fact": True,
        "start": "2024-01-01",
        "end": "2024-12-31",
        "event": "event-3f",
        "article": "trade",
    }
    assert network.nodes["canada"] == {
        "label": "Canada",
        "kind": "entity",
        "cls": "Country",
        "country": "CAN",
        "wikidata": "Q16",
    }


def test_facts_alone_leave_out_plans_and_denials() -> None:
    network = to_networkx(trade_graph(), Projection(facts_only=True))
    kinds = {data["factuality"] for *_, data in network.edges(data=True)}
    assert kinds == {"Asserted"}


def test_links_and_roles_are_edges_when_asked_for() -> None:
    network = to_networkx(trade_graph(), Projection(links=True, roles=True))
    assert network.has_edge("government-of-canada", "canada", "government-of-canada-actsFor-canada")
    assert network.has_edge("event-3f", "chinese-electric-vehicles", "event-3f-commodity-chinese-electric-vehicles")


def _tariff(*told: Statement) -> EdgeData:
    """What the network tells of an event of which some statements tell: the same of its node and of each role."""
    graph = replace(trade_graph(), statements=tuple(replace(one, event=NodeId("event-3f")) for one in told))
    network = to_networkx(graph, Projection(roles=True))
    roles = [data for source, _, data in network.edges(data=True) if source == "event-3f" and data["kind"] == "role"]
    (found,) = {
        tuple((name, data[name]) for name in ("fact", "factuality") if name in data)
        for data in (*roles, network.nodes["event-3f"])
    }
    return dict(found)


@pytest.mark.parametrize(
    ("told", "standing"),
    [
        ([Factuality.PLANNED], {"fact": False, "factuality": "Planned"}),
        ([Factuality.DENIED, Factuality.POSSIBLE], {"fact": False, "factuality": "Possible"}),
        ([Factuality.DENIED, Factuality.ASSERTED], {"fact": True, "factuality": "Asserted"}),
        ([], {"fact": False}),
    ],
    ids=["planned", "possible and denied", "denied and a fact", "nothing"],
)
def test_an_event_and_its_roles_are_as_firm_as_the_firmest_that_is_said_of_it(
    told: list[Factuality], standing: EdgeData
) -> None:
    assert _tariff(*(said("canada", "imposedTariffOn", "china", one) for one in told)) == standing


def test_what_one_source_claims_makes_an_event_no_fact() -> None:
    claim = replace(said("canada", "imposedTariffOn", "china"), attributed_to=NodeId("china"))
    assert _tariff(claim) == {"fact": False, "factuality": "Asserted"}


def test_the_node_of_an_event_that_is_no_fact_is_a_reported_event_of_its_class() -> None:
    claims = [replace(said("canada", "imposedTariffOn", "china"), attributed_to=NodeId(one)) for one in ("us", "china")]
    told = tuple(replace(one, event=NodeId("event-3f"), id=NodeId(str(one.attributed_to))) for one in claims)
    node = to_networkx(replace(trade_graph(), statements=told), Projection(roles=True)).nodes["event-3f"]
    assert (node["cls"], node["eventClass"], node["attributedTo"]) == ("ReportedEvent", "ImposeTariff", "china|us")
    node = to_networkx(trade_graph(), Projection(roles=True)).nodes["event-3f"]
    assert (node["cls"], node.get("eventClass"), node.get("attributedTo")) == ("ImposeTariff", None, None)


def test_facts_alone_leave_out_the_roles_of_what_is_none() -> None:
    network = to_networkx(trade_graph(), Projection(facts_only=True, roles=True))
    assert network.has_edge("event-3f", "chinese-electric-vehicles")
    planned = tuple(replace(one, factuality=Factuality.PLANNED) for one in trade_graph().statements)
    network = to_networkx(replace(trade_graph(), statements=planned), Projection(facts_only=True, roles=True))
    assert not network.edges
    assert {data["kind"] for _, data in network.nodes(data=True)} == {"entity"}


@given(graphs())
def test_every_statement_is_an_edge(graph: Graph) -> None:
    whole = Graph() | replace(graph, entities=graph.entities + _missing(graph))
    network = to_networkx(whole)
    assert {str(key) for *_, key in network.edges(keys=True)} == {told.id for told in whole.statements}


def _missing(graph: Graph) -> tuple[Entity, ...]:
    """Entities for the ends of statements that the strategy left undescribed."""
    ends = {end for told in graph.statements for end in (told.subject, told.object)}
    return tuple(Entity(end, "Topic", end) for end in sorted(ends - set(graph.nodes)))


def test_the_shortest_chain_goes_either_way_along_statements() -> None:
    graph = network_of(said("a", "aided", "b"), said("c", "visited", "b"), said("c", "aided", "d"))
    (chain,) = paths(graph, NodeId("a"), NodeId("d"))
    assert [(step.source, step.relation, step.target, step.forward) for step in chain] == [
        ("a", "aided", "b", True),
        ("b", "visited", "c", False),
        ("c", "aided", "d", True),
    ]
    assert all(step.statement.startswith("statement-") for step in chain)


def test_chains_come_by_length_and_then_by_name() -> None:
    graph = network_of(*(said(pair[0], "aided", pair[1]) for pair in ("ax", "xz", "ab", "bz", "az")))
    chains = paths(graph, NodeId("a"), NodeId("z"), PathOptions(most=5))
    assert [[step.target for step in chain] for chain in chains] == [["z"], ["b", "z"], ["x", "z"]]


@given(st.lists(st.tuples(*[st.sampled_from("abcdefg")] * 2), max_size=12), st.integers(1, 6))
def test_chains_are_all_the_chains_that_there_are(pairs: list[tuple[str, str]], hops: int) -> None:
    graph = network_of(said("a", "aided", "a"), said("g", "aided", "g"), *(said(a, "aided", b) for a, b in pairs))
    chains = paths(graph, NodeId("a"), NodeId("g"), PathOptions(999, hops))
    found = [("a", *(step.target for step in chain)) for chain in chains]
    simple = nx.Graph(pairs)
    simple.add_nodes_from("ag")
    every = (tuple(chain) for chain in nx.all_simple_paths(simple, "a", "g", cutoff=hops))
    assert found == sorted(every, key=lambda chain: (len(chain), chain))


def test_of_thousands_of_tied_chains_only_those_wanted_are_made() -> None:
    middle = [f"m{number:04}" for number in range(3000)]
    graph = network_of(*(said(*ends) for name in middle for ends in (("a", "aided", name), (name, "aided", "z"))))
    paths(graph, NodeId("a"), NodeId("m0000"))
    started = time.process_time()
    chains = paths(graph, NodeId("a"), NodeId("z"))
    assert [chain[0].target for chain in chains] == middle[:3]
    assert time.process_time() - started < 1


def test_a_crowd_beside_the_way_costs_nothing() -> None:
    crowd = [(a, b) for a, b in combinations(["a", *"klmnopqrstuv"], 2)]
    graph = network_of(*(said(a, "aided", b) for a, b in (*crowd, ("a", "b"), ("b", "c"))))
    assert len(paths(graph, NodeId("a"), NodeId("c"), PathOptions(hops=12))) == 1


def test_from_a_node_to_itself_there_is_no_chain() -> None:
    graph = network_of(said("a", "aided", "a"), said("a", "aided", "b"))
    assert paths(graph, NodeId("a"), NodeId("a")) == ()


def test_a_plan_connects_nothing_unless_asked() -> None:
    graph = network_of(said("a", "aided", "b", Factuality.PLANNED))
    assert paths(graph, NodeId("a"), NodeId("b")) == ()
    assert len(paths(graph, NodeId("a"), NodeId("b"), PathOptions(claims=True))) == 1


def test_a_chain_longer_than_asked_is_not_told() -> None:
    graph = network_of(said("a", "aided", "b"), said("b", "aided", "c"))
    assert paths(graph, NodeId("a"), NodeId("c"), PathOptions(hops=1)) == ()


def test_where_nothing_connects_there_is_no_chain() -> None:
    graph = network_of(said("a", "aided", "b"), said("c", "aided", "d"))
    assert paths(graph, NodeId("a"), NodeId("d")) == ()
    assert paths(graph, NodeId("a"), NodeId("nobody")) == ()


def two_camps() -> Graph:
    """Two triangles and one who ties them."""
    pairs = ("ab", "bc", "ca", "de", "ef", "fd", "cm", "md")
    return network_of(*(said(pair[0], "aided", pair[1]) for pair in pairs))


def test_communities_are_the_camps_with_their_statements() -> None:
    first, second = communities(actors(two_camps()))
    assert {frozenset(first.members) & {"a", "b", "c"}, frozenset(second.members) & {"d", "e", "f"}} == {
        frozenset("abc"),
        frozenset("def"),
    }
    assert len(first.statements) >= 3


def test_the_broker_stands_between_them_with_evidence() -> None:
    found = {broker.node: broker for broker in brokers(actors(two_camps()))}
    assert found[NodeId("m")].cut
    assert found[NodeId("m")].statements == ("statement-c-aided-m-asserted-", "statement-m-aided-d-asserted-")
    assert "a" not in found


def test_who_has_most_statements_stands_first() -> None:
    first, *_ = centralities(actors(two_camps()))
    assert (first.node, first.degree) == ("c", 3)


def test_a_statement_of_one_about_itself_counts_once() -> None:
    network = actors(network_of(said("a", "aided", "a"), said("a", "aided", "b")))
    assert [(one.node, one.degree) for one in centralities(network)] == [("a", 2), ("b", 1)]


def test_topics_are_no_actors() -> None:
    assert "the-tariffs" not in actors(trade_graph(), facts_only=False)


def test_an_empty_graph_has_no_standing() -> None:
    network = actors(Graph())
    assert (centralities(network), communities(network), brokers(network)) == ((), (), ())


def test_analysis_does_not_depend_on_the_hash_seed() -> None:
    code = """from tests.graph.test_graph import two_camps; from kg.graph.analysis import *
network = actors(two_camps()); print(communities(network), brokers(network), centralities(network))"""
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            cwd=Path(__file__).parents[2],
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(found) == 1


def test_the_betweenness_of_a_large_network_is_estimated_and_the_same_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    network = actors(two_camps())
    exact = {one.node: one.betweenness for one in centralities(network)}
    monkeypatch.setattr(kg.graph.analysis, "_LARGE", 3)
    monkeypatch.setattr(kg.graph.analysis, "_PIVOTS", 3)
    estimated = {one.node: one.betweenness for one in centralities(network)}
    assert estimated == {one.node: one.betweenness for one in centralities(network)}
    assert estimated != exact
    assert estimated[NodeId("m")] > estimated[NodeId("a")]


def test_acts_between_states_are_signed_by_their_kind() -> None:
    graph = network_of(said("a", "aided", "b"), said("b", "attacked", "a"), said("a", "visited", "c"))
    assert [(act.source, act.target, act.score) for act in acts(graph, PLOVER)] == [
        ("a", "b", 2),
        ("a", "c", 1),
        ("b", "a", -2),
    ]


def test_governments_and_office_holders_act_for_their_state() -> None:
    graph = trade_graph() | Graph(statements=(said("mark-carney", "visited", "china"),))
    assert {(act.source, act.target, act.score) for act in acts(graph, PLOVER)} == {
        ("canada", "china", -2),
        ("china", "canada", -2),
        ("canada", "china", 1),
    }


def test_who_acts_for_no_state_makes_no_act_of_one() -> None:
    others = (
        entity("ministry", "PublicBody", "Ministry", ("actsFor", "cabinet")),
        entity("cabinet", "Government", "Cabinet", ("actsFor", "a")),
        entity("maker", "Company", "Maker"),
        entity("head-of-maker", "Office", "Head of Maker", ("actsFor", "maker")),
        entity("jane", "Person", "Jane"),
    )
    told = (
        said("ministry", "visited", "b"),
        said("a", "aided", "b"),
        said("jane", "heldOffice", "head-of-maker"),
        said("jane", "attacked", "b"),
    )
    graph = Graph() | Graph(entities=(*states("a", "b"), *others), statements=told)
    assert {(act.source, act.target) for act in acts(graph, PLOVER)} == {("a", "b")}
    assert len(acts(graph, PLOVER)) == 2


@pytest.mark.parametrize(
    "held",
    [
        said("jane", "heldOffice", "crown", Factuality.DENIED),
        statement(("jane", "heldOffice", "crown"), SENTENCE, source="b"),
    ],
)
def test_who_holds_an_office_by_no_fact_makes_no_act_of_a_state(held: Statement) -> None:
    others = entity("crown", "Office", "Crown", ("actsFor", "a")), entity("jane", "Person", "Jane")
    graph = Graph() | Graph(entities=(*states("a", "b"), *others), statements=(said("jane", "attacked", "b"),))
    assert acts(graph | Graph(statements=(held,)), PLOVER) == ()
    fact = said("jane", "heldOffice", "crown")
    assert [act.source for act in acts(graph | Graph(statements=(fact,)), PLOVER)] == ["a"]


def test_who_stands_for_two_states_acts_for_neither() -> None:
    both = entity("jane", "Person", "Jane", ("actsFor", "a"), ("actsFor", "b"))
    ring = entity("loop", "PublicBody", "Loop", ("actsFor", "loop"))
    graph = Graph() | Graph(entities=(*states("a", "b"), both, ring), statements=(said("jane", "attacked", "b"),))
    assert acts(graph, PLOVER) == ()


@pytest.mark.parametrize("factuality", [value for value in Factuality if value is not Factuality.ASSERTED])
def test_what_is_no_fact_is_no_act(factuality: Factuality) -> None:
    assert acts(network_of(said("a", "attacked", "b", factuality)), PLOVER) == ()


def test_a_tie_is_the_mean_of_its_acts() -> None:
    graph = network_of(said("a", "aided", "b"), said("b", "visited", "a"), said("a", "attacked", "b"))
    (tie,) = ties(acts(graph, PLOVER))
    assert (tie.states, tie.score, tie.sign, len(tie.acts)) == (("a", "b"), 0.33, 1, 3)


@pytest.mark.parametrize(
    ("signs", "balanced"), [((1, 1, 1), True), ((1, -1, -1), True), ((1, 1, -1), False), ((-1, -1, -1), False)]
)
def test_a_triad_is_balanced_when_its_signs_agree(signs: tuple[int, int, int], balanced: bool) -> None:
    assert Triad((NodeId("a"), NodeId("b"), NodeId("c")), signs).balanced is balanced


def test_triads_are_found_where_all_three_have_ties() -> None:
    graph = network_of(said("a", "aided", "b"), said("b", "attacked", "c"), said("a", "attacked", "c"))
    (triad,) = triads(ties(acts(graph, PLOVER)))
    assert (triad.states, triad.signs, triad.balanced) == (("a", "b", "c"), (1, -1, -1), True)
    assert set(triad.statements) == {told.id for told in graph.statements}


def test_a_tie_changes_over_the_years() -> None:
    later = TimeSpan(date(2026, 1, 1), date(2026, 1, 1))
    first = replace(said("a", "attacked", "b"), time=YEAR_2024)
    second = replace(said("a", "aided", "b"), time=later)
    undated = said("a", "visited", "b")
    (tie,) = ties(acts(network_of(first, second, undated), PLOVER))
    found = [(year, one.score, [act.statement for act in one.acts]) for year, one in by_period(tie)]
    assert found == [("2024", -2.0, [first.id]), ("2026", 2.0, [second.id])]


def test_the_scale_has_a_place_for_every_type_of_plover_but_requests() -> None:
    from kg.ontology import Ontology

    codes = {event_type(code) for code in Ontology.load().plover.values() if code}
    assert codes - SCALE.keys() == {"REQUEST"}
