"""Plans, threats and accusations of one graph, and what the other says of them."""

from dataclasses import replace
from datetime import date

import pytest

from kg.diff import diff
from kg.diff.names import ChangeKind, RelationSemantics
from kg.model import Event, Factuality, Graph, NodeId, Role, Statement, TimeSpan
from kg.ontology import Ontology
from tests.comparing import SENTENCE, graph_of, kinds, said
from tests.graphs import YEAR_2024, entity, evidence, statement, trade_graph


@pytest.mark.parametrize(
    ("factuality", "kind"), [("Planned", "contradicted"), ("Expected", "contradicted"), ("Possible", "changed")]
)
def test_what_is_to_be_is_contradicted_and_what_may_be_is_not(factuality: str, kind: str) -> None:
    told, no = (
        graph_of(said("canada", "visited", "china", one)) for one in (Factuality(factuality), Factuality.DENIED)
    )
    assert (kinds(diff(told, no)), kinds(diff(no, told))) == ([kind], [kind])


ACCUSED = said("canada", "accused", "china")
CHARGE = said("china", "attacked", "canada", Factuality.POSSIBLE, source="canada")
DENIAL = said("china", "attacked", "canada", Factuality.DENIED, source="china")


@pytest.mark.parametrize("turned", [False, True])
def test_an_accusation_that_is_denied_is_contradicted(turned: bool) -> None:
    both, denied = graph_of(ACCUSED, CHARGE), graph_of(DENIAL)
    changes = diff(denied, both) if turned else diff(both, denied)
    assert kinds(changes) == ["contradicted", "new" if turned else "gone"]


@pytest.mark.parametrize(
    "accusation",
    [
        replace(ACCUSED, subject=NodeId("china")),
        replace(ACCUSED, relation="praised"),
        replace(ACCUSED, evidence=frozenset({evidence("China responded with tariffs on Canadian canola.")})),
    ],
    ids=["by another", "no accusation", "in another sentence"],
)
def test_what_is_only_possible_is_no_accusation(accusation: Statement) -> None:
    assert "contradicted" not in kinds(diff(graph_of(accusation, CHARGE), graph_of(DENIAL)))


def test_a_denial_of_another_day_contradicts_neither_plan_nor_accusation() -> None:
    for one in (CHARGE, replace(CHARGE, factuality=Factuality.PLANNED)):
        told = replace(one, time=YEAR_2024)
        denied = replace(DENIAL, time=TimeSpan(date(2025, 1, 1), date(2025, 1, 1)))
        assert "contradicted" not in kinds(diff(graph_of(ACCUSED, told), graph_of(denied)))


FEBRUARY = TimeSpan(date(2025, 2, 1), date(2025, 2, 28))
JANUARY_20 = TimeSpan(date(2025, 1, 20), date(2025, 1, 20))


@pytest.mark.parametrize("turned", [False, True])
def test_an_act_that_ended_before_its_time_is_not_what_was_planned(turned: bool) -> None:
    plan = replace(said("canada", "visited", "china", Factuality.PLANNED), time=FEBRUARY)
    done = replace(said("canada", "visited", "china"), time=JANUARY_20)
    changes = diff(graph_of(done), graph_of(plan)) if turned else diff(graph_of(plan), graph_of(done))
    assert kinds(changes) == ["new", "gone"]
    begun = replace(done, time=TimeSpan(date(2025, 1, 20), None))
    assert kinds(diff(graph_of(plan), graph_of(begun))) == ["changed"]


@pytest.mark.parametrize(("told_on", "kind"), [(date(2025, 1, 21), ["new", "gone"]), (date(2025, 1, 20), ["changed"])])
@pytest.mark.parametrize("by_article", [False, True])
def test_an_act_that_ended_before_a_plan_was_told_is_not_what_was_planned(
    told_on: date, kind: list[str], by_article: bool
) -> None:
    plan = replace(said("canada", "visited", "china", Factuality.PLANNED), claimed_on=None if by_article else told_on)
    done = replace(said("canada", "visited", "china"), time=JANUARY_20)
    dated = tuple(replace(one, date=told_on) for one in trade_graph().articles) if by_article else ()
    assert kinds(diff(graph_of(plan) | Graph(articles=dated), graph_of(done))) == kind


def test_an_act_before_the_time_that_was_threatened_does_not_fulfil_the_threat() -> None:
    content = said("canada", "imposedTariffOn", "china", Factuality.PLANNED, source="canada")
    threat = graph_of(THREAT, replace(content, time=FEBRUARY))
    done = [graph_of(replace(ACT, time=time)) for time in (JANUARY_20, FEBRUARY)]
    assert [kinds(diff(threat, one, ACTS)) for one in done] == [["new", "gone", "gone"], ["fulfilled"]]


def test_a_threat_made_good_is_fulfilled() -> None:
    meanings = RelationSemantics(
        plover={"threatened": "THREATEN", "imposedTariffOn": "SANCTION-x", "praised": "SUPPORT"}
    )
    threat = graph_of(said("canada", "threatened", "china"))
    both = (said("canada", "threatened", "china"), said("canada", "imposedTariffOn", "china"))
    (change,) = diff(threat, graph_of(*both), meanings)
    assert (change.kind, change.details) == (ChangeKind.FULFILLED, ("threatened → imposedtariffon",))
    praise = (said("canada", "threatened", "china"), said("canada", "praised", "china"))
    assert kinds(diff(threat, graph_of(*praise), meanings)) == ["new"]
    planned = (both[0], said("canada", "imposedTariffOn", "china", Factuality.PLANNED))
    assert kinds(diff(threat, graph_of(*planned), meanings)) == ["new"]


ACTS = RelationSemantics(plover={"threatened": "THREATEN", "imposedTariffOn": "SANCTION-x", "praised": "SUPPORT"})
THREAT = said("canada", "threatened", "china")
ACT = said("canada", "imposedTariffOn", "china")


def test_a_threat_made_good_and_not_repeated_is_not_gone_as_well() -> None:
    (change,) = diff(graph_of(THREAT), graph_of(ACT), ACTS)
    assert (change.kind, change.before, change.after) == (ChangeKind.FULFILLED, (THREAT,), (ACT,))


@pytest.mark.parametrize(
    "words",
    [replace(THREAT, factuality=Factuality.DENIED), replace(THREAT, attributed_to=NodeId("china"))],
    ids=["denied", "claimed"],
)
def test_a_threat_that_was_not_made_is_not_fulfilled(words: Statement) -> None:
    assert kinds(diff(graph_of(words), graph_of(ACT), ACTS)) == ["new", "gone"]


def test_an_act_before_the_threat_does_not_fulfil_it() -> None:
    spoken = replace(THREAT, time=TimeSpan(date(2025, 1, 1), date(2025, 1, 1)))
    assert kinds(diff(graph_of(spoken), graph_of(replace(ACT, time=YEAR_2024)), ACTS)) == ["new", "gone"]


def test_a_clause_is_told_once_with_all_its_arguments() -> None:
    threat = replace(THREAT, predicate_text="has threatened")
    rest = statement(("canada", "threaten-with", "canola-1"), SENTENCE, is_open=True)
    rest = replace(rest, predicate_text="has threatened China with")
    (change,) = diff(graph_of(), graph_of(threat, rest))
    assert (change.kind, change.after) == (ChangeKind.NEW, (threat, rest))
    (change,) = diff(graph_of(threat, rest), graph_of(ACT), ACTS)
    assert (change.kind, change.before, change.after) == (ChangeKind.FULFILLED, (threat, rest), (ACT,))
    (change,) = diff(graph_of(threat), graph_of(threat, rest))
    assert (change.kind, change.after) == (ChangeKind.NEW, (rest,))


WORDS = replace(
    statement(("canada", "threaten-with", "canola-1"), SENTENCE, is_open=True),
    predicate_text="has threatened China with",
)


@pytest.mark.parametrize(
    "other",
    [
        replace(WORDS, predicate_text="has threatened"),
        replace(WORDS, predicate_text="had threatened China with"),
        replace(WORDS, subject=NodeId("china")),
        replace(WORDS, factuality=Factuality.DENIED),
        replace(WORDS, is_open=False),
    ],
    ids=["another object", "another verb", "another subject", "another factuality", "a relation of its own"],
)
def test_another_clause_is_told_apart(other: Statement) -> None:
    first = replace(statement(("canada", "threaten", "china"), SENTENCE, is_open=True), predicate_text="has threatened")
    assert kinds(diff(graph_of(), graph_of(first, other))) == ["new", "new"]
    assert kinds(diff(graph_of(), graph_of(first, WORDS))) == ["new"]


def test_what_was_threatened_in_the_same_sentence_is_fulfilled() -> None:
    words = said("canada", "threatened", "canola-1")
    content = said("canada", "imposedTariffOn", "china", Factuality.PLANNED, source="government-of-canada")
    (change,) = diff(graph_of(words, content), graph_of(ACT), ACTS)
    assert (change.kind, change.details[1]) == (ChangeKind.FULFILLED, "planned → asserted")
    elsewhere = replace(
        content, evidence=frozenset({evidence("Canadian officials say Ottawa did not ease the tariffs.")})
    )
    assert kinds(diff(graph_of(words, elsewhere), graph_of(ACT), ACTS)) == ["changed", "gone"]
    foreign = replace(content, attributed_to=NodeId("china"))
    assert kinds(diff(graph_of(words, foreign), graph_of(ACT), ACTS)) == ["changed", "gone"]


LIFTS = RelationSemantics(
    reverses={"easedTariffOn": frozenset({"imposedTariffOn"}), "imposedTariffOn": frozenset({"easedTariffOn"})}
)
EASED = said("canada", "easedTariffOn", "china")


@pytest.mark.parametrize("turned", [False, True])
def test_what_is_turned_round_is_one_change(turned: bool) -> None:
    old, new = (EASED, ACT) if turned else (ACT, EASED)
    (change,) = diff(graph_of(old), graph_of(new), LIFTS)
    assert (change.kind, change.before, change.after) == (ChangeKind.CHANGED, (old,), (new,))
    assert change.details == (f"{old.relation_label} → {new.relation_label}",)
    assert kinds(diff(graph_of(old), graph_of(old, new), LIFTS)) == ["new"]


@pytest.mark.parametrize(
    "new",
    [
        replace(EASED, factuality=Factuality.PLANNED),
        replace(EASED, attributed_to=NodeId("china")),
        replace(EASED, object=NodeId("canola-1")),
        said("canada", "praised", "china"),
        replace(EASED, time=JANUARY_20),
    ],
    ids=["planned", "claimed", "on another", "another relation", "before it"],
)
def test_what_turns_nothing_round_is_told_apart(new: Statement) -> None:
    assert kinds(diff(graph_of(replace(ACT, time=FEBRUARY)), graph_of(new), LIFTS)) == ["new", "gone"]


def test_a_measure_on_other_goods_turns_nothing_round() -> None:
    def on(told: Statement, good: str) -> Graph:
        event = Event(NodeId(f"event-{good}"), "ImposeTariff", "tariff", frozenset({Role("commodity", NodeId(good))}))
        return graph_of(replace(told, event=event.id)) | Graph(
            events=(event,), entities=(entity("steel", "Commodity", "steel"),)
        )

    assert kinds(diff(on(ACT, "canola-1"), on(EASED, "canola-2"), LIFTS)) == ["changed"]
    assert kinds(diff(on(ACT, "canola-1"), on(EASED, "steel"), LIFTS)) == ["new", "gone"]


def test_what_reverses_what_is_told_by_the_ontology() -> None:
    relations = Ontology.load().relations
    assert relations["easedTariffOn"].reverses == {"imposedTariffOn"}
    assert relations["signed"].reverses == {"withdrewFrom"}
    assert all(one.name in relations[other].reverses for one in relations.values() for other in one.reverses)
