"""Parses a block of words of any length: windows for the network, sentences for the trees."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from kg.parse.decoding import Scores, best_projective_tree, best_tree, crosses
from kg.parse.network import Scored

_WINDOW = 160
"""Word pieces that the network reads together, as it learned to."""
_WIDEST = 480
"""Word pieces of the longest sentence that is read in one piece."""
_ROOT = "ROOT"
_LOOSE = "dep"
_ROLES = {
    **{label: label for label in ("dobj", "attr", "dative", "oprd", "pobj")},
    **dict.fromkeys(("nsubj", "nsubjpass", "csubj", "csubjpass"), "subject"),
}
"""What a head has at most one of."""
_FINITE = frozenset({"VBD", "VBP", "VBZ"})
_MODIFYING = frozenset({"acomp", "advmod", "agent", "amod", "attr", "compound", "dative", "det", "mark"}) | frozenset(
    {"nmod", "npadvmod", "oprd", "poss", "prep"}
)
"""What a finite verb is in less than one of a hundred places, most of which are wrong tags."""
_LONGEST = 80
"""Words of the longest sentence whose arcs may not cross, as finding them takes the cube of its length."""
_NOMINAL = frozenset({"dobj", "nsubj", "nsubjpass", "pobj"})
_POSSESSIVES = frozenset({"PRP$", "WP$", "PRP"})
_ROUNDS = 4
_FORBIDDEN = 1e4


class Scorer(Protocol):
    """What scores words; see ``kg.parse.network.Network``."""

    labels: tuple[str, ...]

    def pieces(self, words: Sequence[str]) -> list[list[int]]:
        """The word pieces of each word."""

    def score(self, pieces: Sequence[Sequence[int]], words: Sequence[str], tags: Sequence[str]) -> Scored:
        """Scores of a stretch of words, read together."""


@dataclass(frozen=True)
class Words:
    """The words of a block: forms, tags, and where a sentence must start (true) or must not (false)."""

    forms: Sequence[str]
    tags: Sequence[str]
    starts: Sequence[bool | None]


@dataclass(frozen=True, slots=True)
class Arc:
    """The head of a word in its block (of a sentence's root, the word itself), the label, and how likely the arc is."""

    head: int
    label: str
    probability: float


class Parse(NamedTuple):
    """What is known of the words of a block: their arcs, and the encoder's state of each, if the network gives it."""

    arcs: list[Arc]
    states: NDArray[np.float32]


def parse(network: Scorer, words: Words) -> Parse:
    """The arcs and states of all words of a block; each sentence is one tree."""
    found: list[Arc] = []
    states = []
    root = 0
    for window in _windows(network, words):
        states.append(window.states)
        for start, stop in pairwise(window.bounds):
            arcs = window.tree(start, stop)
            if window.is_fresh or start != window.bounds[0]:
                root = next(start + place for place, arc in enumerate(arcs) if arc.head == start + place)
            else:
                arcs = [_hung(arc, start + place, root) for place, arc in enumerate(arcs)]
            found.extend(arcs)
    return Parse(found, np.concatenate(states) if states else np.empty((0, 0), np.float32))


@dataclass(frozen=True)
class _Window:
    """Words that the network has read together."""

    labels: Sequence[str]
    scored: Scored
    tags: Sequence[str]
    """The tags of the block's words."""
    begin: int
    bounds: Sequence[int]
    """Where its sentences start, and where the last one ends."""
    is_fresh: bool
    """Whether the first sentence starts here, and did not in the window before."""

    @property
    def states(self) -> NDArray[np.float32]:
        """The encoder's state of each word of its sentences."""
        return self.scored.states[1 : self.bounds[-1] - self.begin + 1]

    def tree(self, start: int, stop: int) -> list[Arc]:
        """The arcs of one sentence.

        Of two words that would be one verb's subject the less likely one is not; a finite verb is no modifier.
        """
        places = np.array([0, *range(start - self.begin + 1, stop - self.begin + 1)])
        scores = self.scored.arcs[np.ix_(places, places)].astype(np.float64)
        certain = _certainty(scores)
        rows = np.arange(1, len(places))
        for _ in range(_ROUNDS):
            heads = np.array(_tree(scores))
            labels = self._labels(places[1:], places[heads])
            sure = certain[rows, heads].tolist()
            wrong = [*_surplus(heads.tolist(), labels, sure), *_unfit(self.tags[start:stop], labels, heads.tolist())]
            if not wrong:
                break
            for word in wrong:
                scores[word, heads[word - 1]] -= _FORBIDDEN
        return [
            Arc(start + (head - 1 if head else place), label, round(probability, 4))
            for place, (head, label, probability) in enumerate(zip(heads.tolist(), labels, sure, strict=True))
        ]

    def _labels(self, words: NDArray[np.intp], heads: NDArray[np.intp]) -> list[str]:
        scores = self.scored.labels[words, :, heads]
        root = self.labels.index(_ROOT)
        scores[:, root] = np.where(heads == 0, np.inf, -np.inf)
        return [self.labels[number] for number in scores.argmax(axis=1)]


def _windows(network: Scorer, words: Words) -> Iterator[_Window]:
    """Windows that end where a sentence does; only a sentence longer than the widest runs on into the next."""
    pieces = network.pieces(words.forms)
    ends = list(accumulate(map(len, pieces)))
    begin, is_fresh = 0, True
    while begin < len(pieces):
        for width in (_WINDOW, _WIDEST):
            end = max(bisect_right(ends, width + (ends[begin - 1] if begin else 0)), begin + 1)
            scored = network.score(pieces[begin:end], words.forms[begin:end], words.tags[begin:end])
            starts = [place for place in range(begin + 1, end) if _is_start(words, scored, place, begin)]
            is_end = end == len(pieces) or words.starts[end] is True
            if is_end or starts:
                break
        bounds = [begin, *starts, end] if is_end or not starts else [begin, *starts]
        yield _Window(network.labels, scored, words.tags, begin, bounds, is_fresh)
        begin, is_fresh = bounds[-1], is_end or bool(starts)


def _is_start(words: Words, scored: Scored, place: int, begin: int) -> bool:
    known = words.starts[place]
    return bool(scored.starts[place - begin + 1] > 0) if known is None else known


def _hung(arc: Arc, place: int, root: int) -> Arc:
    """The arc of a word in the rest of a sentence: its top hangs on the root of what stands before."""
    return replace(arc, head=root, label=_LOOSE) if arc.head == place else arc


def _tree(scores: Scores) -> list[int]:
    """The best tree; of a sentence of common length the best one whose arcs do not cross."""
    heads = best_tree(scores)
    return best_projective_tree(scores) if len(heads) <= _LONGEST and crosses(heads) else heads


def _certainty(scores: Scores) -> Scores:
    """How likely each arc is among all heads that the word may have."""
    np.fill_diagonal(scores, -np.inf)
    likely: Scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    likely /= likely.sum(axis=1, keepdims=True)
    return likely


def _surplus(heads: Sequence[int], labels: Sequence[str], sure: Sequence[float]) -> list[int]:
    """Words that are what another word is, whose arc is likelier: a verb has one subject, a preposition one noun."""
    best: dict[tuple[int, str], int] = {}
    found = []
    for word, (head, label) in enumerate(zip(heads, labels, strict=True), 1):
        role = _ROLES.get(label)
        if role is None:
            continue
        other = best.setdefault((head, role), word)
        if other != word:
            less, more = (other, word) if sure[other - 1] < sure[word - 1] else (word, other)
            best[head, role] = more
            found.append(less)
    return found


def _unfit(tags: Sequence[str], labels: Sequence[str], heads: Sequence[int]) -> list[int]:
    """Finite verbs that would be modifiers, past ones that would be nouns, and owners without "'s"."""
    marked = {head for head, tag in zip(heads, tags, strict=True) if tag == "POS"}
    return [
        word
        for word, (tag, label) in enumerate(zip(tags, labels, strict=True), 1)
        if (tag in _FINITE and label in _MODIFYING)
        or (tag == "VBD" and label in _NOMINAL)
        or (label == "poss" and tag not in _POSSESSIVES and word not in marked)
    ]
