"""The head for events: whether a word names one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.batches import Coded
from training.heads.head import DROPOUT, f1, told

_SURE = 0.5


class Events(nn.Module):
    """Log-odds that a word names an event or state."""

    def __init__(self, width: int, inner: int = 64) -> None:
        super().__init__()
        self.hidden = nn.Linear(width, inner)
        self.out = nn.Linear(inner, 1)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, states: Tensor) -> Tensor:
        """The log-odds of each word."""
        return self.out(self.dropout(torch.relu(self.hidden(self.dropout(states))))).squeeze(-1)

    def loss(self, states: Tensor, group: Sequence[Sequence[Coded]]) -> Tensor | None:
        """Cross entropy of the words that annotators were asked about."""
        places, shares, _ = _asked(group)
        if not places:
            return None
        rows, columns = torch.tensor(places).T
        return functional.binary_cross_entropy_with_logits(self(states[rows, columns]), torch.tensor(shares))

    def tally(self, states: Tensor, group: Sequence[Sequence[Coded]]) -> Counter[str]:
        """Of all words and of nouns: how many events there are, are found, and are both."""
        places, shares, are_nouns = _asked(group)
        counts: Counter[str] = Counter()
        if not places:
            return counts
        rows, columns = torch.tensor(places).T
        for found, share, is_noun in zip((self(states[rows, columns]) > 0).tolist(), shares, are_nouns, strict=True):
            for name in ("events", "noun events") if is_noun else ("events",):
                counts[f"{name} true"] += share > _SURE
                counts[f"{name} said"] += found
                counts[f"{name} right"] += found and share > _SURE
        return counts

    def figures(self, counts: Mapping[str, float]) -> dict[str, float]:
        """F1 of events, and of those that nouns name."""
        return {**f1(counts, "events"), **f1(counts, "noun events")}


def _asked(group: Sequence[Sequence[Coded]]) -> tuple[list[tuple[int, int]], list[float], list[bool]]:
    places, shares, are_nouns = [], [], []
    for one in told(group):
        for place, share in one.sentence.meaning.events.items():
            places.append((one.row, one.column(place)))
            shares.append(share)
            are_nouns.append(place in one.sentence.meaning.nouns)
    return places, shares, are_nouns
