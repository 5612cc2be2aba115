"""What the parser learns of the words of a batch: arcs, their labels, and where sentences start."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from training.batches import Batch
from training.model import Parser, Scores

_FORBIDDEN = -1e4
_OF_STARTS = 0.5
"""What the loss of sentence starts counts."""


def allowed(arcs: Tensor, sentence: Tensor) -> Tensor:
    """Arc scores, with those that leave the sentence forbidden."""
    same = (sentence.unsqueeze(2) == sentence.unsqueeze(1)) | (sentence == 0).unsqueeze(1)
    itself = torch.eye(sentence.shape[1], dtype=torch.bool).unsqueeze(0)
    return arcs.float().masked_fill(~same | itself, _FORBIDDEN)


@dataclass(frozen=True)
class Arcs:
    """Losses and figures of the parser's own scores; ``punct`` is the label that is not measured."""

    model: Parser
    punct: int

    def loss(self, scores: Scores, some: Batch) -> Tensor | None:
        """The losses of arcs, labels and sentence starts, each a word's on the mean; None where no arc is known."""
        real = some.heads >= 0
        if not real.any():
            return None
        rows, places = real.nonzero(as_tuple=True)
        arcs = allowed(scores.arcs, some.sentence)[real]
        labels = self.model.labeller(scores.below[rows, places], scores.above[rows, some.heads[real]])
        starts = functional.binary_cross_entropy_with_logits(scores.starts[real].float(), some.starts[real].float())
        return (
            functional.cross_entropy(arcs, some.heads[real])
            + functional.cross_entropy(labels.float(), some.labels[real])
            + _OF_STARTS * starts
        )

    def tally(self, scores: Scores, some: Batch) -> Counter[str]:
        """How many words there are without punctuation, how many have their head and label, and of sentence starts."""
        rows, places = (some.heads >= 0).nonzero(as_tuple=True)
        chosen = allowed(scores.arcs, some.sentence).argmax(-1)[rows, places]
        labels = self.model.labeller(scores.below[rows, places], scores.above[rows, chosen]).argmax(-1)
        counted = some.labels[rows, places] != self.punct
        same = (chosen == some.heads[rows, places]) & counted
        inner = (some.heads >= 0) & (torch.arange(some.heads.shape[1]) > 1)
        gold, guess = some.starts[inner] == 1, scores.starts[inner] > 0
        found = {
            "words": counted,
            "heads": same,
            "both": same & (labels == some.labels[rows, places]),
            "starts true": gold,
            "starts said": guess,
            "starts right": gold & guess,
        }
        return Counter({name: int(values.sum()) for name, values in found.items()})

    def figures(self, counts: Mapping[str, float]) -> dict[str, float]:
        """Attachment without punctuation, and F1 of sentence starts inside runs."""
        if not counts.get("words"):
            return {}
        said = counts["starts true"] + counts["starts said"]
        return {
            "uas": counts["heads"] / counts["words"],
            "las": counts["both"] / counts["words"],
            "starts": 2 * counts["starts right"] / max(said, 1),
        }
