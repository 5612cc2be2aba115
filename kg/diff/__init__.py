"""Semantic comparison of two graphs: not by node ids, which hash an article, nor by lines of a file."""

from __future__ import annotations

from kg.diff.change import SAID_BY, Change, ChangeKind, RelationSemantics
from kg.diff.clauses import gathered
from kg.diff.compared import Compared
from kg.diff.fulfilled import fulfilments, turns
from kg.diff.happenings import Side, id_of, matched
from kg.diff.names import EntityNames, by_meaning
from kg.diff.numbers import renumbered
from kg.model import Graph

__all__ = ["PLAIN", "SAID_BY", "Change", "ChangeKind", "RelationSemantics", "diff"]

PLAIN = RelationSemantics()


def diff(first: Graph, second: Graph, meanings: RelationSemantics = PLAIN) -> tuple[Change, ...]:
    """All differences, the gravest kind first, then by what they are about.

    A state and its government are the same actor. Of the statements of the same subject, relation and object those are
    compared that may tell of the same happening: what is asserted, planned, expected or an accusation against what is
    denied is a contradiction, any other difference in factuality, source, time, goods, rate or amount a change. An act
    that had ended before a plan was told, or before its time, is not what was planned. A threat or promise in the first
    graph that an act in the second makes good is fulfilled. Of a fact that is gone, and one that turns it round and is
    new, is told as one change ("imposed tariff on → eased tariff on"), and so is what is told in the same words with
    other numbers.
    """
    names = EntityNames(first, second)
    before, after = by_meaning(first, second, names, meanings)
    compared = [
        Compared(names, key, Side(first, was), Side(second, now))
        for key in sorted(before.keys() | after.keys())
        for was, now in matched(Side(first, before.get(key, ())), Side(second, after.get(key, ())), names)
    ]
    linked = [*fulfilments(compared, meanings), *turns(compared, meanings)]
    told = {id_of(one) for change in linked for one in change.after}
    words = {id_of(one) for change in linked for one in change.before}
    changes = [change for one in compared if (change := one.change()) and not _is_told(change, words, told)]
    return tuple(sorted(renumbered(gathered(sorted([*linked, *changes], key=_gravity))), key=_gravity))


def _gravity(change: Change) -> int:
    return list(ChangeKind).index(change.kind)


def _is_told(change: Change, words: set[str], acts: set[str]) -> bool:
    """Whether a change of two relations tells it already: the act that is new, the words that are not repeated."""
    if change.kind is ChangeKind.CONTRADICTED:
        return False
    shown, told = (change.after, acts) if change.after else (change.before, words)
    return told.issuperset(map(id_of, shown))
