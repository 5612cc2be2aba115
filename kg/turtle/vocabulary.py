"""The vocabulary that a file includes: the relations and classes that it uses, and their superclasses.

``a/rdfs:subClassOf* kg:MaterialConflict`` then works with the file alone. What stands above a term is read from the
ontology by pyoxigraph, in a moment; a term of a user's ontology has the one that every such term has.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain

import pyoxigraph as ox

from kg.facts.status import REPORTED
from kg.lexicon import table, words
from kg.model import Statement
from kg.ontology import packaged_files
from kg.streams.spool import GraphLike
from kg.turtle.terms import KG, RDF, RDFS, REL, SKOS, Iri, Literal, TurtleNode, node, term_iri

TYPE, LABEL = Iri(RDF + "type"), Iri(RDFS + "label")
CLASS, PROPERTY = Iri(RDFS + "Class"), Iri(RDF + "Property")
SUBCLASS, SUBPROPERTY = Iri(RDFS + "subClassOf"), Iri(RDFS + "subPropertyOf")
BROADER, RELATION_CLASS, PROPERTY_OF = Iri(SKOS + "broader"), Iri(KG + "RelationClass"), Iri(KG + "classProperty")
EVENT, RELATED = Iri(KG + "Event"), Iri(KG + "relatedTo")


def vocabulary(graph: GraphLike) -> Iterator[TurtleNode]:
    """The relations, then the classes, with a label each and what they are kinds of."""
    labels: dict[Iri, set[str]] = defaultdict(set)
    above: dict[Iri, tuple[Iri, ...]] = {}
    for said in graph.statements:
        relation = relation_iri(said)
        # The property above an open relation whose words mean one thing, so that inference says nothing untrue.
        above[relation] = _one_sense().get(said.relation, ()) if said.is_open else (RELATED,)
        labels[relation].add(said.relation_label)
    for relation, parents in _with_all_above(above, SUBPROPERTY):
        label = min(labels[relation]) if relation in labels else _ontology()[LABEL].get(relation, ("",))[0]
        yield node(relation, (TYPE, [PROPERTY]), (LABEL, [Literal(label)]), (SUBPROPERTY, parents))
    # The classes of statements; one of a user's ontology has the one before it in the path above it.
    relation_classes: dict[Iri, tuple[Iri, ...]] = {}
    for path in {said.relation_class for said in graph.statements if said.relation_class}:
        terms = tuple(map(term_iri, path.split()))
        relation_classes |= {term: terms[place - 1 : place] if place else () for place, term in enumerate(terms)}
    for concept, parents in _with_all_above(relation_classes, BROADER):
        # The ontology may not know one.
        called = _ontology()[LABEL].get(concept) or (re.split("[#/]", concept.value)[-1],)
        yield node(concept, (TYPE, [RELATION_CLASS]), (LABEL, map(Literal, called)), (BROADER, parents))
    # The classes that are used, each with what is above one that the ontology does not know.
    found: dict[Iri, tuple[Iri, ...]] = {term_iri(entity.cls): () for entity in graph.entities}
    events: dict[Iri, tuple[Iri, ...]] = {term_iri(event.cls): (EVENT,) for event in graph.events}
    for cls, parents in _with_all_above(
        (found | events | ({EVENT: (), Iri(KG + REPORTED): ()} if events else {})), SUBCLASS
    ):
        label_of_it = _ontology()[LABEL].get(cls, ())
        yield node(cls, (TYPE, [CLASS]), (LABEL, map(Literal, label_of_it)), (SUBCLASS, parents))


@cache
def _one_sense() -> Mapping[str, tuple[Iri, ...]]:
    held = {cls.value.removeprefix(KG): tuple(map(Iri, found)) for cls, found in _ontology()[PROPERTY_OF].items()}
    return {
        wording.replace(" ", "-"): held[cls]
        for cls in table("classes", "one_sense", "words")
        for wording in words("classes", "one_sense", "words", cls)
    }


def relation_iri(statement: Statement) -> Iri:
    """The predicate of a statement."""
    return term_iri(statement.relation, REL if statement.is_open else KG)


def is_event_class(cls: str, told: Mapping[str, Iterable[str]]) -> bool:
    """Whether a class is one of events, by the ontology or by a file's own hierarchy: class -> superclasses."""
    seen, waiting = {cls}, [cls]
    while waiting:
        one = waiting.pop()
        if one in {EVENT.value, KG + REPORTED}:
            return True
        above = {*told.get(one, ()), *_ontology()[SUBCLASS].get(Iri(one), ())}
        waiting += above - seen
        seen |= above
    return False


def _with_all_above(used: Mapping[Iri, tuple[Iri, ...]], link: Iri) -> Iterator[tuple[Iri, tuple[Iri, ...]]]:
    """The terms and all above them that are ours, sorted, each with those right above it."""
    found: dict[Iri, tuple[Iri, ...]] = {}
    waiting = dict(used)
    while waiting:
        term, default = waiting.popitem()
        found[term] = tuple(map(Iri, _ontology()[link].get(term, ()))) or default
        waiting |= {one: () for one in found[term] if one.value.startswith(KG) and one not in found}
    yield from sorted(found.items())


@cache
def _ontology() -> Mapping[Iri, Mapping[Iri, tuple[str, ...]]]:
    """What the ontology says of its terms with each predicate, sorted."""
    wanted = (LABEL, SUBCLASS, SUBPROPERTY, BROADER, PROPERTY_OF)
    found: dict[Iri, dict[Iri, set[str]]] = {one: defaultdict(set) for one in wanted}
    parsed = (ox.parse(path=path, format=ox.RdfFormat.TURTLE) for path in packaged_files())
    for quad in chain.from_iterable(parsed):
        is_plain = isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, (ox.NamedNode, ox.Literal))
        predicate = Iri(quad.predicate.value)
        if is_plain and predicate in found:
            found[predicate][Iri(quad.subject.value)].add(quad.object.value)
    return {one: {term: tuple(sorted(values[term])) for term in values} for one, values in found.items()}
