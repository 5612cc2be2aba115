"""The candidates of each decision of coreference, with their scores and what ruled out others: for ``kg explain``.

A Doc is resolved once more under a ranking that notes what it is asked; a build notes nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from textwrap import shorten
from typing import NamedTuple

from kg.coref.anaphora import Anaphora
from kg.coref.chains import GENDERED, Chains, Constraint, Kind, Mention
from kg.coref.component import resolved
from kg.coref.ranking import Candidate, Ranker, by_chain, series
from kg.coref.speaking import SpeakerSieve
from kg.parse.tree import Doc

_MOST = 2
"""How many that were ruled out are told of one mention."""
_LIKELY, _CHANCE = 3, 0.05
"""How many candidates are worth telling, and how likely they must be."""
_DIGITS, _LONGEST = 2, 60
_PERSON = "Person"
_KINDS = (Kind.NAME, Kind.NOMINAL, Kind.LIST)
"""By which of its mentions a thing is called."""


class ScoredName(NamedTuple):
    """A candidate by its best name, and its probability."""

    name: str
    score: float


class Excluded(NamedTuple):
    """A mention that stands nearer than the antecedent, and the constraint that ruled it out."""

    name: str
    constraint: Constraint


@dataclass(frozen=True)
class Decision:
    """What a pronoun or definite noun phrase could have meant; ``start`` and ``end`` are characters."""

    start: int
    end: int
    head: int
    """Token of its head."""
    text: str
    antecedent: str
    """By its best name; "" where it stays open."""
    node: str
    """Of the antecedent's name, if it has one."""
    least: float
    """The probability that it needs."""
    candidates: tuple[ScoredName, ...]
    """The best one first."""
    excluded: tuple[Excluded, ...]

    @property
    def likely(self) -> tuple[ScoredName, ...]:
        """The best candidates, those left out that have hardly a chance."""
        first, *others = self.candidates
        return (first, *(one for one in others if one.score >= _CHANCE))[:_LIKELY]


def decisions(doc: Doc) -> tuple[Decision, ...]:
    """The decisions about third-person pronouns and definite noun phrases for which there were candidates.

    None of a Doc of which the parser left no states, so that nothing has a probability.
    """
    ranker = Ranker.of(doc)
    noting = _Noting(ranker) if ranker is not None else None
    chains = resolved(doc, noting)
    return tuple(map(_Telling(doc, chains).decision, noting.seen)) if noting is not None else ()


@dataclass(frozen=True)
class _Seen:
    """A mention, a mention of each candidate chain with its probability, the best one first."""

    mention: Mention
    found: tuple[tuple[Mention, float], ...]
    is_resolved: bool
    least: float


@dataclass
class _Noting:
    """A ranking that notes its candidates and decides as the ranker does."""

    ranker: Ranker
    seen: list[_Seen] = field(default_factory=list)

    def best(self, mention: Mention, found: Sequence[Candidate]) -> int | None:
        """The index of the ranker's antecedent."""
        best, scores = self.ranker.best(mention, found), by_chain(found, self.ranker.likelihoods(mention, found))
        place = {one.chain.key: one.mention for one in found}
        first = sorted(scores, key=lambda key: (scores[key], key), reverse=True)
        told, least = tuple((place[key], scores[key]) for key in first), self.ranker.least[series(mention)]
        self.seen.append(_Seen(mention, told, best is not None, least))
        return best


class _Telling:
    """Names for mentions of a Doc by their chains, and constraints on them."""

    def __init__(self, doc: Doc, chains: Chains) -> None:
        self._doc, self._chains = doc, chains
        self._places = {mention: index for index, mention in enumerate(chains.mentions)}
        self._anaphora = Anaphora(chains, SpeakerSieve(doc, chains))

    def decision(self, seen: _Seen) -> Decision:
        mention, index = seen.mention, self._places[seen.mention]
        span = self._doc[mention.start : mention.end]
        named = tuple(ScoredName(self._name(self._places[one]), round(score, _DIGITS)) for one, score in seen.found)
        return Decision(
            start=span.start_char,
            end=span.end_char,
            head=mention.head,
            text=span.text,
            antecedent=named[0].name if seen.is_resolved else "",
            node=self._chains.of(index).node if seen.is_resolved else "",
            least=round(seen.least, _DIGITS),
            candidates=named,
            excluded=tuple(islice(self._excluded(index, seen), _MOST)),
        )

    def _name(self, index: int) -> str:
        """The first name of a chain, else its first noun phrase, a name without its title; of a list its own words."""
        members = [self._chains.mentions[member] for member in self._chains.of(index).members]
        named = [one for kind in _KINDS for one in members if one.kind is kind] or members
        own = self._chains.mentions[index]
        mention = own if own.kind is Kind.LIST else named[0]
        words = " ".join(self._doc[mention.start : mention.end].text.split())
        place = words.lower().find(mention.text) if mention.kind is Kind.NAME and mention.text else -1
        return shorten(words, _LONGEST, placeholder=" …") if place < 0 else words[place : place + len(mention.text)]

    def _excluded(self, index: int, seen: _Seen) -> Iterator[Excluded]:
        """What stands nearer and is ruled out, as one would think of: persons for "she", bodies for "it"."""
        told = {self._chains.of(self._places[one]).key for one, _ in seen.found} | {self._chains.of(index).key}
        of_person = not self._chains.mentions[index].pronouns.isdisjoint(GENDERED)
        for other in range(index - 1, self._places[seen.found[0][0]], -1):
            candidate, key = self._chains.mentions[other], self._chains.of(other).key
            is_named = candidate.kind is Kind.NAME or (candidate.kind is Kind.NOMINAL and candidate.animate)
            is_like = is_named and of_person == (candidate.cls == _PERSON)
            constraint = self._anaphora.against(index, other) if key not in told and is_like else None
            if constraint is not None:
                told.add(key)
                yield Excluded(self._name(other), constraint)
