"""Who says what a statement says: the last speaker behind a pronoun, never a pronoun, never who is told."""

from collections.abc import Mapping
from functools import cache

import pytest

from kg.model import Graph
from kg.pipeline.build import build
from tests.reading import graphs, said, sentence, tools

pytestmark = pytest.mark.model

SOURCES = {
    "Copper traders said the price had slipped. They also said stocks would rise.": {
        "slip": "Copper traders",
        "rise": "Copper traders",
    },
    "Copper traders said stocks had risen. The miners of Peru and the smelters of Chile met in Lima. They also noted "
    "that the price had collapsed.": {"collapse": "Copper traders"},
    "Karl Berg, the head of Velox, said sales would fall. Paul Holm, the head of Tarn, said prices would rise. "
    "He added that the ports had collapsed.": {"fall": "Karl Berg", "rise": "Paul Holm", "collapse": "Paul Holm"},
    '"She will be tried" when she returns to Chad, Karl Berg, chairman of the board of directors of the Chad Ports '
    "Authority, told reporters.": {"be tried": "Karl Berg"},
    'The talks with Chad "have collapsed," the minister, who arrived on Monday, told reporters.': {
        "collapse": "minister"
    },
    "The mayor replied that Chadian figures showing a rise in deaths had been misread and said "
    "the market had collapsed.": {
        "be misread": "mayor",
        "collapse": "mayor",
    },
    "The mayor left, saying the talks were private, and the owners voted in May.": {"vote in": ""},
    "The firm declined to name the buyer, saying the market had collapsed.": {"name": "", "collapse": "firm"},
    "She said the port had collapsed.": {"collapse": "She"},
}
"""Of a text, who says what each statement says, by its relation."""

UNTOLD = {
    "Anna Berg met Eva Holm in Oslo. He said Chad would leave the treaty.": 1,
    '"They said Chad would leave the treaty," Karl Berg told the paper.': 1,
    "Anna Berg met Eva Holm in Oslo. She left on Monday.": 0,
}
"""How many clauses of a text make no statement because a pronoun that is left open says so."""

AUDIENCES = {
    "Karl Berg told a news conference that the mine had collapsed.": {"collapse"},
    "Karl Berg told a symposium of miners that the mine had collapsed.": {"collapse"},
    "Karl Berg told the annual meeting that the mine had collapsed.": {"collapse"},
    "Karl Berg explained to miners that the mine had collapsed.": {"collapse"},
    "Karl Berg said to Anna Holm that the mine had collapsed.": {"say-to", "collapse"},
    '"The mine has collapsed," Karl Berg told reporters on arrival in Oslo.': {"collapse"},
    "Karl Berg told the story of the mine.": {"tell", "tell-story-of"},
}
"""The relations of all statements of a text: who is told what says nothing beside what is told."""


@cache
def read() -> Mapping[str, Graph]:
    return graphs((*SOURCES, *AUDIENCES))


@pytest.mark.parametrize("text", SOURCES)
def test_a_pronoun_that_says_something_is_who_spoke_last(text: str) -> None:
    found = {each.relation: each.source for each in said(read()[text])}
    assert {name: found[name] for name in SOURCES[text]} == SOURCES[text]


@pytest.mark.parametrize("text", UNTOLD)
def test_what_a_pronoun_left_open_says_is_left_out_and_counted(text: str) -> None:
    reader, ontology = tools()
    built = build([sentence(text)], reader, ontology)
    assert not {each.source for each in said(built.graph)} & {"He", "They", "he", "they"}
    assert built.counts["clauses whose source is a pronoun left open"] == UNTOLD[text]


@pytest.mark.parametrize("text", AUDIENCES)
def test_who_is_told_something_makes_no_statement(text: str) -> None:
    assert {statement.relation for statement in read()[text].statements} == AUDIENCES[text]
