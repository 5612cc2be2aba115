"""The class of what a noun denotes that has several senses, by the words beside it."""

import pytest

from kg.frames.annotations import Annotations
from kg.frames.senses import noun_sense
from tests.parses import annotated, at


def _sense(text: str, head: str) -> str:
    doc = annotated(text)
    return noun_sense(at(doc, head), Annotations.of(doc))


@pytest.mark.parametrize(
    ("text", "head", "cls"),
    [
        ("The lender widened its capital base.", "base", "Topic"),
        ("The lender raised fresh capital.", "capital", "Topic"),
        ("The lender used the overdraft facility.", "facility", "Topic"),
        ("Two brokerage houses bought the bonds.", "houses", "Company"),
        ("Rebels shelled an air base.", "base", "Place"),
        ("Rebels shelled the Chadian base.", "base", "Place"),
        ("Rebels reached the capital of Chad.", "capital", "Place"),
        ("Inspectors left the nuclear facility.", "facility", "Place"),
        ("Rebels burnt two houses.", "houses", "Place"),
        ("The firm held a garden party.", "party", "Event"),
        ("The firm backed a green party.", "party", "PoliticalParty"),
        ("Rebels reached the banks of the river.", "banks", "Place"),
    ],
)
def test_money_is_no_place_and_a_body_is_a_company(text: str, head: str, cls: str) -> None:
    assert _sense(text, head) == cls


@pytest.mark.parametrize(
    ("text", "head", "cls"),
    [
        ("Their business grew.", "business", "Topic"),
        ("A business in Oslo closed.", "business", "Company"),
        ("Rain can be good.", "good", "Topic"),
        ("Norway exported a good.", "good", "Commodity"),
        ("Prices of bonds were firmer.", "firmer", "Topic"),
        ("The firms were closed.", "firms", "Company"),
        ("Norway helps the elderly.", "elderly", "Group"),
    ],
)
def test_an_adjective_is_neither_goods_nor_a_body(text: str, head: str, cls: str) -> None:
    assert _sense(text, head) == cls
