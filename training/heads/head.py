"""What the heads over the encoder's states have in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.batches import Coded

DROPOUT = 0.25
IGNORED = -100
FAR = 24
"""Words between an event and another beyond which distance tells no more."""


class Told(NamedTuple):
    """A sentence of a batch: its row, the column before its first word, and what is known of it."""

    row: int
    before: int
    sentence: Coded

    def column(self, place: int) -> int:
        """The column of a word."""
        return self.before + 1 + place

    @property
    def columns(self) -> range:
        """The columns of its words."""
        return range(self.before + 1, self.before + 1 + len(self.sentence.pieces))


def told(group: Sequence[Sequence[Coded]]) -> Iterator[Told]:
    """The sentences of a batch."""
    for row, run in enumerate(group):
        before = 0
        for one in run:
            yield Told(row, before, one)
            before += len(one.pieces)


class Biaffine(nn.Module):
    """Scores of the relations of some words with all words of their rows."""

    def __init__(self, width: int, inner: int, relations: int) -> None:
        super().__init__()
        self.relations = relations
        self.event = nn.Linear(width, inner)
        self.word = nn.Linear(width, inner)
        self.both = nn.Parameter(torch.randn(inner + 1, relations * (inner + 1)) * 0.02)
        self.distance = nn.Embedding(2 * FAR + 1, relations)
        nn.init.zeros_(self.distance.weight)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, states: Tensor, rows: Tensor, columns: Tensor) -> Tensor:
        """Scores [event, column, relation] of the events at some rows and columns."""
        x = self.dropout(states)
        event = self.dropout(torch.relu(self.event(x[rows, columns])))
        word = self.dropout(torch.relu(self.word(x)))
        left = functional.pad(event, (0, 1), value=1.0) @ self.both
        left = left.view(len(rows), self.relations, -1)
        scores = functional.pad(word, (0, 1), value=1.0)[rows] @ left.transpose(1, 2)
        away = (torch.arange(states.shape[1]).unsqueeze(0) - columns.unsqueeze(1)).clamp(-FAR, FAR)
        return scores + self.distance(away + FAR)


def f1(counts: Mapping[str, float], name: str) -> dict[str, float]:
    """F1 of what was counted as ``name right``, ``name said`` and ``name true``; nothing where none is true."""
    if not counts.get(f"{name} true"):
        return {}
    return {f"{name} F1": 2 * counts.get(f"{name} right", 0) / (counts.get(f"{name} said", 0) + counts[f"{name} true"])}
