"""Split antecedents: "both countries", "the two leaders", "the latter"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import pairwise

from kg.coref.chains import Chains, Kind, Mention
from kg.coref.names import countries
from kg.coref.phrases import MANY
from kg.lexicon import lexicon, words
from kg.parse.tree import Doc

_NAMES = frozenset({Kind.NAME, Kind.ADJECTIVE})
_PAIR = 2
_NUMBERS = words("coref", "pair_numbers", "words")
_WINDOW = 3  # sentences that a pair reaches back
_REACH = 8  # sentences that a pair reaches back which was spoken of together
ORDER = ("former", "latter")
"""Which of a pair a phrase means."""
_LEADING = words("coref", "leading", "words")
_SUBORDINATE = words("coref", "leading", "subordinates")
_CHIEF = words("coref", "leading", "chiefs")
_OPPOSED = words("coref", "pair_of_parties", "opposed")
_COUNTRY = "Country"
_STATES = frozenset({_COUNTRY, "Government"})
_PLACED = words("coref", "pair_of_states", "places")
_ANY_PEOPLE = words("coref", "pair_of_people", "anybody")


class SplitAntecedentSieve:
    """Finds split antecedents of two mentions, one phrase at a time, left to right.

    "Both countries", "the two leaders", "the sides" are the two of their class that were last spoken of as a pair, or
    the only two. "The latter" is the second of the last pair.
    """

    def __init__(self, doc: Doc, chains: Chains) -> None:
        self._chains = chains
        self._lemmas = [token.lemma_.lower() for token in doc]
        self._countries = countries(doc)
        self._sentences: dict[int, list[int]] = {}
        self._told: dict[frozenset[str], int] = {}
        self._pairs: list[tuple[int, ...]] = []

    def members(self, index: int) -> tuple[int, ...]:
        """The split antecedent of a noun phrase, as mention indices; empty where there are not exactly two in reach."""
        mention = self._chains.mentions[index]
        if mention.kind in _NAMES:
            self._sentences.setdefault(mention.position.sentence, []).append(index)
        if mention.kind is Kind.LIST:
            heads = (self._chains.by_head(head) for head in mention.members)
            listed = tuple(member for member in heads if member is not None)
            if len(self._keys(listed)) != len(mention.members):
                return ()
            if len(listed) == _PAIR:
                self._pairs.append(listed)
            return listed
        classes = _classes().get(mention.lemma, frozenset())
        if not classes or not _is_pair(mention):
            return ()
        told = self._told_together(mention, classes)
        if mention.lemma in _ANY_PEOPLE and _NUMBERS.isdisjoint(mention.text.lower().split()):
            return told  # "the men" may be others than the two who were named
        return told or self._last_two(mention, classes) or self._opposed(mention)

    def _opposed(self, mention: Mention) -> tuple[int, ...]:
        """The last two that "and" joined, whatever they are: "the union and the company met. [Both sides] agreed"."""
        for pair in self._pairs[-1:] if mention.lemma in _OPPOSED else ():
            is_near = mention.position.sentence - self._sentence(pair) <= _WINDOW
            return pair if is_near and all(self._chains.mentions[one].animate for one in pair) else ()
        return ()

    def one_of_pair(self, index: int) -> int | None:
        """The one of the last pair that "the latter" or "the former" takes up; None for any other mention."""
        mention = self._chains.mentions[index]
        if mention.lemma not in ORDER or mention.determiner != "definite" or mention.modifiers:
            return None
        before = [pair for pair in self._pairs[-1:] if mention.position.sentence - self._sentence(pair) <= _PAIR]
        return before[0][ORDER.index(mention.lemma)] if before else None

    def _sentence(self, pair: tuple[int, ...]) -> int:
        return self._chains.mentions[pair[-1]].position.sentence

    def _told_together(self, mention: Mention, classes: frozenset[str]) -> tuple[int, ...]:
        """The last pair of the classes that "and" joined, in reach; none where its sentence names a third."""
        for pair in reversed(self._pairs):
            if mention.position.sentence - self._sentence(pair) > _REACH:
                return ()
            if all(self._chains.of(one).node and self._chains.mentions[one].cls in classes for one in pair):
                return pair if self._keys(pair) == set(self._named(self._sentence(pair), mention, classes)) else ()
        return ()

    def earlier_mention(self, index: int, members: tuple[int, ...]) -> int | None:
        """The latest mention with exactly these members ("Canada and China", "the two sides"), or None."""
        keys = self._keys(members)
        before = self._told.get(keys)
        self._told[keys] = index
        return before

    def _keys(self, members: Iterable[int]) -> frozenset[str]:
        return frozenset(map(self._key, members))

    def _last_two(self, mention: Mention, classes: frozenset[str]) -> tuple[int, ...]:
        """The two things of the classes that were named last; none where the text has named a third."""
        named = {key for number in self._sentences for key in self._named(number, mention, classes)}
        if len(named) > _PAIR:
            return ()
        found: dict[str, int] = {}
        here = mention.position.sentence
        for number in range(here, here - _WINDOW - 1, -1):
            before = len(found)
            found = {**self._named(number, mention, classes), **found}
            if before == _PAIR:
                break
        return self._both(found, classes)

    def _both(self, found: Mapping[str, int], classes: frozenset[str]) -> tuple[int, ...]:
        """Exactly two, in order of the text; none where one was told of by its government alone."""
        told = sorted(found.values())
        return tuple(told) if len(told) == _PAIR and all(self._chains.mentions[i].cls in classes for i in told) else ()

    def _named(self, number: int, mention: Mention, classes: frozenset[str]) -> dict[str, int]:
        """The things of the classes named in a sentence, with their first names there; for "leaders" no spokesman.

        A country is also told of by its government, and not where it is only the place of something.
        """
        found: dict[str, int] = {}
        wanted = classes | _STATES if _COUNTRY in classes else classes
        for other in self._sentences.get(number, ()):
            if self._chains.mentions[other].cls in wanted and not self._is_place(other):
                members = (self._chains.mentions[member] for member in self._chains.of(other).members)
                if mention.lemma not in _LEADING or not any(map(self._is_subordinate, members)):
                    found.setdefault(self._key(other), self._of_classes(other, classes))
        return found

    def _key(self, index: int) -> str:
        """What tells things apart: the code of a country, its government's too; else the chain."""
        chain, cls = self._chains.of(index), self._chains.mentions[index].cls
        code = self._countries.get(chain.node, "") if cls in _STATES else ""
        return code or str(chain.key)

    def _of_classes(self, index: int, classes: frozenset[str]) -> int:
        """A mention, or for a government the first mention of its country where that is asked for too."""
        if _COUNTRY not in classes or self._chains.mentions[index].cls == _COUNTRY:
            return index
        key, named = self._key(index), (other for one in self._sentences.values() for other in one)
        states = (other for other in named if self._chains.mentions[other].cls == _COUNTRY)
        return next((other for other in states if self._key(other) == key), index)

    def _is_place(self, index: int) -> bool:
        """As in "the talks in [Oman]"."""
        mention = self._chains.mentions[index]
        return mention.cls == _COUNTRY and mention.start > 0 and self._lemmas[mention.start - 1] in _PLACED

    def _is_subordinate(self, mention: Mention) -> bool:
        """As in "Foreign Minister [Anna Berg]", not "Prime Minister [Anna Berg]"."""
        before = self._lemmas[max(0, mention.start - _PAIR) : mention.head]
        titles = (pair for pair in pairwise(["", *before]) if pair[1] in _SUBORDINATE)
        return any(" ".join(pair) not in _CHIEF for pair in titles)


def _is_pair(mention: Mention) -> bool:
    """Whether a phrase may take two together: "both sides", "the two sides", "the sides", not "the other sides"."""
    if mention.kind is not Kind.NOMINAL or mention.pronouns != MANY or not mention.words <= _NUMBERS:
        return False
    return mention.determiner == "definite" or not _NUMBERS.isdisjoint(mention.text.split())


@cache
def _classes() -> Mapping[str, frozenset[str]]:
    """Noun -> the classes of what it may take together."""
    return {
        noun: words("coref", name, "classes")
        for name in lexicon("coref")
        if name.startswith("pair_of_")
        for noun in words("coref", name, "words")
    }
