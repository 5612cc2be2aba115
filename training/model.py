"""The network: a small transformer encoder, biaffine heads for arcs and labels, and a head for sentence starts."""

from dataclasses import dataclass
from math import log
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional


@dataclass(frozen=True)
class Sizes:
    """The widths of the network; those of the encoder are MiniLM-L6's where nothing else is said."""

    pieces: int = 30522
    positions: int = 512
    width: int = 384
    inner: int = 1536
    layers: int = 6
    attention: int = 12
    shapes: int = 8
    tags: int = 64
    arc: int = 256
    label: int = 100
    labels: int = 48
    distances: int = 0
    """Buckets of distances between word pieces that scores of attention depend on, as MPNet has them; 0 is none."""
    epsilon: float = 1e-12


class Layer(nn.Module):
    """One layer of the encoder."""

    def __init__(self, sizes: Sizes, dropout: float) -> None:
        super().__init__()
        self.heads = sizes.attention
        self.query = nn.Linear(sizes.width, sizes.width)
        self.key = nn.Linear(sizes.width, sizes.width)
        self.value = nn.Linear(sizes.width, sizes.width)
        self.mixed = nn.Linear(sizes.width, sizes.width)
        self.mixed_norm = nn.LayerNorm(sizes.width, eps=sizes.epsilon)
        self.up = nn.Linear(sizes.width, sizes.inner)
        self.down = nn.Linear(sizes.inner, sizes.width)
        self.norm = nn.LayerNorm(sizes.width, eps=sizes.epsilon)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """The states after the layer; the mask is what is added to scores of attention, or true at word pieces."""
        batch, length, width = x.shape
        query, key, value = (
            part(x).view(batch, length, self.heads, width // self.heads).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        mixed = functional.scaled_dot_product_attention(query, key, value, mask)
        mixed = mixed.transpose(1, 2).reshape(batch, length, width)
        x = self.mixed_norm(x + self.dropout(self.mixed(mixed)))
        return self.norm(x + self.dropout(self.down(functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """A BERT encoder, or the first layers of MPNet's, which has one table of distances for all layers."""

    def __init__(self, sizes: Sizes, dropout: float) -> None:
        super().__init__()
        self.words = nn.Embedding(sizes.pieces, sizes.width)
        self.places = nn.Embedding(sizes.positions, sizes.width)
        self.kind = nn.Parameter(torch.zeros(sizes.width))
        self.norm = nn.LayerNorm(sizes.width, eps=sizes.epsilon)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList([Layer(sizes, dropout) for _ in range(sizes.layers)])
        self.distances = nn.Embedding(sizes.distances, sizes.attention) if sizes.distances else None

    def forward(self, pieces: Tensor, mask: Tensor) -> Tensor:
        """The states of word pieces; the mask is true where there is one."""
        places = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.dropout(self.norm(self.words(pieces) + self.places(places) + self.kind))
        mask = mask[:, None, None, :]
        if self.distances is not None:
            near = self.distances(_buckets(places[None] - places[:, None], self.distances.num_embeddings))
            mask = near.permute(2, 0, 1).masked_fill(~mask, -1e4).to(x.dtype)
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def bias(self) -> Tensor:
        """What is added to scores of attention at each distance [distance + positions - 1, head]."""
        if self.distances is None:
            raise ValueError("this encoder's attention does not depend on distance")
        most = self.places.num_embeddings - 1
        return self.distances(_buckets(torch.arange(-most, most + 1), self.distances.num_embeddings))


def _buckets(away: Tensor, number: int, most: int = 128) -> Tensor:
    """The bucket of each distance: one for each near one, wider ones up to ``most``, later words apart (T5, MPNet)."""
    half = number // 2
    exact = half // 2
    far = away.abs().clamp(min=1)
    wide = exact + ((far / exact).log() / log(most / exact) * (half - exact)).long()
    return (away > 0) * half + torch.where(away.abs() < exact, away.abs(), wide.clamp(max=half - 1))


class Labeller(nn.Module):
    """Scores of the labels of an arc, from what its two ends say."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.both = nn.Parameter(torch.zeros(sizes.labels, sizes.label + 1, sizes.label + 1))
        nn.init.normal_(self.both, std=0.02)

    def forward(self, below: Tensor, above: Tensor) -> Tensor:
        """Scores, a row an arc: ``below`` and ``above`` are [arcs, width]."""
        below = functional.pad(below, (0, 1), value=1.0)
        above = functional.pad(above, (0, 1), value=1.0)
        left = torch.matmul(below, self.both.permute(1, 0, 2).reshape(below.shape[-1], -1))
        left = left.view(below.shape[0], self.both.shape[0], above.shape[-1])
        return torch.matmul(left, above.unsqueeze(-1)).squeeze(-1)


class Scores(NamedTuple):
    """Scores of arcs [row, word, head], what labels are scored from, scores of sentence starts, states of words."""

    arcs: Tensor
    below: Tensor
    above: Tensor
    starts: Tensor
    states: Tensor


class Parser(nn.Module):
    """States of words, scores of arcs, what labels are scored from, and scores of sentence starts."""

    def __init__(self, sizes: Sizes, dropout: float = 0.1, head_dropout: float = 0.25) -> None:
        super().__init__()
        self.sizes = sizes
        self.encoder = Encoder(sizes, dropout)
        self.shape = nn.Embedding(sizes.shapes, 16)
        self.tag = nn.Embedding(sizes.tags, 48)
        width = sizes.width + 16 + 48
        self.dropout = nn.Dropout(head_dropout)
        self.arc_below = nn.Linear(width, sizes.arc)
        self.arc_above = nn.Linear(width, sizes.arc)
        self.label_below = nn.Linear(width, sizes.label)
        self.label_above = nn.Linear(width, sizes.label)
        self.arc = nn.Parameter(torch.zeros(sizes.arc + 1, sizes.arc))
        nn.init.normal_(self.arc, std=0.02)
        self.start = nn.Linear(width, 1)
        self.labeller = Labeller(sizes)

    def forward(self, pieces: Tensor, mask: Tensor, words: tuple[Tensor, Tensor, Tensor]) -> Scores:
        """The scores of a batch; word 0 is the root.

        ``words`` are the first piece, the shape and the tag of each word.
        """
        first, shape, tag = words
        states = self.encoder(pieces, mask)
        states = states.gather(1, first.unsqueeze(-1).expand(-1, -1, states.shape[-1]))
        x = self.dropout(torch.cat([states, self.shape(shape), self.tag(tag)], dim=-1))
        below = self.dropout(functional.gelu(self.arc_below(x)))
        above = self.dropout(functional.gelu(self.arc_above(x)))
        arcs = functional.pad(below, (0, 1), value=1.0) @ self.arc @ above.transpose(1, 2)
        label_below = self.dropout(functional.gelu(self.label_below(x)))
        label_above = self.dropout(functional.gelu(self.label_above(x)))
        return Scores(arcs, label_below, label_above, self.start(x).squeeze(-1), states)
