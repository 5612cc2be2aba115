"""The class of what a noun or an unlisted name denotes, by the words beside it."""

from kg.frames.annotations import Annotations
from kg.frames.senses import noun_sense
from tests.cases import tried_on
from tests.parses import annotated, at


@tried_on("text", "head", "cls")
def test_a_noun_of_several_senses_is_classed_by_the_words_beside_it(text: str, head: str, cls: str) -> None:
    doc = annotated(text)
    assert noun_sense(at(doc, head), Annotations.of(doc)) == cls


@tried_on("text", "name", "cls")
def test_a_name_that_no_table_has_is_whole_and_classed_by_the_words_beside_it(text: str, name: str, cls: str) -> None:
    names = annotated(text).spans["names"]
    assert [str(span.label_) for span in names if span.text == name][:1] == [cls], names


def test_what_is_called_like_a_body_is_no_person() -> None:
    names = annotated("The former chairman Velox Holdings sued left.").spans["names"]
    assert not any(span.label_ == "Person" for span in names)
