"""Which day a clause has: its own, that of the clause it goes with, or none."""

from collections.abc import Mapping
from datetime import date
from functools import cache

import pytest

from kg.model import Event, Graph
from tests.reading import graphs

pytestmark = pytest.mark.model

FRIDAY = date(2026, 5, 15)
DATED = {
    "Anna Berg flew to Lima on Tuesday and met the president of Peru.": {
        "visited": "2026-05-12",
        "metWith": "2026-05-12",
    },
    "The army entered the town in March and burned the market.": {"enter": "2026-03-01", "burn": "2026-03-01"},
    "Striking nurses blocked the bridge on Saturday, then marched to the ministry.": {"march-to": "2026-05-09"},
    "Togo arrested two men on Tuesday and charged them with fraud.": {"arrested": "2026-05-12", "charge": "2026-05-12"},
    "Chad closed the border on Monday, stranding thousands of traders.": {"strand": "2026-05-11"},
    "Peru signed the pact in 2019 and will leave it next year.": {"signed": "2019-01-01", "withdrewFrom": "2027-01-01"},
    "Having won the vote in 2019, the party lost it on Sunday.": {"wonElection": "2019-01-01", "lose": "2026-05-10"},
    "The firm was founded in 1998 and is based in Oslo.": {"be-founded-in": "1998-01-01", "locatedIn": ""},
    "The mayor opened a school on Monday, and the governor visited a clinic.": {"open": "2026-05-11", "visited": ""},
    "The swimmer broke a national record set in 1994.": {"break": ""},
    "The bank opened its first branch in 1921 and its thousandth on Monday.": {"open": "1921-01-01"},
    "Monday's vote split the party.": {"split": "2026-05-11"},
    "Last Friday's flood destroyed the bridge and killed nine people.": {
        "destroyed": "2026-05-08",
        "killed": "2026-05-08",
    },
    "The visit follows nearly a decade of strained relations.": {"follow": ""},
    "The drought ended two years of plenty.": {"end": ""},
    "The minister resigned on Monday. His deputy took over the ministry.": {
        "leftOffice": "2026-05-11",
        "take-over": "",
    },
    "The court fined the bank on Monday after it had sold fake bonds.": {"fined": "2026-05-11", "sell": ""},
    "Engineers will rebuild the pier that sank in March.": {"sink-in": "2026-03-01", "rebuild": ""},
    "Harvests in April were larger than a year ago.": {"be": "2026-04-01"},
    "Imports reached 30 tonnes, against 20 tonnes in 2023.": {"reach": ""},
    "Chad will lift the age limit from 60 to 62 in 2028.": {"lift": "2028-01-01"},
    "Losses fell to 2 percent last year, from 4 percent in 2019.": {"fall-to": "2025-01-01"},
    "The parliament, dissolved in March, meets again on 1 June.": {
        "be-dissolved-in": "2026-03-01",
        "meet-on": "2026-06-01",
    },
}
"""Of a text, the first day of statements by their relation or words; none where no day is told."""

LINKED = {
    "Exports have fallen since the war.": ("fall-since", "since", "war"),
    "Chad imposed a tariff on Mali after the coup.": ("imposedTariffOn", "after", "coup"),
    "Peru arrested the admiral during the riots in Lima.": ("arrested", "during", "riots in Lima"),
    "Togo expelled the envoy following the attack.": ("expel", "after", "attack"),
}


@cache
def read() -> Mapping[str, Graph]:
    """All sentences, read at once."""
    return dict(graphs((*DATED, *LINKED, "The union sued the bank before the court."), on=FRIDAY))


@pytest.mark.parametrize("text", DATED)
def test_a_clause_has_its_own_day_or_that_of_the_clause_it_goes_with(text: str) -> None:
    times = {name: one.time for one in read()[text].statements for name in (one.predicate_text, one.relation)}
    days = {name: time.start.isoformat() if time and time.start else "" for name, time in times.items()}
    assert {name: days[name] for name in DATED[text]} == DATED[text]


@pytest.mark.parametrize("text", LINKED)
def test_what_happened_before_is_a_link_and_no_day(text: str) -> None:
    relation, role, filler = LINKED[text]
    assert (role, filler) in roles(text, relation)
    assert all(one.time is None for one in read()[text].statements)


def test_before_a_court_is_no_time() -> None:
    assert "before" not in {
        name for name, _ in roles("The union sued the bank before the court.", "filedDisputeAgainst")
    }


def roles(text: str, relation: str) -> set[tuple[str, str]]:
    found = read()[text]
    said = next(one for one in found.statements if one.relation == relation)
    event = found.nodes[said.event] if said.event else None
    assert isinstance(event, Event)
    return {(role.name, found.label(role.filler)) for role in event.roles}
