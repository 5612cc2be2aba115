"""What kind of thing a phrase means: by the article, and not by the lexicon or the parser's label alone."""

from dataclasses import replace

import pytest

from kg.frames.annotations import Annotations
from kg.frames.phrases import Phrases
from kg.parse.readings import put, reading_of
from tests.reading import sentence, tools

pytestmark = pytest.mark.model


def _classes(text: str) -> dict[str, str]:
    reader, _ = tools()
    ((_, doc),) = reader.read([sentence(text)])
    notes = Annotations.of(doc)
    phrases = Phrases(notes)
    heads = [token for token in notes.doc if token.dep_ in {"nsubj", "nsubjpass", "dobj", "pobj", "attr"}]
    return {phrases.entity(head).label: phrases.entity(head).cls for head in heads}


@pytest.mark.parametrize(
    ("text", "label", "cls"),
    [
        ("Soldiers seized 31 magazines of ammunition from the boat.", "magazines of ammunition", "Topic"),
        ("Readers praised the magazine.", "magazine", "MediaOrganization"),
        ("Pharmacies sell hearing aids to customers.", "hearing aids", "Topic"),
        ("Two of her co-workers were arrested by police.", "co-workers", "Group"),
        ("A carjacker drew a gun on him and his partner.", "carjacker", "Group"),
        ("The fire began at the front of the store.", "front of the store", "Place"),
        ("Norway urged its neighbours to act.", "neighbours", "Country"),
    ],
)
def test_a_noun_is_of_its_kind_in_its_place(text: str, label: str, cls: str) -> None:
    found = _classes(text)
    assert {name: of for name, of in found.items() if name.endswith(label)} != {}, found
    assert {of for name, of in found.items() if name.endswith(label)} == {cls}, found


def test_a_name_is_of_one_kind_all_over_an_article() -> None:
    found = _classes("Hy-Vee will sell the devices in Iowa. Hy-Vee, a grocer, opened 34 shops. Shoppers like Hy-Vee.")
    assert found["Hy-Vee"] in {"Company", "Organization"}


def test_where_no_states_are_the_lexicon_decides() -> None:
    reader, _ = tools()
    ((_, doc),) = reader.read([sentence("Soldiers seized 31 magazines.")])
    put(doc, replace(reading_of(doc), states=None))
    assert Annotations.of(doc).kinds is None
