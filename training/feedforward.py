"""Training of heads of one hidden layer over the parser's states (``kg.parse.feedforward``)."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from kg.parse.feedforward import LAYERS, FeedForward, Numbers, load
from kg.parse.network import Network

_HIDDEN, _RATE, _DECAY, _SMOOTHING = 64, 2e-3, 0.01, 0.05
_DROPOUT = (0.3, 0.3)


class Course(NamedTuple):
    """How often all rows are learned from, and how many at a time."""

    epochs: int
    batch: int


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
    optimizer = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=_DECAY)
    steps = course.epochs * -(-len(rows) // course.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(0.02, 1 - step / steps))
    for _ in range(course.epochs):
        for some in torch.randperm(len(rows)).split(course.batch):
            optimizer.zero_grad()
            functional.cross_entropy(network(numbers[some]), places[some], label_smoothing=_SMOOTHING).backward()
            optimizer.step()
            schedule.step()
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
