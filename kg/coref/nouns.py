"""Antecedents of definite noun phrases: "the company", "this visit", "their robot".

A hypernym takes up a hyponym, a class noun a name of the class, an event noun the verb of the event ("imposed a
tariff ... the move"). Nouns for two together are those of ``pairs``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence, Set
from types import MappingProxyType

from kg.coref.chains import Chains, Constraint, Kind, Mention
from kg.coref.phrases import MANY
from kg.coref.ranking import Candidate, Ranking
from kg.lexicon import words, words_by
from kg.model.classes import ORGANIZATIONS
from kg.parse.nouns import is_event_noun, noun_class
from kg.parse.tree import Token

Found = tuple[int, str]
"""An antecedent and the rule that found it."""
ANAPHORIC = frozenset({"definite", "demonstrative"})
_NOUNS = frozenset({Kind.NOMINAL, Kind.NAME})
_NAMES = frozenset({Kind.NAME, Kind.ADJECTIVE})
_FAR = 20  # sentences that a noun reaches back
_NEAR = 3  # sentences that a class noun reaches back for a name
_ACT = 8  # sentences that a noun reaches back for the verb of its act
_CLASS_NOUNS = words("coref", "class_nouns", "words")
_OF_ANY = words("coref", "class_nouns", "of_any")
_NARROWER = words_by("coref", "kind_", "general", "words")
_NARROW = frozenset(word for general, narrow in _NARROWER.items() for word in narrow - {general})
_ALIKE = (
    frozenset({"Company", "MediaOrganization", "Organization"}),
    frozenset({"PublicBody", "InternationalOrganization", "Organization"}),
    frozenset({"PoliticalParty", "Organization"}),
)
"""Classes of bodies that names and nouns do not tell apart; a firm is no union of states."""
_OTHER = "Topic"
_PERSON = "Person"
_COUNTRY = "Country"
_PLACE = "Place"
_PERSONS = frozenset({"he", "she"})
_BEFORE_OF = frozenset({"of", "for", "in", "on", "at", "to"})
_GENERAL = words("coref", "general_acts", "words")
_SOURCES = words("coref", "anonymous", "words")
_UNNAMED = words("coref", "anonymous", "unnamed")
_UNWILLING = words("coref", "anonymous", "unwilling")
_NAMING = words("coref", "anonymous", "naming")
_REPRESENTATIVES = words("coref", "representatives", "words")
_NO_ACTS = words("coref", "no_acts", "words")
_VERBS_BY_NOUN = words_by("coref", "act_", "nouns", "verbs")
_VERBS = frozenset().union(*_VERBS_BY_NOUN.values())


class NounSieve:
    """Resolves one noun phrase at a time, left to right; remembers the last use of each noun."""

    def __init__(
        self, chains: Chains, countries: Mapping[str, str] = MappingProxyType({}), ranking: Ranking | None = None
    ) -> None:
        self._chains, self._countries, self._ranking = chains, countries, ranking
        self._latest: dict[str, list[int]] = {}
        self._nouns: list[frozenset[str]] = []
        """By index, what may later take up each mention."""
        self._named: list[int] = []
        self._verbs: list[int] = []

    def antecedents(self, index: int, excluded: Set[int] = frozenset()) -> Iterator[Found]:
        """The antecedents of a noun phrase, with their rules: an earlier mention, a verb, both, or none.

        ``excluded`` are chains, by their keys, that it cannot mean.
        """
        mention = self._chains.mentions[index]
        if mention.kind in _NOUNS and not (mention.kind is Kind.NAME and mention.node and mention.cls != "Office"):
            found = self._earlier(index, mention, excluded)
            if found is not None:
                yield found
            verb = self._verb(index if found is None else found[0], mention)
            if verb is not None:
                yield verb, "verb"
        self._remember(index, mention)

    def _remember(self, index: int, mention: Mention) -> None:
        self._nouns.append(common_nouns(mention) if mention.kind in _NOUNS else frozenset())
        if mention.kind in _NOUNS:
            for noun in self._nouns[index]:
                self._latest.setdefault(noun, []).append(index)
        if mention.kind in _NAMES:
            self._named.append(index)
        if mention.kind is Kind.VERB:
            self._verbs.append(index)

    def _earlier(self, index: int, mention: Mention, excluded: Set[int]) -> Found | None:
        if mention.determiner == "possessive":
            return self._owned(mention)
        if mention.determiner in ANAPHORIC:
            found = self._by_words(index, mention, excluded) or self._by_country(index, mention)
            return found or self._by_number(index, mention)
        return None

    def _by_words(self, index: int, mention: Mention, excluded: Set[int]) -> Found | None:
        """The likeliest of what a noun may take up; without a ranking what ``_plain`` takes."""
        chains = self._chains
        found = [one for one in self._possible(index, mention) if chains.of(one[0]).key not in excluded]
        if mention.lemma not in _CLASS_NOUNS:
            found = [one for one in found if one[1]] or found
        best = self._plain(mention, found)
        if self._ranking is not None and found:
            described = [Candidate(chains.mentions[other], chains.of(other), float(called)) for other, called in found]
            best = self._ranking.best(mention, described, best)
        return None if best is None else (found[best][0], "noun")

    def _plain(self, mention: Mention, found: Sequence[tuple[int, bool]]) -> int | None:
        """Of what may be meant, by its place, the latest that was called so, or the only name of the noun's class.

        A noun that fits every body of its class, as "the company", takes up the one last spoken of. Of two persons
        named with the same title it is the one whose body is not told, or of whom the text tells most.
        """
        told = [place for place, (other, _) in enumerate(found) if self._covers(mention, other)]
        called = [place for place in told if found[place][1] or mention.lemma in _OF_ANY]
        titled = [place for place in called if self._is_titled(mention, found[place][0])]
        people = {place: self._presence(found[place][0]) for place in titled}
        if len(people) > 1:
            best, following, *_ = sorted(people, key=lambda place: people[place], reverse=True)
            return best if people[best] > people[following] else None
        only = told[0] if len(told) == 1 and mention.lemma in _CLASS_NOUNS else None
        return next(iter(called), only)

    def _is_titled(self, mention: Mention, other: int) -> bool:
        """Whether a title alone, as "the senator", may mean a person who was named with it."""
        is_title = not mention.words and not mention.pronouns.isdisjoint(_PERSONS)
        return is_title and self._chains.mentions[other].kind is Kind.NAME

    def _presence(self, other: int) -> tuple[bool, int]:
        """How surely a title alone means a person: "President Berg" before "President Lund of Norway"."""
        members = self._chains.of(other).members
        return all(self._chains.mentions[member].affiliation < 0 for member in members), len(members)

    def _possible(self, index: int, mention: Mention) -> Iterator[tuple[int, bool]]:
        """The latest mention of each thing that agrees with a noun and was called so, or was named near by.

        With each, whether it was called so: by the noun or a narrower one.
        """
        seen, employers = set[int](), self._employers(index, mention)
        nouns = {mention.lemma, *_NARROWER.get(mention.lemma, ())}
        for other in range(index - 1, -1, -1):
            candidate, chain = self._chains.mentions[other], self._chains.of(other)
            distance = mention.position.sentence - candidate.position.sentence
            if distance > _FAR:
                return
            if chain.key in seen or candidate.head in employers:
                continue
            called = not (nouns.isdisjoint(chain.heads) and nouns.isdisjoint(self._nouns[other]))
            is_near = distance <= _NEAR and chain.has_name and _is_alike(chain.cls, mention)
            if (called or is_near) and not self._mismatch(mention, other):
                seen.add(chain.key)
                if not candidate.negative and not candidate.holds(mention):
                    yield other, called

    def _mismatch(self, mention: Mention, other: int) -> Constraint | None:
        candidate, chain = self._chains.mentions[other], self._chains.of(other)
        agreeing = candidate.pronouns & mention.pronouns
        if not agreeing & (agreeing if chain.has_verb else chain.pronouns) or _is_of_other_number(mention, candidate):
            return Constraint.AGREEMENT
        if self._is_beside(other, mention):
            return Constraint.BINDING
        if chain.has_name and _is_anonymous(mention):
            return Constraint.CLASS
        is_said = chain.has_name or mention.words <= chain.words | chain.heads
        return None if is_said else Constraint.WORDS  # "the current account deficit" is no trade deficit

    def against(self, index: int, other: int) -> Constraint | None:
        """The constraint that rules out a mention as antecedent of the noun with this index, if any."""
        mention, chain = self._chains.mentions[index], self._chains.of(other)
        is_other = chain.has_name and mention.lemma not in chain.heads and not _is_alike(chain.cls, mention)
        return self._mismatch(mention, other) or (Constraint.CLASS if is_other else None)

    def _is_beside(self, other: int, mention: Mention) -> bool:
        """Whether one clause tells of both, or of the owner of what a possessive is beside: "Berg sold its firm"."""
        chains, candidate = self._chains, self._chains.mentions[other]
        told = chains.of(other).members if candidate.kind is Kind.PRONOUN else (other,)
        return any(_is_beside(chains.mentions[one], mention) for one in told)

    def _employers(self, index: int, mention: Mention) -> frozenset[int]:
        """Heads of whose analyst or lawyer says it: no "company" of which such a one speaks; of a chief it may be."""
        found: set[int] = set()
        for other in range(index - 1, -1, -1):
            one, heads = self._chains.mentions[other], self._chains.of(other).heads
            if one.position.sentence < mention.position.sentence:
                break
            if one.position.governor in mention.position.above and heads and heads.isdisjoint(_REPRESENTATIVES):
                found.add(one.affiliation)
        return frozenset(found)

    def _by_country(self, index: int, mention: Mention) -> Found | None:
        """The one of a class and country that was named: "Halden, a maker in Norway ... the Norwegian company".

        Or the only one of its class named lately, of no other country: "Halden cut jobs. The Norwegian company ...".
        """
        home = self._home(mention)
        if not home or mention.pronouns == MANY or len(mention.words) > 1:
            return None
        alike = [other for other in reversed(self._named) if self._may_share(mention, other)]
        told = {self._chains.of(other).key: other for other in alike if self._home_of(other) == home}
        near = (other for other in alike if self._since(index, other)[0] <= _NEAR and self._may_be(mention, other))
        found = list((told or {self._chains.of(other).key: other for other in near}).values())
        is_told = len(found) == 1 and (told or not any(self._is_rival(mention, i, home) for i in range(index)))
        return (found[0], "country") if is_told else None

    def _may_be(self, mention: Mention, other: int) -> bool:
        """Whether nothing else was told of a thing: neither another country nor what it is."""
        heads = self._chains.of(other).heads
        return not self._home_of(other) and (not heads or mention.lemma in heads | _OF_ANY)

    def _is_rival(self, mention: Mention, index: int, home: str) -> bool:
        """Whether one without a name may be meant: "a Norwegian bank"."""
        other = self._chains.mentions[index]
        is_near = mention.position.sentence - other.position.sentence <= _NEAR
        is_like = other.kind is Kind.NOMINAL and bool(other.pronouns & mention.pronouns)
        return is_near and is_like and self._home(other) == home

    def _may_share(self, mention: Mention, other: int) -> bool:
        """Whether a name may be that of such a company or person."""
        name, chain = self._chains.mentions[other], self._chains.of(other)
        if mention.position.sentence - name.position.sentence > _FAR or name.kind is not Kind.NAME:
            return False
        if not chain.node or name.holds(mention) or not chain.pronouns & mention.pronouns:
            return False
        is_body = chain.cls in ORGANIZATIONS and _is_of_class(name, mention.cls)
        return chain.cls == _PERSON if mention.pronouns & _PERSONS else is_body

    def _home(self, mention: Mention) -> str:
        """The country whose a phrase says that something is."""
        told = self._chains.by_head(mention.affiliation)
        chain = self._chains.of(told) if told is not None else None
        return self._countries.get(chain.node, "") if chain is not None and chain.cls == _COUNTRY else ""

    def _home_of(self, index: int) -> str:
        """The country of a thing, by what is known of it or told with any of its mentions."""
        chain = self._chains.of(index)
        told = (self._home(self._chains.mentions[member]) for member in chain.members)
        return self._countries.get(chain.node, "") or next(filter(None, told), "")

    def _owned(self, mention: Mention) -> Found | None:
        """An owned thing told before: "his father" of the same man, for "her party" the one that she was named with."""
        owner = self._chains.by_head(mention.owner)
        if owner is None:
            return None
        for other in self._recent(mention):
            before = self._chains.by_head(self._chains.mentions[other].owner)
            if before is not None and self._chains.corefer(owner, before) and self._covers(mention, other):
                return other, "owned"
        return self._affiliated(mention, owner) or self._act_of(mention, owner)

    def _affiliated(self, mention: Mention, owner: int) -> Found | None:
        if mention.lemma not in _CLASS_NOUNS or mention.pronouns == MANY:
            return None
        bodies = (self._chains.by_head(self._chains.mentions[i].affiliation) for i in self._chains.of(owner).members)
        found = (i for i in bodies if i is not None and _is_of_class(self._chains.mentions[i], mention.cls))
        return next(((i, "affiliated") for i in found), None)

    def _act_of(self, mention: Mention, owner: int) -> Found | None:
        """An act whose verb has the owner for its subject: "Carney arrived ... the visit ... Carney's visit"."""
        for other in self._latest.get(mention.lemma, ())[-1:]:
            acts = (self._chains.mentions[i] for i in self._chains.of(other).members)
            doers = (self._chains.by_head(act.owner) for act in acts if act.kind is Kind.VERB)
            if any(doer is not None and self._chains.corefer(doer, owner) for doer in doers):
                return other, "act"
        return None

    def _since(self, index: int, other: int) -> tuple[int, int]:
        """Sentences and paragraphs since a thing was last spoken of, by whatever words."""
        members = self._chains.of(other).members
        last = self._chains.mentions[members[bisect_left(members, index) - 1]].position
        here = self._chains.mentions[index].position
        return here.sentence - last.sentence, here.paragraph - last.paragraph

    def _recent(self, mention: Mention) -> Iterator[int]:
        """The phrases with the same head in reach, the latest first."""
        for other in reversed(self._latest.get(mention.lemma, ())):
            if mention.position.sentence - self._chains.mentions[other].position.sentence > _FAR:
                return
            yield other

    def _by_number(self, index: int, mention: Mention) -> Found | None:
        """The latest who were counted so: "six nurses ... the six", "all six"."""
        for other in range(index - 1, -1, -1) if mention.numeral else ():
            candidate = self._chains.mentions[other]
            if candidate.kind in _NOUNS and candidate.pronouns == MANY and mention.lemma in candidate.modifiers:
                return other, "number"
        return None

    def _covers(self, mention: Mention, other: int) -> bool:
        """Whether an earlier phrase may be meant: it agrees in number, and all that is said was said of its thing."""
        candidate, chain = self._chains.mentions[other], self._chains.of(other)
        if mention.position.sentence - candidate.position.sentence > _FAR or candidate.holds(mention):
            return False
        if not candidate.pronouns & mention.pronouns or candidate.negative:
            return False
        if _is_of_other_number(mention, candidate):
            return False
        return mention.words <= chain.words | chain.heads

    def _verb(self, index: int, mention: Mention) -> int | None:
        """The verb that told of the act which a definite noun names, unless its chain has a verb already."""
        if mention.determiner not in ANAPHORIC or mention.pronouns == MANY or self._chains.of(index).has_verb:
            return None
        for other in reversed(self._verbs):
            verb = self._chains.mentions[other]
            distance = mention.position.sentence - verb.position.sentence
            if distance > _ACT or (mention.words and distance):
                return None
            if verb.lemma in _VERBS_BY_NOUN.get(mention.lemma, ()) and verb.head not in mention.position.above:
                return other
            if distance and mention.lemma in _GENERAL:
                return other if distance == 1 else None
        return None


def _is_of_other_number(mention: Mention, candidate: Mention) -> bool:
    """As in "the companies" and "the company"."""
    is_nominal = candidate.kind is mention.kind is Kind.NOMINAL
    return is_nominal and (mention.pronouns == MANY) != (candidate.pronouns == MANY)


def _is_beside(candidate: Mention, mention: Mention) -> bool:
    """Whether both stand in one clause, which does not tell of one thing by two noun phrases."""
    here, there = mention.position, candidate.position
    return here.sentence == there.sentence and here.above[:1] == there.above[:1] and candidate.kind is not Kind.PRONOUN


def _is_alike(cls: str, mention: Mention) -> bool:
    """Whether a noun may take up a name of a class: "the bank" a company, "the minister" a person."""
    if not mention.pronouns.isdisjoint(_PERSONS):
        return cls == _PERSON
    if cls == _PLACE:  # "the town", not "the building" or "the bank"
        return mention.lemma in _CLASS_NOUNS and mention.cls not in ORGANIZATIONS
    return bool(cls) and cls != _OTHER and (cls == mention.cls or any({cls, mention.cls} <= one for one in _ALIKE))


def _is_anonymous(mention: Mention) -> bool:
    """As in "the source told reporters", "the official, who declined to be named": nobody whom the text names."""
    is_unwilling = not (mention.words.isdisjoint(_UNWILLING) or mention.words.isdisjoint(_NAMING))
    return mention.lemma in _SOURCES or is_unwilling or not mention.words.isdisjoint(_UNNAMED)


def _is_of_class(name: Mention, cls: str) -> bool:
    """Whether a name is of a class, or of one that goes by the same nouns ("the organization")."""
    return name.cls == cls or any({name.cls, cls} <= alike for alike in _ALIKE)


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
        found |= set([part for part in own if part in _NARROW][-1:])
    return frozenset(found)


def may_be_taken_up(token: Token) -> bool:
    """Whether a verb may be an event antecedent: it has a nominalization, or heads a sentence of an act."""
    lemma = token.lemma_.lower()
    return lemma in _VERBS or (token.dep_ == "ROOT" and lemma not in _NO_ACTS)
