"""What happened when, between whom: the dated statements of a graph in the order of time, each happening once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kg.model import Entity, Event, Graph, NodeId, Statement, TimeSpan
from kg.selection import Wanted, nodes_named, selected

_STANDS_FOR = frozenset({"actsFor", "ofCountry"})


@dataclass(frozen=True, slots=True)
class Moment:
    """One happening and all that is said of it; ``time`` is the narrowest that any of it gives."""

    time: TimeSpan | None
    statements: tuple[Statement, ...]

    @property
    def first(self) -> Statement:
        """The statement to show: a fact before what is only said, the surest first."""
        return min(self.statements, key=lambda told: (not told.is_fact, -told.confidence, told.first_evidence))


def timeline(graph: Graph, wanted: Wanted, *, between: Iterable[str] = (), undated: bool = False) -> tuple[Moment, ...]:
    """The moments of the statements that fit, by time; undated ones last, where they are asked for.

    ``between`` are names of entities that must all take part: as subject, object or in a role of the event, themselves
    or through those who act for them. ``KgError`` for a name that the graph does not have.
    """
    sides = [_circle(graph, name) for name in between]
    told = [one for one in selected(graph, wanted) if all(side & _partners(graph, one) for side in sides)]
    groups: dict[NodeId, list[Statement]] = defaultdict(list)
    for one in told:
        groups[one.event or one.id].append(one)
    moments = [Moment(_time(some), tuple(some)) for some in groups.values()]
    shown = [moment for moment in moments if undated or moment.time]
    return tuple(sorted(shown, key=_order))


def _circle(graph: Graph, name: str) -> frozenset[NodeId]:
    """The entities of a name and those who stand for them: government, offices, officials, holders of offices."""
    found = set(nodes_named(graph, name))
    found |= {
        one.id for one in graph.entities if any(_stands(link.relation) and link.target in found for link in one.links)
    }
    found |= {told.subject for told in graph.statements if told.relation == "heldOffice" and told.object in found}
    return frozenset(found)


def _stands(relation: str) -> bool:
    return relation in _STANDS_FOR


def _partners(graph: Graph, told: Statement) -> frozenset[NodeId]:
    event = graph.nodes.get(told.event) if told.event else None
    roles = {role.filler for role in event.roles} if isinstance(event, Event) else set()
    ends = {told.subject, told.object}
    origins = {
        link.target
        for end in ends
        if isinstance(entity := graph.nodes.get(end), Entity)
        for link in entity.links
        if link.relation in {"ofCountry", "originCountry", "inCountry"}
    }
    return frozenset(ends | roles | origins)


def _time(told: Iterable[Statement]) -> TimeSpan | None:
    """The narrowest time, None where there is no date."""
    times = [one.time for one in told if one.time and (one.time.start or one.time.end)]
    return min(times, key=lambda time: (_length(time), repr(time)), default=None)


def _length(time: TimeSpan) -> int:
    return ((time.end or date.max) - (time.start or date.min)).days


def _order(moment: Moment) -> tuple[bool, date, date, tuple[str, int, str]]:
    time, evidence = moment.time or TimeSpan(), moment.first.first_evidence
    place = evidence.article, evidence.start, moment.first.id
    return moment.time is None, time.start or date.min, time.end or date.max, place
