"""Who says what a statement says: the last speaker behind a pronoun, never a pronoun, never who is told."""

import pytest

from kg.pipeline.build import build
from tests.cases import tried_on
from tests.reading import read, said, sentence, tools

pytestmark = pytest.mark.model


@tried_on("text", "sources")
def test_a_pronoun_that_says_something_is_who_spoke_last(text: str, sources: dict[str, str]) -> None:
    found = {each.relation: each.source for each in said(read(__file__)[text])}
    assert {name: found[name] for name in sources} == sources


@tried_on("text", "count")
def test_what_a_pronoun_left_open_says_is_left_out_and_counted(text: str, count: int) -> None:
    reader, ontology = tools()
    built = build([sentence(text)], reader, ontology)
    assert not {each.source for each in said(built.graph)} & {"He", "They", "he", "they"}
    assert built.counts["clauses whose source is a pronoun left open"] == count


@tried_on("text", "relations")
def test_who_is_told_something_makes_no_statement(text: str, relations: list[str]) -> None:
    assert {statement.relation for statement in read(__file__)[text].statements} == {*relations}
