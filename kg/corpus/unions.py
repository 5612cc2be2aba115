"""Groups of names that pairs join."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from _typeshed import SupportsRichComparison

Name = TypeVar("Name", bound="SupportsRichComparison")


def united(names: Iterable[Name], pairs: Iterable[tuple[Name, Name]]) -> list[list[Name]]:
    """The names in groups that the pairs connect, by union-find; all sorted.

    >>> united("abcd", [("a", "c"), ("d", "c")])
    [['a', 'c', 'd'], ['b']]
    """
    above = {name: name for name in names}

    def top(name: Name) -> Name:
        while above[name] != name:
            above[name] = above[above[name]]
            name = above[name]
        return name

    for one, other in pairs:
        first, second = sorted((top(one), top(other)))
        above[second] = first
    groups: defaultdict[Name, list[Name]] = defaultdict(list)
    for name in sorted(above):
        groups[top(name)].append(name)
    return [groups[name] for name in sorted(groups)]
