"""Which wording fits which frame, and what fills its roles; beside each condition a frame that breaks it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kg.mapping.matching import WordingMatch, matches
from kg.mapping.pieces import node_of
from kg.model import Entity, Frame, NodeId, Quantity
from kg.ontology import NOUN_SLOTS, VERB_SLOTS, Evocation, Ontology, Relation
from tests.mapping.made import frame, ontology, percent, phrase, relation

NORWAY, JAPAN, PERU = (phrase(name, "Country") for name in ("Norway", "Japan", "Peru"))
STEEL = phrase("steel", "Commodity")
IMPOSE = Evocation(
    verbs=frozenset({"impose"}),
    heads=frozenset({"tariff"}),
    slots={**VERB_SLOTS, "object": ("on", "on/demonym"), "commodity": ("on",), "rate": ("compound",)},
)
VISIT = Evocation(verbs=frozenset({"visit"}), slots=VERB_SLOTS)


def found(each: Frame, *relations: Relation) -> list[str]:
    """ "visited: Norway > Japan" of every match."""
    return [_shown(match) for match in matches(each, ontology(*relations))]


def _shown(match: WordingMatch) -> str:
    pairs = ", ".join(f"{subject.text} > {target.text}" for subject, target in match.pairs)
    return f"{match.relation.name}: {pairs}"


def did(wording: Evocation) -> Relation:
    """The relation of one wording."""
    return relation("did", wording)


def test_a_number_that_stands_for_one_before_is_described_under_its_name() -> None:
    number = Quantity(NodeId("quantity-the-six"), "the six", Decimal(6))
    before = Entity(NodeId("quantity-all-six"), "Quantity", "all six")
    the_six = replace(STEEL, entity=before, quantity=number)
    assert node_of(the_six) == Quantity(before.id, "all six", Decimal(6))
    assert node_of(replace(the_six, entity=replace(before, id=number.id))) == number


def test_a_verb_with_its_ends_makes_the_relation() -> None:
    visited = relation("visited", VISIT)
    assert found(frame("visit", subject=NORWAY, object=JAPAN), visited) == ["visited: Norway > Japan"]
    assert found(frame("leave", subject=NORWAY, object=JAPAN), visited) == []


@pytest.mark.parametrize(
    "made", [frame("visit", subject=NORWAY), frame("visit", object=JAPAN), frame("visit", subject=STEEL, object=JAPAN)]
)
def test_an_end_that_is_missing_or_of_another_class_makes_none(made: Frame) -> None:
    assert found(made, relation("visited", VISIT)) == []


def test_coordinated_ends_pair_each_with_each_but_none_with_itself() -> None:
    visited = relation("visited", VISIT)
    both = frame("visit", subject=(NORWAY, PERU), object=(JAPAN, replace(PERU, start=900, end=904)))
    assert found(both, visited) == ["visited: Norway > Japan, Norway > Peru, Peru > Japan"]


def test_a_light_verb_needs_its_noun_and_reads_what_hangs_on_it() -> None:
    imposed = relation("imposedTariffOn", IMPOSE, roles=("commodity", "rate"))
    tariff = phrase("tariff", "Event", on=JAPAN)
    assert found(frame("impose", subject=NORWAY, object=tariff), imposed) == ["imposedTariffOn: Norway > Japan"]
    order = phrase("order", "Event", on=JAPAN)
    assert found(frame("impose", subject=NORWAY, object=order), imposed) == []


def test_goods_name_the_country_that_is_hit_and_are_the_goods() -> None:
    imposed = relation("imposedTariffOn", IMPOSE, roles=("commodity", "rate"))
    goods = phrase("Japanese steel", "Commodity", demonym=JAPAN)
    tariff = phrase("tariff", "Event", on=goods, compound=percent("35%"))
    (match,) = matches(frame("impose", subject=NORWAY, object=tariff), ontology(imposed))
    assert [target.entity.id for _, target in match.pairs] == ["japan"]
    assert match.fillers["commodity"] == ("japanese-steel",)
    assert match.fillers["rate"] == ("quantity-35-percent",)
    assert match.fillers["agent"] == ("norway",)


def test_the_event_is_the_nouns_own() -> None:
    imposed = relation("imposedTariffOn", IMPOSE)
    tariff = phrase("tariff", "Event", on=JAPAN)
    (match,) = matches(frame("impose", subject=NORWAY, object=tariff), ontology(imposed))
    assert match.event_id == tariff.entity.id
    (plain,) = matches(frame("visit", subject=NORWAY, object=JAPAN), ontology(relation("visited", VISIT)))
    assert plain.event_id == "event-1"


def test_a_modifier_is_required_on_the_words_or_as_an_argument() -> None:
    call = did(replace(VISIT, modifiers=frozenset({"phone"})))
    assert found(frame("visit", subject=NORWAY, object=JAPAN, by=phrase("phone")), call) == ["did: Norway > Japan"]
    assert found(frame("visit", subject=NORWAY, object=JAPAN), call) == []


def test_a_required_slot_must_be_filled_and_an_excluded_one_must_not() -> None:
    plain, dated = frame("visit", subject=NORWAY, object=JAPAN), frame("visit", subject=NORWAY, object=JAPAN, in_=PERU)
    needs, forbids = did(replace(VISIT, requires=frozenset({"in"}))), did(replace(VISIT, excludes=frozenset({"in"})))
    assert (found(plain, needs), found(dated, needs)) == ([], ["did: Norway > Japan"])
    assert (found(plain, forbids), found(dated, forbids)) == (["did: Norway > Japan"], [])


def test_the_strictest_wording_alone_is_taken() -> None:
    loose, strict = relation("loose", VISIT), did(replace(VISIT, requires=frozenset({"in"})))
    assert found(frame("visit", subject=NORWAY, object=JAPAN, in_=PERU), loose, strict) == ["did: Norway > Japan"]
    assert found(frame("visit", subject=NORWAY, object=JAPAN), loose, strict) == ["loose: Norway > Japan"]


def test_two_nouns_of_one_verb_are_two_happenings() -> None:
    imposed = relation("imposedTariffOn", IMPOSE)
    first, second = phrase("first tariff", "Event", on=JAPAN), phrase("second tariff", "Event", on=PERU)
    both = frame("impose", subject=NORWAY, object=(first, second))
    assert found(both, imposed) == ["imposedTariffOn: Norway > Japan", "imposedTariffOn: Norway > Peru"]


def test_the_parties_of_a_symmetric_relation_pair_with_each_other() -> None:
    met = relation("metWith", Evocation(verbs=frozenset({"meet"}), slots=VERB_SLOTS), symmetric=True)
    assert found(frame("meet", subject=(NORWAY, JAPAN)), met) == ["metWith: Norway > Japan"]
    assert found(frame("meet", subject=NORWAY), met) == []


@pytest.mark.parametrize(
    ("made", "label"),
    [
        (frame("block", words="blocked", subject=(NORWAY, PERU), object=STEEL), "Norway and Peru blocked steel"),
        (
            frame("block", words="was blocked", subject=NORWAY, object=STEEL, passive=True),
            "steel was blocked by Norway",
        ),
    ],
)
def test_a_happening_that_stands_as_object_is_labelled_with_its_clause(made: Frame, label: str) -> None:
    wording = Evocation(
        verbs=frozenset({"block"}), optional=frozenset({"object"}), slots={**VERB_SLOTS, "object": ("over",)}
    )
    (match,) = matches(made, ontology(relation("protestedAgainst", wording)))
    assert match.is_own_object
    assert {target.entity.label for _, target in match.pairs} == {label}


def test_a_wording_without_object_shows_the_happening() -> None:
    left = relation(
        "leftOffice", Evocation(verbs=frozenset({"resign"}), optional=frozenset({"object"}), slots=VERB_SLOTS)
    )
    (match,) = matches(frame("resign", subject=NORWAY), ontology(left))
    assert [(subject.text, target.entity.cls) for subject, target in match.pairs] == [("Norway", "Event")]
    assert match.pairs[0][1].entity.label == "Norway resign"
    strict = relation("leftOffice", Evocation(verbs=frozenset({"resign"}), slots=VERB_SLOTS))
    assert found(frame("resign", subject=NORWAY), strict) == []


@pytest.mark.parametrize(
    ("lemma", "made", "fits"),
    [
        ("cut off", frame("cut off", subject=NORWAY, object=JAPAN), True),
        ("cut off", frame("cut", subject=NORWAY, object=JAPAN), False),
        ("call on", frame("call", subject=NORWAY, object=STEEL, on=JAPAN), True),
        ("take over", frame("take", subject=NORWAY, object=JAPAN, to=phrase("court"), over=STEEL), False),
    ],
)
def test_a_particle_or_a_fixed_preposition_belongs_to_the_verb(lemma: str, made: Frame, *, fits: bool) -> None:
    slots = {**VERB_SLOTS, "object": ("on", "object")}
    assert bool(found(made, did(Evocation(verbs=frozenset({lemma}), slots=slots)))) == fits


def test_a_noun_reads_its_possessor_and_preposition() -> None:
    tariffs = relation("imposedTariffOn", Evocation(nouns=frozenset({"tariff"}), slots=NOUN_SLOTS))
    assert found(frame("tariff", "noun", poss=NORWAY, on=JAPAN), tariffs) == ["imposedTariffOn: Norway > Japan"]
    assert found(frame("tariff", "noun", on=JAPAN), tariffs) == []
    assert found(frame("tariff", subject=NORWAY, object=JAPAN), tariffs) == []


def test_an_adjective_fits_a_copula_alone() -> None:
    slots = {"subject": ("subject",), "object": ("on",)}
    depends = relation("dependsOn", Evocation(adjectives=frozenset({"dependent"}), slots=slots))
    made = frame("be", "copula", subject=NORWAY, complement=phrase("dependent"), on=JAPAN)
    assert found(made, depends) == ["dependsOn: Norway > Japan"]
    assert found(replace(made, kind="verb"), depends) == []


def test_a_class_that_a_wording_names_must_be_there() -> None:
    toward = Evocation(verbs=VISIT.verbs, slots=VERB_SLOTS, classes={"object": frozenset({"Person"})})
    ruled: Ontology = ontology(relation("met", toward))
    assert not matches(frame("visit", subject=NORWAY, object=JAPAN), ruled)
    assert matches(frame("visit", subject=NORWAY, object=phrase("Anna Berg", "Person")), ruled)
