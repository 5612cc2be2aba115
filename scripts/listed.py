"""Word lists that count how often a word is found in them, and that can be taken out while a program runs.

Import it before any module that reads sentences: these keep their lists as constants. A list that a module makes of
several counts for each; what a module asks of a list other than whether a word is in it is not counted.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from types import MappingProxyType
from typing import Protocol, TypeVar, cast

import kg.lexicon as source

FAMILIES: Mapping[str, str] = {
    "names": "name", "titles": "title", "places": "metonymy", "nouns": "noun", "given": "gender", "coref": "coref",
    "clauses": "clause", "phrases": "phrase", "stance": "firmness", "signatures": "firmness", "responses": "response",
    "reporting": "attribution", "layout": "layout", "quantities": "quantity", "times": "time",
    "items": "item",
}  # fmt: skip
"""File of the lexicon -> the family of its rules."""
_PLAIN_LEXICON, _PLAIN_WORDS = source.lexicon, source.words
hits: Counter[str] = Counter()
"""Rule -> how often a word was found in its lists."""
asked: set[str] = set()
"""The rules whose lists were asked for."""
walked: set[str] = set()
"""The rules whose lists were walked through, so that not all that is found in them is counted."""
_out: set[str] = set()
_ROOMS = ("kg.parse", "kg.names", "kg.attribution", "kg.coref", "kg.factuality", "kg.frames")
_SECTIONS = frozenset({"kinds", "forms", "rules"})
_COSTLY = frozenset({"stored", "load", "_gazetteer", "table", "packaged", "by_id"})
"""Functions that keep what no list changes and what takes long to make: weights, tables."""


_Word = TypeVar("_Word")
_Found = TypeVar("_Found")


class Cached(Protocol):
    """A function that keeps its results."""

    def cache_clear(self) -> None:
        """Forget them."""


class Listed(Set[str]):
    """A list of words that knows the rules that it belongs to, each with its own words.

    It is no ``frozenset``, whose operations with other sets ask nobody what is in them.
    """

    def __init__(self, parts: Iterable[tuple[str, frozenset[str]]]) -> None:
        """The words of several rules; those of the rules that are out are not among them."""
        self.parts = tuple(parts)
        self._words = frozenset(word for rule, words in self.parts if rule not in _out for word in words)

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


def rule_of(name: str, keys: Iterable[str]) -> str:
    """The id of the rule at a place of a lexicon."""
    sections = [key for key in keys if key not in _SECTIONS]
    return f"{FAMILIES.get(name, name)}/{sections[0].replace('_', '-')}" if sections else ""


def words(name: str, *keys: str) -> Listed:
    """The words at a place of a lexicon, which count."""
    rule = rule_of(name, keys)
    asked.add(rule)
    return Listed([(rule, _PLAIN_WORDS(name, *keys))])


def lexicon(name: str) -> source.LexiconTable:
    """The tables of a lexicon without the sections that are out."""
    return MappingProxyType(_without_out(name, _PLAIN_LEXICON(name)))


def _without_out(name: str, table: Mapping[str, source.LexiconValue]) -> dict[str, source.LexiconValue]:
    found: dict[str, source.LexiconValue] = {}
    for key, value in table.items():
        if key in _SECTIONS and isinstance(value, dict):
            found[key] = _without_out(name, value)
        elif rule_of(name, [key]) in _out and isinstance(value, dict):
            found[key] = {part: [] for part, listed in value.items() if isinstance(listed, list)} | {
                part: one for part, one in value.items() if not isinstance(one, list)
            }
        else:
            found[key] = value
    return found


def install() -> None:
    """Let every module that is imported from now on have lists that count."""
    if any(name.startswith(_ROOMS) for name in sys.modules):
        raise RuntimeError("modules are there already, with lists that do not count")
    vars(source).update(lexicon=lexicon, words=words)


@contextmanager
def without(rule: str) -> Iterator[None]:
    """The program without the lists and sections of a rule."""
    _out.add(rule)
    _renew()
    try:
        yield
    finally:
        _out.discard(rule)
        _renew()


def afresh(found: Callable[[], _Found]) -> _Found:
    """What a function finds when nothing is kept of what others have looked up: each word is looked up anew."""
    _renew()
    return found()


def _renew() -> None:
    """Make the constants anew in all modules, and let functions forget what they kept."""
    for name, module in sorted(sys.modules.items()):
        if name.startswith("kg.") and not name.startswith(("kg.gazetteer", "kg.ontology", "kg.turtle", "kg.lexicon")):
            for constant, value in list(vars(module).items()):
                if isinstance(value, Listed):
                    setattr(module, constant, Listed(value.parts))
                elif isinstance(value, dict):
                    for key, inner in value.items():
                        if isinstance(inner, Listed):
                            value[key] = Listed(inner.parts)
                elif hasattr(value, "cache_clear") and getattr(value, "__name__", "") not in _COSTLY:
                    forget: Cached = cast("Cached", value)
                    forget.cache_clear()
