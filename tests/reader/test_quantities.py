"""Numbers in words and figures, their units, and what is only about a number."""

from decimal import Decimal

from kg.frames.noun_phrases import quantity
from kg.model import Quantity
from tests.cases import tried_on


def read(text: str, *, unit: str = "") -> Quantity:
    found = quantity(text, unit=unit)
    assert found is not None
    return found


@tried_on("text", "value", "unit")
def test_a_number_has_its_value_and_unit(text: str, value: str, unit: str) -> None:
    found = read(text)
    assert (found.value, found.unit) == (Decimal(value), unit)


def test_a_counted_noun_is_the_unit_where_the_words_have_none_of_their_own() -> None:
    assert read("189", unit="vessel").unit == "vessel"
    assert read("90%", unit="export").unit == "percent"


def test_more_than_is_a_least_and_up_to_a_most() -> None:
    more, less, exact = read("more than 45"), read("up to 45"), read("45")
    assert (more.value, more.minimum, more.maximum) == (None, Decimal(45), None)
    assert (less.value, less.minimum, less.maximum) == (None, None, Decimal(45))
    assert (exact.value, exact.minimum, exact.maximum) == (Decimal(45), None, None)


def test_about_is_the_number_with_a_tenth_either_way() -> None:
    found = read("about 90%")
    assert (found.value, found.minimum, found.maximum) == (Decimal(90), Decimal(81), Decimal(99))


@tried_on("text")
def test_words_without_a_number_are_no_quantity(text: str) -> None:
    assert quantity(text) is None


def test_a_currency_stands_as_a_word_of_its_own() -> None:
    assert read("2 wonders").unit == ""
    assert read("2 won").unit == "KRW"


def test_the_same_words_of_other_units_have_another_id() -> None:
    assert read("45", unit="troop").id != read("45", unit="vessel").id
