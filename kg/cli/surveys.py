"""The tables of ``kg stats``, each a function from a survey to rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from kg.cli.tables import PrintedRow
from kg.errors import one_of
from kg.facts.selection import is_linking
from kg.graph import Network
from kg.graph.analysis import actors, brokers, centralities, communities
from kg.graph.signs import SignedTie, acts, by_period, ties, triads
from kg.model import Graph, NodeId
from kg.tables.stats import counts

EVIDENCE = "evidence"
"""The column of statement ids, for machines: ``kg explain`` takes them."""


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
        from kg.ontology import Ontology

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


def chosen(by: str) -> Sequence[str]:
    """The surveys of a name, all for none; ``KgError`` for a name that is none."""
    return (one_of(by, SURVEYS, "survey"),) if by else tuple(SURVEYS)


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
