"""Numbers as data: with their unit, how they are bound and what they measure."""

import pytest

from tests.cases import tried_on
from tests.reading import read

pytestmark = pytest.mark.model


@tried_on("text", "values")
def test_a_number_is_told_as_what_it_measures(text: str, values: list[str]) -> None:
    found = read(__file__)[text].quantities
    told = (f"{one.bound} {one.number} {one.unit} {one.scope} {one.whole or ''}".split() for one in found)
    assert {" ".join(words) for words in told} == {*values}
