"""IRIs of other vocabularies: only those of the vendored list, each known to its own vocabulary."""

import csv

import pytest
from rdflib import OWL, RDF, Graph, URIRef
from rdflib.namespace import DCTERMS, ORG, PROV, RDFS, SDO, SH, SKOS, XSD, DefinedNamespace

from kg.ontology import ontology_folder

OWN = "https://w3id.org/newsgraph/"
# The office of a membership. ORG names only the way from the person to the post (org:holds), which has no dates.
OF_THE_CONTRACT = {"http://www.w3.org/ns/org#post"}


def external() -> dict[str, str]:
    with (ontology_folder() / "external.csv").open(encoding="utf-8", newline="") as file:
        return {row["iri"]: row["defined_by"] for row in csv.DictReader(file)}


def test_external_iris_come_from_the_vendored_list() -> None:
    for path in [*ontology_folder().glob("*.ttl"), *(ontology_folder() / "align").glob("*.ttl")]:
        used = {str(node) for triple in Graph().parse(path) for node in triple if isinstance(node, URIRef)}
        foreign = {iri for iri in used if not iri.startswith(OWN)}
        assert foreign - OF_THE_CONTRACT <= external().keys(), path.name


def test_the_vendored_list_is_sorted_and_says_where_each_is_defined() -> None:
    assert list(external()) == sorted(external())
    assert all(source.startswith("http") for source in external().values())


@pytest.mark.parametrize("namespace", [DCTERMS, ORG, OWL, PROV, RDF, RDFS, SDO, SH, SKOS, XSD], ids=str)
def test_listed_terms_of_known_vocabularies_exist(namespace: type[DefinedNamespace]) -> None:
    base = str(namespace)
    listed = [iri.removeprefix(base) for iri in external() if iri.startswith(base)]
    assert listed
    assert all(name in namespace for name in listed)
