"""Names, titles, offices, bodies and goods: what each stands for, when, and what is none."""

from datetime import date

import pytest

from kg.gazetteer import Gazetteer
from kg.gazetteer.tables import table
from kg.gazetteer.values import Entry
from kg.gazetteer.words import pieces
from kg.lexicon import words
from kg.model import Link, NodeId
from tests.cases import tried_on


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def readings(gazetteer: Gazetteer, surface: str) -> list[str]:
    return [entry.entity.id for entry in gazetteer.lookup(surface)]


def found(gazetteer: Gazetteer, text: str) -> list[tuple[str, str]]:
    tokens = text.split()
    return [(" ".join(tokens[m.start : m.end]), m.entries[0].entity.id) for m in gazetteer.matches(tokens)]


def kinds(entries: tuple[Entry, ...]) -> set[tuple[str, str]]:
    return {(entry.entity.id, entry.kind) for entry in entries}


# Countries, peoples, governments


@tried_on("surface", "alpha3")
def test_a_country_is_found_by_every_name(gazetteer: Gazetteer, surface: str, alpha3: str) -> None:
    assert gazetteer.lookup(surface)[0].entity.alpha3 == alpha3


@pytest.mark.parametrize("surface", ["us", "polish", "turkey", "chad", "china", "May", "The", "who", "it"])
def test_ordinary_words_name_nothing(gazetteer: Gazetteer, surface: str) -> None:
    assert not gazetteer.lookup(surface)


@pytest.mark.parametrize(
    ("surface", "countries"),
    [
        ("Korean", {"KOR", "PRK"}),
        ("Korea", {"KOR", "PRK"}),
        ("Congolese", {"COD", "COG"}),
        ("Dominican", {"DOM", "DMA"}),
    ],
)
def test_shared_names_keep_both_readings(gazetteer: Gazetteer, surface: str, countries: set[str]) -> None:
    assert {entry.entity.alpha3 for entry in gazetteer.lookup(surface)} == countries


def test_the_kingdoms_are_not_the_countries(gazetteer: Gazetteer) -> None:
    assert gazetteer.country("NLD").wikidata == "Q55"
    assert gazetteer.country("DNK").wikidata == "Q35"


def test_a_government_acts_for_its_country(gazetteer: Gazetteer) -> None:
    government = gazetteer.government("CAN")
    assert government is not None
    assert (government.id, government.cls, government.country) == ("government-of-canada", "Government", "CAN")
    assert government.links == {Link("actsFor", NodeId("canada"))}


@tried_on("surface", "node")
def test_a_state_that_is_no_more_had_a_government(gazetteer: Gazetteer, surface: str, node: str) -> None:
    assert readings(gazetteer, surface) == ([node] if node else [])


def test_a_capital_is_a_city_and_a_government(gazetteer: Gazetteer) -> None:
    assert kinds(gazetteer.lookup("Ottawa")) == {("ottawa", "name"), ("government-of-canada", "capital")}
    assert gazetteer.lookup("Ottawa")[0].entity.links == {Link("inCountry", NodeId("canada"))}


def test_brussels_is_a_city_and_two_seats(gazetteer: Gazetteer) -> None:
    assert {"brussels", "european-union"} <= set(readings(gazetteer, "Brussels"))


def test_washington_is_never_the_state_by_its_bare_name(gazetteer: Gazetteer) -> None:
    assert readings(gazetteer, "Washington") == ["washington", "government-of-united-states"]
    assert readings(gazetteer, "Washington state") == ["washington-state"]


def test_georgia_is_the_country_first(gazetteer: Gazetteer) -> None:
    assert readings(gazetteer, "Georgia") == ["georgia", "georgia-united-states"]


@tried_on("surface", "node")
def test_a_seat_stands_for_who_sits_there(gazetteer: Gazetteer, surface: str, node: str) -> None:
    assert kinds(gazetteer.lookup(surface)) == {(node, "seat")}


def test_an_unknown_id_is_a_key_error(gazetteer: Gazetteer) -> None:
    with pytest.raises(KeyError):
        gazetteer.entity(NodeId("no-such-thing"))
    with pytest.raises(KeyError):
        gazetteer.country("ZZZ")


# Matching


@tried_on("text", "names")
def test_a_text_has_these_names(gazetteer: Gazetteer, text: str, names: list[list[str]]) -> None:
    assert [[*name] for name in found(gazetteer, text)] == names


@tried_on("text", "node")
def test_a_country_inside_another_name_is_not_found(gazetteer: Gazetteer, text: str, node: str) -> None:
    assert [entity for _, entity in found(gazetteer, text)] == [node]


def test_a_name_is_found_however_the_tokenizer_cuts_it(gazetteer: Gazetteer) -> None:
    assert found(gazetteer, "Kim Jong-un met") == found(gazetteer, "Kim Jong-un met")
    for tokens in (["Guinea", "-", "Bissau"], ["Guinea-Bissau"], ["People", "’s", "Republic", "of", "China"]):
        (match,) = gazetteer.matches(tokens)
        assert (match.start, match.end) == (0, len(tokens))


def test_part_of_a_token_is_no_match(gazetteer: Gazetteer) -> None:
    assert gazetteer.matches(["U.S.-China"]) == ()


def test_acronyms_that_are_words_are_words_in_capitals(gazetteer: Gazetteer) -> None:
    ordinary = words("capitals", "ordinary", "words")
    for example in words("capitals", "ordinary", "examples"):
        assert not {text for text, _ in found(gazetteer, example.replace("?", " ?"))} & ordinary
    for example in words("capitals", "ordinary", "counterexamples"):
        assert {text for text, _ in found(gazetteer, example)} & ordinary


def test_pieces_are_finer_than_tokens() -> None:
    assert pieces("Donald J. Trump’s") == ("Donald", "J.", "Trump", "'s")
    assert pieces("Côte d’Ivoire") == ("Côte", "d'Ivoire")
    assert pieces("Apple Inc.") == ("Apple", "Inc", ".")


# Organizations, bodies, goods


@tried_on("surface", "node", "wikidata")
def test_organizations_are_found_by_acronym(gazetteer: Gazetteer, surface: str, node: str, wikidata: str) -> None:
    entity = gazetteer.lookup(surface)[0].entity
    assert (entity.id, entity.wikidata) == (node, wikidata)


@tried_on("title", "alpha3", "node")
def test_a_body_is_found_by_title_and_country(gazetteer: Gazetteer, title: str, alpha3: str, node: str) -> None:
    body = gazetteer.body(title, alpha3)
    assert body is not None
    assert (body.id, body.country) == (node, alpha3)
    assert gazetteer.entity(body.id) == body


def test_no_body_has_a_title_that_none_has(gazetteer: Gazetteer) -> None:
    assert gazetteer.body("bakery", "CHN") is None
    assert gazetteer.body("foreign ministry", "ZZZ") is None


@tried_on("phrase", "code")
def test_goods_have_codes(gazetteer: Gazetteer, phrase: str, code: str) -> None:
    goods = gazetteer.commodity(phrase)
    assert goods is not None
    assert (goods.cls, goods.hs_code) == ("Commodity", code)


def test_what_is_not_traded_is_no_commodity(gazetteer: Gazetteer) -> None:
    assert gazetteer.commodity("strategy") is None


# Offices and persons


@tried_on("title", "holder_of", "label")
def test_an_office_is_found_by_spoken_title(gazetteer: Gazetteer, title: str, holder_of: str, label: str) -> None:
    office = gazetteer.office(title, holder_of)
    assert office is not None
    assert (office.cls, office.label) == ("Office", label)


def test_a_country_without_president_has_none(gazetteer: Gazetteer) -> None:
    assert gazetteer.office("president", "CAN") is None


@tried_on("office", "day", "person")
def test_an_office_has_its_holder_of_the_day(gazetteer: Gazetteer, office: str, day: str, person: str) -> None:
    assert [term.person.id for term in gazetteer.holders(NodeId(office), date.fromisoformat(day))] == [person]


def test_an_undated_article_names_no_holder(gazetteer: Gazetteer) -> None:
    assert gazetteer.holders(NodeId("prime-minister-of-canada"), None) == ()


def test_a_person_has_terms(gazetteer: Gazetteer) -> None:
    terms = gazetteer.terms(NodeId("mark-carney"))
    assert terms[-1].office.id == "prime-minister-of-canada"
    assert (terms[-1].start, terms[-1].end) == (date(2025, 3, 14), None)
    assert gazetteer.terms(NodeId("canada")) == ()


@tried_on("name", "node")
def test_a_person_is_found_by_full_name(gazetteer: Gazetteer, name: str, node: str) -> None:
    assert readings(gazetteer, name) == [node]


def test_family_names_are_no_names_of_their_own(gazetteer: Gazetteer) -> None:
    assert not gazetteer.lookup("Carney")
    assert [person.id for person in gazetteer.surname("Carney")] == ["mark-carney"]
    assert gazetteer.surname("Xi")[0].id == "xi-jinping"
    assert gazetteer.surname("López Obrador")[0].id == "andres-manuel-lopez-obrador"
    assert gazetteer.surname("Nobody") == ()


def test_the_last_look_of_a_source_ends_no_term(gazetteer: Gazetteer) -> None:
    (term,) = gazetteer.terms(NodeId("mehriban-aliyeva"))
    assert not term.is_over(date(2025, 3, 5))
    assert all(term.is_over(date(2025, 3, 5)) for term in gazetteer.terms(NodeId("joe-biden")))


# Leaders of earlier decades, and of which state a leader is


def test_leaders_of_earlier_decades_are_found_when_asked_for(gazetteer: Gazetteer) -> None:
    assert gazetteer.surname("Thatcher") == ()
    assert [person.country for person in gazetteer.surname("Thatcher", with_past=True)] == ["GBR"]
    assert [person.id for person in gazetteer.own_surname("Putin", heads=True)] == ["vladimir-putin"]
    assert gazetteer.own_surname("Brown") == ()


@tried_on("name", "country")
def test_a_person_is_of_the_state_that_he_or_she_led(gazetteer: Gazetteer, name: str, country: str) -> None:
    assert {entry.entity.country for entry in gazetteer.lookup(name)} == {country}


def test_a_dependent_territory_has_no_president_of_another_state() -> None:
    people = {row["id"] for row in table("entities") if row["class"] == "Person"}
    assert not [node for node in people if node.startswith(("china-", "french-polynesia-"))]
    assert not any(row["office"] in ("president-of-guam", "president-of-macau") for row in table("terms"))
