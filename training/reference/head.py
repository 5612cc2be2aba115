"""The network of the ranking head, its loss, its training, and how it is written."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from kg.coref.ranking import NOUN, SERIES, RankingHead
from training.feedforward import Course, descended
from training.reference.cases import Case

_COURSE = Course(12, 128, rate=3e-3)
_STATE_DROPOUT = 0.4
_DROPOUT = 0.3
_LEAST_SPREAD = 1e-2
_NEVER = -1e4
_MATRIX = 2  # dimensions


class Sizes(NamedTuple):
    """The widths of the head."""

    state: int
    rows: int
    series: int = 5
    projected: int = 32
    hidden: int = 48


class Network(nn.Module):
    """Scores of candidates, and of none of them."""

    def __init__(self, sizes: Sizes, rows: NDArray[np.float32]) -> None:
        super().__init__()
        self.mention = nn.Linear(sizes.state, sizes.projected)
        self.candidate = nn.Linear(sizes.state, sizes.projected)
        self.hidden = nn.Linear(sizes.rows + 3 * sizes.projected, sizes.hidden)
        self.out = nn.Linear(sizes.hidden, 1)
        self.none = nn.Linear(sizes.series + sizes.projected, 1)
        self.of_states, self.dropout = nn.Dropout(_STATE_DROPOUT), nn.Dropout(_DROPOUT)
        self.mean = nn.Buffer(torch.tensor(rows.mean(axis=0)))
        self.spread = nn.Buffer(torch.tensor(rows.std(axis=0) + _LEAST_SPREAD))

    def forward(self, some: "Batch") -> tuple[Tensor, Tensor]:
        """Scores of all candidates of a batch, and of none for each mention."""
        one = self.mention(self.of_states(some.mention))
        others = self.candidate(self.of_states(some.candidates))
        plain = (some.rows - self.mean) / self.spread
        read = torch.cat([plain, one[some.of], others, one[some.of] * others], dim=-1)
        hidden = torch.relu(self.hidden(self.dropout(read)))
        none = self.none(torch.cat([some.series, one], dim=-1))
        return self.out(self.dropout(hidden))[:, 0], none[:, 0]

    def written(self) -> dict[str, NDArray[np.float32]]:
        """The weights as ``kg.coref.ranking.Head`` wants them."""
        state = {name: value.numpy() for name, value in self.state_dict().items()}
        found = {"mean": state["mean"], "spread": state["spread"]}
        for name in ("mention", "candidate", "hidden", "out", "none"):
            matrix = state[f"{name}.weight"]
            found[name] = matrix[0] if name == "out" else matrix.T
            found[f"{name}_bias"] = state[f"{name}.bias"]
        kept = {
            name: value.astype(np.float16 if value.ndim == _MATRIX else np.float32) for name, value in found.items()
        }
        return {name: np.ascontiguousarray(value) for name, value in kept.items()}


class Batch(NamedTuple):
    """Mentions as tensors, their candidates one after the other; ``of`` is the mention of each."""

    mention: Tensor
    candidates: Tensor
    rows: Tensor
    series: Tensor
    right: Tensor
    of: Tensor


def batch(some: Sequence[Case]) -> Batch:
    """Tensors of some mentions."""
    return Batch(
        torch.tensor(np.stack([one.mention for one in some]).astype(np.float32)),
        torch.tensor(np.concatenate([one.candidates for one in some]).astype(np.float32)),
        torch.tensor(np.concatenate([one.rows for one in some])),
        torch.tensor(np.stack([one.series for one in some])),
        torch.tensor(np.concatenate([one.right for one in some])),
        torch.tensor(np.repeat(np.arange(len(some)), [len(one.right) for one in some])),
    )


def loss(network: Network, some: Batch) -> Tensor:
    """How unlikely what is right is on the mean: any right candidate, or none where there is none."""
    scores, none = network(some)
    is_told = torch.zeros(len(none)).scatter_add(0, some.of, some.right.float()) > 0
    right = _summed(scores, some.of, some.right, len(none))
    total = torch.logaddexp(_summed(scores, some.of, torch.ones_like(some.right), len(none)), none)
    return (total - torch.where(is_told, right, none)).mean()


def _summed(scores: Tensor, of: Tensor, which: Tensor, size: int) -> Tensor:
    """The logarithm of the summed likelihoods of some candidates of each mention."""
    kept = scores.masked_fill(~which, _NEVER)
    most = torch.full((size,), _NEVER).scatter_reduce(0, of, kept, "amax")
    return most + torch.log(torch.zeros(size).scatter_add(0, of, torch.exp(kept - most[of]) * which) + 1e-30)


def train(found: Sequence[Case], seed: int) -> Network:
    """A head trained on some mentions."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    rows = np.concatenate([one.rows for one in found])
    network = Network(Sizes(len(found[0].mention), rows.shape[1]), rows)
    descended(network, lambda some: loss(network, batch([found[i] for i in some])), len(found), _COURSE)
    return network


def head(network: Network) -> RankingHead:
    """The trained network as the program runs it."""
    return RankingHead({name: value.astype(np.float32) for name, value in network.written().items()})


def write(networks: Sequence[Network], least: Mapping[str, float], parser: str, path: Path) -> None:
    """Write heads, thresholds by series, and which parser they go with."""
    arrays = {f"{number}.{name}": value for number, one in enumerate(networks) for name, value in one.written().items()}
    arrays |= {"least": np.array([least[name] for name in (*SERIES, NOUN)], np.float32), "parser": np.array(parser)}
    np.savez_compressed(path, allow_pickle=False, **arrays)
