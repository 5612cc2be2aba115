"""What links the two graphs: threats and promises that are fulfilled, facts that are reversed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kg.diff.change import Change, ChangeKind, RelationSemantics
from kg.diff.compared import Compared
from kg.diff.happenings import Side, are_told_apart, day_told
from kg.diff.names import Key
from kg.facts.plover import KEPT_BY
from kg.facts.selection import is_dated, time_of
from kg.model import Factuality, Graph, NodeId, Statement, TimeSpan

_OPEN = frozenset({Factuality.PLANNED, Factuality.EXPECTED, Factuality.POSSIBLE, Factuality.CONDITIONAL})


def fulfilments(compared: Sequence[Compared], meanings: RelationSemantics) -> tuple[Change, ...]:
    """For each threat and promise the acts that the second graph tells as facts, and the first did not.

    The act is what the sentence of the threat spoke of ("threatened to impose a tariff on Danish cheese in May"); where
    that spoke of none of the kind, it is done by the same to the same ("threatened Denmark", "imposed a tariff on
    Denmark"). Only words that are a fact count, and no act that was before them.
    """
    return tuple(_fulfilments(compared, meanings))


def _fulfilments(compared: Sequence[Compared], meanings: RelationSemantics) -> Iterator[Change]:
    done: dict[NodeId, list[Compared]] = defaultdict(list)
    before: dict[Key, list[Statement]] = defaultdict(list)
    for one in compared:
        before[one.key] += one.before.told
        if one.facts_since:
            done[one.key[0]].append(one)
    for spoken in compared:
        wanted = KEPT_BY.get(meanings.event_type(spoken.key[1]), frozenset())
        words = _Words(spoken, tuple(told for told in spoken.before.told if told.is_fact))
        by_the_same = done.get(spoken.key[0], ()) if wanted and words.told else ()
        fitting = (one for one in by_the_same if meanings.event_type(one.key[1]) in wanted)
        acts = [one for one in fitting if words.are_kept_by(one, before[one.key])]
        if acts:
            facts = tuple(told for one in acts for told in one.facts_since)
            yield Change(ChangeKind.FULFILLED, words.told, facts, tuple(_details(words.told, acts)))


def _details(words: Iterable[Statement], acts: Iterable[Compared]) -> Iterator[str]:
    yield f"{_relations(words)} → {_relations(told for one in acts for told in one.facts_since)}"
    yield from dict.fromkeys(
        detail for one in acts if (change := one.change()) and one.before.told for detail in change.details
    )


def _relations(told: Iterable[Statement]) -> str:
    return ", ".join(sorted({one.relation_label for one in told}))


@dataclass(frozen=True)
class _Words:
    """A threat or a promise that the first graph tells as a fact."""

    spoken: Compared
    told: tuple[Statement, ...]

    def are_kept_by(self, act: Compared, before: Iterable[Statement]) -> bool:
        """Whether an act of the same actor makes them good; ``before`` is all that was said of acts of its kind."""
        if not any(map(self._is_later, act.facts_since)):
            return False
        if any(map(self._speak_of, before)):
            return any(map(self._speak_of, act.before.told))
        return act.key[2] == self.spoken.key[2]

    def _speak_of(self, content: Statement) -> bool:
        """Whether a statement is what the words were about: of the same sentence, put forward by who spoke them."""
        names = self.spoken.names
        return (
            content.factuality in _OPEN
            and not content.negated
            and content.attributed_to is not None
            and names[content.attributed_to] == self.spoken.key[0]
            and any(content.evidence & one.evidence for one in self.told)
        )

    def _is_later(self, act: Statement) -> bool:
        """Whether an act may have come after the words: what ended before they were spoken did not answer them."""
        ended = act.time.end if act.time else None
        spoken = [day for one in self.told if (day := _day(self.spoken.before.graph, one))]
        return ended is None or not spoken or ended >= min(spoken)


def _day(graph: Graph, told: Statement) -> date | None:
    """When something was said at the earliest: its own time, else the article's."""
    if told.time and (told.time.start or told.time.end):
        return told.time.start
    return day_told(graph, told)


def turns(compared: Sequence[Compared], meanings: RelationSemantics) -> Iterator[Change]:
    """A change for each fact that the first graph alone tells, and one that reverses it and the second alone tells.

    Both are of the same two and, where both say so, of the same goods and place; the second had not ended before the
    first began.
    """
    gone: dict[tuple[NodeId, NodeId], list[Compared]] = defaultdict(list)
    for one in compared:
        if not one.after.told and all(told.is_fact for told in one.before.told):
            gone[one.key[0], one.key[2]].append(one)
    for new in compared:
        if new.before.told or not all(told.is_fact for told in new.after.told):
            continue
        for old in gone[new.key[0], new.key[2]]:
            if old.key[1] in meanings.reverses.get(new.key[1], ()) and _may_follow(old, new):
                gone[new.key[0], new.key[2]].remove(old)
                detail = f"{old.before.told[0].relation_label} → {new.after.told[0].relation_label}"
                yield Change(ChangeKind.CHANGED, old.before.told, new.after.told, (detail,))
                break


def _may_follow(old: Compared, new: Compared) -> bool:
    """Whether what is new may turn round what was."""
    begun, ended = (_times(side) for side in (old.before, new.after))
    if any(one.end and all(other.start and one.end < other.start for other in begun) for one in ended if begun):
        return False
    return not are_told_apart(old.before, new.after, new.names)


def _times(side: Side) -> list[TimeSpan]:
    return [time for told in side.told if is_dated(time := time_of(side.graph, told))]
