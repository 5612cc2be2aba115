"""How two states stand to each other month by month: signed acts, each happening once however often it is told."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kg.corpus.happenings import Corpus
from kg.corpus.profiles import gazetteer
from kg.corpus.tenures import HOLDING
from kg.corpus.words import head_of
from kg.facts.selection import is_dated, time_of
from kg.facts.states import is_called, states
from kg.lexicon import words
from kg.model import Entity, NodeId, Statement


@dataclass(frozen=True)
class Acting:
    """Who acts for which state, by what articles tell and by the table of office holders."""

    corpus: Corpus

    def state(self, name: NodeId, said: Statement) -> NodeId | None:
        """The state that a node, or a cluster of nodes, is or acts for by a statement; None for none, and for several.

        Whom the table knows acts for a state on the days of a term; an office that articles alone tell of has no end.
        """
        nodes = self._members.get(name) or frozenset({name})
        found = {state for node in nodes for state in self._states(node, said)}
        known = ((state, self.corpus.graph.nodes.get(state)) for state in found)
        # "the northern countries" have no code
        found = {state for state, one in known if isinstance(one, Entity) and one.alpha3} or found
        return found.pop() if len(found) == 1 else None

    @cached_property
    def _members(self) -> Mapping[NodeId, frozenset[NodeId]]:
        return {one.id: frozenset(unit.node for unit in one.members) for one in self.corpus.links.clusters}

    @cached_property
    def _told(self) -> Mapping[NodeId, NodeId]:
        return states(self.corpus.graph)

    @cached_property
    def _offices(self) -> Mapping[NodeId, set[NodeId]]:
        """Person -> the offices that articles tell of."""
        found: defaultdict[NodeId, set[NodeId]] = defaultdict(set)
        for said in self.corpus.graph.statements:
            if said.relation == HOLDING and said.is_fact:
                found[said.subject].add(said.object)
        return found

    def _states(self, node: NodeId, said: Statement) -> Iterator[NodeId]:
        found = self.corpus.graph.nodes.get(node)
        terms, time = gazetteer().terms(node), time_of(self.corpus.graph, said)
        day = (time.start if time else None) or self.corpus.day_of(said, said.first_evidence.article)
        if isinstance(found, Entity) and found.cls == "Group":
            yield from _targets(found, "ofCountry") if head_of(found.label) in words("links", "state", "words") else ()
        elif day is not None and terms and self._offices.get(node, set()) <= {term.office.id for term in terms}:
            held = [term for term in terms if (term.start or day) <= day and not term.is_over(day)]
            own = [term.office for term in held if term.office.country == term.person.country]
            yield from (state for office in own for state in _targets(office, "actsFor"))
        elif node in self._told:
            yield self._told[node]


def _targets(entity: Entity, relation: str) -> Iterator[NodeId]:
    return (link.target for link in entity.links if link.relation == relation)


PERIODS: Mapping[str, int] = {"month": 7, "year": 4, "day": 10}
"""Period -> how many characters of an ISO date name it."""


@dataclass(frozen=True, order=True, slots=True)
class TrendPeriod:
    """The acts of one state towards another in a period, on PLOVER's scale from -2 to 2."""

    period: str
    source: NodeId
    target: NodeId
    acts: tuple[tuple[NodeId, int], ...]
    """A statement for each happening with its place on the scale."""

    @property
    def statements(self) -> tuple[NodeId, ...]:
        """The statements of the acts."""
        return tuple(statement for statement, _ in self.acts)

    @property
    def hostile(self) -> int:
        """How many acts are conflict, in words or material."""
        return sum(score < 0 for _, score in self.acts)

    @property
    def score(self) -> float:
        """The mean of the acts."""
        return round(sum(score for _, score in self.acts) / len(self.acts), 2)


@dataclass(frozen=True, order=True, slots=True)
class StateAct:
    """An act of one state towards another as a statement tells it, on PLOVER's scale, with its days.

    Where it has none of its own, ``day`` is the first on which it is told.
    """

    source: NodeId
    target: NodeId
    happening: NodeId
    statement: NodeId
    score: int
    start: date | None = None
    end: date | None = None
    day: date | None = None


def state_acts(corpus: Corpus, plover: Mapping[str, str], mutual: Container[str] = ()) -> Iterator[StateAct]:
    """The acts of states towards each other; ``plover`` is the code of each relation.

    Acts of those who act for a state, governments, ministers, armies, are its own. What two do together, by a relation
    that is ``mutual``, is an act of either towards the other.
    """
    acting = Acting(corpus)

    def state(node: NodeId, said: Statement) -> NodeId | None:
        acted_for = acting.state(corpus.links.cluster(node, said.first_evidence.article), said)
        known = corpus.graph.nodes.get(acted_for) if acted_for else None
        return acted_for if isinstance(known, Entity) and is_called(known) else None

    from kg.graph.analysis import acts

    for act in acts(corpus.graph, plover, state):
        said = corpus.statements[NodeId(act.statement)]
        happening = corpus.links.cluster(said.event, said.first_evidence.article) if said.event else said.id
        time, told_on = time_of(corpus.graph, said), (corpus.day_of(said, span.article) for span in said.evidence)
        days = (time.start, time.end) if is_dated(time) else (None, None, min(filter(None, told_on), default=None))
        yield StateAct(act.source, act.target, happening, said.id, act.score, *days)
        if said.relation in mutual:
            yield StateAct(act.target, act.source, happening, said.id, act.score, *days)


def trend(found: Iterable[StateAct], by: str = "month") -> tuple[TrendPeriod, ...]:
    """All periods in which a state acts towards another, sorted.

    A happening counts in the earliest period that holds a time that is told of it; where none is told, on the day of
    the first article that tells it. It is left out where it has neither, and where each time told of it reaches over
    several periods: what is of 2025 is of no month.
    """
    groups: defaultdict[tuple[NodeId, NodeId, NodeId], list[StateAct]] = defaultdict(list)
    for act in found:
        groups[act.source, act.target, act.happening].append(act)
    length, periods = PERIODS[by], defaultdict[tuple[str, NodeId, NodeId], dict[NodeId, int]](dict)
    for some in groups.values():
        days = [(act.start and act.start.isoformat(), act.end and act.end.isoformat(), act) for act in some]
        dated = [(start, act) for start, end, act in days if start and end and start[:length] == end[:length]]
        if not any(start or end for start, end, _ in days):
            dated = [(act.day.isoformat(), act) for act in some if act.day]
        if dated:
            day, first = min(dated, key=lambda placed: (placed[0], placed[1].statement))
            periods[day[:length], first.source, first.target][first.statement] = first.score
    return tuple(TrendPeriod(*key, tuple(sorted(scores.items()))) for key, scores in sorted(periods.items()))
