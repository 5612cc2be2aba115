"""Wordings that must agree, or differ in one thing alone: voice, negation, source, modality, date, names, order."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import cast

import pytest

from tests.cases import tables
from tests.reading import Said, graphs, said

pytestmark = pytest.mark.model

GROUPS = cast("dict[str, list[list[str]]]", tables(__file__))
"""Texts of each test: those that must agree, or differ in one thing alone, with what it is."""


@cache
def read() -> Mapping[str, tuple[Said, ...]]:
    """Every text of this file, parsed in one run, with what it says."""
    return {text: said(graph) for text, graph in graphs(dict.fromkeys(texts())).items()}


def texts() -> Iterable[str]:
    yield from (text for group in GROUPS["same"] for text in group)
    for pairs in (GROUPS["negated"], GROUPS["hedged"], GROUPS["dated"], GROUPS["reported"]):
        yield from (text for pair in pairs for text in pair[:2])
    for (text,) in GROUPS["renamed"]:
        yield from (text, renamed(text))
    yield from (joined for pair in GROUPS["ordered"] for joined in (" ".join(pair), " ".join(reversed(pair))))


Key = tuple[str, ...]
Part = Callable[[Said], Key]


def triple(each: Said) -> Key:
    return each.subject.lower(), each.relation, each.object.lower()


def whole(each: Said) -> Key:
    return (*triple(each), each.factuality, each.source, each.reporter, each.time)


def of(text: str, part: Part) -> set[Key]:
    return {part(each) for each in read()[text]}


def of_relations(text: str, part: Part) -> set[Key]:
    """Of relations of the ontology alone: an open relation is its words, and those are what the pair changes."""
    return {part(each) for each in read()[text] if not each.is_open}


@pytest.mark.parametrize("group", GROUPS["same"], ids=lambda group: group[0])
def test_active_passive_and_nominal_wordings_say_the_same(group: list[str]) -> None:
    first, *others = group
    assert of_relations(first, whole)
    for other in others:
        assert of_relations(first, whole) <= of_relations(other, whole), other


@pytest.mark.parametrize(("plain", "negated"), GROUPS["negated"], ids=lambda text: text)
def test_a_negation_denies_and_changes_nothing_else(plain: str, negated: str) -> None:
    _changes_factuality_alone(plain, negated, "Denied")


@pytest.mark.parametrize(("plain", "hedged", "factuality"), GROUPS["hedged"], ids=lambda text: text)
def test_a_modal_changes_factuality_alone(plain: str, hedged: str, factuality: str) -> None:
    _changes_factuality_alone(plain, hedged, factuality)


def _changes_factuality_alone(plain: str, other: str, factuality: str) -> None:
    before, after = of_relations(plain, whole), of_relations(other, whole)
    assert before
    assert {(*key[:3], factuality, *key[4:]) for key in before} <= after
    assert {key[3] for key in after if key[:3] in {key[:3] for key in before}} == {factuality}


@pytest.mark.parametrize(("plain", "reported", "source"), GROUPS["reported"], ids=lambda text: text)
def test_a_reporting_clause_changes_the_source_alone(plain: str, reported: str, source: str) -> None:
    before, after = of_relations(plain, whole), of_relations(reported, whole)
    assert before
    assert {(*key[:4], source, *key[5:]) for key in before} == after


@pytest.mark.parametrize(("plain", "dated", "time"), GROUPS["dated"], ids=lambda text: text)
def test_a_date_changes_the_time_alone(plain: str, dated: str, time: str) -> None:
    before, after = of_relations(plain, whole), of_relations(dated, whole)
    assert before
    assert {(*key[:6], time) for key in before} == after


NAMES = {"Norway": "Chile", "Norwegian": "Chilean", "Japanese": "Kenyan", "Japan": "Kenya", "Sweden": "Ghana"}


def renamed(text: str) -> str:
    for name, other in NAMES.items():
        text = text.replace(name, other)
    return text


@pytest.mark.parametrize("text", [text for (text,) in GROUPS["renamed"]])
def test_other_countries_give_the_same_structure(text: str) -> None:
    before = {tuple(map(renamed, fields(each))) for each in read()[text]}
    assert before
    assert before == {fields(each) for each in read()[renamed(text)]}


def fields(each: Said) -> Key:
    return (each.subject, each.relation, each.object, each.factuality, each.source, each.reporter, each.time, each.rule)


@pytest.mark.parametrize(("first", "second"), GROUPS["ordered"], ids=lambda text: text)
def test_the_order_of_unrelated_sentences_does_not_matter(first: str, second: str) -> None:
    here, there = of(f"{first} {second}", whole), of(f"{second} {first}", whole)
    assert here
    assert here == there


def test_there_are_pairs_enough() -> None:
    assert sum(len(group) - 1 if name == "same" else 1 for name, groups in GROUPS.items() for group in groups) >= 60
