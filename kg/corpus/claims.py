"""Claims: what sources hold of a happening, its values above all, and how the claims agree.

Within a happening two values of one thing on later days are an update, on one day by two sources a conflict; the same
value by another source supports. What one source denies and another tells is tied together.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from itertools import combinations

from kg.corpus.happenings import Corpus, Happening, Stage, Telling
from kg.corpus.words import words
from kg.lexicon import pairs
from kg.model import NodeId, Quantity, Statement

_COUNTED = re.compile(
    r"(?:(?:at least|more than|over|about|around|some|up to|nearly|almost|the) )*([\w.,-]+)((?: [\w-]+)+)"
)
_HEADS = 2  # words behind a number that tell of what it is: "12 people", "12 injured miners"


class Bond(StrEnum):
    """How a later claim stands to an earlier one."""

    SUPPORTS = "supports"
    UPDATES = "updates"
    CONFLICTS = "conflicts with"
    DENIES = "denies"


@dataclass(frozen=True, order=True, slots=True)
class Claim:
    """What somebody holds of a happening: ``what`` it is of ("people killed") and the value, a number or a stage."""

    happening: NodeId
    what: str
    day: date
    value: str
    holder: str
    telling: Telling


@dataclass(frozen=True, order=True, slots=True)
class Tie:
    """Two claims of one thing and how the second stands to the first."""

    first: Claim
    second: Claim
    bond: Bond


def claims(corpus: Corpus) -> tuple[Claim, ...]:
    """All claims of a corpus, sorted by happening, thing and day."""
    return tuple(sorted(claim for one in corpus.happenings for claim in _claims_of(corpus, one)))


def _claims_of(corpus: Corpus, happening: Happening) -> Iterator[Claim]:
    for telling in happening.tellings:
        said = corpus.statements[telling.statement]
        holder = corpus.label(corpus.links.cluster(said.voice, telling.article)) if said.voice else telling.article
        yield Claim(happening.id, STANDING, telling.day, telling.stage, holder, telling)
        for what, value in dict(_values(corpus, said)).items():
            yield Claim(happening.id, what, telling.day, value, holder, telling)


STANDING = "how it stands"
"""What a claim is of that tells whether something happened."""


def _values(corpus: Corpus, said: Statement) -> Iterator[tuple[str, str]]:
    """The numbers that a statement tells, each with what it counts."""
    node = corpus.graph.nodes.get(said.object)
    if isinstance(node, Quantity):
        if node.value is not None:
            yield node.unit or "number", str(node.value)
        return
    found = counted(said.object_text)
    if found is not None:
        number, what = found
        yield f"{what} ({said.relation_label})", str(number)


def counted(text: str) -> tuple[Decimal, str] | None:
    """The number at the beginning of a noun phrase and what it counts; None where none stands there.

    >>> counted("at least 12 people"), counted("twelve injured miners")
    ((Decimal('12'), 'people'), (Decimal('12'), 'miners'))
    """
    found = _COUNTED.match(text.lower())
    number = _number(found[1]) if found else None
    if found is None or number is None:
        return None
    return number, words(found[2])[:_HEADS][-1]


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(_numerals().get(text, text).replace(",", "").rstrip("."))
    except InvalidOperation:
        return None


@cache
def _numerals() -> dict[str, str]:
    return dict(pairs("quantities", "numbers"))


def ties(corpus: Corpus) -> tuple[Tie, ...]:
    """How claims of one thing stand to each other, each later or other one to the next before it; sorted."""
    groups: defaultdict[tuple[NodeId, str], list[Claim]] = defaultdict(list)
    for claim in claims(corpus):
        groups[claim.happening, claim.what].append(claim)
    inside = (tie for some in groups.values() for tie in _ties(corpus, some))
    return tuple(sorted({*inside, *_denials(corpus, groups)}))


def _denials(corpus: Corpus, groups: Mapping[tuple[NodeId, str], Sequence[Claim]]) -> Iterator[Tie]:
    """Of each two happenings of which one denies the other the first claims that tell so."""
    for pair in corpus.links.denials:
        names = [corpus.links.cluster(unit.node, unit.article) for unit in (pair.first, pair.second)]
        first, second = (groups.get((name, STANDING), ()) for name in names)
        if first and second:
            one, other = sorted((first[0], second[0]), key=lambda claim: (claim.value == Stage.DENIED, claim))
            yield Tie(one, other, Bond.DENIES)


def _ties(corpus: Corpus, some: Iterable[Claim]) -> Iterator[Tie]:
    voices = corpus.copies.voices
    seen: set[tuple[str, str, date]] = set()
    for one, other in combinations(sorted(some, key=lambda claim: (claim.day, claim)), 2):
        independent = one.holder != other.holder and voices.get(one.telling.article) != voices.get(
            other.telling.article
        )
        bond = _bond(one, other, independent=independent)
        key = (one.value, other.value, other.day)
        if bond is not None and key not in seen:
            seen.add(key)
            yield Tie(one, other, bond)


def _bond(one: Claim, other: Claim, *, independent: bool) -> Bond | None:
    """How the second of two claims, in order of the days, stands to the first; None where nothing follows."""
    if one.value == other.value:
        return Bond.SUPPORTS if independent else None
    if one.what == STANDING:
        stages = {Stage(one.value), Stage(other.value)}
        if Stage.DENIED in stages:
            return Bond.DENIES
        return Bond.UPDATES if one.day < other.day else None
    if one.day < other.day:
        return Bond.UPDATES
    return Bond.CONFLICTS if independent else None
