"""Split antecedents: lists, and "both countries", "the two leaders", which take two together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from kg.coref.chains import Chains, Kind, Mention
from kg.coref.phrases import MANY
from kg.lexicon import lexicon, words

_NAMES = frozenset({Kind.NAME, Kind.ADJECTIVE})
_PAIR = 2
_NUMBERS = words("coref", "pair_numbers", "words")
_WINDOW = 3  # sentences that a pair reaches back
_REACH = 8  # sentences that a pair reaches back which was spoken of together


class SplitAntecedents:
    """Finds what a phrase takes together, one phrase at a time, left to right.

    "Both countries", "the two leaders", "the sides" are the two of their class that "and" joined last, or the only two
    that the text has named.
    """

    def __init__(self, chains: Chains) -> None:
        self._chains = chains
        self._named: list[int] = []
        self._told: dict[frozenset[int], int] = {}
        self._pairs: list[tuple[int, ...]] = []

    def members(self, index: int) -> tuple[int, ...]:
        """The split antecedent of a noun phrase, as mention indices; empty where there are not exactly two in reach."""
        mention = self._chains.mentions[index]
        if mention.kind in _NAMES:
            self._named.append(index)
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
        return self._joined(mention, classes) or self._only(mention, classes)

    def earlier_mention(self, index: int, members: tuple[int, ...]) -> int | None:
        """The latest mention with exactly these members ("Canada and China", "the two sides"), or None."""
        keys = self._keys(members)
        before = self._told.get(keys)
        self._told[keys] = index
        return before

    def _joined(self, mention: Mention, classes: frozenset[str]) -> tuple[int, ...]:
        """The last pair of the classes that "and" joined, in reach; none where its sentence has a third."""
        mentions = self._chains.mentions
        for pair in reversed(self._pairs):
            sentence = mentions[pair[-1]].position.sentence
            if mention.position.sentence - sentence > _REACH:
                break
            if all(self._chains.of(one).node and mentions[one].cls in classes for one in pair):
                beside = (one for one in self._named if mentions[one].position.sentence == sentence)
                others = self._keys(one for one in beside if mentions[one].cls in classes)
                return pair if others == self._keys(pair) else ()
        return ()

    def _only(self, mention: Mention, classes: frozenset[str]) -> tuple[int, ...]:
        """The two things of the classes that the text has named, both near by; none where it has named a third."""
        mentions = self._chains.mentions
        last = {self._chains.of(one).key: one for one in self._named if mentions[one].cls in classes}
        near = (mention.position.sentence - mentions[one].position.sentence <= _WINDOW for one in last.values())
        return tuple(sorted(last.values())) if len(last) == _PAIR and all(near) else ()

    def _keys(self, members: Iterable[int]) -> frozenset[int]:
        return frozenset(self._chains.of(member).key for member in members)


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
