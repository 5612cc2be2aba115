"""The ontology as values, and the faults that a person who edits Turtle makes."""

import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path

import owlrl
import pytest
from pyoxigraph import Literal, NamedNode
from rdflib import OWL, RDF, Graph, Namespace, URIRef
from rdflib.namespace import SKOS

from kg.errors import OntologyError
from kg.ontology import Evocation, Ontology, Relation, ontology_folder, packaged_files
from kg.ontology.reading import Triples, read
from tests.cases import tried_on

KG = Namespace("https://w3id.org/newsgraph/ontology#")
OWLRL_ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
SLOTS = re.compile(r"(subject|object|indirect|complement|poss|compound|demonym|clause|[a-z]+( [a-z]+){0,2})(/[a-z]+)*")
HEADER = """
@prefix kg: <https://w3id.org/newsgraph/ontology#> .
@prefix my: <https://example.org/my#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


@cache
def triples() -> Graph:
    return Graph().parse(ontology_folder() / "news.ttl")


def relations() -> list[Relation]:
    return list(Ontology.load().relations.values())


def agreed() -> list[dict[str, str]]:
    with (Path(__file__).parents[1] / "gold" / "relations.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def written(tmp_path: Path, turtle: str) -> Path:
    path = tmp_path / "mine.ttl"
    path.write_text(HEADER + turtle, encoding="utf-8")
    return path


def fault(tmp_path: Path, turtle: str) -> OntologyError:
    with pytest.raises(OntologyError) as raised:
        Ontology.load(written(tmp_path, turtle))
    return raised.value


# What is agreed


@pytest.mark.parametrize("row", agreed(), ids=lambda row: row["relation"])
def test_every_agreed_relation_has_its_event_roles_and_codes(row: dict[str, str]) -> None:
    found = Ontology.load().relations[row["relation"]]
    assert (found.event, found.subject_role, found.object_role) == (row["event"], row["subject"], row["object"])
    assert set(filter(None, row["other_roles"].split(";"))) <= set(found.other_roles)
    assert found.plover == row["plover"]
    gta, mast = re.search(r"GTA ([\d\- ]+)", row["gta_or_mast"]), re.search(r"MAST ([A-Z ]+)", row["gta_or_mast"])
    assert codes(found, "gta") == (numbers(gta[1]) if gta else set())
    assert codes(found, "mast") == (set(mast[1].split()) if mast else set())


def codes(relation: Relation, key: str) -> set[str]:
    return {str(code) for code in triples().objects(URIRef(relation.iri), KG[key])}


def numbers(text: str) -> set[str]:
    """ "1-8 16" as single numbers."""
    found: set[str] = set()
    for part in text.split():
        first, _, last = part.partition("-")
        found |= {str(number) for number in range(int(first), int(last or first) + 1)}
    return found


@tried_on("cls")
def test_every_class_of_the_graph_is_there(cls: str) -> None:
    assert cls in Ontology.load().classes


def test_all_event_types_of_plover_are_covered() -> None:
    assert {code.split("-")[0] for code in Ontology.load().plover.values() if code} == {
        *("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST"),
        *("ACCUSE", "REJECT", "THREATEN", "PROTEST", "MOBILIZE", "SANCTION", "COERCE", "ASSAULT"),
    }


# What each relation must have


def test_each_relation_says_what_it_means_by_examples() -> None:
    for relation in relations():
        assert len(relation.comment) > len(relation.label) > 0, relation.name
        assert relation.domain, relation.name
        assert relation.range, relation.name
        assert len(relation.examples) >= 3, relation.name
        assert len(relation.counterexamples) >= 2, relation.name


def test_an_example_shows_its_ends_in_its_sentence_or_by_demonym() -> None:
    for example in (example for relation in relations() for example in relation.examples):
        assert example.subject, example
        words = example.sentence.lower()
        ends = [end for end in (example.subject, example.object) if end and end.lower() not in words]
        assert all(end in _BY_DEMONYM for end in ends), (example.sentence, ends)


def test_each_relation_has_an_event_class_with_roles_or_neither() -> None:
    for relation in relations():
        name = relation.name
        assert bool(relation.event) == bool(relation.subject_role) == bool(relation.object_role), name
        assert not relation.event or Ontology.load().is_a(relation.event, "Event"), name
        assert relation.symmetric is False or relation.subject_role == relation.object_role, name


def test_wordings_fill_roles_of_their_relation_from_slots_and_classes_that_exist_by_words_in_lower_case() -> None:
    known = Ontology.load().classes.keys()
    for relation in relations():
        own = {"subject", "object", relation.subject_role, relation.object_role, *relation.other_roles}
        assert relation.domain | relation.range <= known, relation.name
        for evocation in relation.evocations:
            words = {lemma for _, lemma in evocation.words} | evocation.heads | evocation.modifiers
            assert {*evocation.slots, *evocation.classes} <= own, (relation.name, evocation)
            assert all(SLOTS.fullmatch(slot) for slots in evocation.slots.values() for slot in slots), evocation
            assert all(names <= known for names in evocation.classes.values()), (relation.name, evocation)
            assert all(word == word.lower().strip() and word for word in words), (relation.name, words)


_BY_DEMONYM = {
    "China", "India", "Russia", "France", "Iran", "Serbia", "Egypt", "Brazil", "Turkey", "Japan", "Ukraine", "Kenya",
    "Ghana", "Austria", "Rwanda", "Panama", "United States", "Dominican Republic", "Palestinian bid", "break",
    "South Africa", "Burkina Faso",
}  # fmt: skip


def test_no_sentence_is_an_example_of_what_it_is_a_counterexample_of() -> None:
    for relation in relations():
        said = {example.sentence for example in relation.examples}
        assert said.isdisjoint(example.sentence for example in relation.counterexamples)


def test_no_wording_is_told_twice() -> None:
    told = Counter(
        (relation.name, word, repr(evocation))
        for relation in relations()
        for evocation in relation.evocations
        for word in evocation.words
    )
    assert not [key for key, count in told.items() if count > 1]


# The index and the classes


def test_a_particle_verb_stands_under_its_first_word() -> None:
    found = Ontology.load().by_word["verb", "call"]
    assert any("call on" in evocation.verbs and relation.name == "requestedOf" for relation, evocation in found)


def test_the_strictest_wording_comes_first() -> None:
    for wordings in Ontology.load().by_word.values():
        strictness = [evocation.strictness for _, evocation in wordings]
        assert strictness == sorted(strictness, reverse=True)


def test_a_country_is_an_actor_and_a_location_but_no_person() -> None:
    ontology = Ontology.load()
    assert ontology.is_a("Country", "Actor")
    assert ontology.is_a("Country", "Location")
    assert not ontology.is_a("Country", "People")


def test_a_group_is_no_organization_of_ours_although_schema_org_calls_it_one() -> None:
    assert not Ontology.load().is_a("Group", "Organization")
    assert Ontology.load().is_a("Group", "https://schema.org/Organization")


def test_an_unknown_class_is_only_itself() -> None:
    assert Ontology.load().is_a("Ship", "Ship")
    assert not Ontology.load().is_a("Ship", "Entity")


def test_loading_twice_gives_equal_ontologies() -> None:
    assert read(packaged_files()) == Ontology.load()


def test_left_out_slots_are_the_usual_ones() -> None:
    verb = wording("sue")
    assert verb.slots["subject"] == ("subject",)
    assert verb.slots["object"] == ("object",)


def wording(verb: str) -> Evocation:
    return Ontology.load().by_word["verb", verb][0][1]


# A user's own file


def test_a_verb_added_in_a_file_of_ones_own_joins_the_relation(tmp_path: Path) -> None:
    path = written(tmp_path, 'kg:criticised kg:evokedBy [ kg:verb "skewer" ] .')
    assert "skewer" in {verb for e in Ontology.load(path).relations["criticised"].evocations for verb in e.verbs}
    assert ("verb", "skewer") not in Ontology.load().by_word


def test_a_relation_of_ones_own_has_its_whole_iri_as_name(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """
        my:blockchained a owl:ObjectProperty ; rdfs:label "blockchained" ; rdfs:domain kg:Actor ; rdfs:range my:Coin ;
            kg:event my:Mint ; kg:otherRole my:miner ;
            kg:evokedBy [ kg:verb "mint" ; kg:slot "miner: by" ; kg:class "object: Coin" ] .
        my:Mint a owl:Class ; rdfs:subClassOf kg:Event .
        my:Coin a owl:Class ; rdfs:subClassOf kg:Commodity .
        my:miner rdfs:subPropertyOf kg:agent ; rdfs:range kg:Actor .
        """,
    )
    ontology = Ontology.load(path)
    found = ontology.relations["https://example.org/my#blockchained"]
    assert found.event == "https://example.org/my#Mint"
    assert (found.subject_role, found.object_role) == ("agent", "target")
    assert found.evocations[0].slots["https://example.org/my#miner"] == ("by",)
    assert found.evocations[0].classes["object"] == {"https://example.org/my#Coin"}
    assert ontology.is_a("https://example.org/my#Coin", "Commodity")


def test_a_slot_of_two_words_is_written_with_a_low_line(tmp_path: Path) -> None:
    path = written(tmp_path, 'kg:withdrewFrom kg:evokedBy [ kg:verb "storm" ; kg:object "out_of" ] .')
    assert Ontology.load(path).by_word["verb", "storm"][-1][1].slots["object"] == ("out of",)


@tried_on("turtle", "line", "message", "hint")
def test_a_fault_is_told_with_its_line_and_the_nearest_name(
    tmp_path: Path, turtle: str, line: int, message: str, hint: str
) -> None:
    error = fault(tmp_path, turtle)
    assert f"mine.ttl:{line}: " in error.message
    assert message in error.message
    assert hint in error.hint


def test_a_key_of_another_vocabulary_is_a_fault_too(tmp_path: Path) -> None:
    assert "no key of kg:evokedBy 'verb'" in fault(tmp_path, 'kg:signed kg:evokedBy [ my:verb "pen" ] .').message


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=r"absent\.ttl: cannot be read"):
        Ontology.load(tmp_path / "absent.ttl")


def test_a_list_that_leads_back_to_itself_has_each_member_once() -> None:
    turtle = """
    @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
    <urn:a> rdf:first "one" ; rdf:rest <urn:b> . <urn:b> rdf:first "two" ; rdf:rest <urn:a> ."""
    loop = Triples()
    loop.add(turtle, "urn:x")
    assert list(loop.members(NamedNode("urn:a"))) == [Literal("one"), Literal("two")]
    assert list(loop.members(None)) == []


# OWL and the alignments


def logic() -> Graph:
    """The axioms without the annotations, which a reasoner would only carry about."""
    graph = Graph()
    wordings = set(triples().objects(None, KG.evokedBy))
    annotations = set(triples().subjects(RDF.type, OWL.AnnotationProperty))
    for subject, predicate, value in triples():
        if subject not in wordings and predicate not in annotations:
            graph.add((subject, predicate, value))
    for path in sorted((ontology_folder() / "align").glob("*.ttl")):
        graph.parse(path)
    return graph


def contradictions(graph: Graph) -> list[str]:
    closure = owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False)
    closure.expand(graph)
    return [str(message) for message in graph.objects(None, OWLRL_ERROR)]


@pytest.mark.slow
def test_a_reasoner_finds_a_country_that_is_a_visit_contradictory_and_nothing_else() -> None:
    graph = logic()
    graph.add((URIRef("urn:x"), RDF.type, KG.Country))
    graph.add((URIRef("urn:x"), RDF.type, KG.Visit))
    found = contradictions(graph)
    assert found
    assert [message for message in found if "urn:x" not in message] == []


def test_every_term_has_a_type_for_protege() -> None:
    used = {node for triple in triples() for node in triple if isinstance(node, URIRef) and node.startswith(str(KG))}
    typed = set(triples().subjects(RDF.type))
    assert not used - typed


def test_the_alignment_to_plover_says_what_the_codes_say() -> None:
    aligned = Graph().parse(ontology_folder() / "align" / "plover.ttl")
    said = {
        (str(event).removeprefix(str(KG)), str(code).rsplit("/", 1)[1])
        for event, code in aligned.subject_objects(SKOS.broadMatch)
    }
    events = {r.event: r.plover for r in relations() if r.plover and r.event}
    coded = {name: code for name, code in Ontology.load().plover.items() if code}
    events |= {name: code for name, code in coded.items() if name not in Ontology.load().relations}
    assert said == set(events.items())


def test_the_alignment_to_gta_and_mast_says_what_the_codes_say() -> None:
    aligned = Graph().parse(ontology_folder() / "align" / "gta.ttl")
    for relation in relations():
        matched = {str(code).rsplit("/", 1)[1] for code in aligned.objects(KG[relation.event], SKOS.relatedMatch)}
        assert matched == codes(relation, "gta") | codes(relation, "mast") or not relation.event
