"""A clause is told as it stands in its sentence, without the clauses beside it."""

import pytest

import kg
from kg.frames.clausal import frames
from tests.cases import tried_on
from tests.parses import annotated
from tests.reading import sentence


@tried_on("text", "clauses")
def test_a_clause_is_told_as_it_stands_without_those_beside_it(text: str, clauses: list[str]) -> None:
    found = [frame.clause_text for frame in frames(annotated(text), sentence(text)) if frame.kind != "noun"]
    assert list(dict.fromkeys(filter(None, found))) == clauses


@pytest.mark.model
def test_what_is_denied_has_no_words_of_what_is_not() -> None:
    said = kg.build("The visit is expected to yield progress on trade but not the removal of all tariffs.").values
    told = {each.negated: each.clause_text for each in said.statements if each.is_main}
    assert told == {False: "The visit is expected to yield progress on trade", True: ""}
