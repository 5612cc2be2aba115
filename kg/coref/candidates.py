"""The candidates of each decision of coreference, with their scores and what ruled out others: for ``kg explain``.

The sieves of a Doc run once more under a ranking that notes what it is asked; a build notes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from textwrap import shorten
from typing import NamedTuple

from kg.coref.chains import Chains, Constraint, Kind, Mention
from kg.coref.component import resolved
from kg.coref.nouns import NounSieve
from kg.coref.pronouns import PronounSieve, least_margin
from kg.coref.ranking import Candidate, Ranker, by_chain, goes_by_salience, series
from kg.coref.speaking import SpeakerSieve
from kg.parse.tree import Doc

_MOST = 2
"""How many that were ruled out are told of one mention."""
_LIKELY, _CHANCE, _BEHIND = 3, 0.05, 4.0
"""How many candidates are worth telling, and how likely they must be, or how near the best in salience."""
_DIGITS = 2
_LONGEST = 60
_PERSON = "Person"
_BESIDE = frozenset({"verb"})
"""The rule that joins the verb of an act, whatever noun phrase is the antecedent."""
_KINDS = (Kind.NAME, Kind.NOMINAL, Kind.LIST, Kind.VERB)
"""By which of its mentions a thing is called."""


class ScoredName(NamedTuple):
    """A candidate by its best name, and its score."""

    name: str
    score: float


class Excluded(NamedTuple):
    """A mention that stands nearer than the antecedent, and the constraint that ruled it out."""

    name: str
    constraint: Constraint


@dataclass(frozen=True)
class Decision:
    """What a pronoun or definite noun phrase could have meant; ``start`` and ``end`` are characters.

    Scores are probabilities of the networks, to which the most salient candidate's adds a bonus; where
    ``by_salience``, points of salience.
    """

    start: int
    end: int
    head: int
    """Token of its head."""
    text: str
    antecedent: str
    """By its best name; "" where it stays open."""
    rule: str
    """Of coreference, that resolved it where none of the candidates was likely enough."""
    node: str
    """Of the antecedent's name, if it has one."""
    by_salience: bool
    least: float
    """The probability that one that is not the most salient needs; by salience, the points before the next."""
    candidates: tuple[ScoredName, ...]
    """The best one first: of one that is resolved the antecedent."""
    excluded: tuple[Excluded, ...]

    @property
    def likely(self) -> tuple[ScoredName, ...]:
        """The best candidates, those left out that have hardly a chance."""
        first, *others = self.candidates
        least = first.score - _BEHIND if self.by_salience else _CHANCE
        return (first, *(one for one in others if one.score >= least))[:_LIKELY]


def decisions(doc: Doc) -> tuple[Decision, ...]:
    """The decisions about third-person pronouns and definite noun phrases for which there were candidates."""
    noting = _Noting(Ranker.of(doc))
    chains = resolved(doc, noting)
    return tuple(_Telling(doc, chains).decision(one) for one in noting.seen)


@dataclass(frozen=True)
class _Seen:
    """A mention, a mention of each candidate chain with its score, the chosen one first if there is one."""

    mention: Mention
    found: tuple[tuple[Mention, float], ...]
    is_resolved: bool
    least: float


@dataclass
class _Noting:
    """A ranking that notes its candidates and decides as the ranker does."""

    ranker: Ranker | None
    seen: list[_Seen] = field(default_factory=list)

    def best(self, mention: Mention, found: Sequence[Candidate], salient: int | None) -> int | None:
        """The index of the ranker's antecedent; without a ranking that of the most salient candidate."""
        best = salient if self.ranker is None else self.ranker.best(mention, found, salient)
        scores, least = self._scores(mention, found, salient)
        place = {one.chain.key: one.mention for one in found}
        chosen = None if best is None else found[best].chain.key
        first = sorted(scores, key=lambda key: (key != chosen, -scores[key], key))
        self.seen.append(_Seen(mention, tuple((place[key], scores[key]) for key in first), best is not None, least))
        return best

    def _scores(
        self, mention: Mention, found: Sequence[Candidate], salient: int | None
    ) -> tuple[dict[int, float], float]:
        """The score of each candidate chain, and the least that decides."""
        if self.ranker is None or goes_by_salience(mention):
            rising = sorted(found, key=lambda one: one.score)
            return {one.chain.key: one.score for one in rising}, least_margin(mention)
        likely = self.ranker.likelihoods(mention, found)
        return by_chain(found, likely, salient), self.ranker.least[series(mention)]


class _Telling:
    """Names for mentions of a Doc by their chains, and constraints on them."""

    def __init__(self, doc: Doc, chains: Chains) -> None:
        self._doc, self._chains = doc, chains
        self._places = {(mention.start, mention.end): index for index, mention in enumerate(chains.mentions)}
        self._pronouns, self._nouns = PronounSieve(chains), NounSieve(chains)
        self._speakers = SpeakerSieve(doc, chains)

    def decision(self, seen: _Seen) -> Decision:
        mention, index = seen.mention, self._index(seen.mention)
        span, found = self._doc[mention.start : mention.end], self._chains.links
        rules = [link.rule for link in found if link.mention == index and link.rule not in _BESIDE]
        rule = "" if seen.is_resolved else next(iter(rules), "")
        is_resolved = seen.is_resolved or bool(rule)
        return Decision(
            start=span.start_char,
            end=span.end_char,
            head=mention.head,
            text=span.text,
            antecedent=self._name(self._index(seen.found[0][0]) if seen.is_resolved else index) if is_resolved else "",
            rule=rule,
            node=self._chains.of(index).node if is_resolved else "",
            by_salience=goes_by_salience(mention),
            least=round(seen.least, _DIGITS),
            candidates=tuple(
                ScoredName(self._name(self._index(one)), round(score, _DIGITS)) for one, score in seen.found
            ),
            excluded=tuple(islice(self._excluded(index, seen), _MOST)),
        )

    def _index(self, mention: Mention) -> int:
        return self._places[mention.start, mention.end]

    def _name(self, index: int) -> str:
        """The first name of the chain of a mention, else its first noun phrase; of a list its own words."""
        members = [self._chains.mentions[member] for member in self._chains.of(index).members]
        named = [one for kind in _KINDS for one in members if one.kind is kind] or members
        own = self._chains.mentions[index]
        return self._words(own if own.kind is Kind.LIST else named[0])

    def _words(self, mention: Mention) -> str:
        """The words of a mention; of a name with apposition or title the name alone."""
        words = " ".join(self._doc[mention.start : mention.end].text.split())
        place = words.lower().find(mention.text) if mention.kind is Kind.NAME and mention.text else -1
        return shorten(words, _LONGEST, placeholder=" …") if place < 0 else words[place : place + len(mention.text)]

    def _excluded(self, index: int, seen: _Seen) -> Iterator[Excluded]:
        """Names and nouns between the best candidate and the mention that are ruled out, the nearest first."""
        told = {self._chains.of(self._index(one)).key for one, _ in seen.found} | {self._chains.of(index).key}
        for other in range(index - 1, self._index(seen.found[0][0]), -1):
            key = self._chains.of(other).key
            constraint = self._against(index, other) if key not in told and self._is_like(index, other) else None
            if constraint is not None:
                told.add(key)
                yield Excluded(self._name(other), constraint)

    def _is_like(self, index: int, other: int) -> bool:
        """Whether one would think of a mention: of a person for "she", of a body or place for "it"."""
        candidate = self._chains.mentions[other]
        is_named = candidate.kind is Kind.NAME or (candidate.kind is Kind.NOMINAL and candidate.animate)
        of_person = not self._chains.mentions[index].pronouns.isdisjoint({"he", "she"})
        return is_named and of_person == (candidate.cls == _PERSON)

    def _against(self, index: int, other: int) -> Constraint | None:
        if self._chains.mentions[index].kind is Kind.PRONOUN:
            return self._pronouns.against(index, other, self._speakers.excluded(index))
        return self._nouns.against(index, other)
