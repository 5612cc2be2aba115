"""Common-noun phrases taken back to what they name: "the company", "this visit", "their robot".

A general noun takes up a narrower one, a class noun a name of the class, a noun of an act the verb that told it
("imposed a tariff ... the move").
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from kg.coref.agreement import MANY
from kg.coref.chains import Chains, Kind, Mention
from kg.coref.positions import SUBJECT
from kg.lexicon import words, words_by
from kg.parse.nouns import is_event_noun, noun_class
from kg.parse.tree import Token

Found = tuple[int, str]
"""An antecedent and the rule that found it."""
_ANAPHORIC = frozenset({"definite", "demonstrative"})
_NOUNS = frozenset({Kind.NOMINAL, Kind.NAME})
_FAR = 20  # sentences that a noun reaches back
_NEAR = 3  # sentences that a class noun reaches back for a name
_ACT = 8  # sentences that a noun reaches back for the verb of its act
_TIE = 0.5  # points by which the best must beat the next
_GUESSED = 1.0  # points less for a class that is not the noun's
_OFTEN = 5  # mentions that make a name as present as can be
_CLASS_NOUNS = words("coref", "class_nouns", "words")
_NARROWER = words_by("coref", "kind_", "general", "words")
_NARROW = frozenset(word for general, narrow in _NARROWER.items() for word in narrow - {general})
_ALIKE = (
    frozenset({"Company", "MediaOrganization", "Organization"}),
    frozenset({"PublicBody", "InternationalOrganization", "Organization"}),
    frozenset({"PoliticalParty", "Organization"}),
)
"""Classes of bodies that names and nouns do not tell apart; a firm is no union of states."""
_OTHER = "Topic"
_TWO = 2
_MORE = 2  # times as often as the next must a person be told of to be meant by a title that both have
_PERSONS = frozenset({"he", "she"})
_BEFORE_OF = frozenset({"of", "for", "in", "on", "at", "to"})
_GENERAL = words("coref", "general_acts", "words")
_NO_ACTS = words("coref", "no_acts", "words")
_VERBS_BY_NOUN = words_by("coref", "act_", "nouns", "verbs")
_VERBS = frozenset().union(*_VERBS_BY_NOUN.values())


class NounSieve:
    """Resolves one noun phrase at a time, left to right; remembers what each noun was last used for."""

    def __init__(self, chains: Chains) -> None:
        self._chains = chains
        self._latest: dict[str, list[int]] = {}
        self._named: list[int] = []
        self._classes: set[str] = set()
        self._verbs: list[int] = []

    def antecedents(self, index: int) -> Iterator[Found]:
        """What a noun phrase takes up: nothing, an earlier mention, a verb, or both of these."""
        mention = self._chains.mentions[index]
        if mention.kind in _NOUNS and not (mention.kind is Kind.NAME and mention.node and mention.cls != "Office"):
            found = self._earlier(index, mention)
            if found is not None:
                yield found
            verb = self._verb(index if found is None else found[0], mention)
            if verb is not None:
                yield verb, "verb"
        self._remember(index, mention)

    def _earlier(self, index: int, mention: Mention) -> Found | None:
        if mention.determiner == "possessive":
            return self._owned(mention)
        if mention.determiner in _ANAPHORIC:
            found = self._by_class(index, mention) or self._by_head(mention) or self._by_kind(mention)
            return found or self._by_number(index, mention)
        return None

    def _by_number(self, index: int, mention: Mention) -> Found | None:
        """The latest who were counted so: "six nurses ... the six", "all six"."""
        for other in range(index - 1, -1, -1) if mention.numeral else ():
            candidate = self._chains.mentions[other]
            if mention.position.sentence - candidate.position.sentence > _FAR:
                return None
            if candidate.kind in _NOUNS and candidate.fits == MANY and mention.lemma in candidate.modifiers:
                return other, "number"
        return None

    def _owned(self, mention: Mention) -> Found | None:
        """An owned thing told before: "his father" of the same man, for "her party" the one that she was named with."""
        owner = self._chains.at(mention.owner)
        if owner is None:
            return None
        for other in self._recent(mention):
            candidate = self._chains.mentions[other]
            before = self._chains.at(candidate.owner)
            if before is not None and self._chains.together(owner, before) and self._covers(mention, other):
                return other, "owned"
        return self._affiliated(mention, owner) or self._visit_of(mention, owner)

    def _affiliated(self, mention: Mention, owner: int) -> Found | None:
        if not names_class(mention.lemma) or mention.fits == MANY:
            return None
        named_with = (self._chains.at(self._chains.mentions[i].affiliation) for i in self._chains.of(owner).members)
        found = (i for i in named_with if i is not None and is_of_class(self._chains.mentions[i], mention.cls))
        return next(((i, "affiliated") for i in found), None)

    def _visit_of(self, mention: Mention, owner: int) -> Found | None:
        """An act whose verb has the owner for its subject: "Carney arrived ... the visit ... Carney's visit"."""
        for noun in (mention.lemma, *sorted(narrower(mention.lemma))):
            for other in self._latest.get(noun, ())[-1:]:
                acts = (self._chains.mentions[i] for i in self._chains.of(other).members)
                doers = (self._chains.at(act.owner) for act in acts if act.kind is Kind.VERB)
                if any(doer is not None and self._chains.together(doer, owner) for doer in doers):
                    return other, "act"
        return None

    def _by_head(self, mention: Mention) -> Found | None:
        """The latest phrase with the same head whose words include all that this one says.

        Of two persons named with the same title the one of whom it is not said whose office he holds, or of whom the
        text tells most, or neither.
        """
        found = [other for other in self._recent(mention) if self._covers(mention, other)]
        if not found:
            return None
        titled = {self._chains.of(other).key: other for other in reversed(found) if self._is_titled(mention, other)}
        if len(titled) < _TWO:
            return found[0], "head"
        plain = [other for other in titled.values() if not self._is_affiliated(other)]
        if len(plain) == 1:
            return plain[0], "head"
        ranked = sorted(((len(self._chains.of(other).members), other) for other in titled.values()), reverse=True)
        return (ranked[0][1], "head") if ranked[0][0] >= _MORE * ranked[1][0] else None

    def _is_affiliated(self, other: int) -> bool:
        """As "President Berg of Norway", not "President Berg"."""
        members = self._chains.of(other).members
        return any(self._chains.mentions[member].affiliation >= 0 for member in members)

    def _is_titled(self, mention: Mention, other: int) -> bool:
        """Whether a person is named with the noun as a title: "the president" after "President Berg"."""
        is_person = not mention.fits.isdisjoint(_PERSONS)
        return is_person and not mention.words and self._chains.mentions[other].kind is Kind.NAME

    def _recent(self, mention: Mention) -> Iterator[int]:
        """The phrases with the same head in reach, the latest first."""
        for other in reversed(self._latest.get(mention.lemma, ())):
            if mention.position.sentence - self._chains.mentions[other].position.sentence > _FAR:
                return
            yield other

    def _by_kind(self, mention: Mention) -> Found | None:
        """A general noun for a narrower one: "the event" for "the festival"."""
        if mention.modifiers:
            return None
        latest = (other for noun in narrower(mention.lemma) for other in self._latest.get(noun, ())[-1:])
        found = [other for other in latest if self._covers(mention, other)]
        return (max(found), "kind") if found else None

    def _covers(self, mention: Mention, other: int) -> bool:
        candidate, chain = self._chains.mentions[other], self._chains.of(other)
        if mention.position.sentence - candidate.position.sentence > _FAR or candidate.holds(mention):
            return False
        if not candidate.fits & mention.fits or candidate.negative or not _agree_in_number(mention, candidate):
            return False
        return mention.words <= chain.words | chain.heads

    def _by_class(self, index: int, mention: Mention) -> Found | None:
        """The name of the class that is most in focus; a tie leaves it open."""
        if not names_class(mention.lemma) or mention.words or mention.fits == MANY:
            return None
        best: dict[int, tuple[float, int]] = {}
        for other in self._of_class(mention):
            key = self._chains.of(other).key
            best[key] = max(best.get(key, (float("-inf"), 0)), (self._focus(index, other), other))
        called = [found for found in best.values() if self._is_called(found[1], mention.lemma)]
        ranked = sorted(called or best.values(), reverse=True)
        if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _TIE):
            return None
        return None if self._is_guessed(mention, ranked[0][1]) else (ranked[0][1], "class")

    def _of_class(self, mention: Mention) -> Iterator[int]:
        """The names that a class noun may take up, the latest first; one that was called so from further away."""
        reach = _FAR if mention.cls == "Country" else _NEAR
        for other in reversed(self._named):
            candidate = self._chains.mentions[other]
            distance = mention.position.sentence - candidate.position.sentence
            if distance > _FAR:
                return
            near = distance <= reach or self._is_called(other, mention.lemma)
            if near and is_of_class(candidate, mention.cls) and not candidate.holds(mention):
                yield other

    def _is_guessed(self, mention: Mention, found: int) -> bool:
        """Whether the parser alone takes a name for a body, in a text with a sure one: "MacBook ... the company"."""
        candidate = self._chains.mentions[found]
        if candidate.cls == mention.cls or candidate.known or self._is_called(found, mention.lemma):
            return False
        return mention.cls in self._classes

    def _is_called(self, other: int, noun: str) -> bool:
        """Whether a thing went by the noun before: "Irish airline Ryanair ... the airline"."""
        chain = self._chains.of(other)
        return noun in chain.heads or noun in chain.words

    def _focus(self, index: int, other: int) -> float:
        """How much a name is in the reader's mind: near, often named, subject."""
        mention, candidate = self._chains.mentions[index], self._chains.mentions[other]
        before = bisect_left(self._chains.of(other).members, index)
        distance = mention.position.sentence - candidate.position.sentence
        score = 0.3 * min(before, _OFTEN) - distance - 0.01 * (mention.start - candidate.start)
        score -= _GUESSED * (candidate.cls != mention.cls)  # the parser's organization is often a product
        return score + 0.5 * (candidate.position.role == SUBJECT) - 0.2 * (candidate.kind is Kind.ADJECTIVE)

    def _verb(self, index: int, mention: Mention) -> int | None:
        """The verb that told of the act which a definite noun names, unless its chain has a verb already."""
        if mention.determiner not in _ANAPHORIC or mention.fits == MANY:
            return None
        if self._chains.of(index).told:
            return None
        verbs = verbs_of(mention.lemma)
        for other in reversed(self._verbs):
            verb = self._chains.mentions[other]
            distance = mention.position.sentence - verb.position.sentence
            if distance > _ACT or (mention.words and distance):
                return None
            if verb.lemma in verbs and verb.head not in mention.position.above:
                return other
            if distance and is_general(mention.lemma):
                return other if distance == 1 and verb.position.main else None
        return None

    def _remember(self, index: int, mention: Mention) -> None:
        if mention.kind in _NOUNS:
            for noun in nouns_of(mention):
                self._latest.setdefault(noun, []).append(index)
        if mention.kind in {Kind.NAME, Kind.ADJECTIVE}:
            self._named.append(index)
            self._classes.add(mention.cls)
        if mention.kind is Kind.VERB:
            self._verbs.append(index)


def _agree_in_number(mention: Mention, candidate: Mention) -> bool:
    """Whether two common nouns are both one or both many: "the companies" are not "the company"."""
    if candidate.kind is not Kind.NOMINAL or mention.kind is not Kind.NOMINAL:
        return True
    return (mention.fits == MANY) == (candidate.fits == MANY)


def narrower(noun: str) -> frozenset[str]:
    """The nouns that a general noun may take up: "event" takes up "festival"."""
    return _NARROWER.get(noun, frozenset()) - {noun}


def names_class(noun: str) -> bool:
    """Whether a bare definite noun may take up a name of its class ("the company")."""
    return noun in _CLASS_NOUNS


def is_of_class(name: Mention, cls: str) -> bool:
    """Whether a name is of a class, or of one that goes by the same nouns ("the organization")."""
    return name.cls == cls or any({name.cls, cls} <= alike for alike in _ALIKE)


def nouns_of(mention: Mention) -> frozenset[str]:
    """The nouns by which a phrase may later be called: its head, its titles, and the nouns inside a name."""
    found = {*mention.titles}
    if mention.kind is not Kind.NAME or not mention.node:
        found.add(mention.lemma)
    if mention.kind is Kind.NAME:
        parts = mention.text.split()
        end = next((place for place, part in enumerate(parts) if part in _BEFORE_OF and place), len(parts))
        found |= {part for part in parts[end - 1 : end] if noun_class(part) != _OTHER or is_event_noun(part)}
        own = parts[1:end] if end > 1 else parts  # "Fan Expo Canada", but not "Aircraft Reporting System"
        found |= set([part for part in own if part in _NARROW][-1:])
    return frozenset(found)


def is_told_by_verb(token: Token) -> bool:
    """Whether a noun may later take up this verb: it has a noun of its own, or heads a sentence that tells an act."""
    lemma = token.lemma_.lower()
    return lemma in _VERBS or (token.dep_ == "ROOT" and lemma not in _NO_ACTS)


def is_general(noun: str) -> bool:
    """Whether a noun takes up any act ("move", "step")."""
    return noun in _GENERAL


def verbs_of(noun: str) -> frozenset[str]:
    """The verbs that an event noun may take up: "visit" takes up "visit", "arrive", "travel"."""
    return _VERBS_BY_NOUN.get(noun, frozenset())
