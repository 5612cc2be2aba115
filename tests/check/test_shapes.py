"""The shapes: what is well formed passes, and each kind of fault is found."""

from functools import cache

import pyshacl
import pytest
from rdflib import RDF, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import RDFS, XSD

from kg.check import SparqlConstraint, hoisted, results_of, taken_questions
from kg.model import Article
from kg.ontology import ontology_folder
from kg.turtle.documents import to_turtle
from tests.cases import tried_on
from tests.graphs import trade_graph

KG = Namespace("https://w3id.org/newsgraph/ontology#")
ID = Namespace("https://w3id.org/newsgraph/id/")
SHAPE = Namespace("https://w3id.org/newsgraph/shape/")
SH = Namespace("http://www.w3.org/ns/shacl#")
OA = Namespace("http://www.w3.org/ns/oa#")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")

STATEMENT = ID["statement-b2"]
PREFIXES = """
@prefix kg: <https://w3id.org/newsgraph/ontology#> .
@prefix my: <https://example.org/my#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
BOYCOTTED = (
    PREFIXES
    + """
my:shunned a owl:ObjectProperty ; rdfs:subPropertyOf kg:relatedTo ;
    rdfs:label "shunned" ; rdfs:comment "Kept away from." ;
    rdfs:domain kg:Actor ; rdfs:range kg:Actor ; kg:event my:Shun ;
    kg:evokedBy [ kg:verb "shun" ; kg:slot "cause: over" ] ;
    kg:example "Peru shunned Chile. => Peru | Chile" , "Chile was shunned by Peru. => Peru | Chile" ,
        "Togo shunned Ghana. => Togo | Ghana" ;
    kg:counterexample "Peru met Chile." , "Togo joined Ghana." .
my:Shun a owl:Class ; rdfs:subClassOf kg:Event ; rdfs:label "shunning" .
"""
)


@cache
def shapes() -> Graph:
    return Graph().parse(ontology_folder() / "shapes.ttl")


@cache
def ontology() -> Graph:
    return Graph().parse(ontology_folder() / "news.ttl")


@cache
def vocabulary() -> Graph:
    """Classes and properties without their words: what a validator reads beside a graph."""
    found = Graph()
    for subject, predicate, value in ontology():
        if (
            isinstance(subject, URIRef)
            and not isinstance(value, BNode)
            and predicate not in (KG.example, KG.counterexample)
        ):
            found.add((subject, predicate, value))
    return found


@cache
def graph_shapes() -> Graph:
    """The shapes for graphs alone; those for ontologies would check ours once more with every graph."""
    found = Graph()
    found += shapes()
    for name in ("Relation", "Term"):
        for target in (SH.targetSubjectsOf, SH.targetClass):
            found.remove((SHAPE[name], target, None))
    return found


def trade() -> Graph:
    graph = trade_graph()
    articles = tuple(Article(**{**vars(article), "sha256": "0" * 64}) for article in graph.articles)
    text = to_turtle(type(graph)(articles, graph.entities, graph.events, graph.quantities, graph.statements))
    return Graph().parse(data=text, format="turtle")


def messages(data: Graph, checked_by: Graph, *beside: Graph) -> set[str]:
    """What the shapes say of some data."""
    known = Graph()
    for graph in beside:
        known += graph
    _, report, _ = pyshacl.validate(data, shacl_graph=checked_by, ont_graph=known)
    assert isinstance(report, Graph)
    return {str(message) for message in report.objects(None, SH.resultMessage)}


@cache
def divided() -> tuple[Graph, tuple[SparqlConstraint, ...]]:
    """The shapes without their SPARQL constraints, and those."""
    left = copy(graph_shapes())
    return left, tuple(taken_questions(left))


def faults(data: Graph) -> set[str]:
    """What the shapes say of a graph, as ``kg check`` runs them: that pyshacl says the same is tried below."""
    left, constraints = divided()
    answered = {one.message for one in results_of(constraints, data, vocabulary())}
    return messages(data, left, vocabulary()) | answered


# Graphs


def test_a_graph_as_we_write_it_conforms() -> None:
    assert not faults(trade())


def test_a_graph_without_quotes_has_only_a_warning() -> None:
    data = trade()
    for selector in set(data.subjects(RDF.type, OA.TextQuoteSelector)):
        data.remove((None, None, selector))
        data.remove((selector, None, None))
    assert faults(data) == {"evidence shows its words, unless they were withheld (--evidence none)"}


def test_each_part_that_a_statement_lacks_is_found() -> None:
    lacking = {
        RDF.subject: "a statement has one subject",
        RDF.predicate: "a statement has one predicate",
        RDF.object: "a statement has one object",
        KG.factuality: "a statement has one of the seven factualities",
        KG.evidence: "a statement shows its words: none without evidence",
        KG.confidence: "a statement has one confidence, a decimal from 0 to 1",
        KG.rule: "a statement names the rule that made it",
    }
    data = trade()
    for removed in lacking:
        data.remove((STATEMENT, removed, None))
    assert set(lacking.values()) <= faults(data)


def test_each_value_that_does_not_fit_is_found() -> None:
    above = Literal("1.5", datatype=XSD.decimal)
    unfit = {
        (STATEMENT, KG.factuality, KG.Denied): "a statement has one of the seven factualities",
        (STATEMENT, KG.confidence, above): "a statement has one confidence, a decimal from 0 to 1",
        (STATEMENT, KG.usefulness, above): "a statement has one usefulness at most, a decimal from 0 to 1",
        (STATEMENT, KG.confidenceReason, Literal("unsound")): "a reason is a weight and a feature",
        (STATEMENT, KG.reviewedBy, Literal("")): "who read a statement has a name",
        (STATEMENT, KG.event, ID.canada): "the event of a statement is a happening",
        (STATEMENT, KG.timePrecision, Literal("fortnight")): "kg:timePrecision is one of the known precisions",
        (ID["event-3f"], KG.agent, ID["quantity-100-percent"]): "an agent can act",
        (ID["event-3f"], KG.place, ID["mark-carney"]): "a place is a place or country",
        (ID["event-3f"], KG.rate, ID.china): "a rate is a quantity",
        (ID.canada, SKOS.exactMatch, URIRef("https://example.org/Q16")): "an entity is one Wikidata item at most",
        (ID.canada, KG.countryCode, Literal("ca")): "kg:countryCode is an ISO 3166-1 alpha-3 code",
    }
    data = trade()
    for triple in unfit:
        data.add(triple)
    place = next(data.subjects(RDF.type, OA.TextPositionSelector))
    data.remove((place, OA.end, None))
    data.add((place, OA.end, next(data.objects(place, OA.start))))
    assert {*unfit.values(), "a span is not empty"} <= faults(data)


def unsaid(data: Graph) -> set[str]:
    """What the shapes say of plain triples: each takes one graph, for they say the same."""
    return {message for message in faults(data) if "no sure statement asserts it in the article's own voice" in message}


def test_a_plain_triple_that_is_only_planned_or_nobody_says_is_found() -> None:
    data = trade()
    assert not unsaid(data)
    data.add((ID["mark-carney"], KG.signed, ID["several-memoranda-of-understanding"]))
    data.add((ID.canada, URIRef("https://w3id.org/newsgraph/relation/love"), ID.china))
    assert len(unsaid(data)) == 2


def test_a_plain_triple_that_somebody_only_claims_is_found() -> None:
    data = trade()
    data.set((STATEMENT, KG.attributedTo, ID["canadian-officials"]))
    assert unsaid(data)


# As kg check runs them


def damaged() -> Graph:
    """A graph in which each SPARQL constraint and some properties find something."""
    data = trade()
    data.add((ID["mark-carney"], KG.signed, ID["several-memoranda-of-understanding"]))
    data.add((ID.canada, URIRef("https://w3id.org/newsgraph/relation/love"), ID.china))
    data.remove((ID["government-of-china"], KG.imposedTariffOn, ID["government-of-canada"]))
    data.set((next(data.subjects(RDF.predicate, KG.signed)), RDF.predicate, KG.deployedTo))
    data.set((STATEMENT, RDF.subject, ID.canola))
    data.remove((URIRef("https://w3id.org/newsgraph/relation/ease"), RDFS.label, None))
    data.set((STATEMENT, KG.end, Literal("2023-12-31", datatype=XSD.date)))
    data.add((ID["event-3f"], KG.rate, ID.china))
    data.remove((None, KG.evidence, None))
    data.add((STATEMENT, KG.negated, Literal("true", datatype=XSD.boolean)))
    data.add((STATEMENT, KG.conditionStatement, next(data.subjects(RDF.predicate, KG.deployedTo))))
    return data


def copy(graph: Graph) -> Graph:
    found = Graph()
    found += graph
    return found


def results(data: Graph, checked_by: Graph) -> set[tuple[str, ...]]:
    """Focus, value, path, severity and message of each result of pyshacl."""
    _, report, _ = pyshacl.validate(data, shacl_graph=checked_by, ont_graph=vocabulary())
    assert isinstance(report, Graph)
    parts = (SH.focusNode, SH.value, SH.resultPath, SH.resultSeverity, SH.resultMessage)
    return {
        tuple(str(report.value(node, part)) for part in parts)
        for node in report.subjects(RDF.type, SH.ValidationResult)
        if report.value(node, SH.sourceConstraintComponent) != SH.NodeConstraintComponent
    }


def test_pyoxigraph_answers_the_sparql_constraints_as_pyshacl_does() -> None:
    shapes_left = copy(graph_shapes())
    constraints = taken_questions(shapes_left)
    assert len(constraints) == 7
    ours = {
        (str(one.focus), str(one.value), "None", str(one.severity or SH.Violation), one.message)
        for one in results_of(constraints, damaged(), vocabulary())
    }
    assert ours == results(damaged(), graph_shapes()) - results(damaged(), shapes_left)
    for constraint in constraints:
        assert any(constraint.message.partition("{?value}")[2] in found[-1] for found in ours)


def test_targets_on_the_properties_change_no_result() -> None:
    shapes_left = copy(graph_shapes())
    taken_questions(shapes_left)
    found = results(damaged(), shapes_left)
    assert len(found) > 5
    assert results(damaged(), hoisted(shapes_left)) == found
    assert (SHAPE.Statement, SH.property, None) not in hoisted(shapes_left)


def test_a_shape_that_others_lead_to_keeps_its_properties() -> None:
    kept = hoisted(shapes())
    assert set(kept.objects(SHAPE.Wording, SH.property)) == set(shapes().objects(SHAPE.Wording, SH.property))


# Ontologies


@pytest.mark.slow
def test_the_packaged_ontology_conforms_without_a_warning() -> None:
    assert not messages(ontology(), shapes())


def own(turtle: str) -> set[str]:
    """What the shapes for ontologies say of one's own, read beside ours, whose relations are not checked again."""
    left = copy(shapes())
    taken_questions(left)  # those are for graphs
    return messages(Graph().parse(data=turtle, format="turtle"), left, vocabulary())


def test_an_ontology_of_ones_own_conforms() -> None:
    assert not own(BOYCOTTED)


@tried_on("good", "bad", "message")
def test_a_fault_in_an_ontology_is_found(good: str, bad: str, message: str) -> None:
    assert good in BOYCOTTED
    assert any(found.startswith(message) for found in own(BOYCOTTED.replace(good, bad)))
