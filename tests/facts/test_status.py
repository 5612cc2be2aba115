"""How events stand: by their statements alone, and by no inference."""

import rdflib
from rdflib import RDFS

from kg.ontology import ontology_folder


def test_nothing_makes_a_reported_event_one_that_happened() -> None:
    """No property's domain or range is a class of what happened, so that inference says no more than the graph."""
    graph = rdflib.Graph().parse(ontology_folder() / "news.ttl")
    kg = rdflib.Namespace("https://w3id.org/newsgraph/ontology#")
    happened = set(graph.transitive_subjects(RDFS.subClassOf, kg.Event)) | set(graph.objects(kg.Event, RDFS.subClassOf))
    happened -= set(graph.transitive_objects(kg.Happening, RDFS.subClassOf))
    assert len(happened) > 50
    assert not happened & set(graph.transitive_objects(kg.ReportedEvent, RDFS.subClassOf))
    assert not happened & ({*graph.objects(None, RDFS.domain)} | {*graph.objects(None, RDFS.range)})
