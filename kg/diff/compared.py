"""One event in two graphs, and how its statements differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.diff.change import SAID_BY, Change, ChangeKind
from kg.diff.happenings import Side, common_fillers, fillers
from kg.diff.names import EntityNames, Key
from kg.model import Factuality, Graph, NodeId, Statement, TimeSpan

_ROLES = {"commodity": "goods", "place": "place", "rate": "rate", "amount": "amount"}
_ACCUSING = "accused"
_AFFIRMED = frozenset({Factuality.ASSERTED, Factuality.PLANNED, Factuality.EXPECTED})
_Names = Mapping[NodeId, str] | Mapping[str, str]
"""What is compared, and the words to show for it."""


@dataclass(frozen=True)
class Compared:
    """One event in two graphs; either may have no statement of it."""

    names: EntityNames
    key: Key
    before: Side
    after: Side

    def change(self) -> Change | None:
        """How they differ, None where they do not."""
        before, after = self.before.told, self.after.told
        if not before or not after:
            return Change(ChangeKind.GONE if before else ChangeKind.NEW, before, after)
        details = tuple(self._details())
        if self._is_contradicted():
            return Change(ChangeKind.CONTRADICTED, before, after, details)
        return Change(ChangeKind.CHANGED, before, after, details) if details else None

    @property
    def facts_since(self) -> tuple[Statement, ...]:
        """The facts of the second graph that are none in the first."""
        if any(told.is_fact for told in self.before.told):
            return ()
        return tuple(told for told in self.after.told if told.is_fact)

    def _is_contradicted(self) -> bool:
        """Whether one graph says that it is so or will be, and the other newly that it is not, or the other way round.

        The named question "contradictions" judges likewise.
        """
        if not any(told.negated for told in (*self.before.told, *self.after.told)):
            return False
        was, now = ({_says(side.graph, told) for told in side.told} for side in (self.before, self.after))
        return any(one in was and (not one) in now - was for one in (True, False))

    def _details(self) -> Iterator[str]:
        before, after = self.before.told, self.after.told
        yield from _difference("", _factualities(before), _factualities(after))
        yield from _difference(SAID_BY, self._sources(self.before), self._sources(self.after))
        yield from _moved(_times(before), _times(after))
        for role, word in _ROLES.items():
            yield from _difference(f"{word}: ", *self._fillers(role))

    def _sources(self, side: Side) -> _Names:
        own = {"": "the article"} if any(told.attributed_to is None for told in side.told) else {}
        named = [told.attributed_to for told in side.told if told.attributed_to is not None]
        return own | {self.names[name]: side.graph.label(name) for name in named}

    def _fillers(self, role: str) -> tuple[_Names, _Names]:
        sides = (self.before, self.after)
        called = common_fillers(sides, role, self.names)
        before, after = ({called[node]: side.graph.label(node) for node in fillers(side, role)} for side in sides)
        return before, after


def _says(graph: Graph, told: Statement) -> bool | None:
    """Whether a statement says that it is so, or will be; None for one that says neither so nor not."""
    if told.negated:
        return False if told.factuality in _AFFIRMED | {Factuality.DENIED} else None
    return True if told.factuality in _AFFIRMED or _is_accusation(graph, told) else None


def _is_accusation(graph: Graph, told: Statement) -> bool:
    """Whether it is what somebody is accused of by its source: "Chad accused Sudan of arming rebels"."""
    return told.factuality is Factuality.POSSIBLE and any(
        one.relation == _ACCUSING and one.subject == told.attributed_to and one.evidence & told.evidence
        for one in graph.statements
    )


def _difference(name: str, before: _Names, after: _Names) -> Iterator[str]:
    """What one side says and the other does not; that one side says nothing more is no change of it."""
    if before.keys() != after.keys() and before and after:
        yield f"{name}{_listed(before.values())} → {_listed(after.values())}"


def _listed(values: Iterable[str]) -> str:
    return ", ".join(sorted(values))


def _factualities(told: Iterable[Statement]) -> _Names:
    names = {one.firmness or one.factuality.value.lower() for one in told}
    return {name: name for name in names}


def _times(told: Iterable[Statement]) -> frozenset[TimeSpan]:
    """The dates alone: in what words they are told does not matter."""
    spans = (one.time or TimeSpan() for one in told)
    return frozenset(TimeSpan(span.start, span.end) for span in spans if span.start or span.end)


def _moved(before: frozenset[TimeSpan], after: frozenset[TimeSpan]) -> Iterator[str]:
    """The times, where one is not just told more exactly: "in 2024", "in October 2024"."""
    agreed = all(any(_agree(one, other) for other in after) for one in before) and all(
        any(_agree(one, other) for other in before) for one in after
    )
    if before and after and not agreed:
        yield f"when: {_listed(map(_days, before))} → {_listed(map(_days, after))}"


def _agree(one: TimeSpan, other: TimeSpan) -> bool:
    return _within(one, other) or _within(other, one)


def _within(inner: TimeSpan, outer: TimeSpan) -> bool:
    starts = outer.start is None or (inner.start is not None and outer.start <= inner.start)
    ends = outer.end is None or (inner.end is not None and inner.end <= outer.end)
    return starts and ends


def _days(span: TimeSpan) -> str:
    return str(span.start) if span.start == span.end else f"{span.start or '…'} to {span.end or '…'}"
