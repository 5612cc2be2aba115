"""What stands aside in a sentence is found by its form; what belongs to the sentence stays."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.layout.asides import asides
from tests.lexicons import listed


@pytest.mark.parametrize("line", listed("layout", "asides", "examples"))
def test_an_aside_is_found(line: str) -> None:
    text = re.sub("[⟦⟧]", "", line)
    assert [text[each.start : each.end] for each in asides(text)] == re.findall("⟦(.*?)⟧", line)


@pytest.mark.parametrize("line", listed("layout", "asides", "counterexamples"))
def test_what_belongs_to_the_sentence_is_no_aside(line: str) -> None:
    assert asides(line) == ()


@given(st.text(alphabet=st.sampled_from("Aab12 ()[],;iv"), max_size=120))
def test_asides_never_overlap(text: str) -> None:
    found = asides(text)
    assert all(each.start < each.end <= len(text) for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
