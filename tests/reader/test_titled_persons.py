"""Persons named with a title."""

from tests.cases import tried_on
from tests.parses import annotated


def _names(text: str) -> set[tuple[str, str]]:
    return {(span.text, str(span.label_)) for span in annotated(text).spans["names"]}


@tried_on("text", "name", "cls")
def test_the_person_behind_a_title_has_the_whole_name(text: str, name: str, cls: str) -> None:
    assert (name, cls) in _names(text)


def test_what_is_called_like_a_body_is_no_person() -> None:
    assert not any(cls == "Person" for _, cls in _names("The former chairman Velox Holdings sued left."))
