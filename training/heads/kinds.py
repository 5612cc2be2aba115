"""The head for kinds: what sort of thing a noun or pronoun mentions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.batches import Coded
from training.heads.head import DROPOUT, told

KINDS = (
    "abstract", "animal", "event", "object", "organization", "person", "place", "plant", "substance", "time",
)  # fmt: skip
"""The entity types of GUM."""


class Kinds(nn.Module):
    """Scores of the kinds of a word."""

    def __init__(self, width: int, inner: int = 64) -> None:
        super().__init__()
        self.hidden = nn.Linear(width, inner)
        self.out = nn.Linear(inner, len(KINDS))
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, states: Tensor) -> Tensor:
        """Scores [..., kind]."""
        return self.out(self.dropout(torch.relu(self.hidden(self.dropout(states)))))

    def loss(self, states: Tensor, group: Sequence[Sequence[Coded]]) -> Tensor | None:
        """Cross entropy of what is mentioned."""
        asked = _asked(group)
        if not asked:
            return None
        rows, columns, kinds = torch.tensor(asked).T
        return functional.cross_entropy(self(states[rows, columns]).float(), kinds)

    def tally(self, states: Tensor, group: Sequence[Sequence[Coded]]) -> Counter[str]:
        """How many mentions there are, and of how many the kind is told rightly."""
        asked = _asked(group)
        if not asked:
            return Counter()
        rows, columns, kinds = torch.tensor(asked).T
        right = self(states[rows, columns]).argmax(-1) == kinds
        return Counter({"mentions": len(asked), "right": int(right.sum())})

    def figures(self, counts: Mapping[str, float]) -> dict[str, float]:
        """The share of mentions whose kind is told rightly."""
        return {"kinds": counts["right"] / counts["mentions"]} if counts.get("mentions") else {}


def _asked(group: Sequence[Sequence[Coded]]) -> list[tuple[int, int, int]]:
    return [
        (one.row, one.column(mention.place), KINDS.index(mention.kind))
        for one in told(group)
        for mention in one.sentence.meaning.mentions
        if mention.kind in KINDS
    ]
