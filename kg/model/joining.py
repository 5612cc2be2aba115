"""Union of values by id: each id once, sorted; values of one id are merged pairwise, in O(n log n)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


_Value = TypeVar("_Value")
_Node = TypeVar("_Node", bound=_Identified)


def joined(values: Iterable[_Node], merge: Callable[[_Node, _Node], _Node]) -> tuple[_Node, ...]:
    """One value per id, sorted; those of one id are merged."""
    found: dict[str, list[_Node]] = {}
    for value in values:
        found.setdefault(value.id, []).append(value)
    return tuple(by_halves(found[key], merge) for key in sorted(found))


def by_halves(values: Sequence[_Value], merge: Callable[[_Value, _Value], _Value]) -> _Value:
    """All values merged as a balanced tree, neighbours first, so that large results are not copied at each step.

    >>> by_halves(["a", "b", "c"], lambda one, two: f"({one}{two})")
    '((ab)c)'
    """
    found = list(values)
    while len(found) > 1:
        pairs = [found[start : start + 2] for start in range(0, len(found), 2)]
        found = [merge(pair[0], pair[1]) if len(pair) > 1 else pair[0] for pair in pairs]
    return found[0]
