"""Classes of names that no table has, by the words beside them."""

from tests.cases import tried_on
from tests.parses import annotated


def _class(text: str, name: str) -> str:
    """The class of the first mention of a name."""
    return next(str(span.label_) for span in annotated(text).spans["names"] if span.text == name)


@tried_on("text", "name", "cls")
def test_a_name_that_no_table_has_is_classed_by_the_words_beside_it(text: str, name: str, cls: str) -> None:
    assert _class(text, name) == cls
