"""The tables of ``kg stats``, each a function from a survey to rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from kg.facts.selection import Counted, is_linking, time_of
from kg.facts.status import statuses
from kg.graph import Network
from kg.graph.analysis import SignedTie, actors, acts, brokers, by_period, centralities, communities, ties, triads
from kg.model import Graph, NodeId, Statement
from kg.ontology import Ontology

if TYPE_CHECKING:
    from kg.console.output import PrintedRow

EVIDENCE = "evidence"
"""The column of statement ids, for machines: ``kg explain`` takes them."""


def counts(graph: Graph, *, details: bool = False) -> Mapping[str, Counter[str]]:
    """Dimension -> counts; "year" has dated statements alone, "source" includes the article's own voice.

    A family that our ontology does not know is counted by the class itself.
    """
    told = [one for one in graph.statements if details or one.is_main]
    classed = [one for one in told if one.relation_class]
    labels = {one.relation: one.relation_label for one in told}
    known, classes = statuses(graph), Ontology.load().relation_classes
    every = Counted.of(graph.statements)

    def family(one: Statement) -> str:
        name = one.relation_class.split()[0]
        while name in classes and classes[name].broader:
            name = classes[name].broader
        return classes[name].label if name in classes else name

    def class_label(one: Statement) -> str:
        found = classes.get(one.relation_class.split()[0])
        return found.label if found else one.narrowest_class

    days = (time.start or time.end for one in told if (time := time_of(graph, one)))
    return {
        "statement": Counter({"main statement": every.mains, "detail": every.details}),
        "class": Counter(node.cls for node in graph.entities),
        "event": Counter(event.cls for event in graph.events if known[event.id].is_fact),
        "reported event": Counter(event.cls for event in graph.events if not known[event.id].is_fact),
        "relation": Counter(labels[one.relation] for one in told),
        "family of relations": Counter(map(family, classed)),
        "class of relations": Counter(map(class_label, classed)),
        "factuality": Counter(one.factuality.value for one in told),
        "source": Counter(
            "the article" if one.attributed_to is None else graph.label(one.attributed_to) for one in told
        ),
        "year": Counter(str(day.year) for day in days if day),
        "article": Counter(article for one in told for article in {span.article for span in one.evidence}),
        "trust": Counter(one.trust.told.lower() for one in told if one.trust.told),
        "fact": Counter("fact" if one.is_fact else "only said, planned, denied, a lead ..." for one in told),
    }


@dataclass(frozen=True)
class Survey:
    """A graph, whether claims and details count, and how many rows are wanted."""

    graph: Graph
    claims: bool
    top: int
    details: bool = False

    @cached_property
    def network(self) -> Network:
        """Those who act, and what is between them."""
        told = (one for one in self.graph.statements if self.details or is_linking(one))
        return actors(replace(self.graph, statements=tuple(told)), facts_only=not self.claims)

    @cached_property
    def ties(self) -> tuple[SignedTie, ...]:
        """The signed ties between states."""
        return ties(acts(self.graph, Ontology.load().plover))

    def label(self, node: NodeId) -> str:
        """The name to show."""
        return self.graph.label(node)

    def grounds(self, statements: Iterable[str]) -> PrintedRow:
        """The evidence of a row: the sentence of the first statement, and the ids of all."""
        ids = [str(one) for one in statements]
        return {"for example": self.sentences.get(ids[0], "") if ids else "", EVIDENCE: list(ids)}

    @cached_property
    def sentences(self) -> Mapping[str, str]:
        """The sentence of each statement."""
        return {told.id: told.first_evidence.quote for told in self.graph.statements}


def _counts(survey: Survey) -> Iterator[PrintedRow]:
    for what, found in counts(survey.graph, details=survey.details).items():
        ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
        for name, number in islice(ordered, survey.top):
            yield {"what": what, "name": name, "number": number}


def _standing(survey: Survey) -> Iterator[PrintedRow]:
    for one in centralities(survey.network)[: survey.top]:
        yield {
            "entity": survey.label(one.node),
            "statements": one.degree,
            "betweenness": one.betweenness,
            "closeness": one.closeness,
            **survey.grounds(one.statements),
        }


def _communities(survey: Survey) -> Iterator[PrintedRow]:
    for number, one in enumerate(communities(survey.network)[: survey.top], 1):
        yield {
            "community": number,
            "members": ", ".join(survey.label(member) for member in one.members),
            "statements": len(one.statements),
            **survey.grounds(one.statements),
        }


def _brokers(survey: Survey) -> Iterator[PrintedRow]:
    for one in brokers(survey.network)[: survey.top]:
        yield {
            "broker": survey.label(one.node),
            "betweenness": one.betweenness,
            "communities": one.communities,
            "without it the network falls apart": one.cut,
            **survey.grounds(one.statements),
        }


def _ties(survey: Survey) -> Iterator[PrintedRow]:
    for tie in survey.ties[: survey.top]:
        yield {
            "states": " – ".join(map(survey.label, tie.states)),
            "score": tie.score,
            "acts": len(tie.acts),
            **survey.grounds(act.statement for act in tie.acts),
        }


def _triads(survey: Survey) -> Iterator[PrintedRow]:
    for triad in triads(survey.ties)[: survey.top]:
        yield {
            "states": ", ".join(map(survey.label, triad.states)),
            "signs": " ".join("+" if sign > 0 else "-" for sign in triad.signs),
            "balanced": triad.balanced,
            **survey.grounds(triad.statements),
        }


def _years(survey: Survey) -> Iterator[PrintedRow]:
    for tie in survey.ties[: survey.top]:
        for year, of_year in by_period(tie):
            yield {
                "states": " – ".join(map(survey.label, tie.states)),
                "year": year,
                "score": of_year.score,
                "acts": len(of_year.acts),
                **survey.grounds(act.statement for act in of_year.acts),
            }


SURVEYS: Mapping[str, Callable[[Survey], Iterator[PrintedRow]]] = {
    "counts": _counts,
    "standing": _standing,
    "communities": _communities,
    "brokers": _brokers,
    "ties": _ties,
    "triads": _triads,
    "years": _years,
}
