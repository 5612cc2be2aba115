"""The ontology as plain values: relations, the words that evoke them, classes and roles.

``ontologies/news.ttl`` is always read; a user's own files merge with it, because RDF merges: a file that adds
``kg:evokedBy [ kg:verb "hammer" ]`` to ``kg:criticised`` teaches a verb, one that describes a new property with
``kg:evokedBy`` makes a relation. No Python is needed for either (``docs/how-to/add-a-relation.md``).
"""

from kg.ontology.values import (
    OTHER,
    Evocation,
    Example,
    Ontology,
    Relation,
    external_iris,
    ontology_folder,
    packaged_files,
)

__all__ = [
    "OTHER", "Evocation", "Example", "Ontology", "Relation", "external_iris", "ontology_folder", "packaged_files",
]  # fmt: skip
