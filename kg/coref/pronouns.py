"""Antecedents of pronouns of the third person.

Agreement and binding exclude candidates, and the ranking model or salience ranks the rest; an improbable antecedent, or
a tie, stays unresolved. Binding and salience follow Lappin & Leass 1994, agreement with the chain Lee et al. 2013.
The weights of salience were set by hand: a search over them gained nothing on held-out articles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kg.coref.chains import Chain, Chains, Constraint, Kind, Mention
from kg.coref.phrases import MANY
from kg.coref.positions import EVENT, OTHER, POSSESSIVE, PREDICATE, SUBJECT, Position
from kg.coref.ranking import Candidate, Ranking
from kg.lexicon import numbers, words
from kg.model.classes import ACTORS

THIRD_PERSON = frozenset({"he", "she", "it", "they"})
_HEARERS = words("coref", "hearers", "words")
_REFLEXIVE = words("coref", "reflexive", "words")
_GENDERED = frozenset({"he", "she"})
_COUNTRY = "Country"
_PLACES = frozenset({_COUNTRY, "Place"})
_WINDOW = 3  # sentences that a pronoun reaches back
_WEIGHTS, _ROLES = numbers("weights", "pronouns"), numbers("weights", "pronouns", "roles")
_TOKENS = 60
_MENTIONS = 6
_MARGINS = numbers("weights", "pronouns", "margins")


class PronounSieve:
    """Resolves one third-person pronoun at a time, left to right; without a ranking, to the most salient candidate."""

    def __init__(self, chains: Chains, ranking: Ranking | None = None) -> None:
        self._chains = chains
        self._ranking = ranking
        self._sentences: dict[int, list[int]] = {}
        for index, mention in enumerate(chains.mentions):
            if mention.pronouns and mention.kind is not Kind.ADJECTIVE and mention.position.role != PREDICATE:
                self._sentences.setdefault(mention.position.sentence, []).append(index)

    def antecedent(self, index: int, excluded: Sequence[int] = ()) -> int | None:
        """The antecedent of the pronoun with this index; None where there is none, a tie, or one of those excluded."""
        found = self._of_same_clause(self._chains.mentions[index], self._ruled_in(index, excluded))
        if not found:
            return None
        best = self._best(index, found)
        if best is None:
            self._chains.ambiguous.add(index)
        return best

    def against(self, index: int, other: int, excluded: Sequence[int] = ()) -> Constraint | None:
        """The constraint that rules out a mention as antecedent of the pronoun with this index, if any."""
        mention, key = self._chains.mentions[index], self._chains.of(other).key
        if any(self._chains.of(one).key == key for one in excluded):
            return Constraint.SPEAKER
        return self._mismatch(mention, other) or (Constraint.BINDING if key in self._barred(mention) else None)

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
        ranked = self._chains.ranked((score, other) for other, score in found)
        if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < least_margin(mention):
            return None
        return None if self._is_outnumbered(mention, [other for _, other in ranked]) else ranked[0][1]

    def _ruled_in(self, index: int, excluded: Sequence[int]) -> list[tuple[int, float]]:
        """Mentions that neither agreement nor grammar rules out for a pronoun, and how salient each is."""
        mention = self._chains.mentions[index]
        barred = self._barred(mention) | {self._chains.of(other).key for other in excluded}
        found = (other for other in self._suited(index, mention) if self._chains.of(other).key not in barred)
        return [(other, self._score(mention, other)) for other in found]

    def _of_same_clause(self, mention: Mention, found: list[tuple[int, float]]) -> list[tuple[int, float]]:
        """Of an object such as "fined [Berg], accusing him", whom the clause tells of, before anybody outside of it.

        None where the clause names somebody of whom no table knows what it is: that may be the one.
        """
        partners = mention.position.partners
        mentions = self._chains.mentions
        told = [each for each in found if mentions[each[0]].head in partners and mentions[each[0]].animate]
        if told or not partners or mention.lemma not in _GENDERED:
            return told or found
        named = (mentions[other] for head in partners if (other := self._chains.by_head(head)) is not None)
        return [] if any(one.kind is Kind.NAME and one.node and not one.known for one in named) else found

    def _is_outnumbered(self, mention: Mention, ranked: Sequence[int]) -> bool:
        """Whether "they" would be one body while many stand after it: "Canada sent shells to [troops] as they"."""
        body, *others = (self._chains.mentions[other] for other in ranked)
        if mention.lemma != "they" or "it" not in body.pronouns or not self._chains.of(ranked[0]).has_name:
            return False
        here = mention.position.sentence
        many = (other for other in others if other.pronouns == MANY and other.position.sentence == here)
        return any(body.start < other.start for other in many)

    def _suited(self, index: int, mention: Mention) -> list[int]:
        """The candidates, a list in place of its members; of a reflexive what it stands behind ("Berg himself").

        Or the subjects of its clause, else of those above.
        """
        found = self._with_lists(mention, list(self._candidates(index, mention)))
        if mention.text not in _REFLEXIVE:
            return found
        mentions, nearest = self._chains.mentions, mention.position.above[:1]  # "he said the gunman gave himself up"
        beside = [other for other in found if _is_emphatic(mention, mentions[other])]
        subjects = [other for other in found if self._is_subject(mention, mentions[other])]
        own = [other for other in subjects if mentions[other].position.governor in nearest]
        return beside or own or subjects or found

    def _with_lists(self, mention: Mention, found: list[int]) -> list[int]:
        """As "they" are [farmers and truckers], not one of the two; who says something may have spoken before."""
        mentions = self._chains.mentions
        listed = {head for other in found for head in mentions[other].members if not mention.position.is_agent}
        return [other for other in found if mentions[other].kind is Kind.LIST or mentions[other].head not in listed]

    def _is_subject(self, mention: Mention, candidate: Mention) -> bool:
        return candidate.position.role == SUBJECT and candidate.position.governor in mention.position.above

    def _candidates(self, index: int, mention: Mention) -> Iterator[int]:
        sentence = mention.position.sentence
        for number in range(sentence, sentence - _WINDOW - 1, -1):
            for other in self._sentences.get(number, ()):
                if (other < index or self._is_still_to_come(mention, other)) and not self._mismatch(mention, other):
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

    def _mismatch(self, mention: Mention, other: int) -> Constraint | None:
        candidate, chain = self._chains.mentions[other], self._chains.of(other)
        is_held = candidate.holds(mention) and not _is_emphatic(mention, candidate)
        if candidate.negative or (is_held and not mention.position.describes(candidate.head)):
            return Constraint.BINDING
        if candidate.lemma in _HEARERS and candidate.position.role != SUBJECT and _is_told(mention, candidate):
            return Constraint.SPEAKER
        if mention.lemma == "they" and candidate.cls == _COUNTRY and "it" in candidate.pronouns:
            # "China said they would respond", no further
            return None if self._is_subject(mention, candidate) else Constraint.AGREEMENT
        here = mention.position
        is_other = here.is_ranked and here.predicate_class == EVENT != chain.cls
        if mention.lemma == "it" and (is_other or (here.is_inanimate and candidate.animate)):
            return (
                Constraint.CLASS
            )  # "if the Sejm agrees, it will expire"; "the tanker left. It was the worst disaster"
        agrees = mention.lemma in candidate.pronouns and mention.lemma in chain.pronouns
        return None if agrees else Constraint.AGREEMENT

    def _barred(self, mention: Mention) -> frozenset[int]:
        """Things that grammar rules out: what the same verb takes beside a pronoun that is not reflexive."""
        here = mention.position
        if mention.text in _REFLEXIVE:
            return frozenset()
        if here.governor < 0:
            wholes = (self._chains.by_head(head) for head in here.parts)
            return frozenset(self._chains.of(whole).key for whole in wholes if whole is not None)
        return frozenset(
            self._chains.of(other).key
            for other in self._sentences.get(here.sentence, ())
            if (candidate := self._chains.mentions[other]).head != mention.head
            and (candidate.position.governor == here.governor or candidate.head in here.agents)
        )

    def _score(self, mention: Mention, other: int) -> float:
        candidate, chain = self._chains.mentions[other], self._chains.of(other)
        distance = min(abs(mention.start - candidate.start), _TOKENS)
        described = mention.position.describes(candidate.head) and (candidate.animate or mention.lemma != "it")
        place = _WEIGHTS["described"] if described else _placed(mention.position, candidate.position)
        place += _WEIGHTS["owner"] * (candidate.head in mention.position.owners)
        place -= _WEIGHTS["token"] * distance - _WEIGHTS["beside"] * (candidate.head == mention.position.beside)
        salience = _WEIGHTS["mention"] * min(len(chain.members), _MENTIONS) + _WEIGHTS["named"] * chain.has_name
        return place + salience + _match(mention, candidate, chain)


def _is_emphatic(mention: Mention, candidate: Mention) -> bool:
    """As in "Berg himself"."""
    return mention.text in _REFLEXIVE and candidate.head == mention.head - 1


def least_margin(mention: Mention) -> float:
    """By how many points of salience the best candidate for a pronoun must beat the next; 0 for a noun."""
    return _WEIGHTS["owners"] if mention.position.role == POSSESSIVE else _MARGINS.get(mention.lemma, 0.0)


def _is_told(mention: Mention, candidate: Mention) -> bool:
    """Whether the pronoun stands in what the candidate's verb tells: "told [reporters] that they"."""
    return candidate.position.governor in mention.position.above


def _placed(here: Position, there: Position) -> float:
    """How well the candidate stands: near, high in its sentence, in the same quotation."""
    score = _ROLES[there.role] - _WEIGHTS["depth"] * there.depth + _WEIGHTS["main"] * there.main
    score -= _WEIGHTS["sentence"] * (here.sentence - there.sentence)
    score -= _WEIGHTS["paragraph"] * (here.paragraph != there.paragraph)
    score -= _WEIGHTS["quotation"] * (here.quote != there.quote)
    score -= _WEIGHTS["modifier"] * (there.role == OTHER and there.depth > 0 and here.role == SUBJECT)
    score += _WEIGHTS["same_role"] * (here.role == there.role)
    if here.sentence == there.sentence and there.role == SUBJECT and there.governor in here.above:
        score += _WEIGHTS["command"] - _WEIGHTS["clause"] * here.levels[here.above.index(there.governor)]
    return score


def _unlike(here: Position, chain: Chain) -> float:
    """The penalty of a body as antecedent of an inanimate "it": "was published", a visit, a landmark."""
    if here.predicate_class == EVENT:
        return _WEIGHTS["never"]
    bodily = here.predicate_class in ACTORS | _PLACES
    return 0.0 if not here.predicate_class or bodily or chain.cls in _PLACES else _WEIGHTS["unlike"]


def _match(mention: Mention, candidate: Mention, chain: Chain) -> float:
    """How well the candidate suits the pronoun and what it does."""
    score = 0.0
    if candidate.kind is Kind.PRONOUN:
        score += _WEIGHTS["same_pronoun"]
    if mention.lemma == "they" and len(candidate.pronouns) > 1:
        score -= (
            _WEIGHTS["one"]
            if "it" not in candidate.pronouns
            else _WEIGHTS["named_body"]
            if chain.has_name
            else _WEIGHTS["body"]
        )
    if mention.lemma in {"he", "she"} and len(chain.pronouns) == 1:
        score += _WEIGHTS["gender"]
    if candidate.kind is Kind.NOMINAL and not candidate.determiner:
        score -= _WEIGHTS["bare"]
    if mention.position.is_agent and not candidate.animate:
        score -= _WEIGHTS["inanimate"]
    if candidate.animate and mention.lemma == "it":
        score -= _unlike(mention.position, chain)
    if mention.position.has_animate_owner and not candidate.animate and chain.cls not in _PLACES:
        score -= _WEIGHTS["unled"]
    return score
