"""A Doc's tokens as plain columns: what the name rules read, many times over and fast."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from kg.parse.syntax import SUBJECTS
from kg.parse.tree import Parsed, tree

_BREAK = "\n"
_LINE = 3


@dataclass(frozen=True)
class Words:
    """The tokens of a Doc, column by column; all columns have one length, and indices are token indices."""

    text: tuple[str, ...]
    lower: tuple[str, ...]
    lemma: tuple[str, ...]
    pos: tuple[str, ...]
    tag: tuple[str, ...]
    dep: tuple[str, ...]
    head: tuple[int, ...]
    sentence: tuple[int, ...]
    """The number of the sentence; a paragraph break begins a new one."""

    @classmethod
    def of(cls, doc: Parsed) -> Words:
        """The columns of a parsed Doc."""
        tokens = list(tree(doc))
        text = tuple([token.text for token in tokens])
        return cls(
            text=text,
            lower=tuple([token.lower_ for token in tokens]),
            lemma=tuple([token.lemma_ for token in tokens]),
            pos=tuple([token.pos_ for token in tokens]),
            tag=tuple([token.tag_ for token in tokens]),
            dep=tuple([token.dep_ for token in tokens]),
            head=tuple([token.head.i for token in tokens]),
            sentence=tuple(_sentences(text, [token.is_sent_start is True for token in tokens])),
        )

    def __len__(self) -> int:
        return len(self.text)

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """The tokens that hang on each token, from left to right."""
        found: list[list[int]] = [[] for _ in self.text]
        for place, head in enumerate(self.head):
            if head != place:
                found[head].append(place)
        return tuple(map(tuple, found))

    @cached_property
    def readable(self) -> tuple[str, ...]:
        """The texts, paragraph breaks made into a stop that no name runs across."""
        return tuple("|" if _BREAK in text else text for text in self.text)

    @cached_property
    def common(self) -> frozenset[str]:
        """The words that the article writes in lower case somewhere."""
        return frozenset(text for text in self.text if text.islower())

    @cached_property
    def alone(self) -> frozenset[str]:
        """The names that stand without a determiner inside a sentence: "Apple", but "the Court"."""
        return frozenset(
            text
            for at, text in enumerate(self.text)
            if self.pos[at] == "PROPN"
            and self.same_sentence(at - 1, at)
            and self.text[at - 1].islower()
            and self.pos[at - 1] not in ("DET", "PRON", "ADJ", "NUM")
        )

    @cached_property
    def shouted(self) -> frozenset[int]:
        """The tokens of lines of three words and more in capitals, in an article that has others; no speaker's name."""
        found: list[int] = []
        for is_break, line in groupby(range(len(self)), key=lambda place: _BREAK in self.text[place]):
            places = list(line)
            words = [place for place in places if self.text[place].isalpha()]
            is_upper = len(words) >= _LINE and all(self.text[place].isupper() for place in words)
            if not is_break and is_upper and self.text[places[-1]] != ":":
                found += places
        return frozenset(found) if self.common else frozenset()

    @cached_property
    def running(self) -> str:
        """The texts joined by single spaces, with one at each end."""
        return f" {' '.join(self.text)} "

    def is_name_case(self, place: int) -> bool:
        """Whether a token begins with a capital letter."""
        return self.text[place][:1].isupper()

    def same_sentence(self, first: int, second: int) -> bool:
        """Whether both indices are tokens of one sentence."""
        return 0 <= first < len(self) and 0 <= second < len(self) and self.sentence[first] == self.sentence[second]

    def phrase(self, start: int, end: int) -> str:
        """The tokens joined as a key: lower case, hyphens left out ("vice-president" is "vice president")."""
        return " ".join(word for word in self.lower[start:end] if word != "-")

    def is_subject(self, start: int, end: int) -> bool:
        """Whether a phrase is the subject of a verb: in "met Berg, the king said", "the king", and no apposition."""
        return self.dep[self.root(start, end)] in SUBJECTS

    def root(self, start: int, end: int) -> int:
        """The token of a stretch whose head lies outside it, the last one if several do."""
        outside = [place for place in range(start, end) if not start <= self.head[place] < end]
        return outside[-1] if outside else next(p for p in range(start, end) if self.head[p] == p)


def _sentences(texts: Sequence[str], starts: Sequence[bool]) -> Iterator[int]:
    number, after_break = 0, False
    for text, start in zip(texts, starts, strict=True):
        number += start or after_break
        after_break = _BREAK in text
        yield number
