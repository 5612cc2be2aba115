"""Parses that cannot be right are mended, and right ones of the same look are left alone."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc

from kg.nlp.repairs import repair
from tests.nlp.built import doc
from tests.parses import PARSES, parsed, raw

WORDS = tuple[str, ...]


def arcs(found: Doc) -> set[tuple[str, str, str]]:
    """(word, relation, head) of every token."""
    return {(token.text, token.dep_, token.head.text) for token in found}


FACES = (
    ("Canada", "NNP", "Canada", 2, "nsubj"),
    ("faces", "VBZ", "face", 2, "aux"),
    ("escalating", "VBG", "escalate", 2, "ROOT"),
    ("friction", "NN", "friction", 2, "dobj"),
)


def test_a_full_verb_is_no_auxiliary() -> None:
    found = doc(*FACES)
    repair(found)
    assert arcs(found) == {
        ("Canada", "nsubj", "faces"),
        ("faces", "ROOT", "faces"),
        ("friction", "dobj", "faces"),
        ("escalating", "amod", "friction"),
    }


def test_an_auxiliary_stays_one() -> None:
    found = doc(FACES[0], ("is", "VBZ", "be", 2, "aux"), *FACES[2:])
    repair(found)
    assert arcs(found) == arcs(doc(FACES[0], ("is", "VBZ", "be", 2, "aux"), *FACES[2:]))


TARIFF_AND_DUTIES = (
    ("imposed", "VBD", "impose", 0, "ROOT"),
    ("tariffs", "NNS", "tariff", 0, "dobj"),
    ("on", "IN", "on", 1, "prep"),
    ("cars", "NNS", "car", 2, "pobj"),
    ("and", "CC", "and", 3, "cc"),
    ("duties", "NNS", "duty", 3, "conj"),
    ("on", "IN", "on", 1, "prep"),
    ("steel", "NN", "steel", 6, "pobj"),
)


def test_duties_are_coordinated_with_the_tariffs_and_not_with_the_cars() -> None:
    found = doc(*TARIFF_AND_DUTIES)
    repair(found)
    assert {("duties", "conj", "tariffs"), ("and", "cc", "tariffs"), ("on", "prep", "duties")} <= arcs(found)


def test_goods_stay_coordinated_with_goods() -> None:
    goods = [*TARIFF_AND_DUTIES[:5], ("trucks", "NNS", "truck", 3, "conj")]
    found = doc(*goods)
    repair(found)
    assert ("trucks", "conj", "cars") in arcs(found)


SHIFTING = (
    ("reflects", "VBZ", "reflect", 0, "ROOT"),
    ("shifting", "VBG", "shift", 0, "xcomp"),
    ("priorities", "NNS", "priority", 1, "dobj"),
)


def test_a_participle_after_a_verb_that_takes_no_gerund_modifies_the_noun() -> None:
    found = doc(*SHIFTING)
    repair(found)
    assert {("priorities", "dobj", "reflects"), ("shifting", "amod", "priorities")} <= arcs(found)


@pytest.mark.parametrize(
    "rows",
    [
        (("began", "VBD", "begin", 0, "ROOT"), *SHIFTING[1:]),
        (
            *SHIFTING[:2],
            ("the", "DT", "the", 3, "det"),
            ("blame", "NN", "blame", 1, "dobj"),
        ),
    ],
    ids=["a verb that takes one", "a determiner after it"],
)
def test_a_gerund_stays_one(rows: tuple[tuple[str, str, str, int, str], ...]) -> None:
    found = doc(*rows)
    before = arcs(found)
    repair(found)
    assert arcs(found) == before


def test_the_subject_of_a_gerund_is_the_noun_before_it() -> None:
    rows = (
        ("stemmed", "VBD", "stem", 0, "ROOT"),
        ("from", "IN", "from", 0, "prep"),
        ("Canada", "NNP", "Canada", 1, "pobj"),
        ("aligning", "VBG", "align", 0, "advcl"),
    )
    found = doc(*rows)
    repair(found)
    assert {("Canada", "nsubj", "aligning"), ("aligning", "pcomp", "from")} <= arcs(found)
    absolute = doc(rows[0], ("with", "IN", "with", 0, "prep"), *rows[2:])
    repair(absolute)
    assert ("aligning", "advcl", "stemmed") in arcs(absolute)


def relative(verb: str) -> tuple[tuple[str, str, str, int, str], ...]:
    """ "memoranda of understanding that remain": the clause hangs on the wrong noun."""
    return (
        ("memoranda", "NNS", "memorandum", 0, "ROOT"),
        ("of", "IN", "of", 0, "prep"),
        ("understanding", "NN", "understanding", 1, "pobj"),
        ("that", "WDT", "that", 4, "nsubj"),
        ("remain", verb, "remain", 2, "relcl"),
    )


def test_a_relative_clause_belongs_to_the_noun_that_its_verb_agrees_with() -> None:
    found, agreeing = doc(*relative("VBP")), doc(*relative("VBZ"))
    repair(found)
    repair(agreeing)
    assert ("remain", "relcl", "memoranda") in arcs(found)
    assert ("remain", "relcl", "understanding") in arcs(agreeing)


def test_a_noun_is_coordinated_with_the_object_and_not_with_the_verb() -> None:
    text = "The visit will yield progress but not the removal of tariffs."
    assert ("removal", "conj", "yield") in arcs(raw(text))
    assert {("removal", "conj", "progress"), ("but", "cc", "progress")} <= arcs(parsed(text))
    clause = "Norway signed the treaty and left the talks."
    assert ("left", "conj", "signed") in arcs(parsed(clause))


def test_following_is_a_preposition_where_it_has_no_subject() -> None:
    assert {("following", "prep", "fell"), ("tariffs", "pobj", "following")} <= arcs(
        parsed("Trade fell following the tariffs.")
    )
    assert ("following", "ROOT", "following") in arcs(parsed("Sweden is following the talks."))


def test_a_year_is_governed_by_its_preposition_and_the_noun_after_it_is_the_subject() -> None:
    assert {("2024", "pobj", "In"), ("Norway", "nsubj", "imposed")} <= arcs(parsed("In 2024 Norway imposed tariffs."))
    text = "In 2024 elections Norway chose a king."
    assert arcs(parsed(text)) == arcs(raw(text))


def test_by_after_the_means_of_a_passive_names_the_agent() -> None:
    assert {("by", "agent", "hit")} <= arcs(parsed("Japan was hit with tariffs by Norway."))
    text = "Japan met them with tariffs by Norway."
    assert arcs(parsed(text)) == arcs(raw(text))


def test_a_day_before_the_content_is_the_day_of_saying() -> None:
    found = parsed("The United States said on Tuesday it would send 200 troops to Poland.")
    assert ("on", "prep", "said") in arcs(found)
    inside = parsed("The United States said that on Tuesday it would send troops.")
    assert ("on", "prep", "send") in arcs(inside)


@pytest.mark.parametrize(
    ("text", "number", "verb"),
    [
        ("Two people were killed and five injured in Kabul.", "five", "injured"),
        ("Three soldiers were killed and two wounded.", "two", "wounded"),
    ],
)
def test_a_second_passive_may_leave_its_auxiliary_out(text: str, number: str, verb: str) -> None:
    assert (number, "nsubjpass", verb) in arcs(parsed(text))


def test_a_second_verb_that_is_active_stays_so() -> None:
    text = "Two soldiers were killed and three fled."
    assert arcs(parsed(text)) == arcs(raw(text))


CONSIDERED = "Ankara considers the YPG a terrorist group linked to the outlawed PKK."
CHARGE = (
    "Somalia accused Ethiopia of sending troops across the border without its consent, a charge Addis Ababa denied."
)
NAVIGATION = (
    "Norway and Sweden have agreed to ensure safe navigation, eliminate the use of force, and prevent the use of ships"
    " in the Black Sea."
)


def test_sound_parses_are_left_alone() -> None:
    """Of the recorded parses only those change that a test of this file names."""
    texts = [line.removeprefix("# text = ") for line in PARSES.read_text().splitlines() if line.startswith("# text = ")]
    changed = {text for text in texts if arcs(raw(text)) != arcs(parsed(text))}
    assert len(texts) > 40
    assert changed <= {
        "Norway considers Sweden an ally.",
        CHARGE,
        CONSIDERED,
        "Norway met to ensure that talks do not fail and to keep its ports open.",
        "According to a provincial doctor, Jean Kanow, the epidemic has affected four villages.",
        "The visit will yield progress but not the removal of tariffs.",
        "Trade fell following the tariffs.",
        "In 2024 Norway imposed tariffs.",
        "Japan was hit with tariffs by Norway.",
        "The United States said on Tuesday it would send 200 troops to Poland.",
        "Two people were killed and five injured in Kabul.",
        "Three soldiers were killed and two wounded.",
        "In 2024 Norway imposed tariffs and left the talks.",
        "Norway stressed the need for all states in the region to do their part to guard the coast with care.",
        NAVIGATION,
    }


@pytest.mark.parametrize(
    ("text", "said", "about"),
    [
        ("Norway considers Sweden an ally.", "ally", "Sweden"),
        (CONSIDERED, "group", "YPG"),
    ],
)
def test_what_someone_is_considered_is_no_clause(text: str, said: str, about: str) -> None:
    assert {(said, "oprd", "considers"), (about, "dobj", "considers")} <= arcs(parsed(text))


def test_a_clause_with_a_verb_of_its_own_stays_one() -> None:
    assert ("signs", "ccomp", "hopes") in arcs(parsed("Norway hopes that Sweden signs the treaty."))


DUE = (
    ("losses", "NNS", "loss", 1, "nsubj"),
    ("were", "VBD", "be", 1, "ROOT"),
    ("due", "JJ", "due", 1, "acomp"),
    ("to", "IN", "to", 2, "prep"),
    ("rain", "NN", "rain", 3, "pobj"),
    ("and", "CC", "and", 2, "cc"),
)


def test_a_noun_is_not_coordinated_with_an_adjective_before_another_noun() -> None:
    found = doc(*DUE, ("frost", "NN", "frost", 2, "conj"))
    repair(found)
    assert {("frost", "conj", "rain"), ("and", "cc", "rain")} <= arcs(found)


def test_an_adjective_is_coordinated_with_an_adjective() -> None:
    found = doc(*DUE, ("old", "JJ", "old", 2, "conj"))
    repair(found)
    assert {("old", "conj", "due"), ("and", "cc", "due")} <= arcs(found)
