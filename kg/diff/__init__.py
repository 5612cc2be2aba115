"""What two graphs say differently, by meaning: not by node ids, which hash an article, nor by lines of a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kg.model import Entity, Event, Factuality, Graph, NodeId, Quantity, Statement, TimeSpan

Key = tuple[str, str, str]
_FIGURES = ("rate", "amount")
_FULFILS: Mapping[str, frozenset[str]] = {
    "THREATEN": frozenset({"SANCTION", "COERCE", "ASSAULT", "MOBILIZE"}),
    "AGREE": frozenset({"AID", "COOPERATE", "SUPPORT", "CONSULT", "RETREAT", "CONCEDE"}),
}
"""PLOVER types of words, and the types of the acts that make them good."""


class Kind(StrEnum):
    """How a statement differs."""

    CONTRADICTED = "contradicted"
    CHANGED = "changed"
    FULFILLED = "fulfilled"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Change:
    """A difference; ``before`` is what the first graph says of it, ``after`` the second, either may be empty.

    ``details`` says what changed: "planned → asserted", "rate: 25% → 50%".
    """

    kind: Kind
    before: tuple[Statement, ...]
    after: tuple[Statement, ...]
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class Meanings:
    """What the comparison knows of relations: those that read the same both ways, and their PLOVER codes."""

    symmetric: frozenset[str] = frozenset()
    plover: Mapping[str, str] = field(default_factory=dict, hash=False)


PLAIN = Meanings()


def diff(first: Graph, second: Graph, meanings: Meanings = PLAIN) -> tuple[Change, ...]:
    """All differences, the gravest kind first, then by what they are about.

    A state and its government are the same actor. Statements of the same subject, relation and object are compared:
    asserted against denied is a contradiction, any other difference in factuality, time, rate or amount a change. A
    threat or promise in the first graph that an act in the second makes good is fulfilled.
    """
    before, after = _by_meaning(first, meanings), _by_meaning(second, meanings)
    both = [
        change
        for key in sorted(before.keys() & after.keys())
        if (change := _Compared(first, second, before[key], after[key]).change())
    ]
    gone = {key: before[key] for key in sorted(before.keys() - after.keys())}
    new = {key: after[key] for key in sorted(after.keys() - before.keys())}
    fulfilled = list(_fulfilled(before, new, meanings))
    done = {told.id for change in fulfilled for told in change.after}
    only = [Change(Kind.NEW, (), told) for told in new.values() if not done & {one.id for one in told}]
    only += [Change(Kind.GONE, told, ()) for told in gone.values()]
    return tuple(sorted(both + fulfilled + only, key=lambda change: list(Kind).index(change.kind)))


def _by_meaning(graph: Graph, meanings: Meanings) -> dict[Key, tuple[Statement, ...]]:
    found: dict[Key, list[Statement]] = defaultdict(list)
    for told in graph.statements:
        ends = _meaning(graph, told.subject), _meaning(graph, told.object)
        subject, value = sorted(ends) if told.relation in meanings.symmetric else ends
        found[subject, told.relation, value].append(told)
    return {key: tuple(sorted(some, key=lambda told: told.id)) for key, some in found.items()}


def _meaning(graph: Graph, node: NodeId) -> str:
    """What stands for a node in a comparison: the state that it acts for, its Wikidata id, or its name."""
    match graph.nodes.get(node):
        case Entity() as entity:
            states = [link.target for link in entity.links if link.relation == "actsFor"]
            if entity.cls == "Government" and len(states) == 1 and states[0] in graph.nodes:
                return _meaning(graph, states[0])
            return entity.wikidata or _folded(entity.label)
        case Event() as event:
            return f"{event.cls} {_folded(event.label)}"
        case Quantity() as quantity:
            return f"{quantity.value} {quantity.unit}" if quantity.value is not None else _folded(quantity.text)
        case None:
            return node


def _folded(label: str) -> str:
    return " ".join(label.casefold().split())


@dataclass(frozen=True)
class _Compared:
    """Statements of the same meaning in two graphs."""

    first: Graph
    second: Graph
    before: tuple[Statement, ...]
    after: tuple[Statement, ...]

    def change(self) -> Change | None:
        """How they differ, None where they do not."""
        was, now = ({told.factuality for told in some} for some in (self.before, self.after))
        details = tuple(self._details())
        contradicted = {Factuality.ASSERTED in was, Factuality.ASSERTED in now} == {True, False} and (
            Factuality.DENIED in (now if Factuality.ASSERTED in was else was)
        )
        if contradicted:
            return Change(Kind.CONTRADICTED, self.before, self.after, details)
        return Change(Kind.CHANGED, self.before, self.after, details) if details else None

    def _details(self) -> Iterator[str]:
        yield from _difference("", _factualities(self.before), _factualities(self.after))
        yield from _difference("said by: ", _sources(self.first, self.before), _sources(self.second, self.after))
        yield from _difference("when: ", _times(self.before), _times(self.after))
        for role in _FIGURES:
            yield from _difference(
                f"{role}: ", _figures(self.first, self.before, role), _figures(self.second, self.after, role)
            )


def _difference(name: str, before: frozenset[str], after: frozenset[str]) -> Iterator[str]:
    """What one side says and the other does not; that one side says nothing more is no change of it."""
    if before != after and before and after:
        yield f"{name}{_listed(before)} → {_listed(after)}"


def _listed(values: frozenset[str]) -> str:
    return ", ".join(sorted(values))


def _factualities(told: tuple[Statement, ...]) -> frozenset[str]:
    return frozenset(one.factuality.value.lower() for one in told)


def _sources(graph: Graph, told: tuple[Statement, ...]) -> frozenset[str]:
    names = (one.attributed_to for one in told)
    return frozenset("the article" if name is None else _label(graph, name) for name in names)


def _label(graph: Graph, node: NodeId) -> str:
    return graph.label(node) if node in graph.nodes else node


def _times(told: tuple[Statement, ...]) -> frozenset[str]:
    spans = (one.time or TimeSpan() for one in told)
    dated = (span for span in spans if span.start or span.end)
    return frozenset(f"{span.start or '…'} to {span.end or '…'}" for span in dated)


def _figures(graph: Graph, told: tuple[Statement, ...], role: str) -> frozenset[str]:
    events = (graph.nodes.get(one.event) for one in told if one.event)
    fillers = (one.filler for event in events if isinstance(event, Event) for one in event.roles if one.name == role)
    return frozenset(_label(graph, filler) for filler in fillers)


def _fulfilled(
    before: Mapping[Key, tuple[Statement, ...]], new: Mapping[Key, tuple[Statement, ...]], meanings: Meanings
) -> Iterator[Change]:
    """Threats and promises of the first graph, with the acts of the second that the same did to the same."""
    for (subject, relation, value), words in before.items():
        wanted = _FULFILS.get(_plover(relation, meanings), frozenset())
        done = tuple(
            told
            for (other, act, target), some in new.items()
            if (other, target) == (subject, value) and _plover(act, meanings) in wanted
            for told in some
            if told.is_fact
        )
        if done:
            yield Change(
                Kind.FULFILLED, words, done, (f"{relation} → {', '.join(sorted({one.relation for one in done}))}",)
            )


def _plover(relation: str, meanings: Meanings) -> str:
    return meanings.plover.get(relation, "").split("-")[0]
