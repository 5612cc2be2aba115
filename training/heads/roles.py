"""The head for roles: what each word of a sentence is to an event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.batches import Coded
from training.heads.head import IGNORED, Biaffine, f1, told
from training.semantic.propbank import ROLES

_OF_ANSWERS = 0.3
"""What roles count that were read off questions and answers."""
_CORE = frozenset(ROLES[1:6])


class _Asked(NamedTuple):
    rows: Tensor
    columns: Tensor
    roles: Tensor
    """The role of each column to each event; ``IGNORED`` outside the sentence."""
    counted: Tensor
    are_nouns: list[bool]


class Roles(nn.Module):
    """Scores of the role of each word to each event."""

    def __init__(self, width: int, inner: int = 128) -> None:
        super().__init__()
        self.scores = Biaffine(width, inner, len(ROLES))

    def forward(self, states: Tensor, rows: Tensor, columns: Tensor) -> Tensor:
        """Scores [event, column, role]."""
        return self.scores(states, rows, columns)

    def loss(self, states: Tensor, group: Sequence[Sequence[Coded]]) -> Tensor | None:
        """Cross entropy of the words of the sentence, summed over each event."""
        asked = _asked(group, states.shape[1])
        if asked is None:
            return None
        scores = self(states, asked.rows, asked.columns).transpose(1, 2)
        lost = functional.cross_entropy(scores.float(), asked.roles, ignore_index=IGNORED, reduction="none").sum(-1)
        return (lost * asked.counted).sum() / len(lost)

    def tally(self, states: Tensor, group: Sequence[Sequence[Coded]]) -> Counter[str]:
        """How many roles there are, are found, and are both: of verbs, of nouns, and of core roles."""
        asked = _asked(group, states.shape[1])
        counts: Counter[str] = Counter()
        if asked is None:
            return counts
        best = self(states, asked.rows, asked.columns).argmax(-1)
        for found, true, is_noun in zip(best, asked.roles, asked.are_nouns, strict=True):
            for guess, role in zip(found.tolist(), true.tolist(), strict=True):
                if role != IGNORED and (guess or role):
                    _count(counts, ROLES[guess], ROLES[role], "noun" if is_noun else "verb")
        return counts

    def figures(self, counts: Mapping[str, float]) -> dict[str, float]:
        """F1 of head word and role, events given."""
        names = ("roles", "core roles", "verb roles", "noun roles")
        return {name: value for one in names for name, value in f1(counts, one).items()}


def _count(counts: Counter[str], guess: str, role: str, kind: str) -> None:
    for name, is_counted in (("roles", True), (f"{kind} roles", True), ("core roles", None)):
        counts[f"{name} said"] += bool(guess) if is_counted else guess in _CORE
        counts[f"{name} true"] += bool(role) if is_counted else role in _CORE
        counts[f"{name} right"] += guess == role and (bool(is_counted) or role in _CORE)


def _asked(group: Sequence[Sequence[Coded]], width: int) -> _Asked | None:
    places: list[tuple[int, int]] = []
    roles, counted, are_nouns = [], [], []
    for one in told(group):
        meaning = one.sentence.meaning
        for event, arguments in meaning.roles.items():
            row = torch.full((width,), IGNORED)
            row[one.columns.start : one.columns.stop] = 0
            for place, name in arguments:
                row[one.column(place)] = ROLES.index(name)
            places.append((one.row, one.column(event)))
            roles.append(row)
            counted.append(_OF_ANSWERS if meaning.are_answers else 1.0)
            are_nouns.append(event in meaning.nouns)
    if not places:
        return None
    rows, columns = torch.tensor(places).T
    return _Asked(rows, columns, torch.stack(roles), torch.tensor(counted), are_nouns)
