"""How well numbers tell two kinds apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence


def auc(kinds: Sequence[bool], told: Sequence[float]) -> float:
    """The share of pairs of one of each kind in which the number of the first kind is higher; ties count half.

    >>> auc([True, False, True, False], [0.9, 0.1, 0.4, 0.4])
    0.875
    """
    counts: defaultdict[float, list[int]] = defaultdict(lambda: [0, 0])
    for kind, value in zip(kinds, told, strict=True):
        counts[value][kind] += 1
    below, pairs = 0, 0.0
    for value in sorted(counts):
        others, these = counts[value]
        pairs += these * (below + others / 2)
        below += others
    return pairs / (below * (len(kinds) - below))


def brier(kinds: Sequence[bool], told: Sequence[float]) -> float:
    """The mean square of what probabilities miss.

    >>> brier([True, False], [0.5, 0.5])
    0.25
    """
    return sum((kind - value) ** 2 for kind, value in zip(kinds, told, strict=True)) / len(kinds)
