"""Words of texts as weighted terms: what is rare in the corpus and in English weighs more (tf-idf)."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from typing import TypeVar

import numpy as np
import snowballstemmer
from scipy import sparse

from kg.gazetteer.words import folded
from kg.lexicon import words as lexicon_words

_WORD = re.compile(r"[^\W\d_][^\W_]*|\d[\d.,]*\d|\d")
BEHIND = re.compile(r" (?:of|in|on|at|for|by|from|to|with|after|against|over|about|that|who|which) ")
"""What stands behind the head of a noun phrase."""
_IMAGINED = 1000
"""Articles that a corpus is thought to have besides its own, so that a small one knows which words are rare."""
_COMMON, _RARE = 0.5, 0.001
"""The share of these that have a common word, and any other."""
_BLOCK = 256
"""Texts that are compared with all others at once."""
_PAIRS = 4096
"""Pairs of which it is asked at once whom both are like."""
_OWN = 0.5
"""How like itself each is at the least."""
_STEMMER = snowballstemmer.stemmer("english")

_Name = TypeVar("_Name", bound=str)
Terms = Mapping[str, float]
"""Term -> weight; the squares of the weights add up to 1."""


def words(text: str) -> list[str]:
    """The words and numbers of a text in lower case and plain letters, in order.

    >>> words("José's 1,500 ships")
    ['jose', 's', '1,500', 'ships']
    """
    return _WORD.findall(folded(text).lower())


@cache
def stem(word: str) -> str:
    """The stem of an English word (Porter 2001, Snowball).

    >>> stem("earthquakes"), stem("shooting")
    ('earthquak', 'shoot')
    """
    return str(_STEMMER.stemWord(word))


def stems(text: str) -> list[str]:
    """The stems of the words of a text, in order."""
    return [stem(word) for word in words(text)]


def head_of(label: str) -> str:
    """The head of a noun phrase, in lower case.

    >>> head_of("Swiss officials in Bern")
    'officials'
    """
    return (words(BEHIND.split(label)[0]) or [label])[-1]


def is_plural(label: str) -> bool:
    """Whether the head of a noun phrase is a plural by its form.

    >>> is_plural("two officers"), is_plural("boss of miners"), is_plural("men")
    (True, False, True)
    """
    head = head_of(label)
    return head in lexicon_words("links", "plurals", "words") or (
        head.endswith("s") and head[-2:-1] not in {"s", "u", "i"}
    )


def proper_behind(label: str) -> frozenset[str]:
    """The words with a capital behind the head of a noun phrase, in lower case.

    >>> proper_behind("Swiss officials in Bern")
    frozenset({'bern'})
    """
    behind = " ".join(BEHIND.split(label)[1:])
    return frozenset(word.lower() for word in re.findall(r"\w+", behind) if word[0].isupper())


def proper(text: str) -> Counter[str]:
    """The words of a text that it writes with a capital alone, in lower case, counted; "The" of "the" is none.

    >>> sorted(proper("The fire in Tulung spread: Fire crews left the town."))
    ['tulung']
    """
    found = _WORD.findall(folded(text))
    plain = {word for word in found if word[0].islower()}
    return Counter(word.lower() for word in found if word[0].isupper() and word.lower() not in plain)


@dataclass(frozen=True)
class Frequencies:
    """In how many of some texts each term is."""

    texts: int
    shares: Mapping[str, int]

    def rarity(self, term: str) -> float:
        """How much a term tells, from 0 (in every text) to about 1 (in this one alone)."""
        if term not in self._rarities:
            size = self.texts + _IMAGINED
            found = self.shares.get(term, 0) + _IMAGINED * (_COMMON if term in _common() else _RARE)
            self._rarities[term] = max(0.0, math.log(size / found) / math.log(_IMAGINED))
        return self._rarities[term]

    @cached_property
    def _rarities(self) -> dict[str, float]:
        """Those that were asked for."""
        return {}

    def terms(self, counts: Mapping[str, int]) -> Terms:
        """The weights of some counted terms."""
        found = {term: (1 + math.log(count)) * self.rarity(term) for term, count in sorted(counts.items())}
        length = math.sqrt(sum(weight * weight for weight in found.values())) or 1.0
        return {term: weight / length for term, weight in found.items() if weight}


@dataclass(frozen=True)
class Documents:
    """Some texts, each by its name, as vectors of terms."""

    counts: Mapping[str, Mapping[str, int]]
    known: Frequencies | None = None
    """The frequencies of terms in all texts, where these are a part of them."""

    @cached_property
    def names(self) -> Sequence[str]:
        """The names of the texts, sorted."""
        return sorted(self.counts)

    @cached_property
    def frequencies(self) -> Frequencies:
        """In how many texts each term is."""
        return self.known or Frequencies(len(self.counts), Counter(chain.from_iterable(self.counts.values())))

    @cached_property
    def terms(self) -> Mapping[str, Terms]:
        """The weights of the terms of each text."""
        return {name: self.frequencies.terms(counts) for name, counts in self.counts.items()}

    def alike(self, least: float) -> Iterator[tuple[str, str, float]]:
        """Pairs of texts, each once and in order, with the cosine of their terms where it is at least ``least``."""
        rows = [self.terms[name] for name in self.names]
        columns = {term: number for number, term in enumerate(sorted({term for row in rows for term in row}))}
        data = [weight for row in rows for weight in row.values()]
        places = [columns[term] for row in rows for term in row]
        ends = np.cumsum([0, *(len(row) for row in rows)])
        matrix = sparse.csr_array((data, places, ends), shape=(len(rows), len(columns)))
        for start in range(0, len(rows) if columns else 0, _BLOCK):
            found = (matrix[start : start + _BLOCK] @ matrix.T).toarray()
            for row, second in np.argwhere(found >= least).tolist():
                if start + row < second:
                    yield self.names[start + row], self.names[second], round(float(found[row, second]), 6)


def circles(given: Mapping[tuple[_Name, _Name], float]) -> Mapping[tuple[_Name, _Name], float]:
    """How far the ends of each of some pairs, of which it is told how alike they are, are like the same others.

    It is from 0 to 1, to two digits. Two articles of one story are like all that tell it, and two parallel stories each
    like their own: the cosine of whom each is like, itself at the least by half, taken twice, as flow is in van Dongen
    2000, "Graph clustering".
    """
    pairs = sorted(given)
    numbers = {name: number for number, name in enumerate(sorted({name for both in pairs for name in both}))}
    size, likeness = len(numbers) or 1, np.array([given[both] for both in pairs], np.float64)
    first, second = np.array([[numbers[name] for name in both] for both in pairs], np.int64).reshape(-1, 2).T
    places = np.concatenate([first, second]), np.concatenate([second, first])
    for _ in range(2):
        likeness = likeness**2
        matrix = sparse.csr_array((np.concatenate([likeness, likeness]), places), shape=(size, size))
        own = np.full(size, _OWN)
        np.maximum.at(own, places[0], np.concatenate([likeness, likeness]))
        matrix = (matrix + sparse.diags_array(own)).tocsr()
        lengths = np.sqrt(matrix.power(2).sum(axis=1))
        parts = [slice(start, start + _PAIRS) for start in range(0, len(pairs), _PAIRS)]
        sums = [(matrix[first[part]] * matrix[second[part]]).sum(axis=1) for part in parts]
        likeness = np.concatenate([np.zeros(0), *sums]) / (lengths[first] * lengths[second])
    return dict(zip(pairs, likeness.round(2).tolist(), strict=True))


def cosine(one: Terms, other: Terms) -> float:
    """The cosine of two vectors of terms, from 0 to 1.

    >>> cosine({"a": 1.0}, {"a": 0.6, "b": 0.8})
    0.6
    """
    short, long = sorted((one, other), key=len)
    return round(math.fsum(weight * long[term] for term, weight in short.items() if term in long), 6)


@cache
def _common() -> frozenset[str]:
    return frozenset(stem(word) for word in lexicon_words("links", "common", "words"))


def initials(parts: Iterable[str]) -> str:
    """The first letters of the words of a name that are not little: "Social Democratic Party of Peru" is "sdpp"."""
    return "".join(part[0] for part in parts if part and part not in lexicon_words("links", "little", "words"))
