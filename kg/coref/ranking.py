"""The mention-ranking model: the probability of each candidate antecedent of a mention, and of none of them.

Mentions are pronouns of the third person and definite noun phrases. Small networks read the parser's states of both
words and what the two have in common (``features``), trained by ``python -m training.reference``. Their weights go with
those of the parser whose states they were trained on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log1p
from pathlib import Path
from typing import NamedTuple, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from kg.coref.chains import Chain, Kind, Mention
from kg.coref.phrases import MANY
from kg.coref.positions import OBJECT, OBLIQUE, OTHER, POSSESSIVE, PREDICATE, SUBJECT
from kg.model.classes import ACTORS, ORGANIZATIONS
from kg.parse.network import Network, weights
from kg.parse.readings import reading_of
from kg.parse.tree import Parsed

Numbers: TypeAlias = NDArray[np.float32]
WEIGHTS = "reference.npz"
_DIGITS = 4
SERIES = ("he", "she", "it", "they")
NOUN = "noun"
_ROLES = (SUBJECT, OBJECT, OBLIQUE, POSSESSIVE, PREDICATE, OTHER)
_KINDS = (Kind.NAME, Kind.NOMINAL, Kind.PRONOUN, Kind.LIST)
_DETERMINERS = ("definite", "demonstrative", "indefinite", "possessive", "")
_CLASSES = (
    frozenset({"Person", "Office"}), ORGANIZATIONS, frozenset({"Country"}), frozenset({"Place"}), frozenset({"Group"}),
    frozenset({"Event"}), frozenset({"", "Topic"}),
)  # fmt: skip
_SENTENCES = 4
_SCORE = 5.0
"""Points of salience that count as one."""


class Ranking(Protocol):
    """Chooses among the candidate antecedents of a mention; see ``Ranker``."""

    def best(self, mention: Mention, found: "Sequence[Candidate]") -> int | None:
        """The index in ``found`` of the antecedent, or None."""


@dataclass(frozen=True)
class RankingHead:
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

    heads: tuple[RankingHead, ...]
    states: NDArray[np.float16]
    least: Mapping[str, float]
    """How likely an antecedent is at least, by series; below, the mention stays open."""

    @classmethod
    def of(cls, doc: Parsed) -> "Ranker | None":
        """The ranker of a Doc; None without token states, or without weights trained on this version of the parser."""
        read = reading_of(doc)
        if read.states is None or not weights(read.parser, WEIGHTS).is_file():
            return None
        heads, least, parser = load_heads(weights(read.parser, WEIGHTS))
        return cls(heads, read.states, least) if parser == Network.load(read.parser).version else None

    def best(self, mention: Mention, found: "Sequence[Candidate]") -> int | None:
        """The index of the antecedent among the candidates; None where none is probable enough."""
        likely = self.likelihoods(mention, found)
        together = by_chain(found, likely)
        key = max(together, key=lambda key: (together[key], key))
        if together[key] < self.least[series(mention)]:
            return None
        places = (place for place, candidate in enumerate(found) if candidate.chain.key == key)
        return max(places, key=lambda place: (likely[place], place))

    def likelihoods(self, mention: Mention, found: "Sequence[Candidate]") -> list[float]:
        """The probability of each candidate, as the mean over the networks."""
        rows = features(mention, found)
        one = self.states[mention.head].astype(np.float32)
        others = self.states[[candidate.mention.head for candidate in found]].astype(np.float32)
        kind = one_hot(mention)
        mean: list[float] = np.mean([head.shares(one, others, rows, kind) for head in self.heads], axis=0).tolist()
        return mean[:-1]


def by_chain(found: "Sequence[Candidate]", likely: Sequence[float]) -> dict[int, float]:
    """The probability of each chain, by its key."""
    together: dict[int, float] = {}
    for candidate, share in zip(found, likely, strict=True):
        together[candidate.chain.key] = together.get(candidate.chain.key, 0.0) + share
    return {key: round(value, _DIGITS) for key, value in together.items()}


def series(mention: Mention) -> str:
    """The series of a pronoun, or "noun"."""
    return mention.lemma if mention.kind is Kind.PRONOUN else NOUN


def one_hot(mention: Mention) -> Numbers:
    """A mention's one-hot vector over "he", "she", "it", "they", and "noun"."""
    return np.array(_one_of((*SERIES, NOUN), series(mention)), dtype=np.float32)


@cache
def load_heads(path: Path) -> tuple[tuple[RankingHead, ...], Mapping[str, float], str]:
    """The networks of a file, their thresholds, and the version of the parser on whose states they were trained."""
    with np.load(path, allow_pickle=False) as file:
        found = {name: file[name] for name in file.files}
    heads: dict[str, dict[str, Numbers]] = {}
    for name, value in sorted(found.items()):
        number, point, part = name.partition(".")
        if point:
            heads.setdefault(number, {})[part] = value.astype(np.float32)
    least = dict(zip((*SERIES, NOUN), found["least"].round(_DIGITS).tolist(), strict=True))
    return tuple(map(RankingHead, heads.values())), least, str(found["parser"])


class Candidate(NamedTuple):
    """A candidate antecedent: a mention, its chain, and its salience."""

    mention: Mention
    chain: Chain
    score: float


def features(mention: Mention, found: Sequence[Candidate]) -> NDArray[np.float32]:
    """The features of the candidates (candidates x features)."""
    best = max((candidate.score for candidate in found), default=0.0)
    near = sorted({-_distance(mention, candidate.mention) for candidate in found}, reverse=True)
    said = _of_mention(mention)
    rows = [
        [
            candidate.score / _SCORE,
            (candidate.score - best) / _SCORE,
            float(candidate.score == best),
            log1p(near.index(-_distance(mention, candidate.mention))),
            log1p(len(found)),
            *_of_pair(mention, candidate.mention),
            *_of_candidate(candidate),
            *_of_words(mention, candidate),
            *said,
        ]
        for candidate in found
    ]
    return np.array(rows, dtype=np.float32)


def _distance(mention: Mention, other: Mention) -> int:
    return abs(mention.start - other.start)


def _of_pair(mention: Mention, other: Mention) -> list[float]:
    here, there = mention.position, other.position
    sentences, clauses = min(here.sentence - there.sentence, _SENTENCES - 1), here.commanding(there)
    return [
        log1p(_distance(mention, other)), *_one_of(range(_SENTENCES), sentences), float(other.start > mention.start),
        float(here.paragraph == there.paragraph), float(here.quote == there.quote), float(here.role == there.role),
        float(other.kind is Kind.PRONOUN and other.lemma == mention.lemma), float(here.describes(other.head)),
        float(there.governor >= 0 and there.governor in here.above), 0.0 if clauses is None else 1.0 / (1 + clauses),
    ]  # fmt: skip


def _of_candidate(candidate: Candidate) -> list[float]:
    other, chain = candidate.mention, candidate.chain
    cls = chain.cls or other.cls
    return [
        *_one_of(_ROLES, other.position.role), *_one_of(_KINDS, other.kind), *_one_of(_DETERMINERS, other.determiner),
        *(float(cls in classes) for classes in _CLASSES),
        *_one_of(SERIES, other.lemma if other.kind is Kind.PRONOUN else ""),
        *(float(series in chain.pronouns) for series in SERIES), float(len(chain.pronouns) == 1), float(other.animate),
        float(cls in ACTORS), float(other.known), float(chain.has_name), log1p(len(chain.members)),
        float(other.position.depth), float(other.position.main), log1p(other.end - other.start),
    ]  # fmt: skip


def _of_words(mention: Mention, candidate: Candidate) -> list[float]:
    """What a noun phrase and what was said of the candidate's thing have in common."""
    other, chain = candidate.mention, candidate.chain
    if mention.kind is Kind.PRONOUN:
        return [0.0] * 13
    known = chain.words | chain.heads
    is_class = bool(mention.cls) and mention.cls != "Topic"
    return [
        float(mention.lemma in chain.heads), float(mention.lemma == other.lemma), float(mention.lemma in chain.words),
        float(mention.words <= known), float(bool(mention.words) and mention.words <= known),
        log1p(len(mention.words - known)), log1p(len(mention.words & known)), log1p(len(other.words - mention.words)),
        float(is_class and mention.cls == chain.cls), float(is_class and bool(chain.cls) and mention.cls != chain.cls),
        float((mention.pronouns == MANY) == (other.pronouns == MANY)), float(mention.text == other.text),
        float(mention.modifiers <= other.modifiers),
    ]  # fmt: skip


def _of_mention(mention: Mention) -> list[float]:
    here = mention.position
    return [
        *_one_of((*SERIES, NOUN), series(mention)), float(mention.determiner == "demonstrative"),
        float(mention.animate), *(float(mention.cls in classes) for classes in _CLASSES), log1p(len(mention.words)),
        *_one_of(_ROLES, here.role), float(here.is_agent), float(here.main), float(here.quote >= 0),
        float(bool(here.fronted)),
    ]  # fmt: skip


def _one_of(values: Sequence[object], value: object) -> list[float]:
    return [float(value == one) for one in values]
