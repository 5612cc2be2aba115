"""Training of heads over the parser's states, those of one hidden layer among them (``kg.parse.feedforward``)."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.parse.feedforward import LAYERS, FeedForward, Numbers, load
from kg.parse.network import Network

_HIDDEN, _SMOOTHING = 64, 0.05
_DROPOUT = (0.3, 0.3)


class Course(NamedTuple):
    """How often all rows are learned from, how many at a time, how fast, and how much weights are pulled to none."""

    epochs: int
    batch: int
    rate: float = 2e-3
    decay: float = 0.01


def descended(network: nn.Module, loss: Callable[[Tensor], Tensor], count: int, course: Course) -> None:
    """Train a network on so many rows by AdamW, the rate falling; ``loss`` is that of rows by their numbers."""
    optimizer = torch.optim.AdamW(network.parameters(), lr=course.rate, weight_decay=course.decay)
    steps = course.epochs * -(-count // course.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(0.02, 1 - step / steps))
    for _ in range(course.epochs):
        for some in torch.randperm(count).split(course.batch):
            optimizer.zero_grad()
            loss(some).backward()
            optimizer.step()
            schedule.step()
    network.eval()


def trained(
    rows: Sequence[Numbers], told: Sequence[str], names: Sequence[str], course: Course, seed: int = 1
) -> FeedForward:
    """A head that tells the names of rows of numbers."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    numbers, places = torch.tensor(np.stack(rows).astype(np.float32)), torch.tensor([names.index(one) for one in told])
    network = nn.Sequential(
        nn.Dropout(_DROPOUT[0]), nn.Linear(numbers.shape[1], _HIDDEN), nn.ReLU(),
        nn.Dropout(_DROPOUT[1]), nn.Linear(_HIDDEN, len(names)),
    )  # fmt: skip

    def loss(some: Tensor) -> Tensor:
        return functional.cross_entropy(network(numbers[some]), places[some], label_smoothing=_SMOOTHING)

    descended(network, loss, len(rows), course)
    hidden, out = (network[place].state_dict() for place in (1, 4))
    parts = (hidden["weight"].T, hidden["bias"], out["weight"].T, out["bias"])
    first, bias, last, end = (part.numpy().astype(np.float64) for part in parts)
    return FeedForward(first, bias, last, end, tuple(names))


def written(head: FeedForward, size: str, path: Path) -> FeedForward:
    """Write a head to an npz file; gives it as the program reads it from there."""
    arrays = {name: getattr(head, name).astype(np.float16) for name in LAYERS}
    np.savez_compressed(path, parser=np.array(Network.load(size).version), names=np.array(head.names), **arrays)
    load.cache_clear()
    return load(path)[0]
