"""Articles parsed once, to be read again and again by all that stands behind the parse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc

from kg.build import article_graph, known_entities
from kg.model import Article, Graph
from kg.ontology import Ontology
from kg.reader import Reader


@dataclass(frozen=True)
class Parsed:
    """Articles with their parsed blocks, which can be read again and again."""

    reader: Reader
    ontology: Ontology
    articles: tuple[Article, ...]

    @cached_property
    def _blocks(self) -> list[list[Doc]]:
        return self.reader.parsed(self.articles)

    @cached_property
    def _told(self) -> list[list[dict[str, object]]]:
        """What the parser left on each block, which reading takes off."""
        return [[dict(block.user_data) for block in blocks] for blocks in self._blocks]

    def docs(self) -> Iterator[tuple[Article, Doc]]:
        """Each article, read anew by all that stands behind the parse."""
        for article, blocks, told in zip(self.articles, self._blocks, self._told, strict=True):
            for block, data in zip(blocks, told, strict=True):
                block.user_data = dict(data)
            yield article, self.reader.doc(article, blocks)

    def graphs(self, ontology: Ontology) -> Iterator[tuple[Article, Graph]]:
        """The graph of each."""
        known = known_entities(self.reader.gazetteer)
        for article, doc in self.docs():
            yield article, article_graph(article, doc, ontology, known=known)
