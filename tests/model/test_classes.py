"""The sets of classes are those of the ontology."""

import pytest

from kg.model.classes import ACTORS, NAMED, ORGANIZATIONS, PEOPLE
from kg.ontology import Ontology


def below(ancestor: str) -> set[str]:
    """The classes of entities below one, those with classes of their own below them left out."""
    ontology = Ontology.load()
    above = {one for cls, ancestors in ontology.classes.items() for one in ancestors - {cls}}
    return {cls for cls in ontology.classes if ontology.is_a(cls, ancestor) and cls not in above}


@pytest.mark.parametrize(("ancestor", "classes"), [("Actor", ACTORS), ("People", PEOPLE)])
def test_the_classes_below_one_are_all_there(ancestor: str, classes: frozenset[str]) -> None:
    assert below(ancestor) == classes


def test_what_acts_is_a_country_an_organization_or_people() -> None:
    assert {"Country"} | ORGANIZATIONS | PEOPLE == ACTORS
    assert NAMED < ACTORS
