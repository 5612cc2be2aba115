"""Trains the heads alone, on the states that the packaged parser has of words, so that no parse changes."""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from kg.parse.network import Network, Window
from training.batches import Coded
from training.corpus import Corpus
from training.heads import WEIGHTS, heads, named
from training.meaning import NOTHING
from training.options import Options
from training.train import Figures, Group, Material

_RATE = 2e-3


class States:
    """The packaged parser's states of runs of sentences, each read once."""

    def __init__(self) -> None:
        self._network = Network.load()
        self._known: dict[int, NDArray[np.float16]] = {}

    def __call__(self, group: Group) -> Tensor:
        """States [row, column, width] of a batch; column 0 is the root's."""
        rows = [torch.from_numpy(self._states(run).astype(np.float32)) for run in group]
        return nn.utils.rnn.pad_sequence(rows, batch_first=True)

    def _states(self, run: Sequence[Coded]) -> NDArray[np.float16]:
        if id(run) not in self._known:
            pieces = [some for one in run for some in one.pieces]
            nothing = [""] * len(pieces)  # shapes and tags do not change the states
            (scored,) = self._network.score([Window(pieces, nothing, nothing)])
            self._known[id(run)] = scored.states.astype(np.float16)
        return self._known[id(run)]


def train(options: Options) -> tuple[nn.ModuleDict, list[Figures]]:
    """The trained heads, and the figures after each epoch."""
    torch.manual_seed(options.seed)
    torch.set_num_threads(1)
    corpus = Corpus.of(options)
    known = [one for one in corpus.trees if one.meaning != NOTHING]
    network = Network.load()
    names = list(network.labels), [""]
    material = Material.of(replace(corpus, trees=known), replace(options, epochs=1), names, asked_every=1)
    found, states = heads(384), States()
    plan = material.plans[0]
    optimizer = torch.optim.AdamW(found.parameters(), lr=_RATE, weight_decay=0.01, fused=True)
    steps = options.epochs * len(plan)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1 - step / steps)
    began = time.monotonic()
    history: list[Figures] = []
    for epoch in range(1, options.epochs + 1):
        random.Random(epoch).shuffle(plan)
        total: Counter[str] = Counter()
        for group in plan:
            given = states(group)
            losses = {name: head.loss(given, group) for name, head in named(found)}
            told = {name: WEIGHTS[name] * loss for name, loss in losses.items() if loss is not None}
            optimizer.zero_grad()
            if told:  # nothing may be known of a group
                torch.stack(list(told.values())).sum().backward()
            optimizer.step()
            schedule.step()
            total.update({name: float(part.detach()) for name, part in told.items()})
        report: Figures = {"epoch": epoch, "loss": {name: value / len(plan) for name, value in total.items()}}
        report |= measured(found, states, material.tests)
        print(f"{time.monotonic() - began:.0f} s {json.dumps(report)}", flush=True)
        history.append(report)
    return found, history


@torch.no_grad()
def measured(found: nn.ModuleDict, states: States, tests: dict[str, list[Group]]) -> dict[str, dict[str, float]]:
    """The figures of heads on each part that is not trained on."""
    found.eval()
    figures: dict[str, dict[str, float]] = {}
    for name, groups in tests.items():
        counts: dict[str, Counter[str]] = {part: Counter() for part in found}
        for group in groups:
            given = states(group)
            for part, head in named(found):
                counts[part].update(head.tally(given, group))
        figures[name] = {key: value for part, head in named(found) for key, value in head.figures(counts[part]).items()}
    found.train()
    return figures
