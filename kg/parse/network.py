"""The network of the parser, run by onnxruntime: word pieces in, scores of arcs, labels and sentence starts out."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

WEIGHTS = Path(__file__).resolve().parents[1] / "data" / "parser.onnx"
_FIRST, _LAST, _UNKNOWN = 101, 102, 100  # BERT's [CLS], [SEP], [UNK]
_LONGEST_WORD = 8  # word pieces; what is longer is an address or a number
_ROOT_SHAPE = 0
_SILENT = "ORT_DISABLE_TELEMETRY"
"""Set while onnxruntime is imported, it keeps it from looking Microsoft's host up and from leaving a device id and a
queue of events in the user's cache; the call keeps back the events of one that somebody else has imported before."""


@dataclass(frozen=True)
class NetworkScores:
    """The network's output for n words, word 0 being the root: scores of arcs, labels and sentence starts; states."""

    arcs: NDArray[np.float32]
    """``arcs[word, head]``"""
    labels: NDArray[np.float32]
    """``labels[word, label, head]``"""
    starts: NDArray[np.float32]
    """Above zero where a sentence starts."""
    states: NDArray[np.float32]
    """The encoder's state of each word, ``states[word]``."""


class _Pieces(dict[str, list[int]]):
    """The ids of the word pieces of words, each cut once."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        super().__init__()
        self._tokenizer = tokenizer

    def __missing__(self, word: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode([word], is_pretokenized=True, add_special_tokens=False).ids
        found = self[word] = ids[:_LONGEST_WORD] or [_UNKNOWN]
        return found


class Network:
    """A trained parser; its labels, tags and tokenizer stand in the file of its weights."""

    def __init__(self, session: InferenceSession) -> None:
        from tokenizers import Tokenizer

        self._session = session
        about: dict[str, str] = session.get_modelmeta().custom_metadata_map
        self.labels: tuple[str, ...] = tuple(json.loads(about["labels"]))
        self._tags = {tag: number for number, tag in enumerate(json.loads(about["tags"]))}
        self._pieces = _Pieces(Tokenizer.from_str(about["tokenizer"]))
        self.version = about.get("version", "")

    @classmethod
    @cache
    def load(cls) -> Network:
        """The network of ``WEIGHTS``, to be run on one thread: the scores of a text are then the same everywhere."""
        os.environ[_SILENT] = "1"
        from onnxruntime import ExecutionMode, InferenceSession, SessionOptions, disable_telemetry_events

        disable_telemetry_events()

        options = SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.execution_mode = ExecutionMode.ORT_SEQUENTIAL
        options.log_severity_level = 3
        return cls(InferenceSession(WEIGHTS, options, providers=["CPUExecutionProvider"]))

    def pieces(self, words: Iterable[str]) -> list[list[int]]:
        """The ids of the word pieces of each word."""
        return [self._pieces[word] for word in words]

    def score(self, pieces: Sequence[Sequence[int]], words: Sequence[str], tags: Sequence[str]) -> NetworkScores:
        """The scores and encoder states of words that are read as one input."""
        firsts = np.cumsum([0, 1, *(len(some) for some in pieces[:-1])])
        feed = {
            "pieces": np.array([_FIRST, *(piece for some in pieces for piece in some), _LAST]),
            "first": firsts,
            "shape": np.array([_ROOT_SHAPE, *map(shape, words)]),
            "tag": np.array([0, *(self._tags.get(tag, 0) for tag in tags)]),
        }
        return NetworkScores(*self._session.run(["arcs", "labels", "starts", "states"], feed))


def shape(word: str) -> int:
    """The index of a word's shape: lower case, title case, upper case, with digits, other; 0 is the root's."""
    if any(map(str.isdigit, word)):
        return 4
    if not any(map(str.isalpha, word)):
        return 5
    if word.isupper() and len(word) > 1:
        return 3
    return 2 if word[0].isupper() else 1


def is_installed() -> bool:
    """Whether the weights and onnxruntime are installed."""
    return WEIGHTS.is_file() and all(map(find_spec, ("onnxruntime", "tokenizers")))
