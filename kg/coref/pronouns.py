"""Third-person pronouns: what they take up.

Agreement and grammar rule candidates out, the ranking head or salience ranks the rest; what is not likely enough, or a
tie, stays open. Binding and salience are those of Lappin & Leass 1994, agreement that of the whole chain, as in Lee et
al. 2013. The weights of salience were set by hand: a search over them gained nothing on articles that it had not seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from kg.classes import ACTORS
from kg.coref.chains import Chain, Chains, Kind, Mention
from kg.coref.phrases import MANY
from kg.coref.positions import EVENT, OBJECT, OBLIQUE, OTHER, POSSESSIVE, PREDICATE, SUBJECT, Position
from kg.coref.ranking import Candidate
from kg.lexicon import words

THIRD_PERSON = frozenset({"he", "she", "it", "they"})
_THINGS = frozenset({"it", "they"})
_REFLEXIVE = words("coref", "reflexive", "words")
_COUNTRY = "Country"
_PLACES = frozenset({_COUNTRY, "Place"})
_WINDOW = 3  # sentences that a pronoun reaches back
_ROLES = {SUBJECT: 3.0, OBJECT: 1.4, POSSESSIVE: 1.2, OTHER: 0.8, OBLIQUE: 0.7, PREDICATE: 0.0}
_SENTENCE = 2.0  # for each sentence between
_PARAGRAPH = 0.7
_QUOTATION = 1.5  # one inside, the other outside
_DEPTH = 0.6  # for each noun phrase that holds the candidate
_MODIFIER = 3.0  # a name before a noun: "the last [Boeing] 717"
_TOKEN = 0.05  # for each token between
_TOKENS = 60
_MENTION = 0.35  # for each mention of the same thing
_MENTIONS = 6
_COMMAND = 1.5  # subject of the pronoun's own clause or of one above it
_CLAUSE = 1.0  # less for each clause between
_DESCRIBED = 4.5  # "refugees who lost their homes"
_OWNER = 4.5  # "thanked Sweden for its help", "urged Sweden to withdraw its troops"
_BESIDE = 4.0  # "goods and their parts"
_SAME_ROLE = 0.6
_MAIN = 0.5
_NAMED = 0.4
_SAME_PRONOUN = 1.0
_GENDER = 0.8  # known to be he or she
_BODY = 1.0  # "they" for one body
_NAMED_BODY = 3.0  # "they" for Canada or the WTO
_ONE = 1.0  # "they" for one person
_BARE = 0.3
_INANIMATE = 3.0  # a thing that "said"
_NEVER = 6.0  # a body that is a visit
_UNLIKE = 3.0  # a body that is a landmark
_UNLED = 2.0  # a thing with citizens
_MARGINS = {"he": 0.5, "she": 0.5, "it": 0.7, "they": 0.7}
"""By how much the best candidate must beat the next."""
_OWNERS = 0.3  # the same for a possessive, whose owner is seldom far


class Ranking(Protocol):
    """What chooses among the candidates of a pronoun; see ``kg.coref.ranking.Ranker``."""

    def best(self, mention: Mention, found: Sequence[Candidate], salient: int | None) -> int | None:
        """The place of the one that is meant, None where none is; ``salient`` is the place of the most salient."""


class PronounSieve:
    """Resolves one third-person pronoun at a time, left to right; without a ranking the most salient is meant."""

    def __init__(self, chains: Chains, ranking: Ranking | None = None) -> None:
        self._chains = chains
        self._ranking = ranking
        self._sentences: dict[int, list[int]] = {}
        for index, mention in enumerate(chains.mentions):
            if mention.fits and mention.kind is not Kind.ADJECTIVE and mention.position.role != PREDICATE:
                self._sentences.setdefault(mention.position.sentence, []).append(index)

    def antecedent(self, index: int, speaker: int | None = None) -> int | None:
        """The antecedent of the pronoun with this index; None where there is none, or two that fit equally well.

        Who speaks the pronoun himself is not meant by it.
        """
        found = self._ruled_in(index, speaker)
        best = self._best(index, found) if found else None
        if best is None and found:
            self._chains.ambiguous.add(index)
        return best

    def _best(self, index: int, found: Sequence[tuple[int, float]]) -> int | None:
        salient = self._most_salient(index, found)
        if self._ranking is None:
            return salient
        mention, chains = self._chains.mentions[index], self._chains
        described = [Candidate(chains.mentions[other], chains.of(other), score) for other, score in found]
        place = next((place for place, (other, _) in enumerate(found) if other == salient), None)
        best = self._ranking.best(mention, described, place)
        return None if best is None else found[best][0]

    def _most_salient(self, index: int, found: Iterable[tuple[int, float]]) -> int | None:
        mention = self._chains.mentions[index]
        best: dict[int, tuple[float, int]] = {}
        for other, score in found:
            key = self._chains.of(other).key
            best[key] = max(best.get(key, (float("-inf"), 0)), (score, other))
        ranked = sorted(best.values(), reverse=True)
        if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _margin(mention)):
            return None
        return None if self._is_outnumbered(mention, ranked[0][1], best.values()) else ranked[0][1]

    def _ruled_in(self, index: int, speaker: int | None) -> list[tuple[int, float]]:
        """Mentions that neither agreement nor grammar rules out for a pronoun, and how salient each is."""
        mention = self._chains.mentions[index]
        barred = self._barred(mention) | {self._chains.of(other).key for other in (speaker,) if other is not None}
        found = (other for other in self._suited(index, mention) if self._chains.of(other).key not in barred)
        return [(other, self._score(mention, other)) for other in found]

    def _is_outnumbered(self, mention: Mention, found: int, ranked: Iterable[tuple[float, int]]) -> bool:
        """Whether "they" would be one body while many stand after it: "Canada sent shells to [troops] as they"."""
        body = self._chains.mentions[found]
        if mention.lemma != "they" or "it" not in body.fits or not self._chains.of(found).named:
            return False
        others = (self._chains.mentions[other] for _, other in ranked)
        return any(
            other.fits == MANY and body.start < other.start and other.position.sentence == mention.position.sentence
            for other in others
        )

    def _suited(self, index: int, mention: Mention) -> list[int]:
        """The candidates; of a reflexive the subjects of its sentence, where there are any."""
        found = list(self._candidates(index, mention))
        if mention.text not in _REFLEXIVE:
            return found
        subjects = [other for other in found if self._is_subject(mention, self._chains.mentions[other])]
        return subjects or found

    def _is_subject(self, mention: Mention, candidate: Mention) -> bool:
        if any(head == candidate.head for _, head in mention.position.describing):
            return True
        return candidate.position.role == SUBJECT and candidate.position.governor in mention.position.above

    def _candidates(self, index: int, mention: Mention) -> Iterator[int]:
        sentence = mention.position.sentence
        for number in range(sentence, sentence - _WINDOW - 1, -1):
            for other in self._sentences.get(number, ()):
                if (other < index or self._is_still_to_come(mention, other)) and self._agrees(mention, other):
                    yield other

    def _is_still_to_come(self, mention: Mention, other: int) -> bool:
        """Whether a name is the subject of the clause that the pronoun's clause opens: "As he arrived, Carney"."""
        candidate = self._chains.mentions[other]
        return (
            candidate.kind is Kind.NAME
            and candidate.position.quote == mention.position.quote
            and candidate.position.role == SUBJECT
            and candidate.position.governor in mention.position.fronted
        )

    def _agrees(self, mention: Mention, other: int) -> bool:
        candidate, chain = self._chains.mentions[other], self._chains.of(other)
        if candidate.negative or (candidate.holds(mention) and not mention.position.describes(candidate.head)):
            return False
        if mention.lemma not in candidate.fits or mention.lemma not in chain.fits:
            return False
        if mention.lemma == "they" and candidate.cls == _COUNTRY and "it" in candidate.fits:
            return self._is_subject(mention, candidate)  # "China said they would respond", no further
        return not _is_fronted(mention, candidate)

    def _barred(self, mention: Mention) -> frozenset[int]:
        """Things that grammar rules out: what the same verb takes beside a pronoun that is not reflexive."""
        here = mention.position
        excluded = here.others
        if mention.text in _REFLEXIVE or (here.governor < 0 and not excluded):
            return frozenset()
        return frozenset(
            self._chains.of(other).key
            for other in self._sentences.get(here.sentence, ())
            if (head := self._chains.mentions[other].head) != mention.head
            and (
                self._chains.mentions[other].position.governor == here.governor >= 0
                or head in here.doers
                or head in excluded
            )
        )

    def _score(self, mention: Mention, other: int) -> float:
        candidate, chain = self._chains.mentions[other], self._chains.of(other)
        distance = min(abs(mention.start - candidate.start), _TOKENS)
        described = mention.position.describes(candidate.head) and (candidate.animate or mention.lemma != "it")
        place = _DESCRIBED if described else _placed(mention.position, candidate.position)
        place += _OWNER * (candidate.head in mention.position.owners)
        place -= _TOKEN * distance - _BESIDE * (candidate.head == mention.position.beside)
        return place + _salience(chain) + _match(mention, candidate, chain)


def _margin(mention: Mention) -> float:
    return _OWNERS if mention.position.role == POSSESSIVE else _MARGINS[mention.lemma]


def _is_fronted(mention: Mention, candidate: Mention) -> bool:
    """Whether a thing stands before its clause's subject, which is then another: "Along with [a look], [it] has"."""
    here, there = mention.position, candidate.position
    fronted = here.role == SUBJECT and there.role == OBLIQUE and there.above[:1] == (here.governor,)
    return fronted and mention.lemma in _THINGS and not candidate.animate and candidate.kind is not Kind.NAME


def _placed(here: Position, there: Position) -> float:
    """How well the candidate stands: near, high in its sentence, in the same quotation."""
    score = _ROLES[there.role] - _DEPTH * there.depth + _MAIN * there.main
    score -= _SENTENCE * (here.sentence - there.sentence)
    score -= _PARAGRAPH * (here.paragraph != there.paragraph)
    score -= _QUOTATION * (here.quote != there.quote)
    score -= _MODIFIER * (there.role == OTHER and there.depth > 0 and here.role == SUBJECT)
    score += _SAME_ROLE * (here.role == there.role)
    if here.sentence == there.sentence and there.role == SUBJECT and there.governor in here.above:
        score += _COMMAND - _CLAUSE * here.levels[here.above.index(there.governor)]
    return score


def _salience(chain: Chain) -> float:
    return _MENTION * min(len(chain.members), _MENTIONS) + _NAMED * chain.named


def _unlike(here: Position, chain: Chain) -> float:
    """How ill a body suits what is told of "it": no body "was published", none is a visit, few are a landmark."""
    if here.undergoes or here.kind == EVENT:
        return _NEVER
    bodily = here.kind in ACTORS | _PLACES
    return 0.0 if not here.kind or bodily or chain.cls in _PLACES else _UNLIKE


def _match(mention: Mention, candidate: Mention, chain: Chain) -> float:
    """How well the candidate suits the pronoun and what it does."""
    score = 0.0
    if candidate.kind is Kind.PRONOUN and candidate.lemma == mention.lemma:
        score += _SAME_PRONOUN
    if mention.lemma == "they" and len(candidate.fits) > 1:
        score -= _ONE if "it" not in candidate.fits else _NAMED_BODY if chain.named else _BODY
    if mention.lemma in {"he", "she"} and len(chain.fits) == 1:
        score += _GENDER
    if candidate.kind is Kind.NOMINAL and not candidate.determiner:
        score -= _BARE
    if mention.position.acts and not candidate.animate:
        score -= _INANIMATE
    if candidate.animate and mention.lemma == "it":
        score -= _unlike(mention.position, chain)
    if mention.position.leads and not candidate.animate and chain.cls not in _PLACES:
        score -= _UNLED
    return score
