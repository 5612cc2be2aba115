"""The timeline of a graph: its dated statements in chronological order, each event once."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date

from kg.facts.selection import Filter, is_dated, nodes_named, selected, time_of
from kg.facts.states import governed, parties_of, principals
from kg.model import Entity, Event, Graph, NodeId, Statement, TimeSpan


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One event with its statements; ``time`` is the narrowest interval of any of them."""

    time: TimeSpan | None
    statements: tuple[Statement, ...]

    @property
    def first(self) -> Statement:
        """The statement to show: of a main clause first, then facts, then by worth, a verb with its object first."""
        return min(
            self.statements,
            key=lambda told: (
                *(not told.is_main, not told.is_fact, -told.worth, told.first_evidence),
                *(len(told.relation), told.id),
            ),
        )


def timeline(
    graph: Graph, wanted: Filter, *, between: Iterable[str] = (), undated: bool = False
) -> tuple[TimelineEntry, ...]:
    """The entries of the matching statements, by time; with ``undated``, undated ones last.

    ``between`` are names of entities that must all take part: as subject, object, in a role of the event or as party to
    the agreement that it is about, themselves or through those who act for them. ``KgError`` for a name that the graph
    does not have.
    """
    sides = [_circle(graph, name) for name in between]
    told = [one for one in selected(graph, wanted) if all(side & _partners(graph, one) for side in sides)]
    groups: dict[Hashable, list[Statement]] = defaultdict(list)
    mains = {one.id: one for one in told if one.is_main}
    for one in told:
        groups[_happening(mains.get(one.detail_of or one.id, one))].append(one)
    moments = list[TimelineEntry]()
    for some in groups.values():  # each with the narrowest time, None where there is no date
        times = [time for one in some if is_dated(time := time_of(graph, one))]
        days = {time: (time.end or date.max) - (time.start or date.min) for time in times}
        narrowest = min(times, key=lambda time: (days[time].days, repr(time)), default=None)
        moments += [TimelineEntry(narrowest, tuple(some))] if undated or narrowest else []

    def order(moment: TimelineEntry) -> tuple[bool, date, date, tuple[str, int, str]]:
        time, evidence = moment.time or TimeSpan(), moment.first.first_evidence
        place = evidence.article, evidence.start, moment.first.id
        return moment.time is None, time.start or time.end or date.min, time.end or date.max, place

    return tuple(sorted(moments, key=order))


def _happening(told: Statement) -> Hashable:
    """What statements of one happening share: the event, else the clause.

    A verb in its own words gives a statement an argument: "produced a template on trade in Geneva" is told by
    ``produce``, ``produce-on`` and ``produce-in``.
    """
    if told.event or not told.is_open:
        return told.event or told.id
    verb, _, _ = told.relation.partition("-")
    return told.subject, verb, told.first_evidence, told.factuality, told.negated, told.attributed_to


def _circle(graph: Graph, name: str) -> frozenset[NodeId]:
    """The entities of a name and all that stand for them; a government that is named stands for its state."""
    named = nodes_named(graph, name)
    state = governed(graph)
    meant = named | {state[node] for node in named if node in state}
    return meant | {node for node, whom in principals(graph).items() if whom & meant}


def _partners(graph: Graph, told: Statement) -> frozenset[NodeId]:
    event = graph.nodes.get(told.event) if told.event else None
    roles = {role.filler for role in event.roles} if isinstance(event, Event) else set()
    ends = {told.subject, told.object}
    bound = {party for node in ends | roles for party in parties_of(graph.nodes.get(node))}
    origins = {
        link.target
        for end in ends
        if isinstance(entity := graph.nodes.get(end), Entity)
        for link in entity.links
        if link.relation in {"ofCountry", "originCountry", "inCountry"}
    }
    return frozenset(ends | roles | bound | origins)
