"""The tables of ``kg stats``, each a function from a survey to rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from kg.cli.tables import Row
from kg.errors import KgError
from kg.graph import Network
from kg.graph.analysis import actors, brokers, communities, standings
from kg.graph.signs import Tie, acts, by_period, ties, triads
from kg.model import Graph, NodeId
from kg.stats import counts

_SHOWN = 3


@dataclass(frozen=True)
class Survey:
    """A graph, whether claims count, and how many rows are wanted."""

    graph: Graph
    claims: bool
    top: int

    @cached_property
    def network(self) -> Network:
        """Those who act, and what is between them."""
        return actors(self.graph, facts_only=not self.claims)

    @cached_property
    def ties(self) -> tuple[Tie, ...]:
        """The signed ties between states."""
        from kg.ontology import Ontology

        return ties(acts(self.graph, Ontology.load().plover))

    def label(self, node: NodeId) -> str:
        """The name to show."""
        return self.graph.label(node)

    def sentence(self, statements: Sequence[str]) -> str:
        """The sentence of the first of some statements."""
        return next((told.first_evidence.quote for told in self.graph.statements if told.id in statements[:1]), "")


def chosen(by: str) -> Sequence[str]:
    """The surveys of a name, all for none; ``KgError`` for a name that is none."""
    if by and by not in SURVEYS:
        raise KgError(f"{by!r} is nothing to count by", hint=f"one of {', '.join(SURVEYS)}")
    return (by,) if by else tuple(SURVEYS)


def _counts(survey: Survey) -> Iterator[Row]:
    for what, found in counts(survey.graph).items():
        ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
        for name, number in islice(ordered, survey.top):
            yield {"what": what, "name": name, "number": number}


def _standing(survey: Survey) -> Iterator[Row]:
    for one in standings(survey.network)[: survey.top]:
        yield {
            "entity": survey.label(one.node),
            "statements": one.degree,
            "betweenness": one.betweenness,
            "closeness": one.closeness,
            "for example": survey.sentence(one.statements),
        }


def _communities(survey: Survey) -> Iterator[Row]:
    for number, one in enumerate(communities(survey.network)[: survey.top], 1):
        yield {
            "community": number,
            "members": ", ".join(survey.label(member) for member in one.members),
            "statements": len(one.statements),
            "for example": survey.sentence(one.statements),
        }


def _brokers(survey: Survey) -> Iterator[Row]:
    for one in brokers(survey.network)[: survey.top]:
        yield {
            "broker": survey.label(one.node),
            "betweenness": one.betweenness,
            "communities": one.communities,
            "without it the network falls apart": one.cut,
            "for example": survey.sentence(one.statements),
        }


def _ties(survey: Survey) -> Iterator[Row]:
    for tie in survey.ties[: survey.top]:
        yield {
            "states": " – ".join(map(survey.label, tie.states)),
            "score": tie.score,
            "acts": len(tie.acts),
            "for example": survey.sentence([act.statement for act in tie.acts]),
        }


def _triads(survey: Survey) -> Iterator[Row]:
    for triad in triads(survey.ties)[: survey.top]:
        yield {
            "states": ", ".join(map(survey.label, triad.states)),
            "signs": " ".join("+" if sign > 0 else "-" for sign in triad.signs),
            "balanced": triad.balanced,
        }


def _years(survey: Survey) -> Iterator[Row]:
    for tie in survey.ties[: survey.top]:
        for year, score, number in by_period(tie):
            yield {"states": " – ".join(map(survey.label, tie.states)), "year": year, "score": score, "acts": number}


SURVEYS: Mapping[str, Callable[[Survey], Iterator[Row]]] = {
    "counts": _counts,
    "standing": _standing,
    "communities": _communities,
    "brokers": _brokers,
    "ties": _ties,
    "triads": _triads,
    "years": _years,
}
