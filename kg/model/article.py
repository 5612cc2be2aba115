"""Articles, the blocks of their texts, and evidence for statements. Offsets are Unicode code points."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NewType

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
    date: date | None = None
    title: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    url: str = ""
    language: str = ""
    sha256: str = ""
    notes: frozenset[tuple[str, str]] = frozenset()
    """What its publisher says of it: "version", "modified", "usageTerms", "correction" ..., each with its text."""
    untold: frozenset[Untold] = frozenset()
    """Its sentences that make no statement, and why."""
    contributes: frozenset[tuple[str, str]] | None = None
    """What it contributes to a graph of several articles: nodes, each with a digest (``kg.model.contributions``).

    None in a graph of one article, where all is of it, and where an earlier version has not recorded it.
    """
    anchors: frozenset[Anchor] = field(default=frozenset(), compare=False, repr=False)
    """The words that name its happenings, be they stated or not; the shards of a corpus alone keep them."""
    place: str = field(default="", compare=False, repr=False)  # for messages: a file, or a line of one

    def __or__(self, other: Article) -> Article:
        """The same article with what both know of it; a text keeps its blocks."""
        text, blocks = max((self.text, self.blocks), (other.text, other.blocks))
        # The union of two records; unknown if either is
        return Article(
            id=self.id,
            text=text,
            blocks=blocks,
            date=min(filter(None, (self.date, other.date)), default=None),
            title=max(self.title, other.title),
            authors=max(self.authors, other.authors),
            publisher=max(self.publisher, other.publisher),
            url=max(self.url, other.url),
            language=max(self.language, other.language),
            sha256=max(self.sha256, other.sha256),
            notes=self.notes | other.notes,
            untold=self.untold | other.untold,
            anchors=self.anchors | other.anchors,
            contributes=(
                None if self.contributes is None or other.contributes is None else self.contributes | other.contributes
            ),
        )


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
