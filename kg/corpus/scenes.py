"""Where a story is set: the towns that its articles name, so that what is alike in two towns is not one happening."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice

from kg.corpus.copies import texts_of
from kg.gazetteer import Gazetteer
from kg.gazetteer.items import item
from kg.gazetteer.words import pieces
from kg.lexicon import words as lexicon_words
from kg.model import Article, ArticleId, BlockKind, Graph, NodeId

_TOWNS = frozenset({"capital", "city"})
"""The kinds of places that lie apart from each other; a state or a sea may hold the town that another article names."""
_METONYM = "capital"
"""How the gazetteer marks a town that stands for a government."""
_END = re.compile(r"(?<=[.!?])\s+|\n+")
_LEAD = 2
"""Sentences that tell where the story of an article is set, besides its title."""


@dataclass(frozen=True, slots=True)
class StoryScene:
    """Towns where something is, and those that the article names anywhere."""

    here: frozenset[NodeId] = frozenset()
    named: frozenset[NodeId] = frozenset()

    def is_elsewhere(self, other: StoryScene) -> bool:
        """Whether two things are in different towns, of which at least one article does not name the other's."""
        if not self.here or not other.here or self.here & other.here:
            return False
        return not (self.here & other.named and other.here & self.named)


NOWHERE = StoryScene()
"""Of what no town is known."""


@dataclass(frozen=True)
class Scenes:
    """The scenes of the articles of a graph."""

    graph: Graph

    @cached_property
    def of_article(self) -> Mapping[ArticleId, StoryScene]:
        """Article -> the towns of its title and first sentences, and all that it names."""
        texts = texts_of(self.graph)
        return {one.id: self._scene(one, texts[one.id]) for one in self.graph.articles}

    @cached_property
    def _towns(self) -> Callable[[str], frozenset[NodeId]]:
        """``towns``, looked up once for each text."""
        return cache(towns)

    def of(self, article: ArticleId, sentences: Iterable[str]) -> StoryScene:
        """The scene of what some sentences of an article tell: their own towns, else those of the story."""
        story = self.of_article.get(article, NOWHERE)
        own = frozenset[NodeId]().union(*map(self._towns, sentences))
        return StoryScene(own or story.here, story.named | own)

    def _scene(self, article: Article, text: str) -> StoryScene:
        """The scene of an article, without its dateline, which tells where it was written."""
        for block in reversed(article.blocks if article.text else ()):
            if block.kind is BlockKind.DATELINE:
                text = text[: block.start] + text[block.end :]
        lead = (article.title, *islice(_behind_title(article.title, text), _LEAD))
        return StoryScene(frozenset().union(*map(towns, lead)), towns(text))


def _behind_title(title: str, text: str) -> Iterator[str]:
    """The sentences of a text that are none of its title."""
    known = " ".join(title.split())
    return (one for one in _END.split(text.strip()) if " ".join(one.split()) not in known)


@cache
def _gazetteer() -> Gazetteer:
    return Gazetteer.load()


def towns(text: str) -> frozenset[NodeId]:
    """The towns that a text names, where their name is no part of a longer one.

    >>> sorted(towns("A bomb in Quetta; the Quetta Electric Company is closed. Police in Peshawar ..."))
    ['peshawar', 'quetta']
    """
    words = pieces(text)
    return frozenset(
        entry.entity.id
        for match in _gazetteer().matches(words)
        for entry in match.entries[:1]
        if (found := item(entry.entity.wikidata)) is not None
        and found.kind in _TOWNS
        and entry.kind != _METONYM
        and not any(
            map(_is_of_name, (*words[max(0, match.start - 1) : match.start], *words[match.end : match.end + 1]))
        )
    )


def _is_of_name(word: str) -> bool:
    """Whether a word beside a name may be of the same name."""
    return word[0].isupper() and word.lower() not in lexicon_words("links", "common", "words")
