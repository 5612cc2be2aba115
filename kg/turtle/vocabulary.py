"""What a file says of its own terms: the relations and classes that it uses, and those above them.

``a/rdfs:subClassOf* kg:MaterialConflict`` then works with the file alone. What stands above a term is read from the
ontology by pyoxigraph, in a moment; a term of a user's ontology has the one that every such term has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import pyoxigraph as ox

from kg.model import Statement
from kg.ontology import ontology_folder
from kg.spool import Whole
from kg.status import REPORTED
from kg.turtle.terms import KG, RDF, RDFS, REL, Iri, Literal, Node, node, term_iri

TYPE, LABEL = Iri(RDF + "type"), Iri(RDFS + "label")
CLASS, PROPERTY = Iri(RDFS + "Class"), Iri(RDF + "Property")
SUBCLASS, SUBPROPERTY = Iri(RDFS + "subClassOf"), Iri(RDFS + "subPropertyOf")
EVENT, RELATED = Iri(KG + "Event"), Iri(KG + "relatedTo")


def vocabulary(graph: Whole) -> Iterator[Node]:
    """The relations, then the classes, with a label each and what they are kinds of."""
    labels: dict[Iri, set[str]] = defaultdict(set)
    above: dict[Iri, tuple[Iri, ...]] = {}
    for said in graph.statements:
        relation = relation_iri(said)
        above[relation] = () if said.is_open else (RELATED,)
        labels[relation].add(said.relation_label)
    for relation, parents in _with_all_above(above, SUBPROPERTY):
        label = min(labels[relation]) if relation in labels else _told(LABEL).get(relation, ("",))[0]
        yield node(relation, (TYPE, [PROPERTY]), (LABEL, [Literal(label)]), (SUBPROPERTY, parents))
    for cls, parents in _with_all_above(_classes(graph), SUBCLASS):
        label_of_it = _told(LABEL).get(cls, ())
        yield node(cls, (TYPE, [CLASS]), (LABEL, map(Literal, label_of_it)), (SUBCLASS, parents))


def relation_iri(statement: Statement) -> Iri:
    """The predicate of a statement."""
    return term_iri(statement.relation, REL if statement.is_open else KG)


def is_event_class(cls: str, told: Mapping[str, Iterable[str]]) -> bool:
    """Whether a class is one of happenings, by the ontology or by what a file says of it: class -> those above it."""
    seen, waiting = {cls}, [cls]
    while waiting:
        one = waiting.pop()
        if one in {EVENT.value, KG + REPORTED}:
            return True
        above = {*told.get(one, ()), *_told(SUBCLASS).get(Iri(one), ())}
        waiting += above - seen
        seen |= above
    return False


def _classes(graph: Whole) -> dict[Iri, tuple[Iri, ...]]:
    """The classes that are used, each with what is above one that the ontology does not know."""
    found: dict[Iri, tuple[Iri, ...]] = {term_iri(entity.cls): () for entity in graph.entities}
    events: dict[Iri, tuple[Iri, ...]] = {term_iri(event.cls): (EVENT,) for event in graph.events}
    return found | events | ({EVENT: (), Iri(KG + REPORTED): ()} if events else {})


def _with_all_above(used: Mapping[Iri, tuple[Iri, ...]], link: Iri) -> Iterator[tuple[Iri, tuple[Iri, ...]]]:
    """The terms and all above them that are ours, sorted, each with those right above it."""
    found: dict[Iri, tuple[Iri, ...]] = {}
    waiting = dict(used)
    while waiting:
        term, default = waiting.popitem()
        found[term] = tuple(map(Iri, _told(link).get(term, ()))) or default
        waiting |= {one: () for one in found[term] if one.value.startswith(KG) and one not in found}
    yield from sorted(found.items())


def _told(predicate: Iri) -> Mapping[Iri, tuple[str, ...]]:
    """What the ontology says of its terms with one predicate, sorted."""
    return _ontology()[predicate]


@cache
def _ontology() -> Mapping[Iri, Mapping[Iri, tuple[str, ...]]]:
    found: dict[Iri, dict[Iri, set[str]]] = {one: defaultdict(set) for one in (LABEL, SUBCLASS, SUBPROPERTY)}
    for quad in ox.parse(path=ontology_folder() / "news.ttl", format=ox.RdfFormat.TURTLE):
        is_plain = isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, (ox.NamedNode, ox.Literal))
        predicate = Iri(quad.predicate.value)
        if is_plain and predicate in found:
            found[predicate][Iri(quad.subject.value)].add(quad.object.value)
    return {one: {term: tuple(sorted(values[term])) for term in values} for one, values in found.items()}
