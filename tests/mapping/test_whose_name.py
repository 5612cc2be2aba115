"""Made texts: who is meant by a short name, a title, a pair, a headline; whom the statements then name, and whom not.

Each text has what must be among the ends of its statements, and what must not.
"""

import pytest

from kg.check.rules import rule_findings
from kg.check.telling import Severity
from tests.reading import graph, tools

pytestmark = pytest.mark.model

SHORT_NAMES = [
    ("Tarn Logistics Group bought a port in Ghana. Tarn paid 30 million dollars.", "Tarn Logistics Group", "Tarn"),
    (
        "Harbrook Foods closed two plants. Harbrook employs 4,000 people. Walter Harbrook founded the firm.",
        "Harbrook Foods",
        "Harbrook",
    ),
    (
        "Harbrook Foods closed two plants. Walter Harbrook led the firm. Harbrook praised the workers.",
        "Walter Harbrook",
        "Harbrook",
    ),
    ("Walter Harbrook led Peru. Harbrook praised the workers.", "Walter Harbrook", "Harbrook"),
    ("Girona Minerals fired its chief on Monday. Girona praised the workers.", "Girona Minerals", "Girona"),
    ("Boston Paper opened a mill in Boston. Boston residents protested.", "Boston residents", "Boston Paper residents"),
    ("The Workers' Unity Party (PUT) won the vote. The PUT promised to cut taxes.", "Workers' Unity Party", "PUT"),
    ("The Harbour Dockers Union (HDU) met. The HDU praised Peru.", "Harbour Dockers Union", "HDU"),
    ("Rosa de la Vega left Peru. De la Vega had criticised the budget.", "Rosa de la Vega", "De la Vega"),
    ("Nordvik Sweden, a unit of Nordvik, closed two mills. Nordvik praised the workers.", "Nordvik", "Nordvik Suite"),
    ("The Marlow Chemicals plant burned. Marlow praised the workers.", "Marlow Chemicals", "Marlow"),
]
HEADLINES = [
    ("Foreign Minister Leaves Oslo\n\nThe foreign minister of Norway left Oslo.", "Minister", "Leaves"),
    ("Trade Minister Leaves Lima\n\nPeruvian Trade Minister Rosa Vega left Lima.", "Rosa Vega", "Leaves"),
    ("Vega Leaves Lima\n\nPeruvian Trade Minister Rosa Vega left Lima.", "Rosa Vega", "Vega"),
]
OFFICES = [
    (
        "Ana Ruiz, chief executive of Madrid carmaker Velox, left.",
        "Chief Executive of Velox",
        "Chief Executive of Madrid",
    ),
    ("The Norwegian mayor of a village near Bergen resigned.", "Norwegian mayor", "Mayor of Norway"),
    (
        "The president of German football club Sporting Velmora, Karl Ahrens, resigned.",
        "President of Sporting Velmora",
        "president of German football club",
    ),
    (
        "Former Norwegian president and now UN envoy Karl Ahrens met farmers in Lima.",
        "Envoy of United Nations",
        "Norwegian president",
    ),
    (
        "Norway will send two ships, Defence Minister Ida Holm said.",
        "Minister of Defense of Norway",
        "Defence Minister",
    ),
    ("Norway and Peru will send two ships, Defence Minister Ida Holm said.", "Defence Minister", "Defence of Peru"),
    ("Ida Holm, Norway's senior deputy director, praised Peru.", "Senior Deputy Director of Norway", "Senior Deputy"),
    ("Norwegian Prime Minister Jonas Gahr Støre left Oslo.", "Prime Minister of Norway", "Prime Minister"),
    ("A spokesman for President Karl Ahrens praised Peru.", "spokesman for President Karl Ahrens", "Spokesman"),
    ("Norway's new prime minister praised Peru.", "Prime Minister of Norway", "new prime minister"),
]
PAIRS = [
    (
        "Nordbank lent money to Peru and to Chile. Brazil and Ecuador met in Quito. Both countries signed a treaty.",
        {"Brazil", "Ecuador"},
    ),
    ("Peru and Chile met in Lima. Rain fell. Both countries signed a treaty.", {"Peru", "Chile"}),
    ("Peru praised Chile. Brazil praised Ecuador. Rain fell in Quito. The two countries signed a treaty.", set[str]()),
    ("Peru, Chile and Brazil met in Lima. Both countries signed a treaty.", set[str]()),
]
COMPOUNDS = [
    ("Munich-based carmaker Velox hired 200 people on Friday.", "locatedIn", "Velox", "Munich"),
    ("French-owned airline Aerosur left Peru.", "owns", "France", "Aerosur"),
    ("US-backed Arab forces left the town.", "supports", "United States", "US-backed Arab forces"),
    ("Norwegian drugmaker Helsana won approval for its pill.", "locatedIn", "Helsana", "Norway"),
    ("A Ghanaian-led police force cleared roads.", "lead", "Ghana", "Ghanaian-led police force"),
]
NO_COMPOUNDS = [
    "Norway-related news worries Peru.",
    "Norwegian farmers praised Peru.",
    "Italian food pleases Peru.",
    "Norwegian businessman Karl Velox praised Peru.",
]
WORDS_OF_THE_TEXT = [
    ("Anna Berg left Peru. Her record worries Chile.", "Her record", "Anna Berg's record"),
    ("Peru changed its own rules.", "its own rules", "Peru's own rules"),
    ("Chile closed its consulate after Peru recalled its envoy.", "its consulate", "Chile's consulate"),
    ("The visit worries Peru.", "visit", "Peru's visit"),
    ("Anna Berg sold her shares.", "her shares", "Anna Berg's shares"),
    ("A Ghanaian-led police force cleared roads in Haiti.", "roads", "- led police force of Ghana"),
    ("New Zealand officials praised Peru.", "New Zealand officials", "Zealand officials"),
]


def _ends(text: str) -> set[str]:
    """The labels of what statements are about and lead to."""
    made = graph(text)
    return {made.label(node) for said in made.statements for node in (said.subject, said.object)}


@pytest.mark.parametrize(("text", "there", "absent"), [*SHORT_NAMES, *HEADLINES, *WORDS_OF_THE_TEXT])
def test_a_short_name_is_the_one_that_was_named(text: str, there: str, absent: str) -> None:
    ends = _ends(text)
    assert any(there in end for end in ends)
    assert absent not in ends


@pytest.mark.parametrize(("text", "there", "absent"), OFFICES)
def test_an_office_is_whose_the_text_says(text: str, there: str, absent: str) -> None:
    ends = _ends(text)
    assert there in ends
    assert absent not in ends


@pytest.mark.parametrize(("text", "pair"), PAIRS)
def test_both_are_the_pair_that_was_last_told_of(text: str, pair: set[str]) -> None:
    made = graph(text)
    signed = {made.label(said.subject) for said in made.statements if said.relation == "signed"}
    assert signed & {"Peru", "Chile", "Brazil", "Ecuador"} == pair


@pytest.mark.parametrize(("text", "relation", "subject", "target"), COMPOUNDS)
def test_what_stands_before_a_noun_is_told(text: str, relation: str, subject: str, target: str) -> None:
    made = graph(text)
    told = {(said.relation, made.label(said.subject), made.label(said.object)) for said in made.statements}
    assert (relation, subject, target) in told
    assert [finding for finding in rule_findings(made, tools()[1]) if finding.severity is Severity.ERROR] == []


@pytest.mark.parametrize("text", NO_COMPOUNDS)
def test_what_is_no_participle_or_body_tells_nothing_more(text: str) -> None:
    assert not [said for said in graph(text).statements if said.rule.startswith("compound")]


def test_a_body_that_many_states_have_is_the_own_of_its_article() -> None:
    ids = {entity.label: entity.id for entity in graph("The Supreme Court praised the deal.").entities}
    assert ids["Supreme Court"].startswith("supreme-court-")
