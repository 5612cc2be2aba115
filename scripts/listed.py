"""Word lists that count how often a word is found in them.

Import it before any module that reads sentences: these keep their lists as constants. A list that a module makes of
several counts for each; what a module asks of a list other than whether a word is in it is not counted.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import TypeVar

import kg.lexicon as source

FAMILIES: Mapping[str, str] = {
    "names": "name", "titles": "title", "places": "metonymy", "nouns": "noun", "given": "gender", "coref": "coref",
    "clauses": "clause", "phrases": "phrase", "stance": "firmness", "signatures": "firmness", "responses": "response",
    "reporting": "attribution", "layout": "layout", "quantities": "quantity", "times": "time",
    "items": "item",
}  # fmt: skip
"""File of the lexicon -> the family of its rules."""
_PLAIN_WORDS = source.words
hits: Counter[str] = Counter()
"""Rule -> how often a word was found in its lists."""
asked: set[str] = set()
"""The rules whose lists were asked for."""
walked: set[str] = set()
"""The rules whose lists were walked through, so that not all that is found in them is counted."""
_ROOMS = ("kg.parse", "kg.names", "kg.attribution", "kg.coref", "kg.factuality", "kg.frames")
_SECTIONS = frozenset({"kinds", "forms", "rules"})
_Word = TypeVar("_Word")


class Listed(Set[str]):
    """A list of words that knows the rules that it belongs to, each with its own words.

    It is no ``frozenset``, whose operations with other sets ask nobody what is in them.
    """

    def __init__(self, parts: Iterable[tuple[str, frozenset[str]]]) -> None:
        """The words of several rules."""
        self.parts = tuple(parts)
        self._words = frozenset(word for _, words in self.parts for word in words)

    @classmethod
    def _from_iterable(cls, it: Iterable[_Word]) -> Set[_Word]:
        """What is made of the words by itself is a plain set."""
        return frozenset(it)

    def __contains__(self, word: object) -> bool:
        """Whether a word is listed; if so it is counted."""
        if word not in self._words:
            return False
        hits.update(rule for rule, words in self.parts if word in words)
        return True

    def __iter__(self) -> Iterator[str]:
        """The words; whoever walks through them looks them up elsewhere."""
        walked.update(rule for rule, _ in self.parts)
        return iter(self._words)

    def __len__(self) -> int:
        """How many words there are."""
        return len(self._words)

    def __hash__(self) -> int:
        """That of the words."""
        return hash(self._words)

    def __or__(self, other: Iterable[str]) -> "Listed":  # type: ignore[override]
        """The words of both."""
        added = other.parts if isinstance(other, Listed) else (("", frozenset(other)),)
        return Listed((*self.parts, *added))

    __ror__ = __or__

    def __sub__(self, other: Iterable[str]) -> "Listed":
        """The words without others, with their rules."""
        rest = frozenset(other)
        return Listed((rule, words - rest) for rule, words in self.parts)

    def __and__(self, other: Iterable[str]) -> frozenset[str]:
        """The words of both, counted."""
        return frozenset(word for word in other if word in self)

    __rand__ = __and__

    def issuperset(self, other: Iterable[object]) -> bool:
        """Whether all the words are listed; each that is looked up is counted."""
        return all(word in self for word in other)

    def isdisjoint(self, other: Iterable[object]) -> bool:
        """Whether no word of the other is listed."""
        return not any(word in self for word in other)

    intersection, union, difference = __and__, __or__, __sub__


def words(name: str, *keys: str) -> Listed:
    """The words at a place of a lexicon, which count for the rule that stands there."""
    sections = [key for key in keys if key not in _SECTIONS]
    rule = f"{FAMILIES.get(name, name)}/{sections[0].replace('_', '-')}" if sections else ""
    asked.add(rule)
    return Listed([(rule, _PLAIN_WORDS(name, *keys))])


def install() -> None:
    """Let every module that is imported from now on have lists that count."""
    if any(name.startswith(_ROOMS) for name in sys.modules):
        raise RuntimeError("modules are there already, with lists that do not count")
    vars(source).update(words=words)
