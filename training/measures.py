"""How well numbers tell two kinds apart."""

from collections.abc import Sequence

import numpy as np
from scipy.stats import rankdata


def auc(kinds: Sequence[bool], told: Sequence[float]) -> float:
    """The share of pairs of one of each kind in which the number of the first kind is higher; ties count half.

    >>> auc([True, False, True, False], [0.9, 0.1, 0.4, 0.4])
    0.875
    """
    these = np.asarray(kinds, dtype=bool)
    count = int(these.sum())
    return float((rankdata(told)[these].sum() - count * (count + 1) / 2) / (count * (len(these) - count)))


def brier(kinds: Sequence[bool], told: Sequence[float]) -> float:
    """The mean square of what probabilities miss.

    >>> brier([True, False], [0.5, 0.5])
    0.25
    """
    return float(np.mean((np.asarray(kinds, dtype=float) - np.asarray(told)) ** 2))
