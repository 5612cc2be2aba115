"""Articles parsed once, to be read again and again by all that stands behind the parse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc

from kg.model import Article, Graph
from kg.ontology import Ontology
from kg.pipeline.build import article_graph, known_entities
from kg.reader import Reader, joined


@dataclass(frozen=True)
class Parsed:
    """Articles with their parsed blocks, which can be read again and again."""

    reader: Reader
    ontology: Ontology
    articles: tuple[Article, ...]

    @cached_property
    def _blocks(self) -> list[list[Doc]]:
        return self.reader.blocks(self.articles)

    def doc(self, place: int) -> tuple[Article, Doc]:
        """The article at a place, read anew by all that stands behind the parse."""
        article = self.articles[place]
        return article, self.reader.doc(joined(article, self._blocks[place]))

    def docs(self) -> Iterator[tuple[Article, Doc]]:
        """Each of them."""
        yield from map(self.doc, range(len(self.articles)))

    def graph(self, place: int, ontology: Ontology) -> Graph:
        """The graph of the article at a place."""
        return article_graph(*self.doc(place), ontology, known=known_entities(self.reader.gazetteer))

    def graphs(self, ontology: Ontology) -> Iterator[tuple[Article, Graph]]:
        """The graph of each."""
        for place, article in enumerate(self.articles):
            yield article, self.graph(place, ontology)
