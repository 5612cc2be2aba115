"""The triples of ontology files, whatever a person writes in them."""

from pyoxigraph import Literal, NamedNode

from kg.ontology.reading import Triples


def test_a_list_that_leads_back_to_itself_has_each_member_once() -> None:
    turtle = """
    @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
    <urn:a> rdf:first "one" ; rdf:rest <urn:b> . <urn:b> rdf:first "two" ; rdf:rest <urn:a> ."""
    loop = Triples()
    loop.add(turtle, "urn:x")
    assert list(loop.members(NamedNode("urn:a"))) == [Literal("one"), Literal("two")]
    assert list(loop.members(None)) == []
