"""How two states stand to each other month by month: signed acts, each happening once however often it is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kg.corpus.happenings import Corpus
from kg.facts.selection import time_of
from kg.graph.signs import SignedAct, acts
from kg.model import ArticleId, NodeId, Statement

PERIODS: Mapping[str, int] = {"month": 7, "year": 4, "day": 10}
"""Period -> how many characters of an ISO date name it."""


@dataclass(frozen=True, order=True, slots=True)
class TrendPeriod:
    """The acts of one state towards another in a period; ``score`` is their mean on PLOVER's scale, from -2 to 2."""

    period: str
    source: NodeId
    target: NodeId
    cooperative: int
    hostile: int
    score: float
    statements: tuple[NodeId, ...]
    """One for each happening."""


def trend(
    corpus: Corpus, plover: Mapping[str, str], *, by: str = "month", mutual: Container[str] = ()
) -> tuple[TrendPeriod, ...]:
    """All periods in which a state acts towards another, sorted; ``plover`` is the code of each relation.

    What two do together, by a relation that is ``mutual``, is an act of either towards the other.
    A happening counts in the earliest period in which a telling dates it; where none does, on the day of the first
    article that tells it; without that it is left out. A time that reaches over several periods dates nothing.
    """
    found: dict[tuple[NodeId, NodeId, NodeId], list[SignedAct]] = defaultdict(list)
    for act in acts(corpus.graph, plover):
        said = corpus.statements[NodeId(act.statement)]
        found[act.source, act.target, _happening(corpus, said)].append(act)
        if said.relation in mutual:
            found[act.target, act.source, _happening(corpus, said)].append(act)
    periods: dict[tuple[str, NodeId, NodeId], list[SignedAct]] = defaultdict(list)
    for (source, target, _), some in found.items():
        dated = [(*placed, act) for act in some if (placed := _day(corpus, act, PERIODS[by]))]
        if dated:
            _, day, first = min(dated, key=lambda found: (*found[:2], found[2].statement))
            periods[day.isoformat()[: PERIODS[by]], source, target].append(first)
    return tuple(_period(*key, some) for key, some in sorted(periods.items()))


def _period(period: str, source: NodeId, target: NodeId, some: Iterable[SignedAct]) -> TrendPeriod:
    scores = {act.statement: act.score for act in some}
    hostile = sum(score < 0 for score in scores.values())
    mean = round(sum(scores.values()) / len(scores), 2)
    return TrendPeriod(period, source, target, len(scores) - hostile, hostile, mean, tuple(map(NodeId, sorted(scores))))


def _happening(corpus: Corpus, said: Statement) -> NodeId:
    """The happening of a statement; of a state of affairs the statement itself."""
    return corpus.links.cluster(said.event, _first(said)) if said.event else said.id


def _day(corpus: Corpus, act: SignedAct, length: int) -> tuple[bool, date] | None:
    """The day an act counts on, behind whether it has no time of its own in one period, named by ``length`` letters."""
    said = corpus.statements[NodeId(act.statement)]
    time = time_of(corpus.graph, said)
    if time and time.start and time.end and time.start.isoformat()[:length] == time.end.isoformat()[:length]:
        return False, time.start
    told = [day for span in said.evidence if (day := corpus.day_of(said, span.article))]
    return (True, min(told)) if told else None


def _first(said: Statement) -> ArticleId:
    return said.first_evidence.article
