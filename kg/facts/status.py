"""How events and statements stand: factuality, sources, whether that is sure, and how it is put in words.

The status of an event depends on its statements alone, so that it is the same whatever the order in which graphs are
merged: a fact that arrives later makes the event a fact.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.lexicon import numbers, words
from kg.model import Event, Factuality, Graph, NodeId, Statement, Trust
from kg.model.scales import firmness_words
from kg.streams.spool import GraphLike

LEAD = "a lead"
"""How it is told that something is not sure."""
REPORTED = "ReportedEvent"
"""The class of an event that is no fact; the one that it would be of, had it happened, is told beside it."""
_NO = "|".join(words("stance", "inversion", "words") | words("coref", "negative", "words"))
_FAILING = "|".join(words("signatures", "fail", "to_verbs"))
_DENYING = re.compile(rf"\b(?:{_NO}|cannot|without|(?:{_FAILING})\w*)\b|n['’]t\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Status:
    """The firmest factuality of an event, and its sources, sorted.

    The order is that of ``Factuality``, asserted first, denied last: an event is denied where all statements deny it.
    One without statements has none. There are no sources where the article is as firm in its own voice, or an official
    source in announcing its own act.
    """

    factuality: Factuality | None = None
    sources: tuple[NodeId, ...] = ()
    negated: bool = False
    """Whether all statements of that factuality are negated."""
    trust: Trust | None = None
    """The surest of the statements of that factuality, in the article's own voice where there are such."""

    @classmethod
    def of(cls, said: Statement) -> "Status":
        """The status of an event by one statement alone; of what only a language model proposes, none."""
        if said.is_proposed:
            return cls()
        sources = () if said.voice is None or said.own_act else (said.voice,)
        return cls(said.factuality, sources, said.negated, said.trust)

    def __or__(self, other: "Status") -> "Status":
        """How the event stands by what both come from; the order of joining does not matter."""
        if self.factuality is not other.factuality:
            return min(self, other, key=lambda one: _ORDER[one.factuality])
        alike = [one for one in (self, other) if not one.sources] or [self, other]
        sources = tuple(sorted({source for one in alike for source in one.sources}))
        trust = max((one.trust for one in alike if one.trust), default=None)
        return Status(self.factuality, sources, self.negated and other.negated, trust)

    @property
    def firmness(self) -> str:
        """The factuality in words, with its polarity: "asserted", "planned not to be"; empty without statements."""
        found = self.factuality
        return (firmness_words(found, negated=self.negated) or found.lower()) if found else ""

    @property
    def told(self) -> str:
        """The same for a reader (``firmness_shown``); empty for what is asserted."""
        return firmness_words(self.factuality, negated=self.negated, is_own=not self.sources) if self.factuality else ""

    @property
    def is_fact(self) -> bool:
        """Whether some statement of the event is a fact (``Statement.is_fact``)."""
        return self.factuality is Factuality.ASSERTED and not self.sources and self.trust is not Trust.LEAD

    def cls_of(self, event: Event) -> str:
        """The class of an event in output: its own where it is a fact."""
        return event.cls if self.is_fact else REPORTED

    def words(self, graph: Graph) -> str:
        """The status as a remark on the event's label: "planned, says Canada", "a lead"; empty for a fact."""
        if self.factuality is None:
            return "only named"
        says = f"says {' and '.join(map(graph.label, self.sources))}" if self.sources else ""
        return ", ".join(filter(None, [self.told, says, LEAD if self.trust is Trust.LEAD else ""]))

    def line(self, graph: Graph) -> str:
        """The status as text: "a fact", "no fact: planned, says Canada"."""
        return "a fact" if self.is_fact else f"no fact: {self.words(graph)}"


_ORDER = {one: place for place, one in enumerate((*Factuality, None))}


class Statuses(dict[NodeId, Status]):
    """Event -> its status; without statements the empty one."""

    def __missing__(self, event: NodeId) -> Status:
        return Status()


def statuses(graph: GraphLike) -> Statuses:
    """The statuses of a graph's events; statements on disk are not loaded."""
    return _joined(graph.statements)


def relation_classes(graph: GraphLike) -> Mapping[NodeId, frozenset[str]]:
    """Event -> the relation classes of its statements; none without statements."""
    found: defaultdict[NodeId, frozenset[str]] = defaultdict(frozenset)
    shared: dict[frozenset[str], frozenset[str]] = {}
    for said in graph.statements:
        if said.event and said.relation_class:
            classes = found[said.event] | {said.narrowest_class}
            found[said.event] = shared.setdefault(classes, classes)
    return found


def status_of(graph: GraphLike, event: NodeId) -> Status:
    """The status of one event."""
    return _joined(said for said in graph.statements if said.event == event)[event]


def _joined(told: Iterable[Statement]) -> Statuses:
    found = Statuses()
    shared: dict[Status, Status] = {}
    for said in told:
        if said.event:
            status = found[said.event] | Status.of(said)
            found[said.event] = shared.setdefault(status, status)
    return found


def shown(graph: Graph, said: Statement) -> str:
    """A statement as a person reads it: its sentence in plain words, of a detail and of an older file its line."""
    return said.label or line(graph, said)


def line(graph: Graph, said: Statement) -> str:
    """A statement in one line: subject, relation, object; "ties → deteriorate" has no object but the event itself."""
    ends = [graph.label(said.subject), said.relation_label]
    return " → ".join(ends if said.object == said.event else [*ends, graph.label(said.object)])


def firmness_shown(said: Statement) -> str:
    """How firmly a statement is put forward, for a reader: "not so" where the article itself says so, not "denied"."""
    return firmness_words(said.factuality, negated=said.negated, is_own=said.own_act or not said.voice)


def is_denying(text: str) -> bool:
    """Whether a word of a text says no: "never", "failed to", "didn't"."""
    return _DENYING.search(text) is not None


def put_forward(graph: Graph, said: Statement) -> list[str]:
    """How a statement is put forward, who says it, what model proposed it, that it is a lead; nothing for a fact."""
    voice = said.attributed_to or (None if said.own_act else said.reported_by)
    told = [firmness_shown(said), said.condition and f"“{said.condition}”"]
    says = [f"says {graph.label(voice)}"] if voice else []
    proposed = [f"proposed by {said.extracted_by}"] if said.extracted_by else []
    return [*filter(None, told), *says, *proposed, *([LEAD] if said.is_lead else [])]


def sureness(said: Iterable[Statement]) -> str:
    """A sentence on how many of some statements are sure and how many leads; "" where nobody weighed any."""
    found = Counter(one.trust for one in said)
    return f"{rates(found[Trust.SURE], found[Trust.LEAD])}." if found[Trust.SURE] or found[Trust.LEAD] else ""


def rates(sure: int, leads: int) -> str:
    """How many are sure and how many leads, and how many of such are right, as strict readers judged (``trust.toml``).

    >>> rates(2, 1)
    '2 sure, about 9 in 10 right; 1 lead, about 6 in 10'
    """
    shares = numbers("trust")
    of_sure, of_leads = (f", about {round(10 * shares[f'right_of_{of}'])} in 10" for of in ("sure", "leads"))
    told = f"{sure:,} sure{f'{of_sure} right' if sure else ''}"
    return f"{told}; {leads:,} lead{'s' * (leads != 1)}{of_leads if leads else ''}"
