"""Facts of one graph that the other reverses: a tariff that was imposed, and is eased."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from kg.diff.change import Change, ChangeKind, RelationSemantics
from kg.diff.compared import Compared
from kg.diff.happenings import Side, are_told_apart
from kg.facts.selection import is_dated, time_of
from kg.model import NodeId, TimeSpan


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
