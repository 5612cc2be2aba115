"""What a pronoun and each thing that it may take up have in common, as numbers for the ranking head."""

from __future__ import annotations

from collections.abc import Sequence
from math import log1p
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kg.classes import ACTORS, ORGANIZATIONS
from kg.coref.chains import Chain
from kg.coref.mention import Kind, Mention
from kg.coref.positions import OBJECT, OBLIQUE, OTHER, POSSESSIVE, PREDICATE, SUBJECT, Position

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


class Candidate(NamedTuple):
    """An earlier mention, what is known of its thing, and how salient the rules find it."""

    mention: Mention
    chain: Chain
    score: float


def features(mention: Mention, found: Sequence[Candidate]) -> NDArray[np.float32]:
    """A row of numbers for each candidate."""
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
        float(other.head in here.owners.likely),
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
        *(float(series in chain.fits) for series in SERIES),
        float(len(chain.fits) == 1),
        float(other.animate),
        float(cls in ACTORS),
        float(other.known),
        float(chain.named),
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
        float(here.acts),
        float(here.undergoes),
        float(here.leads),
        float(bool(here.kind)),
        float(here.main),
        float(here.quote >= 0),
        float(bool(here.fronted)),
    ]


def _one_of(values: Sequence[object], value: object) -> list[float]:
    return [float(value == one) for one in values]
