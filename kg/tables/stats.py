"""Statistics of a graph: counts by class, relation, factuality, source, year, article.

Events that are no fact are counted apart from those that are; details count only on request,
beside how many there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from kg.facts.selection import Counted, time_of
from kg.facts.status import statuses
from kg.model import Graph, Statement
from kg.ontology import Ontology


def counts(graph: Graph, *, details: bool = False) -> Mapping[str, Counter[str]]:
    """Dimension -> counts; "year" has dated statements alone, "source" includes the article's own voice."""
    told = [one for one in graph.statements if details or one.is_main]
    labels = {one.relation: one.relation_label for one in told}
    known = statuses(graph)
    every = Counted.of(graph.statements)
    return {
        "statement": Counter({"main statement": every.mains, "detail": every.details}),
        "class": Counter(node.cls for node in graph.entities),
        "event": Counter(event.cls for event in graph.events if known[event.id].is_fact),
        "reported event": Counter(event.cls for event in graph.events if not known[event.id].is_fact),
        "relation": Counter(labels[one.relation] for one in told),
        "family of relations": Counter(_family(one) for one in told if one.relation_class),
        "class of relations": Counter(_class_label(one) for one in told if one.relation_class),
        "factuality": Counter(one.factuality.value for one in told),
        "source": Counter(_source(graph, one) for one in told),
        "year": Counter(year for one in told for year in _years(graph, one)),
        "article": Counter(article for one in told for article in {span.article for span in one.evidence}),
        "fact": Counter("fact" if one.is_fact else "only said, planned, denied ..." for one in told),
    }


def _class_label(told: Statement) -> str:
    known = Ontology.load().relation_classes.get(told.relation_class.split()[0])
    return known.label if known else told.narrowest_class


def _family(told: Statement) -> str:
    """The label of the family; of a class that our ontology does not know, the class itself."""
    known = Ontology.load().relation_classes
    name = told.relation_class.split()[0]
    while name in known and known[name].broader:
        name = known[name].broader
    return known[name].label if name in known else name


def _source(graph: Graph, told: Statement) -> str:
    if told.attributed_to is None:
        return "the article"
    return graph.label(told.attributed_to)


def _years(graph: Graph, told: Statement) -> Iterator[str]:
    time = time_of(graph, told)
    if time and (day := time.start or time.end):
        yield str(day.year)
