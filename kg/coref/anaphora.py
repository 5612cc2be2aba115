"""Antecedents of third-person pronouns and definite noun phrases: "she", "the company", "this visit".

Grammar rules candidates out, by agreement, binding and quotation, and the ranking model chooses among those that are
left, or none of them. Where its weights or the parser's states are missing, the most salient is taken if no other comes
near. Agreement with the chain follows Lee et al. 2013, binding and salience Lappin & Leass 1994.
"""

from collections.abc import Iterator, Sequence

from kg.coref.chains import GENDERED, Chain, Chains, Constraint, Kind, Mention
from kg.coref.phrases import MANY
from kg.coref.positions import PREDICATE
from kg.coref.ranking import Candidate, Ranking
from kg.coref.speaking import SpeakerSieve
from kg.lexicon import numbers, words, words_by
from kg.model.classes import ORGANIZATIONS
from kg.parse.nouns import is_event_noun, noun_class

THIRD_PERSON = frozenset({"he", "she", "it", "they"})
ANAPHORIC = frozenset({"definite", "demonstrative"})
_REFLEXIVE = words("coref", "reflexive", "words")
_NOUNS = frozenset({Kind.NOMINAL, Kind.NAME})
_WINDOW = 3  # sentences that a pronoun reaches back, or a class noun for a name
_FAR = 20  # sentences that a noun reaches back
_CLASS_NOUNS = words("coref", "class_nouns", "words")
_NARROWER = words_by("coref", "kind_", "general", "words")
_NARROW = frozenset(word for general, narrow in _NARROWER.items() for word in narrow - {general})
_SOURCES = words("coref", "anonymous", "words")
_FIRMS, _UNIONS = ({"Company", "MediaOrganization"}, {"PublicBody", "InternationalOrganization"})
_ALIKE = tuple(one | {"Organization"} for one in (_FIRMS, _UNIONS, {"PoliticalParty"}))
"""Classes of bodies that names and nouns do not tell apart; a firm is no union of states."""
_OTHER, _PERSON, _PLACE, _WHOLE = "Topic", "Person", "Place", frozenset({"Company", "Government"})
_BEFORE_OF = frozenset({"of", "for", "in", "on", "at", "to"})
_WEIGHTS, _ROLES = numbers("weights", "salience"), numbers("weights", "salience", "roles")
_MENTIONS = 6


class Anaphora:
    """Resolves one pronoun or definite noun phrase at a time, left to right."""

    def __init__(self, chains: Chains, speakers: SpeakerSieve, ranking: Ranking | None = None) -> None:
        self._chains, self._speakers, self._ranking = chains, speakers, ranking
        self._nouns = [common_nouns(one) if one.kind in _NOUNS else frozenset[str]() for one in chains.mentions]

    def antecedent(self, index: int) -> int | None:
        """The antecedent of an anaphor; None where there is none, or none that is likely enough."""
        mention, chains = self._chains.mentions[index], self._chains
        is_named = mention.kind is Kind.NAME and bool(mention.node) and mention.cls != "Office"
        if mention.kind is Kind.PRONOUN:
            found = self._of_pronoun(index)
        elif mention.kind in _NOUNS and mention.determiner in ANAPHORIC and not is_named:
            found = self._of_noun(index)
        else:
            is_owned = mention.determiner == "possessive" and mention.kind in _NOUNS
            return self._owned(index) if is_owned else None
        if not found:
            return None
        described = [self._candidate(mention, other) for other in found]
        best = most_salient(mention, described) if self._ranking is None else self._ranking.best(mention, described)
        if best is None and mention.kind is Kind.PRONOUN:
            chains.ambiguous.add(index)
        return None if best is None else found[best]

    def against(self, index: int, other: int) -> Constraint | None:
        """The constraint that rules out a mention as antecedent of the anaphor with this index, if any."""
        is_excluded = self._chains.of(other).key in self._speakers.excluded(index)
        return Constraint.SPEAKER if is_excluded else self._by_grammar(self._chains.mentions[index], other)

    def _by_grammar(self, mention: Mention, other: int) -> Constraint | None:
        candidate, chain = self._chains.mentions[other], self._chains.of(other)
        # as in "Berg himself", "refugees who lost their homes"
        may_hold = mention.text in _REFLEXIVE or mention.position.describes(candidate.head)
        if candidate.negative or (candidate.holds(mention) and not may_hold):
            return Constraint.BINDING
        if mention.kind is not Kind.PRONOUN:
            return self._of_noun_by_grammar(mention, other)
        if not {mention.lemma} & candidate.pronouns & chain.pronouns:
            return Constraint.AGREEMENT
        return Constraint.BINDING if self._is_beside_pronoun(mention, other) else None

    def _of_noun_by_grammar(self, mention: Mention, other: int) -> Constraint | None:
        candidate, chain = self._chains.mentions[other], self._chains.of(other)
        if not candidate.pronouns & mention.pronouns & chain.pronouns or _is_of_other_number(mention, candidate):
            return Constraint.AGREEMENT
        if self._is_beside(mention, other):
            return Constraint.BINDING
        if chain.has_name:
            is_other = not self._is_called(mention, other) and not _is_alike(chain.cls, mention)
            return Constraint.CLASS if mention.lemma in _SOURCES or is_other else None
        is_said = mention.words <= chain.words | chain.heads
        return None if is_said else Constraint.WORDS  # "the current account deficit" is no trade deficit

    def _of_pronoun(self, index: int) -> list[int]:
        """What grammar leaves of the mentions in reach, a list in place of its members; of a reflexive its subject."""
        mention, mentions = self._chains.mentions[index], self._chains.mentions
        excluded = self._speakers.excluded(index)
        near = reversed([*self._before(index, _WINDOW)])
        able = (other for other in near if self._chains.of(other).key not in excluded)
        able = (other for other in able if mentions[other].kind is not Kind.ADJECTIVE)
        able = (other for other in able if mentions[other].position.role != PREDICATE)
        found = [other for other in able if not self._by_grammar(mention, other)]
        listed = {head for other in found for head in mentions[other].members}
        found = [other for other in found if mentions[other].kind is Kind.LIST or mentions[other].head not in listed]
        if mention.text not in _REFLEXIVE:
            return found
        beside = [other for other in found if mentions[other].head == mention.head - 1]  # "Berg himself"
        subjects = [other for other in found if mention.position.commanding(mentions[other].position) == 0]
        return beside or subjects or found

    def _of_noun(self, index: int) -> list[int]:
        """The latest mention of each thing that grammar leaves, was called so, or is a name of the class near by."""
        mention, found = self._chains.mentions[index], dict[int, int]()
        excluded = self._speakers.excluded(index)
        for other in self._before(index, _FAR):
            candidate, chain = self._chains.mentions[other], self._chains.of(other)
            is_near = mention.position.sentence - candidate.position.sentence <= _WINDOW
            is_alike = is_near and chain.has_name and _is_alike(chain.cls, mention)
            is_asked = chain.key not in excluded.union(found) and (is_alike or self._is_called(mention, other))
            if is_asked and self._by_grammar(mention, other) is None:
                found[chain.key] = other
        return list(found.values())

    def _owned(self, index: int) -> int | None:
        """An owned thing told before: "his father" of the same man."""
        chains, mention = self._chains, self._chains.mentions[index]
        owner = chains.by_head(mention.owner)
        if owner is None:
            return None
        for other in self._before(index, _FAR):
            candidate = chains.mentions[other]
            before = chains.by_head(candidate.owner) if mention.lemma in self._nouns[other] else None
            is_same = before is not None and chains.of(owner) is chains.of(before)
            if is_same and mention.words <= chains.of(other).words and not _is_of_other_number(mention, candidate):
                return other
        return None

    def _before(self, index: int, reach: int) -> Iterator[int]:
        """The mentions before an anaphor, the latest first, as far back as so many sentences."""
        mentions = self._chains.mentions
        for other in range(index - 1, -1, -1):
            if mentions[index].position.sentence - mentions[other].position.sentence > reach:
                return
            yield other

    def _is_beside_pronoun(self, mention: Mention, other: int) -> bool:
        """Whether a pronoun that is not reflexive would mean what its own verb takes beside it."""
        here, chains = mention.position, self._chains
        if mention.text in _REFLEXIVE or here.governor < 0:
            return False
        members = (chains.mentions[member] for member in chains.of(other).members)
        told = [one for one in members if one.position.sentence == here.sentence and one.head != mention.head]
        return any(one.position.governor == here.governor or one.head in here.agents for one in told)

    def _is_beside(self, mention: Mention, other: int) -> bool:
        """Whether both stand in one clause, which does not tell of one thing twice, or below it a name does."""
        here, chains = mention.position, self._chains
        names = (one for one in map(chains.mentions.__getitem__, chains.of(other).members) if one.kind is Kind.NAME)
        near = (one.position for one in names if one.position.sentence == here.sentence and one.head > mention.head)
        if any(one.commanding(here) is not None for one in near):
            return True  # "the army insists the RSF leave"
        told = chains.of(other).members if chains.mentions[other].kind is Kind.PRONOUN else (other,)
        beside = (chains.mentions[one].position for one in told if chains.mentions[one].kind is not Kind.PRONOUN)
        return any(one.sentence == here.sentence and one.above[:1] == here.above[:1] for one in beside)

    def _candidate(self, mention: Mention, other: int) -> Candidate:
        candidate, chain = self._chains.mentions[other], self._chains.of(other)
        is_called = mention.kind is not Kind.PRONOUN and self._is_called(mention, other)
        return Candidate(candidate, chain, salience(mention, candidate, chain, is_called=is_called))

    def _is_called(self, mention: Mention, other: int) -> bool:
        """Whether a thing was called by a noun or a narrower one, by any mention or inside this name."""
        nouns = {mention.lemma, *_NARROWER.get(mention.lemma, ())}
        return not (nouns.isdisjoint(self._chains.of(other).heads) and nouns.isdisjoint(self._nouns[other]))


def salience(mention: Mention, candidate: Mention, chain: Chain, *, is_called: bool) -> float:
    """How well a candidate stands: near, high in its sentence, in the same quotation, often told of."""
    here, there = mention.position, candidate.position
    score = _ROLES[there.role] - _WEIGHTS["depth"] * there.depth
    apart = _WEIGHTS["quotation"] * (here.quote != there.quote)
    score -= _WEIGHTS["sentence"] * (here.sentence - there.sentence) + apart
    score += _WEIGHTS["mention"] * min(len(chain.members), _MENTIONS)
    if here.describes(candidate.head):
        return score + _WEIGHTS["described"]
    if here.sentence == there.sentence and (clauses := here.commanding(there)) is not None:
        score += _WEIGHTS["command"] / (1 + clauses)
    score -= _WEIGHTS["inanimate"] * (here.is_agent and not candidate.animate)
    return score + _WEIGHTS["called"] * is_called


def most_salient(mention: Mention, found: Sequence[Candidate]) -> int | None:
    """The most salient of the candidates; None where another thing comes near it, or a noun was not called so."""
    best: dict[int, tuple[float, int]] = {}
    for place, one in enumerate(found):
        best[one.chain.key] = max(best.get(one.chain.key, (one.score, place)), (one.score, place))
    first, *others = sorted(best.values(), reverse=True)
    is_tie = bool(others) and first[0] - others[0][0] < _WEIGHTS["margin"]
    is_class = mention.kind is Kind.PRONOUN or mention.lemma in _CLASS_NOUNS or first[0] >= _WEIGHTS["called"] / 2
    return None if is_tie or not is_class else first[1]


def _is_of_other_number(mention: Mention, candidate: Mention) -> bool:
    """As in "the companies" and "the company"."""
    return candidate.kind is mention.kind is Kind.NOMINAL and (mention.pronouns == MANY) != (candidate.pronouns == MANY)


def _is_alike(cls: str, mention: Mention) -> bool:
    """Whether a noun may take up a name of a class: "the bank" a company, "the minister" a person."""
    if not mention.pronouns.isdisjoint(GENDERED):
        return cls == _PERSON
    if cls == _PLACE:  # "the town", not "the building" or "the bank"
        return mention.lemma in _CLASS_NOUNS and mention.cls not in ORGANIZATIONS
    is_fit = cls not in ORGANIZATIONS or mention.cls in _WHOLE or mention.lemma in _CLASS_NOUNS  # no army is the UN
    return is_fit and cls not in {"", _OTHER} and (cls == mention.cls or any({cls, mention.cls} <= of for of in _ALIKE))


def common_nouns(mention: Mention) -> frozenset[str]:
    """The common nouns that may later take up a mention: its head, its titles, and those inside a name."""
    found = {*mention.titles}
    if mention.kind is not Kind.NAME or not mention.node:
        found.add(mention.lemma)
    if mention.kind is Kind.NAME:
        parts = mention.text.split()
        end = next((place for place, part in enumerate(parts) if part in _BEFORE_OF and place), len(parts))
        found |= {part for part in parts[end - 1 : end] if noun_class(part) != _OTHER or is_event_noun(part)}
        own = parts[1:end] if end > 1 else parts  # "Fan Expo Canada", but not "Aircraft Reporting System"
        found.update([part for part in own if part in _NARROW][-1:])
    return frozenset(found)
