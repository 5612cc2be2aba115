"""Evidence of the parse for a statement: whether its structure is sound, and how its words shift its confidence.

Sound is who does what to whom, whoever "it" is and how firm it is. A small network reads the encoder's states of the
statement's heads and how likely its arcs are. It was trained by ``python -m training.soundness`` on treebanks: a
statement whose heads the rules find in the gold tree as well is sound, one that they make of the parser's tree alone is
not. What its words add is a sum of weights, trained by ``python -m training.judged`` on statements that readers judged:
of the encoder's states of subject, predicate and object, of the means over the words of both ends and of the sentence,
and of what the sentence looks like.

Both are run in whole numbers: states, weights and what the layers hand on are multiples of powers of two, so that every
sum is exact, and no order of adding and no number of threads changes a digit. Their weights go with those of the parser
whose states they read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from kg.model import Factuality, Frame, Phrase
from kg.parse.network import Network, weights
from kg.parse.readings import States, reading_of, states_of
from kg.parse.soundness.features import Heads, StatementFeatures, StatementPlace
from kg.parse.tree import Doc, Parsed, tree

WordOdds: TypeAlias = NDArray[np.float64]
WEIGHTS, WORD_WEIGHTS, HEADS_OVER_STATES = "soundness.npz", "judged.npz", "heads.npz"
ROLES = ("subject", "predicate", "object")
HEADS, STRETCHES = 3, 3
"""Roles of single words, and of the means over several."""
_HEADS, _ROLES = np.arange(HEADS), np.arange(HEADS + STRETCHES)
QUESTIONS = 2
"""Whether it is right, whether it is useful."""
GRAIN = 2.0**-10
"""What the weights of the network are multiples of."""
FINE = 2.0**-14
"""What the weights of the sum are multiples of."""
_FRACTION = 2.0**-8
_MOST = 64.0
"""What a layer hands on is cut there."""
_DIGITS = 3
_ROWS = 512
"""Tokens whose states are taken in full width at once: those of a long article would take a gigabyte."""


class LogOdds(NamedTuple):
    """Log-odds that a statement's structure is sound, and what its words add to those of being right and useful."""

    sound: float
    right: float = 0.0
    useful: float = 0.0


@dataclass(frozen=True)
class Soundness:
    """Scores the statements of one Doc."""

    doc: Doc
    head: SoundnessHead
    word_weights: WordWeights | None = None
    """None until they are learned with this parser: then the words add nothing."""
    happening: HappeningHead | None = None

    @classmethod
    def of(cls, doc: Parsed) -> Soundness | None:
        """The scorer of a Doc; None without token states, or without weights trained on this version of the parser."""
        read = reading_of(doc)
        sound, judged, happening = (weights(read.parser, name) for name in (WEIGHTS, WORD_WEIGHTS, HEADS_OVER_STATES))
        if read.states is None or not sound.is_file():
            return None
        version = Network.load(read.parser).version
        (head, parser), (words, other) = load_head(sound), load_word_weights(judged) if judged.is_file() else (None, "")
        if parser != version:
            return None
        happened = load_happening(happening) if happening.is_file() else None
        return cls(tree(doc), head, words if other == version else None, happened)

    def log_odds(self, frame: Frame, ends: tuple[Phrase, Phrase], *, typed: bool) -> LogOdds:
        """The log-odds of a frame's statement about two phrases, to three digits; ``typed`` as for confidence."""
        found, row = self.features.read(frame, ends, typed=typed)
        place = self.place(frame, found, ends)
        shares = self.word_weights.of(place, self._added) if self.word_weights else (0.0, 0.0)
        sound = self.head.log_odds(self._projected[place.heads, _HEADS].astype(np.float64), row)
        return LogOdds(*(round(value, _DIGITS) for value in (sound, *shares)))

    def place(self, frame: Frame, heads: Heads, ends: tuple[Phrase, Phrase]) -> StatementPlace:
        """Where a statement stands, what the parse shows of it, and how its firmness agrees with the learned one."""
        place = self.features.place(heads, ends)
        if self.happening is None:
            return place
        happened, denied = self._happened[place.heads[1]].tolist()
        is_plain, is_negated = frame.factuality is Factuality.ASSERTED, frame.negated
        firm = (happened * is_plain, happened * (not is_plain), denied * (not is_negated), denied * is_negated)
        return place._replace(row=(*place.row, *firm))

    def least_certain(self, frame: Frame, ends: tuple[Phrase, Phrase]) -> str:
        """The words of the least probable arc that a statement depends on; "" where all are probable."""
        return self.features.least_certain(self.features.heads(frame, ends))

    @cached_property
    def _projected(self) -> NDArray[np.float32]:
        return self.head.projected(self._states)

    @cached_property
    def _added(self) -> WordOdds:
        assert self.word_weights is not None
        return self.word_weights.added(self._states)

    @cached_property
    def _happened(self) -> WordOdds:
        assert self.happening is not None
        return self.happening.values(self._states)

    @cached_property
    def features(self) -> StatementFeatures:
        """The extractor of features of this Doc."""
        return StatementFeatures(self.doc, reading_of(self.doc).arcs)

    @cached_property
    def _states(self) -> States:
        return states_of(self.doc)


@dataclass(frozen=True)
class SoundnessHead:
    """A feed-forward network; its weights by name, as ``training.soundness`` writes them."""

    weights: Mapping[str, WordOdds]

    def projected(self, states: NDArray[np.float16]) -> NDArray[np.float32]:
        """The projection of each word's state in each role (words x roles x width), as ``log_odds`` takes them."""
        weights, bias = (np.concatenate([self.weights[role + of] for role in ROLES], -1) for of in ("", "_bias"))
        found: NDArray[np.float32] = np.empty((len(states), len(bias)), dtype=np.float32)
        for start in range(0, len(states), _ROWS):
            found[start : start + _ROWS] = quantized(quantized(states[start : start + _ROWS]) @ weights + bias)
        return found.reshape(len(states), len(ROLES), -1)

    def log_odds(self, words: WordOdds, row: Sequence[float]) -> float:
        """The log-odds of soundness from the projections of subject, predicate and object, and the row of features."""
        subject, verb, other = words
        read = np.concatenate([row, subject * verb, other * verb, subject, verb, other])
        summed = quantized(read) @ self._hidden + self.weights["hidden_bias"]
        return float(quantized(np.maximum(summed, 0)) @ self.weights["out"] + self.weights["out_bias"])

    @cached_property
    def _hidden(self) -> WordOdds:
        """The weights of the hidden layer: of the row of features, of the pairs, of the words in their roles."""
        parts = ("signs", "pairs", *ROLES)
        return np.concatenate([self.weights[f"{part}_hidden"] for part in parts])


@dataclass(frozen=True)
class HappeningHead:
    """A feed-forward network, trained with the parser: whether what a word names happened, and whether it is denied."""

    hidden: WordOdds
    hidden_bias: WordOdds
    out: WordOdds
    out_bias: WordOdds

    def values(self, states: NDArray[np.float16]) -> WordOdds:
        """How factual each word's event is, from -1 to 1, and the log-odds of its denial, to ±4: words x 2."""
        found: WordOdds = np.empty((len(states), len(self.out_bias)))
        for start in range(0, len(states), _ROWS):
            hidden = quantized(states[start : start + _ROWS]) @ self.hidden + self.hidden_bias
            found[start : start + _ROWS] = quantized(np.maximum(hidden, 0)) @ self.out + self.out_bias
        return np.clip(found, (-1.0, -4.0), (1.0, 4.0))


@cache
def load_happening(path: Path) -> HappeningHead:
    """The network of an npz file."""
    with np.load(path, allow_pickle=False) as file:
        names = ("hidden.weight", "hidden.bias", "out.weight", "out.bias")
        parts = (np.rint(file[f"firmness.{name}"].astype(np.float64) / GRAIN) * GRAIN for name in names)
        hidden, hidden_bias, out, out_bias = parts
        return HappeningHead(hidden.T, hidden_bias, out.T, out_bias)


def quantized(values: NDArray[np.float16] | WordOdds | Sequence[float]) -> WordOdds:
    """Numbers as multiples of 1/256, clipped to ±64."""
    found: WordOdds = np.rint(np.asarray(values, dtype=np.float64) * (1 / _FRACTION))
    np.minimum(np.maximum(found, -_MOST / _FRACTION, out=found), _MOST / _FRACTION, out=found)
    found *= _FRACTION
    return found


@cache
def load_head(path: Path) -> tuple[SoundnessHead, str]:
    """The network of an npz file, and the version of the parser on whose states it was trained."""
    with np.load(path, allow_pickle=False) as file:
        weights = {name: file[name] * GRAIN for name in file.files if name != "parser"}
        return SoundnessHead(weights), str(file["parser"])


@dataclass(frozen=True)
class WordWeights:
    """Weights of a linear model: of states (width x roles x questions), of the features of a place, and the bias."""

    states: WordOdds
    row: WordOdds
    bias: WordOdds

    def added(self, states: NDArray[np.float16]) -> WordOdds:
        """What the tokens before each one, and before the end, add in each role to each question, summed.

        In log-odds, (tokens + 1) x roles x questions; all sums are exact, so that any stretch is a difference.
        """
        width, roles, questions = self.states.shape
        weights = self.states.reshape(width, roles * questions)
        found: WordOdds = np.zeros((len(states) + 1, roles * questions))
        for start in range(0, len(states), _ROWS):
            found[start + 1 : start + _ROWS + 1] = quantized(states[start : start + _ROWS]) @ weights
        return found.cumsum(axis=0, out=found).reshape(-1, roles, questions)

    def of(self, place: StatementPlace, added: WordOdds) -> tuple[float, float]:
        """The log-odds that the words of a statement add: that it is right, that it is useful."""
        starts = (*place.heads, *(start for start, _ in place.stretches))
        ends = (*(head + 1 for head in place.heads), *(end for _, end in place.stretches))
        sums = (added[ends, _ROLES] - added[starts, _ROLES]).tolist()
        right, useful = (self.bias + quantized(place.row) @ self.row).tolist()
        for start, end, (of_right, of_useful) in zip(starts, ends, sums, strict=True):
            right += of_right / (end - start)
            useful += of_useful / (end - start)
        return right, useful


@cache
def load_word_weights(path: Path) -> tuple[WordWeights, str]:
    """The weights of an npz file, and the version of the parser on whose states they were trained."""
    with np.load(path, allow_pickle=False) as file:
        found = {name: file[name] * FINE for name in ("states", "row", "bias")}
        return WordWeights(**found), str(file["parser"])
