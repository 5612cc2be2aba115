"""One fact, one main statement: what a clause and its content, its naming or its noun tell stands there once."""

from collections.abc import Mapping
from functools import cache

import pytest

from kg.model import Event, Graph
from tests.reading import graphs

pytestmark = pytest.mark.model

ONCE = {
    "The council urges growers to save water.": ["council | requested of | growers"],
    "Chad is committed to helping Peru build a port.": ["Chad | promised | helping Peru build a port"],
    "Chad and Peru agreed to cooperate on fisheries.": ["Chad | agreed to | cooperate on fisheries"],
    "Chad accused Mali of arming the rebels.": ["Chad | accused | Mali"],
    "Chad and Mali condemned the attack on Togo.": ["Chad | criticised | attack on Togo"],
    "The minister hailed the pact as a success.": ["minister | praised | pact"],
    "Peru plans to designate Chad as a major ally.": ["Peru | designate | Chad"],
    "The mayor described the strike as part of a wider protest.": ["strike | part of | wider protest"],
    "The coach described the tour as part of a long farewell.": ["tour | part of | long farewell"],
    "Experts see the ban as part of a plan to cut waste.": ["ban | part of | plan to cut waste"],
    "Critics called the law a threat to the press.": ["law | be | threat to the press"],
    "The bank ordered staff to leave the tower.": ["bank | requested of | staff"],
    "The report highlights Ghana's struggle to cut old debts.": [
        "report | highlight | Ghana's struggle to cut old debts"
    ],
    "The summit focused on fisheries, with cod and herring quotas central to the dispute.": [
        "summit | focus on | fisheries"
    ],
    "Russia is ready to help find options for grain exports.": [
        "Russia | be | ready to help find options for grain exports"
    ],
    "The leaders committed to continue deepening the partnership.": [
        "leaders | promised | continue deepening the partnership"
    ],
    "Norway is committed to ensuring that Peru pays Chad.": ["Norway | promised | ensuring that Peru pays Chad"],
    "Peru bought shares of the Chilean Copper Board (CCB) mine.": [
        "Peru | buy | shares of the Chilean Copper Board (CCB) mine"
    ],
    "Chad won seven medals for Peru (10-0).": ["Chad | win | seven medals"],
    "Peru arrested a 35-year-old Chad man.": ["Peru | arrested | 35-year-old Chad man"],
    "The treaty was hard to negotiate.": ["treaty | be | hard to negotiate"],
    "Peru hired Hall, Marsh and Co in May.": ["Peru | awarded contract to | Hall, Marsh and Co"],
    "The mayor was charged with taking bribes.": ["mayor | be charged with | taking bribes"],
    "The gunmen were part of a drug gang.": ["gunmen | part of | drug gang"],
    "Peru is an ally of Chad.": ["Peru | allied with | Chad"],
    "The panel will focus on wages, with pay and pensions high on its list.": ["panel | focus on | wages"],
}
"""A text with its main statements, each once."""

BESIDE = {
    "Chad signed a deal and will buy 20 jets from Peru.": ["Chad | signed | deal", "Peru | exports to | Chad"],
    "Chad curbed trade by imposing a tariff on Peru.": ["Chad | curb | trade", "Chad | imposed tariff on | Peru"],
    "Anna Berg met Peter Hall and Maria Lund.": [
        "Anna Berg | met with | Maria Lund",
        "Anna Berg | met with | Peter Hall",
    ],
}
"""Two facts of one sentence are two main statements."""

TELLS = {
    "Peru urged Chad to leave Togo, encouraging a policy less aligned with Mali.": "Peru",
    "The commission ordered banks to hold more capital, promoting a system less exposed to property.": "commission",
    "The bishop asked both camps to lay down arms, promising to host talks in May.": "bishop",
}
"""Who says so is who asks for it."""
DENIED = {
    "The talks are expected to yield a truce but not a treaty.": {
        "truce": ("Expected", False),
        "treaty": ("Expected", True),
    },
    "The reform is likely to help farmers but not traders.": {
        "farmers": ("Expected", False),
        "traders": ("Expected", True),
    },
    "The army reached a truce but not a treaty.": {"truce": ("Asserted", False), "treaty": ("Denied", True)},
}
DEPENDS = {
    "The bank will cut its rate if prices fall.": ["bank | cut | its rate"],
    "If Peru signs the pact, Chad will reopen the border.": ["Chad | opened access to | border"],
    "If Peru reflects on the war, it will learn that it can keep the peace, the paper wrote.": ["Peru | keep | peace"],
}
BECOME = {
    "The tax made Malian drivers furious.": ["tax | make | Malian drivers", "furious"],
    "The strike left the port empty.": ["strike | leave | port", "empty"],
    "The drought has left farmers reliant on imports.": ["drought | leave | farmers", "reliant on imports"],
}
NAMED = {
    "Chad pursued what it called a new deal.": ["Chad | pursue | new deal"],
    "Peru rejected what it termed an insult.": ["Peru | rejected | insult"],
    "Critics called the pact a new deal.": ["pact | be | new deal"],
    "Farmers are fighting what they call unfair prices.": ["Farmers | fight | unfair prices"],
}


@cache
def read() -> Mapping[str, Graph]:
    """All sentences, read at once."""
    return dict(graphs((*ONCE, *BESIDE, *TELLS, *DENIED, *DEPENDS, *BECOME, *NAMED)))


def mains(text: str) -> list[str]:
    found = read()[text]
    told = [one for one in found.statements if one.is_main]
    return sorted(f"{found.label(one.subject)} | {one.relation_label} | {found.label(one.object)}" for one in told)


@pytest.mark.parametrize("text", ONCE)
def test_one_fact_has_one_main_statement(text: str) -> None:
    assert mains(text) == ONCE[text]


@pytest.mark.parametrize("text", BESIDE)
def test_two_facts_have_two(text: str) -> None:
    assert mains(text) == BESIDE[text]


@pytest.mark.parametrize("text", TELLS)
def test_a_participle_of_saying_is_theirs_who_ask(text: str) -> None:
    found = read()[text]
    sources = {found.label(one.attributed_to) for one in found.statements if one.attributed_to}
    assert sources <= {TELLS[text]}
    assert all(line.startswith(TELLS[text]) for line in mains(text))


def test_who_presents_something_as_a_part_says_so() -> None:
    found = read()["Experts see the ban as part of a plan to cut waste."]
    (main,) = [one for one in found.statements if one.is_main]
    assert main.attributed_to is not None
    assert found.label(main.attributed_to) == "Experts"


@pytest.mark.parametrize("text", BECOME)
def test_what_became_of_an_object_is_told_of_it(text: str) -> None:
    found = read()[text]
    assert mains(text) == BECOME[text][:1]
    (main,) = [one for one in found.statements if one.is_main]
    event = found.nodes[main.event] if main.event else None
    assert isinstance(event, Event)
    assert [found.label(role.filler) for role in event.roles if role.name == "attribute"] == BECOME[text][1:]


@pytest.mark.parametrize("text", DENIED)
def test_what_is_not_expected_or_planned_is_no_denial(text: str) -> None:
    found = read()[text]
    told = {found.label(one.object): (one.factuality.value, one.negated) for one in found.statements if one.is_main}
    assert told == DENIED[text]


@pytest.mark.parametrize("text", DEPENDS)
def test_a_condition_is_a_detail_of_what_depends_on_it(text: str) -> None:
    assert mains(text) == DEPENDS[text]
    found = read()[text]
    (main,) = [one for one in found.statements if one.is_main]
    assert any(word in main.label for word in (" if ", " unless "))


@pytest.mark.parametrize("text", NAMED)
def test_no_main_statement_only_says_what_something_is_called(text: str) -> None:
    assert mains(text) == NAMED[text]
