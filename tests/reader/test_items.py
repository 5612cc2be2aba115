"""Names and the items of Wikidata that they mean: by class, context and renown, and none where two stay likely."""

from collections.abc import Iterator

import pytest

from kg.frames.annotations import Annotations
from kg.lexicon import lexicon
from kg.parse.readings import reading_of
from tests.cases import tried_on
from tests.lexicons import listed
from tests.parses import annotated

_NONE = "-"


def _examples() -> Iterator[tuple[str, str]]:
    for section in lexicon("items"):
        for key in ("examples", "counterexamples"):
            for line in listed("items", section, key):
                yield section, line


def meant(text: str, name: str, *, date: str = "") -> str:
    """The node of what a name means in a text, "-" where it leads to no item."""
    doc = annotated(text, date=date)
    notes = Annotations.of(doc)
    nodes = [span.kb_id_ for span in doc.spans["names"] if span.text == name]
    return next((node for node in nodes if notes.entities[node].wikidata), _NONE)


def decided(text: str, name: str) -> tuple[str, list[str]]:
    """What decided a link, and the items that lost."""
    doc = annotated(text)
    rows = {doc[link.start : link.end].text: (link.by, [*link.lost]) for link in reading_of(doc).names.links}
    return rows[name]


@pytest.mark.parametrize(("section", "line"), list(_examples()))
def test_examples_of_the_lexicon_mean_what_they_say(section: str, line: str) -> None:
    text, _, told = line.partition(" => ")
    name, _, node = told.partition(": ")
    assert meant(text, name) == node, section


@tried_on("text", "name", "node")
def test_a_name_means_the_item(text: str, name: str, node: str) -> None:
    assert meant(text, name) == node


def test_a_region_behind_a_name_chooses_among_namesakes() -> None:
    text = "The fire began in Springfield, Illinois."
    by, lost = decided(text, "Springfield")
    assert by == "context"
    assert "Q135615" in lost, "Springfield, Missouri"


def test_a_name_of_one_item_is_decided_by_the_table() -> None:
    assert decided("They met Arnold Schwarzenegger.", "Arnold Schwarzenegger") == ("table", [])


def test_the_best_known_of_several_is_decided_by_prior() -> None:
    by, lost = decided("The minister arrived in Manchester on Friday.", "Manchester")
    assert (by, lost[:1]) == ("prior", ["Q48370"])


@tried_on("text", "name")
def test_a_surname_a_given_name_and_a_month_are_no_places(text: str, name: str) -> None:
    doc = annotated(text)
    places = [s.text for s in doc.spans["names"] if s.label_ == "Place"]
    assert name not in places


@pytest.mark.parametrize(("name", "node"), [("Gaza Strip", "gaza"), ("West Bank", "west-bank")])
def test_a_territory_that_is_a_place_keeps_its_country(name: str, node: str) -> None:
    doc = annotated(f"Rockets were fired from the {name} on Friday.")
    entity = Annotations.of(doc).entities[node]
    assert (entity.cls, entity.country) == ("Place", "PSE")


def test_a_given_name_alone_is_no_leader_of_an_undated_article() -> None:
    assert meant("She was bitten while visiting Austin in the United States.", "Austin") != "lloyd-austin"
