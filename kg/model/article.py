"""Articles, the blocks of their texts, and evidence for statements. Offsets are Unicode code points."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date as day
from typing import Annotated, NewType

from kg.model.fields import Law, Told, joined_fields
from kg.model.nodes import NodeId
from kg.model.scales import BlockKind, Why

ArticleId = NewType("ArticleId", str)
CORRECTION = "correction"
"""The name of a note that has words of the article: what its publisher says of an earlier version of it."""


@dataclass(frozen=True, order=True, slots=True)
class Block:
    """A part of a text by character offsets; the blocks of an article tile it from 0 to its length."""

    start: int
    end: int
    kind: BlockKind


@dataclass(frozen=True, order=True, slots=True)
class Untold:
    """A sentence that makes no statement, by character offsets, and why."""

    start: int
    end: int
    why: Why


@dataclass(frozen=True, order=True, slots=True)
class Anchor:
    """A word that names a happening, by character offsets, with those of its sentence."""

    start: int
    end: int
    event: NodeId
    cls: str
    sentence: tuple[int, int]


@dataclass(frozen=True, order=True)
class Article:
    """One article as it was read; ``text`` is unchanged and all offsets refer to it."""

    id: ArticleId
    text: str
    blocks: tuple[Block, ...]
    date: Annotated[day | None, Told(law=Law.LEAST)] = None
    title: Annotated[str, Told(law=Law.GREATEST)] = ""
    authors: Annotated[tuple[str, ...], Told(law=Law.GREATEST)] = ()
    publisher: Annotated[str, Told(law=Law.GREATEST)] = ""
    url: Annotated[str, Told(law=Law.GREATEST)] = ""
    language: Annotated[str, Told(law=Law.GREATEST)] = ""
    sha256: Annotated[str, Told(law=Law.GREATEST)] = ""
    notes: Annotated[frozenset[tuple[str, str]], Told(law=Law.UNION)] = frozenset()
    """What its publisher says of it: "version", "modified", "usageTerms", "correction" ..., each with its text."""
    untold: Annotated[frozenset[Untold], Told(law=Law.UNION)] = frozenset()
    """Its sentences that make no statement, and why."""
    contributes: frozenset[tuple[str, str]] | None = None
    """What it contributes to a graph of several articles: nodes, each with a digest (``kg.model.contributions``).

    None in a graph of one article, where all is of it, and where an earlier version has not recorded it.
    """
    anchors: Annotated[frozenset[Anchor], Told(law=Law.UNION)] = field(default=frozenset(), compare=False, repr=False)
    """The words that name its happenings, be they stated or not; the shards of a corpus alone keep them."""
    place: str = field(default="", compare=False, repr=False)  # for messages: a file, or a line of one

    def __or__(self, other: Article) -> Article:
        """The same article with what both know of it; a text keeps its blocks."""
        text, blocks = max((self.text, self.blocks), (other.text, other.blocks))
        is_known = self.contributes is not None and other.contributes is not None
        record = (self.contributes or frozenset()) | (other.contributes or frozenset()) if is_known else None
        return joined_fields(self, self, other, text=text, blocks=blocks, contributes=record, place="")


@dataclass(frozen=True, order=True, slots=True)
class Evidence:
    """The span that supports a statement: ``article.text[start:end] == quote``; no quote where it is withheld."""

    article: ArticleId
    start: int
    end: int
    quote: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or len(self.quote) not in {0, self.end - self.start}:
            raise ValueError(f"evidence from {self.start} to {self.end} does not fit its quote {self.quote!r}")
