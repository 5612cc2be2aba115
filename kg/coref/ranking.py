"""The mention-ranking model: the probability of each candidate antecedent of a pronoun, and of none of them.

Small networks over the parser's states of both words and what the two have in common (``features``), trained by
``python -m training.reference``. Their weights go with those of the parser whose states they were trained on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log1p
from pathlib import Path
from typing import NamedTuple, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from kg.classes import ACTORS, ORGANIZATIONS
from kg.coref.chains import Chain, Kind, Mention
from kg.coref.positions import OBJECT, OBLIQUE, OTHER, POSSESSIVE, PREDICATE, SUBJECT, Position
from kg.parse.network import WEIGHTS as PARSER
from kg.parse.network import Network
from kg.parse.parser import STATES
from kg.parse.tree import Parsed

Numbers: TypeAlias = NDArray[np.float32]
WEIGHTS = PARSER.with_name("reference.npz")
_TOLD_BY_GENDER = frozenset({"he", "she"})
_DIGITS = 4
_AGREED = 0.2
"""How much less likely an antecedent may be that is the most salient one too."""
SERIES = ("he", "she", "it", "they")
_ROLES = (SUBJECT, OBJECT, OBLIQUE, POSSESSIVE, PREDICATE, OTHER)
_KINDS = (Kind.NAME, Kind.NOMINAL, Kind.PRONOUN, Kind.LIST)
_DETERMINERS = ("definite", "demonstrative", "indefinite", "possessive", "")
_CLASSES = (
    frozenset({"Person", "Office"}),
    ORGANIZATIONS,
    frozenset({"Country"}),
    frozenset({"Place"}),
    frozenset({"Group"}),
    frozenset({"Event"}),
    frozenset({"", "Topic"}),
)
_SENTENCES = 4
_SCORE = 5.0
"""Points of salience that count as one."""


@dataclass(frozen=True)
class Head:
    """One feed-forward network, its weights by name as ``training.reference`` writes them."""

    weights: Mapping[str, Numbers]

    def shares(self, mention: Numbers, found: Numbers, rows: Numbers, series: Numbers) -> Numbers:
        """The probability of each candidate and, last, of none: from states, features and the one-hot pronoun."""
        w = self.weights
        one = mention @ w["mention"] + w["mention_bias"]
        others = found @ w["candidate"] + w["candidate_bias"]
        plain = (rows - w["mean"]) / w["spread"]
        read = np.concatenate([plain, np.broadcast_to(one, others.shape), others, one * others], axis=1)
        hidden = np.maximum(read @ w["hidden"] + w["hidden_bias"], 0)
        none = np.concatenate([series, one]) @ w["none"] + w["none_bias"]
        scores = np.concatenate([hidden @ w["out"] + w["out_bias"], none])
        likely = np.exp(scores - scores.max())
        shares: Numbers = likely / likely.sum()
        return shares


@dataclass(frozen=True)
class Ranker:
    """Ranks the candidate antecedents of the pronouns of one Doc, by an ensemble of networks."""

    heads: tuple[Head, ...]
    states: NDArray[np.float16]
    least: float
    """How likely an antecedent is at least that is not the most salient; below, the pronoun stays open."""

    @classmethod
    def of(cls, doc: Parsed) -> Ranker | None:
        """The ranker of a Doc; None without token states, or without weights trained on this version of the parser."""
        states = cast("NDArray[np.float16] | None", doc.user_data.get(STATES))
        if states is None or not WEIGHTS.is_file():
            return None
        heads, least, parser = load_heads(WEIGHTS)
        return cls(heads, states, least) if parser == Network.load().version else None

    def best(self, mention: Mention, found: Sequence[Candidate], salient: int | None) -> int | None:
        """The index of the antecedent among the candidates; None where none is probable enough.

        Where gender or an act of speech decides, it is the most salient one: there the rules are right more often.
        """
        if mention.lemma in _TOLD_BY_GENDER or mention.position.is_agent:
            return salient
        likely = self.likelihoods(mention, found)
        together: dict[int, float] = {}
        for candidate, share in zip(found, likely, strict=True):
            together[candidate.chain.key] = together.get(candidate.chain.key, 0.0) + share
        key = max(together, key=lambda key: (round(together[key], _DIGITS), key))
        agreed = salient is not None and found[salient].chain.key == key
        if round(together[key], _DIGITS) < self.least - _AGREED * agreed:
            return None
        places = (place for place, candidate in enumerate(found) if candidate.chain.key == key)
        return max(places, key=lambda place: (likely[place], place))

    def likelihoods(self, mention: Mention, found: Sequence[Candidate]) -> list[float]:
        """The probability of each candidate, as the mean over the networks."""
        rows = features(mention, found)
        one = self.states[mention.head].astype(np.float32)
        others = self.states[[candidate.mention.head for candidate in found]].astype(np.float32)
        series = one_hot(mention)
        mean: list[float] = np.mean([head.shares(one, others, rows, series) for head in self.heads], axis=0).tolist()
        return mean[:-1]


def one_hot(mention: Mention) -> Numbers:
    """A pronoun's one-hot vector over "he", "she", "it", "they"."""
    return np.array([mention.lemma == name for name in SERIES], dtype=np.float32)


@cache
def load_heads(path: Path) -> tuple[tuple[Head, ...], float, str]:
    """The networks of an npz file, their threshold, and the version of the parser on whose states they were trained."""
    with np.load(path, allow_pickle=False) as file:
        found = {name: file[name] for name in file.files}
    heads: dict[str, dict[str, Numbers]] = {}
    for name, value in sorted(found.items()):
        number, point, part = name.partition(".")
        if point:
            heads.setdefault(number, {})[part] = value.astype(np.float32)
    return tuple(map(Head, heads.values())), round(float(found["least"]), _DIGITS), str(found["parser"])


class Candidate(NamedTuple):
    """A candidate antecedent: a mention, its chain, and its salience."""

    mention: Mention
    chain: Chain
    score: float


def features(mention: Mention, found: Sequence[Candidate]) -> NDArray[np.float32]:
    """The features of the candidates (candidates x features)."""
    best = max((candidate.score for candidate in found), default=0.0)
    near = sorted({-_distance(mention, candidate.mention) for candidate in found}, reverse=True)
    said = _of_pronoun(mention)
    rows = [
        [
            candidate.score / _SCORE,
            (candidate.score - best) / _SCORE,
            float(candidate.score == best),
            log1p(near.index(-_distance(mention, candidate.mention))),
            log1p(len(found)),
            *_of_pair(mention, candidate.mention),
            *_of_candidate(candidate),
            *said,
        ]
        for candidate in found
    ]
    return np.array(rows, dtype=np.float32)


def _distance(mention: Mention, other: Mention) -> int:
    return abs(mention.start - other.start)


def _of_pair(mention: Mention, other: Mention) -> list[float]:
    here, there = mention.position, other.position
    sentences = min(here.sentence - there.sentence, _SENTENCES - 1)
    return [
        log1p(_distance(mention, other)),
        *_one_of(range(_SENTENCES), sentences),
        float(other.start > mention.start),
        float(here.paragraph == there.paragraph),
        float(here.quote == there.quote),
        float(here.role == there.role),
        float(other.kind is Kind.PRONOUN and other.lemma == mention.lemma),
        float(here.describes(other.head)),
        float(other.head in here.owners),
        float(other.head == here.beside),
        float(there.governor >= 0 and there.governor in here.above),
        _level(here, there),
    ]


def _level(here: Position, there: Position) -> float:
    """How near in the tree the subject of a clause above is."""
    if there.role != SUBJECT or there.governor not in here.above:
        return 0.0
    return 1.0 / (1 + here.levels[here.above.index(there.governor)])


def _of_candidate(candidate: Candidate) -> list[float]:
    other, chain = candidate.mention, candidate.chain
    cls = chain.cls or other.cls
    return [
        *_one_of(_ROLES, other.position.role),
        *_one_of(_KINDS, other.kind),
        *_one_of(_DETERMINERS, other.determiner),
        *(float(cls in classes) for classes in _CLASSES),
        *_one_of(SERIES, other.lemma if other.kind is Kind.PRONOUN else ""),
        *(float(series in chain.pronouns) for series in SERIES),
        float(len(chain.pronouns) == 1),
        float(other.animate),
        float(cls in ACTORS),
        float(other.known),
        float(chain.has_name),
        log1p(len(chain.members)),
        float(other.position.depth),
        float(other.position.main),
        log1p(other.end - other.start),
    ]


def _of_pronoun(mention: Mention) -> list[float]:
    here = mention.position
    return [
        *_one_of(SERIES, mention.lemma),
        *_one_of(_ROLES, here.role),
        float(here.is_agent),
        float(here.is_inanimate),
        float(here.has_animate_owner),
        float(bool(here.predicate_class)),
        float(here.main),
        float(here.quote >= 0),
        float(bool(here.fronted)),
    ]


def _one_of(values: Sequence[object], value: object) -> list[float]:
    return [float(value == one) for one in values]
