"""Trains the parser and the heads together, and measures them after each epoch."""

import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import fmean
from typing import TypeAlias

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from kg.parse.network import Marks
from training.batches import Batch, Coded, batch, batches, coded, documents, runs
from training.corpus import Corpus
from training.encoders import Pretrained
from training.heads import WEIGHTS, heads
from training.model import Parser, Scores, Sizes
from training.options import Options

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


Figures: TypeAlias = dict[str, object]
Group: TypeAlias = list[list[Coded]]
_TELL = 100
"""Steps between two lines that tell how far a run is."""
_ASKED = 2
"""In how many epochs each sentence of questions is read once."""


def _rate(step: int, steps: int) -> float:
    warm = max(steps // 20, 1)
    return min((step + 1) / warm, max(steps - step, 0) / (steps - warm))


@dataclass(frozen=True)
class Material:
    """Coded sentences in batches: those of each epoch, and those to measure on."""

    plans: list[list[Group]]
    tests: dict[str, list[Group]]

    @classmethod
    def of(
        cls, corpus: Corpus, options: Options, names: tuple[list[str], list[str]], tokenizer: Tokenizer
    ) -> "Material":
        """The batches of a corpus; ``names`` are the labels and the tags."""
        parts = (corpus.trees, corpus.documents, corpus.asked, corpus.taught)
        trees, told, asked, taught = (coded(part, tokenizer, names) for part in parts)
        print(f"{', '.join(str(len(part)) for part in parts)} sentences; {corpus.left_out} left out", flush=True)
        chance = random.Random(options.seed)
        plans = []
        for epoch in range(options.epochs):
            part = slice(len(taught) * epoch // options.epochs, len(taught) * (epoch + 1) // options.epochs)
            some = [*runs(asked[epoch % _ASKED :: _ASKED], chance), *runs(taught[part], chance)]
            plan = [*batches([*runs(trees, chance), *some], options.batch, chance), *documents(told, options.batch)]
            chance.shuffle(plan)
            plans.append(plan)
        tests = {name: list(documents(coded(part, tokenizer, names), 1e9)) for name, part in corpus.tests.items()}
        return cls(plans, tests)


@dataclass(frozen=True)
class Course:
    """What is trained, on what, and what it is measured on."""

    model: Parser
    heads: nn.ModuleDict
    labels: list[str]
    tags: list[str]
    material: Material
    marks: Marks

    @classmethod
    def of(cls, options: Options, corpus: Corpus) -> "Course":
        """The course that the options ask for."""
        labels = sorted({name for one in corpus.trees for name in one.labels})
        tags = ["", *sorted({name for one in corpus.trees for name in one.tags})]
        encoder = Pretrained.of(options.encoder, options.layers)
        model = Parser(replace(encoder.sizes, labels=len(labels), tags=len(tags)))
        encoder.fill(model.encoder)
        over = heads(model.sizes.width)
        if options.start:
            model, over, labels, tags = loaded(options.start)
        tokenizer = encoder.read()
        material = Material.of(corpus, options, (labels, tags), tokenizer)
        return cls(model, over, labels, tags, material, Marks.of(tokenizer))

    @property
    def arcs(self) -> Arcs:
        """The parser's own losses and figures."""
        return Arcs(self.model, self.labels.index("punct"))

    def losses(self, group: Group) -> dict[str, Tensor]:
        """The losses of a batch, each times what it counts; of what nothing is known there is none."""
        some = batch(group, self.marks)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = self.model(some.pieces, some.mask, (some.first, some.shapes, some.tags))
            found = {name: head.loss(scores.states, group) for name, head in self.heads.items()}
            arcs = self.arcs.loss(scores, some)
        told = {name: WEIGHTS[name] * loss for name, loss in found.items() if loss is not None}
        return told if arcs is None else {"arcs": arcs, **told}

    @torch.no_grad()
    def measured(self) -> dict[str, dict[str, float]]:
        """The figures on each part that is not trained on."""
        self.model.eval()
        self.heads.eval()
        found = {name: self._measured(groups) for name, groups in self.material.tests.items()}
        self.model.train()
        self.heads.train()
        return found

    def _measured(self, groups: Sequence[Group]) -> dict[str, float]:
        """The parser's figures, and the mean loss of each head over the batches that have annotation of it."""
        counts: Counter[str] = Counter()
        losses: defaultdict[str, list[float]] = defaultdict(list)
        for group in groups:
            some = batch(group, self.marks)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = self.model(some.pieces, some.mask, (some.first, some.shapes, some.tags))
            scores = Scores(*(part.float() for part in scores))
            counts.update(self.arcs.tally(scores, some))
            for name, head in self.heads.items():
                if (loss := head.loss(scores.states, group)) is not None:
                    losses[name].append(float(loss))
        return {**self.arcs.figures(counts), **{name: fmean(found) for name, found in losses.items()}}

    def save(self, path: Path) -> None:
        """Write a checkpoint."""
        state = {"state": self.model.state_dict(), "heads": self.heads.state_dict()}
        torch.save({**state, "labels": self.labels, "tags": self.tags, "sizes": asdict(self.model.sizes)}, path)


def loaded(path: Path) -> tuple[Parser, nn.ModuleDict, list[str], list[str]]:
    """The parser of a checkpoint, its heads (new where it has none), its labels and its tags."""
    saved = torch.load(path, weights_only=True)
    parser = Parser(Sizes(**saved["sizes"]))
    parser.load_state_dict(saved["state"])
    over = heads(parser.sizes.width)
    if "heads" in saved:
        over.load_state_dict(saved["heads"])
    return parser, over, saved["labels"], saved["tags"]


def averaged(paths: Sequence[Path], path: Path) -> Path:
    """Write the mean of checkpoints of one course, which parses better than the last of them; where it is."""
    saved = [torch.load(one, weights_only=True) for one in paths]
    means = {
        part: {name: sum(one[part][name] for one in saved) / len(saved) for name in saved[0][part]}
        for part in ("state", "heads")
    }
    torch.save({**saved[0], **means}, path)
    return path


@dataclass
class _Run:
    """How far a course has come, kept after each epoch in ``OUT/course.pt``, from which a stopped run goes on."""

    optimizer: torch.optim.Optimizer
    schedule: torch.optim.lr_scheduler.LambdaLR
    history: list[Figures]

    def save(self, path: Path) -> None:
        state = {"optimizer": self.optimizer.state_dict(), "schedule": self.schedule.state_dict()}
        state |= {"history": json.dumps(self.history), "chance": torch.get_rng_state()}
        torch.save(state, path.with_suffix(".new"))
        path.with_suffix(".new").replace(path)

    def go_on(self, path: Path, course: Course) -> None:
        """Take up where the run stopped."""
        saved = torch.load(path, weights_only=True)
        self.history = json.loads(saved["history"])
        last = torch.load(path.with_name(f"epoch{len(self.history)}.pt"), weights_only=True)
        course.model.load_state_dict(last["state"])
        course.heads.load_state_dict(last["heads"])
        self.optimizer.load_state_dict(saved["optimizer"])
        self.schedule.load_state_dict(saved["schedule"])
        torch.set_rng_state(saved["chance"])


def train(options: Options) -> list[Figures]:
    """The figures after each epoch; a checkpoint is written after each, from which a stopped run goes on."""
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    course = Course.of(options, Corpus.of(options))
    steps = sum(map(len, course.material.plans))
    optimizer = _optimizer(course, options)
    run = _Run(optimizer, torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, steps)), [])
    kept = options.out / "course.pt"
    if kept.is_file():
        run.go_on(kept, course)
    began = time.monotonic()
    for epoch, plan in enumerate(course.material.plans[len(run.history) :], len(run.history) + 1):
        total: Counter[str] = Counter()
        for number, group in enumerate(plan, 1):
            parts = course.losses(group)
            optimizer.zero_grad()
            if parts:  # nothing may be known of a group
                torch.stack(list(parts.values())).sum().backward()
            torch.nn.utils.clip_grad_norm_([*course.model.parameters(), *course.heads.parameters()], 1.0)
            optimizer.step()
            run.schedule.step()
            total.update({name: float(part.detach()) for name, part in parts.items()})
            if number % _TELL == 0:
                print(f"{time.monotonic() - began:.0f} s: step {number} of {len(plan)}", flush=True)
        loss = {name: value / len(plan) for name, value in total.items()}
        report: Figures = {"epoch": epoch, "loss": loss, **course.measured()}
        print(f"{time.monotonic() - began:.0f} s {json.dumps(report)}", flush=True)
        course.save(options.out / f"epoch{epoch}.pt")
        run.history.append(report)
        run.save(kept)
    return run.history


def _optimizer(course: Course, options: Options) -> torch.optim.Optimizer:
    encoder = list(course.model.encoder.parameters())
    known = {id(one) for one in encoder}
    over = [one for one in (*course.model.parameters(), *course.heads.parameters()) if id(one) not in known]
    groups = [{"params": encoder, "lr": options.encoder_rate}, {"params": over, "lr": options.head_rate}]
    return torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
