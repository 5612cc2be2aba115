"""Sentences as numbers, alone and in runs of neighbours, and batches of them."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import torch
from tokenizers import Tokenizer
from torch import Tensor

from kg.parse.network import Marks, shape
from training.meaning import NOTHING, Meaning, Sentence

LONGEST = 160
"""Word pieces of a run of sentences."""
_MOST = 4
_SINGLE = 0.45
_LONGEST_WORD = 8


@dataclass(frozen=True)
class Coded:
    """A sentence as numbers: pieces of each word, shapes, tags, heads and labels."""

    document: str
    pieces: list[list[int]]
    shapes: list[int]
    tags: list[int]
    heads: list[int]
    labels: list[int]
    meaning: Meaning = NOTHING

    @property
    def length(self) -> int:
        """How many word pieces there are."""
        return sum(map(len, self.pieces))


def coded(found: Sequence[Sentence], tokenizer: Tokenizer, names: tuple[list[str], list[str]]) -> list[Coded]:
    """Sentences as numbers; ``names`` are the labels and the tags."""
    unknown = Marks.of(tokenizer).unknown
    labels = {name: number for number, name in enumerate(names[0])}
    tags = {name: number for number, name in enumerate(names[1])}
    out = []
    for one in found:
        encoded = tokenizer.encode(list(one.words), is_pretokenized=True, add_special_tokens=False)
        pieces: list[list[int]] = [[] for _ in one.words]
        for number, word in zip(encoded.ids, encoded.word_ids, strict=True):
            if word is not None:
                pieces[word].append(number)
        pieces = [some[:_LONGEST_WORD] or [unknown] for some in pieces]
        if sum(map(len, pieces)) > LONGEST:
            continue
        out.append(
            Coded(
                one.document,
                pieces,
                [shape(word) for word in one.words],
                [tags.get(tag, 0) for tag in one.tags],
                list(one.heads),
                [labels.get(name, 0) for name in one.labels],
                one.meaning,
            )
        )
    return out


def runs(found: Sequence[Coded], chance: random.Random) -> list[list[Coded]]:
    """Sentences alone, and neighbours of one document together."""
    out: list[list[Coded]] = []
    for _, group in groupby(found, key=lambda one: one.document):
        waiting: list[Coded] = []
        most = 0
        for one in group:
            if waiting and (len(waiting) >= most or sum(x.length for x in waiting) + one.length > LONGEST):
                out.append(waiting)
                waiting = []
            if not waiting:
                most = 1 if chance.random() < _SINGLE else chance.randint(2, _MOST)
            waiting.append(one)
        if waiting:
            out.append(waiting)
    return out


def documents(found: Sequence[Coded], most: float) -> Iterator[list[list[Coded]]]:
    """Runs of neighbouring sentences as long as may be, those of one document together, at most so many word pieces."""
    for _, group in groupby(found, key=lambda one: one.document):
        some: list[list[Coded]] = [[]]
        for one in group:
            if some[-1] and sum(x.length for x in some[-1]) + one.length > LONGEST:
                if (len(some) + 1) * LONGEST > most:
                    yield some
                    some = []
                some.append([])
            some[-1].append(one)
        yield some


@dataclass(frozen=True)
class Batch:
    """Runs of sentences as tensors; word 0 is the root."""

    pieces: Tensor
    mask: Tensor
    first: Tensor
    shapes: Tensor
    tags: Tensor
    heads: Tensor
    labels: Tensor
    sentence: Tensor
    """The number of each word's sentence; 0 is the root's, -1 padding's."""
    starts: Tensor


def batches(found: list[list[Coded]], most: int, chance: random.Random) -> Iterator[list[list[Coded]]]:
    """Runs of like length together, at most so many word pieces a batch, in random order."""
    lengths = {id(run): sum(one.length for one in run) + chance.random() * 6 for run in found}
    groups: list[list[list[Coded]]] = [[]]
    for run in sorted(found, key=lambda run: lengths[id(run)]):
        if groups[-1] and (len(groups[-1]) + 1) * (lengths[id(run)] + 2) > most:
            groups.append([])
        groups[-1].append(run)
    chance.shuffle(groups)
    yield from groups


def batch(some: list[list[Coded]], marks: Marks) -> Batch:
    """Tensors of some runs."""
    rows = [_row(run, marks) for run in some]
    columns = [
        torch.nn.utils.rnn.pad_sequence([row[i] for row in rows], batch_first=True, padding_value=fill)
        for i, fill in enumerate((marks.padding, 0, 0, 0, -1, -1, -1, -1))
    ]
    pieces, first, shapes, tags, heads, labels, sentence, starts = columns
    return Batch(pieces, pieces != marks.padding, first, shapes, tags, heads, labels, sentence, starts)


def _row(run: list[Coded], marks: Marks) -> tuple[Tensor, ...]:
    pieces, first, shapes, tags, heads, labels, sentence, starts = [marks.first], [0], [0], [0], [-1], [-1], [0], [-1]
    for number, one in enumerate(run, 1):
        offset = len(first) - 1
        for place, some in enumerate(one.pieces):
            first.append(len(pieces))
            pieces.extend(some)
            starts.append(int(place == 0))
        shapes.extend(one.shapes)
        tags.extend(one.tags)
        heads.extend(head + offset if head > 0 else head for head in one.heads)
        labels.extend(one.labels)
        sentence.extend([number] * len(one.pieces))
    pieces.append(marks.last)
    return tuple(torch.tensor(x) for x in (pieces, first, shapes, tags, heads, labels, sentence, starts))
