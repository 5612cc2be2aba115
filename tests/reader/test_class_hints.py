"""Classes of names that no table has, by the words beside them."""

import pytest

from tests.parses import annotated


def _class(text: str, name: str) -> str:
    """The class of the first mention of a name."""
    return next(str(span.label_) for span in annotated(text).spans["names"] if span.text == name)


@pytest.mark.parametrize(
    ("text", "name", "cls"),
    [
        ("Farmers fear the Bluetongue virus.", "Bluetongue", "Topic"),
        ("Farmers sued the Bluetongue company.", "Bluetongue", "Company"),
        ("Motorola sued Macbook on Tuesday.", "Macbook", "Organization"),
        ("He leads the new Zenbook Foundation.", "Zenbook Foundation", "Organization"),
        ("Ferrow Barney, a brokerage house, sold bonds.", "Ferrow Barney", "Company"),
        ("The Turin Metal Exchange halted trading on Monday.", "Turin Metal Exchange", "Organization"),
        ("She crossed the Carpathians last summer.", "Carpathians", "Place"),
        ("The HDK said it fears the company.", "HDK", "Organization"),
        ("The Democratic National Committee criticized the senator.", "Democratic National Committee", "Organization"),
    ],
)
def test_a_name_that_no_table_has_is_classed_by_the_words_beside_it(text: str, name: str, cls: str) -> None:
    assert _class(text, name) == cls
