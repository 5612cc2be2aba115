"""Trains the parser, and measures it after each epoch."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from training.batches import Batch, Coded, batch, batches, coded, runs
from training.model import Parser, Sizes
from training.options import Options
from training.prepare import sentences, tagged, varied
from training.sentence import Sentence

Figures: TypeAlias = dict[str, object]
_FORBIDDEN = -1e4
TRAIN = ("ewt-train.conllu", "gum-train.conllu")
DEVELOPMENT = ("ewt-dev.conllu", "gum-dev.conllu")


def losses(model: Parser, some: Batch) -> tuple[Tensor, Tensor, Tensor]:
    """The losses of arcs, labels and sentence starts, each a word's on the mean."""
    arcs, below, above, starts = model(some.pieces, some.mask, (some.first, some.shapes, some.tags))
    real = some.heads >= 0
    scores = allowed(arcs, some.sentence)[real]
    rows, places = real.nonzero(as_tuple=True)
    labels = model.labeller(below[rows, places], above[rows, some.heads[real]])
    return (
        functional.cross_entropy(scores, some.heads[real]),
        functional.cross_entropy(labels, some.labels[real]),
        functional.binary_cross_entropy_with_logits(starts[real], some.starts[real].float()),
    )


def allowed(arcs: Tensor, sentence: Tensor) -> Tensor:
    """Arc scores, with those that leave the sentence forbidden."""
    same = (sentence.unsqueeze(2) == sentence.unsqueeze(1)) | (sentence == 0).unsqueeze(1)
    itself = torch.eye(sentence.shape[1], dtype=torch.bool).unsqueeze(0)
    return arcs.masked_fill(~same | itself, _FORBIDDEN)


@torch.no_grad()
def figures(model: Parser, found: list[list[Coded]], punct: int) -> dict[str, float]:
    """Attachment without punctuation, and F1 of sentence starts inside runs."""
    model.eval()
    words = heads = both = true = said = right = 0
    for group in batches(found, 4000, random.Random(0)):
        some = batch(group)
        arcs, below, above, starts = model(some.pieces, some.mask, (some.first, some.shapes, some.tags))
        best = allowed(arcs, some.sentence).argmax(-1)
        rows, places = (some.heads >= 0).nonzero(as_tuple=True)
        chosen = best[rows, places]
        labels = model.labeller(below[rows, places], above[rows, chosen]).argmax(-1)
        counted = some.labels[rows, places] != punct
        same = (chosen == some.heads[rows, places]) & counted
        words += int(counted.sum())
        heads += int(same.sum())
        both += int((same & (labels == some.labels[rows, places])).sum())
        inner = (some.heads >= 0) & (some.sentence != 1)
        inner |= (some.heads >= 0) & (torch.arange(some.heads.shape[1]) > 1)
        gold, guess = some.starts[inner] == 1, starts[inner] > 0
        true, said, right = true + int(gold.sum()), said + int(guess.sum()), right + int((gold & guess).sum())
    model.train()
    return {
        "uas": heads / words,
        "las": both / words,
        "starts": 2 * right / max(true + said, 1),
    }


def _data(options: Options) -> tuple[list[Sentence], list[list[Sentence]]]:
    held_out = frozenset(json.loads(line)["id"] for line in options.held_out.read_text().splitlines())
    plain = list(sentences([options.data / name for name in TRAIN], held_out))
    train = tagged([*plain, *varied(plain, options.seed)], options.tagger)
    return train, [tagged(list(sentences([options.data / name], frozenset())), options.tagger) for name in DEVELOPMENT]


def _rate(step: int, steps: int) -> float:
    warm = max(steps // 20, 1)
    return min((step + 1) / warm, max(steps - step, 0) / (steps - warm))


@dataclass(frozen=True)
class Course:
    """What is trained, on what, and what it is measured on."""

    model: Parser
    labels: list[str]
    tags: list[str]
    plans: list[list[list[list[Coded]]]]
    """The batches of each epoch."""
    tests: dict[str, list[list[Coded]]]

    @classmethod
    def of(cls, options: Options) -> Course:
        """The course that the options ask for."""
        found, held = _data(options)
        labels = sorted({name for one in found for name in one.labels})
        tags = ["", *sorted({name for one in found for name in one.tags})]
        model = Parser(Sizes(labels=len(labels), tags=len(tags)))
        model.encoder.load_minilm(options.encoder / "model.safetensors")
        if options.start:
            model, labels, tags = loaded(options.start)
        tokenizer = Tokenizer.from_file(str(options.encoder / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        data = coded(found, tokenizer, (labels, tags))
        chance = random.Random(options.seed)
        plans = [list(batches(runs(data, chance), options.batch, chance)) for _ in range(options.epochs)]
        tests = {
            name: runs(coded(some, tokenizer, (labels, tags)), random.Random(0))
            for name, some in zip(DEVELOPMENT, held, strict=True)
        }
        pieces = sum(one.length for one in data)
        print(f"{len(data)} sentences, {pieces} word pieces, {len(labels)} labels, {len(tags)} tags", flush=True)
        return cls(model, labels, tags, plans, tests)

    def measured(self) -> dict[str, dict[str, float]]:
        """The figures on each part that is not trained on."""
        return {name: figures(self.model, test, self.labels.index("punct")) for name, test in self.tests.items()}

    def save(self, path: Path) -> None:
        """Write a checkpoint."""
        sizes = self.model.sizes.plain()
        torch.save({"state": self.model.state_dict(), "labels": self.labels, "tags": self.tags, "sizes": sizes}, path)


def loaded(path: Path) -> tuple[Parser, list[str], list[str]]:
    """The parser of a checkpoint, its labels and its tags."""
    saved = torch.load(path, weights_only=True)
    parser = Parser(Sizes(**saved["sizes"]))
    parser.load_state_dict(saved["state"])
    return parser, saved["labels"], saved["tags"]


def averaged(paths: Sequence[Path], path: Path) -> Path:
    """Write the mean of checkpoints of one course, which parses better than the last of them; where it is."""
    saved = [torch.load(one, weights_only=True) for one in paths]
    state = {name: sum(one["state"][name] for one in saved) / len(saved) for name in saved[0]["state"]}
    torch.save({**saved[0], "state": state}, path)
    return path


def train(options: Options) -> list[Figures]:
    """The figures after each epoch; a checkpoint is written after each, too."""
    torch.manual_seed(options.seed)
    torch.set_num_threads(1)
    options.out.mkdir(parents=True, exist_ok=True)
    course = Course.of(options)
    steps = sum(map(len, course.plans))
    optimizer = _optimizer(course.model, options)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, steps))
    began = time.monotonic()
    history: list[Figures] = []
    for epoch, plan in enumerate(course.plans, 1):
        total = [0.0, 0.0, 0.0]
        for group in plan:
            parts = losses(course.model, batch(group))
            optimizer.zero_grad()
            (parts[0] + parts[1] + 0.5 * parts[2]).backward()
            torch.nn.utils.clip_grad_norm_(course.model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total = [before + float(part.detach()) for before, part in zip(total, parts, strict=True)]
        report: Figures = {"epoch": epoch, "loss": [x / len(plan) for x in total], **course.measured()}
        print(f"{time.monotonic() - began:.0f} s {json.dumps(report)}", flush=True)
        course.save(options.out / f"epoch{epoch}.pt")
        history.append(report)
    return history


def _optimizer(model: Parser, options: Options) -> torch.optim.Optimizer:
    encoder = list(model.encoder.parameters())
    known = {id(one) for one in encoder}
    heads = [one for one in model.parameters() if id(one) not in known]
    groups = [{"params": encoder, "lr": options.encoder_rate}, {"params": heads, "lr": options.head_rate}]
    return torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
