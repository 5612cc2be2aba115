"""Spans of an article's tokens: proper names, before and after it is known which entity they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from kg.gazetteer.values import Entry
from kg.parse.tree import Doc, Token

POSSESSIVE = ("'s", "’s", "'", "’")
HYPHENS = ("-", "–")


@dataclass(frozen=True, order=True, slots=True)
class TokenSpan:
    """The tokens ``start`` to ``end`` (excluded) of a Doc, from left to right; only spans of one Doc are compared."""

    doc: Doc = field(compare=False, repr=False)
    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[Token]:
        return iter(self.doc.tokens[self.start : self.end])

    def __getitem__(self, place: int) -> Token:
        """The token at an index of the span; -1 is its last."""
        return self.doc.tokens[range(self.start, self.end)[place]]

    @property
    def form(self) -> tuple[str, ...]:
        """The words as written."""
        return tuple([token.text for token in self.doc.tokens[self.start : self.end]])

    @property
    def lower(self) -> tuple[str, ...]:
        """The words in lower case."""
        return tuple([token.lower_ for token in self.doc.tokens[self.start : self.end]])

    @property
    def before(self) -> str:
        """The token right before the span, in lower case; the empty string at the beginning of the Doc."""
        return self.doc.lower_at(self.start - 1)

    @property
    def after(self) -> str:
        """The token right behind the span, in lower case; the empty string at the end of the Doc."""
        return self.doc.lower_at(self.end)

    @property
    def text(self) -> str:
        """The words as a label: single spaces, none round hyphens and before punctuation."""
        joined = " ".join(self.form)
        for mark in ("-", "–", "/"):
            joined = joined.replace(f" {mark} ", mark)
        for mark in (" ,", " .", " '", " ’"):
            joined = joined.replace(mark, mark.strip())
        return joined

    @property
    def root(self) -> Token:
        """The token whose head lies outside the span, the last one if several do."""
        outside = [token for token in self if not self.start <= token.head.i < self.end]
        return outside[-1] if outside else next(token for token in self if token.head is token)


@dataclass(frozen=True, order=True, slots=True)
class NameSpan(TokenSpan):
    """A proper name as a candidate for linking: the parser's entity label, the gazetteer's readings of it."""

    label: str = ""
    entries: tuple[Entry, ...] = field(default=(), hash=False)

    def labelled(self, label: str) -> NameSpan:
        """The same name under an entity label."""
        return self if label == self.label else replace(self, label=label)


@dataclass(frozen=True, order=True, slots=True)
class Name(TokenSpan):
    """A name, the class and node id of the entity that it refers to, and how it was read ("name", "acronym", ...)."""

    cls: str
    node: str
    how: str


def token_indices(spans: Iterable[TokenSpan]) -> set[int]:
    """The indices of the tokens that are in any of the spans."""
    return {place for span in spans for place in range(span.start, span.end)}


def with_disjoint(names: Iterable[NameSpan], others: Iterable[NameSpan]) -> tuple[NameSpan, ...]:
    """The names, and those others that share no token with any of them, in order."""
    kept = list(names)
    taken = token_indices(kept)
    return tuple(sorted([*kept, *(other for other in others if taken.isdisjoint(range(other.start, other.end)))]))
