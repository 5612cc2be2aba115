"""What two graphs say differently: by meaning."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from kg.diff import diff
from kg.diff.names import ChangeKind, RelationSemantics
from kg.model import Entity, Event, Factuality, Graph, NodeId, Quantity, Role, Statement, TimeSpan
from tests.comparing import IDS, SENTENCE, graph_of, kinds, said
from tests.graphs import YEAR_2024, entity, evidence, graphs, trade_graph


@given(graphs())
def test_a_graph_does_not_differ_from_itself(graph: Graph) -> None:
    assert diff(graph, graph) == ()


def test_new_and_gone() -> None:
    first, second = graph_of(said("canada", "visited", "china")), graph_of(said("china", "visited", "canada"))
    assert kinds(diff(first, second)) == ["new", "gone"]
    assert diff(first, second)[0].after[0].subject == "china"


def test_the_order_of_the_graphs_turns_new_into_gone() -> None:
    assert kinds(diff(graph_of(), trade_graph())) == ["new"] * 5
    assert kinds(diff(trade_graph(), graph_of())) == ["gone"] * 5


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (said("canada", "visited", "china"), said("government-of-canada", "visited", "china")),
        (said("china", "banned", "canola-1"), said("china", "banned", "canola-2")),
        (said("canada", "visited", "china"), replace(said("canada", "visited", "china"), id=NodeId("statement-other"))),
    ],
    ids=["a state and its government", "names in another case", "other ids"],
)
def test_what_means_the_same_is_no_difference(first: Statement, second: Statement) -> None:
    assert diff(graph_of(first), graph_of(second)) == ()


@pytest.mark.parametrize("turned", [False, True])
def test_a_ministry_stands_for_its_state_where_the_other_graph_speaks_of_that(turned: bool) -> None:
    ministry = Graph(entities=(entity("ministry", "PublicBody", "Ministry", ("actsFor", "government-of-canada")),))
    first = graph_of(said("canada", "accused", "china")) | ministry
    second = graph_of(said("ministry", "accused", "china")) | ministry
    assert (diff(second, first) if turned else diff(first, second)) == ()
    both = first | second
    assert kinds(diff(both, first) if turned else diff(first, both)) == ["gone" if turned else "new"]
    met = [graph_of(said(one, "metWith", "china")) | ministry for one in ("canada", "ministry")]
    assert diff(met[0], met[1], RelationSemantics(symmetric=frozenset({"metWith"}))) == ()


def test_a_person_does_not_stand_for_a_state_in_a_comparison() -> None:
    premier = Graph(entities=(entity("premier", "Person", "Premier", ("actsFor", "canada")),))
    first, second = (graph_of(said(one, "accused", "china")) | premier for one in ("canada", "premier"))
    assert kinds(diff(first, second)) == ["new", "gone"]


def test_relations_that_read_both_ways() -> None:
    first, second = graph_of(said("canada", "metWith", "china")), graph_of(said("china", "metWith", "canada"))
    assert diff(first, second, RelationSemantics(symmetric=frozenset({"metWith"}))) == ()
    assert kinds(diff(first, second)) == ["new", "gone"]


def test_a_plan_that_is_done_has_changed() -> None:
    planned, done = (said("canada", "signed", "canola-1", one) for one in (Factuality.PLANNED, Factuality.ASSERTED))
    (change,) = diff(graph_of(planned), graph_of(done))
    assert (change.kind, change.details) == (ChangeKind.CHANGED, ("planned → asserted",))


@pytest.mark.parametrize("turned", [False, True])
def test_asserted_against_denied_is_a_contradiction(turned: bool) -> None:
    yes, no = (graph_of(said("canada", "visited", "china", one)) for one in (Factuality.ASSERTED, Factuality.DENIED))
    (change,) = diff(no, yes) if turned else diff(yes, no)
    assert change.kind is ChangeKind.CONTRADICTED


def test_another_source_or_time_is_a_change() -> None:
    told = said("canada", "visited", "china")
    sourced = said("canada", "visited", "china", source="china")
    (change,) = diff(graph_of(told), graph_of(sourced))
    assert change.details == ("said by: the article → China",)
    later = TimeSpan(date(2025, 1, 1), date(2025, 1, 1))
    (change,) = diff(graph_of(replace(told, time=YEAR_2024)), graph_of(replace(told, time=later)))
    assert change.details == ("when: 2024-01-01 to 2024-12-31 → 2025-01-01",)


def test_a_time_that_one_graph_does_not_tell_is_no_change() -> None:
    told = said("canada", "visited", "china")
    assert diff(graph_of(told), graph_of(replace(told, time=YEAR_2024))) == ()


def test_another_rate_is_a_change() -> None:
    def graph(rate: int) -> Graph:
        name = NodeId(f"quantity-{rate}")
        event = Event(NodeId("event-1"), "ImposeTariff", "tariff", frozenset({Role("rate", name)}))
        quantity = Quantity(name, f"{rate}%", Decimal(rate), "percent")
        told = replace(said("canada", "imposedTariffOn", "china"), event=NodeId("event-1"))
        return graph_of(told) | Graph(events=(event,), quantities=(quantity,))

    (change,) = diff(graph(25), graph(50))
    assert change.details == ("rate: 25% → 50%",)


def _tariff(name: str, *goods: str, rate: int = 0, day: date | None = None, text: str = "") -> Graph:
    """Canada's tariff on China: a statement with its event."""
    event, quantity = NodeId(f"event-{name}"), NodeId(f"quantity-{name}")
    roles = {Role("commodity", NodeId(good)) for good in goods} | ({Role("rate", quantity)} if rate else set())
    told = said("canada", "imposedTariffOn", "china")
    time = TimeSpan(day, day) if day else None
    return graph_of(replace(told, id=NodeId(f"statement-{name}"), event=event, time=time)) | Graph(
        events=(Event(event, "ImposeTariff", "tariff", frozenset(roles)),),
        entities=tuple(entity(good, "Commodity", good.replace("-", " ")) for good in goods if good not in IDS),
        quantities=(Quantity(quantity, text or f"{rate}%", Decimal(rate), "percent"),) if rate else (),
    )


def test_a_second_measure_on_other_goods_is_new() -> None:
    first, second = _tariff("a", "canola-1"), _tariff("b", "canola-2") | _tariff("c", "steel")
    (change,) = diff(first, second)
    assert (change.kind, [told.event for told in change.after]) == (ChangeKind.NEW, ["event-c"])
    (change,) = diff(second, first)
    assert (change.kind, [told.event for told in change.before]) == (ChangeKind.GONE, ["event-c"])


def test_more_goods_of_one_measure_are_a_change() -> None:
    (change,) = diff(_tariff("a", "canola-1"), _tariff("b", "canola-2", "steel"))
    assert (change.kind, change.details) == (ChangeKind.CHANGED, ("goods: Canola → canola, steel",))


def test_other_goods_are_another_measure() -> None:
    assert kinds(diff(_tariff("a", "canola-1"), _tariff("b", "steel"))) == ["new", "gone"]


def test_goods_that_one_graph_does_not_tell_are_no_change() -> None:
    assert diff(_tariff("a"), _tariff("b", "steel") | _tariff("c", "canola-1")) == ()
    both = _tariff("a", "steel") | _tariff("b", "canola-1")
    assert diff(both, both | _tariff("c")) == ()


def test_goods_are_the_same_with_and_without_their_origin() -> None:
    graph = _tariff("a", "steel")
    chinese = replace(entity("chinese-steel", "Commodity", "Chinese steel"), country="CHN")
    other = _tariff("b", "chinese-steel")
    other = replace(other, entities=tuple(one for one in other.entities if one.id != chinese.id)) | Graph(
        entities=(chinese,)
    )
    assert diff(graph, other) == ()
    assert kinds(diff(graph, _tariff("c", "stainless-steel"))) == ["new", "gone"]


def test_a_second_happening_at_another_time_is_new() -> None:
    then, now = (_tariff(f"y{year}", day=date(year, 1, 1)) for year in (2018, 2025))
    (change,) = diff(then, then | now)
    assert (change.kind, [told.event for told in change.after]) == (ChangeKind.NEW, ["event-y2025"])


def test_a_plan_may_be_put_off_but_what_was_done_at_two_times_was_done_twice() -> None:
    other = evidence("China responded with tariffs on Canadian canola.")
    first, second = (
        replace(said("canada", "visited", "china"), time=TimeSpan(day, day), evidence=frozenset({span}))
        for day, span in ((date(2021, 11, 15), SENTENCE), (date(2024, 11, 16), other))
    )
    assert kinds(diff(graph_of(first), graph_of(second))) == ["new", "gone"]
    (change,) = diff(graph_of(replace(first, factuality=Factuality.PLANNED)), graph_of(second))
    assert change.details == ("planned → asserted", "when: 2021-11-15 → 2024-11-16")


@pytest.mark.parametrize("turned", [False, True])
def test_a_place_stands_for_its_country_where_the_other_graph_speaks_of_that(turned: bool) -> None:
    beijing = Graph(entities=(entity("beijing", "Place", "Beijing", ("inCountry", "china")),))
    plan = graph_of(said("canada", "visited", "china", Factuality.PLANNED)) | beijing
    done = graph_of(said("canada", "visited", "beijing")) | beijing
    (change,) = diff(done, plan) if turned else diff(plan, done)
    assert change.details == ("asserted → planned" if turned else "planned → asserted",)
    both = graph_of(said("canada", "visited", "china")) | done
    assert kinds(diff(plan, both)) == ["changed", "new"]
    nowhere = graph_of(said("canada", "visited", "beijing", Factuality.DENIED)) | beijing
    assert kinds(diff(plan, nowhere)) == ["new", "gone"]


def test_what_was_not_done_another_time_contradicts_nothing() -> None:
    now = replace(said("canada", "visited", "china"), time=TimeSpan(date(2025, 1, 1), date(2025, 1, 1)))
    never = replace(said("canada", "visited", "china", Factuality.DENIED), time=YEAR_2024)
    assert kinds(diff(graph_of(now), graph_of(never))) == ["new", "gone"]
    assert kinds(diff(graph_of(replace(now, time=YEAR_2024)), graph_of(never))) == ["contradicted"]


def test_a_time_told_more_exactly_is_no_change() -> None:
    told = said("canada", "visited", "china")
    day = TimeSpan(date(2024, 10, 1), date(2024, 10, 1))
    assert diff(graph_of(replace(told, time=YEAR_2024)), graph_of(replace(told, time=day))) == ()


def test_a_rate_in_other_words_is_no_change() -> None:
    assert diff(_tariff("a", rate=100), _tariff("b", rate=100, text="100 percent")) == ()


def test_a_source_by_another_name_is_no_change() -> None:
    officials = entity("officials", "Group", "officials of Canada"), entity("officials", "Group", "Canadian officials")
    first, second = (
        graph_of(said("canada", "visited", "china", source="officials")) | Graph(entities=(one,)) for one in officials
    )
    assert diff(first, second) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (entity("acme", "Company", "Acme"), replace(entity("acme", "Company", "Acme"), wikidata="Q1")),
        (entity("acme", "Company", "Acme"), entity("acme", "Company", "Acme Corporation")),
        (entity("acme", "Company", "Acme"), replace(entity("acme-2", "Company", "ACME"), wikidata="Q1")),
        (
            replace(entity("acme", "Company", "Acme"), wikidata="Q1"),
            replace(entity("acme-2", "Company", "Acme Corporation"), wikidata="Q1"),
        ),
    ],
    ids=["a Wikidata id known on one side", "another best name", "another id, known on one side", "one Wikidata id"],
)
def test_one_entity_known_differently_is_no_difference(one: Entity, other: Entity) -> None:
    first, second = (graph_of(said("canada", "sued", name.id)) | Graph(entities=(name,)) for name in (one, other))
    assert diff(first, second) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            replace(entity("georgia", "Country", "Georgia"), wikidata="Q230"),
            replace(entity("georgia-us", "Place", "Georgia"), wikidata="Q1428"),
        ),
        (entity("jordan", "Country", "Jordan"), entity("jordan-b", "Person", "Jordan")),
    ],
    ids=["two Wikidata ids", "a person and a country"],
)
def test_namesakes_are_different(one: Entity, other: Entity) -> None:
    first, second = (graph_of(said("canada", "sued", name.id)) | Graph(entities=(name,)) for name in (one, other))
    assert kinds(diff(first, second)) == ["new", "gone"]


def test_one_who_acts_for_himself_ends_no_comparison() -> None:
    ring = (
        entity("a", "Government", "A", ("actsFor", "b")),
        entity("b", "Government", "B", ("actsFor", "a")),
        entity("c", "Government", "C", ("actsFor", "c")),
    )
    graph = graph_of(said("a", "visited", "c"), said("b", "visited", "c")) | Graph(entities=ring)
    assert diff(graph, graph) == ()


def test_a_denial_beside_an_assertion_contradicts_it_and_an_old_one_does_not() -> None:
    yes, no = (said("canada", "visited", "china", one) for one in (Factuality.ASSERTED, Factuality.DENIED))
    (change,) = diff(graph_of(yes), graph_of(yes, no))
    assert (change.kind, change.details) == (ChangeKind.CONTRADICTED, ("asserted → asserted, denied",))
    (change,) = diff(graph_of(yes, no), graph_of(no))
    assert (change.kind, change.details) == (ChangeKind.CHANGED, ("asserted, denied → denied",))


@given(graphs(), graphs())
def test_turned_round_new_is_gone_and_the_rest_stays(first: Graph, second: Graph) -> None:
    there, back = kinds(diff(first, second)), kinds(diff(second, first))
    # What comes to be contradicted is, turned round, contradicted no more: a change.
    turned = {"new": "gone", "gone": "new", "contradicted": "changed"}
    same = {"contradicted": "changed"}
    assert sorted(turned.get(kind, kind) for kind in there) == sorted(same.get(kind, kind) for kind in back)


def _toll(subject: str, number: str) -> Statement:
    told = replace(said(subject, "injured", "china"), subject_text="The collapse", predicate_text="injured")
    return replace(told, id=NodeId(f"statement-{number}"), object_text=f"{number} miners", relation="injure")


def test_the_same_words_with_another_number_are_one_change() -> None:
    first, second = graph_of(_toll("canada", "12")), graph_of(replace(_toll("government-of-china", "1,700")))
    (change,) = diff(first, second)
    assert (change.kind, change.details) == (ChangeKind.CHANGED, ("number: 12 → 1,700",))
    assert (len(change.before), len(change.after)) == (1, 1)


def test_other_words_with_another_number_are_not() -> None:
    other = replace(_toll("china", "17"), subject_text="A fire")
    assert kinds(diff(graph_of(_toll("canada", "12")), graph_of(other))) == ["new", "gone"]
