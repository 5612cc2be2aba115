"""How well numbers tell two kinds apart, and the weights by which they do so best."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit
from scipy.stats import rankdata

Numbers = NDArray[np.float64]


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


def frequent(rows: Iterable[Mapping[str, float]], fewest: int) -> tuple[str, ...]:
    """The named features that at least so many rows have, in order."""
    counts = Counter(name for row in rows for name, value in row.items() if value)
    return tuple(sorted(name for name, count in counts.items() if count >= fewest))


def table(rows: Iterable[Mapping[str, float]], names: Sequence[str]) -> Numbers:
    """A row a row, a column a named feature; 0 where it has none.

    >>> table([{"near": 1.0}, {}], ["near", "far"]).tolist()
    [[1.0, 0.0], [0.0, 0.0]]
    """
    found = [[float(row.get(name, 0.0)) for name in names] for row in rows]
    return np.array(found).reshape(len(found), len(names))


def logistic(columns: Numbers, so: NDArray[np.bool_], pull: Numbers | float, given: Numbers | float = 0.0) -> Numbers:
    """The weights of columns that make what is so likeliest beside given log-odds.

    Each is pulled towards none, by a normal prior of that precision.
    """

    def loss(found: Numbers) -> tuple[float, Numbers]:
        odds = given + columns @ found
        slope: Numbers = columns.T @ (expit(odds) - so) + pull * found
        return float(np.logaddexp(0, odds).sum() - odds[so].sum() + (pull * found**2).sum() / 2), slope

    options = {"maxiter": 10_000, "ftol": 1e-14, "gtol": 1e-6}
    weights: Numbers = minimize(loss, np.zeros(columns.shape[1]), jac=True, method="L-BFGS-B", options=options).x
    return weights
