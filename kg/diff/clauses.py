"""What is new or gone, a clause once: a verb in its own words makes a statement an argument.

"Norway threatened Denmark with sanctions" is ``threatened`` of Denmark, and ``threaten-with`` of sanctions: who is told
of the first, with its sentence, need not be told of the second.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kg.diff.change import Change, ChangeKind
from kg.model import Evidence, NodeId, Statement

_Clause = tuple[bool, NodeId, Evidence, str, NodeId | None]
"""Whether the second graph has it; its subject, sentence, factuality and source."""
_Heads = Mapping[_Clause, Sequence[tuple[str, bool, int]]]
"""By clause the words of each predicate, whether it is open, and the number of the change that tells it."""
_APART = frozenset({ChangeKind.NEW, ChangeKind.GONE})


def gathered(changes: Sequence[Change]) -> tuple[Change, ...]:
    """The changes; one that only adds an argument to another's clause is part of that."""
    heads = _heads(changes)
    joined: dict[int, list[int]] = defaultdict(list)
    for number, change in enumerate(changes):
        found = [_head(side, told, heads) for side, told in _sides(change)]
        if change.kind in _APART and all(head is not None for head in found):
            joined[min(head for head in found if head is not None)].append(number)
    inner = {number for numbers in joined.values() for number in numbers}
    return tuple(
        _with(change, [changes[part] for part in joined[number]])
        for number, change in enumerate(changes)
        if number not in inner
    )


def _heads(changes: Sequence[Change]) -> _Heads:
    found: dict[_Clause, list[tuple[str, bool, int]]] = defaultdict(list)
    for number, change in enumerate(changes):
        if change.kind in _APART or change.kind is ChangeKind.FULFILLED:
            for side, told in _sides(change):
                found[_clause(told, second=side)].append((told.predicate_text, told.is_open, number))
    return found


def _sides(change: Change) -> Iterator[tuple[bool, Statement]]:
    yield from ((False, told) for told in change.before)
    yield from ((True, told) for told in change.after)


def _clause(told: Statement, *, second: bool) -> _Clause:
    return second, told.subject, told.first_evidence, told.firmness, told.attributed_to


def _head(side: bool, told: Statement, heads: _Heads) -> int | None:  # noqa: FBT001 - a value of a pair
    """The change that tells the same clause with fewer words: "threatened" for "threatened Denmark with"."""
    found = (
        (len(words), is_open, number)
        for words, is_open, number in heads.get(_clause(told, second=side), ())
        if words
        and f"{told.predicate_text} ".startswith(f"{words} ")
        and (len(words), is_open) < (len(told.predicate_text), told.is_open)
    )
    _, _, number = min(found, default=(0, False, None))
    return number if told.is_open else None


def _with(change: Change, parts: Sequence[Change]) -> Change:
    before = (*change.before, *(told for part in parts for told in part.before))
    after = (*change.after, *(told for part in parts for told in part.after))
    return replace(change, before=before, after=after)
