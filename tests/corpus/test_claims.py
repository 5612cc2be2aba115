"""Claims: which numbers of a text count what, and how claims of several days stand to each other."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from kg.corpus.claims import STANDING, Bond, claims, counted, ties
from kg.corpus.happenings import Corpus, Stage
from kg.corpus.links import Links
from kg.model import Factuality, Graph, NodeId, Role
from kg.model.merge import merged
from tests.cases import tried_on
from tests.corpus.joined import one_happening
from tests.corpus.made import Clause, told

DAYS = [date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)]
PLANNED, DENIED, DONE = Factuality.PLANNED, Factuality.DENIED, Factuality.ASSERTED


def toll(name: str, day: date | None, count: int, source: str = "") -> Graph:
    return told(name, day, Clause("velox", "killed", "peru", count=count, source=source))


def visit(name: str, day: date | None, firmness: Factuality) -> Graph:
    return told(name, day, Clause("velox", "visited", "peru", firmness=firmness))


def bonds(found: Corpus, *, of_numbers: bool = False) -> set[tuple[str, str, Bond]]:
    """How articles stand to each other, by their names: in how something stands, or in their numbers."""
    some = (tie for tie in ties(found) if (tie.first.what != STANDING) == of_numbers)
    return {(tie.first.telling.article, tie.second.telling.article, tie.bond) for tie in some}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 people in Lima", ("12", "people")),
        ("three soldiers and two civilians", ("3", "soldiers")),
        ("nearly 1,500 homes that burned", ("1500", "homes")),
        ("two million people", ("2000000", "people")),
        *((text, None) for text in ("12 --", "12 of them", "7 October attack", "2024 olympic games", "3 March 2025")),
        *((text, None) for text in ("Nan Goldin", "Infinity Ventures", "the harbour", "12")),
    ],
)
def test_a_number_counts_the_head_of_its_phrase(text: str, expected: tuple[str, str] | None) -> None:
    assert counted(text) == (expected and (Decimal(expected[0]), expected[1]))


def test_values_of_two_relations_are_of_two_things() -> None:
    injured = told("b", DAYS[1], Clause("velox", "injured", "peru", count=30))
    found = one_happening(toll("a", DAYS[0], 12), injured)
    assert {(one.what, one.value) for one in claims(found)} >= {("miners (killed)", "12"), ("miners (injured)", "30")}
    assert not {tie.bond for tie in ties(found) if tie.first.value == "12"} & {Bond.UPDATES, Bond.CONFLICTS}


def test_a_conflict_of_one_day_is_told_beside_an_update() -> None:
    graphs = toll("a", DAYS[0], 10), toll("b", DAYS[1], 11, "ana-berg"), toll("c", DAYS[1], 12, "karl-berg")
    assert bonds(one_happening(*graphs), of_numbers=True) == {
        ("a", "b", Bond.UPDATES),
        ("a", "c", Bond.UPDATES),
        ("b", "c", Bond.CONFLICTS),
    }


def test_numbers_conflict_only_where_their_words_leave_no_room() -> None:
    first, second = toll("a", DAYS[0], 31, "ana-berg"), toll("b", DAYS[0], 40, "karl-berg")
    least = tuple(replace(one, value=None, minimum=one.value, bound="at least") for one in first.quantities)
    assert bonds(one_happening(first, second), of_numbers=True) == {("a", "b", Bond.CONFLICTS)}
    assert bonds(one_happening(replace(first, quantities=least), second), of_numbers=True) == set()


@pytest.mark.parametrize(
    ("part", "first", "whole", "second", "conflict"),
    [("peru", 12, "", 24, False), ("peru", 12, "chile", 24, False), ("peru", 24, "", 12, True)],
)
def test_a_number_of_a_part_agrees_with_a_higher_one_of_all(
    part: str, first: int, whole: str, second: int, conflict: bool
) -> None:
    graphs = [toll("a", DAYS[0], first), toll("b", DAYS[0], second)]
    for number, place in enumerate((part, whole)):
        roles = {Role("place", NodeId(place))} if place else set()
        events = tuple(replace(one, roles=one.roles | roles) for one in graphs[number].events)
        graphs[number] = replace(graphs[number], events=events)
    assert [bond for *_, bond in bonds(one_happening(*graphs), of_numbers=True)] == [Bond.CONFLICTS] * conflict


def test_what_two_authorities_count_on_two_days_stands_side_by_side() -> None:
    graphs = toll("a", DAYS[0], 143, "ana-berg"), toll("b", DAYS[1], 171, "karl-berg")
    assert bonds(one_happening(*graphs), of_numbers=True) == set()


def test_an_update_is_of_the_last_day_before() -> None:
    graphs = [toll(name, day, count) for name, day, count in zip("abc", DAYS, (10, 12, 15), strict=True)]
    assert bonds(one_happening(*graphs), of_numbers=True) == {("a", "b", Bond.UPDATES), ("b", "c", Bond.UPDATES)}


@pytest.mark.parametrize("day", [None, DAYS[0]])
def test_what_has_no_day_is_neither_updated_nor_of_one_day(day: date | None) -> None:
    assert bonds(one_happening(toll("a", None, 10), toll("b", day, 12)), of_numbers=True) == set()


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (PLANNED, DONE, {("a", "b", Bond.UPDATES)}),
        (DONE, PLANNED, set()),
        (DONE, DENIED, {("a", "b", Bond.DENIES)}),
        (DENIED, DONE, {("a", "b", Bond.UPDATES)}),
    ],
)
def test_how_a_happening_stands_later(
    first: Factuality, second: Factuality, expected: set[tuple[str, str, Bond]]
) -> None:
    assert bonds(one_happening(visit("a", DAYS[0], first), visit("b", DAYS[1], second))) == expected


@pytest.mark.parametrize(
    ("tellings", "expected", "is_changed"),
    [
        ([(0, DONE), (0, PLANNED), (0, DONE)], [Stage.DONE], False),
        ([(0, PLANNED), (1, DONE), (2, PLANNED)], [Stage.PLANNED, Stage.DONE], True),
        ([(0, DONE), (1, DENIED)], [Stage.DONE], False),
        ([(0, DENIED), (1, PLANNED)], [Stage.DENIED, Stage.PLANNED], False),
        ([(None, DONE), (0, PLANNED)], [Stage.PLANNED, Stage.DONE], True),
        ([(None, PLANNED), (0, DENIED)], [Stage.DENIED], False),
        ([(None, PLANNED)], [Stage.PLANNED], False),
    ],
)
def test_the_history_has_a_stage_a_day_and_ends_with_what_is_done(
    tellings: list[tuple[int | None, Factuality]], expected: list[Stage], is_changed: bool
) -> None:
    graphs = [
        visit(f"a{number}", None if day is None else DAYS[day], firmness)
        for number, (day, firmness) in enumerate(tellings)
    ]
    (found,) = one_happening(*graphs).happenings
    assert [telling.stage for telling in found.history] == expected
    assert (found.stage, found.is_changed) == (expected[-1], is_changed)


def test_what_somebody_denies_and_others_tell_later_is_a_denial() -> None:
    denial = told("a", DAYS[0], Clause("velox", "visited", "peru", firmness=DENIED, source="ana-berg"))
    assert bonds(one_happening(denial, visit("b", DAYS[1], DONE))) == {("b", "a", Bond.DENIES)}


def test_a_number_of_an_earlier_day_is_neither_an_update_nor_a_conflict() -> None:
    graphs = toll("a", DAYS[0], 10), toll("b", DAYS[1], 10, "ana-berg"), toll("c", DAYS[1], 12, "karl-berg")
    assert bonds(one_happening(*graphs), of_numbers=True) == {("a", "b", Bond.SUPPORTS), ("a", "c", Bond.UPDATES)}


def test_a_source_does_not_deny_what_it_tells_itself() -> None:
    graphs = [
        told(name, DAYS[0], Clause("velox", "visited", "peru", firmness=firmness, source="ana-berg"))
        for name, firmness in (("a", DENIED), ("b", DONE))
    ]
    assert bonds(one_happening(*graphs)) == set()


def test_numbers_of_plans_are_compared_with_those_of_plans() -> None:
    def count(name: str, number: int, firmness: Factuality) -> Graph:
        return told(name, DAYS[0], Clause("velox", "hired", "peru", count=number, firmness=firmness))

    assert bonds(one_happening(count("a", 5, PLANNED), count("b", 6, DONE)), of_numbers=True) == set()
    assert bonds(one_happening(count("a", 5, PLANNED), count("b", 6, PLANNED)), of_numbers=True) == {
        ("a", "b", Bond.CONFLICTS)
    }
    assert bonds(one_happening(count("a", 5, Factuality.POSSIBLE), count("b", 6, DONE)), of_numbers=True) == set()


def test_what_is_ruled_out_and_what_is_denied_do_not_contradict_each_other() -> None:
    ruled_out = visit("a", DAYS[0], PLANNED)
    ruled_out = replace(ruled_out, statements=tuple(replace(one, negated=True) for one in ruled_out.statements))
    found = one_happening(ruled_out, visit("b", DAYS[1], DENIED))
    assert Stage.RULED_OUT in {claim.value for claim in claims(found)}
    assert bonds(found) == set()


STATE, MINISTRY = ("Department of State", "https://www.state.gov/a"), ("Foreign Ministry", "https://mfa.gov.pe/b")


def published(graph: Graph, publisher: str, url: str) -> Graph:
    return replace(graph, articles=tuple(replace(one, publisher=publisher, url=url) for one in graph.articles))


@tried_on("other", "bond")
def test_a_lower_count_of_a_later_day_by_another_government_conflicts(other: tuple[str, str], bond: str) -> None:
    found = one_happening(published(toll("a", DAYS[0], 40), *STATE), published(toll("b", DAYS[1], 12), *other))
    assert bonds(found, of_numbers=True) == {("a", "b", Bond(bond))}
    assert [one.sources for one in found.happenings] == [1 if (*other,) == STATE else 2]


@tried_on("days", "verb", "value", "is_tied")
def test_a_denial_is_of_what_another_publisher_tells_though_no_link_ties_both(
    days: int, verb: str, value: str, *, is_tied: bool
) -> None:
    first = told("a", DAYS[0], Clause("peru", "attacked", "chile"), Clause("ana-berg", "left", "peru"))
    second = told("b", DAYS[0] + timedelta(days), Clause("peru", verb, value, firmness=DENIED))
    for publisher, expected in ((MINISTRY, is_tied), (STATE, False)):
        found = Corpus(merged([published(first, *STATE), published(second, *publisher)]), Links())
        assert bonds(found) == ({("a", "b", Bond.DENIES)} if expected else set())
