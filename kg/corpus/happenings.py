"""Happenings: events of several articles that are one, with participants, time, standing over time and sources.

Computed from what articles say and from what is the same, and never stored: it may be thrown away at any time.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from kg.corpus.copies import Copies, publishers_of, texts_of
from kg.corpus.links import Links, Unit
from kg.corpus.profiles import Profiles, is_named
from kg.corpus.words import stems
from kg.facts.selection import is_dated, time_of
from kg.facts.status import shown
from kg.lexicon import words as lexicon_words
from kg.model import ArticleId, Entity, Event, Factuality, Graph, NodeId, Statement, TimeSpan

_LONGEST = 100  # characters of a label that is read at a glance


class Stage(StrEnum):
    """How a happening stands by one telling."""

    DONE = "done"
    WITHDRAWN = "withdrawn"
    ANNOUNCED = "announced"
    PLANNED = "planned"
    PROPOSED = "proposed"
    RULED_OUT = "ruled out"
    DENIED = "denied"


_PLANS = frozenset({Stage.ANNOUNCED, Stage.PLANNED, Stage.PROPOSED})
_STAGES = {
    Factuality.ASSERTED: Stage.DONE,
    Factuality.EXPECTED: Stage.PLANNED,
    Factuality.DENIED: Stage.DENIED,
}


@dataclass(frozen=True, order=True, slots=True)
class Telling:
    """One statement of a happening: on which day it was told, how the happening stands by it, in which article."""

    day: date
    article: ArticleId
    stage: Stage
    statement: NodeId

    @property
    def told_on(self) -> date | None:
        """The day; None where neither the article nor the statement has one."""
        return None if self.day == date.min else self.day


@dataclass(frozen=True)
class Happening:
    """What articles tell of one happening; participants are clusters of entities by role."""

    id: NodeId
    label: str
    cls: str
    members: tuple[Unit, ...]
    time: TimeSpan | None
    participants: tuple[tuple[str, NodeId], ...]
    tellings: tuple[Telling, ...]
    sources: int
    """How many tell it independently: copies, and articles of one agency or publisher, count once."""

    @property
    def articles(self) -> tuple[ArticleId, ...]:
        """The articles that tell it, sorted."""
        return tuple(sorted({telling.article for telling in self.tellings}))

    @property
    def history(self) -> tuple[Telling, ...]:
        """The first telling of each change of how it stands, in order of the days: planned, then done.

        A day counts as its firmest telling, and what is done stays so. Without a day only what was done adds to others.
        """
        firmest: dict[date, Telling] = {}
        stages = [*Stage]  # by day, what has none last, then from done to denied
        for telling in sorted(
            self.tellings, key=lambda one: (one.told_on is None, one.day, stages.index(one.stage), one)
        ):
            firmest.setdefault(telling.day, telling)
        found: list[Telling] = []
        for telling in firmest.values():
            is_placed = telling.told_on or telling.stage is Stage.DONE  # what has no day comes last, where it is done
            if found and (found[-1].stage in {telling.stage, Stage.DONE} or not is_placed):
                continue
            found.append(telling)
        return tuple(found)

    @property
    def stages(self) -> list[str]:
        """How it stood, in order, each with the day of its first telling: "planned 2026-03-02"."""
        return [f"{one.stage} {one.told_on}" if one.told_on else one.stage.value for one in self.history]

    def is_within(self, since: date | None, until: date | None) -> bool:
        """Whether it, else the day on which it was first told, reaches into an interval; what has no day into none."""
        first, last = (self.time.start, self.time.end) if self.time else (None, None)
        day = first or last or min(filter(None, (one.told_on for one in self.tellings)), default=None)
        if day is None:
            return since is None and until is None
        return (since is None or (last or day) >= since) and (until is None or day <= until)

    @property
    def stage(self) -> Stage:
        """How it stands by the last day: done where any article tells that it was done."""
        return self.history[-1].stage

    @property
    def is_changed(self) -> bool:
        """Whether it stood otherwise first, and was done or withdrawn later."""
        return len(self.history) > 1 and self.stage in {Stage.DONE, Stage.WITHDRAWN}


@dataclass(frozen=True)
class Corpus:
    """A graph of several articles with its links, and what follows from both."""

    graph: Graph
    links: Links

    @cached_property
    def copies(self) -> Copies:
        """The articles by whose words they have."""
        return Copies(texts_of(self.graph), publishers_of(self.graph))

    @cached_property
    def statements(self) -> Mapping[NodeId, Statement]:
        """Statement by its id."""
        return {said.id: said for said in self.graph.statements}

    @cached_property
    def names(self) -> Mapping[NodeId, str]:
        """Cluster -> the label of most of its members, the longest of equals: of those with an item, or else a name."""
        names, nodes = dict[NodeId, str](), self.graph.nodes
        for cluster in self.links.clusters:
            known = ((unit.node, nodes[unit.node]) for unit in cluster.members if unit.node in nodes)
            ranks = [
                ((2 if found.wikidata else int(is_named(found))) if isinstance(found, Entity) else 0, name)
                for name, found in known
            ]
            best = max((rank for rank, _ in ranks), default=0)
            names[cluster.id] = _commonest(self.graph.label(name) for rank, name in ranks if rank == best)
        return names

    def label(self, node: NodeId) -> str:
        """The name of a cluster or of a node."""
        return self.names.get(node) or self.graph.label(node)

    def sentence(self, statement: NodeId, article: ArticleId | None = None) -> str:
        """The words of a statement, in an article of several; where they are withheld it in plain words."""
        said = self.statements[statement]
        spans = sorted(span for span in said.evidence if article is None or span.article == article)
        return " ".join((spans[0].quote or shown(self.graph, said)).split())

    def sentence_of(self, telling: Telling) -> str:
        """The words of a telling in its article."""
        return self.sentence(telling.statement, telling.article)

    def day_of(self, said: Statement, article: ArticleId) -> date | None:
        """When an article tells something: on the day that its source said it, else its own."""
        return said.claimed_on or self.graph.days.get(article)

    @cached_property
    def happenings(self) -> tuple[Happening, ...]:
        """The happenings of which statements tell, by time, then by id."""
        told = Profiles(self.graph).told
        groups: defaultdict[NodeId, list[Unit]] = defaultdict(list)
        for unit in sorted(told):
            if isinstance(self.graph.nodes.get(unit.node), Event):
                groups[self.links.cluster(unit.node, unit.article)].append(unit)
        found = (self._happening(name, units, told) for name, units in sorted(groups.items()))
        days = ((one.time and (one.time.start or one.time.end), one) for one in found if one.tellings)
        return tuple(one for _, one in sorted(days, key=lambda pair: (not pair[0], pair[0] or date.min, pair[1].id)))

    def _happening(self, name: NodeId, units: Sequence[Unit], told: Mapping[Unit, Sequence[Statement]]) -> Happening:
        events = [event for unit in units if isinstance(event := self.graph.nodes[unit.node], Event)]
        own = [(unit, said) for unit in units for said in told[unit] if said.event == unit.node]
        time = _best(time for _, said in own if is_dated(time := time_of(self.graph, said)))
        tellings = {self._telling(said, unit.article, time) for unit, said in own if said.is_main}
        roles = {
            (role.name, self.links.cluster(role.filler, unit.article))
            for unit, event in zip(units, events, strict=True)
            for role in event.roles
        }
        return Happening(
            id=name,
            label=_told_best(said for _, said in own) or _commonest(event.label for event in events),
            cls=_commonest([event.cls for event in events if event.cls != "Event"]) or "Event",
            members=tuple(units),
            time=time,
            participants=tuple(sorted(roles)),
            tellings=tuple(sorted(_withdrawn(tellings))),
            sources=self.copies.independent(
                {telling.article for telling in tellings},
                ((telling.article, self.sentence_of(telling)) for telling in tellings),
            ),
        )

    def _telling(self, said: Statement, article: ArticleId, time: TimeSpan | None) -> Telling:
        """A statement as a telling; what is told before its own time, else that of its happening, is planned."""
        day, own, stage = self.day_of(said, article), time_of(self.graph, said), stage_of(said)
        begun = own if is_dated(own) else time
        if stage is Stage.DONE and day and begun and begun.start and day < begun.start:
            stage = Stage.PLANNED
        return Telling(day or date.min, article, stage, said.id)


def stage_of(said: Statement) -> Stage:
    """How a happening stands by one statement."""
    if said.factuality is Factuality.PLANNED:
        return Stage.RULED_OUT if said.negated else Stage.ANNOUNCED if said.voice else Stage.PLANNED
    if said.negated:
        return Stage.DENIED
    predicate, undone = f" {' '.join(stems(said.predicate_text))} ", lexicon_words("links", "undone", "words")
    if said.factuality is Factuality.ASSERTED and any(f" {' '.join(stems(verb))} " in predicate for verb in undone):
        return Stage.WITHDRAWN
    return _STAGES.get(said.factuality, Stage.PROPOSED)


def _withdrawn(tellings: Iterable[Telling]) -> Iterator[Telling]:
    """The tellings; what is ruled out after it was planned is withdrawn."""
    given = list(tellings)
    first = min((telling.day for telling in given if telling.stage in _PLANS), default=date.max)
    for telling in given:
        is_later = telling.stage is Stage.RULED_OUT and first <= telling.day
        yield replace(telling, stage=Stage.WITHDRAWN) if is_later else telling


def _commonest(texts: Iterable[str]) -> str:
    counts = Counter(texts)
    return min(counts, key=lambda text: (-counts[text], -len(text), text), default="")


def _told_best(statements: Iterable[Statement]) -> str:
    """The main statement in plain words that tells it best: short, firm, in an article's own voice, worth keeping."""

    def fitness(said: Statement) -> tuple[bool, bool, bool, float, NodeId]:
        is_firm = said.factuality is Factuality.ASSERTED
        return len(said.label) > _LONGEST, not is_firm, said.voice is not None, -said.worth, said.id

    told = [said for said in statements if said.is_main and said.label]
    return min(told, key=fitness).label if told else ""


def _best(times: Iterable[TimeSpan]) -> TimeSpan | None:
    """The time that most tell; of equals the narrowest."""
    given = list(times)
    counts = Counter((time.start, time.end) for time in given)
    first = min(
        counts,
        key=lambda days: (-counts[days], ((days[1] or date.max) - (days[0] or date.min)).days, repr(days)),
        default=None,
    )
    return min((time for time in given if (time.start, time.end) == first), key=repr, default=None)


AnswerRow = Mapping[str, str | None]
_ENDS = ("subject", "object")
"""Columns of who does what to whom."""


@dataclass(frozen=True)
class FoldedAnswer:
    """What several articles tell of one happening: the row of its firmest telling, and all statements of it.

    Whom else the article of that telling has on either side of it stands there too: "Peru; Chile".
    """

    row: AnswerRow
    statements: tuple[NodeId, ...] = ()
    sources: int = 0
    """How many tell it independently."""
    told_on: date | None = None
    """The day on which it was first told; None where none is known."""

    @property
    def began(self) -> str:
        """Its beginning, else its end, else the day on which it was told (ISO 8601); empty where none is known."""
        return self.row.get("start") or self.row.get("end") or (self.told_on.isoformat() if self.told_on else "")

    def is_within(self, since: date | None, until: date | None) -> bool:
        """Whether it reaches into an interval of days; what has no day does only where none is asked for."""
        last = self.row.get("end") or self.began
        if since is not None and (not last or last < since.isoformat()):
            return False
        return until is None or "" < self.began <= until.isoformat()


def folded(
    rows: Sequence[AnswerRow], corpus: Corpus, statement_of: Callable[[AnswerRow], NodeId]
) -> list[FoldedAnswer]:
    """The rows, those of one happening as one, in order of the first; rows without a statement as they are."""
    groups: defaultdict[Hashable, list[tuple[AnswerRow, Statement]]] = defaultdict(list)
    alone: dict[Hashable, FoldedAnswer] = {}
    for number, row in enumerate(rows):
        said = corpus.statements.get(statement_of(row))
        if said is None:
            alone[number] = FoldedAnswer(row)
            groups[number] = []
            continue
        article = said.first_evidence.article
        if said.event:
            groups[corpus.links.cluster(said.event, article)].append((row, said))
        else:  # of a state of things who is what since when
            ends = (corpus.links.cluster(node, article) for node in (said.subject, said.object))
            groups[said.relation, said.factuality, row.get("start"), *ends].append((row, said))
    return [_answer(found, corpus) if found else alone[key] for key, found in groups.items()]


def _answer(found: Sequence[tuple[AnswerRow, Statement]], corpus: Corpus) -> FoldedAnswer:
    row, first = found[min(range(len(found)), key=lambda place: (not found[place][1].is_fact, place))]
    statements = dict.fromkeys((first.id, *(said.id for _, said in found)))
    articles = {span.article for _, said in found for span in said.evidence}
    days = {corpus.day_of(said, span.article) for _, said in found for span in said.evidence}
    beside = [
        other
        for other, said in found
        if said.first_evidence.article == first.first_evidence.article and said.relation == first.relation
    ]
    values = {name: dict.fromkeys(filter(None, (one.get(name) for one in (row, *beside)))) for name in _ENDS}
    ends = {name: "; ".join(some) for name, some in values.items() if row.get(name)}
    told_on = min(filter(None, days), default=None)
    return FoldedAnswer({**row, **ends}, tuple(statements), corpus.copies.independent(articles), told_on)
