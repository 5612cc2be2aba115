"""The class of what a noun denotes that has several senses, by the words beside it."""

from kg.frames.annotations import Annotations
from kg.frames.senses import noun_sense
from tests.cases import tried_on
from tests.parses import annotated, at


def _sense(text: str, head: str) -> str:
    doc = annotated(text)
    return noun_sense(at(doc, head), Annotations.of(doc))


@tried_on("text", "head", "cls")
def test_money_is_no_place_and_a_body_is_a_company(text: str, head: str, cls: str) -> None:
    assert _sense(text, head) == cls


@tried_on("text", "head", "cls")
def test_an_adjective_is_neither_goods_nor_a_body(text: str, head: str, cls: str) -> None:
    assert _sense(text, head) == cls
