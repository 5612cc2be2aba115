"""The network of the parser, run by onnxruntime: word pieces in, scores of arcs, labels and sentence starts out.

There are two, each in a folder of ``kg/data`` with what was trained on its states: a large one, and a small one that
reads faster. It gives of each word what it says as a head and what as a dependent; the scores of an arc and its labels
are products of the two, of which few are asked for.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import accumulate, chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from kg.lexicon import data_file

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Rows: TypeAlias = NDArray[np.float32]
LARGE, SMALL = "large", "small"
SIZES = (LARGE, SMALL)  # by preference
_LONGEST_WORD = 8  # word pieces; what is longer is an address or a number
_ROOT_SHAPE = 0
_SILENT = "ORT_DISABLE_TELEMETRY"
"""Set while onnxruntime is imported, it keeps it from looking Microsoft's host up and from leaving a device id and a
queue of events in the user's cache; the call keeps back the events of one that somebody else has imported before."""


OUTPUTS = ("below", "above", "label_below", "label_above", "starts", "states")


class Marks(NamedTuple):
    """The ids of the pieces for the beginning and the end of a text, for padding, and for what is not known."""

    first: int
    last: int
    padding: int
    unknown: int

    @classmethod
    def of(cls, tokenizer: Tokenizer) -> Marks:
        """Those of MPNet's vocabulary, or of BERT's."""
        names = ("<s>", "</s>", "<pad>") if tokenizer.token_to_id("<s>") is not None else ("[CLS]", "[SEP]", "[PAD]")
        return cls(*(tokenizer.token_to_id(name) or 0 for name in (*names, "[UNK]")))


class Window(NamedTuple):
    """Words that are read as one input: the word pieces of each, their forms and tags."""

    pieces: Sequence[Sequence[int]]
    words: Sequence[str]
    tags: Sequence[str]

    @property
    def size(self) -> int:
        """How many word pieces are read, the marks of beginning and end included."""
        return sum(map(len, self.pieces)) + 2


@dataclass(frozen=True)
class NetworkScores:
    """The network's output for n words, word 0 being the root: scores of arcs, labels and sentence starts; states."""

    arcs: Rows
    """``arcs[word, head]``"""
    below: Rows
    """``below[word, label]``: the weights of what stands in ``above``, and the bias."""
    above: Rows
    """``above[head]``"""
    starts: Rows
    """Above zero where a sentence starts."""
    states: Rows
    """The encoder's state of each word, ``states[word]``."""

    def labels(self, words: slice[int, int, None], heads: NDArray[np.intp]) -> Rows:
        """The scores of the labels of arcs, ``labels[arc, label]``: from the words of a stretch to a head for each."""
        above = np.expand_dims(self.above[heads], -1)
        found: Rows = np.matmul(self.below[words, :, :-1], above).squeeze(-1) + self.below[words, :, -1]
        return found


class _Pieces(dict[str, list[int]]):
    """The ids of the word pieces of words, each cut once."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        super().__init__()
        self._tokenizer = tokenizer
        self._unknown = Marks.of(tokenizer).unknown

    def __missing__(self, word: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode([word], is_pretokenized=True, add_special_tokens=False).ids
        found = self[word] = ids[:_LONGEST_WORD] or [self._unknown]
        return found


class Network:
    """A trained parser; its labels, tags and tokenizer stand in the file of its weights.

    ``size`` tells with which folder of ``kg/data`` it goes.
    """

    def __init__(self, session: InferenceSession, size: str = "") -> None:
        from tokenizers import Tokenizer

        self._session, self.size = session, size
        about: dict[str, str] = session.get_modelmeta().custom_metadata_map
        self.labels: tuple[str, ...] = tuple(json.loads(about["labels"]))
        self._tags = {tag: number for number, tag in enumerate(json.loads(about["tags"]))}
        tokenizer = Tokenizer.from_str(about["tokenizer"])
        self._marks, self._pieces = Marks.of(tokenizer), _Pieces(tokenizer)
        self.version = about.get("version", "")

    @classmethod
    @cache
    def load(cls, size: str) -> Network:
        """The network of a size, to be run on one thread: the scores of a text are then the same everywhere."""
        os.environ[_SILENT] = "1"
        from onnxruntime import ExecutionMode, InferenceSession, SessionOptions, disable_telemetry_events

        disable_telemetry_events()

        options = SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.execution_mode = ExecutionMode.ORT_SEQUENTIAL
        options.log_severity_level = 3
        return cls(InferenceSession(weights(size), options, providers=["CPUExecutionProvider"]), size)

    def pieces(self, words: Iterable[str]) -> list[list[int]]:
        """The ids of the word pieces of each word."""
        return [self._pieces[word] for word in words]

    def score(self, windows: Sequence[Window]) -> list[NetworkScores]:
        """The scores and encoder states of windows that have as many word pieces as each other, read in one run.

        They are those that each has by itself, whatever is read beside it.
        """
        ids = np.array([[self._marks.first, *chain.from_iterable(each.pieces), self._marks.last] for each in windows])
        feed = {
            "pieces": ids,
            "first": np.concatenate([_firsts(each) + row * ids.shape[1] for row, each in enumerate(windows)]),
            "shape": np.array([number for each in windows for number in (_ROOT_SHAPE, *map(shape, each.words))]),
            "tag": np.array([number for each in windows for number in (0, *map(self._tag, each.tags))]),
        }
        found = self._session.run(OUTPUTS, feed)
        ends = pairwise(accumulate((len(each.words) + 1 for each in windows), initial=0))
        return [_scored(*(part[start:end] for part in found)) for start, end in ends]

    def _tag(self, tag: str) -> int:
        return self._tags.get(tag, 0)


def _scored(below: Rows, above: Rows, *rest: Rows) -> NetworkScores:
    return NetworkScores(below @ above.T, *rest)


def _firsts(window: Window) -> NDArray[np.intp]:
    """The place of the root's word piece, and of the first one of each word."""
    return np.cumsum([0, 1, *map(len, window.pieces[:-1])])


def shape(word: str) -> int:
    """The index of a word's shape: lower case, title case, upper case, with digits, other; 0 is the root's."""
    if any(map(str.isdigit, word)):
        return 4
    if not any(map(str.isalpha, word)):
        return 5
    if word.isupper() and len(word) > 1:
        return 3
    return 2 if word[0].isupper() else 1


def weights(size: str, name: str = "parser.onnx") -> Path:
    """Where the weights of a network lie, and what was trained on its states: ``reference.npz``, ..."""
    return data_file(size) / name


def installed() -> tuple[str, ...]:
    """The sizes of the networks that can be run here, the preferred one first."""
    if not all(map(find_spec, ("onnxruntime", "tokenizers"))):
        return ()
    return tuple(size for size in SIZES if weights(size).is_file())
