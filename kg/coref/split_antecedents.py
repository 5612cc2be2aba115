"""Two together: "both countries", "the two leaders", "the sides" are the two of their kind that were named last.

"They" are two that did something with one another, where no plural stands nearer: "Macron met Scholz. They agreed".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import pairwise, product

from kg.coref.agreement import MANY
from kg.coref.chains import Chains, Kind, Mention
from kg.coref.positions import OBJECT, OBLIQUE, SUBJECT
from kg.lexicon import lexicon, words
from kg.parse.tree import Doc

_PAIR = 2
_WINDOW = 3  # sentences that a pair reaches back
_NUMBERS = words("coref", "pair_numbers", "words")
_NAMES = frozenset({Kind.NAME, Kind.ADJECTIVE})
_OPENING = 3  # sentences with names at the beginning of a text
_COUPLED = 2  # sentences that "they" reaches back for two who met
_MUTUAL = words("coref", "mutual", "words")
_LEADING = words("coref", "leading", "words")
_SUBORDINATE = words("coref", "leading", "subordinates")
_CHIEF = words("coref", "leading", "chiefs")
_LIKE = (frozenset({"Person", "Office"}), frozenset({"Country", "Government"}))


class SplitAntecedentSieve:
    """Finds the members of one pair at a time, left to right."""

    def __init__(self, doc: Doc, chains: Chains) -> None:
        self._chains = chains
        self._lemmas = [token.lemma_.lower() for token in doc]
        self._sentences: dict[int, list[int]] = {}
        self._told: dict[frozenset[int], int] = {}
        self._latest: dict[str, tuple[int, ...]] = {}

    def members(self, index: int) -> tuple[int, ...]:
        """The mentions that a noun phrase takes together; none where there are not exactly two in reach."""
        mention = self._chains.mentions[index]
        if mention.kind in _NAMES:
            self._sentences.setdefault(mention.position.sentence, []).append(index)
        if mention.kind is Kind.LIST:
            heads = (self._chains.at(head) for head in mention.members)
            listed = tuple(member for member in heads if member is not None)
            return listed if len(self._keys(listed)) == len(mention.members) else ()
        classes = _classes().get(mention.lemma, frozenset())
        if not classes or not _is_pair(mention):
            return ()
        found = self._two(mention, classes)
        if not found and mention.words:  # "the two leaders" again, both long unnamed
            found = self._latest.get(mention.lemma, ())
        found = found or self._opening(mention, classes)
        self._latest[mention.lemma] = found
        return found

    def couple(self, index: int) -> tuple[int, ...]:
        """The two whom "they" takes together: the subject of a mutual act and the one it was done with."""
        mention = self._chains.mentions[index]
        here = mention.position.sentence
        for number in range(here, here - _COUPLED - 1, -1):
            named = [other for other in self._sentences.get(number, ()) if other < index]
            found = [pair for pair in product(named, named) if self._is_mutual(*pair)]
            if found:
                return found[0] if len(self._keys(other for pair in found for other in pair)) == _PAIR else ()
        return ()

    def _is_mutual(self, first: int, second: int) -> bool:
        """Whether two of one class are subject and partner of one mutual act: "Macron met with Scholz"."""
        one, other = self._chains.mentions[first], self._chains.mentions[second]
        roles = one.position.role == SUBJECT and other.position.role in {OBJECT, OBLIQUE} and not other.position.depth
        same = one.position.governor == other.position.governor >= 0
        if not (roles and same and any({one.cls, other.cls} <= classes for classes in _LIKE)):
            return False
        return self._lemmas[one.position.governor] in _MUTUAL and len(self._keys((first, second))) == _PAIR

    def told(self, index: int, members: tuple[int, ...]) -> int | None:
        """The latest phrase that took just these together: "Canada and China", "the two sides"."""
        keys = self._keys(members)
        before = self._told.get(keys)
        self._told[keys] = index
        return before

    def _keys(self, members: Iterable[int]) -> frozenset[int]:
        return frozenset(self._chains.of(member).key for member in members)

    def _two(self, mention: Mention, classes: frozenset[str]) -> tuple[int, ...]:
        """The two things of the classes that were named last; none where a third was named nearly as lately."""
        found: dict[int, int] = {}
        here = mention.position.sentence
        for number in range(here, here - _WINDOW - 1, -1):
            before = len(found)
            for other in self._sentences.get(number, ()):
                if self._chains.mentions[other].cls in classes and self._fits(mention, other):
                    found.setdefault(self._chains.of(other).key, other)
            if before == _PAIR or self._is_joint(found.values()):
                break
        first_two = tuple(sorted(found.values()))
        return first_two if len(found) == _PAIR else ()

    def _opening(self, mention: Mention, classes: frozenset[str]) -> tuple[int, ...]:
        """The two of whom the first sentence that names any tells: whose talks or quarrel the text is about."""
        if mention.lemma not in _LEADING and "Country" not in classes:
            return ()
        for number in sorted(self._sentences)[:_OPENING]:
            found: dict[int, int] = {}
            for other in self._sentences[number]:
                if self._chains.mentions[other].cls in classes and self._fits(mention, other):
                    found.setdefault(self._chains.of(other).key, other)
            if found:
                return tuple(sorted(found.values())) if len(found) == _PAIR else ()
        return ()

    def _fits(self, mention: Mention, other: int) -> bool:
        """Not who acts on the two ("[Peru] urged both sides to"), nor among "the leaders" a spokesman."""
        members = [self._chains.mentions[index] for index in self._chains.of(other).members]
        if any(member.head in mention.position.doers for member in members):
            return False
        return mention.lemma not in _LEADING or not any(self._is_subordinate(member) for member in members)

    def _is_subordinate(self, mention: Mention) -> bool:
        """As in "Foreign Minister [Anna Berg]", not "Prime Minister [Anna Berg]"."""
        before = self._lemmas[max(0, mention.start - _PAIR) : mention.head]
        titles = (pair for pair in pairwise(["", *before]) if pair[1] in _SUBORDINATE)
        return any(" ".join(pair) not in _CHIEF for pair in titles)

    def _is_joint(self, found: Iterable[int]) -> bool:
        """Whether two stand together: coordinated, or with one verb between them."""
        pair = sorted(found)
        if len(pair) != _PAIR:
            return len(pair) > _PAIR
        one, other = (self._chains.mentions[index].position for index in pair)
        return one.governor == other.governor >= 0


def is_numbered_pair(mention: Mention) -> bool:
    """Whether a phrase says itself that it takes two together: it has no antecedent but these."""
    return mention.lemma in _classes() and _is_pair(mention) and not _NUMBERS.isdisjoint(mention.text.split())


def _is_pair(mention: Mention) -> bool:
    """Whether a phrase may take two together: "both sides", "the two sides", "the sides", not "the other sides"."""
    if mention.kind is not Kind.NOMINAL or mention.fits != MANY or not mention.words <= _NUMBERS:
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
