"""The lattice of relation classes: what each class has, and that every relation of the ontology hangs below one."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.ontology import OTHER, Ontology, Relation, ontology_folder
from kg.ontology.lattice import RelationClass

HEADER = """
@prefix kg: <https://w3id.org/newsgraph/ontology#> .
@prefix my: <https://example.org/my#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
LOBBYING = """
my:Lobbying a kg:RelationClass ; skos:broader kg:Asking ; rdfs:label "lobby"@en ;
    rdfs:comment "Asks an official for a favour."@en ; kg:classProperty my:lobbying ; kg:verb "arm-twist" .
my:lobbying a owl:ObjectProperty ; rdfs:label "lobby"@en .
my:lobbied a owl:ObjectProperty ; rdfs:subPropertyOf kg:relatedTo, my:lobbying ; kg:evokedBy [ kg:verb "buttonhole" ] .
"""


def classes() -> list[RelationClass]:
    return [one for one in Ontology.load().relation_classes.values() if one.property]


def families() -> list[RelationClass]:
    known = Ontology.load().relation_classes.values()
    return [one for one in known if not one.property and one.name != OTHER]


def relations() -> list[Relation]:
    return list(Ontology.load().relations.values())


def test_there_are_eight_families() -> None:
    assert len(families()) == 8
    assert not any(one.broader for one in families())


def test_the_class_of_what_nothing_tells_stands_alone() -> None:
    other = Ontology.load().relation_classes[OTHER]
    assert (other.broader, other.property) == ("", "")


@pytest.mark.parametrize("cls", classes(), ids=lambda one: one.name)
class TestClass:
    def test_is_of_a_family(self, cls: RelationClass) -> None:
        assert cls.broader in {one.name for one in families()}

    def test_says_what_it_and_its_ends_mean(self, cls: RelationClass) -> None:
        assert len(cls.comment) > len(cls.label)
        assert cls.subject
        assert cls.object

    def test_has_two_examples_and_a_counterexample(self, cls: RelationClass) -> None:
        assert len(cls.examples) >= 2
        assert len(cls.counterexamples) >= 1
        assert all("=>" in one for one in cls.examples)

    def test_has_a_property_of_its_own_name(self, cls: RelationClass) -> None:
        assert cls.property == cls.name[0].lower() + cls.name[1:]


@pytest.mark.parametrize("relation", relations(), ids=lambda one: one.name)
def test_every_relation_hangs_below_a_class(relation: Relation) -> None:
    assert relation.relation_class in {one.name for one in classes()}


def test_a_user_hangs_a_class_and_a_relation_below_ours(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(HEADER + LOBBYING, encoding="utf-8")
    known = Ontology.load(path)
    mine = known.relation_classes["https://example.org/my#Lobbying"]
    assert (mine.broader, mine.words) == ("Asking", frozenset({"arm-twist"}))
    assert known.relations["https://example.org/my#lobbied"].relation_class == mine.name
    assert known.relations["praised"].relation_class == "Approving"


def test_the_lattice_is_a_file_of_its_own() -> None:
    assert "RelationClass" not in (ontology_folder() / "news.ttl").read_text(encoding="utf-8")
