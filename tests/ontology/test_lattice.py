"""The lattice of relation classes: what each class has, and that every relation of the ontology hangs below one."""

from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import Graph as Triples

from kg.facts.status import relation_classes
from kg.graph.surveys import counts
from kg.model import Graph, NodeId
from kg.ontology import OTHER, Ontology, Relation, ontology_folder
from kg.ontology.reading import RelationClass
from kg.turtle.documents import read, read_source, write
from tests.asking import Here, ask
from tests.asking import told as told_rows
from tests.graphs import trade_graph

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


def test_there_are_eight_families_and_beside_them_the_class_of_what_nothing_tells() -> None:
    assert len(families()) == 8
    other = Ontology.load().relation_classes[OTHER]
    assert not any(one.broader or one.property for one in (*families(), other))


def test_no_class_of_relations_has_the_name_of_a_class_of_nodes() -> None:
    known = Ontology.load()
    assert not set(known.relation_classes) & set(known.classes)


def test_each_class_is_of_a_family_has_a_property_of_its_name_and_says_what_it_and_its_ends_mean() -> None:
    above = {one.name for one in families()}
    for cls in classes():
        assert cls.broader in above, cls.name
        assert cls.property == cls.name[0].lower() + cls.name[1:]
        assert len(cls.comment) > len(cls.label), cls.name
        assert cls.subject, cls.name
        assert cls.object, cls.name
        assert len(cls.examples) >= 2, cls.name
        assert len(cls.counterexamples) >= 1, cls.name
        assert all("=>" in one for one in cls.examples), cls.name


def test_every_relation_hangs_below_a_class() -> None:
    known = {one.name for one in classes()}
    assert [one.name for one in relations() if one.relation_class not in known] == []


def test_a_user_hangs_a_class_and_a_relation_below_ours(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(HEADER + LOBBYING, encoding="utf-8")
    known = Ontology.load(path)
    mine = known.relation_classes["https://example.org/my#Lobbying"]
    assert (mine.broader, mine.words) == ("Asking", frozenset({"arm-twist"}))
    assert known.relations["https://example.org/my#lobbied"].relation_class == f"Asking {mine.name}"
    assert known.relations["praised"].relation_class == "Approving"


MINE = "Asking https://example.org/my#Lobbying"


def told(relation: str, cls: str) -> Graph:
    """The example graph with one open statement more."""
    known = trade_graph()
    said = replace(known.statements[0], id=NodeId("statement-new"), relation=relation, relation_label=relation)
    return replace(known, statements=(*known.statements, replace(said, is_open=True, relation_class=cls)))


def answers(graph: Graph, tmp_path: Path, asked: str) -> list[str]:
    path = tmp_path / "graph.ttl"
    write(graph, path)
    return [str(value).rpartition("/")[2] for row in ask([path], asked).rows() for value in row.values()]


def test_a_file_has_the_family_of_a_class(tmp_path: Path) -> None:
    asked = "SELECT ?s { ?s kg:relationClass/skos:broader* kg:OpposeAndHarm ; a kg:Statement }"
    assert answers(told("slam", "Opposing"), tmp_path, asked) == ["statement-new"]
    assert answers(told("slam", "Saying"), tmp_path, asked) == []


def test_a_class_of_a_users_is_found_by_the_one_of_ours_above_it(tmp_path: Path) -> None:
    graph = told("arm-twist", MINE)
    asked = "SELECT ?s { ?s kg:relationClass/skos:broader* kg:Asking ; a kg:Statement }"
    assert answers(graph, tmp_path, asked) == ["statement-new"]
    assert [one.relation_class for one in read(tmp_path / "graph.ttl").statements if one.relation_class] == [MINE]


def test_a_file_that_names_what_occurs_as_the_nodes_of_happenings_is_read(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    write(told("happen", "Occurring"), path)
    path.write_text(path.read_text(encoding="utf-8").replace("kg:Occurring", "kg:Happening"), encoding="utf-8")
    assert {one.relation_class for one in read(path).statements} >= {"Occurring"}
    assert read_source(path).left_out == 0
    assert [row["relation"] for row in told_rows(Here([path]), "happenings")] == ["happen"]


def test_an_event_has_the_classes_of_its_statements() -> None:
    graph = told("slam", "Opposing")
    event = graph.statements[0].event
    assert event is not None
    assert relation_classes(graph)[event] == {"Opposing"}


@pytest.mark.parametrize(("relation", "cls", "held"), [("denounce", "Criticising", True), ("take", "Getting", False)])
def test_a_verb_of_one_sense_is_below_the_property(relation: str, cls: str, held: bool, tmp_path: Path) -> None:
    asked = f"ASK {{ rel:{relation} rdfs:subPropertyOf kg:{cls[0].lower()}{cls[1:]} }}"
    path = tmp_path / "graph.ttl"
    write(told(relation, cls), path)
    assert ask([path], asked).holds() is held


def test_a_count_has_the_families() -> None:
    found = counts(told("slam", "Opposing"))
    assert found["family of relations"] == {"oppose and harm": 1}
    assert found["class of relations"] == {"oppose": 1}


def test_what_is_aligned_is_a_class_and_a_code_of_plover() -> None:
    aligned = Triples().parse(ontology_folder() / "align" / "classes.ttl")
    known = {one.name for one in classes()}
    matches = [triple for triple in aligned if str(triple[1]).endswith(("Match", "verbnet"))]
    assert len(matches) > 50
    assert {str(one).rpartition("#")[2] for one, _, _ in matches} <= known
    codes = Triples().parse(ontology_folder() / "align" / "plover.ttl")
    theirs = {value for _, _, value in matches if "/plover/" in str(value)}
    assert theirs <= set(codes.subjects())


def test_no_class_of_eso_is_a_close_match_of_two_and_namesakes_match() -> None:
    aligned = Triples().parse(ontology_folder() / "align" / "classes.ttl")
    eso = "http://www.newsreader-project.eu/domain-ontology#"
    matches = [
        (str(one).rpartition("#")[2], str(how).rpartition("#")[2], str(other).removeprefix(eso))
        for one, how, other in aligned
        if str(other).startswith(eso)
    ]
    close = [other for _, how, other in matches if how == "closeMatch"]
    assert len(close) == len(set(close)) >= 15
    assert {"Increasing", "Decreasing", "Giving", "Getting", "Meeting"} <= {
        one for one, how, other in matches if how == "closeMatch" and one == other
    }
