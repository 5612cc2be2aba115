"""The head for firmness: whether an event happened, as far as its text tells, and whether it is denied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import sqrt
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.batches import Coded
from training.heads.head import DROPOUT, f1, told
from training.semantic.propbank import NEGATED

MOST = 3.0
"""How factual what surely happened is."""


class _Asked(NamedTuple):
    rows: Tensor
    columns: Tensor
    values: Tensor


class Firmness(nn.Module):
    """How factual an event is, from -1 to 1, and the log-odds that it is denied."""

    def __init__(self, width: int, inner: int = 64) -> None:
        super().__init__()
        self.hidden = nn.Linear(width, inner)
        self.out = nn.Linear(inner, 2)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, states: Tensor) -> Tensor:
        """Factuality and log-odds of denial of each word [..., 2]."""
        return self.out(self.dropout(torch.relu(self.hidden(self.dropout(states)))))

    def loss(self, states: Tensor, group: Sequence[Sequence[Coded]]) -> Tensor | None:
        """Squared error of factuality, and cross entropy of denial."""
        factual, denied = _factual(group), _denied(group)
        parts = []
        if factual is not None:
            found = self(states[factual.rows, factual.columns])[:, 0]
            parts.append(2 * functional.mse_loss(found.float(), factual.values))
        if denied is not None:
            found = self(states[denied.rows, denied.columns])[:, 1]
            parts.append(functional.binary_cross_entropy_with_logits(found.float(), denied.values))
        return torch.stack(parts).sum() if parts else None

    def tally(self, states: Tensor, group: Sequence[Sequence[Coded]]) -> Counter[str]:
        """Sums for the correlation with the annotators, and how many denials there are, are found, and are both."""
        factual, denied = _factual(group), _denied(group)
        counts: Counter[str] = Counter()
        if factual is not None:
            found = self(states[factual.rows, factual.columns])[:, 0].double()
            true = factual.values.double()
            sums = {"n": torch.ones_like(true), "x": found, "y": true}
            sums |= {"xx": found * found, "yy": true * true, "xy": found * true}
            sums["same"] = ((found > 0) == (true > 0)).double()
            counts.update({name: float(values.sum()) for name, values in sums.items()})
        if denied is not None:
            said, is_so = self(states[denied.rows, denied.columns])[:, 1] > 0, denied.values > 0
            counts.update({"denied true": int(is_so.sum()), "denied said": int(said.sum())})
            counts["denied right"] = int((said & is_so).sum())
        return counts

    def figures(self, counts: Mapping[str, float]) -> dict[str, float]:
        """Pearson's r, how often happened or not is told rightly, and F1 of denial."""
        found = f1(counts, "denied")
        if counts.get("n"):
            n, x, y = (counts[name] for name in ("n", "x", "y"))
            both = counts["xy"] - x * y / n
            found["factuality r"] = both / sqrt((counts["xx"] - x * x / n) * (counts["yy"] - y * y / n))
            found["happened"] = counts["same"] / n
        return found


def _factual(group: Sequence[Sequence[Coded]]) -> _Asked | None:
    return _asked(
        [
            (one.row, one.column(place), value / MOST)
            for one in told(group)
            for place, value in one.sentence.meaning.factual.items()
        ]
    )


def _denied(group: Sequence[Sequence[Coded]]) -> _Asked | None:
    return _asked(
        [
            (one.row, one.column(event), float(any(name == NEGATED for _, name in arguments)))
            for one in told(group)
            if not one.sentence.meaning.are_answers
            for event, arguments in one.sentence.meaning.roles.items()
        ]
    )


def _asked(found: Sequence[tuple[int, int, float]]) -> _Asked | None:
    if not found:
        return None
    rows, columns, values = zip(*found, strict=True)
    return _Asked(torch.tensor(rows), torch.tensor(columns), torch.tensor(values))
